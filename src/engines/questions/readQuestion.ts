import { lexiconOf } from './lexicon.ts'
import type { Comparison, Intent, KnownMetric, Question, QuestionFilter, QuestionTime, Reading, Refusal, Vocabulary } from './question.ts'
import type { Draft, Span, ValueSense } from './cursor.ts'
import { apartFrom, eachOf, inAnother, oneByOne, otherUnit, settled } from './narrowed.ts'
import { isRanking, noMetric, notAllowed, strangers, type Reader, type Unread } from './notUnderstood.ts'
import { readSurvey } from './readSurvey.ts'
import type { Ends } from './readTime.ts'
import { rankedBy, toldWhole, unranked, whichOf } from './ranked.ts'
import { article, choice, didYouMean, list, refuse, some, spoken, swap } from './replies.ts'
import { scan } from './scan.ts'
import { sentenceOf } from './sentenceOf.ts'
import { withSpelling } from './spelled.ts'
import { tokenise } from './tokens.ts'

/**
 * Reads a question by the grammar of kpis.md §8. The same words and vocabulary always give the same query. What is tied is asked back, what
 * cannot be is refused with its reason, and a word that was not understood is named; nothing is corrected or left out in silence.
 */
export function readQuestion(text: string, vocabulary: Vocabulary): Reading {
  const lexicon = lexiconOf(vocabulary)
  const draft = settled(scan(tokenise(text), lexicon, vocabulary.calendar))
  const isOpen = draft.metrics.length + draft.absent.length === 0
  const survey = isOpen ? readSurvey(tokenise(text), lexicon, vocabulary.calendar) : null
  if (survey) return { kind: 'survey', survey }
  const answer = decide({ text, vocabulary, lexicon, draft })
  if (answer.kind === 'question' || answer.kind === 'survey') return answer
  const reads = (other: string): string | null => {
    const read = decide({ text: other, vocabulary, lexicon, draft: settled(scan(tokenise(other), lexicon, vocabulary.calendar)) })
    return read.kind === 'question' ? sentenceOf(read.question, vocabulary) : null
  }
  const proposed = withSpelling(text, answer, draft, lexicon, reads)
  const strange = draft.unknown.map(({ token }) => token.text)
  return { ...proposed, notUnderstood: [...new Set([...strange, ...answer.notUnderstood])].filter((word) => word !== '') }
}

function decide(reader: Reader): Reading {
  const { text, draft, vocabulary } = reader
  const metric = metricOf(reader)
  if (isReading(metric)) return metric
  const also = alsoOf(reader, metric)
  if (isReading(also)) return also
  const trouble =
    oneByOne(text, draft, metric) ??
    strangers(reader, metric) ??
    howMany(reader, metric) ??
    firstOf([metric, ...also], (each) => impossible(reader, each)) ??
    twice(reader) ??
    inAnother(text, draft, metric, vocabulary) ??
    otherUnit(text, draft, metric, vocabulary)
  if (trouble) return trouble
  const filters = filtersOf(reader, metric)
  if (isReading(filters)) return filters
  const compare = comparisonOf(reader, metric)
  if (isReading(compare)) return compare
  const lacking = firstOf(also, (each) => lacks(each, filters))
  if (lacking) return lacking
  const question = assemble(draft, metric, also, filters, compare)
  return (
    whichOf(draft, question, vocabulary) ??
    apartFrom(draft, question, vocabulary) ??
    wrongTime(question, vocabulary) ??
    unranked(draft, question, vocabulary) ??
    (question.intent === 'rank' && question.by.length === 0 && question.grain === null
      ? rankedBy(text, metric)
      : { kind: 'question', question, ...toldWhole(draft, question) })
  )
}

/** The keys of the metrics that a text names, tied ones included: what their dimensions hold must be known before it can be read. */
export const metricsIn = (text: string, vocabulary: Vocabulary): string[] => [
  ...new Set(scan(tokenise(text), lexiconOf(vocabulary), vocabulary.calendar).metrics.flatMap(({ metrics }) => metrics.map(({ key }) => key))),
]

