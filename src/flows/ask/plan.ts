import { nameOf, resolveTime, type Span } from '#engines/questions/resolveTime.ts'
import { list, refuse } from '#engines/questions/readQuestion.ts'
import type { Question, Refusal, Vocabulary } from '#engines/questions/question.ts'
import { sentenceOf } from '#engines/questions/sentenceOf.ts'
import { addPeriods, periodOf, periodStart } from '#engines/numbers/dates.ts'
import type { Grain, MeasureRequest, AnyMetric } from '#kernel'

/** A question made ready: what to measure, and which of the measured periods it is about. */
export interface Plan {
  readonly question: Question
  readonly vocabulary: Vocabulary
  readonly metric: AnyMetric
  readonly span: Span
  readonly request: MeasureRequest
  /** The one dimension that is broken down, filtered or compared by. */
  readonly dimension: string | null
  /** First day that the question is about; earlier periods are measured for comparison only. Null without a time. */
  readonly since: string | null
  /** A period in the words of the fiscal calendar. */
  readonly say: (period: string) => string
}

/** Turns a question into one request, in a grain of the metric’s `own` where the words’ one cannot be measured, or says which part of it cannot be measured. */
export function planOf(question: Question, vocabulary: Vocabulary, metric: AnyMetric, own: Grain | null = null): Plan | Refusal {
  const { calendar } = vocabulary
  const read = resolveTime(own === null ? question : { ...question, grain: own }, calendar, metric.grain)
  const span = own === null ? read : { ...read, note: `${metric.name} is told by ${own}.` }
  const impossible = tooMuch(question, vocabulary, metric) ?? ahead(question, span, vocabulary)
  if (impossible) return impossible
  const [dimension] = dimensionsOf(question)
  const grain = span.grain ?? metric.grain
  const from = span.from === null ? null : earlierStart(span.from, grain)
  const request: MeasureRequest = {
    metric: question.metric,
    ...(question.asOf === null ? {} : { asOf: question.asOf }),
    ...(from === null ? {} : { from }),
    ...(span.to === null ? {} : { to: span.to }),
    ...(span.grain === null ? {} : { grain: span.grain }),
    ...(dimension === undefined ? {} : { by: dimension }),
  }
  return { question, vocabulary, metric, span, request, dimension: dimension ?? null, since: span.from, say: (period) => nameOf(period, calendar) }
}

/** One year more, and the period before it, so that prior and last year can stand beside the figure. */
function earlierStart(from: string, grain: Grain): string {
  const back: Readonly<Record<Grain, number>> = { day: 366, week: 53, month: 13, quarter: 5 }
  return periodStart(addPeriods(periodOf(from, grain), -back[grain]))
}

const dimensionsOf = ({ by, filters, compare }: Question): string[] => [
  ...new Set([...by, ...filters.map(({ dimension }) => dimension), ...(compare?.with === 'segment' ? [compare.dimension] : [])]),
]

function tooMuch(question: Question, vocabulary: Vocabulary, metric: AnyMetric): Refusal | null {
  const dimensions = dimensionsOf(question)
  if (dimensions.length > 1) {
    const choices = dimensions.map((dimension) => ({ label: `${dimension} only`, ask: sentenceOf(onlyBy(question, dimension), vocabulary) }))
    return refuse('unsupported', `${metric.name} cannot be cut by ${list(dimensions)} at once yet.`, 'Keep one of them.', { choices })
  }
  if (question.compare?.with === 'policy' && metric.compute?.by !== 'revenue')
    return refuse(
      'unsupported',
      `${metric.name} follows no revenue policy, so that there is nothing to compare.`,
      'Compare it with prior, last year or target.',
    )
  return null
}

function onlyBy(question: Question, dimension: string): Question {
  const { compare } = question
  return {
    ...question,
    by: question.by.filter((each) => each === dimension),
    filters: question.filters.filter((filter) => filter.dimension === dimension),
    compare: compare?.with === 'segment' && compare.dimension !== dimension ? null : compare,
  }
}

/** A stretch that has not begun, or an open one where something is to be concluded from it. */
function ahead(question: Question, { from, period, says, grain }: Span, vocabulary: Vocabulary): Refusal | null {
  const today = question.asOf ?? vocabulary.calendar.today
  if (from !== null && from > today)
    return refuse('immature', `${says ?? 'That'} has not begun.`, 'Ask for a time that has.', { choices: [lastOf(question, grain, vocabulary)] })
  const concludes = question.intent === 'why' || question.intent === 'rank'
  const isOpen = period !== null && grain !== null && period === periodOf(today, grain) && question.time !== null
  if (concludes && isOpen && (question.time?.kind === 'this' || question.time?.kind === 'period'))
    return refuse('immature', `${says ?? period} is still open: nothing is concluded from a part of it.`, 'Ask for the last one that closed.', {
      choices: [lastOf(question, grain, vocabulary)],
    })
  return null
}

function lastOf(question: Question, grain: Grain | null, vocabulary: Vocabulary) {
  const time = { kind: 'last', n: 1, unit: grain ?? 'month' } as const
  return { label: `Last ${time.unit}`, ask: sentenceOf({ ...question, time }, vocabulary) }
}
