import { small } from '../numbers/capital.ts'
import type { Draft, Unknown } from './cursor.ts'
import { pluralOf } from './lexicon.ts'
import type { KnownMetric, Question, Reading, Threshold, TimeUnit, Vocabulary } from './question.ts'
import { choice, didYouMean, list, refuse, spoken, swap } from './replies.ts'
import { sayThreshold } from './scanThreshold.ts'
import { sentenceOf } from './sentenceOf.ts'

type Trouble = Exclude<Reading, { kind: 'question' | 'survey' }>

/** “which months” and “when” are strange where nothing is asked of periods one by one. */
export function settled(draft: Draft): Draft {
  const isAsked = draft.thresholds.length > 0 || draft.orders.length > 0
  const strange = draft.each.filter(({ unit }) => !isAsked || unit === 'year')
  if (strange.length === 0) return draft
  const unknown = strange.map(({ start, end, token }): Unknown => ({ start, end, token, awaits: null }))
  return { ...draft, each: draft.each.filter((one) => !strange.includes(one)), unknown: [...draft.unknown, ...unknown].toSorted((a, b) => a.start - b.start) }
}

/** The periods that are asked for one by one: those that were named, of “when” the metric’s own. Null where none are. */
export function eachOf({ each: [first] }: Draft, { grains }: KnownMetric): Exclude<TimeUnit, 'year'> | null {
  if (!first) return null
  const own = first.unit ?? grains[0]
  return own === 'day' || own === 'week' || own === 'month' || own === 'quarter' ? own : null
}

/** Accounts that are asked for one by one, “accounts with NRR below 90%”: a metric here is told of the whole and of its parts. */
export function oneByOne(text: string, { singles: [single], by, bare, intents, orders, thresholds }: Draft, metric: KnownMetric): Trouble | null {
  if (!single || by.length + bare.length > 0) return null
  const isListed = intents.has('rank') || orders.length > 0 || thresholds.length > 0 || /\blist\b/i.test(text)
  if (!isListed || !lead.test(text.slice(0, single.start))) return null
  const said = text.slice(single.start, single.end).toLowerCase()
  const choices = metric.dimensions.map((dimension) => choice(`by ${spoken(dimension)}`, swap(text, single, pluralOf(spoken(dimension)))))
  const hint = metric.dimensions.length > 0 ? `It can be told by ${list(metric.dimensions.map(spoken))}.` : 'It is told as a whole alone.'
  return refuse('dimension_not_allowed', `${metric.name} is not told of single ${said} here.`, hint, { choices: choices.slice(0, 6) })
}
const lead = /^\s*(?:(?:which|what|how many|list|show|give me|me|rank|sort|order|top|bottom|best|worst|biggest|largest|smallest|the|our|all|of|\d+)\s+)*$/i

/** A currency that figures are wanted in and that they are not told in. */
export function inAnother(text: string, { currencies: [wanted] }: Draft, { name, unit }: KnownMetric, { currency }: Vocabulary): Trouble | null {
  if (!wanted || (unit === 'money' && wanted.currency === currency)) return null
  const without = text.replace(new RegExp(`\\s+in\\s+${escaped(text.slice(wanted.start, wanted.end))}`, 'i'), '')
  const says =
    unit === 'money'
      ? `${name} is told in ${currency}, the reporting currency of the workspace, and in no other.`
      : `${name} is no amount of money, so that it has no currency.`
  return refuse('unsupported', says, 'Ask for it without the currency.', { choices: [choice('Without the currency', without)] })
}
const escaped = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A value in another unit than the metric’s, or a share without a sign: 1 is one percent to one reader and the whole to another. */
export function otherUnit(text: string, { thresholds: [first] }: Draft, { name, unit }: KnownMetric, { currency }: Vocabulary): Trouble | null {
  if (!first) return null
  const { threshold } = first
  const { sign } = threshold
  if (unit === 'ratio' && sign === null)
    return didYouMean(
      `${name} is told in percent: ${threshold.upper === null ? 'which value' : 'which values'} is it held against?`,
      [threshold, scaledBy(threshold, 100)].map((each) =>
        choice(sayThreshold({ ...each, sign: '%' }), swap(text, first, sayThreshold({ ...each, sign: '%' }))),
      ),
    )
  const own = signsOf(unit, currency)
  if (sign === null || own.includes(sign)) return null
  return refuse(
    'unsupported',
    `${name} is told in ${unitWords[unit] ?? currency}, so that it is not held against ${sayThreshold(threshold).replace(/^(?:above|below|at least|at most|between) /, '')}.`,
    `Give the value in ${unitWords[unit] ?? currency}.`,
  )
}

const signsOf = (unit: string, currency: string): readonly string[] =>
  unit === 'ratio' ? ['%'] : unit === 'money' ? [currency] : unit === 'score' ? ['points'] : unit === 'days' || unit === 'hours' ? ['days', 'hours'] : []
const unitWords: Readonly<Record<string, string>> = {
  ratio: 'percent',
  count: 'a plain number',
  ratePerAccount: 'a number for each account',
  score: 'points',
  days: 'days',
  hours: 'hours',
}

