import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import { random } from '#engines/numbers/random.ts'
import { liveSignals } from './judge.ts'
import { gChart, tChart } from './rare.ts'
import { xmr } from './xmr.ts'

const gaps = (values: readonly number[]) => values.map((value, index) => ({ period: addPeriods('2024-01-01', index), value }))
// Montgomery, table 7.14: hours between failures of a valve
const valve = [286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96]

test('hours between valve failures show no signal in Montgomery’s example 7.6', () => {
  const chart = tChart(gaps(valve))
  expect(chart.signals).toEqual([])
  expect(chart.points[0]?.lower).toBe(0)
  expect(286 ** (1 / 3.6)).toBeCloseTo(4.81, 2)
})

test('the transformed hours are those of Montgomery’s table 7.14, which writes the exponent of Nelson (1994) as 0.2777', () => {
  const published = [4.80986, 6.70903, 5.7265, 3.81367, 6.43541, 6.23705, 1.46958, 3.96768, 5.39007, 1.78151, 9.09619, 5.89774, 3.38833, 4.51095, 5.9169, 5.59189, 7.16124, 7.18601, 9.09083, 3.55203] // prettier-ignore
  valve.forEach((hours, index) => expect(hours ** 0.2777).toBeCloseTo(published[index] ?? NaN, 2))
  const mean = published.reduce((sum, value) => sum + value, 0) / published.length
  const range = published.slice(1).reduce((sum, value, index) => sum + Math.abs(value - (published[index] ?? 0)), 0) / (published.length - 1)
  const { centre, upper } = tChart(gaps(valve)).points[0] ?? {}
  expect((centre ?? 0) ** (1 / 3.6)).toBeCloseTo(mean, 2)
  expect((upper ?? 0) ** (1 / 3.6)).toBeCloseTo(mean + 2.66 * range, 1)
})

test('the g chart of a hundred units between events has the limits of Kaminsky and others (1992): ḡ ± 3 sqrt(ḡ(ḡ + 1))', () => {
  const { centre, lower, upper } = gChart(gaps([96, 104, 99, 101, 98, 102, 100])).points[0] ?? {}
  // the mean of a geometric count from 0 is (1 − p) / p = 100, its standard deviation sqrt(1 − p) / p with p = 1/101
  const sigma = Math.sqrt(100 / 101) * 101
  expect(centre).toBe(100)
  expect(upper).toBeCloseTo(100 + 3 * sigma, 9)
  expect(lower).toBeCloseTo(100 - 3 * sigma, 9)
})

test('the g chart’s limit is three standard deviations of the geometric distribution, summed up from its probabilities', () => {
  // a second computation that knows no closed form: P(k) = p (1 − p)^k for the k units before an event, added up until nothing is left
  for (const mean of [4, 19, 100]) {
    const p = 1 / (mean + 1)
    const share = Array.from({ length: 40_000 }, (_, k) => p * (1 - p) ** k)
    const moment = (power: number): number => share.reduce((sum, each, k) => sum + each * k ** power, 0)
    expect(moment(1)).toBeCloseTo(mean, 6)
    const { upper } = gChart(gaps(Array<number>(6).fill(mean))).points[0] ?? {}
    expect(upper).toBeCloseTo(moment(1) + 3 * Math.sqrt(moment(2) - moment(1) ** 2), 5)
  }
})

test('of a process that does not change, a g chart calls as many gaps long as the geometric distribution has beyond its limit', () => {
  // units drawn one by one, each with an event or not; the gaps are what lies between: 0.018 of them exceed the limit (0.95 ^ (1 + 19 + 3 sqrt(19 · 20)))
  const draw = random(7, 'units between events')
  const found: number[] = []
  for (let units = 0; found.length < 20_000; units += 1)
    if (draw.chance(0.05)) {
      found.push(units)
      units = -1
    }
  const { points } = gChart(found.map((value, index) => ({ period: addPeriods('2000-01-01', index), value })))
  const long = points.filter(({ rules }) => rules.includes('outside')).length / found.length
  expect(points[0]?.centre).toBeCloseTo(19, 0)
  expect(long).toBeGreaterThan(0.015)
  expect(long).toBeLessThan(0.021)
})

describe('a wait that is still going on', () => {
  const waiting = (value: number, options = {}) => tChart([...gaps(valve), { period: '2024-03-01', value, state: 'open' as const }], options)
  test('beyond the upper limit it is a signal before it ends, and begins with the last event, so that its name stays', () => {
    const { signals, points } = waiting(60_000)
    expect(signals).toMatchObject([{ rule: 'outside', side: 'above', from: '2024-01-20', to: '2024-03-01' }])
    expect(points.at(-1)).toMatchObject({ state: 'open', isTested: true })
  })
  test('it never moves the limits, and below the centre it says nothing', () => {
    const [long, short, none] = [waiting(60_000), waiting(5), tChart(gaps(valve))]
    for (const chart of [long, short]) expect(chart.points[0]?.upper).toBe(none.points[0]?.upper)
    expect(short.signals).toEqual([])
    expect(short.points.at(-1)?.isTested).toBe(false)
  })
  test('it ends a run of short gaps once it is longer than usual', () => {
    const often = [...valve, ...Array<number>(8).fill(90)]
    const chart = (wait: number) => tChart([...gaps(often), { period: '2024-03-01', value: wait, state: 'open' as const }], { baselineEnd: '2024-01-20' })
    expect(liveSignals(chart(5)).map(({ rule, side }) => [rule, side])).toEqual([['run', 'below']])
    expect(liveSignals(chart(700))).toEqual([])
  })
  test('of rows that may be out of date it is drawn, and nothing is concluded from it', () => {
    expect(waiting(60_000, { isStale: true }).signals).toEqual([])
  })
  test('of units between events it is held against the limit of the g chart', () => {
    const chart = gChart([...gaps([5, 9, 4, 7, 6, 8]), { period: '2024-03-01', value: 80, state: 'open' as const }])
    expect(chart.signals).toMatchObject([{ rule: 'outside', side: 'above' }])
  })
})

test('t limits are the XmR limits of the transformed gaps, transformed back', () => {
  const [chart, inner] = [tChart(gaps(valve)), xmr(gaps(valve.map((value) => value ** (1 / 3.6))))]
  expect((chart.points[0]?.upper ?? 0) ** (1 / 3.6)).toBeCloseTo(inner.points[0]?.upper ?? NaN, 9)
  expect((chart.points[0]?.centre ?? 0) ** (1 / 3.6)).toBeCloseTo(inner.points[0]?.centre ?? NaN, 9)
})

test('a gap far beyond the upper limit says that events became rarer', () => {
  const chart = tChart(gaps([...valve, 60_000]), { baselineEnd: '2024-01-20' })
  expect(chart.signals.map(({ rule, side }) => [rule, side])).toEqual([['outside', 'above']])
})

test('the g chart’s upper limit is its closed form and its lower one is never crossed', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(500), { minLength: 6, maxLength: 40 }), (values) => {
      const chart = gChart(gaps(values))
      const centre = values.reduce((total, value) => total + value, 0) / values.length
      expect(chart.points[0]?.upper).toBeCloseTo(centre + 3 * Math.sqrt(centre * (centre + 1)), 9)
      expect(chart.points[0]?.drawn?.lower).toBe(0)
      expect(chart.signals.filter(({ rule, side }) => rule === 'outside' && side === 'below')).toEqual([])
    }),
  )
})

test('a negative gap is refused', () => {
  expect(() => tChart(gaps([1, -2]))).toThrow('negative')
})
