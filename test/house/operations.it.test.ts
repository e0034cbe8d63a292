import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { silentLog } from '#platform/log.ts'
import { cloneDatabase, type TestDatabase } from '#test/support/postgres.ts'
import { startApp, type App } from '../../src/house/app.ts'
import { restoreHome } from '../../src/house/operations.ts'
import { backup } from '#platform/backup/backup.ts'
import { at, baseUrl, testHouse, type TestHouse } from './testHouse.ts'

/** A company with facts, objects, an undone import and a second workspace: backed up, restored elsewhere, exported and read back. */
const accounts = `account_id,account_name,customer_segment,country,signup_date
A-1,"Brown, Lee & Co",smb,SE,2023-01-05
A-2,=Zeta,mid,DE,2023-02-01
A-3,Müller “North”,enterprise,DE,2023-03-01`
const subscriptions = `subscription_id,account_id,start_date,end_date,plan_tier,seats,mrr_amount,billing_frequency
S-1,A-1,2023-01-10,,Pro,5,100.25,monthly
S-2,A-2,2023-02-10,2024-06-01,Basic,2,50.10,monthly
S-3,A-3,2023-03-10,,Enterprise,40,900,monthly
S-4,A-3,2024-02-01,,Enterprise,10,120.05,monthly`

let house: TestHouse
let folder: string
let file: string
const databases: TestDatabase[] = []
beforeAll(async () => {
  house = await testHouse()
  folder = mkdtempSync(join(tmpdir(), 'throughline-operations-'))
  await house.company('northwind')
  await house.company('tailspin')
  await house.json('import', await house.folder('files', { 'accounts.csv': accounts, 'subscriptions.csv': subscriptions }), '--workspace', 'northwind')
  const more = await house.json(
    'import',
    await house.folder('more', { 'accounts.csv': `${accounts.split('\n')[0]}\nA-9,Taken back,smb,SE,2023-01-05` }),
    '-w',
    'northwind',
  )
  await house.json('import', 'undo', String(more['import']), '-w', 'northwind')
  await (await house.app.workspaces.operate('tailspin', 'cli')).perform('product', 'create', {}, { name: 'Ledger' })
  file = join(folder, 'all.tar.gz')
})
afterAll(async () => {
  await house.stop()
  for (const database of databases) await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

const measured = async (of: TestHouse, workspace: string, metric: string) => {
  const { value, points, n } = await of.json('measure', metric, '-w', workspace, '--as-of', '2024-12-31', '--grain', 'month', '--window', '12m')
  return { value, points, n }
}

/** Runs `work` in the app of an empty place into which the backup was restored. */
async function restored<T>(work: (app: App) => Promise<T>, from = file): Promise<T> {
  const database = await cloneDatabase()
  databases.push(database)
  const place = { home: mkdtempSync(join(folder, 'home-')), log: silentLog, databases: { databaseUrl: database.urls.app, ownerUrl: database.urls.owner } }
  expect(await restoreHome(place, from, false)).toMatchObject({ verified: true, workspaces: [{ workspace: 'northwind' }, { workspace: 'tailspin' }] })
  const app = await startApp({ home: place.home, baseUrl, log: silentLog, ...place.databases })
  return await work(app).finally(() => app.stop())
}

describe('a backup', () => {
  test('is written while the house goes on, and tells what it holds', async () => {
    const report = await house.json('backup', file)
    expect(report).toMatchObject({ file, workspaces: [{ workspace: 'northwind' }, { workspace: 'tailspin', changes: expect.any(Number) }] })
    const names = execFileSync('tar', ['-tzf', file]).toString()
    expect(names).toMatch(/record\/[0-9a-f-]{36}\/change\/000001\.ndjson/)
    expect(names).toMatch(/facts\/[0-9a-f-]{36}\/\d{16}\.journal/)
    expect(names).not.toMatch(/session|link|verification|password|secret/)
  })

  test('comes back whole: the same numbers, rows, history and chain, and what was taken back stays so', async () => {
    const before = await measured(house, 'northwind', 'net-revenue-retention')
    expect(before.value).toEqual(expect.any(Number))
    const original = await house.app.workspaces.operate('northwind', 'cli')
    const said = await original.read('account', { sort: 'key', limit: 50 })
    await restored(async (app) => {
      const scope = await app.workspaces.operate('northwind', 'cli')
      expect(await scope.read('account', { sort: 'key', limit: 50 })).toEqual(said)
      expect((await scope.changes({ limit: 500 })).items).toEqual((await original.changes({ limit: 500 })).items)
      expect(await scope.verify()).toMatchObject({ valid: true })
      const { value, n } = await scope.measure({ metric: 'net-revenue-retention', asOf: '2024-12-31', grain: 'month', window: '12m' })
      expect({ value, n }).toEqual({ value: before.value, n: before.n })
      expect((await scope.read('import', { sort: 'key' })).items.map((row) => row['state'])).toEqual(['done', 'undone'])
      const next = await scope.perform('product', 'create', {}, { name: 'After' })
      expect(next.key).toMatch(/-1$/)
      expect((await app.workspaces.list()).map(({ slug }) => slug)).toEqual(['northwind', 'tailspin'])
    })
  })

  test('that a purge comes across is of one moment: it brings nobody back, and knows them when they come again', async () => {
    const { store, database, home, clock } = house.app
    const { id } = (await house.app.workspaces.list()).find(({ slug }) => slug === 'northwind') ?? { id: '' }
    const columns = ['event_id', 'ts', 'account_id', 'user_id', 'name']
    const row = (user: string) => [`e-${user}`, Date.UTC(2024, 0, 1), 'A-1', user, 'Opened']
    await store.receive(id, { at: clock.now(), source: 'sdk/EVS-1', tables: [{ table: 'event', columns, rows: [row('vera-4K'), row('mina')] }] })
    await store.forget(id, ['vera-4K'], clock.now())
    const journal = join(home, 'facts', id, 'journal')
    const onDisk = (): number => readdirSync(journal).length
    const before = onDisk()
    const holdJournal = async (workspace: string) => {
      const held = await store.holdJournal(workspace)
      if (workspace === id) await store.purge(id, clock.now()) // its files are others from here on
      return held
    }
    const across = join(folder, 'across.tar.gz')
    await backup({ owner: database.owner, version: '0', at: clock.now(), journalEnd: (workspace) => store.journalEnd(workspace), holdJournal }, across)
    expect(onDisk()).toBeGreaterThan(before)
    await restored(async (app) => {
      expect((await app.store.query(id, 'select user_id from event')).rows).toEqual([['mina']])
      expect((await app.store.query(id, 'select count(distinct person) from store.forgotten')).rows).toEqual([[1]])
      expect(await app.store.purge(id, clock.now())).toBe('done')
      expect((await app.store.query(id, 'select user_id from event')).rows).toEqual([['mina']])
    }, across)
  })

  test('is refused where something is, unless it may stand beside; a twin is refused in any case', async () => {
    const home = mkdtempSync(join(folder, 'home-'))
    const { urls } = await twinOf(house)
    await expect(restoreHome({ home, log: silentLog, databases: urls }, file, false)).rejects.toMatchObject({ details: { code: 'home-in-use' } })
    await expect(restoreHome({ home, log: silentLog, databases: urls }, file, true)).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('is here already'),
    })
  })

  test('stands beside what is there with --into', async () => {
    const database = await cloneDatabase()
    databases.push(database)
    const urls = { databaseUrl: database.urls.app, ownerUrl: database.urls.owner }
    const home = mkdtempSync(join(folder, 'home-'))
    const before = await startApp({ home, baseUrl, log: silentLog, ...urls })
    await before.workspaces.create({ slug: 'other', name: 'Other', owner: { name: 'Olga', email: 'olga@other.example' } }).finally(() => before.stop())
    expect(await restoreHome({ home, log: silentLog, databases: urls }, file, true)).toMatchObject({ verified: true })
    const app = await startApp({ home, baseUrl, log: silentLog, ...urls })
    try {
      expect((await app.workspaces.list()).map(({ slug }) => slug).toSorted()).toEqual(['northwind', 'other', 'tailspin'])
      expect(await (await app.workspaces.operate('northwind', 'cli')).read('account')).toMatchObject({ total: 3 })
    } finally {
      await app.stop()
    }
  })

  test('that was changed or cut is refused before anything is touched', async () => {
    const whole = readFileSync(file)
    const [cut, plain] = [join(folder, 'cut.tar.gz'), join(folder, 'plain.tar.gz')]
    writeFileSync(cut, whole.subarray(0, Math.floor(whole.length * 0.7)))
    writeFileSync(plain, 'nothing of the kind')
    const database = await cloneDatabase()
    databases.push(database)
    for (const bad of [cut, plain]) {
      const place = { home: mkdtempSync(join(folder, 'home-')), log: silentLog, databases: { databaseUrl: database.urls.app, ownerUrl: database.urls.owner } }
      await expect(restoreHome(place, bad, false)).rejects.toMatchObject({ details: { code: 'backup-damaged' } })
    }
    expect((await database.owner.query(`select count(*)::int as n from pg_tables where schemaname in ('app', 'identity')`)).rows).toEqual([{ n: 0 }])
  })
})

