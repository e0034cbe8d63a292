import { field, invalid, received, type FieldOptions } from '../field.ts'

/** A civil day, YYYY-MM-DD; it has no time zone and is never shifted. */
export function date<const O extends FieldOptions<string>>(options?: O) {
  return field(options, {
    kind: 'date',
    column: 'date',
    columnar: 'DATE',
    schema: { type: 'string', format: 'date' },
    sortable: true,
    parse: parseDate,
    show: showDate,
  })
}

export function parseDate(input: unknown): string {
  const parts = typeof input === 'string' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(input.trim()) : null
  if (!parts) throw invalid(`expected a date, got ${received(input)}.`, 'Write it as 2026-11-16.')
  const day = new Date(`${parts[0]}T00:00:00Z`)
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== parts[0] || parts[1] === '0000')
    throw invalid(`${parts[0]} is not a day of the calendar.`)
  return parts[0]
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
export const showDate = (value: string): string => `${Number(value.slice(8, 10))} ${months[Number(value.slice(5, 7)) - 1]} ${value.slice(0, 4)}`
