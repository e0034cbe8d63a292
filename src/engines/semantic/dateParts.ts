import type { Grain } from './model.ts'
import { Refusal } from './refusal.ts'

/**
 * The parts of a date that may be asked for, each with the grain that a column must have to tell it. As in MetricFlow, whose name for the column is kept
 * (metric_time__extract_month): year, quarter 1 to 4, month 1 to 12, day 1 to 31, doy 1 to 366, dow 1 for Monday to 7 for Sunday (ISO 8601). Ours beside it: week, that of ISO 8601, 1 to 53.
 */
export const dateParts = { year: 'year', quarter: 'quarter', month: 'month', week: 'week', day: 'day', doy: 'day', dow: 'day' } as const satisfies Readonly<
  Record<string, Grain>
>
export type DatePart = keyof typeof dateParts

const lead = 'extract_'

/** The part of which a reference’s grain speaks; null for a grain. */
export function partOf(grain: string | undefined): DatePart | null {
  const word = grain?.startsWith(lead) ? grain.slice(lead.length) : ''
  return isPart(word) ? word : null
}

/** Reads month, MONTH or extract_month as the grain of a reference; throws a Refusal for a part that is not answered, such as an hour. */
export function grainOfPart(written: string): string {
  const word = written
    .trim()
    .toLowerCase()
    .replace(/^extract_/, '')
  if (isPart(word)) return `${lead}${word}`
  throw new Refusal('unsupported', `“${written}”: this part of a date is not answered.`, `Use ${Object.keys(dateParts).join(', ')}.`)
}

const isPart = (word: string): word is DatePart => Object.hasOwn(dateParts, word)
