import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asking, table, type Question } from '#test/support/asking.ts'
import { defects } from './defects.ts'
import { delivery } from './delivery.ts'
import { experiments } from './experiments.ts'
import { flow } from './flow.ts'
import { incidents } from './incidents.ts'
import { predictability } from './predictability.ts'

describe('incidents', () => {
  const rows = table(`
  id,severity,impact_start,impact_end,accounts_affected,area,customer_impacting,maintenance
  a,p0,2024-01-31T23:30:00Z,2024-02-01T00:30:00Z,10,Core,true,false
  b,p1,2024-03-10T10:00:00Z,,4,Insights,true,false
  c,p1,2024-03-11T10:00:00Z,2024-03-11T11:00:00Z,4,Core,true,true`)
  const ask = asking(incidents, { severities: ['p0', 'p1'] }, { incidents: rows })

  test('count where their impact began, in the reporting zone', () => {
    expect(ask.point('2024-01')).toMatchObject({ value: 1, parts: { accountMinutes: 600, daysSinceLast: 0 } })
    expect(ask.point('2024-02', { timeZone: 'Asia/Tokyo' })).toMatchObject({ value: 1 })
  })

  test('a month without one is a measured zero, with Garwood’s interval: 0 of 1 is 0 to 3.689 (Garwood 1936, table)', () => {
    const point = ask.point('2024-02')
    expect(point).toMatchObject({ value: 0, parts: { daysSinceLast: 29 } })
    expect(point?.interval?.high).toBeCloseTo(3.689, 3)
  })

  test('what runs on counts its minutes until the as-of day is over; groups add up', () => {
    expect(ask.point('2024-03')?.parts?.['accountMinutes']).toBe(4 * (297 * 1440 - 600))
    expect(ask.computed({ by: 'area' }).groups?.map(({ key, points }) => [key, points.reduce((sum, { value }) => sum + (value ?? 0), 0)])).toEqual([
      ['Core', 1],
      ['Insights', 1],
    ])
  })

  test('no count is told where no incident was ever brought in', () => {
    expect(asking(incidents, { severities: ['p0', 'p1'] }, {}).computed().notes).toEqual([])
  })

  test('small counts say so, downgrades are named, and the longest pain stands first behind the number', () => {
    const audited = asking(incidents, { severities: ['p0', 'p1'] }, { incidents: rows, softened: [{ id: 'b', was: 'p0', now: 'p1' }] })
    expect(audited.computed().notes).toEqual([
      '1 downgraded after the fact: b downgraded from p0 to p1.',
      '0 in 2024-12: below ten, a change is told as a count, never in percent.',
      'No post-mortem is recorded, so that a month closes by its days alone.',
    ])
    expect(audited.behind('2024-03')).toMatchObject([{ account: 'b', closing: 4, reason: 'downgraded from p0 to p1' }])
  })
})

