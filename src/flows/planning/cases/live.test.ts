import { expect, test } from 'vitest'
import type { Measurement } from '#kernel'
import type { Reading } from '../reading.ts'
import { readLine } from './live.ts'

const names = new Map([['nps', 'Net promoter score']])
const measured = (trust: Measurement['trust']): Measurement => ({
  metric: 'nps',
  version: 1,
  policy: { id: '', preset: 'default', switches: {}, assumed: [] },
  asOf: '2026-11-16',
  unit: 'score',
  currency: 'USD',
  grain: 'month',
  window: null,
  timeZone: 'UTC',
  trust,
  freshness: { newest: null, inputs: [] },
  points: [
    { ...figure(40), period: '2026-09', mature: true },
    { ...figure(41), period: '2026-10', mature: true },
    { ...figure(9), period: '2026-11', mature: false },
  ],
  notes: [],
  query: { request: { metric: 'nps' }, text: '' },
  ...figure(41),
})
const figure = (value: number) => ({ value, interval: null, numerator: null, denominator: null, n: null })
const line = async (reading: Reading | null, metric = 'nps') => await readLine(() => Promise.resolve(reading), { metric, segment: 'Mid-market' }, names)
const reasons = [{ check: 'late', says: 'No row for 40 days.' }]

test('a trusted number is told with its name, its part and its last closed period', async () => {
  for (const state of ['trusted', 'provisional'] as const)
    expect(await line({ of: measured({ state, reasons: [] }), value: 41, points: [], lacks: null })).toMatchObject({
      name: 'Net promoter score',
      part: 'Mid-market',
      value: 41,
      period: '2026-10',
      isTrusted: true,
      lacks: null,
    })
})

test('a stale or untrusted number is shown, says why, and is not to be counted on', async () => {
  for (const state of ['stale', 'untrusted'] as const) {
    expect(await line({ of: measured({ state, reasons }), value: 41, points: [], lacks: null })).toMatchObject({
      value: 41,
      isTrusted: false,
      lacks: 'No row for 40 days.',
    })
    expect(await line({ of: measured({ state, reasons: [] }), value: 41, points: [], lacks: null })).toMatchObject({ lacks: `Its number is ${state}.` })
  }
})

test('what cannot be measured, has no such part or no value yet says so, and never has a value', async () => {
  expect(await line(null)).toMatchObject({ value: null, isTrusted: false, lacks: '“nps” cannot be measured.' })
  expect(await line({ of: measured({ state: 'trusted', reasons: [] }), value: 41, points: [], lacks: null }, 'happiness')).toMatchObject({
    name: 'happiness',
    value: null,
    lacks: '“happiness” cannot be measured.',
  })
  const of = measured({ state: 'trusted', reasons: [] })
  expect(await line({ of, value: null, points: [], lacks: 'Its metric has no part “Mid-market” by segment.' })).toMatchObject({
    value: null,
    lacks: expect.stringContaining('no part'),
  })
  expect(await line({ of, value: null, points: [], lacks: null })).toMatchObject({ value: null, lacks: 'It has no value yet.' })
})
