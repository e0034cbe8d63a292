import { showNumber, showVariance } from '#engines/numbers/showNumber.ts'
import { showWindow } from '#engines/numbers/showPeriod.ts'
import type { Measurement, AnyMetric } from '#kernel'

/** A figure as text, in the unit of its measurement. */
export const shown = (value: number | null, { unit, currency }: Pick<Measurement, 'unit' | 'currency'>): string => showNumber(value, unit, { currency })

/** “1.9 pts above”, “$0.20M below”, “level with”: a figure against another. */
export function against(value: number, reference: number, { unit, currency }: Pick<Measurement, 'unit' | 'currency'>): string {
  const { relative } = showVariance(value, reference, unit, { currency })
  const size = difference(value - reference, { unit, currency }).replace(/^[+−]/, '')
  if (!/[1-9]/.test(size)) return 'level with'
  const share = relative !== null && unit !== 'ratio' ? ` (${relative.replace(/^[+−]/, '')})` : ''
  return `${size}${share} ${value > reference ? 'above' : 'below'}`
}

/** A signed difference in the unit of a figure; of shares in points, to a hundredth at the most. */
export function difference(amount: number, { unit, currency }: Pick<Measurement, 'unit' | 'currency'>): string {
  if (unit !== 'ratio') return showNumber(amount, unit, { currency, signed: true })
  const points = amount * 100
  return showNumber(points, 'points', { decimals: Math.abs(points) >= 0.095 ? 1 : 2, signed: true })
}

/** The name under which a figure is told: the value of the movements is what they end with. */
export const figureName = ({ name, compute }: AnyMetric): string =>
  compute?.by === 'revenue' && compute?.measure === 'movements' ? 'Monthly recurring revenue' : name

/** Does the name speak of things that are counted? */
export const isMany = (metric: AnyMetric): boolean =>
  /\b(accounts|customers|users|tickets|incidents|defects|experiments)$|^(support tickets|experiments|roadmap outcomes)\b/i.test(figureName(metric))

/** Is what a period tells counted in that period alone, so that a year is the sum of its months? Users, customers and rates are not. */
export const addsUp = ({ unit, compute }: AnyMetric): boolean =>
  unit === 'count' && compute !== undefined && ['incidents', 'delivery', 'experiments', 'effort'].includes(compute.by)

export const verb = (metric: AnyMetric): 'was' | 'were' => (isMany(metric) ? 'were' : 'was')

/** “ (trailing 12 months)”, for figures that look back. */
export const windowOf = ({ window }: AnyMetric): string => (window === null || window === '1m' ? '' : ` (trailing ${showWindow(window)})`)

export const list = (words: readonly string[]): string => (words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`)
export const count = (n: number): string => showNumber(n, 'count', { exact: true })
