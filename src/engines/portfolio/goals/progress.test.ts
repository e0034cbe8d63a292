import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attainment, bandOf, lastOf, objectiveScore, progressOf, type KeyResultState, type Scored } from './progress.ts'

const state: KeyResultState = {
  kind: 'increase',
  type: 'committed',
  baseline: 50,
  target: 100,
  upper: null,
  start: '2026-10-01',
  due: '2026-12-31',
  hasOwner: true,
  confidence: 0.8,
  declared: 'onTrack',
  saidOn: '2026-11-10',
  now: 75,
  isLastOpen: false,
  isUntrusted: false,
}
const at = (change: Partial<KeyResultState>, today = '2026-11-16') => progressOf({ ...state, ...change }, today)

test('progress by hand, in both directions, raw kept below 0', () => {
  expect(at({})).toMatchObject({ raw: 0.5, score: 0.5, band: 'amber', standing: 'onTrack', suggested: 'onTrack', disagrees: false })
  expect(at({ kind: 'decrease', baseline: 8, target: 4, now: 5 })).toMatchObject({ raw: 0.75 })
  expect(at({ now: 40 })).toMatchObject({ raw: -0.2, score: 0, suggested: 'offTrack', disagrees: true })
  expect(at({ kind: 'maintain', target: 0.7, upper: 0.73, now: 0.72 })).toMatchObject({ raw: 1 })
  expect(at({ now: null })).toMatchObject({ raw: null, score: null, band: null })
  expect(at({}).expected).toBeCloseTo(46 / 91, 12)
})

test('bands have no gaps: 0.35 is red, 0.65 and 0.699 amber', () => {
  expect([0, 0.35, 0.3999, 0.4, 0.65, 0.699, 0.7, 1].map(bandOf)).toEqual(['red', 'red', 'red', 'amber', 'amber', 'amber', 'green', 'green'])
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (score) => {
      expect(['red', 'amber', 'green'].filter((band) => bandOf(score) === band)).toHaveLength(1)
    }),
  )
})

test('a gap above 0.25 is at risk, above 0.40 off track; so are low confidence and no owner', () => {
  const progressed = (raw: number) => at({ now: 50 + raw * 50 }, '2026-12-31').suggested // expected 1
  expect([0.75, 0.74, 0.6, 0.59].map(progressed)).toEqual(['onTrack', 'atRisk', 'atRisk', 'offTrack'])
  expect(at({ confidence: 0.49 }).suggested).toBe('atRisk')
  expect(at({ hasOwner: false }).suggested).toBe('atRisk')
})

test('silence for more than 14 days is stale, an untrusted metric untrusted, whatever was declared', () => {
  expect(at({ saidOn: '2026-11-02' }).standing).toBe('onTrack')
  expect(at({ saidOn: '2026-11-01' }).standing).toBe('stale')
  expect(at({ isUntrusted: true }).standing).toBe('untrusted')
  expect(at({ saidOn: null }, '2026-09-01').standing).toBe('notStarted')
  expect([at({ now: 100 }, '2027-01-02').standing, at({ now: 99 }, '2027-01-02').standing, at({ type: 'stretch', now: 85 }, '2027-01-02').standing]).toEqual([
    'achieved',
    'missed',
    'achieved',
  ])
})

test('nothing is missed before the period of its last day has closed, and then that period alone counts', () => {
  expect(at({ now: 99, isLastOpen: true, saidOn: '2026-12-30' }, '2027-01-02')).toMatchObject({ standing: 'onTrack', suggested: 'onTrack' })
  expect(at({ now: 99 }, '2027-01-09')).toMatchObject({ standing: 'missed', suggested: 'offTrack' })
  const months = ['2026-11', '2026-12', '2027-01'].map((period) => ({ period }))
  expect(lastOf(months, '2026-12-31', '2027-01-02')).toEqual({ period: '2026-12' })
  expect(lastOf(months, '2026-12-31', '2026-12-31')).toBeNull()
  expect([lastOf(months, '2026-09-30', '2027-01-02'), lastOf([], '2026-12-31', '2027-01-02')]).toEqual([null, null])
})

const scored = (change: Partial<Scored>): Scored => ({ type: 'committed', raw: 1, score: 1, weight: 1, isDropped: false, ...change })

test('dropping a committed key result after the baseline never helps', () => {
  const results = [scored({}), scored({ raw: 0.5, score: 0.5 }), scored({ type: 'stretch' })]
  expect(attainment(results)).toEqual({ met: 1, of: 2, share: 0.5, withoutLearning: 0.5, reading: 'low' })
  const dropped = [scored({}), scored({ raw: 0.5, score: 0.5, isDropped: true }), scored({ type: 'stretch' })]
  expect(attainment(dropped).share).toBe(0.5)
  expect(attainment([scored({}), scored({ isDropped: true, withdrawnByLearning: true })])).toMatchObject({ share: 0.5, withoutLearning: 1 })
  expect(attainment([])).toMatchObject({ share: null, reading: null })
})

test('an objective waits for what is not measured until the close, then counts it 0', () => {
  const results = [scored({ score: 0.6, weight: 2 }), scored({ raw: null, score: null })]
  expect(objectiveScore(results, false)).toBe(0.6)
  expect(objectiveScore(results, true)).toBeCloseTo(0.4, 12)
  expect(objectiveScore([scored({ isDropped: true, score: 0.9 })], false)).toBe(0)
  expect(objectiveScore([], true)).toBeNull()
})
