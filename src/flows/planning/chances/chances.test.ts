import { expect, test } from 'vitest'
import { rowOf as row } from '#test/support/rowOf.ts'
import { Problem, type AnyRow } from '#kernel'
import { waitingGround } from '../waiting/ground.ts'
import { chances, type Ahead } from './chances.ts'
import { chanceRecord } from './record.ts'

/** Made by hand: a squad of one gives a person-week a week, so that a bet of four weeks lands on 1 February. */
const bet = (key: string, values: object = {}) =>
  row(key, {
    title: key,
    stage: 'delivering',
    teams: [key],
    effort: { low: null, likely: 4, high: null },
    timeframe: '2027-Q1',
    confidence: 1,
    outcome: [{ metric: 'adoption', segment: null, baseline: 40, target: 48, by: '2027-03-31', lagDays: null }],
    ...values,
  })
const result = (key: string, values: object = {}) =>
  row(key, {
    title: key,
    objective: 'id-OBJ-1',
    metric: 'id-MET-1',
    segment: null,
    kind: 'increase',
    type: 'committed',
    state: 'active',
    baseline: 40,
    target: 50,
    start: '2027-01-01',
    due: '2027-03-31',
    confidence: 0.4,
    ...values,
  })
const ahead: Ahead = {
  version: 2,
  unit: 'count',
  currency: 'USD',
  points: [{ period: '2026-12', value: 41, mature: true }],
  forecast: { model: 'level', says: 'The level goes on.', points: ['2027-01', '2027-02', '2027-03'].map((period) => ({ period, mean: 44, error: 0 })) },
  backtest: null,
}

function made(bets: readonly AnyRow[], results: readonly AnyRow[], today = '2027-01-04') {
  const rows: Readonly<Record<string, readonly AnyRow[]>> = {
    initiative: bets,
    keyResult: results,
    metric: [row('MET-1', { metricKey: 'adoption', name: 'Adoption' })],
    capacityPlan: bets.map(({ key }) => row(`CAP-${key}`, { team: key, period: '2027-Q1', headcount: 1, weeks: 13, leave: 0, operations: 0, reserve: 0 })),
  }
  return {
    now: () => `${today}T09:00:00.000Z`,
    read: async (noun: string) => ({ items: rows[noun] ?? [], next: null, total: 0 }),
    behind: async () => [],
    measure: () => Promise.reject(new Problem('missing', 'Nobody snapshots commitments.')),
  }
}

async function told(bets: readonly AnyRow[], results: readonly AnyRow[] = [result('KR-1')], look: Ahead | Problem = ahead, today?: string) {
  const ctx = made(bets, results, today)
  const { lines } = await chances(ctx, () => (look instanceof Problem ? Promise.reject(look) : Promise.resolve(look)), await waitingGround(ctx))
  return lines
}
const only = async (...given: Parameters<typeof told>) => (await told(...given))[0]

test('what a bet promised is added to the forecast of the metric from its landing on', async () => {
  const [line] = await told([bet('INI-1')])
  expect(line).toMatchObject({ period: '2027-03', lacks: null, base: { mean: 44 }, hit: { chance: 1, without: 0, p50: 52 } })
  expect(line?.hit?.effects).toEqual([{ of: 'INI-1', adds: 8, lifts: 1, title: 'INI-1', lands: '2027-02-01' }])
  // landed on 1 February, read 58 days later: of a lag of 116 days half has come, 4 of 8
  expect((await only([bet('INI-1', { outcome: [{ metric: 'adoption', baseline: 40, target: 48, lagDays: 116 }] })]))?.hit).toMatchObject({ p50: 48, chance: 0 })
  const half = await only([bet('INI-1', { confidence: 0.5 })])
  expect(Math.abs((half?.hit?.chance ?? 0) - 0.5)).toBeLessThan(0.02)
  expect((await only([bet('INI-1', { effort: { likely: 20 } })]))?.hit).toMatchObject({ chance: 0, p50: 44 }) // lands in May
})

test('two bets add, one that shipped adds what it has not shown yet, and a falling metric is met from above', async () => {
  const small = { outcome: [{ metric: 'adoption', baseline: 40, target: 43 }] }
  expect((await only([bet('INI-1', small), bet('INI-2', small)]))?.hit).toMatchObject({ p50: 50, chance: 1 })
  const shipped = { stage: 'measuring', shippedOn: '2026-12-05', outcome: [{ metric: 'adoption', baseline: 40, target: 48, lagDays: 60 }] }
  expect((await only([bet('INI-1', shipped)]))?.hit?.p50).toBeCloseTo(44 + (8 * 34) / 60, 9) // 26 of 60 days had passed when December ended
  const falling = result('KR-1', { kind: 'decrease', target: 40 })
  expect((await only([bet('INI-1', { outcome: [{ metric: 'adoption', baseline: 40, target: 35 }] })], [falling]))?.hit).toMatchObject({
    p50: 39,
    chance: 1,
    without: 0,
  })
})

