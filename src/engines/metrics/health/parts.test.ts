import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { waitingOn } from './rhythm.ts'
import { healthOf, type MetricRecord, type PartName } from './parts.ts'

const feed = (newest: string, asOf = '2026-11-28') => ({ newest, asOf, waiting: waitingOn('day', [{ fact: 'event', newest }], asOf) })
const sound: MetricRecord = {
  ...feed('2026-11-27'),
  rows: { expected: 1000, seen: 995, late: 3 },
  findings: [],
  definedOn: '2025-01-01',
  changedOn: [],
  restatedOn: [],
  has: { owner: true, target: true, guardrail: true, segments: true },
  precision: { value: 0.8, n: 400, least: 30, interval: { low: 0.76, high: 0.84 } },
  use: { lastViewedOn: '2026-11-20', reviews: 2, keyResults: 1 },
}
const part = (name: PartName, over: Partial<MetricRecord>) => healthOf({ ...sound, ...over }).parts.find((each) => each.part === name)

test('a sound metric is good in every part', () => {
  const { parts, score, isBroken } = healthOf(sound)
  expect(parts.map(({ state }) => state)).toEqual(Array(7).fill('good'))
  expect({ score, isBroken }).toEqual({ score: 1, isBroken: false })
  expect(parts[0]?.says).toBe('The newest event is 1 day old; 2 are allowed.')
})

describe('parts', () => {
  test.each([
    ['freshness', feed('2026-11-25'), 'warn'],
    ['freshness', feed('2026-11-01'), 'bad'],
    ['freshness', { newest: null }, 'unknown'],
    ['freshness', { waiting: waitingOn('month', [{ fact: 'incident', newest: '2020-01-01' }], '2026-11-28') }, 'unknown'],
    ['freshness', { waiting: [...feed('2026-11-28').waiting, ...waitingOn('month', [{ fact: 'subscription', newest: '2026-07-01' }], '2026-11-28')] }, 'warn'],
    ['completeness', { rows: { expected: 1000, seen: 950, late: 0 } }, 'warn'],
    ['completeness', { rows: { expected: 1000, seen: 500, late: 0 } }, 'bad'],
    ['completeness', { rows: { expected: 1000, seen: 1000, late: 100 } }, 'warn'],
    ['completeness', { rows: { expected: null, seen: 1000, late: 0 } }, 'unknown'],
    ['completeness', { rows: null }, 'unknown'],
    ['checks', { findings: [{ severity: 'warn', isReconciliation: false }] }, 'warn'],
    ['checks', { findings: [{ severity: 'error', isReconciliation: false }] }, 'bad'],
    ['checks', { findings: null }, 'unknown'],
    ['definition', { changedOn: ['2026-10-01'] }, 'warn'],
    ['definition', { changedOn: ['2026-10-01', '2026-11-01'] }, 'bad'],
    ['definition', { changedOn: ['2026-01-01', '2026-02-01'] }, 'good'],
    ['definition', { restatedOn: ['2026-01-01', '2026-02-01', '2026-03-01'] }, 'bad'],
    ['definition', { definedOn: null }, 'bad'],
    ['coverage', { has: { ...sound.has, guardrail: false } }, 'warn'],
    ['coverage', { has: { ...sound.has, owner: false } }, 'bad'],
    ['precision', { precision: { value: 0.8, n: 12, least: 30, interval: null } }, 'bad'],
    ['precision', { precision: { value: 0.1, n: 90, least: 30, interval: { low: 0.05, high: 0.18 } } }, 'warn'],
    ['precision', { precision: { value: 0, n: 0, least: 1, interval: null } }, 'good'],
    ['precision', { precision: { value: 0, n: 90, least: 30, interval: { low: 0, high: 0.04 } } }, 'good'],
    ['precision', { precision: null }, 'unknown'],
    ['use', { use: { lastViewedOn: '2026-11-01', reviews: 0, keyResults: 0 } }, 'warn'],
    ['use', { use: { lastViewedOn: null, reviews: 0, keyResults: 0 } }, 'bad'],
  ] as const)('%s with %o is %s', (name, over, state) => {
    expect(part(name, over)?.state).toBe(state)
  })
  test('what is not known counts against nothing', () => {
    expect(healthOf({ ...sound, rows: null, findings: null, precision: null }).score).toBe(1)
    expect(healthOf({ ...sound, ...feed('2026-01-01') }).score).toBeCloseTo(6 / 7, 12)
  })
})

test('a reconciliation break fails the metric whatever the score', () => {
  const health = healthOf({ ...sound, findings: [{ severity: 'error', isReconciliation: true }] })
  expect(health).toMatchObject({ isBroken: true, score: expect.closeTo(6 / 7, 12) })
  expect(healthOf({ ...sound, findings: [{ severity: 'warn', isReconciliation: true }] }).isBroken).toBe(false)
})

test('growing older never makes a metric fresher, more stable or more used', () => {
  const rank = { bad: 0, warn: 1, unknown: 1, good: 2 }
  const day = (offset: number) => new Date(Date.UTC(2026, 10, 28 + offset)).toISOString().slice(0, 10)
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), (one, other) => {
      const [early, late] = [Math.min(one, other), Math.max(one, other)].map((offset) =>
        healthOf({ ...sound, use: { ...sound.use, reviews: 0, keyResults: 0 }, ...feed('2026-11-27', day(offset)) }),
      )
      for (const name of ['freshness', 'use'] as const) {
        const state = (health: typeof early) => health?.parts.find((each) => each.part === name)?.state ?? 'unknown'
        expect(rank[state(late)]).toBeLessThanOrEqual(rank[state(early)])
      }
    }),
  )
})
