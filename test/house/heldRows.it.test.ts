import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { showDate } from '#kernel'
import { exports } from './smallCompany.ts'
import { at, testHouse, type Reply, type TestHouse } from './testHouse.ts'
import { invited, ownerOf, type Visitor } from './visitor.ts'

/** Rows that are held back: figures say that they may be short, the rows are mended in the file that is handed out, and nothing is forgotten or doubled on the way. */
let house: TestHouse
let workspace = ''
let owner: Visitor
let made = 0
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house.stop())
beforeEach(async () => {
  workspace = `held${(made += 1)}`
  await house.company(workspace)
  owner = await ownerOf(house, workspace)
})

type Files = Readonly<Record<string, string | Uint8Array>>
const cli = async (...args: readonly string[]): Promise<Reply> => await house.json(...args, '--workspace', workspace)
const bring = async (files: Files, ...flags: readonly string[]): Promise<Reply> =>
  await cli('import', await house.folder(`in-${workspace}-${(made += 1)}`, files), ...flags)
const figure = async (metric: string): Promise<{ value: unknown; state: unknown; says: unknown[] }> => {
  const answer = await cli('measure', metric, '--as-of', '2024-12-31', '--from', '2024-01-01')
  return { value: answer['value'], state: at(answer, 'trust', 'state'), says: [at(answer, 'trust', 'reasons')].flat().map((one) => at(one, 'says')) }
}
const waiting = async (): Promise<Reply> => (await owner('GET', '/api/v1/imports/waiting')).body
const heldCsv = async (report: Reply, file?: string): Promise<string> =>
  (await owner('GET', `/api/v1/imports/${String(report['import'])}/held.csv${file ? `?file=${encodeURIComponent(file)}` : ''}`)).text
const counts = (report: Reply, at_ = 0): unknown[] => ['created', 'updated', 'unchanged', 'quarantinedCount'].map((name) => at(report, 'files', at_, name))

/** Fifty lines of Acme beside those of the company, so that one that waits is few of all. */
const many = Array.from({ length: 50 }, (_, n) => `M${n},acme,2024-01-01,,10,USD\n`).join('')
const billing = `${exports['billing.csv']}${many}`
const bad = `${billing}S9,dune,2024-03-01,,-70,USD\n`

test('a figure whose rows wait says so, how many and since when; those that read other facts do not', async () => {
  await bring({ ...exports, 'billing.csv': billing })
  expect(await figure('annual-recurring-revenue')).toMatchObject({ state: 'trusted', says: [] })
  await bring({ 'billing.csv': bad })
  const day = showDate(new Date().toISOString().slice(0, 10))
  expect(await figure('annual-recurring-revenue')).toMatchObject({
    value: (2450 + 500) * 12,
    state: 'provisional',
    says: [`1 of 58 rows of subscription waits at import since ${day}, so that figures may be short of it`],
  })
  expect(await figure('csat')).toMatchObject({ says: [] })
})

test('when more than one row in twenty waits, what reads them is not to be trusted, though it were nothing at all', async () => {
  const lines = exports['billing.csv'].split('\n')
  const report = await bring({
    ...exports,
    'billing.csv': [...lines.slice(0, 3), ...lines.slice(3, -1).map((line) => line.replace(/\d+,USD$/, '-1,USD')), ''].join('\n'),
  })
  expect(report['quality']).toMatchObject([{ check: 'subscription.waiting', severity: 'error', count: 5, of: 7 }])
  expect(await figure('annual-recurring-revenue')).toMatchObject({
    state: 'untrusted',
    says: [expect.stringMatching(/^5 of 7 rows of subscription wait at import since/)],
  })
})

test('a figure as it was known at an instant goes by what waited then, not by what waits now', async () => {
  const pause = async (): Promise<string> => {
    await new Promise((done) => setTimeout(done, 20))
    const now = new Date().toISOString()
    await new Promise((done) => setTimeout(done, 20))
    return now
  }
  const then = async (knownAt: string): Promise<unknown> => {
    const { body } = await owner('GET', `/api/v1/metrics/annual-recurring-revenue?asOf=2024-12-31&knownAt=${encodeURIComponent(knownAt)}`)
    return [at(body, 'trust', 'state'), [at(body, 'trust', 'reasons')].flat().filter((one) => at(one, 'check') === 'subscription.waiting').length]
  }
  await bring({ ...exports, 'billing.csv': billing })
  const before = await pause()
  const report = await bring({ 'billing.csv': bad })
  const waited = await pause()
  expect([await then(before), await then(waited)]).toEqual([
    ['trusted', 0],
    ['provisional', 1],
  ])
  await owner('POST', `/api/v1/imports/${String(report['import'])}/dismiss`, { body: { reason: 'A test' } })
  const dismissed = await pause()
  expect([await then(before), await then(waited), await then(dismissed)]).toEqual([
    ['trusted', 0],
    ['provisional', 1],
    ['trusted', 0],
  ])
  expect(await figure('annual-recurring-revenue')).toMatchObject({ state: 'trusted', says: [] })
})