describe('defects', () => {
  const releases = table('id,released_at,area\nR1,2024-01-10T00:00:00Z,Core\nR2,2024-11-20T00:00:00Z,Core')
  const found = (n: number, phase: string, at: string, release = 'R1') =>
    Array.from({ length: n }, (_, index) => ({
      id: `${phase}${release}${index}`,
      phase,
      found_at: at,
      release_id: release,
      severity: 'p3',
      duplicate_of: null,
    }))
  const rows = [...found(100, 'pre_release', '2024-01-05T00:00:00Z'), ...found(10, 'post_release', '2024-02-01T00:00:00Z')]
  const ask = (how: 'escaped' | 'removal') => asking(defects, { measure: how }, { defects: rows, releases })

  test('10 against 100 is 9.09 %, not 10 % (kpis.md 4.13); removal is the rest, with the mirrored interval', () => {
    const [escaped, removed] = [ask('escaped').point('2024-01', { asOf: '2024-12-31', window: null }), ask('removal').point('2024-01')]
    // the release of January is ripe in April: a month of its own is censored at its end
    expect([escaped, removed]).toMatchObject([{ value: null, reason: 'immature', parts: { censored: 1 } }, { value: null }])
    const year = ask('escaped').point('2024-12', { window: '12m' })
    expect(year?.value).toBeCloseTo(10 / 110, 12)
    const other = ask('removal').point('2024-12', { window: '12m' })
    expect(other?.value).toBeCloseTo(100 / 110, 12)
    expect(other?.interval?.low).toBeCloseTo(1 - (year?.interval?.high ?? 0), 12)
  })

  test('a young release is in neither side: its defects change nothing, and it is counted', () => {
    const more = asking(defects, { measure: 'escaped' }, { defects: [...rows, ...found(50, 'post_release', '2024-12-01T00:00:00Z', 'R2')], releases })
    expect(more.point('2024-12', { window: '12m' })).toMatchObject({ value: 10 / 110, parts: { censored: 1, releases: 1 } })
    expect(more.behind('2024-12', { window: '12m' })).toMatchObject([
      { account: 'R2', movement: 'censored' },
      { account: 'R1', opening: 100, closing: 10 },
    ])
  })

  test('duplicates and the order of rows change nothing', () => {
    const again = rows.map((row, index) => ({ ...row, id: `again${index}`, duplicate_of: row.id }))
    const doubled = asking(defects, { measure: 'escaped' }, { defects: [...again, ...rows.toReversed()], releases })
    expect(doubled.point('2024-12', { window: '12m' })).toEqual(ask('escaped').point('2024-12', { window: '12m' }))
  })

  test('what no release is charged with is told, not dropped in silence; an unknown severity has no weight', () => {
    const odd = asking(
      defects,
      { measure: 'escaped' },
      {
        defects: [...rows, { id: 'x', phase: 'post_release', found_at: '2024-02-01T00:00:00Z', release_id: 'gone', severity: 'odd', duplicate_of: null }],
        releases,
      },
    )
    expect(odd.computed({ window: '12m' }).notes[0]).toContain('1 defects name no known release')
    expect(odd.point('2024-12', { window: '12m' })?.parts?.['weighted']).toBeCloseTo(10 / 110, 12)
  })
})

describe('experiments', () => {
  const good = { id: 'x', squad_id: 'a', hypothesis: 'h', primary_metric_id: 'm', registered_at: '2024-04-01T00:00:00Z', start: '2024-04-02T00:00:00Z', end: '2024-04-20T00:00:00Z', min_days: 14, power: 0.8, srm_p: 0.5, decision: 'ship', decision_at: '2024-05-01T00:00:00Z', learning_id: null } // prettier-ignore
  const count = (more: Readonly<Record<string, unknown>>, switches = {}) =>
    asking(experiments, {}, { experiments: [{ ...good, ...more }] }).point('2024-Q2', { grain: 'quarter', switches })?.value

  test.each([
    ['registered after its start', { registered_at: '2024-04-03T00:00:00Z' }],
    ['never registered', { registered_at: null }],
    ['no hypothesis', { hypothesis: '' }],
    ['no primary metric', { primary_metric_id: null }],
    ['sample ratio mismatch', { srm_p: 0.0009 }],
    ['underpowered', { power: 0.79 }],
    ['power unknown', { power: null }],
    ['stopped before its minimum', { end: '2024-04-10T00:00:00Z' }],
  ])('%s never counts, and says why', (why, more) => {
    expect(count({})).toBe(1)
    expect(count(more)).toBe(0)
    expect(asking(experiments, {}, { experiments: [{ ...good, ...more }] }).behind('2024-Q2', { grain: 'quarter' })).toMatchObject([{ change: 0, reason: why }])
  })

  test('without a decision it is not concluded; registered at its start it counts', () => {
    expect(count({ decision: null })).toBe(0)
    expect(count({ registered_at: good.start })).toBe(1)
    expect([count({ srm_p: null }), count({ srm_p: null }, { unchecked_ratio: 'never_counts' })]).toEqual([1, 0])
  })

  test('a team that nearly always wins is asked whether its tests are trivial', () => {
    const wins = Array.from({ length: 6 }, (_, index) => ({ ...good, id: String(index) }))
    expect(asking(experiments, {}, { experiments: wins }).computed({ grain: 'quarter', to: '2024-06-30', asOf: '2024-06-30' }).notes).toEqual([
      '6 of 6 were shipped: ask whether the tests were trivial.',
    ])
  })
})

