import { magnitude, roundHalfEven, roundSignificant } from './rounding.ts'

/** What a value measures. `ratio` (or `percent`) holds a fraction and shows as a percentage; `money` is in major units; the rest are shown as they are. */
export type Unit =
  | 'ratio'
  | 'percent'
  | 'money'
  | 'count'
  | 'number'
  | 'score'
  | 'ratePerAccount'
  | 'points'
  | 'days'
  | 'hours'
  | 'minutes'
  | 'seconds'
  | 'milliseconds'

export type ShowOptions = {
  /** ISO 4217 code; money without one shows no symbol. */
  readonly currency?: string | undefined
  /** Fixed decimals of the figure as it is shown, after percent or k, M, B scaling; otherwise three significant figures. */
  readonly decimals?: number | undefined
  /** Puts + before a positive value. */
  readonly signed?: boolean | undefined
  /** Every whole unit instead of k, M, B. */
  readonly exact?: boolean | undefined
}

/**
 * A value as text: three significant figures, its unit, U+2212 for minus, a comma between thousands. Null is an en dash.
 * Percentages keep one decimal (106.4%) and never reach 100% or 0% by rounding; whole counts below 100,000 are shown in full.
 */
export function showNumber(value: number | null, unit: Unit, options: ShowOptions = {}): string {
  if (value === null) return '–'
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be shown as a figure.`)
  const text = magnitudeText(Math.abs(value), unit, options)
  if (!/[1-9]/.test(text)) return text
  return value < 0 ? `−${text}` : options.signed ? `+${text}` : text
}

export type Variance = {
  /** In the unit: '−3.6 pts', '+$0.90M'. */
  readonly absolute: string
  /** Of the reference: '−3.3%'; null when the reference is not positive, or either side counts below ten. */
  readonly relative: string | null
  readonly tone: 'good' | 'bad' | 'neutral'
}

/** Actual against target or prior. A share differs in points. Tone follows `better`; a difference that shows as zero is neutral. */
export function showVariance(
  actual: number,
  reference: number,
  unit: Unit,
  options: ShowOptions & { readonly better?: 'up' | 'down' | 'within' } = {},
): Variance {
  const isShare = unit === 'ratio' || unit === 'percent'
  const difference = isShare ? (actual - reference) * 100 : actual - reference
  const decimals = options.decimals ?? (isShare ? pointDecimals(difference) : undefined)
  const absolute = showNumber(difference, isShare ? 'points' : unit, { ...options, decimals, signed: true })
  const small = unit === 'count' && (actual < 10 || reference < 10)
  const share = reference > 0 && !small ? (actual - reference) / reference : Number.NaN
  const relative = Number.isFinite(share) ? share : null
  const isFlat = !/[1-9]/.test(absolute) || !options.better || options.better === 'within'
  const tone = isFlat ? 'neutral' : difference > 0 === (options.better === 'up') ? 'good' : 'bad'
  return {
    absolute,
    relative: relative === null ? null : showNumber(relative, 'percent', { signed: true, decimals: Math.abs(relative) < 0.0995 ? 1 : 0 }),
    tone,
  }
}

const suffixes: Partial<Record<Unit, string>> = { points: ' pts', days: ' d', hours: ' h', minutes: ' min', seconds: ' s', milliseconds: ' ms' }
const symbols: Record<string, string> = { USD: '$', EUR: '€', GBP: '£', JPY: '¥', INR: '₹', KRW: '₩', BRL: 'R$', AUD: 'A$', CAD: 'C$', NZD: 'NZ$' }
const scales: readonly (readonly [number, string])[] = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
]

function magnitudeText(value: number, unit: Unit, options: ShowOptions): string {
  if (unit === 'ratio' || unit === 'percent') return `${percentText(value, options.decimals)}%`
  if (unit === 'money') return `${symbolOf(options.currency)}${moneyText(value, options)}`
  return `${plainText(value, options)}${suffixes[unit] ?? ''}`
}

function percentText(fraction: number, decimals: number | undefined): string {
  const percent = Number((fraction * 100).toPrecision(15))
  if (decimals !== undefined) return fixed(percent, decimals)
  if (percent === 0 || percent >= 1000) return fixed(percent, 0)
  const figures = Math.max(1, 2 - magnitude(percent))
  const gap = percent < 100 && percent > 90 ? -magnitude(100 - percent) : 0
  const places = Math.min(6, Math.max(figures, gap))
  const text = fixed(percent, places)
  return percent < 100 && Number(text) === 100 ? fixed(percent, places + 1) : trimmed(text, 1)
}

function moneyText(value: number, { decimals, exact }: ShowOptions): string {
  if (exact) return fixed(value, decimals ?? (Number.isInteger(value) ? 0 : 2))
  const rounded = decimals === undefined ? roundSignificant(value) : value
  const [scale, letter] = scales.find(([size]) => rounded >= size) ?? [1, '']
  if (decimals !== undefined) return `${fixed(value / scale, letter || !Number.isInteger(value) ? decimals : 0)}${letter}`
  if (letter) return `${trimmed(fixed(rounded / scale, Math.max(0, 2 - magnitude(rounded / scale))), 0)}${letter}`
  return value < 100 && !Number.isInteger(value) ? fixed(value, 2) : fixed(value, 0)
}

function plainText(value: number, { decimals, exact }: ShowOptions): string {
  if (decimals !== undefined) return fixed(value, decimals)
  if (exact || (Number.isInteger(value) && value < 100_000)) return grouped(String(value))
  const rounded = roundSignificant(value)
  const [scale, letter] = scales.find(([size]) => rounded >= size && rounded >= 100_000) ?? [1, '']
  const places = Math.max(0, 2 - magnitude(rounded / scale))
  return `${trimmed(fixed(rounded / scale, Math.min(100, places)), 0)}${letter}`
}

function pointDecimals(points: number): number {
  const size = Math.abs(points)
  return size === 0 || size >= 0.1 ? 1 : Math.min(6, 1 - magnitude(size))
}

function symbolOf(currency: string | undefined): string {
  if (!currency) return ''
  return symbols[currency] ?? `${currency} `
}

function fixed(value: number, decimals: number): string {
  return grouped(roundHalfEven(value, decimals).toFixed(decimals))
}

function trimmed(text: string, keep: number): string {
  const [whole = '', part = ''] = text.split('.')
  const rest = part.replace(/0+$/, '').padEnd(keep, '0')
  return rest ? `${whole}.${rest}` : whole
}

function grouped(text: string): string {
  const [whole = '', part] = text.split('.')
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return part ? `${spaced}.${part}` : spaced
}