test('the file of held rows is mended and imported as it is: what waited is in, nothing is doubled, and the figure is trusted again; taken back, it waits again', async () => {
  const first = await bring({ ...exports, 'billing.csv': bad })
  const csv = await heldCsv(first)
  expect(csv.split('\r\n')[0]).toBe(
    '"subscription_id","account_id","start_date","end_date","mrr_amount","currency","held_row","held_column","held_reason","held_file","held_import"',
  )
  expect(csv.split('\r\n')[1]).toContain('"S9","dune","2024-03-01","","-70","USD"')
  const path = await house.folder(`mended-${workspace}`, {})
  await writeFile(join(path, 'held-rows.csv'), csv.replace('"-70"', '"70"'))
  const second = await cli('import', path)
  expect([at(second, 'files', 0, 'recognisedAs'), ...counts(second)]).toEqual(['subscription', 1, 0, 0, 0])
  expect(await figure('annual-recurring-revenue')).toEqual({ value: (2450 + 500 + 70) * 12, state: 'trusted', says: [] })
  expect(await waiting()).toEqual({ total: 0, items: [] })
  const third = await cli('import', path)
  expect(counts(third)).toEqual([0, 0, 1, 0])
  await cli('import', 'undo', String(third['import']))
  await cli('import', 'undo', String(second['import']))
  expect(await figure('annual-recurring-revenue')).toMatchObject({ value: (2450 + 500) * 12, state: 'provisional' })
  expect(await waiting()).toMatchObject({ total: 1 })
  expect(counts(await cli('import', path))).toEqual([1, 0, 0, 0])
  expect(await figure('annual-recurring-revenue')).toMatchObject({ value: (2450 + 500 + 70) * 12, state: 'trusted' })
})

test('the file of held rows is read as the file that they came in was: its source, its currency, the order of its days, its decimal mark', async () => {
  const old = 'Nr;Kunde;Beginn;Betrag\nL1;acme;25/04/2024;1.100,50\nL2;bolt;04/05/2024;x200,5\n'
  const mapping = {
    source: 'Old billing',
    files: { 'alt.csv': { fact: 'subscription', currency: 'EUR', columns: { Nr: 'id', Kunde: 'account_id', Beginn: 'start', Betrag: 'mrr' } } },
  }
  await bring(exports)
  await writeFile(join(house.cwd, 'map.json'), JSON.stringify(mapping))
  const first = await bring({ 'alt.csv': old }, '--mapping', 'map.json')
  const csv = (await heldCsv(first)).replace('x200,5', '200,5')
  const path = await house.folder(`old-${workspace}`, { 'rows of before.csv': csv })
  expect(counts(await cli('import', path))).toEqual([1, 0, 0, 0])
  const { rows } = await house.app.store.query(
    (await house.app.workspaces.list()).find(({ slug }) => slug === workspace)?.id ?? '',
    `select id, start::varchar, mrr::varchar, currency, source_id from subscription where id in ('L1', 'L2') order by 1`,
  )
  expect(rows).toEqual([
    ['L1', '2024-04-25', '1100500000', 'EUR', 'Old billing'],
    ['L2', '2024-05-04', '200500000', 'EUR', 'Old billing'],
  ])
})