const scaledBy = (threshold: Threshold, by: number): Threshold => ({
  ...threshold,
  value: Number((threshold.value * by).toPrecision(15)),
  upper: threshold.upper === null ? null : Number((threshold.upper * by).toPrecision(15)),
})

/** The threshold in the unit of the figures: 110% is 1.1, two days are 48 hours. */
export function inFigures(threshold: Threshold, unit: string): Threshold {
  if (unit === 'ratio') return scaledBy(threshold, 0.01)
  if (unit === 'hours' && threshold.sign === 'days') return scaledBy(threshold, 24)
  return unit === 'days' && threshold.sign === 'hours' ? scaledBy(threshold, 1 / 24) : threshold
}

/** What cannot be asked together: the parts of a question that its answer would pass over. */
export function apartFrom(draft: Draft, question: Question, vocabulary: Vocabulary): Trouble | null {
  const { intent, threshold, told, also = [], compare } = question
  const isPlain = intent === 'value' || intent === 'show' || intent === 'trend'
  const isCrossing = draft.claims.length > 0
  const plain: Question = { ...question, intent: 'show', claim: null, order: null, limit: null, compare: null, told: undefined }
  if (
    also.length > 0 &&
    !(isPlain && threshold === undefined && told === undefined && (compare === null || compare.with === 'prior' || compare.with === 'lastYear'))
  )
    return refuse('unsupported', 'That asks for two metrics at once.', 'Ask for one at a time.', {
      choices: [question.metric, ...also].map((metric) =>
        choice(nameOf(metric, vocabulary), sentenceOf({ ...question, metric, also: undefined, threshold: undefined }, vocabulary)),
      ),
    })
  if (threshold && (!isPlain || isCrossing || compare !== null || told !== undefined))
    return refuse(
      'unsupported',
      isCrossing
        ? 'When a figure crosses a value is not told; which periods lie beyond it is.'
        : 'A figure is held against a value by itself, beside no rank, comparison, share, cause or forecast.',
      'Ask what lies beyond the value.',
      {
        choices: [
          choice(
            'What lies beyond it',
            sentenceOf({ ...plain, grain: isCrossing && plain.by.length === 0 ? ownGrain(question, vocabulary) : plain.grain }, vocabulary),
          ),
        ],
      },
    )
  if (told === 'share') return shareOf(question, plain, vocabulary)
  return null
}

function ownGrain({ metric, grain }: Question, { metrics }: Vocabulary): Question['grain'] {
  const own = metrics.find(({ key }) => key === metric)?.grains[0]
  return grain ?? (own === 'week' || own === 'month' || own === 'quarter' || own === 'day' ? own : null)
}

const nameOf = (key: string, { metrics }: Vocabulary): string => metrics.find((metric) => metric.key === key)?.name ?? key
const rates: Readonly<Record<string, string>> = { ratio: 'a rate', score: 'a score', days: 'a length of time', hours: 'a length of time' }

/** A share is of something that adds up, told by one dimension, or by two that are crossed. A part of a part is asked back: of the whole, or of that part? */
function shareOf(question: Question, plain: Question, vocabulary: Vocabulary): Trouble | null {
  const metric = vocabulary.metrics.find(({ key }) => key === question.metric)
  const dimensions = [...new Set([...question.by, ...question.filters.map(({ dimension }) => dimension)])]
  const name = metric?.name ?? question.metric
  const rate = rates[metric?.unit ?? '']
  const parts = choice(
    'Each part by itself',
    sentenceOf({ ...plain, by: dimensions.length > 0 ? dimensions.slice(0, 2) : (metric?.dimensions ?? []).slice(0, 1), filters: [] }, vocabulary),
  )
  if (rate)
    return refuse('unsupported', `${name} is ${rate}: its parts do not add up to the whole, so that none has a share of it.`, 'Ask for each part by itself.', {
      choices: [parts],
    })
  if (dimensions.length === 0)
    return didYouMean(
      `A share of ${small(name)} by what?`,
      (metric?.dimensions ?? []).map((dimension) => choice(`by ${spoken(dimension)}`, sentenceOf({ ...question, by: [dimension] }, vocabulary))),
    )
  const isHeld = question.compare === null || question.compare.with === 'prior' || question.compare.with === 'lastYear'
  const isCrossed = question.by.length === 2 && question.filters.length === 0
  if ((dimensions.length > 1 && !isCrossed) || !isHeld || !['value', 'show', 'trend'].includes(question.intent))
    return refuse(
      'unsupported',
      dimensions.length > 1 && !isCrossed
        ? `A share is told by one dimension or by two that are crossed, not by ${list(dimensions.map(spoken))} with a filter.`
        : 'A share is told over time, and against an earlier one alone.',
      'Ask for the shares by one dimension, or by two without a filter.',
      {
        choices: [
          ...dimensions.map((dimension) =>
            choice(`Shares by ${spoken(dimension)}`, sentenceOf({ ...plain, told: 'share', by: [dimension], filters: [] }, vocabulary)),
          ),
          ...(dimensions.length === 2
            ? [choice(`Shares by ${list(dimensions.map(spoken))}`, sentenceOf({ ...plain, told: 'share', by: dimensions, filters: [] }, vocabulary))]
            : []),
        ],
      },
    )
  return null
}
