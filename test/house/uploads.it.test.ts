import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { SentFile } from '../../src/doors/rest/multipart.ts'
import type { Scope } from '#runtime/scope.ts'
import { zip } from '#test/support/zip.ts'
import { uploads } from '../../src/house/files/uploads.ts'
import { exports } from './smallCompany.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'

/** What may be sent, by whom, how much of it, and how long it waits. */
let house: TestHouse
let scope: Scope
beforeAll(async () => {
  house = await testHouse()
  await house.company('small')
  scope = await house.app.workspaces.operate('small', 'web')
})
afterAll(() => house.stop())

async function* bytesOf(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content)
}
async function* sent(files: Readonly<Record<string, string | Uint8Array>>): AsyncGenerator<SentFile> {
  for (const [name, content] of Object.entries(files)) yield { name, bytes: bytesOf(content) }
}
const left = async (): Promise<readonly string[]> => await readdir(join(house.app.home, 'uploads')).catch(() => [])

test('who may not import is refused before a byte is read', async () => {
  let read = 0
  async function* watched(): AsyncGenerator<SentFile> {
    read += 1
    yield* sent(exports)
  }
  const viewer: Scope = { ...scope, me: { ...scope.me, role: 'viewer' } }
  await expect(uploads(house.app).open(viewer, watched(), 10)).rejects.toMatchObject({ kind: 'forbidden' })
  await expect(uploads(house.app).open({ ...scope, scope: 'read' }, watched(), 10)).rejects.toMatchObject({ details: { code: 'read-only-key' } })
  expect([read, await left()]).toEqual([0, []])
})

test('what does not fit on the disk is refused before a byte is read', async () => {
  const many = uploads(house.app, { most: Number.MAX_SAFE_INTEGER })
  await expect(many.open(scope, sent(exports), Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({ kind: 'unavailable', details: { code: 'no-space' } })
  expect(await left()).toEqual([])
})

test('more files than an import takes are refused, and none of them stays', async () => {
  const files = Object.fromEntries(Array.from({ length: 2_001 }, (_, n) => [`${n}.csv`, 'a,b\n']))
  await expect(uploads(house.app).open(scope, sent(files), 0)).rejects.toMatchObject({ details: { code: 'too-large' } })
  expect(await left()).toEqual([])
})

test('files keep the letters of their names, and an archive that hides something is named', async () => {
  const trap = zip([
    { name: 'a.csv', content: Buffer.from('a,b\n') },
    { name: 'b.csv', content: Buffer.from('a,b\n'), isUnlisted: true },
  ])
  const answer = await uploads(house.app).open(scope, sent({ '../Kunden März.csv': exports['companies.csv'], 'trap.zip': trap }), 0)
  expect([at(answer, 'files')].flat().map((file) => at(file, 'file'))).toContain('Kunden März.csv')
  const troubled = [at(answer, 'files')].flat().flatMap((file) => (at(file, 'trouble') ? [[at(file, 'file'), at(file, 'trouble', 'reason')]] : []))
  expect(troubled).toEqual([['trap.zip', expect.stringContaining('damaged')]])
})

test('files that nobody asks for are removed by themselves, and those that are asked for stay', async () => {
  const before = await left()
  await uploads(house.app, { kept: 1 })
    .open(scope, sent(exports), 0)
    .catch(() => undefined) // its plan may come too late
  const asked = await uploads(house.app).open(scope, sent(exports), 0)
  await vi.waitFor(async () => expect((await left()).toSorted()).toEqual([...before, String(at(asked, 'upload'))].toSorted()), { timeout: 60_000 })
})

test('files are imported once, however often that is asked for', async () => {
  const own = uploads(house.app)
  const upload = String(at(await own.open(scope, sent({ 'companies.csv': exports['companies.csv'] }), 0), 'upload'))
  const asked = await Promise.allSettled([1, 2, 3].map(() => own.run(scope, upload, { onHeld: 'keep' })))
  expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  expect(asked[1]).toMatchObject({ reason: { kind: 'conflict', details: { code: 'running' } } })
})
