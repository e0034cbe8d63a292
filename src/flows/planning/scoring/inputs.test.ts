import { expect, test } from 'vitest'
import { rowOf } from '#test/support/rowOf.ts'
import { cd3, rice } from '#engines/portfolio/scores/scores.ts'
import type { AnyRow } from '#kernel'
import { inputsOf, paceOf, type BetInput } from './inputs.ts'
import { factorsOf, rangeOf, scorer, scoresOver } from './methods.ts'

const row = (id: string, values: object): AnyRow => rowOf(id, { id, version: 2, updatedAt: '2026-11-10T08:00:00Z', ...values })
const bet = row('INI-1', {
  teams: ['Identity'],
  confidence: 0.8,
  effort: { low: 40, likely: 65, high: 90 },
  value: { likely: { amount: 520_000, currency: 'USD' }, costOfDelayPerWeek: null },
})
const plans = [row('CAP-1', { team: 'Identity', period: '2026-Q4', headcount: 8, weeks: 13, leave: 0, operations: 0.1, reserve: 0.1 })]
const told = (held: Parameters<typeof inputsOf>[1] = [], on = '2026-11-28'): Readonly<Record<string, BetInput>> =>
  Object.fromEntries(inputsOf(bet, held, paceOf(plans, '2026-Q4'), on).map((one) => [one.name, one]))

test('a bet brings its own inputs: effort in person-months, duration by what its squad gives, cost of delay as its yearly value ÷ 52 when nobody said', () => {
  const own = told()
  expect(own['effort']?.value).toBeCloseTo(65 / 4.33, 9)
  expect(own['duration']).toMatchObject({ value: expect.closeTo(65 / (8 * 0.8), 9), low: expect.closeTo(40 / 6.4, 9), high: expect.closeTo(90 / 6.4, 9) })
  expect(own['costOfDelay']).toMatchObject({ value: 10_000, from: 'its yearly value ÷ 52' })
  expect(cd3({ costOfDelay: own['costOfDelay']?.value, duration: own['duration']?.value }).value).toBeCloseTo(10_000 / (65 / 6.4), 6)
})

test('a squad of two plans gives their sum over the longer of their quarters, whichever stands first', () => {
  const half = row('CAP-2', { team: 'Identity', period: '2026-Q4', headcount: 2, weeks: 6.5, leave: 0, operations: 0, reserve: 0 })
  for (const both of [
    [...plans, half],
    [half, ...plans],
  ])
    expect(paceOf(both, '2026-Q4')('Identity')).toBeCloseTo((8 * 13 * 0.8 + 2 * 6.5) / 13, 9)
  expect(paceOf(plans, '2027-Q1')('Identity')).toBeNull()
})

test('a squad without a plan gives no duration, and the score lacks it rather than reading it as 0', () => {
  const inputs = inputsOf(bet, [], paceOf([], '2026-Q4'), '2026-11-28')
  const figures = Object.fromEntries(inputs.map(({ name, value }) => [name, value]))
  expect(scorer('cd3', [])(figures)).toEqual({ value: null, missing: ['duration'] })
  expect(scorer('rice', [])(figures)).toEqual({ value: null, missing: ['reach', 'impact'] })
})

const held = (name: string, values: object) => ({ row: row('SIN-1', { name, origin: 'judgement', asOf: '2026-10-28', ...values }), reading: null })

test.each([
  ['reach', 'estimate', '2026-10-29', null],
  ['reach', 'estimate', '2026-10-28', '31 days old, limit 30'],
  ['importance', 'judgement', '2026-08-30', null],
  ['importance', 'judgement', '2026-08-29', '91 days old, limit 90'],
  ['jobSize', 'estimate', '2026-09-28', '61 days old, limit 60'],
])('%s, an %s of %s, is stale by its own limit: %s', (name, origin, asOf, stale) => {
  expect(told([held(name, { value: 5, origin, asOf })])[name]).toMatchObject({ stale })
})

test('a metric-bound input that could not be read keeps its last value and says so', () => {
  expect(told([held('reach', { value: 120, origin: 'metric', metric: 'active-accounts', part: 'segment = Mid-market' })])['reach']).toMatchObject({
    value: 120,
    limit: null,
    stale: 'its metric is late or untrusted',
    metric: 'active-accounts',
    from: 'Mid-market',
    row: null, // the live value counts: to judge it anew would change nothing
  })
  expect(told([held('reach', { value: 120 })])['reach']?.row).toMatchObject({ key: 'SIN-1' })
})

test('every score reads what its engine reads, and its ranges hold the value', () => {
  const whole = (reads: readonly string[]) => Object.fromEntries(reads.map((name) => [name, name === 'confidence' ? 0.5 : 3]))
  const formula = { id: '1', key: 'SFM-1', version: 1, name: 'Own', formula: 'reach * ease - jobSize', means: null }
  const all = [...new Set(scoresOver([], []).flatMap(({ reads }) => reads))]
  for (const { id, reads, of } of scoresOver(factorsOf([whole(all)]), [formula])) {
    expect(of(whole(reads)).value, `${id} of whole figures`).not.toBeNull()
    for (const name of reads) expect(of({ ...whole(reads), [name]: null }).missing, `${id} without ${name}`).toEqual([keyIn(id, name)])
  }
  for (const [name, value] of [
    ['reach', 400],
    ['confidence', 0.5],
    ['impact', 2],
    ['jobSize', 13],
    ['ease', 7],
  ] as const) {
    const { min, max } = rangeOf(name, value, null, null)
    expect(min <= value && value <= max).toBe(true)
  }
  expect(rice({ reach: 6000, impact: 1, confidence: 0.8, effort: 3 }).value).toBe(1600) // the worked example of portfolio reference 4.10
})

/** The engine of ICE has its own words for what a bet calls the impact and the confidence of ICE. */
const keyIn = (id: string, name: string): string =>
  id.startsWith('ice-') ? (({ iceImpact: 'impact', iceConfidence: 'confidence' } as Readonly<Record<string, string>>)[name] ?? name) : name
