import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, addPeriods, daysBetween } from '#engines/numbers/dates.ts'
import { daysApart, unitsApart } from './gaps.ts'
import { gChart, tChart } from './rare.ts'

describe('days apart', () => {
  test('each incident tells the days since the one before, and the wait until today is open', () => {
    expect(daysApart(['2026-03-01', '2026-01-10', '2026-01-31'], '2026-03-20')).toEqual({
      points: [
        { period: '2026-01-31', value: 21 },
        { period: '2026-03-01', value: 29 },
        { period: '2026-03-20', value: 19, state: 'open' },
      ],
      joined: 0,
    })
  })
  test('two incidents of one day are one point and are counted', () => {
    expect(daysApart(['2026-01-10', '2026-01-10', '2026-01-12'], '2026-01-12')).toEqual({ points: [{ period: '2026-01-12', value: 2 }], joined: 1 })
  })
  test('an event that may still be judged otherwise ends an immature gap', () => {
    expect(daysApart(['2026-01-10', '2026-01-12'], '2026-01-12', ['2026-01-12']).points).toEqual([{ period: '2026-01-12', value: 2, state: 'immature' }])
  })
  test('it begins one too: were it no event, the two gaps beside it would be one', () => {
    expect(daysApart(['2026-01-10', '2026-01-12', '2026-01-20', '2026-01-25'], '2026-01-25', ['2026-01-12']).points).toEqual([
      { period: '2026-01-12', value: 2, state: 'immature' },
      { period: '2026-01-20', value: 8, state: 'immature' },
      { period: '2026-01-25', value: 5 },
    ])
  })
  test('what happens after the day of asking is not known yet', () => {
    expect(daysApart(['2026-01-10', '2026-02-10'], '2026-01-20').points).toEqual([{ period: '2026-01-20', value: 10, state: 'open' }])
    expect(daysApart([], '2026-01-20')).toEqual({ points: [], joined: 0 })
  })
  test('gaps sum to the days from the first event to today, and a t chart can draw them', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2000), { minLength: 1, maxLength: 40 }), (offsets) => {
        const dates = offsets.map((offset) => addDays('2020-01-01', offset))
        const { points, joined } = daysApart(dates, '2026-01-01')
        const first = dates.toSorted()[0] ?? ''
        expect(points.reduce((total, { value }) => total + (value ?? 0), 0)).toBe(daysBetween(first, '2026-01-01'))
        expect(joined).toBe(dates.length - new Set(dates).size)
        expect(tChart(points).kind).toBe('t')
      }),
    )
  })
})

describe('units apart', () => {
  test('good releases between failed ones, told in the month of the failure', () => {
    const rows = [
      { period: '2026-01', units: 10, events: 1 },
      { period: '2026-02', units: 12, events: 0 },
      { period: '2026-03', units: 9, events: 2 },
      { period: '2026-04', units: 7, events: 0 },
    ]
    expect(unitsApart(rows)).toEqual({
      points: [
        { period: '2026-03', value: 9.5 },
        { period: '2026-04', value: 7, state: 'open' },
      ],
      joined: 1,
    })
  })
  test('a gap beside a failure that may still be judged otherwise is immature', () => {
    const rows = [
      { period: '2026-01', units: 10, events: 1 },
      { period: '2026-02', units: 12, events: 1, state: 'immature' as const },
      { period: '2026-03', units: 9, events: 1 },
      { period: '2026-04', units: 7, events: 1 },
    ]
    expect(unitsApart(rows).points.map(({ state }) => state)).toEqual(['immature', 'immature', undefined])
  })
  test('every good unit after the first event is in exactly one gap', () => {
    const row = fc.nat(20).chain((units) => fc.nat(units).map((events) => ({ units, events })))
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (list) => {
        const rows = list.map((each, index) => ({ period: addPeriods('2020-01', index), ...each }))
        const { points } = unitsApart(rows)
        const start = rows.findIndex(({ events }) => events > 0)
        const good = start < 0 ? 0 : rows.slice(start + 1).reduce((total, { units, events }) => total + units - events, 0)
        const events = new Map(rows.map((each) => [each.period, Math.max(1, each.events)]))
        expect(points.reduce((total, { period, value }) => total + (value ?? 0) * (events.get(period) ?? 1), 0)).toBeCloseTo(good, 6)
        expect(gChart(points).kind).toBe('g')
      }),
    )
  })
  test('more events than units are refused', () => {
    expect(() => unitsApart([{ period: '2026-01', units: 1, events: 2 }])).toThrow('at most the units')
  })
})
