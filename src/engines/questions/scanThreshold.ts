import type { Calendar, Threshold } from './question.ts'
import { timeAt } from './readTime.ts'
import type { Token } from './tokens.ts'
import { numerals } from './words.ts'

export interface ThresholdFound {
  readonly length: number
  readonly threshold: Threshold
}

/** A side of a value at a place: above 110%, at least $1.5m, no more than ten, between 2% and 5%. A year behind “over”, and so many months, are a time. */
export function thresholdAt(tokens: readonly Token[], at: number, calendar: Calendar): ThresholdFound | null {
  const found = sideAt(tokens, at)
  if (!found || (timeAt(tokens, at, calendar) && !isFarYear(tokens[at + 1], calendar))) return null
  const first = amountAt(tokens, at + found.length)
  const isTime = timeAt(tokens, at + 1, calendar) !== null && !isFarYear(tokens[at + 1], calendar)
  if (!first || (found.said === 'over' && (isTime || first.sign === 'days'))) return null
  if (found.is !== 'between') return { length: found.length + first.length, threshold: { is: found.is, value: first.value, upper: null, sign: first.sign } }
  const joint = at + found.length + first.length
  const second = ['and', 'to'].includes(tokens[joint]?.norm ?? '') ? amountAt(tokens, joint + 1) : null
  if (!second || (first.sign !== null && second.sign !== null && first.sign !== second.sign)) return null
  const one = sharingSize(first, second)
  if (first.sign === '%' && second.sign === null && one > second.value) return null // 90% and 1.1: not both are percent
  const [value, upper] = one <= second.value ? [one, second.value] : [second.value, one]
  return { length: found.length + first.length + 1 + second.length, threshold: { is: 'between', value, upper, sign: first.sign ?? second.sign } }
}

/** “over 2000” is a number, as no company here asks for figures of that year; “over 2024” is a time. */
const isFarYear = (token: Token | undefined, { today }: Calendar): boolean =>
  /^\d{4}$/.test(token?.norm ?? '') && Math.abs(Number(token?.norm) - Number(today.slice(0, 4))) > 15

/** The same in the grammar’s own words. */
export function sayThreshold({ is, value, upper, sign }: Threshold): string {
  const unit = sign === null ? '' : sign === '%' ? '%' : ` ${sign}`
  return `${own[is]} ${plain(value)}${upper === null ? '' : ` and ${plain(upper)}`}${unit}`
}

/** Does a figure in the unit of the threshold’s own numbers lie on the side that was asked? */
export function isBeyond(figure: number, { is, value, upper }: Threshold): boolean {
  switch (is) {
    case 'above':
      return figure > value
    case 'atLeast':
      return figure >= value
    case 'below':
      return figure < value
    case 'atMost':
      return figure <= value
    case 'between':
      return figure >= value && figure <= (upper ?? value)
  }
}

const own = { above: 'above', atLeast: 'at least', below: 'below', atMost: 'at most', between: 'between' } as const
const plain = (value: number): string => value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })

const comparatives = { above: ['more', 'greater', 'higher', 'larger', 'bigger', 'longer'], below: ['less', 'lower', 'fewer', 'smaller', 'shorter'] } as const
const sides: ReadonlyMap<string, Threshold['is']> = new Map<string, Threshold['is']>([
  ...['above', 'over', 'exceeds', 'exceed', 'exceeded', 'exceeding', 'beyond', '>'].map((word) => [word, 'above'] as const),
  ...comparatives.above.map((word) => [`${word} than`, 'above'] as const),
  ...['below', 'under', 'beneath', '<'].map((word) => [word, 'below'] as const),
  ...comparatives.below.map((word) => [`${word} than`, 'below'] as const),
  ...['at least', '> =', '>=', '≥', 'not below', 'not under', ...comparatives.below.flatMap((word) => [`no ${word} than`, `not ${word} than`])].map(
    (word) => [word, 'atLeast'] as const,
  ),
  ...['at most', '< =', '<=', '≤', 'not above', 'not over', ...comparatives.above.flatMap((word) => [`no ${word} than`, `not ${word} than`])].map(
    (word) => [word, 'atMost'] as const,
  ),
  ['between', 'between'],
])