describe('predictability', () => {
  const snapshot = (item: string, more: Readonly<Record<string, unknown>> = {}) => ({ period_kind: 'sprint', period_start: '2024-03-04', period_end: '2024-03-17', team_id: 'A', item_id: item, frozen_at: '2024-03-04T09:00:00Z', committed: true, planned_value: null, p50_date: null, p85_date: null, ...more }) // prettier-ignore
  const result = (item: string, done: string | null, actual: number | null = null) => ({
    period: '2024-03-04',
    item_id: item,
    done_at: done,
    actual_value: actual,
  })

  test('done on the last day of its period in the reporting zone counts, later does not', () => {
    const ask = asking(
      predictability,
      { measure: 'items' },
      { snapshots: [snapshot('x'), snapshot('y')], results: [result('x', '2024-03-17T23:30:00Z'), result('y', '2024-03-18T00:30:00Z')] },
    )
    expect(ask.point('2024-03')?.value).toBe(0.5)
    expect(ask.point('2024-03', { timeZone: 'Asia/Tokyo' })?.value).toBe(0)
  })

  test('SAFe: stretch objectives are in the actual value and not in the planned, so that it may exceed 100 %', () => {
    // SAFe, Inspect and Adapt: two teams that planned 50 and 40 and brought 40 and 44, of which 6 uncommitted
    const at = { period_kind: 'increment', period_start: '2024-03-04', period_end: '2024-03-17' }
    const snapshots = [
      snapshot('a', { ...at, planned_value: 50 }),
      snapshot('b', { ...at, team_id: 'B', planned_value: 40 }),
      snapshot('s', { ...at, team_id: 'B', planned_value: 9, committed: false }),
    ]
    const results = [result('a', null, 40), result('b', null, 38), result('s', null, 6)]
    const ask = asking(predictability, { measure: 'value' }, { snapshots, results })
    expect(ask.point('2024-Q1', { grain: 'quarter' })).toMatchObject({ value: 84 / 90, numerator: 84, denominator: 90 })
    expect(ask.group('B', '2024-Q1', { grain: 'quarter', by: 'team' })?.value).toBeCloseTo(1.1, 12)
  })

  test('levels are never added: a sprint and a quarter of the same days are told apart', () => {
    const ask = asking(
      predictability,
      { measure: 'items' },
      { snapshots: [snapshot('x'), snapshot('q', { period_kind: 'quarter' })], results: [result('x', '2024-03-10T00:00:00Z')] },
    )
    expect([ask.point('2024-03')?.value, ask.point('2024-03', { switches: { level: 'quarter' } })?.value]).toEqual([1, 0])
  })

  test('no freeze after the first changes a score: scope added or taken away later is told apart', () => {
    const item = fc.constantFrom('a', 'b', 'c', 'd')
    fc.assert(
      fc.property(
        fc.uniqueArray(item, { minLength: 1 }),
        fc.array(fc.record({ item, day: fc.integer({ min: 6, max: 16 }), committed: fc.boolean() })),
        fc.uniqueArray(item),
        (first, later, done) => {
          const results = done.map((one) => result(one, '2024-03-10T00:00:00Z'))
          const frozen = first.map((one) => snapshot(one))
          const rebased = later.map((one) =>
            snapshot(one.item, { committed: one.committed, frozen_at: `2024-03-${String(one.day).padStart(2, '0')}T09:00:00Z` }),
          )
          const value = (snapshots: readonly Readonly<Record<string, unknown>>[]) =>
            asking(predictability, { measure: 'items' }, { snapshots, results }).point('2024-03')
          const [before, after] = [value(frozen), value([...rebased, ...frozen])]
          expect([after?.value, after?.numerator, after?.denominator]).toEqual([before?.value, before?.numerator, before?.denominator])
        },
      ),
      { numRuns: 50 },
    )
  })
})

describe('flow', () => {
  const moves = (item: string, ...at: readonly (readonly [string, string])[]) =>
    at.map(([to_state, day]) => ({ item_id: item, level: 'initiative', team_id: 'A', to_state, at: `${day}T00:00:00Z` }))

  test('open work is censored, so that the median waits for half to arrive: not reached, never the longest', () => {
    const rows = [
      ...moves('a', ['idea', '2024-01-01'], ['released', '2024-01-31']),
      ...moves('b', ['idea', '2024-01-01']),
      ...moves('c', ['idea', '2024-01-01']),
    ]
    const ask = asking(flow, {}, { transitions: rows })
    expect(ask.point('2024-06', { window: '12m' })).toMatchObject({ value: null, reason: 'not_reached', n: 3, parts: { ended: 1, open: 2 } })
    expect(ask.point('2024-12', { window: '12m' })?.parts?.['zombies']).toBe(2)
    expect(ask.behind('2024-12', { window: '12m' }).map(({ account, movement, reason }) => [account, movement, reason])).toEqual([
      ['b', 'open', 'nothing moved for more than 180 days'],
      ['c', 'open', 'nothing moved for more than 180 days'],
      ['a', 'released', null],
    ])
  })

  test('the clock may run over a part of the way; backwards it is refused', () => {
    const rows = moves('a', ['idea', '2024-01-01'], ['started', '2024-01-11'], ['released', '2024-01-31'])
    const ask = asking(flow, {}, { transitions: rows })
    const value = (switches: Readonly<Record<string, string>>) => ask.point('2024-01', { switches })?.value
    expect([value({}), value({ to_stage: 'started' }), value({ from_stage: 'started' })]).toEqual([30, 10, 20])
    expect(() => value({ from_stage: 'started', to_stage: 'accepted' })).toThrow('cannot run from started to accepted')
  })
})

