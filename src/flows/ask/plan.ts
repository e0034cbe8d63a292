import { followsPolicy } from '#engines/metrics/ways/ways.ts'
import { nameOf, resolveTime, type Span } from '#engines/questions/resolveTime.ts'
import { list, refuse } from '#engines/questions/replies.ts'
import { endOf, startOf } from '#engines/questions/calendar.ts'
import type { Calendar, Choice, Intent, Question, Refusal, Vocabulary } from '#engines/questions/question.ts'
import { sentenceOf } from '#engines/questions/sentenceOf.ts'
import { closing } from './closing.ts'
import { incomparable } from './incomparable.ts'
import { addPeriods, periodOf, periodStart } from '#engines/numbers/dates.ts'
import type { Grain, MeasureRequest, AnyMetric } from '#kernel'
import type { Offered } from '../offered.ts'

/** A question made ready: what to measure, and which of the measured periods it is about. */
export interface Plan {
  readonly question: Question
  readonly vocabulary: Vocabulary
  readonly metric: AnyMetric
  readonly span: Span
  readonly request: MeasureRequest
  /** What is broken down, filtered or compared by: none, one, or two that are crossed. */
  readonly dimensions: readonly string[]
  /** The same in words: segment, or segment and region. */
  readonly dimension: string | null
  /** First day that the question is about; earlier periods are measured for comparison only. Null without a time. */
  readonly since: string | null
  /** A period in the words of the fiscal calendar. */
  readonly say: (period: string) => string
}

/** Turns a question into one request, in the metric’s own grain where its words only imply one that it does not answer, or says which part of it cannot be measured. */
export function planOf(asked: Question, vocabulary: Vocabulary, metric: Offered): Plan | Refusal {
  const { calendar } = vocabulary
  const { question, note } = closing(asked, metric, calendar)
  const span = withNote(spanIn(question, vocabulary, metric), note)
  const impossible =
    untold(question, vocabulary, metric) ??
    tooMuch(question, vocabulary, metric) ??
    incomparable(question, span, vocabulary, metric) ??
    ahead(question, span, vocabulary)
  if (impossible) return impossible
  const dimensions = dimensionsOf(question)
  const { from, to } = measuredDays(span, question, calendar, metric.grain)
  const request: MeasureRequest = {
    metric: question.metric,
    ...(question.asOf === null ? {} : { asOf: question.asOf }),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(span.grain === null ? {} : { grain: span.grain }),
    ...(dimensions.length === 0 ? {} : { by: dimensions.join(',') }),
  }
  return {
    question,
    vocabulary,
    metric,
    span,
    request,
    dimensions,
    dimension: dimensions.length === 0 ? null : list(dimensions),
    since: span.from,
    say: (period) => nameOf(period, calendar),
  }
}

const withNote = (span: Span, note: string | null): Span =>
  note === null ? span : { ...span, note: [span.note, note].filter((one) => one !== null).join(' ') }

/** A quarter of something that is measured by month is told by its months; “today” of it is its last closed period. */
function spanIn(question: Question, { calendar }: Vocabulary, metric: Offered): Span {
  const read = resolveTime(question, calendar, metric.grain)
  if (question.time?.kind === 'this' && question.time.unit === 'day' && !metric.grains.includes('day'))
    return { ...resolveTime({ ...question, time: null }, calendar, metric.grain), note: `${metric.name} is told by ${metric.grain}: the last closed one.` }
  if (question.intent === 'onTrack' && isRunning(question, read, calendar.today))
    return {
      ...resolveTime({ ...question, time: null }, calendar, metric.grain),
      note: `${read.says ?? 'That'} is not over: the last closed ${question.grain ?? metric.grain} is held against the target.`,
    }
  if (question.grain !== null || read.grain === null || metric.grains.includes(read.grain)) return read
  return { ...resolveTime({ ...question, grain: metric.grain }, calendar, metric.grain), note: `${metric.name} is told by ${metric.grain}.` }
}

/** Has it begun, and is it not over? A target that falls due in it is not missed before. */
function isRunning({ asOf }: Question, { from, to }: Span, today: string): boolean {
  const day = asOf ?? today
  return from !== null && to !== null && from <= day && (asOf === null ? to >= day : to > day)
}

/** A grain that was asked for by name and that the metric does not answer. */
function untold(question: Question, vocabulary: Vocabulary, { name, grains }: Offered): Refusal | null {
  if (question.grain === null || question.intent === 'define' || grains.includes(question.grain)) return null
  const choices = grains.map((grain) => ({ label: `By ${grain}`, ask: sentenceOf({ ...question, grain }, vocabulary) }))
  return refuse('unsupported', `${name} is told by ${list(grains)}, not by ${question.grain}.`, 'Choose one of its grains.', { choices })
}

