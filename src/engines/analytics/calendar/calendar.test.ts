import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bucketOf, bucketsOf, finder, shifted, startOf } from './buckets.ts'
import { instantIn, spanBefore, spanOf } from './span.ts'
import { civilDay, instantOf, wallAt } from '#engines/numbers/zone.ts'

const newYork = { tz: 'America/New_York', weekStart: 'monday' } as const
/** Clocks that skip midnight or show it twice, change by half an hour or by several, or left out a whole day. */
const unruly =
  'Asia/Beirut Africa/Cairo America/Santiago America/Asuncion America/Havana America/Sao_Paulo Asia/Amman Asia/Tehran Australia/Lord_Howe Antarctica/Casey Antarctica/Troll Pacific/Apia Pacific/Chatham Asia/Pyongyang America/Scoresbysund'.split(
    ' ',
  )
const hours = (edges: readonly number[]): number[] => edges.slice(1).map((edge, at) => (edge - (edges[at] ?? 0)) / 3_600_000)

describe('a calendar', () => {
  test('has days of 23 and of 25 hours where the clocks change', () => {
    const span = (from: string, to: string) => spanOf({ from, to }, 0, newYork)
    const spring = span('2026-03-07', '2026-03-10')
    const autumn = span('2026-10-31', '2026-11-03')
    expect(hours(bucketsOf(spring.from, spring.to, 'day', newYork).edges)).toEqual([24, 23, 24])
    expect(hours(bucketsOf(autumn.from, autumn.to, 'day', newYork).edges)).toEqual([24, 25, 24])
    expect(bucketsOf(autumn.from, autumn.to, 'hour', newYork).names).toHaveLength(73)
  })

  test('has days that begin at one where clocks skip midnight, and none after it does', () => {
    const beirut = { tz: 'Asia/Beirut', weekStart: 'sunday' } as const
    const { from, to } = spanOf({ from: '2026-03-27', to: '2026-04-01' }, 0, beirut)
    expect(hours(bucketsOf(from, to, 'day', beirut).edges)).toEqual([24, 24, 23, 24, 24])
    const weeks = bucketsOf(from, to, 'week', beirut)
    expect([hours(weeks.edges), weeks.names]).toEqual([
      [7 * 24, 7 * 24 - 1],
      ['2026-03-22', '2026-03-29'],
    ])
    expect(shifted(instantIn('2026-03-29', beirut.tz, 'from'), 'day', -1, beirut)).toBe(instantIn('2026-03-28', beirut.tz, 'from'))
  })

  test('whose clocks do what they like has each day once, from its first instant on', () => {
    const zone = fc.constantFrom(...unruly)
    const unit = fc.constantFrom('day', 'week', 'month', 'quarter')
    fc.assert(
      fc.property(zone, unit, fc.constantFrom('monday', 'sunday'), fc.nat({ max: 5_000 }), fc.nat({ max: 100 }), (tz, each, weekStart, day, length) => {
        const calendar = { tz, weekStart }
        const from = Date.UTC(2011, 6, 1) + day * 86_400_000
        const { edges, names } = bucketsOf(from, from + length * 86_400_000 + 1, each, calendar)
        for (const [at, edge] of edges.entries()) {
          expect(startOf(edge, each, calendar)).toBe(edge)
          if (at > 0) expect(startOf(edge - 1, each, calendar)).toBe(edges[at - 1])
          if (at < names.length) expect(civilDay(new Date(edge).toISOString(), tz)).toBe(names[at])
        }
      }),
      { numRuns: 200 },
    )
  })

  test('names weeks by their Monday or Sunday, and quarters by their first day', () => {
    const at = Date.UTC(2026, 4, 20, 15)
    expect(new Date(startOf(at, 'week', { tz: 'UTC', weekStart: 'monday' })).toISOString().slice(0, 10)).toBe('2026-05-18')
    expect(new Date(startOf(at, 'week', { tz: 'UTC', weekStart: 'sunday' })).toISOString().slice(0, 10)).toBe('2026-05-17')
    expect(new Date(startOf(at, 'quarter', { tz: 'UTC', weekStart: 'monday' })).toISOString().slice(0, 10)).toBe('2026-04-01')
  })

  test('reads civil dates in the zone, and instants as they are; a time that a clock change skips is the change itself', () => {
    expect(instantIn('2026-07-01', 'Europe/Berlin', 'from')).toBe(Date.UTC(2026, 5, 30, 22))
    expect(instantIn('2026-07-01T00:00:00Z', 'Europe/Berlin', 'from')).toBe(Date.UTC(2026, 6, 1))
    expect(instantOf(Date.UTC(2026, 2, 29, 2, 30), 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 1, 30))
    expect(() => instantIn('2026-02-30', 'UTC', 'range.from')).toThrow('range.from')
  })

  test('the last four weeks end where this week begins, or with it', () => {
    const now = Date.UTC(2026, 4, 20, 15)
    const text = (at: number): string => new Date(at).toISOString().slice(0, 10)
    const utc = { tz: 'UTC', weekStart: 'monday' } as const
    const past = spanOf({ last: 4, unit: 'week', includeCurrent: false }, now, utc)
    const open = spanOf({ last: 4, unit: 'week', includeCurrent: true }, now, utc)
    expect([past.from, past.to, open.from, open.to].map(text)).toEqual(['2026-04-20', '2026-05-18', '2026-04-27', '2026-05-25'])
  })

  test('finds a bucket by a look into its table as by a search, in every zone', () => {
    const zone = fc.constantFrom('UTC', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/Sao_Paulo')
    const unit = fc.constantFrom('hour', 'day', 'week', 'month')
    fc.assert(
      fc.property(zone, unit, fc.nat({ max: 600 }), fc.array(fc.integer({ min: -3, max: 40 * 96 }), { maxLength: 40 }), (tz, each, day, quarters) => {
        const from = Date.UTC(2025, 0, 1) + day * 86_400_000
        const buckets = bucketsOf(from, from + 35 * 86_400_000, each, { tz, weekStart: 'monday' })
        const find = finder(buckets)
        for (const quarter of quarters)
          for (const late of [0, 1, 899_999]) expect(find(from + quarter * 900_000 + late)).toBe(bucketOf(buckets, from + quarter * 900_000 + late))
        for (const edge of buckets.edges.slice(0, -1)) expect(wallAt(edge, tz) % 1_800_000).toBe(0)
      }),
      { numRuns: 60 },
    )
  })
})

test('before some days come as many days, whatever the clocks did between', () => {
  const berlin = { tz: 'Europe/Berlin', weekStart: 'monday' } as const
  const range = { from: '2026-03-01', to: '2026-05-01' }
  const span = spanOf(range, Date.UTC(2026, 5, 1), berlin)
  expect(spanBefore(range, span, 'previous', Date.UTC(2026, 5, 1), berlin)).toEqual({ from: instantIn('2025-12-30', berlin.tz, 'from'), to: span.from })
})