test('effects count over the span of the forecast: from the end of the last closed period to the end of the one that is read', async () => {
  const quarters: Ahead = {
    ...ahead,
    points: [{ period: '2026-Q4', value: 41, mature: true }],
    forecast: { model: 'level', says: 'The level goes on.', points: [{ period: '2027-Q1', mean: 44, error: 0 }] },
  }
  const shipped = (shippedOn: string) => bet('INI-1', { stage: 'measuring', shippedOn })
  const late = [result('KR-1', { due: '2027-05-31' })] // the quarter that is over then is the first
  expect((await only([shipped('2027-01-05')], undefined, quarters, '2027-03-25'))?.hit).toMatchObject({ p50: 52, effects: [{ adds: 8 }] })
  expect((await only([shipped('2026-12-31')], undefined, quarters, '2027-03-25'))?.hit?.p50).toBe(44)
  expect((await only([bet('INI-1', { effort: { likely: 18 } })], late, quarters))?.hit).toMatchObject({ p50: 44, effects: [{ lands: '2027-05-10' }] })
})

test('a bet that speaks of another part, or lacks a figure, is left out by name', async () => {
  const outcome = { metric: 'adoption', baseline: 40, target: 48 }
  const line = await only([
    bet('INI-1', { outcome: [{ ...outcome, segment: 'Enterprise' }] }),
    bet('INI-2', { confidence: null }),
    bet('INI-3', { outcome: [{ ...outcome, baseline: null }] }),
    bet('INI-4', { effort: null }),
    bet('INI-5', { stage: 'ready' }),
    bet('INI-6', { outcome: [{ ...outcome, metric: 'churn' }] }),
  ])
  expect(line?.hit?.effects).toEqual([])
  expect(line?.leftOut.map(({ key, lacks }) => `${key}: ${lacks}`)).toEqual([
    'INI-1: it promises to move Enterprise, not all of it',
    'INI-2: nobody has said how likely its outcome is',
    'INI-3: it promises no amount: its outcome has no baseline',
    'INI-4: it is not forecast: it lacks a size',
  ])
})

test('a bet that promises to move a metric and a part of it counts for each by its own promise', async () => {
  const both = bet('INI-1', {
    outcome: [
      { metric: 'adoption', segment: 'Enterprise', baseline: 40, target: 60 },
      { metric: 'adoption', segment: null, baseline: 40, target: 43 },
    ],
  })
  expect(await only([both])).toMatchObject({ hit: { p50: 47 }, leftOut: [] })
  expect((await only([both], [result('KR-1', { segment: 'Enterprise' })]))?.hit?.p50).toBe(64)
})

test('where there is no ground for a number, there is none, and it says why', async () => {
  const says = async (change: object, look?: Ahead | Problem) => (await only([], [result('KR-1', change)], look))?.lacks
  expect(await says({ kind: 'milestone' })).toMatch(/^It is a milestone/)
  expect(await says({ metric: null })).toBe('It is bound to no metric, or has no target.')
  expect(await says({ metricVersion: 1 })).toMatch(/^Its metric is told by definition 2, and it was committed under 1/)
  expect(await says({ metricVersion: 2 })).toBe(null)
  expect(await says({ due: '2026-12-31' })).toBe('The last period that counts, 2026-12, is over: its value is known, and there is nothing to forecast.')
  expect(await says({ due: '2027-06-30' })).toBe('The forecast of its metric does not reach 2027-06.')
  expect(await says({}, { ...ahead, forecast: { model: null, says: 'Three closed periods are too few.' } })).toBe('Three closed periods are too few.')
  expect(await says({}, new Problem('refused', 'Its rows break.'))).toBe('Adoption is not looked ahead at: Its rows break.')
  await expect(says({}, new Problem('unavailable', 'The store is away.'))).rejects.toThrow('The store is away.')
  expect((await only([], [result('KR-1', { due: '2027-03-15' })]))?.period).toBe('2027-02') // March is not over then
})

test('the record holds chances of the middle of their time against what came', async () => {
  const scored = (key: string, resulted: number) => result(key, { state: 'scored', result: resulted })
  const ctx = made([bet('INI-1')], [scored('KR-1', 51), scored('KR-2', 49), result('KR-3', { state: 'scored', result: 1, kind: 'milestone' })])
  const asked: string[] = []
  const look = async (_: string, { asOf = '' }: { readonly asOf?: string }) => {
    asked.push(asOf)
    return ahead
  }
  const record = await chanceRecord(ctx, look, () => waitingGround(ctx))
  expect(asked).toEqual(['2027-02-14'])
  expect(record.lines.map(({ key, chance, isHit }) => [key, chance, isHit])).toEqual([
    ['KR-1', 1, true],
    ['KR-2', 1, false],
  ])
  expect(record).toMatchObject({ brier: 0.5, leftOut: [] })
  expect(record.says).toMatch('expected 2.0 of the last 2 scored key results to be met; 1 were. Brier score 0.50')
  expect((await chanceRecord(made([], []), look, () => waitingGround(ctx))).brier).toBe(null)
})
