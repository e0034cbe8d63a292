import { field, isRecord, parseValues, type FieldOptions, type Fields, type Kind, type Values } from '../field.ts'

/** A small structure of named fields inside an object. */
export function record<F extends Fields, const O extends FieldOptions<Values<F>>>(inner: F, options?: O) {
  return field(options, recordKind(inner))
}

export const recordKind = <F extends Fields>(inner: F): Kind<Values<F>> => ({
  kind: 'record',
  column: 'jsonb',
  columnar: 'JSON',
  inner,
  schema: {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(inner).filter((name) => inner[name]?.required && inner[name].initial === undefined),
    properties: Object.fromEntries(Object.entries(inner).map(([name, f]) => [name, f.required ? f.schema : { anyOf: [f.schema, { type: 'null' }] }])),
  },
  parse: (input) => parseValues(inner, input) as Values<F>, // parseValues checked every name and value against `inner`
  show: (value) =>
    Object.entries(inner)
      .flatMap(([name, f]) => (isRecord(value) && value[name] != null ? [`${name} ${f.show(value[name])}`] : []))
      .join(', '),
})
