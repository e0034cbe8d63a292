import { smallNotes } from '#engines/metrics/series/finished.ts'
import { chipsOf } from '#engines/questions/chipsOf.ts'
import { dimensionsOf } from '#engines/questions/lexicon.ts'
import { metricsIn, readQuestion } from '#engines/questions/readQuestion.ts'
import { refuse } from '#engines/questions/replies.ts'
import type { Question, Reading, Refusal, RefusalCode, Vocabulary } from '#engines/questions/question.ts'
import { sentenceOf } from '#engines/questions/sentenceOf.ts'
import { Problem, showDate, type Context, type Measurement, type AnyMetric } from '#kernel'
import type { Ahead, Answer, Asked, Metrics, Refused } from './answer.ts'
import { citationsOf } from './citations.ts'
import { followUpsOf } from './followUps.ts'
import { headOf } from './lines.ts'
import type { Plan } from './plan.ts'
import { refusalOf } from './refusalOf.ts'
import { suggestions } from './suggestions.ts'
import { tellSurvey } from './survey.ts'
import { tellDefinition } from './tellDefinition.ts'
import { tellFigures } from './tellFigures.ts'
import { tellForecast, tellTrack } from './tellAhead.ts'
import { tellCounts } from './tellCounts.ts'
import { tellRank } from './tellRank.ts'
import { plansOf, tellSeveral } from './tellSeveral.ts'
import { tellShares } from './tellShares.ts'
import { tellThreshold } from './tellThreshold.ts'
import { tellWhy } from './tellWhy.ts'
import type { Told } from './told.ts'
import { vocabularyOf, withValues } from './vocabularyOf.ts'

const longest = 400

/** What answers are made from: the metrics of the workspace, and how each is looked ahead at. */
export interface Answering {
  readonly metrics: Metrics
  readonly ahead: Ahead
}

/**
 * A question in words, and an answer with its proof: the query that was read, the figures in their envelopes, what they rest on. What is tied
 * is asked back; what cannot be answered is refused with a code and a next step. No model is asked. `asOf` is the day that the reader looks at,
 * where the question names none.
 */
export async function ask(ctx: Context, { metrics, ahead }: Answering, text: string, asOf: string | null = null): Promise<Asked> {
  const said = text.trim()
  if (said === '') return await suggestions(ctx, metrics)
  if (said.length > longest)
    throw new Problem('invalid', `A question has at most ${longest} characters; this one has ${said.length}.`, 'Ask for one thing at a time.')
  const { reading, vocabulary } = await read(ctx, metrics, said, asOf)
  if (reading.kind === 'survey') {
    const told = await tellSurvey(ctx, { metrics, calendar: vocabulary.calendar, asOf }, said, reading.survey)
    return told.kind === 'survey' ? told : refused(said, told, [], null)
  }
  if (reading.kind === 'didYouMean') return { text: said, ...reading }
  if (reading.kind === 'refusal') return refused(said, reading, [], null)
  const answer = await answered(ctx, { metrics, ahead }, vocabulary, said, { ...reading.question, asOf: reading.question.asOf ?? asOf })
  return answer.kind === 'answer' ? { ...answer, notes: [...(reading.notes ?? []), ...answer.notes] } : answer
}

/** Reads with the values of the metric’s own dimensions; with those of all dimensions when a word is still strange. */
async function read(
  ctx: Context,
  metrics: Metrics,
  text: string,
  asOf: string | null,
): Promise<{ readonly reading: Reading; readonly vocabulary: Vocabulary }> {
  const names = await vocabularyOf(ctx, metrics, asOf ?? ctx.now().slice(0, 10))
  const keys = metricsIn(text, names)
  const own = [...new Set(keys.flatMap((key) => metrics.get(key)?.dimensions ?? []))]
  const vocabulary = await withValues(ctx, metrics, names, own, keys)
  const reading = readQuestion(text, vocabulary)
  if (reading.kind === 'question' || reading.kind === 'survey' || reading.notUnderstood.length === 0) return { reading, vocabulary }
  const whole = await withValues(ctx, metrics, vocabulary, dimensionsOf(vocabulary))
  return { reading: readQuestion(text, whole), vocabulary: whole }
}

async function answered(ctx: Context, { metrics, ahead }: Answering, vocabulary: Vocabulary, text: string, question: Question): Promise<Answer | Refused> {
  const metric = metrics.get(question.metric)
  if (!metric) throw new Problem('missing', `There is no metric “${question.metric}”.`)
  const chips = chipsOf(question, vocabulary)
  if (question.asOf !== null && question.asOf > ctx.now().slice(0, 10)) return refused(text, notKnownYet(question, question.asOf, vocabulary), chips, question)
  const plans = plansOf(question, vocabulary, metrics)
  if ('kind' in plans) return refused(text, plans, chips, question)
  const [plan] = plans
  if (!plan) throw new Problem('missing', `There is no metric “${question.metric}”.`)
  const told = await (plans.length > 1 ? tellSeveral(ctx, plans) : tell(ctx, plan, ahead)).catch((error: unknown) => refusalOf(error, plan))
  if ('kind' in told) return refused(text, told, chips, question)
  const [measured] = told.measurements
  const doubted = told.measurements.find(({ trust }) => trust.state === 'untrusted')
  if (doubted && question.intent !== 'define') return refused(text, untrusted(metrics.get(doubted.metric) ?? metric, doubted), chips, question, [doubted])
  return {
    kind: 'answer',
    text,
    canonical: sentenceOf(question, vocabulary),
    question,
    chips,
    metric: { key: question.metric, name: metric.name, says: metric.says, version: metric.version },
    sentence: told.sentence,
    certainty: measured?.trust.state ?? 'untrusted',
    measurements: told.measurements,
    table: told.table,
    chart: told.chart,
    why: told.why ?? null,
    notes: [...new Set([...told.notes, ...told.measurements.flatMap((one) => notesOn(one, plans))])],
    citations: citationsFor(plans, told),
    followUps: followUpsOf(plan, metrics),
    query: told.measurements.map(callOf),
  }
}

