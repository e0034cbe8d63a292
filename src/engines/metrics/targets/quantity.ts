/** A number with the unit that the text gives it. Percentages are fractions (95% is 0.95); money is in major units; times keep their own unit. */
export type Quantity = { readonly value: number; readonly unit: TargetUnit; readonly currency?: string; readonly scale?: number }
export type TargetUnit =
  | 'number'
  | 'percent'
  | 'points'
  | 'money'
  | 'perOne'
  | 'milliseconds'
  | 'seconds'
  | 'minutes'
  | 'hours'
  | 'days'
  | 'weeks'
  | 'months'
  | 'years'

/**
 * Reads one quantity at the front of lower-case text: '$10k', '99.95%', '.58', '10:1' (unit perOne), '79/100' (scale 100), '2500ms', '50 days'.
 * Null when there is none; 'ambiguous' for a number that can be read in two ways (1,5 and 2.500 by country, 5m as minutes or millions).
 */
export function takeQuantity(text: string): { quantity: Quantity; rest: string } | 'ambiguous' | null {
  const found = shape.exec(text)
  if (!found) return null
  const [all, minus = '', sign = '', digits = '', kilo = '', share = ''] = found
  const isShare = share !== ''
  if (!sign && /^\s?[mb]$/.test(kilo)) return 'ambiguous'
  const rest = text.slice(all.length)
  if (/^[\d,.]*\d/.test(rest) || (digits.includes(',') && !/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits))) return 'ambiguous'
  if (/^[1-9]\d{0,2}\.\d{3}$/.test(digits) && !isShare) return 'ambiguous'
  const number = Number(digits.replace(/,/g, '')) * (multiples[kilo.trim()] ?? 1)
  const value = Number((minus ? -number : number).toPrecision(15))
  const currency = currencies[sign]
  if (currency) return isShare ? null : { quantity: { value, unit: 'money', currency }, rest }
  if (isShare) return { quantity: { value: Number((value / 100).toPrecision(15)), unit: 'percent' }, rest }
  return takeUnit(value, rest)
}

const shape = /^([-−])?\s?([$€£])?\s?(\d[\d,]*(?:\.\d+)?|\.\d+)(\s?(?:k|thousand|m|mn|million|bn|b|billion)(?![a-z]))?(\s?%|\spercent(?![a-z])|)/
const multiples: Record<string, number> = { k: 1e3, thousand: 1e3, m: 1e6, mn: 1e6, million: 1e6, b: 1e9, bn: 1e9, billion: 1e9 }
const currencies: Record<string, string> = { $: 'USD', '€': 'EUR', '£': 'GBP' }
const units: readonly (readonly [RegExp, TargetUnit])[] = [
  [/^\s?(?:ms|milliseconds?)(?![a-z])/, 'milliseconds'],
  [/^\s?(?:s|secs?|seconds?)(?![a-z])/, 'seconds'],
  [/^\s?(?:mins?|minutes?)(?![a-z])/, 'minutes'],
  [/^\s?(?:h|hrs?|hours?)(?![a-z])/, 'hours'],
  [/^\s?(?:d|days?)(?![a-z])/, 'days'],
  [/^\s?weeks?(?![a-z])/, 'weeks'],
  [/^\s?months?(?![a-z])/, 'months'],
  [/^\s?years?(?![a-z])/, 'years'],
  [/^\s?(?:percentage points?|pts?|points?|pp)(?![a-z])/, 'points'],
]

function takeUnit(value: number, text: string): { quantity: Quantity; rest: string } | null {
  const odds = /^\s?:\s?1(?![\d.,])/.exec(text)
  if (odds) return { quantity: { value, unit: 'perOne' }, rest: text.slice(odds[0].length) }
  const outOf = /^\s?(?:\/|out of)\s?(\d+)(?![\d.,%])/.exec(text)
  if (outOf && [5, 7, 10, 100].includes(Number(outOf[1])) && value <= Number(outOf[1]))
    return { quantity: { value, unit: 'number', scale: Number(outOf[1]) }, rest: text.slice(outOf[0].length) }
  for (const [pattern, unit] of units) {
    const found = pattern.exec(text)
    if (found) return { quantity: { value, unit }, rest: text.slice(found[0].length) }
  }
  return { quantity: { value, unit: 'number' }, rest: text }
}