test('the whole file sent again, mended, answers what waited: by the key, and where the key was the fault, by the rest of the row or its place', async () => {
  const twice = bad.replace('M7,acme,2024-01-01,,10,USD', 'M6,acme,2024-01-01,,11,USD')
  const nameless = twice
    .replace('M8,acme,2024-01-01,,10,USD', ',acme,2024-01-01,,12,USD')
    .replace('M9,acme,2024-01-01,,10,USD', 'M9,acme,2024-01-01,,13,USD,x,y')
  const first = await bring({ ...exports, 'billing.csv': nameless })
  expect(
    at(
      [first['files']].flat().find((file) => at(file, 'file') === 'billing.csv'),
      'quarantinedCount',
    ),
  ).toBe(4)
  expect(await waiting()).toMatchObject({ total: 4, items: [{ file: 'billing.csv', facts: ['subscription'], rows: 4 }] })
  await bring({ 'billing.csv': nameless })
  expect(await waiting(), 'sent again as it is, it waits once').toMatchObject({ total: 4, items: [{ rows: 4 }] })
  const whole = nameless
    .replace('-70', '70')
    .replace('M6,acme,2024-01-01,,11', 'M7,acme,2024-01-01,,11')
    .replace(',acme,2024-01-01,,12', 'M8,acme,2024-01-01,,12')
    .replace(',13,USD,x,y', ',13,USD')
  await bring({ 'billing.csv': whole })
  expect(await waiting()).toEqual({ total: 0, items: [] })
  expect(await figure('annual-recurring-revenue')).toEqual({ value: (2450 + 47 * 10 + 70 + 11 + 12 + 13) * 12, state: 'trusted', says: [] })
})

test('a later file that says nothing of a row leaves it waiting, whatever its name, also one of an id that two rows had', async () => {
  const twice = `${billing}S6,bolt,2024-02-20,,90,USD\n,bolt,2024-02-21,,91,USD\n`
  await bring({ ...exports, 'billing.csv': twice })
  expect(await waiting()).toMatchObject({ total: 2 })
  await bring({
    'billing.csv': 'subscription_id,account_id,start_date,end_date,mrr_amount,currency\nS6,dune,2024-02-15,,310,USD\nS20,acme,2024-02-15,,310,USD\n',
  })
  expect(await waiting()).toMatchObject({ total: 2 })
})

test('rows that are not needed are dismissed with a reason, which stands in the history; a viewer may not, and what does not wait is refused', async () => {
  const first = await bring({ ...exports, 'billing.csv': bad })
  const dismiss = (body: object) => owner('POST', `/api/v1/imports/${String(first['import'])}/dismiss`, { body })
  expect(await dismiss({})).toMatchObject({ status: 400, body: { detail: 'A reason is missing.' } })
  expect(await dismiss({ reason: 'A test', file: 'other.csv' })).toMatchObject({ status: 400, body: { code: 'unknown-file' } })
  const { visit: viewer } = await invited(house, owner, 'viewer')
  expect(await viewer('POST', `/api/v1/imports/${String(first['import'])}/dismiss`, { body: { reason: 'No' } })).toMatchObject({ status: 403 })
  expect(await dismiss({ reason: 'A test of the billing system' })).toMatchObject({ status: 200, body: { dismissed: 1 } })
  expect(await figure('annual-recurring-revenue')).toMatchObject({ state: 'trusted', says: [] })
  expect(await dismiss({ reason: 'Again' })).toMatchObject({ body: { code: 'nothing-waits' } })
  const { body } = await owner('GET', `/api/v1/changes?noun=import&id=${String(first['import'])}`)
  expect(JSON.stringify(body)).toMatch(/"verb":"dismissRows".*A test of the billing system|A test of the billing system.*"verb":"dismissRows"/)
})

test('files of several kinds are each handed out under their own headings, and the command line does all of it', async () => {
  const first = await bring({ ...exports, 'billing.csv': bad, 'helpdesk.csv': `${exports['helpdesk.csv']}T9,acme,2035-01-01 10:00,,low\n` })
  expect(await owner('GET', `/api/v1/imports/${String(first['import'])}/held.csv`)).toMatchObject({ status: 400, body: { code: 'several-files' } })
  expect(await heldCsv(first, 'helpdesk.csv')).toContain('"ticket_id","account_id","submitted_at","closed_at","priority","held_row"')
  const run = async (...args: readonly string[]) => await house.cli('import', ...args, '--workspace', workspace)
  expect((await run('waiting')).out).toMatch(/IMP-1 +billing\.csv +subscription +1 +\d{4}-\d\d-\d\d +mrr_amount: /)
  expect(await run('held', 'IMP-1', '--file', 'helpdesk.csv', '--out', `${workspace}.csv`)).toMatchObject({ exit: 0 })
  expect(await run('dismiss', 'IMP-1')).toMatchObject({ exit: 2 })
  expect(await run('dismiss', 'IMP-1', '--file', 'billing.csv', '--reason', 'A test')).toMatchObject({ exit: 0, out: 'One row is dismissed: A test' })
  expect(await waiting()).toMatchObject({ total: 1, items: [{ file: 'helpdesk.csv' }] })
})