/** The days that are measured: those that were asked about, with what stands before them, and a period that they are compared with. */
function measuredDays({ from, to, grain }: Span, { compare }: Question, calendar: Calendar, usual: Grain): Pick<Span, 'from' | 'to'> {
  const first = from === null ? null : earlierStart(from, grain ?? usual)
  if (compare?.with !== 'period' || first === null || to === null) return { from: first, to }
  const [start, end] = [startOf(compare.period, calendar), endOf(compare.period, calendar)]
  return { from: start < first ? start : first, to: end > to ? end : to }
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
  const because =
    dimensions.length > 2
      ? 'two dimensions are crossed at most'
      : question.compare?.with === 'segment'
        ? 'one segment is compared with another of the same dimension'
        : crossable.has(question.intent)
          ? null
          : `what is asked with “${asking[question.intent] ?? question.intent}” is told by one dimension`
  if (dimensions.length > 1 && because !== null)
    return refuse('unsupported', `${metric.name} cannot be cut by ${list(dimensions)} at once: ${because}.`, 'Keep one of them.', {
      choices: alone(question, vocabulary),
    })
  if (question.compare?.with === 'policy' && !followsPolicy(metric.compute))
    return refuse(
      'unsupported',
      `${metric.name} follows no revenue policy, so that there is nothing to compare.`,
      'Compare it with prior, last year or target.',
    )
  return null
}

const crossable: ReadonlySet<Intent> = new Set(['value', 'show', 'trend', 'rank', 'define'])
const asking: Readonly<Partial<Record<Intent, string>>> = { why: 'why', forecast: 'forecast', onTrack: 'on track' }

/** The same question by each of its dimensions alone. */
export const alone = (question: Question, vocabulary: Vocabulary): Choice[] =>
  dimensionsOf(question).map((dimension) => ({ label: `${dimension} only`, ask: sentenceOf(onlyBy(question, dimension), vocabulary) }))

function onlyBy(question: Question, dimension: string): Question {
  const { compare } = question
  return {
    ...question,
    by: question.by.filter((each) => each === dimension),
    filters: question.filters.filter((filter) => filter.dimension === dimension),
    compare: compare?.with === 'segment' && compare.dimension !== dimension ? null : compare,
  }
}

/** A stretch that has not begun, one that is over where a forecast is asked for, or an open one where something is to be concluded from it. */
function ahead(question: Question, { from, to, period, says, grain }: Span, vocabulary: Vocabulary): Refusal | null {
  const today = question.asOf ?? vocabulary.calendar.today
  if (question.intent === 'forecast') {
    if (to === null || to >= today) return null
    const choices = [{ label: 'Show it', ask: sentenceOf({ ...question, intent: 'show' }, vocabulary) }]
    return refuse('unsupported', `${says ?? 'That'} is over, and a forecast looks ahead.`, 'Name the year, or ask for the next months.', { choices })
  }
  if (from !== null && from > today)
    return refuse('immature', `${says ?? 'That'} has not begun.`, 'Ask for its forecast, or for a time that has.', {
      choices: [...forecastOf(question, vocabulary), lastOf(question, grain, vocabulary)],
    })
  const concludes = (question.intent === 'why' && question.compare === null) || question.intent === 'rank' // two that are named are told up to the same day
  const isOpen = period !== null && grain !== null && period === periodOf(today, grain) && question.time !== null
  if (concludes && isOpen && (question.time?.kind === 'this' || question.time?.kind === 'period'))
    return refuse('immature', `${says ?? period} is still open: nothing is concluded from a part of it.`, 'Ask for the last one that closed.', {
      choices: [lastOf(question, grain, vocabulary)],
    })
  return null
}

/** A forecast goes as far as a period; a stretch has none. */
function forecastOf(question: Question, vocabulary: Vocabulary): Choice[] {
  if (question.time?.kind !== 'period' || question.asOf !== null) return []
  const asked: Question = { ...question, intent: 'forecast', claim: null, order: null, limit: null, by: [], compare: null }
  return [{ label: 'Forecast it', ask: sentenceOf(asked, vocabulary) }]
}

function lastOf(question: Question, grain: Grain | null, vocabulary: Vocabulary) {
  const time = { kind: 'last', n: 1, unit: grain ?? 'month' } as const
  return { label: `Last ${time.unit}`, ask: sentenceOf({ ...question, time }, vocabulary) }
}