describe('the doctor', () => {
  test('finds a house well, and says what to do when facts are missing', async () => {
    const well = await house.json('doctor')
    expect(well).toMatchObject({ well: true })
    expect([well['checks']].flat().map((check) => at(check, 'check'))).toEqual(
      expect.arrayContaining(['disk', 'port', 'database', 'record of northwind', 'facts of northwind']),
    )
    const { id } = (await house.app.workspaces.list()).find(({ slug }) => slug === 'tailspin') ?? { id: '' }
    const scope = await house.app.workspaces.operate('tailspin', 'cli')
    const row = await scope.perform('import', 'create', {}, { name: 'Lost', batch: scope.newId() })
    await scope.perform('import', 'finish', { id: row.id }, { files: [{ file: 'a.csv', recognisedAs: 'account', report: { created: 3 } }], quality: null })
    const ran = await house.cli('doctor')
    expect(ran.exit).toBe(1)
    expect(ran.out).toMatch(/FAILED\s+facts of tailspin: The journal lacks what IMP-1 brought\.\n\s+Restore a backup/)
    expect(id).not.toBe('')
  })

  test('says so when a store cannot take what its journal holds', async () => {
    const { id } = (await house.app.workspaces.list()).find(({ slug }) => slug === 'tailspin') ?? { id: '' }
    const rows = [['e1', Date.UTC(2024, 0, 1), 'Opened']]
    const run = DuckDBConnection.prototype.run
    const full = vi.spyOn(DuckDBConnection.prototype, 'run').mockImplementation(async function (this: DuckDBConnection, ...given) {
      if (given[0].includes('insert into store."event"')) throw new Error('IO Error: No space left on device')
      return await run.apply(this, given)
    })
    await house.app.store.receive(id, {
      at: '2024-01-02T00:00:00.000Z',
      source: 'sdk/EVS-1',
      tables: [{ table: 'event', columns: ['event_id', 'ts', 'name'], rows }],
    })
    // while a store that failed is opened anew, the doctor says to try again
    await expect
      .poll(
        async () => {
          const { exit, out } = await house.cli('doctor')
          return [exit, out]
        },
        { timeout: 10_000 },
      )
      .toEqual([1, expect.stringMatching(/FAILED\s+facts of tailspin: The store lacks rows that its journal holds: The disk .* is full\./)])
    full.mockRestore()
    await expect.poll(async () => (await house.cli('doctor')).out, { timeout: 10_000 }).not.toContain('lacks rows')
  })
})

