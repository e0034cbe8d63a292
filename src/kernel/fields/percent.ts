import { field } from '../field.ts'
import { numberKind, type NumberOptions } from './number.ts'

/** A share, kept as a fraction: 0.125 is 12.5 %. Text may carry the sign: “12.5 %”. */
export function percent<const O extends NumberOptions>(options?: O) {
  const base = numberKind('percent', 'double precision', options)
  const bare = numberKind('percent', 'double precision')
  const parse = (input: unknown) =>
    base.parse(typeof input === 'string' && input.trim().endsWith('%') ? bare.parse(input.trim().slice(0, -1).trim()) / 100 : input)
  const show = (value: number) => `${(value * 100).toLocaleString('en-US', { maximumFractionDigits: 1 })} %`
  return field(options, { ...base, sum: false, parse, show })
}
