import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { exports } from './smallCompany.ts'
import { at, testHouse, type Ran, type Reply, type TestHouse } from './testHouse.ts'

/** Files in, the same files again, and back out; then every kind of bad file, told with file, row, column and the next step. */
let house: TestHouse
let workspace = ''
let made = 0
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house.stop())
beforeEach(async () => {
  workspace = `w${(made += 1)}`
  await house.cli('workspace', 'create', workspace)
})

const bring = async (files: Readonly<Record<string, string | Uint8Array>>, ...flags: readonly string[]): Promise<Reply> =>
  await house.json('import', await house.folder(`in-${workspace}-${(made += 1)}`, files), '--workspace', workspace, ...flags)
const tryBring = async (files: Readonly<Record<string, string | Uint8Array>>, ...flags: readonly string[]): Promise<Ran> =>
  await house.cli('import', await house.folder(`in-${workspace}-${(made += 1)}`, files), '--workspace', workspace, '--json', ...flags)
const numbers = async (): Promise<unknown[]> =>
  await Promise.all(
    ['mrr-movements', 'net-revenue-retention', 'ticket-rate', 'logo-churn-rate'].map(async (metric) => {
      const { points, trust, value } = await house.json('measure', metric, '--workspace', workspace, '--as-of', '2024-12-31', '--from', '2024-01-01')
      return { metric, points, trust, value }
    }),
  )
const accounts = async (): Promise<unknown> => at(await house.json('account', 'list', '--sort', 'key', '--workspace', workspace), 'items')
const fileOf = (report: Reply, name: string): unknown => [report['files']].flat().find((file) => at(file, 'file') === name)
/** created, updated, unchanged, held: of companies, billing and helpdesk, as far as they came. */
const counts = (report: Reply): unknown =>
  ['companies.csv', 'billing.csv', 'helpdesk.csv']
    .flatMap((name) => [fileOf(report, name) ?? []].flat())
    .map((file) => [at(file, 'created'), at(file, 'updated'), at(file, 'unchanged'), at(file, 'quarantined', 'length')])

