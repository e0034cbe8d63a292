import { pastOnly } from '#flows/import/derivations.ts'
import { Workbook } from 'exceljs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as modules from '#facts'
import { isFact, type Fact, type Field } from '#kernel'
import { at, baseUrl, testHouse, type Reply, type TestHouse } from './testHouse.ts'
import { ownerLink } from '../../src/house/links.ts'

/**
 * Bad input for every fact by every way in. Each fault is one row of a file whose other rows are good; the command line, the REST door and a workbook must hold the same
 * rows for the same reasons, and what is good beside them comes in.
 */
let house: TestHouse
let workspace = ''
let cookie = ''
let made = 0
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house.stop())
beforeEach(async () => {
  workspace = `bad${(made += 1)}`
  await house.company(workspace)
  const answer = await house.door.request((await ownerLink(house.app, workspace, baseUrl)).replace(`${baseUrl}/welcome/`, '/api/v1/welcome/'), {
    method: 'POST',
    headers: { host: 'localhost:3000', 'content-type': 'application/json' },
    body: '{}',
  })
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
})

const facts = Object.values(modules).flatMap((module) => Object.values(module).filter(isFact))

/** Columns that only some lines have, each with rules of its own. */
const left = new Set(['unit_amount', 'quantity', 'discount', 'committed_minimum', 'billing_period', 'period_months', 'flags', 'groups'])
/** Values that mean something, by column. */
const meant: Readonly<Record<string, string>> = {
  half: '2025-H1',
  currency: 'USD',
  period: '2025-Q1',
  scale_min: '0',
  scale_max: '10',
  score: '5',
  good: '5',
  valid: '10',
  status: 'paid',
  target: '0.99',
}

const columnsOf = (fact: Fact): [string, Field<unknown>][] => Object.entries(fact.columns).filter(([name]) => !left.has(name))

function goodValue(fact: Fact, column: string, field: Field<unknown>, n: number): string {
  if (fact.fact === 'pulse' && column === 'score') return '3'
  if (meant[column] !== undefined) return meant[column]
  if (field.choices) return field.choices[0] ?? ''
  const day = `2025-0${isLater(fact, column) ? 3 : 1}-1${n}`
  if (field.columnar === 'DATE') return day
  if (field.columnar === 'TIMESTAMP') return `${day}T10:00:00Z`
  if (field.columnar === 'BOOLEAN') return 'false'
  if (field.columnar === 'JSON') return '{"a":1}'
  if (field.columnar === 'BIGINT' || field.columnar === 'DOUBLE') return ['10', '5', '1', '0.5'].find((value) => takes(field, Number(value))) ?? '1'
  return `${column} ${n}`
}

/** Does it hold what comes after another day of the row? */
const isLater = (fact: Fact, column: string): boolean =>
  fact.checks.some((check) => check.rule === 'notBefore' && check.column === column) || column === 'end' || column === 'period_end'

function takes(field: Field<unknown>, value: unknown): boolean {
  try {
    field.parse(value)
    return true
  } catch {
    return false
  }
}

interface Fault {
  readonly says: string
  readonly column: string
  readonly value: string
}

