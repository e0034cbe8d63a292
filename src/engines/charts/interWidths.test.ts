import { expect, test } from 'vitest'
import { fitText, measureText, textWidth } from './interWidths.ts'

test('figures are tabular: every digit, and so every number of one length, is equally wide', () => {
  for (const weight of [400, 500, 600] as const) expect(new Set([...'0123456789'].map((digit) => textWidth(digit, 12, weight))).size).toBe(1)
  expect(textWidth('$41.80M')).toBe(textWidth('$96.35M'))
})

test('widths grow with size and weight, and accents keep their letter’s width', () => {
  expect(textWidth('Opening', 24)).toBeCloseTo(2 * textWidth('Opening', 12), 10)
  expect(textWidth('Opening', 12, 600)).toBeGreaterThan(textWidth('Opening', 12, 400))
  expect(textWidth('é')).toBe(textWidth('e'))
  expect(textWidth('日')).toBe(12)
})

test('a CSS font is understood', () => {
  expect(measureText('Mean', '600 24px Inter').width).toBe(textWidth('Mean', 24, 600))
  expect(measureText('Mean').width).toBe(textWidth('Mean', 12, 400))
})

test('text that is too long ends in an ellipsis inside its room', () => {
  const cut = fitText('Self-service single sign-on released', 100)
  expect(cut.endsWith('…')).toBe(true)
  expect(textWidth(cut)).toBeLessThanOrEqual(100)
  expect(fitText('Short', 100)).toBe('Short')
})