describe('once, twice and back', () => {
  test('the same files a second time change nothing', async () => {
    await bring(exports)
    const [before, rows] = [await numbers(), await accounts()]
    const again = await bring(exports)
    expect(counts(again)).toEqual([
      [0, 0, 4, 0],
      [0, 0, 7, 0],
      [0, 0, 5, 0],
    ])
    expect(await numbers()).toEqual(before)
    expect(await accounts()).toEqual(rows)
  })

  test('a corrected file changes what it corrects; undoing it restores every number and every object exactly', async () => {
    await bring(exports)
    const [before, rows] = [await numbers(), await accounts()]
    const corrected = await bring({
      'companies.csv': exports['companies.csv'].replace('bolt,Bolt,smb', 'bolt,Bolt & Sons,enterprise'),
      'billing.csv': exports['billing.csv'].replace('S2,acme,2024-06-01,,1500', 'S2,acme,2024-06-01,,1800'),
    })
    expect(counts(corrected)).toEqual([
      [0, 1, 3, 0],
      [0, 1, 6, 0],
    ])
    expect(at(await house.json('measure', 'annual-recurring-revenue', '--workspace', workspace, '--as-of', '2024-12-31'), 'value')).toBe(33_000)
    expect(await house.json('import', 'undo', String(corrected['import']), '--workspace', workspace)).toMatchObject({ state: 'undone' })
    expect(await numbers()).toEqual(before)
    expect(strip(await accounts())).toEqual(strip(rows))
  })

  test('undoing the first import leaves an empty workspace; undoing it twice is refused', async () => {
    const { import: id } = await bring(exports)
    await house.json('import', 'undo', String(id), '--workspace', workspace)
    expect(await accounts()).toEqual([])
    expect(await house.json('measure', 'mrr-movements', '--workspace', workspace, '--as-of', '2024-12-31')).toMatchObject({ value: null, reason: 'no_data' })
    const again = await house.cli('import', 'undo', String(id), '--workspace', workspace, '--json')
    expect(again.exit).toBe(1)
    expect(at(JSON.parse(again.err), 'problem')).toMatchObject({ kind: 'refused', detail: 'The import is undone; there is nothing to take back.' })
    expect(await bring(exports)).toSatisfy((report: Reply) => JSON.stringify(counts(report)) === '[[4,0,0,0],[7,0,0,0],[5,0,0,0]]')
  })

  test('what a second import confirmed stays when the first is taken back, and goes with the last of them', async () => {
    const first = await bring(exports)
    const [before, rows] = [await numbers(), await accounts()]
    const second = await bring(exports)
    const third = await bring({ 'companies.csv': exports['companies.csv'].replace('bolt,Bolt,smb', 'bolt,Bolt & Sons,smb') })
    const undo = async (report: Reply) => await house.json('import', 'undo', String(report['import']), '--workspace', workspace)
    await undo(third)
    expect(strip(await accounts())).toEqual(strip(rows))
    await undo(first)
    expect(await numbers()).toEqual(before)
    expect(strip(await accounts())).toEqual(strip(rows))
    await undo(second)
    expect(await accounts()).toEqual([])
    expect(await house.json('measure', 'mrr-movements', '--workspace', workspace, '--as-of', '2024-12-31')).toMatchObject({ value: null, reason: 'no_data' })
  })

  test('a dry run into a workspace that is not there shows what would happen, and makes none', async () => {
    const folder = await house.folder('nowhere', exports)
    const tried = await house.json('import', folder, '--workspace', 'nowhere', '--dry-run')
    expect(counts(tried)).toEqual([
      [4, 0, 0, 0],
      [7, 0, 0, 0],
      [5, 0, 0, 0],
    ])
    expect((await house.cli('workspace', 'list')).out).not.toContain('nowhere')
    expect((await house.cli('measure', 'csat', '--workspace', 'nowhere', '--json')).exit).toBe(1)
  })

  test('the place that files come from becomes a connection, once, with the day of its last delivery', async () => {
    const first = await bring(exports)
    await bring(exports)
    const all = await house.json('connection', 'list', '--workspace', workspace)
    expect(at(all, 'items')).toMatchObject([{ name: 'files', kind: 'file', lastRunAt: expect.stringMatching(/^20/) }])
    expect(await house.json('import', 'get', String(first['import']), '--workspace', workspace).catch(() => null)).toSatisfy(
      (row) => row === null || at(row, 'connection') === at(all, 'items', 0, 'id'),
    )
  })

  test('a parent that stands a thousand rows below its child is found by the same import', async () => {
    const company = (index: number) => `A-${index},Company ${index},${index === 0 ? 'A-1100' : ''}`
    const file = `account_id,account_name,parent_id\n${Array.from({ length: 1200 }, (_, index) => company(index)).join('\n')}\n`
    expect(fileOf(await bring({ 'accounts.csv': file }), 'accounts.csv')).toMatchObject({ objects: { created: 1200, updated: 0, unchanged: 0 } })
    const all = await house.json('account', 'list', '--filter', 'source.externalId=A-0', '--workspace', workspace)
    const parent = await house.json('account', 'list', '--filter', 'source.externalId=A-1100', '--workspace', workspace)
    expect(at(all, 'items', 0, 'parent')).toBe(at(parent, 'items', 0, 'id'))
    expect(fileOf(await bring({ 'accounts.csv': file }), 'accounts.csv')).toMatchObject({ objects: { created: 0, updated: 0, unchanged: 1200 } })
  })

  test('an older state of knowledge stays readable after a correction', async () => {
    await bring(exports)
    const known = new Date().toISOString()
    await bring({ 'billing.csv': exports['billing.csv'].replace('S2,acme,2024-06-01,,1500', 'S2,acme,2024-06-01,,1800') })
    const asked = ['measure', 'annual-recurring-revenue', '--workspace', workspace, '--as-of', '2024-12-31'] as const
    expect(await house.json(...asked, '--known-at', known)).toMatchObject({ value: 29_400 })
    expect(await house.json(...asked)).toMatchObject({ value: 33_000 })
  })

  test('with --on-held undo one bad row takes the whole import back; by default the good rows stay', async () => {
    const files = { ...exports, 'billing.csv': `${exports['billing.csv']}S10,acme,2024-05-01,,-50,USD\n` }
    const undone = await bring(files, '--on-held', 'undo')
    expect(at(fileOf(undone, 'billing.csv'), 'quarantined')).toMatchObject([{ row: 9 }])
    expect(await accounts()).toEqual([])
    const kept = await bring(files)
    expect(counts(kept)).toEqual([
      [4, 0, 0, 0],
      [7, 0, 0, 1],
      [5, 0, 0, 0],
    ])
  })

  test('another workspace sees none of it', async () => {
    const { import: id } = await bring(exports)
    await house.cli('workspace', 'create', `${workspace}-other`)
    const foreign = await house.cli('import', 'undo', String(id), '--workspace', `${workspace}-other`)
    const absent = await house.cli('import', 'undo', '0198c0de-0000-7000-8000-000000000000', '--workspace', `${workspace}-other`)
    expect(foreign).toEqual(absent)
    expect(foreign).toMatchObject({ exit: 1 })
  })
})

