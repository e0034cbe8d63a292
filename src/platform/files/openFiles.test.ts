import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SourceRow, SourceTable } from '#kernel'
import { zip } from '#test/support/zip.ts'
import { openFiles } from './openFiles.ts'

let folder = ''
let made = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-files-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const rows = 'id,name,since\nA-1,Åkerman & Sons,2026-01-02\nA-2,"Bell, ""Inc""",2026-01-03\n'
const wanted = [
  ['A-1', 'Åkerman & Sons', '2026-01-02'],
  ['A-2', 'Bell, "Inc"', '2026-01-03'],
]

test.each([
  ['UTF-8', Buffer.from(rows), 'utf-8'],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${rows}`), 'utf-8'],
  ['UTF-16 little endian', Buffer.from(`\uFEFF${rows}`, 'utf16le'), 'utf-16le'],
  ['UTF-16 big endian', Buffer.from(`\uFEFF${rows}`, 'utf16le').swap16(), 'utf-16be'],
  ['UTF-16 without a mark', Buffer.from(rows, 'utf16le'), 'utf-16le'],
  ['Latin-1', Buffer.from(rows, 'latin1'), 'windows-1252'],
])('%s is read as it was written', async (_, bytes, encoding) => {
  const table = await one('accounts.csv', bytes)
  expect(table.headings).toEqual(['id', 'name', 'since'])
  expect(table.form.encoding).toBe(encoding)
  expect((await all(table)).map((row) => row.cells)).toEqual(wanted)
})

test.each([
  ['semicolons', rows.replaceAll(',', ';').replace('Bell;', 'Bell,'), ';'],
  ['tabs', rows.replaceAll(',', '\t').replace('Bell\t', 'Bell,'), '\t'],
  ['bars', rows.replaceAll(',', '|').replace('Bell|', 'Bell,'), '|'],
  ['a declared separator', `sep=;\n${rows.replaceAll(',', ';').replace('Bell;', 'Bell,')}`, ';'],
  ['carriage returns alone', rows.replaceAll('\n', '\r'), ','],
  ['Windows line ends', rows.replaceAll('\n', '\r\n'), ','],
])('cells parted by %s are told apart', async (_, text, delimiter) => {
  const table = await one('accounts.csv', text)
  expect(table.form.delimiter).toBe(delimiter)
  expect((await all(table)).map((row) => row.cells)).toEqual(wanted)
})

test('a row bears the line it starts on, whatever its quotes span and whatever is blank', async () => {
  const table = await one('t.csv', 'id,note\n1,"two\nlines"\n\n2,plain\n3,"three\r\nmore\nlines"\n4,end\n')
  expect((await all(table)).map((row) => row.row)).toEqual([2, 5, 6, 9])
})

test('a title above the heading is skipped and said', async () => {
  const table = await one('t.csv', 'Accounts as of November,,\n,,\nid,name,seats\nA-1,Acme,4\n')
  expect(table).toMatchObject({ headings: ['id', 'name', 'seats'], headingRow: 3 })
  expect(table.form.notes.join()).toContain('Accounts as of November')
  expect(await all(table)).toEqual([{ row: 4, cells: ['A-1', 'Acme', '4'] }])
})

test('a heading of two rows is joined where the lower row alone is ambiguous', async () => {
  const table = await one('t.csv', 'Account,,Contact,\nid,name,id,name\nA-1,Acme,C-1,Mina\n')
  expect(table.headings).toEqual(['Account id', 'Account name', 'Contact id', 'Contact name'])
  expect(await all(table)).toEqual([{ row: 3, cells: ['A-1', 'Acme', 'C-1', 'Mina'] }])
})

test('under a heading of two rows only the names that occur twice take the name above them', async () => {
  const table = await one('t.csv', 'Subscription,Account,Term,,Money,\nid,id,start date,end date,mrr,currency\nS-1,A-1,2026-01-02,,10,USD\n')
  expect(table.headings).toEqual(['Subscription id', 'Account id', 'start date', 'end date', 'mrr', 'currency'])
})

test('a file without a heading gets numbered columns and keeps its first row', async () => {
  const table = await one('t.csv', 'A-1,4,2026-01-02\nA-2,5,2026-01-03\n')
  expect(table).toMatchObject({ headings: ['Column 1', 'Column 2', 'Column 3'], headingRow: 0 })
  expect(await all(table)).toHaveLength(2)
})

test('a row with too few or too many cells is at fault, and its neighbours are not', async () => {
  const found = await all(await one('t.csv', 'id,name,seats\n1,a,2\n2,b\n3,c,4,5\n4,d,6,\n'))
  expect(found.map((row) => row.fault?.slice(0, 14))).toEqual([undefined, 'It has 2 cells', 'It has 4 cells', undefined])
})

test('a file cut in the middle of a row names that row', async () => {
  const found = await all(await one('t.csv', 'id,name,seats\n1,a,2\n2,b'))
  expect(found[1]).toMatchObject({ row: 3, fault: expect.stringContaining('stops in the middle') })
})

test('a quote that never closes names its row and keeps the rows before it', async () => {
  const found = await all(await one('t.csv', 'id,name\n1,a\n2,"b\n3,c\n4,d\n'))
  expect(found[0]).toEqual({ row: 2, cells: ['1', 'a'] })
  expect(found[1]).toMatchObject({ row: 3, fault: expect.stringContaining('never closed') })
  expect(found).toHaveLength(2)
})

test('a quote that swallows megabytes stops at the longest record allowed', async () => {
  const found = await all(await one('t.csv', `id,name\n1,a\n2,"b\n${'3,c\n'.repeat(800_000)}`))
  expect(found[0]).toEqual({ row: 2, cells: ['1', 'a'] })
  expect(found.at(-1)).toMatchObject({ row: 3, fault: expect.stringContaining('never closed') })
})