/** What can be wrong with one row of a fact, from what its columns are. */
function faultsOf(fact: Fact): Fault[] {
  const own = columnsOf(fact).flatMap(([column, field]): Fault[] => {
    const isNumber = field.columnar === 'BIGINT' || field.columnar === 'DOUBLE'
    const isDate = field.columnar === 'DATE' || field.columnar === 'TIMESTAMP'
    return [
      ...(field.required && field.initial === undefined ? [{ says: 'empty', column, value: '' }] : []),
      ...(isNumber
        ? [
            { says: 'no number', column, value: 'lots' },
            { says: 'not finite', column, value: 'Infinity' },
          ]
        : []),
      ...(isNumber && !takes(field, -4) ? [{ says: 'negative', column, value: '-4' }] : []),
      ...(isNumber && !takes(field, 1e9) ? [{ says: 'too large', column, value: '1000000000' }] : []),
      ...(isDate ? [{ says: 'no date', column, value: '2025-02-31' }] : []),
      ...(field.choices && field.columnar === 'VARCHAR' ? [{ says: 'unknown word', column, value: 'fortnightly' }] : []),
      ...(field.columnar === 'BOOLEAN' ? [{ says: 'neither yes nor no', column, value: 'perhaps' }] : []),
      ...(column === 'currency' ? [{ says: 'no currency', column, value: 'USX' }] : []),
    ]
  })
  const future = pastOnly.has(fact.fact) ? [{ says: 'in the future', column: fact.at, value: '2099-01-01T00:00:00Z' }] : []
  const order = fact.checks.flatMap((check): Fault[] =>
    check.rule === 'notBefore' && check.severity === 'error' && Object.hasOwn(fact.columns, check.column)
      ? [{ says: 'before its start', column: check.column, value: '2024-12-01T00:00:00Z' }]
      : [],
  )
  return [...own, ...future, ...order]
}

/** A file with ten good rows, then one for each fault, then a row of a known key with other values. */
function fileOf(fact: Fact, faults: readonly Fault[]): { readonly headings: string[]; readonly rows: string[][] } {
  const columns = columnsOf(fact)
  const good = (n: number): string[] => columns.map(([name, field]) => goodValue(fact, name, field, n % 10))
  const named = (row: string[], n: number): string[] =>
    row.map((cell, at) => (isNaming(fact, columns[at]?.[0] ?? '') ? `${cell.replace(/ \d$/, '')} ${n}` : cell))
  const bad = faults.map(({ says, column, value }, n) =>
    named(good(n), 100 + n).map((cell, at) => {
      const own = columns[at]?.[0] ?? ''
      if (own === column) return value
      return says === 'in the future' && isLater(fact, own) ? '2099-02-01T00:00:00Z' : cell
    }),
  )
  const other = columns.findIndex(([name, field]) => !fact.key.includes(name) && changed(field) !== null && meant[name] === undefined)
  const twice = other < 0 ? [] : [named(good(0), 0).map((cell, at) => (at === other ? (changed(columns[other]?.[1]) ?? cell) : cell))]
  return { headings: columns.map(([name]) => name), rows: [...Array.from({ length: 10 }, (_, n) => named(good(n), n)), ...bad, ...twice] }
}

/** Another value that a column takes; null where any would break a rule. */
const changed = (field: Field<unknown> | undefined): string | null =>
  field?.columnar === 'VARCHAR' && !field.choices ? 'other' : field?.columnar === 'BOOLEAN' ? 'true' : null

/** Text of the key tells the rows apart. */
const isNaming = (fact: Fact, column: string): boolean => {
  const field = fact.columns[column]
  return fact.key.includes(column) && field?.columnar === 'VARCHAR' && !field.choices && meant[column] === undefined
}

const csv = ({ headings, rows }: ReturnType<typeof fileOf>): string =>
  [headings, ...rows].map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n') + '\n'

/** With `typed`, numbers and days are such in the workbook too, as a spreadsheet saves them. */
async function workbook({ headings, rows: texts }: ReturnType<typeof fileOf>, typed = false): Promise<Uint8Array> {
  const book = new Workbook()
  const cellOf = (cell: string) =>
    /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : /^20\d\d-\d\d-\d\d/.test(cell) && cell !== '2025-02-31' ? new Date(cell) : cell
  const rows = typed ? texts.map((cells) => cells.map(cellOf)) : texts
  book.addWorksheet('Rows').addRows([headings, ...rows])
  return new Uint8Array(await book.xlsx.writeBuffer())
}

const request = async (path: string, body: BodyInit, headers: Readonly<Record<string, string>> = {}): Promise<Reply> => {
  const answer = await house.door.request(path, { method: 'POST', headers: { host: 'localhost:3000', cookie, ...headers }, body })
  return JSON.parse(await answer.text())
}