describe('DORA', () => {
  const releases = table(
    'id,released_at,first_commit_at,rolled_back_at,area\na,2024-03-04T00:00:00Z,2024-03-01T00:00:00Z,,Core\nb,2024-03-20T00:00:00Z,,2024-04-02T00:00:00Z,Core',
  )

  const failures = (rolledBack: string) => {
    const ask = asking(
      delivery,
      { measure: 'failures' },
      { releases: table(`id,released_at,rolled_back_at\na,2024-03-04T00:00:00Z,\nb,2024-03-30T00:00:00Z,${rolledBack}`) },
    )
    return (period: string, question: Question) => ask.point(period, { maturityDays: 7, ...question })
  }

  test('every release is watched for the same days: that of the last evening fails by its rollback of the next month, as one of the first would', () => {
    expect(failures('2024-04-02T00:00:00Z')('2024-03', { asOf: '2024-05-31' })).toMatchObject({ value: 0.5, denominator: 2 })
    expect(failures('2024-04-05T23:59:59Z')('2024-03', { asOf: '2024-05-31' })).toMatchObject({ value: 0.5 })
    expect(failures('2024-04-06T00:00:00Z')('2024-03', { asOf: '2024-05-31' })).toMatchObject({ value: 0 }) // a week later it is another matter
  })

  test('what is not known on the as-of day does not count yet; a closed month stands still once its days have passed', () => {
    expect(failures('2024-04-02T00:00:00Z')('2024-03', { asOf: '2024-04-01' })).toMatchObject({ value: 0 })
    const told = ['2024-04-07', '2024-05-31', '2024-12-31'].map((asOf) => failures('2024-04-02T00:00:00Z')('2024-03', { asOf })?.value)
    expect(told).toEqual([0.5, 0.5, 0.5])
  })

  test('a single day is judged in the same way, so that the rollback of the next morning counts', () => {
    const day = { grain: 'day', from: '2024-03-30', window: '1d', asOf: '2024-04-02' } as const
    expect(failures('2024-03-31T08:00:00Z')('2024-03-30', day)).toMatchObject({ value: 1, numerator: 1 })
  })

  test('a severe defect makes a failure by switch', () => {
    const ask = asking(
      delivery,
      { measure: 'failures' },
      { releases, defects: [{ release_id: 'a', phase: 'post_release', severity: 'P1', duplicate_of: null, found_at: '2024-03-06T00:00:00Z' }] },
    )
    const value = (failure: string) => ask.point('2024-03', { maturityDays: 7, switches: { failure } })?.value
    expect([value('rolled_back'), value('rolled_back_or_severe_defect')]).toEqual([0, 0.5])
  })

  test('releases whose first commit nobody knows are counted apart', () => {
    expect(asking(delivery, { measure: 'leadTime' }, { releases }).point('2024-03')).toMatchObject({ value: 3, n: 1, parts: { withoutCommit: 1 } })
  })

  test('an incident that runs on is censored: two of three ended is a median, one of three is none', () => {
    const row = (id: string, end: string | null) => ({ id, severity: 'p1', impact_start: '2024-03-01T00:00:00Z', impact_end: end, accounts_affected: 1 })
    const ask = (...ends: readonly (string | null)[]) =>
      asking(delivery, { measure: 'restore' }, { incidents: ends.map((end, index) => row(String(index), end)) }).point('2024-Q1', { grain: 'quarter' })
    expect(ask('2024-03-01T01:00:00Z', '2024-03-01T02:00:00Z', null)).toMatchObject({ value: 2, n: 3 })
    expect(ask('2024-03-01T01:00:00Z', null, null)).toMatchObject({ value: null, reason: 'not_reached' })
  })
})