function sideAt(tokens: readonly Token[], at: number): { readonly length: number; readonly is: Threshold['is']; readonly said: string } | null {
  for (const length of [3, 2, 1]) {
    const said = tokens
      .slice(at, at + length)
      .map(({ norm }) => norm)
      .join(' ')
    const is = sides.get(said)
    if (is) return { length, is, said }
  }
  return null
}

interface Amount {
  readonly length: number
  readonly value: number
  /** What a word such as “million” multiplied it by; 1 without one. */
  readonly size: number
  readonly sign: string | null
}

/** Of “between 1 and 2 million” the first is a million too; of “between 500 and 2k” it is not, since it would be the larger one. */
const sharingSize = (first: Amount, second: Amount): number =>
  first.size === 1 && first.value < second.value / second.size ? Number((first.value * second.size).toPrecision(15)) : first.value

const sizes: Readonly<Record<string, number>> = { k: 1e3, thousand: 1e3, m: 1e6, mn: 1e6, mm: 1e6, million: 1e6, b: 1e9, bn: 1e9, billion: 1e9 }

/** 110%, $1.5m, 2 million euros, EUR 500,000, four hours. */
function amountAt(tokens: readonly Token[], at: number): Amount | null {
  const before = currencyOf(tokens[at]?.norm)
  const place = before === null ? at : at + 1
  const word = tokens[place]?.norm ?? ''
  const [, written, glued = ''] = /^([-−]?[\d,]+(?:\.\d+)?)(\p{L}*)$/u.exec(word) ?? []
  const number = written === undefined ? numerals[word] : Number(written.replaceAll(',', '').replace('−', '-'))
  if (number === undefined || !Number.isFinite(number)) return null
  const apart = glued === '' ? (sizes[tokens[place + 1]?.norm ?? ''] ?? null) : null
  const size = glued === '' ? (apart ?? 1) : sizes[glued]
  const sticks = size === undefined ? signOf(glued) : null
  if (size === undefined && sticks === null) return null
  const next = place + 1 + (apart === null ? 0 : 1)
  const unit = tokens[next]?.norm ?? ''
  if (sticks === null && before === null && longUnits.has(unit)) return null // two months are no number of days
  const isWeeks = sticks === null && before === null && (unit === 'week' || unit === 'weeks')
  const behind = sticks !== null || before !== null ? null : isWeeks ? 'days' : signOf(unit)
  const value = Number((number * (size ?? 1) * (isWeeks ? 7 : 1)).toPrecision(15))
  return { length: next - at + (behind === null ? 0 : 1), value, size: size ?? 1, sign: before ?? sticks ?? behind }
}

const longUnits = new Set(['month', 'months', 'quarter', 'quarters', 'year', 'years'])

const signs: Readonly<Record<string, string>> = {
  '%': '%',
  percent: '%',
  pct: '%',
  points: 'points',
  pts: 'points',
  day: 'days',
  days: 'days',
  d: 'days',
  hour: 'hours',
  hours: 'hours',
  h: 'hours',
  hrs: 'hours',
}
const signOf = (word: string | undefined): string | null => signs[word ?? ''] ?? currencyOf(word)

const currencies: Readonly<Record<string, string>> = {
  $: 'USD',
  dollar: 'USD',
  dollars: 'USD',
  '€': 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  yen: 'JPY',
  francs: 'CHF',
}
const codes = new Set(['usd', 'eur', 'gbp', 'jpy', 'chf', 'cad', 'aud', 'nzd', 'sek', 'nok', 'dkk', 'pln', 'czk', 'inr', 'cny', 'brl', 'sgd', 'hkd'])

/** The code of a currency that is named by its sign, its code or its name. “Pounds” are those of several countries too, and of weight. */
export const currencyOf = (word: string | undefined): string | null => currencies[word ?? ''] ?? (codes.has(word ?? '') ? (word ?? '').toUpperCase() : null)
