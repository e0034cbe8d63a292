import { describe, expect, test } from 'vitest'
import { isQueryRefusal } from '../../refusal.ts'
import { readCohort } from '../../query/cohort.ts'
import { readQuery } from '../../query/resolve.ts'
import { clickHouseQuestion } from './answer.ts'
import { dropWorkspace, eventTables, printsIn, rowsOfDays } from './schema.ts'

const range = { from: '2026-01-05', to: '2026-02-02' }
const place = {
  table: 'events',
  workspace: 'w1',
  now: Date.UTC(2026, 5, 1),
  names: ['a', 'b'],
  passive: new Set<string>(),
  own: { accounts: ['ours'], persons: [] },
  accounts: [],
  cohorts: new Map(
    Object.entries({
      active: { did: { event: 'a' }, times: 3, in: range },
      walked: { sequence: [{ event: 'a' }, { event: 'b' }], window: { n: 7, unit: 'day' }, in: range },
      large: { prop: 'account.segment', op: 'eq', value: 'large' },
      itself: { where: { cohort: 'itself' } },
      paid: { did: { event: 'a', where: { prop: 'event.paid', op: 'eq', value: true } }, in: range },
    }).map(([name, def]) => [name, readCohort({ kind: 'cohort', def })]),
  ),
}
const funnel = { kind: 'funnel', range, steps: [{ event: 'a' }, { event: 'b' }] }
const retention = { kind: 'retention', range, start: { event: 'a' }, back: { event: 'b' } }
const adoption = { kind: 'adoption', range, features: [{ name: 'A', sel: { event: 'a' } }] }
const question = (given: Readonly<Record<string, unknown>>) => clickHouseQuestion(readQuery(given), place)

const longestOf = ({ statements }: { readonly statements: readonly string[] }): number => Math.max(...statements.map((each) => Buffer.byteLength(each)))

function refusedAt(given: Readonly<Record<string, unknown>>): string {
  try {
    question(given)
  } catch (error) {
    if (isQueryRefusal(error) && error.code === 'unsupported') return error.at
    throw error
  }
  return 'not refused'
}

