import { field, type FieldOptions } from '../field.ts'
import { numberKind } from './number.ts'

/** A judgement on a fixed scale from 0 to `top`. */
export function score<const O extends FieldOptions<number>>(top: number, options?: O) {
  return field(options, { ...numberKind('score', 'double precision', { min: 0, max: top }), sum: false, show: (v: number) => `${v} of ${top}` })
}