/** A line, and how its first sending is wrong. */
const line = fc.record({
  mrr: fc.integer({ min: 1, max: 900 }),
  month: fc.integer({ min: 1, max: 12 }),
  fault: fc.oneof(
    { weight: 5, arbitrary: fc.constant('none') },
    { weight: 4, arbitrary: fc.constantFrom('negative', 'currency', 'day', 'formula', 'nameless', 'repeated', 'wide') },
  ),
})
interface Line {
  readonly mrr: number
  readonly month: number
  readonly fault: string
}

const cellsOf = ({ mrr, month }: Line, n: number): string[] => [
  `L${n}`,
  'acme',
  `2024-${String(month).padStart(2, '0')}-${String((n % 27) + 1).padStart(2, '0')}`,
  String(mrr),
  'USD',
]
function sentOf(one: Line, n: number): string[] {
  const [id = '', account = '', start = '', mrr = '', currency = ''] = cellsOf(one, n)
  if (one.fault === 'negative') return [id, account, start, `-${mrr}`, currency]
  if (one.fault === 'currency') return [id, account, start, mrr, 'USX']
  if (one.fault === 'day') return [id, account, '2024-02-31', mrr, currency]
  if (one.fault === 'formula') return [id, account, start, `=${mrr}+1`, currency]
  if (one.fault === 'nameless') return ['', account, start, mrr, currency]
  if (one.fault === 'repeated' && n > 0) return ['L0', account, start, mrr, currency]
  return one.fault === 'wide' ? [id, account, start, mrr, currency, 'more', 'still'] : [id, account, start, mrr, currency]
}
const textOf = (rows: readonly (readonly string[])[]): string =>
  `${[['subscription_id', 'account_id', 'start_date', 'mrr_amount', 'currency'], ...rows].map((cells) => cells.join(',')).join('\n')}\n`

test('whatever was wrong with which rows, mended in the file of held rows or in the whole one, all are in once and none waits', async () => {
  const id = (await house.app.workspaces.list()).find(({ slug }) => slug === workspace)?.id ?? ''
  await bring(exports)
  const seen = new Set<string>()
  const runs = fc.sample(fc.tuple(fc.array(line, { minLength: 3, maxLength: 25 }), fc.constantFrom('held', 'whole', 'both')), { numRuns: 14, seed: 7 })
  for (const [at_, [given, how]] of runs.entries()) {
    const lines = given.map((one, n) => (n === 0 ? { ...one, fault: 'none' } : one))
    const name = `lines-${at_}.csv`
    const mapping = join(house.cwd, `source-${at_}.json`)
    await writeFile(mapping, JSON.stringify({ source: `source ${at_}`, files: { [name]: { fact: 'subscription' } } }))
    const first = await bring({ [name]: textOf(lines.map(sentOf)) }, '--mapping', mapping)
    const wrong = lines.flatMap(({ fault }, n) => (fault === 'none' ? [] : [n]))
    for (const n of wrong) seen.add(`${how} ${lines[n]?.fault}`)
    expect(await waiting()).toMatchObject({ total: wrong.length })
    if (how !== 'whole' && wrong.length > 0) {
      const rows: string[][] = parse(await heldCsv(first))
      const mended = rows.map((cells, place) => (place === 0 ? cells : [...(lines.map(cellsOf)[Number(cells[5]) - 2] ?? []), ...cells.slice(5)]))
      await bring({ 'mended.csv': mended.map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\n') })
      expect(await waiting(), `run ${at_}`).toMatchObject({ total: 0 })
    }
    if (how !== 'held') await bring({ [name]: textOf(lines.map(cellsOf)) }, '--mapping', mapping)
    expect(await waiting(), `run ${at_}, ${how}`).toMatchObject({ total: 0 })
    const { rows } = await house.app.store.query(id, `select id, mrr from subscription where source_id = $1 order by start, id`, [`source ${at_}`])
    const expected = lines
      .map((one, n) => [`L${n}`, BigInt(one.mrr) * 1_000_000n, cellsOf(one, n)[2]] as const)
      .toSorted((a, b) => (`${a[2]} ${a[0]}` < `${b[2]} ${b[0]}` ? -1 : 1))
    expect(rows.map(([key, mrr]) => [key, BigInt(Number(mrr))])).toEqual(expected.map(([key, mrr]) => [key, mrr]))
  }
  expect(seen.size, 'nearly every fault was mended in every way').toBeGreaterThan(18)
})
