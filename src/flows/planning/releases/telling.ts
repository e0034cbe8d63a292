import { daysBetween } from '#engines/numbers/dates.ts'
import type { Expected, Outlook } from '#engines/portfolio/releases/releases.ts'
import { showDate } from '#kernel'

/** Whom a day was promised to, or that it is the end of a window. */
export type Promised = 'external' | 'internal' | 'window'

interface Part {
  readonly key: string
  readonly title: string
  readonly isReady: boolean
  readonly expected: Expected | null
  readonly holds: readonly string[]
}

interface Told {
  readonly outlook: Outlook
  readonly promised: string | null
  readonly promisedAs: Promised | null
  readonly internalDate: string | null
  readonly features: readonly Part[]
  /** The feature that comes last, and what says when. */
  readonly last: Part | null
  readonly because: string
}

const dayOf: Readonly<Record<Promised, string>> = {
  external: 'the day that customers were told',
  internal: 'the internal day',
  window: 'the end of its window',
}

/** Whether the promised day is kept, and why, in one sentence or two. */
export function outlookSays(told: Told): string {
  const { outlook, promised, promisedAs, features } = told
  if (features.length === 0) return 'Nothing is in it yet.'
  if (outlook.level === 'blocked') return `${blocked(told)}${outlook.days > 0 ? ` ${broken(told)}` : ''}`
  if (promised === null || promisedAs === null)
    return outlook.level === 'done' ? 'All features are ready; no day is promised.' : `No day is promised; ${ready(told)}.`
  const day = dayIn(told)
  if (outlook.level === 'late' || outlook.level === 'atRisk') return broken(told)
  if (outlook.level === 'unknown') return `Nothing says when ${outlook.unknown.join(' and ')} ${outlook.unknown.length === 1 ? 'is' : 'are'} done.`
  if (outlook.level === 'done') return `All features are ready for ${day}.`
  return `${slowest(told)}, ${before(outlook.likely ?? promised, promised)} ${day}.${internally(told)}`
}

/** What has to be taken out, and why. */
function blocked({ outlook, features }: Told): string {
  const gone = features.filter(({ key }) => outlook.gone.includes(key))
  const named = gone.map(({ key, title, holds }) => `${key} ${title} ${holds.join(' and ')}`).join(', ')
  return `${named}: take ${gone.length === 1 ? 'it' : 'them'} out, or it cannot ship.`
}

function broken(told: Told): string {
  const { outlook } = told
  return outlook.last === null
    ? `It should have shipped by ${dayIn(told)}; ${ready(told)}.`
    : `${slowest(told)}, ${many(outlook.days, 'day')} after ${dayIn(told)}${why(told)}.`
}

const dayIn = ({ promised, promisedAs }: Told): string => `${dayOf[promisedAs ?? 'window']}, ${showDate(promised ?? '')}`

const ready = ({ features }: Told): string => `${features.filter(({ isReady }) => isReady).length} of ${features.length} features are ready`

const slowest = ({ last, outlook }: Told): string =>
  last
    ? `${last.key} ${last.title} is expected by ${showDate(outlook.likely ?? '')}${last.expected && last.expected.half < last.expected.likely ? ', as its people say with a chance of 85%' : ''}`
    : 'Its last feature is late'

const why = ({ because, last }: Told): string => (last?.expected?.isOverdue ? ': it should be done already and is not' : because === '' ? '' : `: ${because}`)

const before = (likely: string, promised: string): string => (likely === promised ? 'on' : `${many(daysBetween(likely, promised), 'day')} before`)

/** What we work towards may be missed while what customers were told is kept. */
function internally({ internalDate, promisedAs, outlook }: Told): string {
  if (promisedAs !== 'external' || internalDate === null || outlook.likely === null || outlook.likely <= internalDate) return ''
  return ` The internal day, ${showDate(internalDate)}, is missed by ${many(daysBetween(internalDate, outlook.likely), 'day')}.`
}

const many = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`
