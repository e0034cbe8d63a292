import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { readArchive, writeArchive, type Piece } from './archive.ts'

const folder = mkdtempSync(join(tmpdir(), 'throughline-archive-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, 'a.tar.gz')

async function written(pieces: readonly Piece[]): Promise<void> {
  const archive = writeArchive(file)
  for (const { name, bytes } of pieces) await archive.add(name, bytes)
  await archive.close()
}
const read = async (): Promise<Piece[]> => await Array.fromAsync(readArchive(file))

test('what goes in comes out, byte by byte, whatever its size', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 6 }), async (all) => {
      const pieces = all.map((bytes, index) => ({ name: `record/piece-${index}.ndjson`, bytes: Buffer.from(bytes) }))
      await written(pieces)
      expect(await read()).toEqual(pieces)
    }),
    { numRuns: 40 },
  )
})

test('any tar reads it', async () => {
  await written([
    { name: 'manifest.json', bytes: Buffer.from('{"a":1}\n') },
    { name: 'facts/x/journal', bytes: Buffer.alloc(70_000, 7) },
  ])
  expect(execFileSync('tar', ['-tzf', file]).toString()).toBe('manifest.json\nfacts/x/journal\n')
  expect(execFileSync('tar', ['-xzOf', file, 'manifest.json']).toString()).toBe('{"a":1}\n')
})

test('an archive that is cut, changed or none is told, and an abandoned one leaves nothing', async () => {
  await written([{ name: 'a', bytes: Buffer.alloc(50_000, 'throughline') }])
  const whole = readFileSync(file)
  writeFileSync(file, whole.subarray(0, whole.length - 40))
  await expect(read()).rejects.toMatchObject({ details: { code: 'backup-damaged' } })
  writeFileSync(file, 'not an archive')
  await expect(read()).rejects.toMatchObject({ kind: 'invalid' })
  const other = join(folder, 'b.tar.gz')
  const archive = writeArchive(other)
  await archive.add('a', Buffer.from('x'))
  await archive.abandon()
  expect([existsSync(other), existsSync(`${other}.part`)]).toEqual([false, false])
})
