import { describe, expect, test } from 'vitest'
import { dark, light, type Theme } from './theme.ts'

describe.each([
  ['light', light, 3],
  ['dark', dark, 5],
] as const)('%s', (_, theme, seriesContrast) => {
  test('text colours reach 4.5 : 1 on ground, panel and raised', () => {
    for (const text of [theme.text, theme.muted, theme.accent, theme.red, theme.amber, theme.green])
      for (const ground of [theme.ground, theme.panel, theme.raised]) expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  })
  test('dashed limits reach 3 : 1 on ground, panel and raised', () => {
    for (const ground of [theme.ground, theme.panel, theme.raised]) expect(contrast(theme.control, ground)).toBeGreaterThanOrEqual(3)
  })
  test('series colours stand off the ground', () => {
    const weak = theme.series.filter((colour) => contrast(colour, theme.ground) < seriesContrast)
    expect(weak).toEqual([])
  })
  test('steps of one hue and of loss go one way', () => {
    for (const colours of [theme.steps, theme.losses.toReversed()]) expect(isRising(colours.map((colour) => contrast(colour, theme.ground)))).toBe(true)
  })
})

test('both themes define the same names', () => {
  expect(Object.keys(dark)).toEqual(Object.keys(light) satisfies string[])
  const isComplete = (theme: Theme) =>
    Object.values(theme)
      .flat()
      .every((value) => value.length > 0)
  expect(isComplete(light) && isComplete(dark)).toBe(true)
})

function isRising(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value > (values[index - 1] ?? 0))
}

/** WCAG 2.2 contrast ratio of two #RRGGBB colours. */
function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