/** What a measurement says of itself. That few stand behind its headline is said of the period that is told, where that is another one. */
function notesOn(measured: Measurement, plans: readonly Plan[]): readonly string[] {
  const plan = plans.find(({ question }) => question.metric === measured.metric)
  if (!plan) return measured.notes
  const { minN } = plan.metric
  const told = headOf(plan, measured.points, measured)
  if (told === null || told.period === measured.period) return measured.notes
  const own = smallNotes(measured.n, minN, measured.period ?? null)
  return [...measured.notes.filter((note) => !own.includes(note)), ...smallNotes(told.n, minN, told.period)]
}

/** What several metrics rest on, what they share named once. */
function citationsFor(plans: readonly Plan[], told: Told): Answer['citations'] {
  if (plans.length < 2) return plans.flatMap((plan) => citationsOf(plan, told))
  const cites = plans.flatMap((plan) => citationsOf(plan, { ...told, measurements: told.measurements.filter(({ metric }) => metric === plan.question.metric) }))
  const once = [...new Map(cites.map((cite) => [`${cite.title} ${cite.says}`, cite])).values()]
  return once.slice(0, 9).map((cite, at) => ({ ...cite, n: at + 1 }))
}

function tell(ctx: Context, plan: Plan, ahead: Ahead): Promise<Told | Refusal> {
  if (plan.question.threshold) return tellThreshold(ctx, plan, plan.question.threshold)
  if (plan.question.told) return plan.question.told === 'share' ? tellShares(ctx, plan) : tellCounts(ctx, plan)
  switch (plan.question.intent) {
    case 'define':
      return tellDefinition(ctx, plan)
    case 'why':
      return tellWhy(ctx, plan)
    case 'rank':
      return tellRank(ctx, plan)
    case 'forecast':
      return tellForecast(ctx, plan, ahead)
    case 'onTrack':
      return tellTrack(ctx, plan)
    default:
      return tellFigures(ctx, plan)
  }
}

/** Nothing is known on a day that has not come; what is expected by then is a forecast. */
function notKnownYet(question: Question, day: string, vocabulary: Vocabulary): Refusal {
  const plain: Question = {
    ...question,
    also: undefined,
    told: undefined,
    threshold: undefined,
    claim: null,
    by: [],
    grain: null,
    compare: null,
    order: null,
    limit: null,
    asOf: null,
  }
  const forecast = sentenceOf({ ...plain, intent: 'forecast', time: { kind: 'period', period: day.slice(0, 7) } }, vocabulary)
  return refuse('immature', `${showDate(day)} has not come, so that nothing is known as of it.`, 'Ask for its forecast, or as of a day that has.', {
    choices: [
      { label: 'Forecast it', ask: forecast },
      { label: 'As of today', ask: sentenceOf({ ...question, asOf: null }, vocabulary) },
    ],
  })
}

function untrusted(metric: AnyMetric, { trust }: Measurement): Refusal {
  const reasons = trust.reasons.map(({ says }) => says).join('; ')
  return refuse(
    'untrusted',
    `${metric.name} cannot be trusted now: ${reasons === '' ? 'a check of its rows failed' : reasons}.`,
    'Correct the rows at their source, or undo the import that brought them.',
  )
}

function refused(
  text: string,
  { kind, code, says, hint, choices, notUnderstood }: Refusal,
  chips: Refused['chips'],
  question: Question | null,
  measurements: readonly Measurement[] = [],
): Refused {
  return { kind, text, code, says, hint, choices, notUnderstood, chips, next: nextOf(code, question), measurements }
}

function nextOf(code: RefusalCode, question: Question | null): Refused['next'] {
  if (code === 'untrusted') return { says: 'See what is wrong', to: question ? `metrics/${question.metric}?how=1` : 'metrics' }
  if (code === 'unknown_metric') return { says: 'See all metrics', to: 'metrics' }
  return question ? { says: 'Open the metric', to: `metrics/${question.metric}` } : null
}

/** The address that gives a measurement again. */
function callOf({ query: { request } }: Measurement): string {
  const { metric, policy, ...words } = request
  const pairs = Object.entries({ ...words, ...(typeof policy === 'string' ? { policy } : {}) }).map(([name, value]): [string, string] => [name, String(value)])
  return `GET /api/v1/metrics/${metric}${pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ''}`
}
