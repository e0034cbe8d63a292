import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { thrash, type BaselineItem, type PlanChange } from './thrash.ts'

const period = { start: '2027-01-01', end: '2027-03-31' } // 90 days
const day = (n: number): string => new Date(Date.UTC(2027, 0, 1 + n)).toISOString().slice(0, 10)
const baseline: BaselineItem[] = [
  { id: 'A', horizon: 'now', effort: 20, product: 'identity' },
  { id: 'B', horizon: 'now', effort: 10, product: 'identity' },
  { id: 'C', horizon: 'next', effort: 16, product: 'insights' },
  { id: 'D', horizon: 'later', effort: 30, product: 'insights' },
]
const removed: PlanChange = { id: '1', at: day(18), item: 'B', kind: 'removed', cause: 'executive', sponsor: 'ceo' }
const inserted: PlanChange = {
  id: '2',
  at: day(18),
  item: 'X',
  kind: 'inserted',
  horizon: 'now',
  effort: 12,
  linked: ['B'],
  cause: 'executive',
  sponsor: 'ceo',
  product: 'identity',
}
const learned: PlanChange = { id: '3', at: day(45), item: 'A', kind: 'rescoped', effort: 14, cause: 'learning', evidenceAt: day(40), approvedAt: day(44) }
const deferred: PlanChange = { id: '4', at: day(63), item: 'C', kind: 'deferred', cause: 'dependency', sponsor: 'cto' }
const noisy: PlanChange = { id: '5', at: day(72), item: 'D', kind: 'rescoped', effort: 33, cause: 'estimate' }
const example = [removed, inserted, learned, deferred, noisy]

test('the reference’s example is 28/41 to 1e-12, with its causes, sponsors and learning share', () => {
  const answer = thrash(period, baseline, example)
  expect(answer.below).toBe(41)
  expect(Math.abs((answer.index ?? 0) - 28 / 41)).toBeLessThan(1e-12)
  expect(answer.byCause['executive']).toBeCloseTo(14.4 / 41, 12)
  expect(answer.byCause['dependency']).toBeCloseTo(13.6 / 41, 12)
  expect(answer.bySponsor).toEqual({ ceo: expect.closeTo(14.4 / 41, 12), cto: expect.closeTo(13.6 / 41, 12) })
  expect(answer.byProduct).toEqual({ identity: expect.closeTo(14.4 / 30, 12), insights: expect.closeTo(13.6 / 11, 12) })
  expect(answer.learningShare).toBeCloseTo(9 / 37, 12)
  expect(answer.band).toBe('thrash')
  expect(answer.lines.map(({ left }) => left)).toEqual([null, null, 'learning', null, 'noise'])
})

describe('each change by hand', () => {
  const of = (...changes: PlanChange[]) => thrash(period, baseline, changes).above
  test.each<[string, PlanChange[], number]>([
    ['a stop at the start', [{ ...removed, at: day(0), kind: 'stopped' }], 10],
    ['a pause of 14 days', [{ ...removed, kind: 'paused', days: 14 }], 0],
    ['a pause of 15 days', [{ ...removed, kind: 'paused', days: 15 }], 12],
    ['out and back', [removed, { ...removed, id: '9', at: day(45), kind: 'returned' }], 12 + 15],
    ['back without out', [{ ...removed, kind: 'returned' }], 0],
    ['out twice counts once', [removed, { ...removed, id: '9', at: day(45), kind: 'stopped' }], 12],
    ['an insert with no room made', [{ ...inserted, linked: [] }], 14.4],
    ['an insert smaller than the room made', [{ ...inserted, effort: 8 }], 0],
    ['an insert into later', [{ ...inserted, linked: [], horizon: 'later' }], 1.44],
    ['a re-scope of exactly a fifth', [{ ...learned, evidenceAt: day(46), effort: 16, at: day(0) }], 4],
    ['a new target with the same effort', [{ ...learned, kind: 'retargeted', effort: 20, at: day(0), approvedAt: day(9) }], 10],
    ['a new target with much more effort', [{ ...learned, kind: 'retargeted', effort: 35, at: day(0), approvedAt: day(9) }], 15],
    ['a start moved by 13 days', [{ id: '1', at: day(0), item: 'A', kind: 'resequenced', days: 13 }], 0],
    ['a start moved by 14 days', [{ id: '1', at: day(0), item: 'A', kind: 'resequenced', days: -14 }], 5],
    [
      'a change to an inserted item',
      [
        { ...inserted, linked: [] },
        { id: '9', at: day(50), item: 'X', kind: 'removed' },
      ],
      14.4,
    ],
    ['a change after the period', [{ ...removed, at: '2027-05-01' }], 0],
    ['a change on the last day', [{ ...removed, at: '2027-03-31T23:59:59Z' }], 10 * (1 + 89 / 90)],
    ['a change on the first day of the next period', [{ ...removed, at: '2027-04-01T00:00:00Z' }], 0],
  ])('%s', (_, changes, expected) => expect(of(...changes)).toBeCloseTo(expected, 12))
})