const isReading = (answer: object | null): answer is Unread => answer !== null && 'kind' in answer

function metricOf({ text, vocabulary, draft, lexicon }: Reader): KnownMetric | Unread {
  const [first] = draft.metrics
  const tied = draft.metrics.find(({ metrics }) => metrics.length > 1)
  if (tied) {
    const said = text.slice(tied.start, tied.end)
    return didYouMean(
      `“${said}” can mean ${list(tied.metrics.map(({ name }) => name))}.`,
      tied.metrics.map((metric) => choice(metric.name, swap(text, tied, metric.name))),
    )
  }
  const [metric] = first?.metrics ?? []
  const absent = metric ? draft.absent.find((one) => one.metric.ask !== undefined) : draft.absent[0] // a part of the metric beside it is not the metric
  if (metric && !absent) return metric
  if (absent)
    return refuse(
      'unknown_metric',
      `${absent.metric.name} cannot be answered: ${absent.metric.because}`,
      absent.metric.ask === undefined ? 'Ask for one of the metrics that are measured here.' : 'Ask why it changed: the answer tells the movements.',
      {
        choices:
          absent.metric.ask === undefined
            ? some(vocabulary)
            : [choice(absent.metric.ask, metric ? absent.metric.ask : `${absent.metric.ask}${text.slice(absent.end)}`)],
      },
    )
  return noMetric(text, vocabulary, draft, lexicon)
}

const most = 5

/** The metrics beside the first, each once. */
function alsoOf({ draft }: Reader, { key }: KnownMetric): readonly KnownMetric[] | Refusal {
  const named = draft.metrics.flatMap(({ metrics }) => metrics)
  const also = [...new Map(named.map((metric) => [metric.key, metric])).values()].filter((metric) => metric.key !== key)
  if (also.length < most) return also
  return refuse('unsupported', `That asks for ${also.length + 1} metrics at once.`, `Ask for ${most} at a time.`)
}

function firstOf<T, R>(all: readonly T[], of: (one: T) => R | null): R | null {
  for (const one of all) {
    const found = of(one)
    if (found !== null) return found
  }
  return null
}

/** A metric that the filters of another do not fit. */
function lacks(metric: KnownMetric, filters: readonly QuestionFilter[]): Refusal | null {
  const barred = filters.find(({ dimension }) => !metric.dimensions.includes(dimension))
  return barred ? notAllowed(metric, barred.dimension, [], barred.values[0]) : null
}

/** What stands and grows by what is added; of anything else, “how many were added” is how many there were. */
const stocks = new Set(['annual-recurring-revenue', 'paying-customers', 'active-accounts'])

function howMany({ text, draft }: Reader, { key, name }: KnownMetric): Unread | null {
  const [added] = draft.added
  if (!added || stocks.has(key)) return null
  const said = text.slice(added.start, added.end)
  return didYouMean(`“${said}” beside ${name}: how much it was, or how it changed?`, [
    choice('How much it was', swap(text, added, '')),
    choice('How it changed', swap(text, added, said.endsWith('ed') ? 'changed' : 'change')),
  ])
}

const dimensionsIn = (draft: Draft): string[] => [...new Set([...draft.by, ...(isRanking(draft) ? draft.bare : [])].map(({ dimension }) => dimension))]

function impossible({ text, vocabulary, draft }: Reader, metric: KnownMetric): Refusal | null {
  const asked = [...draft.by, ...(isRanking(draft) ? draft.bare : [])].find(({ dimension }) => !metric.dimensions.includes(dimension))
  if (asked)
    return notAllowed(
      metric,
      asked.dimension,
      metric.dimensions.map((dimension) => choice(`by ${spoken(dimension)}`, swap(text, asked, spoken(dimension)))),
    )
  const parts = [...draft.filters.flatMap((filter) => filter.values), ...draft.comparisons.flatMap(({ to }) => (to.with === 'values' ? [to.values] : []))]
  const barred = parts.find((senses) => !senses.some(({ dimension }) => metric.dimensions.includes(dimension)))?.[0]
  const asks = metric.dimensions
    .filter((dimension) => (vocabulary.values[dimension] ?? []).length > 0)
    .map((dimension) => choice(`by ${spoken(dimension)}`, `Show ${metric.name} by ${spoken(dimension)}`))
  return barred ? notAllowed(metric, barred.dimension, asks, barred.value) : null
}

