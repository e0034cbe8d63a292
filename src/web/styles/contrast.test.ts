import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Every colour pair of the design language, recomputed from the tokens by WCAG 2.2 (relative luminance, 1.4.3 and 1.4.11). */
const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\)/g)].map(([, name = '', light = '', dark = '']) => [name, [light, dark]]),
)

const grounds = ['ground', 'panel', 'raised']
const texts = ['text', 'muted', 'accent', 'red', 'amber', 'green']
const pairs: readonly (readonly [string, string, number])[] = [
  ...texts.flatMap((text) => grounds.map((ground) => [text, ground, 4.5] as const)),
  ...['red', 'amber', 'green', 'accent'].map((tone) => [tone, `${tone}-soft`, 4.5] as const),
  ...['red-soft', 'amber-soft', 'green-soft', 'accent-soft'].map((soft) => ['text', soft, 4.5] as const),
  ['on-accent', 'accent', 4.5],
  ['control', 'ground', 3],
  ['focus', 'ground', 3],
]

test.each(pairs)('%s on %s reaches its ratio in both themes', (front, back, least) => {
  for (const theme of [0, 1]) expect(ratio(colour(front, theme), colour(back, theme)), `${['light', 'dark'][theme]}`).toBeGreaterThanOrEqual(least)
})

function colour(name: string, theme: number): string {
  const found = tokens.get(name)?.[theme]
  if (!found) throw new Error(`tokens.css has no ${name}.`)
  return found
}

function ratio(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
