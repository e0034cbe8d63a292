/** Which mark is the decimal one: 1,234.50 or 1.234,50. */
export type NumberStyle = 'decimalPoint' | 'decimalComma'

export interface WrittenNumber {
  readonly value: number
  /** ISO 4217 code of a sign or code beside the digits. */
  readonly currency: string | null
}

/** What one cell tells about the decimal mark. `groups` is a lone comma before three digits, `dots` a lone point before three. */
export type NumberEvidence = 'plain' | NumberStyle | 'groups' | 'dots' | 'none'

/** Reads a number as people write it: grouped by comma, point, space or apostrophe; with a currency sign or code, a percent sign, or in accountants' brackets. Null when it is none. */
export function readNumber(cell: unknown, style: NumberStyle): WrittenNumber | null {
  if (typeof cell === 'number') return Number.isFinite(cell) ? { value: cell, currency: null } : null
  if (typeof cell !== 'string') return null
  const bare = strip(cell)
  if (!bare) return null
  const text = style === 'decimalComma' ? bare.digits.replace(/[.,]/g, (mark) => (mark === ',' ? '.' : ',')) : bare.digits
  if (!/^(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?(e[-+]?\d+)?$/i.test(text) || !/\d/.test(text)) return null
  const value = Number(text.replaceAll(',', '')) * (bare.isNegative ? -1 : 1)
  return { value: bare.isPercent ? value / 100 : value, currency: bare.currency }
}

export function numberEvidence(cell: unknown): NumberEvidence {
  if (typeof cell === 'number') return 'plain'
  const digits = typeof cell === 'string' ? strip(cell)?.digits : undefined
  if (digits === undefined || !/^[\d.,]+(e[-+]?\d+)?$/i.test(digits)) return 'none'
  const [commas, points] = [digits.split(',').length - 1, digits.split('.').length - 1]
  if (commas > 0 && points > 0) return digits.lastIndexOf(',') > digits.lastIndexOf('.') ? 'decimalComma' : 'decimalPoint'
  if (commas > 1) return 'decimalPoint'
  if (points > 1) return 'decimalComma'
  if (commas === 1) return /^[1-9]\d{0,2},\d{3}$/.test(digits) ? 'groups' : 'decimalComma'
  if (points === 1) return /^[1-9]\d{0,2}\.\d{3}$/.test(digits) ? 'dots' : 'decimalPoint'
  return 'plain'
}

const signs: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₩': 'KRW',
  '₪': 'ILS',
  US$: 'USD',
  A$: 'AUD',
  C$: 'CAD',
  $: 'USD',
}
const money = /US\$|A\$|C\$|[€£¥₹₩₪$]|\b[A-Z]{3}\b/

function strip(cell: string): { digits: string; currency: string | null; isNegative: boolean; isPercent: boolean } | null {
  let text = cell.trim()
  const found = money.exec(text)?.[0]
  if (found) text = text.replace(found, '').trim()
  const isPercent = text.endsWith('%')
  if (isPercent) text = text.slice(0, -1).trim()
  const isNegative = /^\(.*\)$/.test(text) || /^[-−]/.test(text) || /\d\s*[-−]$/.test(text)
  const digits = text
    .replace(/^\((.*)\)$/, '$1')
    .replace(/^[-+−]\s*/, '')
    .replace(/\s*[-−]$/, '')
    .replace(/(\d)[\s\u00A0\u202F'’](?=\d{3})/g, '$1')
  return digits === '' ? null : { digits, currency: found ? (signs[found] ?? found) : null, isNegative, isPercent }
}
