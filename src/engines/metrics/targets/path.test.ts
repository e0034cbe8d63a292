import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '#engines/numbers/dates.ts'
import { pathValue, type Course } from './path.ts'

const course: Course = { start: 1, startsOn: '2026-01-01', aim: 1.1, by: '2026-12-31', path: { kind: 'linear' } }

describe('the path', () => {
  test('half of the days ask half of the way', () => {
    expect(pathValue(course, '2026-07-02')).toBeCloseTo(1.05, 9)
  })
  test('nothing is asked before the start, and all of it from the end on', () => {
    expect(pathValue(course, '2025-12-31')).toBeNull()
    expect(pathValue(course, '2026-12-31')).toBe(1.1)
    expect(pathValue(course, '2027-06-01')).toBe(1.1)
  })
  test('steps hold until the next one begins', () => {
    const steps = [
      { from: '2026-07-01', value: 1.06 },
      { from: '2026-04-01', value: 1.02 },
    ]
    const stepped: Course = { ...course, path: { kind: 'stepped', steps } }
    expect(['2026-03-31', '2026-04-01', '2026-06-30', '2026-07-01', '2026-12-31'].map((date) => pathValue(stepped, date))).toEqual([
      null,
      1.02,
      1.02,
      1.06,
      1.1,
    ])
  })
  test('without a path only the end counts', () => {
    const end: Course = { ...course, path: { kind: 'none' } }
    expect([pathValue(end, '2026-12-30'), pathValue(end, '2026-12-31')]).toEqual([null, 1.1])
  })
  test('a linear path runs from start to aim, day by day in one direction', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 }), fc.nat(363), (start, aim, day) => {
        const at = (offset: number) => pathValue({ ...course, start, aim }, addDays('2026-01-01', offset)) ?? NaN
        expect(at(0)).toBe(start)
        expect((at(day + 1) - at(day)) * (aim - start)).toBeGreaterThanOrEqual(-1e-9)
      }),
    )
  })
  test('an end before the start is refused', () => {
    expect(() => pathValue({ ...course, by: '2026-01-01' }, '2026-02-01')).toThrow('due after its start')
  })
})
