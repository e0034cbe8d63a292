import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { divideHalfEven } from '../../numbers/rounding.ts'

/**
 * Rounds (numerator / denominator) x rate to whole micro-units, ties to even, in one rounding. Numerator and denominator are safe integers; the rate is
 * read as the decimal that it prints as, so that 1.1 means eleven tenths. Fast in floating point where that is provably right, exact elsewhere.
 */
export function convert(numerator: number, denominator: number, rate = 1): number {
  if (denominator === 1 && rate === 1) return numerator
  const value = (numerator / denominator) * rate
  const size = Math.abs(value)
  if (size < 1e12) {
    const fraction = size - Math.floor(size)
    if (Math.abs(fraction - 0.5) > 0.01) return Math.round(value) + 0
  }
  return convertExactly(numerator, denominator, rate)
}

/** A sum that left the exact range of whole numbers would break the identity of movements without a trace: refuse it. */
export function requireExact(amount: number, what: string): number {
  if (Number.isSafeInteger(amount)) return amount
  throw new OutOfRange(`${what} leaves the exact range of ${Number.MAX_SAFE_INTEGER} micro-units. Report in a currency with larger units.`)
}

/** Micro-units of the smallest coin (ISO 4217: no decimals for JPY, three for KWD, else two). */
export function minorUnit(currency: string): number {
  if (noDecimals.has(currency)) return 1_000_000
  return threeDecimals.has(currency) ? 1_000 : 10_000
}

/** A decimal number as whole parts of a power of ten: 2.5 is 25 / 10. */
export function fraction(value: number): { readonly parts: number; readonly scale: number } {
  if (Number.isSafeInteger(value)) return { parts: value, scale: 1 }
  const { parts, scale } = decimal(value)
  return { parts: Number(parts), scale: Number(scale) }
}

function convertExactly(numerator: number, denominator: number, rate: number): number {
  const { parts, scale } = decimal(rate)
  return requireExact(Number(divideHalfEven(BigInt(numerator) * parts, BigInt(denominator) * scale)), 'An amount')
}

function decimal(value: number): { parts: bigint; scale: bigint } {
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e')
  const [whole = '0', rest = ''] = mantissa.split('.')
  const places = rest.length - Number(exponent)
  const digits = BigInt(whole + rest)
  return places > 0 ? { parts: digits, scale: 10n ** BigInt(places) } : { parts: digits * 10n ** BigInt(-places), scale: 1n }
}

const noDecimals = new Set(['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'])
const threeDecimals = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'])
