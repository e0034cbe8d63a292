import { expect, test } from 'vitest'
import { hit, type Effect, type HitRequest } from './hit.ts'
import { played } from './simulate.ts'

const runs = 20_000
const ask = (more: Partial<HitRequest> = {}): HitRequest => ({
  base: { mean: 100, error: 5 },
  aim: { low: 106, high: Infinity },
  due: 13,
  effects: [],
  runs,
  seed: 7,
  ...more,
})
const bet = (more: Partial<Effect> = {}): Effect => ({ of: 'INI-1', amount: 8, confidence: 0.5, lagWeeks: 0, lands: 4, ...more })
/** Four standard errors of a share over the runs, at its widest. */
const noise = 4 * Math.sqrt(0.25 / runs)

test('without effects it is the share of the normal forecast beyond the target', () => {
  const { chance, without, p10, p90 } = hit(ask())
  expect(Math.abs(chance - (1 - phi(1.2)))).toBeLessThan(noise)
  expect(without).toBe(chance)
  expect(Math.abs(p10 - (100 - 1.2816 * 5))).toBeLessThan(0.3)
  expect(Math.abs(p90 - (100 + 1.2816 * 5))).toBeLessThan(0.3)
})

test('one bet that lands in time mixes two normals by its confidence, worked by hand', () => {
  const { chance, effects } = hit(ask({ effects: [bet()] }))
  expect(Math.abs(chance - (0.5 * (1 - phi(-0.4)) + 0.5 * (1 - phi(1.2))))).toBeLessThan(noise)
  expect(effects[0]?.adds).toBeCloseTo(4, 0)
  expect(Math.abs((effects[0]?.lifts ?? 0) - 0.5 * (phi(1.2) - phi(-0.4)))).toBeLessThan(noise)
})

test('a lag shows a part, what lands too late shows nothing, and what was shown before is not added twice', () => {
  const sure = (more: Partial<Effect>, span: Partial<HitRequest> = {}) =>
    hit(ask({ base: { mean: 100, error: 0 }, effects: [bet({ confidence: 1, ...more })], ...span })).p50
  expect(sure({ lagWeeks: 18 })).toBe(104) // 9 of 18 weeks after landing
  expect(sure({ lands: 14 })).toBe(100)
  expect(sure({ lands: 13 })).toBe(108)
  expect(sure({ lands: -9, lagWeeks: 18 }, { from: 0 })).toBe(104) // half had come before the start, half comes now
  expect(sure({ lands: -40, lagWeeks: 18 }, { from: 0 })).toBe(100)
  expect(sure({ lands: -9 }, { from: -12 })).toBe(108) // it landed after the forecast was made
  expect(sure({ lands: 0 })).toBe(108) // the forecast holds none of it
})

test('through a chain of bets it equals an evaluator that integrates the forecast and enumerates what shows', () => {
  const wide = { low: 2, likely: 5, high: 14 }
  const run = played({
    start: '2027-01-04',
    items: [
      { id: 'a', work: { weeks: wide } },
      { id: 'b', work: { weeks: wide } },
    ],
    edges: [{ before: 'a', after: 'b', type: 'finishStart' }],
    throughput: {},
    runs,
    seed: 3,
  })
  const lands = (id: string): Float64Array => run?.finishes.get(id) ?? new Float64Array()
  const effects = [
    bet({ of: 'a', amount: 5, confidence: 0.7, lagWeeks: 6, lands: lands('a') }),
    bet({ of: 'b', amount: 9, confidence: 0.6, lagWeeks: 2, lands: lands('b') }),
  ]
  const told = hit(ask({ effects }))
  const whole = integrated(effects, 106)
  expect(Math.abs(told.chance - whole)).toBeLessThan(noise)
  for (const [i, { lifts }] of told.effects.entries()) expect(Math.abs(lifts - (whole - integrated(effects.toSpliced(i, 1), 106)))).toBeLessThan(noise)
  expect(hit(ask({ effects }))).toEqual(told)
  const falling = hit(ask({ aim: { low: -Infinity, high: 94 }, effects: effects.map((one) => ({ ...one, amount: -one.amount })) }))
  expect(Math.abs(falling.chance - told.chance)).toBeLessThan(2 * noise)
})

/** The mean over runs of the sum over what shows of its chance times the normal tail beyond the target. */
function integrated(effects: readonly Effect[], target: number): number {
  let sum = 0
  for (let run = 0; run < runs; run += 1)
    for (let mask = 0; mask < 2 ** effects.length; mask += 1) {
      let [weight, mean] = [1, 100]
      for (const [i, { amount, confidence, lagWeeks, lands }] of effects.entries()) {
        const isIn = (mask >> i) % 2 === 1
        const after = 13 - (typeof lands === 'number' ? lands : (lands[run] ?? 0))
        weight *= isIn ? confidence : 1 - confidence
        if (isIn && after >= 0) mean += amount * Math.min(1, after / lagWeeks)
      }
      sum += weight * (1 - phi((target - mean) / 5))
    }
  return sum / runs
}

/** The normal distribution function: the density summed by Simpson’s rule over a fine grid, once, and read between its points. */
function phi(z: number): number {
  const place = Math.min(grid.length - 2, Math.max(0, (z + 8) / step))
  const below = Math.floor(place)
  return (grid[below] ?? 0) + ((grid[below + 1] ?? 0) - (grid[below] ?? 0)) * (place - below)
}

const step = 0.002
const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
const grid = new Float64Array(8001)
for (let i = 1; i < grid.length; i += 1) {
  const x = -8 + i * step
  grid[i] = (grid[i - 1] ?? 0) + ((density(x - step) + 4 * density(x - step / 2) + density(x)) * step) / 6
}
