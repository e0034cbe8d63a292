import { expect, test } from 'vitest'
import { chartFor } from './chartFor.ts'

test.each([
  ['an average order', { holds: 'value' }, 'xmr', 'nothing'],
  ['a share with steady n', { holds: 'share', sizes: [100, 110, 95] }, 'xmr', 'nothing'],
  ['a share whose n moves', { holds: 'share', sizes: [100, 300, 95] }, 'pPrime', 'nothing'],
  ['a share of many', { holds: 'share', sizes: [40_000, 41_000] }, 'pPrime', 'nothing'],
  ['tickets over a growing base', { holds: 'count', sizes: [100, 200, 400], eventsPerPeriod: 40 }, 'uPrime', 'nothing'],
  ['tickets over a steady base', { holds: 'count', sizes: [100, 101], eventsPerPeriod: 40 }, 'xmr', 'nothing'],
  ['rare incidents', { holds: 'count', sizes: [1, 1], eventsPerPeriod: 0.3 }, 't', 'measure the gaps between events'],
  ['failed releases', { holds: 'count', sizes: [1, 1], eventsPerPeriod: 0.3, between: 'units' }, 'g', 'measure the gaps between events'],
  ['a twelve-month figure', { holds: 'value', isOverlapping: true }, 'xmr', 'use the non-overlapping figure'],
  ['two years of season', { holds: 'value', fullCycles: 2 }, 'xmr', 'take the year-over-year difference'],
  ['three weeks of days', { holds: 'value', fullCycles: 3, isDaily: true }, 'xmr', 'take the weekday out'],
  ['two years, adjusted', { holds: 'value', fullCycles: 2, isAdjusted: true }, 'xmr', 'take the season out'],
] as const)('%s', (_, nature, chart, first) => {
  expect(chartFor(nature)).toMatchObject({ chart, first })
})
