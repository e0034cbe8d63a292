import { isAction, isMetric, isNoun, type Action, type Metric, type Noun } from '#kernel'
import * as metricWords from '#metrics'
import * as objectWords from '#objects'
import { words } from './words.ts'

export { words }

/** The nouns by name, each with its verbs: derived pages are made from these. */
export const nouns: Readonly<Record<string, { readonly noun: Noun; readonly verbs: readonly Action[] }>> = Object.fromEntries(
  Object.values(objectWords).flatMap((room) => {
    const noun = Object.values(room).find(isNoun)
    return noun ? [[noun.noun, { noun, verbs: Object.values(room).filter(isAction) }]] : []
  }),
)

/** Metrics by their public key: netRevenueRetention is net-revenue-retention. */
export const metrics: Readonly<Record<string, Metric>> = Object.fromEntries(
  Object.entries(metricWords).flatMap(([name, room]) => {
    const metric = Object.values(room).find(isMetric)
    return metric ? [[kebab(name), metric]] : []
  }),
)

/** The noun behind a plural of the address bar or of the API. */
export const nounOfPlural = (plural: string): Noun | undefined => Object.values(nouns).find((one) => one.noun.plural === plural)?.noun

/** The heading of a list of a noun. */
export const pluralWords = (noun: Noun): string => uncounted[noun.noun] ?? words(noun.plural)
const uncounted: Readonly<Record<string, string>> = { feedback: 'Feedback', metric: 'Metrics dictionary', keyResult: 'Key results' }

/** The short name of a metric on a chip. */
export const shortName = (key: string): string => short[key] ?? metrics[key]?.name ?? words(key.replace(/-/g, '_'))
/** A metric with the part of it that is meant. */
export const partName = (key: string, part: string | null): string => [shortName(key), part].filter(Boolean).join(', ')
const short: Readonly<Record<string, string>> = {
  'net-revenue-retention': 'NRR',
  'gross-revenue-retention': 'GRR',
  'annual-recurring-revenue': 'ARR',
  'customer-satisfaction': 'CSAT',
  'mrr-movements': 'MRR movements',
}

export function kebab(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1-$2').toLowerCase()
}

/** The kinds of review as people call them. */
export const reviewKinds: Readonly<Record<string, string>> = {
  mbr: 'Monthly business review',
  qbr: 'Quarterly business review',
  board: 'Board review',
  weekly: 'Weekly review',
  custom: 'Other reviews',
}
