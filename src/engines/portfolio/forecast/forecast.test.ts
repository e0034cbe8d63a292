import { describe, expect, test } from 'vitest'
import { addDays } from '../../numbers/dates.ts'
import { random } from '../../numbers/random.ts'
import { drawPert, quantileOf } from '../draws.ts'
import { backtest, type PastMoment } from './backtest.ts'
import { calibration, clopperPearson } from './calibration.ts'
import { pertDuration, steadiness, throughputDuration } from './durations.ts'
import { simulate, type ForecastRequest } from './simulate.ts'

const sure = (weeks: number) => ({ low: weeks, likely: weeks, high: weeks })
const request: ForecastRequest = {
  start: '2027-01-04',
  items: [
    { id: 'a', work: { weeks: sure(2) } },
    { id: 'b', work: { weeks: sure(3) }, by: '2027-02-08' },
    { id: 'c', work: { weeks: sure(1) } },
  ],
  edges: [{ before: 'a', after: 'b', type: 'finishStart' }],
  throughput: {},
  runs: 100,
  seed: 1,
}

test('sure durations give sure dates, and the chain that ends last is always critical', () => {
  const answer = simulate(request)
  expect(answer?.items.map(({ id, p50, p95, criticality, chance }) => ({ id, p50, p95, criticality, chance }))).toEqual([
    { id: 'a', p50: '2027-01-18', p95: '2027-01-18', criticality: 1, chance: null },
    { id: 'b', p50: '2027-02-08', p95: '2027-02-08', criticality: 1, chance: 1 },
    { id: 'c', p50: '2027-01-11', p95: '2027-01-11', criticality: 0, chance: null },
  ])
  expect(answer?.all.p80).toBe('2027-02-08')
})

test('what ends on its day by the clock of what it waits for is in time in every run', () => {
  const chances = Array.from({ length: 60 }, (_, n) => {
    const items = [
      { id: 'a', work: { weeks: { low: 1, likely: 2, high: 4 } }, by: addDays(request.start, 40 + n) },
      { id: 'b', work: { weeks: sure(0) } },
    ]
    const answer = simulate({ ...request, items, edges: [{ before: 'b', after: 'a', type: 'finishFinish', lag: (40 + n) / 7 }] })
    return answer?.items[0]?.chance
  })
  expect(new Set(chances)).toEqual(new Set([1]))
})

test('a circle gives no forecast, and the same seed the same one', () => {
  expect(simulate({ ...request, edges: [...request.edges, { before: 'b', after: 'a', type: 'finishStart' }] })).toBeNull()
  const open = { ...request, items: [{ id: 'a', work: { weeks: { low: 1, likely: 2, high: 9 } } }], edges: [] }
  expect(simulate(open)).toEqual(simulate(open))
  expect(simulate({ ...open, seed: 2 })).not.toEqual(simulate(open))
})

test('PERT quantiles of the table agree with draws made another way', () => {
  const range = { low: 1, likely: 3, high: 11 }
  const [draw, other] = [random(1, 'a'), random(1, 'b')]
  const fast = pertDuration(range)
  const [mine, theirs] = [
    Float64Array.from({ length: 60_000 }, () => fast(draw)).sort(),
    Float64Array.from({ length: 60_000 }, () => drawPert(range, other)).sort(),
  ]
  for (const p of [0.1, 0.5, 0.8, 0.95]) expect(Math.abs((quantileOf(mine, p) ?? 0) - (quantileOf(theirs, p) ?? 1))).toBeLessThan(0.06)
})

test('of two equal parallel tasks each is critical in half of the runs, and the end is the larger of both', () => {
  const weeks = { low: 0, likely: 2, high: 4 }
  const answer = simulate({
    ...request,
    runs: 8000,
    items: [
      { id: 'a', work: { weeks } },
      { id: 'b', work: { weeks } },
    ],
    edges: [],
  })
  expect(answer?.items[0]?.criticality).toBeCloseTo(0.5, 1)
  expect((answer?.all.p50 ?? '') > (answer?.items[0]?.p50 ?? '')).toBe(true)
})

