import { asJson, field, invalid, isRecord, received, type FieldOptions } from '../field.ts'

/** A rule over fields: {"all": [{"field": "plan", "is": "pro"}, …]}. Kept as data, compiled by whoever reads it. */
export function predicate<const O extends FieldOptions<Readonly<Record<string, unknown>>>>(options?: O) {
  return field(options, {
    kind: 'predicate',
    column: 'jsonb',
    schema: { type: 'object' },
    parse(input): Readonly<Record<string, unknown>> {
      const rule = asJson(input)
      if (!isRecord(rule) || JSON.stringify(rule).length > 20_000)
        throw invalid(`expected a rule, got ${received(input)}.`, 'Write {"field": "plan", "is": "pro"}.')
      return rule
    },
    show: (value) => JSON.stringify(value),
  })
}
