import type { Calendar } from '#engines/questions/question.ts'
import type { Metrics } from './answer.ts'

/** What a survey is asked with: the metrics, the calendar, and the day that the reader looks at, null for today. */
export interface Surveying {
  readonly metrics: Metrics
  readonly calendar: Calendar
  readonly asOf: string | null
}