test('a row that has no end names its line, and the rows before it are kept', async () => {
  const found = await all(await one('t.csv', `id,name\n${'1,a\n'.repeat(300_000)}${'\u0000'.repeat(3_000_000)}`))
  expect(found).toHaveLength(300_001)
  expect(found.at(-1)).toMatchObject({ row: 300_002, fault: expect.stringMatching(/more than 1,048,576 characters.*Export it again/) })
})

test('NUL characters and bytes of another encoding are faults of their rows', async () => {
  const text = `id,name\n${'1,plain\n'.repeat(300)}2,a\u0000b\n3,c\n`
  expect((await all(await one('t.csv', text))).filter((row) => row.fault !== undefined).map((row) => row.row)).toEqual([302])
})

test('lines of JSON keep keys that appear late, and a torn last line is a fault', async () => {
  const lines = Array.from({ length: 30 }, (_, n) => JSON.stringify({ event: 'opened', n, ...(n > 10 ? { late: true } : {}) }))
  const { tables } = await openFiles([await save('e.ndjson', `${lines.join('\n')}\n{"event":"op`)], { keyed: 5 })
  const found = await all(tables[0])
  expect(tables[0]?.headings).toEqual(['event', 'n', '(other keys)'])
  expect(found[20]).toEqual({ row: 21, cells: ['opened', 20, { late: true }] })
  expect(found[30]).toMatchObject({ row: 31, fault: expect.stringContaining('cut off') })
})

test('a JSON array, an envelope around one, and a YAML list are tables; other documents are trees', async () => {
  const list = [
    { id: 'A-1', seats: 4 },
    { id: 'A-2', name: 'Bell' },
  ]
  const opened = await openFiles([
    await save('a.json', JSON.stringify(list)),
    await save('b.json', JSON.stringify({ data: list, next: null })),
    await save('c.yml', '- id: A-1\n  seats: 4\n- id: A-2\n  name: Bell\n'),
    await save('d.yml', 'dev:\n  name: Dev\n'),
  ])
  expect(opened.tables.map((table) => [table.part, table.headings])).toEqual([
    [undefined, ['id', 'seats', 'name']],
    ['data', ['id', 'seats', 'name']],
    [undefined, ['id', 'seats', 'name']],
  ])
  expect(opened.trees).toEqual([{ file: 'd.yml', tree: { dev: { name: 'Dev' } } }])
  expect(await all(opened.tables[2])).toEqual([
    { row: 1, cells: ['A-1', 4, null] },
    { row: 2, cells: ['A-2', null, 'Bell'] },
  ])
})

