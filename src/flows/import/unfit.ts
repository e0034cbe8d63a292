import { calendarHint, calendarOf } from '#engines/metrics/slo/windows.ts'
import { unpriced } from '#engines/metrics/revenue/lines.ts'

/** What a row lacks by itself, with the column that would mend it. */
export interface Unfit {
  readonly column: string
  readonly reason: string
}

type Values = Readonly<Record<string, unknown>>

/**
 * Rows that every metric of their fact would refuse to count, so that one of them would take the figures of all others along.
 * Each asks nothing of a file that has none of the columns in question: its metrics say what is missing.
 */
export const unfit: Readonly<Record<string, (values: Values) => Unfit | null>> = {
  subscription(values) {
    if (!prices.some((column) => Object.hasOwn(values, column))) return null
    const found = unpriced({
      kind: values['kind'] === 'one_time' ? 'one_time' : null,
      status: values['status'] === 'trial' ? 'trial' : null,
      mrr: number(values['mrr']),
      unit_amount: number(values['unit_amount']),
      committed_minimum: number(values['committed_minimum']),
      billing_period: hasWord(values['billing_period']) ? (values['billing_period'] === 'custom' ? 'custom' : 'month') : null,
      period_months: number(values['period_months']),
    })
    if (!found) return null
    const column = prices.find((one) => one === found.column && !Object.hasOwn(values, one)) ? 'unit_amount' : found.column
    return { column, reason: `The line cannot be counted: ${found.says}. Fill it in and import the row again.` }
  },
  survey_response({ instrument, scale_min: least, scale_max: most, score }) {
    if (instrument !== 'nps' || (least === 0 && most === 10)) return null
    return {
      column: 'scale_max',
      reason: `The answer ${String(score)} is on a scale from ${String(least)} to ${String(most)}, and a net promoter score is asked from 0 to 10. Call it csat, or bring in the answer as it was given.`,
    }
  },
  sli_window({ start, end }) {
    return start === end ? { column: 'end', reason: 'The window ends where it starts. Its end is the first instant after it.' } : null
  },
  slo({ window_days: length, window_kind: kind }) {
    const days = number(length)
    if (days === null || kind === 'rolling' || calendarOf(days) !== null) return null
    return { column: 'window_days', reason: `No calendar period has ${days} days. ${calendarHint}` }
  },
  assessment({ half }) {
    return /^\d{4}-H[12]$/.test(String(half)) ? null : { column: 'half', reason: `“${String(half)}” is not a half-year. Write it as 2026-H1 or 2026-H2.` }
  },
}

/** Columns of which one says what a line costs. */
const prices = ['unit_amount', 'mrr', 'committed_minimum'] as const

const hasWord = (value: unknown): boolean => typeof value === 'string' && value !== ''
const number = (value: unknown): number | null => (typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : null)
