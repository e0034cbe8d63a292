/**
 * Rounds to `decimals` places (negative for tens, hundreds), ties to the even digit: money and every shown figure.
 * The tie is judged on the shortest decimal text of the number, so that 0.125, 1.005 and 2.675 round as they are written.
 */
export function roundHalfEven(value: number, decimals = 0): number {
  return roundText(value, decimals, 'even')
}

/** Rounds to `decimals` places, ties away from zero: used for score bands, where 0.65 counts as 0.7. */
export function roundHalfUp(value: number, decimals = 0): number {
  return roundText(value, decimals, 'away')
}

/** Rounds to `figures` significant figures, ties to even. */
export function roundSignificant(value: number, figures = 3): number {
  if (value === 0 || !Number.isFinite(value)) return value
  return roundHalfEven(value, figures - 1 - magnitude(value))
}

/** The power of ten of the leading digit: 48.2 -> 1, 0.05 -> -2. */
export function magnitude(value: number): number {
  return Number(value.toExponential().split('e')[1])
}

/** Divides integers, ties to even: one rounding for a money line. The divisor is not zero. */
export function divideHalfEven(amount: bigint, divisor: bigint): bigint {
  if (divisor === 0n) throw new RangeError('An amount cannot be divided by zero.')
  const negative = amount < 0n !== divisor < 0n
  const [top, bottom] = [amount < 0n ? -amount : amount, divisor < 0n ? -divisor : divisor]
  const whole = top / bottom
  const twice = 2n * (top % bottom)
  const rounded = twice > bottom || (twice === bottom && whole % 2n === 1n) ? whole + 1n : whole
  return negative ? -rounded : rounded
}

function roundText(value: number, decimals: number, tie: 'even' | 'away'): number {
  if (!Number.isInteger(decimals)) throw new RangeError(`Decimals are a whole number, not ${decimals}.`)
  if (value === 0 || !Number.isFinite(value)) return value
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toExponential().split('e')
  const digits = mantissa.replace('.', '')
  const kept = Number(exponent) + 1 + decimals
  if (kept >= digits.length) return value
  if (kept < 0) return 0
  const head = BigInt(digits.slice(0, kept) || '0')
  const rest = digits.slice(kept)
  const isTie = /^50*$/.test(rest)
  const up = isTie ? tie === 'away' || head % 2n === 1n : rest.charAt(0) >= '5'
  const rounded = Number(`${head + (up ? 1n : 0n)}e${-decimals}`)
  return value < 0 && rounded !== 0 ? -rounded : rounded
}
