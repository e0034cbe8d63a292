import type { Draft } from './cursor.ts'
import type { KnownMetric, Question, Reading, Refusal, Vocabulary } from './question.ts'
import { choice, didYouMean, refuse, spoken } from './replies.ts'
import { sentenceOf } from './sentenceOf.ts'

/** What changes is not ranked: “which segment grew the most”, “top 3 regions by growth”. */
export function unranked({ intents, claims, orders, limits }: Draft, question: Question, vocabulary: Vocabulary): Refusal | null {
  const { intent, by } = question
  const isPicked = orders.length > 0 && by.length > 0
  const isAsked =
    intent === 'rank'
      ? claims.length > 0 || intents.has('trend')
      : isPicked && (intent === 'trend' || (intent === 'why' && (!intents.has('why') || limits.length > 0)))
  if (!isAsked) return null
  const asked: Question = { ...question, claim: null, order: null, limit: null, compare: null }
  const [why, rank] = [
    sentenceOf({ ...asked, intent: 'why', claim: claims.find((claim) => claim !== 'change') ?? 'change' }, vocabulary),
    sentenceOf({ ...asked, intent: 'rank', order: 'highest' }, vocabulary),
  ]
  return refuse('unsupported', 'Parts are ranked by where they stand, not by how they changed.', 'Ask why it changed: each part of the change is told.', {
    choices: [choice('Why it changed', why), ...(by.length > 0 ? [choice('Where they stand', rank)] : [])],
  })
}

/** “Which SLOs did we miss”: what is told one by one are parts; whether the whole reached its target is another question, and neither is picked. */
export function whichOf({ intents, orders }: Draft, question: Question, vocabulary: Vocabulary): Reading | null {
  const metric = vocabulary.metrics.find(({ key }) => key === question.metric)
  if (!metric || question.intent !== 'onTrack' || !intents.has('rank') || orders.length + question.by.length + question.filters.length > 0) return null
  return didYouMean(`${metric.name} is told one by one by its parts, or held against its target as a whole: which is meant?`, [
    ...metric.dimensions
      .slice(0, 4)
      .map((by) => choice(`Each ${spoken(by)}, worst first`, sentenceOf({ ...question, intent: 'rank', by: [by], order: 'worst' }, vocabulary))),
    choice('The whole against its target', sentenceOf(question, vocabulary)),
  ])
}

/** “Why is it highest”, “on track for our best”: where nothing is ranked such a word picks nothing out, and the answer says so. */
export function toldWhole({ picks: [pick] }: Draft, { intent }: Question): { readonly notes?: readonly string[] } {
  if (pick === undefined || intent === 'rank' || intent === 'define') return {}
  const told = intent === 'why' ? 'all parts of the change are told' : 'the figure is told whole'
  return { notes: [`“${pick}” picks nothing out here: ${told}.`] }
}

export function rankedBy(text: string, metric: KnownMetric): Reading {
  return didYouMean(
    `Rank ${metric.name} by what?`,
    [...metric.dimensions.map(spoken), ...metric.grains.slice(0, 1)].map((by) => choice(`by ${by}`, `${text.trim().replace(/[?.]+$/, '')} by ${by}`)),
  )
}