/** As the page and programs do it: files up, a plan, the run, its report. */
async function byRest(name: string, content: string | Uint8Array, mapping: object): Promise<Reply> {
  const form = new FormData()
  form.append('files', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), name)
  const plan = await request('/api/v1/imports/open', form)
  const json = { 'content-type': 'application/json' }
  const tried = await request(`/api/v1/imports/open/${String(plan['upload'])}/plan`, JSON.stringify({ mapping }), json)
  const { import: id } = await request(`/api/v1/imports/open/${String(plan['upload'])}/run`, JSON.stringify({ mapping, onHeld: 'keep' }), json)
  for (;;) {
    const answer = await house.door.request(`/api/v1/imports/${String(id)}`, { headers: { host: 'localhost:3000', cookie } })
    const row: Reply = JSON.parse(await answer.text())
    if (row['state'] === 'running') continue
    expect(row['state']).toBe('done')
    expect(verdicts(tried), 'what the trial says is what happens').toEqual(verdicts({ files: [{ ...Object(at(row, 'files', 0, 'report')), file: name }] }))
    return { files: [Object(at(row, 'files', 0, 'report'))] }
  }
}

const heldOf = (report: Reply): Reply[] => [at(report, 'files', 0, 'quarantined')].flat().map((one): Reply => Object(one))
/** Rows, columns and reasons; what a cell is called differs between a text and a workbook in nothing. */
const verdicts = (report: Reply): unknown[] => [at(report, 'files', 0, 'created'), ...heldOf(report).map((one) => [one['row'], one['column'], one['reason']])]

describe.each(facts.map((fact) => [fact.fact, fact] as const))('%s', (name, fact) => {
  const faults = faultsOf(fact)
  const file = fileOf(fact, faults)

  test('every fault is held with its row, its column and its reason, alike by command line, by REST and from a workbook; nothing good is held', async () => {
    const mapping = { files: { [`${name}.*`]: { fact: name } } }
    const folder = await house.folder(`${workspace}-files`, { [`${name}.csv`]: csv(file) })
    await house.folder(`${workspace}-map`, { 'map.json': JSON.stringify(mapping) })
    const byCommand = await house.json('import', folder, '--workspace', workspace, '--mapping', `${workspace}-map/map.json`, '--dry-run')
    const missed = faults.flatMap(({ says, column }, n) => {
      const held = heldOf(byCommand).find((one) => one['row'] === 12 + n)
      return held && held['column'] === column && String(held['reason']).length > 12
        ? []
        : [`${column} ${says}: ${held ? `${String(held['column'])}: ${String(held['reason'])}` : 'taken'}`]
    })
    expect(missed).toEqual([])
    expect(heldOf(byCommand).filter(({ row }) => Number(row) < 12)).toEqual([])
    expect(verdicts(await byRest(`${name}.csv`, csv(file), mapping))).toEqual(verdicts(byCommand))
    const typed = await byRest(`typed-${name}.xlsx`, await workbook(file, true), { files: { '*.xlsx': { fact: name } } })
    expect(heldOf(typed).map((one) => [one['row'], one['column']])).toEqual(heldOf(byCommand).map((one) => [one['row'], one['column']]))
    const repeats = heldOf(byCommand).filter(({ row }) => Number(row) === 12 + faults.length)
    if (file.rows.length > 10 + faults.length)
      expect(repeats).toMatchObject([{ column: fact.key[0], reason: expect.stringContaining('The same id appears again') }])
    const book = await byRest(`${name}.xlsx`, await workbook(file), mapping)
    expect(heldOf(book).map((one) => [one['row'], one['column'], one['reason']])).toEqual(
      heldOf(byCommand).map((one) => [one['row'], one['column'], one['reason']]),
    )
    const written = await house.json('import', folder, '--workspace', workspace, '--mapping', `${workspace}-map/map.json`)
    expect(verdicts(written).slice(1)).toEqual(verdicts(byCommand).slice(1))
    expect([at(written, 'files', 0, 'created'), at(written, 'files', 0, 'unchanged')]).toEqual([0, at(byCommand, 'files', 0, 'created')])
  })
})
