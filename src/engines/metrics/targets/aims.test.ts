import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '#engines/numbers/dates.ts'
import { goalOf, inForceOn, pathOf, pursuitOf, startOf, stepsOf } from './aims.ts'

const row = { createdAt: '2026-02-03T09:00:00Z', direction: 'up', target: 1.1, baseline: 1, baselineSpan: '2026-Q1', by: '2026-12-31', path: 'linear' }

test('a row is held against its goal, from the end of its baseline to its day', () => {
  expect(pursuitOf(row)).toEqual({
    goal: { direction: 'up', value: 1.1 },
    start: 1,
    startsOn: '2026-03-31',
    by: '2026-12-31',
    path: { kind: 'linear' },
  })
  expect(pursuitOf({ ...row, by: null, baseline: null })).toMatchObject({ by: null, start: null })
})

test('both ends of a range are its goal; an end that is not there is the other one', () => {
  expect(goalOf({ direction: 'within', target: 0.85, upper: 0.95 })).toEqual({ direction: 'within', low: 0.85, high: 0.95 })
  expect(goalOf({ direction: 'within', target: 0.85, upper: null })).toEqual({ direction: 'within', low: 0.85, high: 0.85 })
  expect(goalOf({ direction: 'down', target: 3 })).toEqual({ direction: 'down', value: 3 })
})

test('it counts from the end of its baseline, of whatever length, and from the day on which it was set where that has no span', () => {
  const start = (baselineSpan: string | null) => startOf({ ...row, baselineSpan })
  expect(['2026', '2026-H1', '2025-H2', '2026-Q1', '2026-02', '2026-W07', '2026-02-14'].map(start)).toEqual([
    '2026-12-31',
    '2026-06-30',
    '2025-12-31',
    '2026-03-31',
    '2026-02-28',
    '2026-02-15',
    '2026-02-14',
  ])
  expect([start(null), start('0000-01'), start('9999')]).toEqual(['2026-02-03', '2026-02-03', '2026-02-03'])
})

test('steps are read from rows as they are stored, and what is none is passed over', () => {
  const steps = [{ from: '2026-04-01', value: 1.02 }, null, 'x', { from: '2026-07-01' }]
  expect(stepsOf({ steps })).toEqual([{ from: '2026-04-01', value: 1.02 }])
  expect(stepsOf({})).toEqual([])
  expect(pathOf({ path: 'stepped', steps })).toEqual({ kind: 'stepped', steps: [{ from: '2026-04-01', value: 1.02 }] })
  expect(pathOf({ path: 'none' })).toEqual({ kind: 'none' })
})

const dated = (by: string, kind = 'committed') => ({ by, kind })

test('in force is the nearest ahead, else the last, and of a day the committed one', () => {
  const rows = [dated('2027-03-31'), dated('2026-12-31', 'aspirational'), dated('2026-12-31')]
  const days = ['2026-09-01', '2026-12-31T10:00:00Z', '2027-01-01', '2028-01-01']
  expect(days.map((day) => inForceOn(rows, day))).toEqual([rows[2], rows[2], rows[0], rows[0]])
  expect(inForceOn(rows.slice(1), '2028-01-01')).toBe(rows[2])
  expect(inForceOn([], '2026-09-01')).toBeNull()
})

test('none that is in force lies behind one that is still ahead', () => {
  const day = (at: number) => addDays('2026-01-01', at)
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(400), { minLength: 1, maxLength: 6 }), fc.nat(450), (dues, at) => {
      const ahead = dues.filter((due) => due >= at)
      expect(
        inForceOn(
          dues.map((due) => dated(day(due))),
          day(at),
        )?.by,
      ).toBe(day(ahead.length > 0 ? Math.min(...ahead) : Math.max(...dues)))
    }),
  )
})
