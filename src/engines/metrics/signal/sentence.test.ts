import { expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import type { Point } from './controlChart.ts'
import { signalSentence } from './sentence.ts'
import { xmr } from './xmr.ts'

const calm = [1.01, 1.0, 1.012, 1.004, 1.009, 1.002, 1.01, 1.0, 1.012, 1.004, 1.009, 1.002]
const chart = (values: readonly number[], extra: readonly Point[] = [], start = '2025-10') =>
  xmr([...values.map((value, index) => ({ period: addPeriods(start, index), value })), ...extra], { baselineEnd: addPeriods(start, 11) })

test('a month below its limit is named with the limit', () => {
  expect(signalSentence(chart([...calm, 0.9]), 'ratio')).toBe('Below the lower limit of 98.4% in October')
})

test('a calm month is routine, whatever the open one shows', () => {
  expect(signalSentence(chart(calm, [{ period: '2026-10', value: 0.2, state: 'open' }]), 'ratio')).toBe('Routine variation')
})

test('a run is counted in its grain', () => {
  expect(signalSentence(chart([...calm, ...Array<number>(8).fill(1.0075)], [], '2026-W01'), 'ratio')).toBe('Eight weeks above the centre')
})

test('three of four near a limit say which limit', () => {
  expect(signalSentence(chart([...calm, 1.002, 1.019, 1.019, 1.019]), 'ratio')).toBe('Three of the last four months nearer the upper limit than the centre')
})

test('few points say so', () => {
  expect(signalSentence(chart(calm.slice(0, 4)), 'ratio')).toBe('No limits yet: 4 of 6 closed periods')
  expect(signalSentence(chart(calm.slice(0, 8)), 'ratio')).toBe('Routine variation; limits are provisional, from 8 periods')
  expect(signalSentence(chart([]), 'ratio')).toBe('No closed period yet')
})

test('yesterday’s signal is not today’s news', () => {
  expect(signalSentence(chart([...calm, 0.9, 1.006]), 'ratio')).toBe('Routine variation')
})