test('a workbook gives its sheets, with dates as days and formulas as the values that were saved', async () => {
  const found = await all(
    await one(
      'book.xlsx',
      await workbook((sheet) => {
        sheet.addRow(['id', 'start', 'seats', 'mrr'])
        sheet.addRow(['S-1', new Date('2026-01-02T00:00:00Z'), 4, { formula: 'C2*10', result: 40 }])
        sheet.addRow(['S-2', new Date('2026-01-02T09:30:00Z'), 5, { formula: 'C3*10' }])
        sheet.addRow(['S-3', '2026-01-04', { richText: [{ text: '1' }, { text: '2' }] }, { error: '#REF!' }])
      }),
    ),
  )
  expect(found[0]).toEqual({ row: 2, cells: ['S-1', '2026-01-02', 4, 40] })
  expect(found[1]).toMatchObject({ row: 3, fault: expect.stringContaining('mrr: The cell holds a formula without a saved value') })
  expect(found[2]).toMatchObject({ row: 4, cells: ['S-3', '2026-01-04', '12', null], fault: expect.stringContaining('#REF!') })
})

test('each sheet of a workbook is a table of its own, read again as often as asked', async () => {
  const book = new ExcelJS.Workbook()
  for (const name of ['Accounts', 'Tickets'])
    book.addWorksheet(name).addRows([
      ['id', 'name'],
      [`${name}-1`, 'Acme'],
    ])
  const { tables } = await openFiles([await save('book.xlsx', Buffer.from(await book.xlsx.writeBuffer()))])
  expect(tables.map((table) => table.part)).toEqual(['Accounts', 'Tickets'])
  const second = await all(tables[1])
  expect(second).toEqual([{ row: 2, cells: ['Tickets-1', 'Acme'] }])
  expect(await all(tables[1])).toEqual(second)
})

test('no letter is lost where the pieces of a long sheet meet, in whatever order its parts were packed', async () => {
  const words = Array.from({ length: 20_000 }, (_, n) => `Ø${'漢字'.repeat(n % 5)} ${'🦊'.repeat(n % 3)} ${n}`)
  const inline = words.map(
    (word, n) => `<row r="${n + 2}"><c r="A${n + 2}" t="inlineStr"><is><t>${word}</t></is></c><c r="B${n + 2}" t="s"><v>${n + 2}</v></c></row>`,
  )
  const parts = {
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>${inline.join('')}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `<sst>${['id', 'name', ...words].map((word) => `<si><t>${word}</t></si>`).join('')}</sst>`,
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r1" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
    'xl/workbook.xml': '<workbook><sheets><sheet name="Konten" sheetId="1" r:id="r1"/></sheets></workbook>',
  }
  const entries = Object.entries(parts).map(([name, content]) => ({ name, content: Buffer.from(content) }))
  for (const packed of [entries, entries.toReversed()]) {
    const { tables } = await openFiles([await save('long.xlsx', zip([{ name: '[Content_Types].xml', content: Buffer.from('<Types/>') }, ...packed]))])
    expect((await all(tables[0])).map(({ cells }) => cells)).toEqual(words.map((word) => [word, word]))
  }
})

