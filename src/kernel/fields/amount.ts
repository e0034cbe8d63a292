import { field, invalid, type FieldOptions } from '../field.ts'
import { numberKind } from './number.ts'

/** A fact's money: a count of micro-units (1e-6 of the major unit) whose currency stands in the column beside it. Input is in major units: 19.99 becomes 19990000. */
export function amount<const O extends FieldOptions<number>>(options?: O) {
  const base = numberKind('amount', 'bigint')
  const parse = (input: unknown) => {
    const micros = roundHalfEven(base.parse(input) * 1e6) + 0
    if (!Number.isSafeInteger(micros)) throw invalid('is larger than an amount can be.')
    return micros
  }
  const show = (value: number) => (value / 1e6).toLocaleString('en-US', { maximumFractionDigits: 2 })
  return field(options, { ...base, columnar: 'BIGINT', fraction: 1e-6, parse, show })
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (Math.abs(rest - 0.5) > 1e-9) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}