describe('ClickHouse is asked only what it counts as the kernels do', () => {
  test.each([
    ['order', { ...funnel, order: 'strict' }],
    ['order', { ...funnel, order: 'unordered' }],
    ['reentry', { ...funnel, reentry: 'first_entry' }],
    ['count', { ...funnel, count: 'totals' }],
    ['exclusions', { ...funnel, exclusions: [{ sel: { event: 'x' }, after: 1, before: 2 }] }],
    ['holdConstant', { ...funnel, holdConstant: ['event.plan'] }],
    ['steps', { ...funnel, steps: [{ event: 'a' }, { event: 'a' }] }],
    ['tieMs', { ...funnel, tieMs: 1000 }],
    ['view', { ...funnel, view: 'over_time' }],
    ['steps[1].where', { ...funnel, steps: [{ event: 'a' }, { event: 'b', where: { prop: 'event.surface', op: 'set' } }] }],
    ['where', { ...retention, where: { prop: 'event.*', op: 'eq', value: 'pro' } }],
    ['where', { ...retention, where: { any: [{ prop: 'group.team.size', op: 'gt', value: 3 }, { segment: 'SEG-1' }] } }],
    ['where', { ...retention, where: { prop: 'account.id', op: 'regex', value: '^a' } }],
    ['propTime', { ...retention, propTime: 'at_event', where: { prop: 'account.segment', op: 'eq', value: 'large' } }],
    ['where', { ...retention, where: { cohort: 'power users' } }],
    ...['walked', 'large', 'itself'].map((cohort): [string, Readonly<Record<string, unknown>>] => ['where', { ...retention, where: { cohort } }]),
    ['where', { ...retention, where: { any: [{ segment: 'SEG-1' }, { segment: 'SEG-2' }] } }],
    ['breakdown[0]', { ...retention, breakdown: [{ by: 'account.segment' }] }],
    ['breakdown', { ...funnel, breakdown: [{ by: 'event.plan' }] }],
    ['value', { ...retention, value: { prop: 'event.amount', math: 'sum' } }],
    ['unit', { ...retention, mode: 'rolling', unit: 'quarter' }],
    ['actor', { ...retention, actor: 'session' }],
    ['series[0].value', { kind: 'trend', range, series: [{ sel: { event: 'a' }, math: 'sum', value: 'account.seats' }] }],
    ['newOn', { kind: 'lifecycle', range, sel: { event: 'a' }, newOn: 'actor_created' }],
    ['actor', { kind: 'paths', range, actor: 'session' }],
    ['features[0].eligible', { ...adoption, features: [{ name: 'A', sel: { event: 'a' }, eligible: { prop: 'account.tier', op: 'eq', value: 'gold' } }] }],
  ])('%s', (at, given) => {
    expect(refusedAt(given)).toBe(at)
  })

  test('a question with more names than a statement holds is left to the kernels', () => {
    const ids = (n: number): string[] => Array.from({ length: n }, (_, at) => `01a22ac7-5d5c-73e5-82ec-${String(at).padStart(12, '0')}`)
    const byNames = (n: number) => {
      const named = readCohort({ kind: 'cohort', def: { ids: ids(n) } })
      return () => clickHouseQuestion(readQuery({ ...retention, where: { cohort: 'named' } }), { ...place, cohorts: new Map([['named', named]]) })
    }
    expect(longestOf(byNames(3_000)())).toBeLessThan(250_000)
    expect(byNames(8_000)).toThrow('a question with so many names is not counted in ClickHouse.')
    const ours = { ...place, own: { accounts: ids(8_000), persons: [] } }
    expect(() => clickHouseQuestion(readQuery(retention), ours)).toThrow('a question with so many names is not counted in ClickHouse.')
    const wide = readCohort({ kind: 'cohort', def: { ids: ids(3_000).map((id) => id.replaceAll('-', '–––––')) } })
    const inWide = { ...place, cohorts: new Map([['wide', wide]]) }
    expect(() => clickHouseQuestion(readQuery({ ...funnel, where: { cohort: 'wide' } }), inWide)).toThrow(
      'a question with so many names is not counted in ClickHouse.',
    )
  })

  test('which persons who came to be belong to an account is left to the kernels', () => {
    const known = {
      ...place,
      persons: [{ id: 'p1', created: place.now - 1 }],
      segments: new Map([['SEG-1', { title: 'Large', accounts: ['acc'], former: [], note: null }]]),
    }
    const asked = readQuery({ ...adoption, actor: 'person', where: { segment: 'SEG-1' } })
    expect(() => clickHouseQuestion(asked, known)).toThrow('persons who came to be, within a group of accounts, is not counted in ClickHouse.')
  })

  test('a rule of many parts names those who came later once', () => {
    const did = (event: string) => ({ did: { event }, in: range })
    const deep = readCohort({ kind: 'cohort', def: { any: [{ all: [did('a'), { not: did('b') }] }, { where: { cohort: 'inner' } }] } })
    const cohorts = new Map([...place.cohorts, ['deep', deep], ['inner', readCohort({ kind: 'cohort', def: { not: did('a') } })]])
    const accounts = [{ id: 'came later', created: place.now + 1 }]
    const { statements } = clickHouseQuestion(
      readQuery({ kind: 'stickiness', actor: { group: 'account' }, range, sel: { event: 'a' }, where: { cohort: 'deep' } }),
      {
        ...place,
        accounts,
        cohorts,
      },
    )
    expect(statements.map((each) => each.split("'came later'").length - 1)).toEqual(statements.map(() => 1))
  })

  test('every statement reads one workspace, as it was known, without our own accounts', () => {
    const asked = [
      funnel,
      retention,
      { kind: 'stickiness', range, sel: { event: '*' } },
      { ...adoption, actor: 'person' },
      { kind: 'paths', range },
      { kind: 'activation', range, milestone: [{ sel: { event: 'a' } }] },
    ].map(question)
    const statements = asked.flatMap((each) => each.statements)
    expect(statements.length).toBeGreaterThanOrEqual(12)
    for (const statement of statements)
      for (const rows of statement.split('FROM `events`').slice(1))
        expect(rows).toMatch(new RegExp(`^ WHERE workspace = 'w1' AND .*received <= ${place.now} AND account NOT IN \\('ours'\\)`, 's'))
  })

  test('an event that nobody sent is warned of, and empty answers are zeros, never nothing', () => {
    const { statements, answer } = question({ ...funnel, steps: [{ event: 'a' }, { event: 'never' }] })
    const given = answer(statements.map(() => []))
    expect(given.warnings).toEqual([{ code: 'unknown', message: 'Nothing in these events is called event “never”.' }])
    expect(given.data).toMatchObject({ steps: [{ count: 0, fromStart: null, medianSec: null }, { count: 0 }] })
    expect(given.cost).toEqual({ rowsRead: 0, engine: 'clickhouse' })
  })

  test('words are quoted, whatever they hold', () => {
    const sql = question({ kind: 'stickiness', range, sel: { event: "it's \\ odd" } }).statements.join('\n')
    expect(sql).toContain("name IN ('it\\'s \\\\ odd')")
  })
})

describe('the tables', () => {
  test('one server has one table; a cluster has one on each shard under one that spreads them by account', () => {
    const [rows, ...more] = eventTables({ table: 'events', cluster: null })
    expect([rows?.split('(')[0]?.trim(), more]).toEqual(['CREATE TABLE IF NOT EXISTS `events`', []])
    const [own, spread] = eventTables({ table: 'events', cluster: 'main' })
    expect(own?.split(' (')[0]).toBe('CREATE TABLE IF NOT EXISTS `events_local` ON CLUSTER `main`')
    expect(spread).toContain("Distributed(`main`, currentDatabase(), `events_local`, sipHash64(workspace, if(account = '', person, account)))")
  })

  test('what is taken away is taken away on every shard', () => {
    const tables = { table: 'events', cluster: 'main' }
    expect(dropWorkspace(tables, 'w1')).toBe("ALTER TABLE `events_local` ON CLUSTER `main` DROP PARTITION 'w1'")
    const some = rowsOfDays(tables, 'w1', { name: 'a', days: [20_500, 20_501] })
    expect(some.table).toBe('`events_local` ON CLUSTER `main`')
    expect(some.condition).toMatch(/^workspace = 'w1' AND name = 'a' AND intDiv\(.*\) IN \(20500, 20501\)$/)
    expect(printsIn(tables, 'w1')).toContain('FROM `events` WHERE')
  })
})