const ole = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(500)])
test.each([
  ['an empty file', 'a.csv', Buffer.alloc(0), 'It is empty.'],
  ['a file of white space', 'a.csv', Buffer.from(' \n\n'), 'It is empty.'],
  ['binary garbage', 'a.csv', Buffer.from(Array.from({ length: 4000 }, (_, n) => (n * 7919 + (n >> 3)) % 256)), 'not text'],
  ['a workbook with a password', 'a.xlsx', Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]), 'protected by a password'],
  ['an old workbook', 'a.xls', ole, 'old XLS format'],
  ['a gzip file', 'a.csv.gz', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), 'compressed'],
  ['a web page', 'a.csv', Buffer.from('<!doctype html><p>Sign in</p>'), 'web page'],
  ['broken YAML', 'a.yml', Buffer.from('a: [1, 2\nb: {'), 'not valid YAML'],
  ['broken JSON', 'a.json', Buffer.from('[{"a": 1}, {"a"'), 'not valid JSON'],
  [
    'YAML that repeats itself a billion times',
    'a.yml',
    Buffer.from(`a0: &a0 [x,x]\n${Array.from({ length: 12 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}*a${n}]`).join('\n')}\n`),
    'aliases',
  ],
  ['a zip archive that is no workbook', 'a.zip', zip([{ name: 'readme.txt', content: Buffer.from('x') }]), 'not a workbook'],
  [
    'a workbook that declares too much',
    'a.xlsx',
    zip([
      { name: 'xl/workbook.xml', content: Buffer.from('x') },
      { name: 'xl/worksheets/sheet1.xml', content: Buffer.from('x'), declared: 4e9 },
    ]),
    'zip bomb',
  ],
  [
    'a workbook that lies about its size',
    'a.xlsx',
    zip([
      { name: 'xl/workbook.xml', content: Buffer.from('x') },
      { name: 'xl/worksheets/sheet1.xml', content: Buffer.alloc(64 * 1024 * 1024), declared: 100 },
    ]),
    'zip bomb',
  ],
  [
    'a workbook whose parts share bytes',
    'a.xlsx',
    zip([
      { name: 'xl/workbook.xml', content: Buffer.from('x') },
      { name: 'xl/worksheets/sheet1.xml', content: Buffer.from('x'), at: 0 },
    ]),
    'share the same bytes',
  ],
  [
    'a workbook with a sheet that is not listed',
    'a.xlsx',
    zip([
      { name: 'xl/workbook.xml', content: Buffer.from('x') },
      { name: 'xl/worksheets/sheet1.xml', content: Buffer.alloc(64 * 1024 * 1024), isUnlisted: true },
    ]),
    'damaged',
  ],
  ['a workbook that was cut off', 'a.xlsx', zip([{ name: 'xl/workbook.xml', content: Buffer.from('x') }]).subarray(0, 40), 'damaged'],
])('%s is refused with the reason and the next step', async (_, name, bytes, reason) => {
  const opened = await openFiles([await save(name, bytes), await save('good.csv', rows)])
  expect(opened.unreadable).toEqual([{ file: name, reason: expect.stringContaining(reason), hint: expect.stringMatching(/\w/) }])
  expect(opened.tables.map((table) => table.file)).toEqual(['good.csv'])
})

test('a folder is unfolded; links in it and missing paths are reported, hidden files left alone', async () => {
  const below = join(folder, `f${made++}`)
  await mkdir(join(below, 'deep'), { recursive: true })
  await Promise.all([writeFile(join(below, 'deep', 'a.csv'), rows), writeFile(join(below, '.hidden'), 'x'), symlink('/etc', join(below, 'out'))])
  const opened = await openFiles([below, join(folder, 'nowhere.csv')])
  expect(opened.tables.map((table) => table.file)).toEqual(['deep/a.csv'])
  expect(opened.unreadable.map((one) => [one.file, one.reason])).toEqual([
    ['out', expect.stringContaining('link')],
    ['nowhere.csv', expect.stringContaining('no such file')],
  ])
})

test('a long file is streamed: what reading it keeps in memory is a fraction of it', async () => {
  const line = `A-1,${'x'.repeat(1200)},2026-01-02\n`
  const table = await one('long.csv', `id,name,since\n${line.repeat(20_000)}`)
  setFlagsFromString('--expose-gc')
  const kept = (): number => {
    runInNewContext('gc')()
    return process.memoryUsage().heapUsed
  }
  const before = kept()
  const seen: number[] = []
  let count = 0
  for await (const row of table.rows()) if (row.fault === undefined && ++count % 5000 === 0) seen.push(kept() - before)
  expect(count).toBe(20_000)
  expect(Math.max(...seen)).toBeLessThan((line.length * count) / 3)
})

async function one(name: string, content: string | Buffer): Promise<SourceTable> {
  const opened = await openFiles([await save(name, content)])
  expect(opened.unreadable).toEqual([])
  const [table] = opened.tables
  if (!table) throw new Error(`${name} gave no table`)
  return table
}

async function all(table: SourceTable | undefined): Promise<SourceRow[]> {
  return table ? Array.fromAsync(table.rows()) : []
}

async function save(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, String(made++), name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
  return path
}

async function workbook(fill: (sheet: ExcelJS.Worksheet) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  fill(book.addWorksheet('Sheet'))
  return Buffer.from(await book.xlsx.writeBuffer())
}