describe('an export', () => {
  test('holds every noun with ids and every fact, and gives the same numbers when it is measured as files or imported', async () => {
    const out = join(folder, 'out')
    const report = await house.json('export', '-w', 'northwind', '--out', out)
    expect([report['files']].flat()).toEqual(
      expect.arrayContaining([
        { file: 'facts/subscription.csv', rows: 4 },
        { file: 'facts/account.csv', rows: 3 },
      ]),
    )
    const products: unknown = JSON.parse(readFileSync(join(out, 'records/account.json'), 'utf8'))
    expect([products].flat().every((row) => /^[0-9a-f-]{36}$/.test(String(at(row, 'id'))))).toBe(true)
    expect(readFileSync(join(out, 'records/account.csv'), 'utf8')).toContain(`"'=Zeta"`) // a spreadsheet must not run it
    expect(readFileSync(join(out, 'facts/subscription.csv'), 'utf8')).toContain('100.25')

    await house.company('fresh')
    const imported = await house.json('import', join(out, 'facts'), '-w', 'fresh')
    expect([imported['files']].flat().map((one) => at(one, 'quarantinedCount'))).toEqual([imported['files']].flat().map(() => 0))
    for (const metric of ['net-revenue-retention', 'gross-revenue-retention', 'logo-churn-rate', 'annual-recurring-revenue']) {
      const own = await measured(house, 'northwind', metric)
      expect(await measured(house, 'fresh', metric)).toEqual(own)
      const { value, points, n } = await house.json(
        'measure',
        metric,
        '--facts',
        join(out, 'facts'),
        '--as-of',
        '2024-12-31',
        '--grain',
        'month',
        '--window',
        '12m',
      )
      expect({ value, points, n }).toEqual(own)
    }
    expect((await house.cli('export', '-w', 'northwind', '--out', out)).err).toContain('holds files already')
  })
})

/** A house of the same record that is not running: another data folder on a copy of its database. */
async function twinOf(of: TestHouse): Promise<{ urls: { databaseUrl: string; ownerUrl: string } }> {
  const database = await cloneDatabase()
  databases.push(database)
  await of.json('backup', join(folder, 'twin.tar.gz'))
  const urls = { databaseUrl: database.urls.app, ownerUrl: database.urls.owner }
  const home = mkdtempSync(join(folder, 'home-'))
  await restoreHome({ home, log: silentLog, databases: urls }, join(folder, 'twin.tar.gz'), false)
  return { urls }
}