test('a quarter that is committed before it starts counts from then on, at the weight of its first day; what came before does not count', () => {
  const early = { ...removed, at: '2026-12-20T10:00:00Z' }
  const of = (baselineAt?: string) => thrash(baselineAt ? { ...period, baselineAt } : period, baseline, [early])
  expect(of('2026-12-15T09:00:00Z')).toMatchObject({ above: 10, lines: [{ timing: 1, left: null }] })
  expect(of('2026-12-20T10:00:01Z')).toMatchObject({ above: 0, lines: [{ left: 'outside the period' }] })
  expect(of()).toMatchObject({ above: 0, lines: [{ left: 'outside the period' }] })
})

test('a change belongs to the civil day of the people who made it, whatever the day in Greenwich', () => {
  const of = (at: string, on: string) => thrash(period, baseline, [{ ...removed, at, on }]).above
  expect(of('2026-12-31T20:00:00Z', '2027-01-01')).toBe(10) // a morning in Auckland, on the first day
  expect(of('2027-04-01T03:00:00Z', '2027-03-31')).toBeCloseTo(10 * (1 + 89 / 90), 12) // an evening in Denver, on the last
  expect(of('2027-03-31T20:00:00Z', '2027-04-01')).toBe(0)
})

test('an undo by the same person within a day annuls both; by another, or later, it does not', () => {
  const first: PlanChange = { ...removed, at: '2027-01-19T09:00:00Z', actor: 'vera' }
  const back: PlanChange = { ...first, id: '9', kind: 'returned', at: '2027-01-20T09:00:00Z', undoes: '1' }
  expect(thrash(period, baseline, [first, back]).above).toBe(0)
  expect(thrash(period, baseline, [first, { ...back, actor: 'tomas' }]).above).toBeGreaterThan(12)
  expect(thrash(period, baseline, [first, { ...back, at: '2027-01-20T09:00:01Z' }]).above).toBeGreaterThan(12)
})

test('a learning change leaves the index as it is; without its evidence or approval it adds exactly its term', () => {
  const without = thrash(
    period,
    baseline,
    example.filter(({ id }) => id !== '3'),
  )
  const withIt = thrash(period, baseline, example)
  expect(withIt.index).toBe(without.index)
  const { evidenceAt: _, ...unproved } = learned
  for (const broken of [unproved, { ...learned, approvedAt: day(46) }, { ...learned, evidenceAt: day(-1) }])
    expect(thrash(period, baseline, [...example.filter(({ id }) => id !== '3'), broken]).index).toBeCloseTo((28 + 9) / 41, 12)
})

test('causes and sponsors sum to the index, whatever the order of arrival', () => {
  const change = fc.record({
    item: fc.constantFrom('A', 'B', 'C', 'D'),
    kind: fc.constantFrom('removed' as const, 'returned' as const, 'rescoped' as const, 'retargeted' as const, 'resequenced' as const),
    at: fc.integer({ min: 0, max: 89 }).map(day),
    effort: fc.integer({ min: 0, max: 40 }),
    days: fc.integer({ min: -40, max: 40 }),
    sponsor: fc.constantFrom('ceo', 'cto'),
    cause: fc.constantFrom('executive' as const, 'capacity' as const, 'learning' as const),
  })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      const log = changes.map((one, at) => ({ ...one, id: String(at).padStart(2, '0') }))
      const answer = thrash(period, baseline, log)
      const total = (parts: Readonly<Record<string, number>>) => Object.values(parts).reduce((sum, part) => sum + part, 0)
      expect(total({ ...answer.byCause })).toBeCloseTo(answer.index ?? 0, 10)
      expect(total(answer.bySponsor)).toBeCloseTo(answer.index ?? 0, 10)
      expect(thrash(period, baseline, log.toReversed())).toEqual(answer)
    }),
  )
})

test('nothing committed has no index', () => expect(thrash(period, [], [inserted])).toMatchObject({ index: null, band: null }))