describe('the checks', () => {
  test('contradictions between files are counted, sampled, and take trust from the metrics that they touch', async () => {
    const { quality } = await bring({
      ...exports,
      'departures.csv': 'churn_event_id,account_id,churn_date,reason_code\nC1,acme,2024-11-01,price\nC2,bolt,2022-05-01,price\n',
      'helpdesk.csv': `${exports['helpdesk.csv']}T8,dune,2024-01-02 10:00,2024-01-03 10:00,low\n`,
    })
    const found = [quality].flat()
    expect(found.find((one) => at(one, 'check') === 'ticket.before-account')).toMatchObject({
      severity: 'error',
      count: 1,
      of: 6,
      samples: [{ key: 'T8', shows: 'created_at 2024-01-02, account since 2024-01-20' }],
      metrics: expect.arrayContaining(['ticket-rate']),
    })
    expect(found.find((one) => at(one, 'check') === 'churn_event.still-paying')).toMatchObject({ count: 2, of: 2 })
    expect(found.find((one) => at(one, 'check') === 'churn_event.before-account')).toMatchObject({ count: 1, samples: [{ key: 'C2' }] })
    const answer = await house.json('measure', 'ticket-rate', '--workspace', workspace, '--as-of', '2024-12-31')
    expect(answer['trust']).toMatchObject({
      state: 'untrusted',
      reasons: [{ check: 'ticket.before-account', count: 1, says: '1 of 6 tickets are older than their account' }],
    })
  })

  test('an id that appears twice with other values is held with its row, and named as a duplicate', async () => {
    const report = await bring({ ...exports, 'billing.csv': `${exports['billing.csv']}S7,bolt,2024-11-10,,999,USD\n` })
    expect(at(fileOf(report, 'billing.csv'), 'quarantined')).toMatchObject([{ row: 9, reason: expect.stringContaining('same id') }])
    expect([report['quality']].flat().find((one) => at(one, 'check') === 'subscription.duplicate-id')).toMatchObject({ count: 1, severity: 'error' })
    expect(at(await house.json('measure', 'mrr-movements', '--workspace', workspace, '--as-of', '2024-12-31'), 'value')).toBe(2450)
  })
})

const billing = exports['billing.csv']
const row = (line: string): string => `${billing}${line}\n`

describe('bad rows are held one by one, each with its reason', () => {
  test.each([
    ['an unknown currency', row('S10,acme,2024-05-01,,50,XQZ'), 'currency', /XQZ/],
    ['a negative MRR', row('S10,acme,2024-05-01,,-50,USD'), 'mrr_amount', /negative|below|least|0/],
    ['an end before its start', row('S10,acme,2024-05-01,2024-04-01,50,USD'), 'end_date', /before/],
    ['a day that is none', row('S10,acme,2024-02-31,,50,USD'), 'start_date', /2024-02-31/],
    ['an amount in words', row('S10,acme,2024-05-01,,fifty,USD'), 'mrr_amount', /fifty/],
    ['an empty key', row(',acme,2024-05-01,,50,USD'), 'subscription_id', /empty/],
    ['the same id with other values', row('S1,acme,2023-01-01,,999,USD'), 'subscription_id', /same id.*Give each row its own id/],
    ['a last row that was cut off', `${billing}S10,acme,2024-0`, null, /stops in the middle.*Export it again/],
    ['a row with too few cells', `${billing}S10,acme,2024-05-01\n`, null, /\w/],
  ])('%s', async (_, content, column, reason) => {
    const report = await bring({ 'companies.csv': exports['companies.csv'], 'billing.csv': content })
    expect(fileOf(report, 'billing.csv')).toMatchObject({ created: 7, quarantined: [{ row: 9, column, reason: expect.stringMatching(reason) }] })
  })
})

const utf16 = (text: string): Uint8Array => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])