/** A thing that can be said once was said twice. */
function twice({ draft, text }: Reader): Refusal | null {
  const doubled: readonly (readonly [number, string])[] = [
    [draft.times.length, 'stretches of time'],
    [draft.comparisons.length, 'comparisons'],
    [new Set(draft.asOf).size, 'days of “as of”'],
    [new Set(draft.grains).size, 'lengths of a period'],
    [new Set(draft.orders).size, 'orders'],
    [draft.thresholds.length, 'values to be held against'],
  ]
  const found = doubled.find(([count]) => count > 1)
  const surplus = draft.times[1] ?? draft.comparisons[1]
  if (!found) return null
  return refuse('unsupported', `The question names two ${found[1]}.`, 'Ask for one at a time.', {
    choices: surplus ? [choice(`Leave out “${text.slice(surplus.start, surplus.end)}”`, swap(text, surplus, ''))] : [],
  })
}

function filtersOf({ text, draft }: Reader, metric: KnownMetric): readonly QuestionFilter[] | Unread {
  const filters: QuestionFilter[] = []
  for (const mention of draft.filters) {
    const shared = [...new Set(mention.values.flat().map(({ dimension }) => dimension))].filter(
      (dimension) => metric.dimensions.includes(dimension) && mention.values.every((senses) => senses.some((sense) => sense.dimension === dimension)),
    )
    const [dimension] = shared
    const tied = shared.length !== 1 || mention.values.some((senses) => senses.filter((sense) => sense.dimension === dimension).length > 1)
    if (dimension === undefined)
      return refuse('unsupported', `“${text.slice(mention.start, mention.end)}” mixes two dimensions.`, 'Filter by one dimension at a time.')
    if (tied)
      return tie(
        text,
        mention,
        mention.values.flat().filter((sense) => shared.includes(sense.dimension)),
      )
    filters.push({
      dimension,
      op: mention.op,
      values: mention.values.flatMap((senses) => senses.filter((sense) => sense.dimension === dimension).map(({ value }) => value)),
    })
  }
  return merged(filters)
}

function tie(text: string, span: Span, senses: readonly ValueSense[]): Reading & { kind: 'didYouMean' } {
  const said = text.slice(span.start, span.end)
  return didYouMean(
    `“${said}” is the name of ${list(senses.map(({ dimension, value }) => `${article(spoken(dimension))} (${value})`))}.`,
    senses.map(({ dimension, value }) => choice(`${spoken(dimension)} ${value}`, swap(text, span, `${spoken(dimension)} ${value}`))),
  )
}

/** Filters of one dimension and sign are one filter. */
function merged(filters: readonly QuestionFilter[]): QuestionFilter[] {
  const groups = Map.groupBy(filters, ({ dimension, op }) => `${op} ${dimension}`)
  return [...groups.values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, values: [...new Set([first, ...more].flatMap(({ values }) => values))] }] : [],
  )
}

function comparisonOf({ text, draft }: Reader, metric: KnownMetric): Comparison | null | Unread {
  const [mention] = draft.comparisons
  if (!mention) return null
  if (mention.to.with !== 'values') return mention.to
  const allowed = mention.to.values.filter(({ dimension }) => metric.dimensions.includes(dimension))
  const [only, ...others] = allowed
  if (only && others.length === 0) return { with: 'segment', dimension: only.dimension, value: only.value }
  return tie(text, mention, allowed)
}

