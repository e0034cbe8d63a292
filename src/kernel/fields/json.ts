import { asJson, field, invalid, isRecord, received, type FieldOptions } from '../field.ts'

/** An open object as another system gave it: event properties, a vendor's payload, a frozen figure. Never used to dodge a real field. */
export function json<const O extends FieldOptions<Readonly<Record<string, unknown>>>>(options?: O) {
  return field(options, {
    kind: 'json',
    column: 'jsonb',
    columnar: 'JSON',
    schema: { type: 'object' },
    parse(input): Readonly<Record<string, unknown>> {
      const value = asJson(typeof input === 'string' ? parseText(input) : input)
      if (!isRecord(value)) throw invalid(`expected a JSON object, got ${received(input)}.`)
      return value
    },
    show: (value) => JSON.stringify(value),
  })
}

function parseText(input: string): unknown {
  try {
    return JSON.parse(input)
  } catch {
    return null
  }
}
