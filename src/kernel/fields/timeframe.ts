import { field, invalid, received, type FieldOptions } from '../field.ts'
import { parseDate } from './date.ts'

/** A stretch of time of honest precision: 2026, 2026-H2, 2026-Q4, 2026-11, 2026-W47 or 2026-11-16. */
export function timeframe<const O extends FieldOptions<string>>(options?: O) {
  return field(options, {
    kind: 'timeframe',
    column: 'text',
    columnar: 'VARCHAR',
    schema: { type: 'string', pattern: pattern.source },
    sortable: true,
    parse(input) {
      const value = typeof input === 'string' ? input.trim().toUpperCase() : ''
      if (!pattern.test(value)) throw invalid(`expected a timeframe, got ${received(input)}.`, 'Write 2026, 2026-H2, 2026-Q4, 2026-11, 2026-W47 or 2026-11-16.')
      if (value.length === 10) parseDate(value)
      if (value.endsWith('-W53') && !hasWeek53(value.slice(0, 4))) throw invalid(`${value.slice(0, 4)} has 52 weeks.`)
      return value
    },
    show: (value) => value,
  })
}

const pattern = /^\d{4}(-(H[12]|Q[1-4]|W(0[1-9]|[1-4]\d|5[0-3])|(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?))?$/

/** A year has 53 ISO weeks when it starts on a Thursday, or ends on one (ISO 8601). */
const hasWeek53 = (year: string): boolean => [`${year}-01-01`, `${year}-12-31`].some((day) => new Date(`${day}T00:00:00Z`).getUTCDay() === 4)
