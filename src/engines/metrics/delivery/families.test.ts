import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { familiesOf, type IncidentRow } from './families.ts'

const row = (id: string, more: IncidentRow = {}): IncidentRow => ({
  id,
  severity: 'p1',
  impact_start: '2024-12-03T10:00:00.000Z',
  impact_end: '2024-12-03T11:00:00.000Z',
  accounts_affected: 3,
  ...more,
})
const until = Date.parse('2024-12-31T00:00:00Z')

describe('families', () => {
  test('a chain of splits and merges is one incident, with the worst severity and the first impact', () => {
    const [family, ...others] = familiesOf([
      row('a', { severity: 'p2' }),
      row('b', { split_from: 'a', severity: 'p0', impact_start: '2024-12-03T09:30:00Z', impact_end: '2024-12-03T10:30:00Z' }),
      row('c', { merged_into: 'b', impact_start: '2024-12-03T12:00:00Z', impact_end: '2024-12-03T12:15:00Z', accounts_affected: 9 }),
    ])
    expect(others).toEqual([])
    expect(family).toMatchObject({ id: 'a', members: 3, severity: 'p0', start: '2024-12-03T09:30:00Z', end: '2024-12-03T12:15:00Z', accounts: 9 })
    // 09:30 to 11:00, and 12:00 to 12:15: what overlaps counts once, what lies between does not
    expect(family?.minutes(until)).toBe(105)
  })

  test('maintenance and what no customer felt are none; a member that is left out leaves the family', () => {
    const rows = [row('a', { maintenance: true }), row('b', { split_from: 'a' }), row('c', { customer_impacting: false })]
    expect(familiesOf(rows).map(({ id, members }) => [id, members])).toEqual([['a', 1]])
  })

  test('named accounts count once, however many members name them', () => {
    const [family] = familiesOf([
      row('a', { account_ids: ['x', 'y'], accounts_affected: 2 }),
      row('b', { split_from: 'a', account_ids: ['y', 'z'], accounts_affected: 2 }),
    ])
    expect(family?.accounts).toBe(3)
  })

  test('an incident that runs on has no end, and hurts until it is asked', () => {
    const [family] = familiesOf([row('a', { impact_end: null })])
    expect(family).toMatchObject({ end: null, reviewedAt: null })
    expect(family?.minutes(Date.parse('2024-12-03T10:45:00Z'))).toBe(45)
  })

  test('a circle of merges is one incident', () => {
    expect(familiesOf([row('b', { merged_into: 'a' }), row('a', { merged_into: 'b' })])).toHaveLength(1)
  })

  test('detection is told from the first impact to the first who knew', () => {
    const [family] = familiesOf([row('a', { detected_at: '2024-12-03T10:20:00Z' }), row('b', { split_from: 'a', detected_at: '2024-12-03T10:05:00Z' })])
    expect(family?.detection).toBe(5)
  })
})

test('the order of rows, and rows sent twice as parts of one family, change no figure', () => {
  const rows = fc.array(fc.record({ parent: fc.nat(5), from: fc.nat(90), length: fc.integer({ min: 1, max: 90 }) }), { minLength: 1, maxLength: 6 })
  const minute = (at: number) => new Date(Date.parse('2024-12-03T00:00:00Z') + at * 60_000).toISOString()
  fc.assert(
    fc.property(rows, fc.nat(1000), (given, turn) => {
      const incidents = given.map(({ parent, from, length }, index) =>
        row(String(index), { split_from: parent < index ? String(parent) : null, impact_start: minute(from), impact_end: minute(from + length) }),
      )
      const told = (some: readonly IncidentRow[]) =>
        new Map(familiesOf(some).map(({ id, start, end, minutes, members }) => [id, [start, end, minutes(until), members]]))
      const cut = turn % incidents.length
      expect(told([...incidents.slice(cut), ...incidents.slice(0, cut)])).toEqual(told(incidents))
      const covered = familiesOf(incidents).reduce((sum, family) => sum + family.minutes(until), 0)
      expect(covered).toBeLessThanOrEqual(given.reduce((sum, { length }) => sum + length, 0))
    }),
  )
})
