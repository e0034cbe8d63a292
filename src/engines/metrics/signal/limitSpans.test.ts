import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import { liveSignals, plainest, signalKey } from './judge.ts'
import { pPrime } from './laney.ts'
import { limitSpans, marksOf } from './limitSpans.ts'
import { xmr } from './xmr.ts'

const months = (values: readonly number[]) => values.map((value, index) => ({ period: addPeriods('2024-01', index), value }))
const calm = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]
const change = { period: '2025-01', cause: 'Chats count' }

describe('spans', () => {
  test('one process has one span', () => {
    expect(limitSpans(xmr(months(calm)))).toMatchObject([
      { from: '2024-01', to: '2024-12', segment: 0, cause: null, n: 12, strength: 'established', centre: 10.5 },
    ])
  })
  test('a declared change begins a second one; the first stays as it was', () => {
    const [before] = limitSpans(xmr(months(calm)))
    const spans = limitSpans(xmr(months([...calm, 20, 21, 20, 22, 20, 21]), { changes: [change] }))
    expect(spans).toMatchObject([before ?? {}, { from: '2025-01', to: '2025-06', cause: 'Chats count', n: 6, strength: 'provisional' }])
  })
  test('a process that is too young has a span without limits', () => {
    expect(limitSpans(xmr(months([...calm, 20, 21]), { changes: [change] })).at(-1)).toMatchObject({
      from: '2025-01',
      n: 2,
      strength: 'none',
      centre: null,
      lower: null,
    })
  })
  test('limits that follow n have a span for each size', () => {
    const sizes = [100, 100, 400, 400, 100, 200, 100, 100]
    const points = sizes.map((size, index) => ({ period: addPeriods('2024-01', index), count: Math.round(size * (0.4 + (index % 3) / 50)), size }))
    expect(limitSpans(pPrime(points)).map(({ from, to }) => `${from}/${to}`)).toEqual([
      '2024-01/2024-02',
      '2024-03/2024-04',
      '2024-05/2024-05',
      '2024-06/2024-06',
      '2024-07/2024-08',
    ])
  })
  test('spans cover every point once, with the limits that the chart drew', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 40 }), fc.nat(39), (values, at) => {
        const chart = xmr(months(values), { changes: [{ period: addPeriods('2024-01', at), cause: 'x' }] })
        const spans = limitSpans(chart)
        for (const { period, drawn } of chart.points) {
          const holding = spans.filter(({ from, to }) => period >= from && period <= to)
          expect(holding).toHaveLength(1)
          expect(holding[0]?.lower).toBe(drawn?.lower ?? null)
        }
      }),
    )
  })
})

describe('news', () => {
  const late = xmr(months([...calm, 30]), { baselineEnd: '2024-12' })
  test('only a pattern that reaches the latest closed point is live', () => {
    expect(liveSignals(late)).toMatchObject([{ rule: 'outside', side: 'above', from: '2025-01' }])
    expect(liveSignals(xmr(months([...calm, 30, 10]), { baselineEnd: '2024-12' }))).toEqual([])
    expect(liveSignals(xmr([]))).toEqual([])
  })
  test('marks name the points of a pattern', () => {
    expect(marksOf(late)).toEqual([{ period: '2025-01', rules: ['outside'] }])
  })
  test('a signal keeps its name while it lasts, and the plainest pattern tells it', () => {
    const run = xmr(months([...calm, 11.5, 11.5, 11.5, 11.5, 11.5, 11.5, 11.5, 11.5]), { baselineEnd: '2024-12' })
    const longer = xmr(months([...calm, 11.5, 11.5, 11.5, 11.5, 11.5, 11.5, 11.5, 11.5, 11.5]), { baselineEnd: '2024-12' })
    const keys = [run, longer].map((chart) => liveSignals(chart).map((signal) => signalKey('csat', signal)))
    expect(keys[0]).toEqual(keys[1])
    expect(plainest(liveSignals(xmr(months([...calm.slice(0, 11), 10, 12, 12, 12, 12, 12, 12, 12, 30]), { baselineEnd: '2024-12' })))?.rule).toBe('outside')
    expect(plainest([])).toBeUndefined()
  })
})
