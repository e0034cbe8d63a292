import { field, invalid } from '../field.ts'
import { numberKind, type NumberOptions } from './number.ts'

/** A whole number within ±2^53. */
export function integer<const O extends NumberOptions>(options?: O) {
  const base = numberKind('integer', 'bigint', { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, ...options })
  const parse = (input: unknown) => {
    const value = base.parse(input)
    if (!Number.isInteger(value)) throw invalid(`expected a whole number, got ${value}.`)
    return value
  }
  return field(options, { ...base, columnar: 'BIGINT', schema: { ...base.schema, type: 'integer' }, parse })
}
