import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { zip } from '#test/support/zip.ts'
import { fileLimits } from './limits.ts'
import { openFiles } from './openFiles.ts'
import { unpackArchives } from './unpackArchives.ts'

const folder = mkdtempSync(join(tmpdir(), 'throughline-unpack-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, bytes: Buffer): string => {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}
const into = () => mkdtempSync(join(folder, 'into-'))
const csv = Buffer.from('id,name\n1,Brown\n2,Zeta\n')

test('an archive of several files becomes a folder of them, and other files stay as they are', async () => {
  const plain = file('plain.csv', csv)
  const archive = file(
    'exports.zip',
    zip([
      { name: 'accounts.csv', content: csv },
      { name: 'more/tickets.csv', content: csv },
      { name: '__MACOSX/._accounts.csv', content: csv },
    ]),
  )
  const [first, second] = await unpackArchives([plain, archive], into())
  expect(first).toBe(plain)
  expect(readdirSync(second ?? '').toSorted()).toEqual(['1-tickets.csv', 'accounts.csv'])
  expect(readFileSync(join(second ?? '', 'accounts.csv'))).toEqual(csv)
  const opened = await openFiles([first ?? '', second ?? ''])
  expect(opened.tables.map((table) => table.file)).toEqual(['plain.csv', '1-tickets.csv', 'accounts.csv'])
  expect(opened.unreadable).toEqual([])
})

test('a name in an archive cannot lead outside', async () => {
  const place = into()
  const archive = file(
    'climbing.zip',
    zip([
      { name: '../../climbed.csv', content: csv },
      { name: '/etc/absolute.csv', content: csv },
      { name: 'a\\..\\back.csv', content: csv },
    ]),
  )
  const [unpacked] = await unpackArchives([archive], place)
  expect(readdirSync(unpacked ?? '').toSorted()).toEqual(['0-climbed.csv', '1-absolute.csv', 'back.csv'])
  expect(existsSync(join(folder, 'climbed.csv'))).toBe(false)
})

test.each([
  ['by its ratio', { ...fileLimits }, zip([{ name: 'a.csv', content: Buffer.alloc(64 * 1024 * 1024) }])],
  [
    'by its total',
    { ...fileLimits, unpacked: 10 },
    zip([
      { name: 'a.csv', content: csv },
      { name: 'b.csv', content: csv },
    ]),
  ],
  ['with a directory that lies', { ...fileLimits, unpacked: 20 }, zip([{ name: 'a.csv', content: csv, declared: 1 }])],
  [
    'by its number of files',
    { ...fileLimits, files: 1 },
    zip([
      { name: 'a.csv', content: csv },
      { name: 'b.csv', content: csv },
    ]),
  ],
  ['cut off', fileLimits, zip([{ name: 'a.csv', content: csv }]).subarray(0, 60)],
])('a trap, %s, is left packed and leaves nothing behind', async (_, limits, bytes) => {
  const [path, place] = [file('trap.zip', bytes), into()]
  expect(await unpackArchives([path], place, limits)).toEqual([path])
  expect(readdirSync(place)).toEqual([])
})

test('a workbook is no archive of files', async () => {
  const book = file(
    'book.xlsx',
    zip([
      { name: '[Content_Types].xml', content: csv },
      { name: 'xl/workbook.xml', content: csv },
    ]),
  )
  expect(await unpackArchives([book], into())).toEqual([book])
})
