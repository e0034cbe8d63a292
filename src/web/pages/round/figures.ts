import { scoreInput } from '#objects'

/** The steps of the scale of a factor; null where any figure is typed. */
export const stepsOf = (factor: string): readonly number[] | null => scoreInput.scaleOf(factor)?.steps ?? null

/** The scale of a factor in words. */
export function scaleSays(factor: string): string {
  const scale = scoreInput.scaleOf(factor)
  if (scale?.steps) return scale.steps.join(', ')
  if (scale?.isMoney) return 'an amount'
  return !scale || scale.max === null ? 'a count' : `${scale.min} to ${scale.max}`
}

export type Typed = Readonly<Record<string, string>>

/** The figures that were typed, one for each factor; what is missing of them in words when they are not whole. */
export function figuresOf(factors: readonly string[], typed: Typed, says: (factor: string) => string) {
  const lacking = factors.filter((factor) => (typed[factor] ?? '').trim() === '')
  if (lacking.length > 0) return { lacks: `It lacks ${lacking.map(says).join(', ')}.` }
  const figures = factors.map((factor) => ({ factor, value: Number((typed[factor] ?? '').trim()) }))
  const odd = figures.find(({ value }) => !Number.isFinite(value))
  return odd ? { lacks: `${says(odd.factor)}: write a figure such as 8 or 0.5.` } : { figures }
}

/** A figure as it is said: at most two digits after the point. */
export const sayFigure = (value: number | null): string => (value === null ? '–' : value.toLocaleString('en-US', { maximumFractionDigits: 2 }))

/** From where to where the middle of a strip of dots goes: places from 0 to 1. */
export function placesOf(values: readonly number[], ends: { readonly low: number; readonly high: number }): number[] {
  const width = ends.high - ends.low
  return values.map((value) => (width <= 0 ? 0.5 : (value - ends.low) / width))
}