describe('throughput', () => {
  test('a steady squad takes remaining x split / throughput weeks, to the day', () => {
    const weeks = throughputDuration({ weekly: Array.from({ length: 12 }, () => 4), share: 0.5, split: sure(1.5), remaining: sure(7) })
    expect(weeks(random(1, 'x'))).toBeCloseTo((7 * 1.5) / 2, 12)
  })
  test('no throughput has no date; a short or changed process is called weak', () => {
    const answer = simulate({ ...request, items: [{ id: 'a', work: { remaining: sure(3), squad: 'core' } }], edges: [], throughput: { core: [0, 0, 0] } })
    expect(answer?.items[0]).toMatchObject({ p50: null, p95: null, weak: ['it rests on 3 weeks; ten are needed'] })
    expect(steadiness([4, 5, 4, 6, 5, 4, 5, 6, 4, 5, 40])).toMatchObject({ isWeak: true })
    expect(steadiness([4, 5, 4, 6, 5, 4, 5, 6, 4, 5])).toEqual({ isWeak: false, says: null })
  })
})

const poisson = (mean: number, draw: { next(): number }): number => {
  const limit = Math.exp(-mean)
  let [count, product] = [0, draw.next()]
  while (product > limit) [count, product] = [count + 1, product * draw.next()]
  return count
}

/** A squad that finishes a Poisson number of things a week: what was known at a moment, and how long the rest then took. */
function moments(count: number, seed: number): PastMoment[] {
  const draw = random(seed, 'past')
  return Array.from({ length: count }, () => {
    const rate = 3 + draw.next() * 6
    const weekly = Array.from({ length: 26 }, () => poisson(rate, draw))
    const remaining = draw.int(15, 60)
    let [left, week] = [remaining, 0]
    for (;;) {
      const done = poisson(rate, draw)
      if (done >= left) return { weekly, remaining, actualWeeks: week + left / done, promisedWeeks: (remaining / rate) * 0.7 }
      left -= done
      week += 1
    }
  })
}

test('on 600 replayed moments the 80 % interval covers 75 to 85 %, with less loss than the promised days', () => {
  const answer = calibration(backtest(moments(600, 4), { runs: 400, seed: 1 }))
  expect(answer.n).toBe(600)
  expect(answer.coverage).toBeGreaterThanOrEqual(0.75)
  expect(answer.coverage).toBeLessThanOrEqual(0.85)
  expect(answer.isCalibrated).toBe(true)
  expect(answer.pinball).toBeLessThan(answer.pinballPromised ?? 0)
})

test('what happens after a moment cannot be seen from it', () => {
  const [first, ...rest] = moments(3, 9)
  const changed = first ? [{ ...first, actualWeeks: first.actualWeeks * 3 }, ...rest] : []
  const [before, after] = [backtest([...(first ? [first] : []), ...rest], { seed: 1 }), backtest(changed, { seed: 1 })]
  expect(before.map(({ p10, p50, p90 }) => [p10, p50, p90])).toEqual(after.map(({ p10, p50, p90 }) => [p10, p50, p90]))
})

test('the exact interval of 8 of 10 (Clopper and Pearson: 0.4439 to 0.9748), and the Brier score by hand', () => {
  expect(clopperPearson(8, 10)).toEqual({ low: expect.closeTo(0.4439, 4), high: expect.closeTo(0.9748, 4) })
  expect(clopperPearson(0, 10).low).toBe(0)
  const one = { p10: 1, p50: 2, p90: 3, actual: 2 }
  expect(
    calibration([
      { ...one, chance: { p: 0.8, came: true } },
      { ...one, chance: { p: 0.3, came: false } },
    ]).brier,
  ).toBeCloseTo((0.04 + 0.09) / 2, 12)
  expect(calibration([])).toMatchObject({ n: 0, coverage: null, isCalibrated: null, brier: null })
})