describe('unusual files are read as they were meant', () => {
  test.each<[string, string | Uint8Array]>([
    ['UTF-16', utf16(billing)],
    ['a byte order mark', `\uFEFF${billing}`],
    ['semicolons', billing.replaceAll(',', ';')],
    ['tabs', billing.replaceAll(',', '\t')],
    ['Windows line ends', billing.replaceAll('\n', '\r\n')],
    ['a title above the headings', `Export of 3 January 2025\n\n${billing}`],
    ['thousands separators', billing.replace(',1500,', ',"1,500.00",')],
    ['a heading of two rows', `Subscription,Account,Term,,Money,\n${billing}`],
    ['semicolons with decimal commas', billing.replaceAll(',', ';').replace(';1500;', ';1.500,00;')],
    ['dates as 06/01/2024 where days above 12 decide', billing.replace(/(\d{4})-(\d\d)-(\d\d)/g, '$2/$3/$1')],
    [
      'dates with the month in words',
      billing.replace(
        /(\d{4})-(\d\d)-(\d\d)/g,
        (_, year, month, day) => `${day} ${'JanFebMarAprMayJunJulAugSepOctNovDec'.slice(month * 3 - 3, month * 3)} ${year}`,
      ),
    ],
    ['dates as 01/06/2024 where days above 12 decide', billing.replace(/(\d{4})-(\d\d)-(\d\d)/g, '$3/$2/$1')],
  ])('%s', async (_, content) => {
    const report = await bring({ 'companies.csv': exports['companies.csv'], 'billing.csv': content })
    expect(fileOf(report, 'billing.csv')).toMatchObject({ recognisedAs: 'subscription', created: 7, quarantined: [] })
    expect(at(await house.json('measure', 'mrr-movements', '--workspace', workspace, '--as-of', '2024-12-31'), 'value')).toBe(2450)
  })

  test('Latin-1 letters and quoted line breaks arrive as written', async () => {
    const latin = Buffer.from(exports['companies.csv'].replace('Crux', 'Crüx').replace('dune,Dune', 'dune,"Dune\nInc"'), 'latin1')
    await bring({ 'companies.csv': latin })
    expect([await accounts()].flat().map((one) => at(one, 'name'))).toEqual(expect.arrayContaining(['Crüx', 'Dune\nInc']))
  })
})

describe('files that cannot be used are refused by name, and nothing is written', () => {
  test.each<[string, Readonly<Record<string, string | Uint8Array>>, RegExp]>([
    ['headings that nobody knows', { 'odd.csv': 'flavour,shoe\nsweet,42\n' }, /odd\.csv/],
    ['an empty file', { 'empty.csv': '' }, /empty\.csv/],
    ['a picture named csv', { 'photo.csv': Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]) }, /photo\.csv/],
    ['a workbook with a password', { 'locked.xlsx': Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]) }, /locked\.xlsx.*password/is],
    ['a workbook cut in the middle', { 'cut.xlsx': Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(60)]) }, /cut\.xlsx/],
  ])('%s', async (_, files, says) => {
    const { exit, err, out } = await tryBring(files)
    expect({ exit, out }).toEqual({ exit: 1, out: '' })
    const problem = at(JSON.parse(err), 'problem')
    expect(String(at(problem, 'detail'))).toMatch(says)
    expect(String(at(problem, 'hint'))).toMatch(/\w+/)
    expect(await house.json('imports', 'list', '--workspace', workspace)).toMatchObject({ items: [], total: 0 })
  })

  test('a good file beside a bad one is brought in, and the bad one is reported with its trouble', async () => {
    const report = await bring({ ...exports, 'odd.csv': 'flavour,shoe\nsweet,42\n' })
    const odd = [report['files']].flat().find((file) => at(file, 'file') === 'odd.csv')
    expect(odd).toMatchObject({ recognisedAs: null, created: 0 })
    expect(fileOf(report, 'billing.csv')).toMatchObject({ created: 7 })
  })

  test('a file cut in the middle of a quoted cell names the row where it breaks', async () => {
    const { exit, err, out } = await tryBring({ 'companies.csv': `${exports['companies.csv']}late,"Late` })
    const said = exit === 0 ? JSON.stringify(at(JSON.parse(out), 'files', 0, 'quarantined')) : err
    expect(said).toMatch(/row"?:? ?6/)
  })
})

/** Versions and times of undone rows move on; what they say does not. */
const strip = (rows: unknown): unknown => [rows].flat().map((one) => ({ ...(typeof one === 'object' ? one : {}), version: 0, updatedAt: '' }))

test('the command line counts all rows that wait, and says where they are kept with their cells', async () => {
  const rows = Array.from({ length: 10_003 }, (_, place) => `T-${place},2035-03-01,A-1,low`)
  const dir = await house.folder('many-held', {
    'tickets.csv': ['ticket_id,created_at,account_id,priority', 'T-ok,2024-03-01,A-1,low', ...rows, ''].join('\n'),
  })
  const { out } = await house.cli('import', dir, '--workspace', 'manyheld')
  expect(out).toMatch(/tickets\.csv +ticket +1 +0 +0 +10,003/)
  expect(out).toContain('10,003 rows are held back:')
  expect(out).toMatch(/GET \/api\/v1\/imports\/[0-9a-f-]+\/held\.csv/)
})
