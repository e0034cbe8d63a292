import { field, invalid, received, type FieldOptions, type Kind } from '../field.ts'

export interface NumberOptions extends FieldOptions<number> {
  readonly min?: number
  readonly max?: number
}

/** A number as people write it: 1204, 12.5. Never NaN, never infinite. */
export function number<const O extends NumberOptions>(options?: O) {
  return field(options, numberKind('number', 'double precision', options))
}

export function numberKind(kind: string, column: string, { min = -Number.MAX_VALUE, max = Number.MAX_VALUE }: NumberOptions = {}): Kind<number> {
  return {
    kind,
    column,
    columnar: 'DOUBLE',
    schema: { type: 'number', ...(min > -Number.MAX_VALUE && { minimum: min }), ...(max < Number.MAX_VALUE && { maximum: max }) },
    sortable: true,
    sum: true,
    parse(input) {
      const value = typeof input === 'string' && /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(input.trim()) ? Number(input) : input
      if (typeof value !== 'number' || !Number.isFinite(value))
        throw invalid(`expected a number, got ${received(input)}.`, 'Write digits with a point for decimals, such as 1204.5.')
      if (value < min || value > max) throw invalid(`${value} is ${value < min && max > 1e15 ? `below ${min}` : `outside ${min} to ${max}`}.`)
      return value + 0 // minus zero is zero
    },
    show: (value) => value.toLocaleString('en-US'),
    load: (stored) => Number(stored),
  }
}
