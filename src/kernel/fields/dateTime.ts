import { field, invalid, received, type FieldOptions } from '../field.ts'
import { parseDate, showDate } from './date.ts'

/** An instant, kept as ISO 8601 in UTC to the millisecond. Text without an offset is refused: nobody knows which hour it means. */
export function dateTime<const O extends FieldOptions<string>>(options?: O) {
  return field(options, {
    kind: 'dateTime',
    column: 'timestamptz',
    columnar: 'TIMESTAMP',
    schema: { type: 'string', format: 'date-time' },
    sortable: true,
    parse: parseInstant,
    show: (value) => `${showDate(value)}, ${value.slice(11, 16)} UTC`,
    load: (stored) => (stored instanceof Date ? stored.toISOString() : new Date(String(stored)).toISOString()),
  })
}

export function parseInstant(input: unknown): string {
  if (typeof input !== 'string' || !/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(input.trim()))
    throw invalid(`expected an instant with its offset, got ${received(input)}.`, 'Write it as 2026-11-16T07:30:00Z.')
  const instant = new Date(input.trim().replace(' ', 'T'))
  const year = instant.getUTCFullYear()
  if (Number.isNaN(instant.getTime()) || year < 1 || year > 9999) throw invalid(`${received(input)} is not a time of the calendar.`)
  parseDate(input.trim().slice(0, 10))
  return instant.toISOString()
}
