import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, addPeriods } from '#engines/numbers/dates.ts'
import { latenessOf, volumeOf } from './volume.ts'

const months = (rows: readonly number[]) => rows.map((each, index) => ({ period: addPeriods('2026-01', index), rows: each }))
const calm = [1000, 1020, 990, 1010, 1000, 1020, 990, 1010]

describe('volume', () => {
  test.each([
    [1005, 'usual'],
    [0, 'silent'],
    [600, 'low'],
    [2000, 'high'],
  ] as const)('%i rows after months of a thousand are %s', (rows, state) => {
    expect(volumeOf('ticket', months([...calm, rows])).state).toBe(state)
  })
  test('the words name the fact and the month', () => {
    expect(volumeOf('ticket', months([...calm, 600])).says).toBe('600 rows of ticket in September 2026: fewer than routine variation explains.')
    expect(volumeOf('ticket', months([...calm, 0])).says).toBe('No row of ticket since August 2026, after some in each of six periods.')
  })
  test('a source that fell silent two years ago stays silent, and says since when', () => {
    const reading = volumeOf('ticket', months([...calm, ...Array.from({ length: 23 }, () => 0)]))
    expect(reading).toMatchObject({ state: 'silent', rows: 0, says: 'No row of ticket since August 2026, after some in each of six periods.' })
  })
  test('nothing where nothing is usual is no news, and the open month is not judged', () => {
    expect(volumeOf('incident', months([0, 1, 0, 0, 1, 0, 0, 0])).state).toBe('usual')
    expect(volumeOf('ticket', [...months(calm), { period: '2026-09', rows: 3, state: 'open' }]).state).toBe('usual')
    expect(volumeOf('ticket', months([1, 2, 3])).state).toBe('short')
    expect(volumeOf('ticket', [])).toMatchObject({ state: 'short', period: null })
  })
  test('a quiet Sunday is usual, the same count on a Monday is not', () => {
    const week = [1000, 1040, 1010, 1030, 990, 300, 200]
    const days = (count: number, last: number) =>
      Array.from({ length: count }, (_, index) => ({
        period: addDays('2026-01-05', index),
        rows: index === count - 1 ? last : (week[index % 7] ?? 0) + ((index * 7) % 5),
      }))
    expect(volumeOf('event', days(35, 202)).state).toBe('usual')
    expect(volumeOf('event', days(36, 202)).state).toBe('low')
  })
  test('the latest month never sets its own limits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 6, maxLength: 24 }), fc.nat(99_999), fc.nat(99_999), (rows, one, other) => {
        expect(volumeOf('event', months([...rows, one])).usual).toEqual(volumeOf('event', months([...rows, other])).usual)
      }),
    )
  })
})

test('rows later than two days are late, rows from the future are counted apart', () => {
  const hour = 3_600_000
  const rows = [1, 47, 49, 100, -1].map((hours) => ({ at: 0, receivedAt: hours * hour }))
  expect(latenessOf(rows)).toMatchObject({ late: 2, n: 5, share: 0.4, worstHours: 100, early: 1 })
  expect(latenessOf(rows, 24).late).toBe(3)
  expect(latenessOf([])).toEqual({ late: 0, n: 0, share: null, interval: null, worstHours: null, early: 0 })
})