const precedence: readonly Intent[] = ['define', 'why', 'onTrack', 'forecast', 'rank', 'trend', 'show', 'value']

function assemble(draft: Draft, metric: KnownMetric, also: readonly KnownMetric[], filters: readonly QuestionFilter[], compare: Comparison | null): Question {
  const threshold = draft.thresholds[0]?.threshold
  const said = precedence.find((intent) => draft.intents.has(intent) && !(intent === 'rank' && threshold && draft.orders.length === 0))
  const isMoved = draft.compared.length > 0 && draft.times[0]?.ends !== undefined && draft.filters.length + also.length === 0 // compare NRR between Q1 and Q2
  const isChange = (draft.claims.length > 0 || isMoved) && (said === undefined || said === 'value' || said === 'show')
  const intent = isChange ? 'why' : said === undefined || said === 'value' || said === 'show' ? (draft.orders.length > 0 ? 'rank' : (said ?? 'show')) : said
  const told = toldOf(draft, metric, intent, threshold !== undefined)
  const [time] = draft.times
  const own = time?.half !== undefined && compare?.with === 'period' ? ({ kind: 'period', period: time.half } as const) : (time?.time ?? null)
  const movement = intent === 'why' && compare === null ? movementBetween(time?.ends, metric) : null
  return {
    intent: told.told === 'share' && intent === 'value' ? 'show' : told.told === 'count' ? 'value' : intent,
    metric: metric.key,
    claim: intent === 'why' ? (draft.claims.find((claim) => claim !== 'change') ?? 'change') : null,
    by: dimensionsIn(draft),
    filters,
    time: movement?.time ?? own,
    grain: draft.grains[0] ?? eachOf(draft, metric),
    asOf: draft.asOf[0] ?? null,
    compare: movement?.compare ?? (intent === 'onTrack' && compare?.with === 'target' ? null : compare),
    order: intent === 'rank' ? (draft.orders[0] ?? 'highest') : null,
    limit: intent === 'rank' ? (draft.limits[0] ?? null) : null,
    ...(also.length > 0 ? { also: also.map(({ key }) => key) } : {}),
    ...told,
    ...(threshold ? { threshold } : {}),
  }
}

/** “How did NRR move between Q1 and Q2”: from the one to the other, where the metric is told by such periods; else from the first to the last of its own. */
function movementBetween(ends: Ends | undefined, { grains }: KnownMetric): Pick<Question, 'time' | 'compare'> | null {
  if (!ends || !(ends.unit === 'year' || ends.unit === 'half' || grains.includes(ends.unit))) return null
  return { time: { kind: 'period', period: ends.to }, compare: { with: 'period', period: ends.from } }
}

/** Things are counted behind a rate of them alone; of what is a number already, “how many” is the figure. */
function toldOf({ shares, counts }: Draft, { unit }: KnownMetric, intent: Intent, isHeld: boolean): Pick<Question, 'told'> {
  if (shares.length > 0) return { told: 'share' }
  const isCounted = counts.length > 0 && (unit === 'ratio' || unit === 'ratePerAccount') && !isHeld
  return isCounted && (intent === 'value' || intent === 'show') ? { told: 'count' } : {}
}

export const isAhead = (time: QuestionTime | null): boolean => time?.kind === 'next' || time?.kind === 'end'

/** Is a time ahead one that the intent can tell of? A target is due by the end of a unit; only a forecast counts units. */
export const looksAhead = (intent: Intent, time: QuestionTime | null): boolean => intent === 'forecast' || (intent === 'onTrack' && time?.kind === 'end')

function wrongTime(question: Question, vocabulary: Vocabulary): Refusal | null {
  const { intent, time } = question
  if (!isAhead(time) || looksAhead(intent, time)) return null
  const forecast = sentenceOf({ ...question, intent: 'forecast', claim: null, order: null, limit: null, by: [] }, vocabulary)
  return refuse('unsupported', 'What lies ahead can only be forecast.', 'Ask for its forecast.', { choices: [choice('Forecast it', forecast)] })
}
