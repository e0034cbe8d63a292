import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Problem } from '#kernel'
import { zip, zipPart } from '#test/support/zip.ts'
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

const inner = { name: 'b.csv', content: csv }
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
    'of parts that are not packed and declare nothing',
    { ...fileLimits, unpacked: 40 },
    zip([
      { name: 'a.csv', content: csv, declared: 0, isStored: true },
      { name: 'b.csv', content: csv, declared: 0, isStored: true },
    ]),
  ],
  [
    'of a part that is listed within another',
    fileLimits,
    zip([
      { name: 'a.csv', content: zipPart(inner), isStored: true },
      { ...inner, at: 35 },
    ]),
  ],
  [
    'of one part that is listed twice',
    fileLimits,
    zip([
      { name: 'a.csv', content: csv },
      { name: 'a.csv', content: csv, at: 0 },
    ]),
  ],
  ['of a packed part that is listed as not packed', fileLimits, zip([{ name: 'a.csv', content: csv, isListedAsStored: true }])],
  [
    'with a part that is not listed',
    fileLimits,
    zip([
      { name: 'a.csv', content: csv },
      { name: 'b.csv', content: csv, isUnlisted: true },
    ]),
  ],
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
  const budget = { bytes: 1e9, files: 9 }
  expect(await unpackArchives([path], place, { limits, budget })).toEqual([path])
  expect([readdirSync(place), budget]).toEqual([[], { bytes: 1e9, files: 9 }])
})

test('parts that are not packed, and parts of one name, come out as they are', async () => {
  const stored = { name: 'a.csv', content: csv, isStored: true }
  const [unpacked = ''] = await unpackArchives([file('stored.zip', zip([stored, { ...stored, name: 'Umsätze.csv' }, { ...stored, name: 'A.csv' }]))], into())
  expect(readdirSync(unpacked).toSorted()).toEqual(['2-A.csv', 'Umsätze.csv', 'a.csv'].toSorted())
  for (const name of readdirSync(unpacked)) expect(readFileSync(join(unpacked, name))).toEqual(csv)
})

test('archives that came together share one budget of bytes and files, and one too many stays packed', async () => {
  const one = file('one.zip', zip([{ name: 'a.csv', content: csv }]))
  const two = file('two.zip', zip([{ name: 'a.csv', content: csv, declared: 0, isStored: true }]))
  const unpackedBy = async (budget: { bytes: number; files: number }) => {
    const paths = await unpackArchives([one, two, one], into(), { budget })
    return [paths.map((path, index) => path !== [one, two, one][index]), budget]
  }
  expect(await unpackedBy({ bytes: csv.length * 2, files: 9 })).toEqual([[true, true, false], { bytes: 0, files: 7 }])
  expect(await unpackedBy({ bytes: csv.length * 2 - 1, files: 9 })).toEqual([[true, false, false], { bytes: csv.length - 1, files: 8 }])
  expect(await unpackedBy({ bytes: 1e9, files: 1 })).toEqual([[true, false, false], { bytes: 1e9 - csv.length, files: 0 }])
})

test('a disk that fills up meanwhile ends the work, and nothing of it stays', async () => {
  const place = into()
  const full = new Problem('unavailable', 'The disk is full.')
  await expect(unpackArchives([file('full.zip', zip([inner]))], place, { watch: () => Promise.reject(full) })).rejects.toBe(full)
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
