import { canonical, isRecord, recordsIn } from '#kernel'
import { cutTo } from './byStep.ts'
import type { Query } from './contract.ts'

/** A question as it is being written: the query, with steps that may still be empty. It stands whole in the address. */
export type Draft = Query

export const kinds = ['funnel', 'retention', 'trend', 'stickiness', 'lifecycle', 'paths', 'activation', 'adoption'] as const
export type Kind = (typeof kinds)[number]

export const kindWords: Readonly<Record<Kind, { readonly says: string; readonly events: string; readonly most: number; readonly least: number }>> = {
  funnel: { says: 'Funnel', events: 'Steps', least: 2, most: 20 },
  retention: { says: 'Retention', events: 'Start, then return', least: 2, most: 2 },
  trend: { says: 'Trend', events: 'Series', least: 1, most: 12 },
  stickiness: { says: 'Stickiness', events: 'Event', least: 1, most: 1 },
  lifecycle: { says: 'Lifecycle', events: 'Event', least: 1, most: 1 },
  paths: { says: 'Paths', events: 'From, to (both may be empty)', least: 0, most: 2 },
  activation: { says: 'Activation', events: 'Milestones', least: 1, most: 10 },
  adoption: { says: 'Adoption', events: 'Features', least: 1, most: 20 },
}

export const kindOf = (draft: Draft): Kind => kinds.find((kind) => kind === draft['kind']) ?? 'funnel'

/** One event of a question, wherever its kind keeps it: the selection, and what the kind says of it besides. */
export interface Item {
  readonly sel: Query
  readonly own: Query
}

/** The events of a selection as one types them: “a | b” are both, “*” is any. */
export function eventText(sel: Query): string {
  const { event } = sel
  return Array.isArray(event) ? event.map(String).join(' | ') : typeof event === 'string' ? event : ''
}

/** A name that is begun and fits one event alone is that event, in whatever case it is typed. One that fits none or several stays as it is: it may be yet to come. */
export function completed(text: string, events: readonly { readonly name: string }[]): string {
  const one = (typed: string): string => {
    const wanted = typed.trim().toLowerCase()
    if (wanted === '' || wanted === '*' || events.some(({ name }) => name === typed.trim())) return typed.trim()
    const fits = [(name: string) => name === wanted, (name: string) => name.startsWith(wanted)]
    const near = fits.map((isFit) => events.filter(({ name }) => isFit(name.toLowerCase()))).find((found) => found.length > 0) ?? []
    return near.length === 1 ? (near[0]?.name ?? typed.trim()) : typed.trim()
  }
  return text.split(' | ').map(one).join(' | ')
}

export function selOf(text: string, before: Query = {}): Query {
  const names = text
    .split(' | ')
    .map((name) => name.trim())
    .filter(Boolean)
  return { ...before, event: names.length > 1 ? names : (names[0] ?? '') }
}

const recordIn = (value: unknown): Query => (isRecord(value) ? value : {})
const selKeys = ['event', 'where', 'label']
const split = (step: Query, isSel: boolean): Query => Object.fromEntries(Object.entries(step).filter(([key]) => selKeys.includes(key) === isSel))

/** The events that a question names, in order; two for retention and paths, empty where nothing is named. */
export function itemsOf(draft: Draft): Item[] {
  const kind = kindOf(draft)
  const apart = (each: Query): Item => ({ sel: recordIn(each['sel']), own: Object.fromEntries(Object.entries(each).filter(([key]) => key !== 'sel')) })
  const bare = (key: string): Item => ({ sel: recordIn(draft[key]), own: {} })
  if (kind === 'funnel') return recordsIn(draft['steps']).map((step) => ({ sel: split(step, true), own: split(step, false) }))
  if (kind === 'trend') return recordsIn(draft['series']).map(apart)
  if (kind === 'activation') return recordsIn(draft['milestone']).map(apart)
  if (kind === 'adoption') return recordsIn(draft['features']).map(apart)
  return kind === 'retention' ? [bare('start'), bare('back')] : kind === 'paths' ? [bare('startAt'), bare('endAt')] : [bare('sel')]
}

export function withItems(draft: Draft, items: readonly Item[]): Draft {
  const [first, second] = items.map(({ sel }) => (eventText(sel) === '' ? undefined : sel))
  const apart = items.map(({ sel, own }) => ({ ...own, sel }))
  switch (kindOf(draft)) {
    case 'funnel':
      return {
        ...(items.length === recordsIn(draft['steps']).length ? draft : cutTo(draft, items.length)),
        steps: items.map(({ sel, own }) => ({ ...sel, ...own })),
      }
    case 'trend':
      return { ...draft, series: apart }
    case 'activation':
      return { ...draft, milestone: apart }
    case 'adoption':
      return { ...draft, features: apart }
    case 'retention':
      return put(put(draft, 'start', first), 'back', second)
    case 'paths':
      return put(put(draft, 'startAt', first), 'endAt', second)
    default:
      return put(draft, 'sel', first)
  }
}

/** The question with one field set; without it when nothing is given. */
export function put(draft: Draft, key: string, value: unknown): Draft {
  const rest = Object.fromEntries(Object.entries(draft).filter(([own]) => own !== key))
  return value === undefined ? rest : { ...rest, [key]: value }
}

const shared = ['actor', 'range', 'where', 'breakdown', 'beside', 'tz', 'weekStart', 'preset', 'compareTo', 'internal', 'propTime', 'asOf']

/** The same events asked in another way; what only the old kind knows is left behind. */
export function withKind(draft: Draft, kind: Kind): Draft {
  const kept = Object.fromEntries(Object.entries(draft).filter(([key]) => shared.includes(key)))
  const named = itemsOf(draft).filter(({ sel }) => eventText(sel) !== '')
  const items = named.slice(0, kindWords[kind].most).map(({ sel }) => ({ sel, own: kind === 'adoption' ? { name: eventText(sel) } : {} }))
  return withItems({ ...kept, kind }, items)
}

export const lasts = [
  { n: 7, unit: 'day', says: 'Last 7 days' },
  { n: 30, unit: 'day', says: 'Last 30 days' },
  { n: 4, unit: 'week', says: 'Last 4 weeks' },
  { n: 12, unit: 'week', says: 'Last 12 weeks' },
  { n: 6, unit: 'month', says: 'Last 6 months' },
  { n: 12, unit: 'month', says: 'Last 12 months' },
  { n: 24, unit: 'month', says: 'Last 24 months' },
] as const
export const lastRange = (n: number, unit: string): Query => ({ last: n, unit, includeCurrent: true })
const usual: Draft = { kind: 'funnel', range: lastRange(12, 'week') }

/** The draft in the address; else the saved question, else what an older address said, else an empty funnel. */
export function draftOf(search: Readonly<Record<string, string>>, saved: unknown = undefined): Draft {
  const written = readJson(search['q'])
  if (isRecord(written)) return written
  if (isRecord(saved)) return pruned(saved)
  return search['events'] || search['kind'] ? ofWords(search) : usual
}

function readJson(text: string | undefined): unknown {
  if (!text) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A query without what it leaves empty: it reads as the same query, since what is left out is empty. */
export function pruned(query: Query): Query {
  const kept = Object.entries(query).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
  return Object.fromEntries(kept.map(([key, value]) => [key, prunedValue(value)]))
}
const prunedValue = (value: unknown): unknown => (Array.isArray(value) ? value.map(prunedValue) : isRecord(value) ? pruned(value) : value)

/** Addresses of the first version of this page: kind, events, actor, by, last, window and preset as words. */
function ofWords(search: Readonly<Record<string, string>>): Draft {
  const kind = kinds.find((each) => each === search['kind']) ?? 'funnel'
  const listed = readJson(search['events'])
  const events = Array.isArray(listed) ? listed.filter((each) => typeof each === 'string') : []
  const [, n = '12', unit = 'week'] = /^(\d+)(week|month)$/.exec(search['last'] ?? '') ?? []
  const days = { n: Number(search['window'] ?? 14), unit: 'day' }
  const draft: Draft = {
    kind,
    range: lastRange(Number(n), unit),
    ...(search['actor'] === 'person' ? { actor: 'person' } : {}),
    ...(search['by'] ? { breakdown: [{ by: search['by'], limit: 8 }] } : {}),
    ...(search['preset'] ? { preset: search['preset'] } : {}),
    ...(search['window'] && Number.isInteger(days.n)
      ? kind === 'adoption'
        ? { trailing: days }
        : kind === 'funnel'
          ? { window: days }
          : kind === 'activation'
            ? { within: days }
            : {}
      : {}),
  }
  return withItems(
    draft,
    events.map((event) => ({ sel: { event }, own: kind === 'adoption' ? { name: event } : {} })),
  )
}

/** The query that a draft asks: without what is still empty, and with the units that suit its range. Null while events are missing. */
export function queryOf(draft: Draft, asOf?: string): Query | null {
  const kind = kindOf(draft)
  const named = itemsOf(draft).filter(({ sel }) => eventText(sel) !== '')
  if (named.length < kindWords[kind].least) return null
  const whole = ['funnel', 'trend', 'activation', 'adoption'].includes(kind)
    ? withItems(
        draft,
        named.map((item) => ({ ...item, own: ownMeant(kind, draft, item) })),
      )
    : draft
  const asked = recordsIn(draft['beside']).length === 1 ? put(whole, 'beside', undefined) : whole // one group beside nothing is still being chosen
  const own = pruned(Object.fromEntries(Object.entries(asked).filter(([key]) => isMeant(asked, key))))
  return { ...unitFor(kind, asked), ...own, ...(asOf ? { asOf } : {}) }
}

/** Does a field mean anything beside the others? What was chosen before another choice took its meaning away stays in the draft and is not asked. */
function isMeant(draft: Draft, key: string): boolean {
  if (key === 'strictIgnores') return draft['order'] === 'strict'
  if (key === 'minPersons') return isOfSeveral(draft)
  return key !== 'cumulativeValue' || isRecord(draft['value'])
}

/** What is asked of one event besides its name: a feature that has none yet is called as its event. */
function ownMeant(kind: Kind, draft: Draft, { sel, own }: Item): Query {
  if (kind === 'activation' && !isOfSeveral(draft)) return put(own, 'minPersons', undefined)
  return kind === 'adoption' && !own['name'] ? { ...own, name: eventText(sel) } : own
}

/** Are those counted in whom several persons may act: accounts, or another group? What a vendor means counts persons, unless the question says whom. */
export function isOfSeveral({ actor, preset }: Draft): boolean {
  if (actor === undefined || actor === null) return !preset || preset === 'throughline'
  return actor === 'account' || (isRecord(actor) && actor['group'] !== 'person')
}

/** Are persons counted, in either spelling, or because a vendor means them? */
export const isOfPersons = (draft: Draft): boolean => draft['actor'] !== 'session' && !isOfSeveral(draft)

function unitFor(kind: Kind, draft: Draft): Query {
  const range = recordIn(draft['range'])
  const [unit, last] = [range['unit'], Number(range['last'] ?? 12)]
  const own = unit === 'month' ? 'month' : unit === 'day' ? 'day' : 'week'
  if (kind === 'funnel') return { unit: own }
  if (kind === 'retention') return draft['preset'] ? {} : { unit: own, intervals: Math.min(13, Math.max(2, last)) }
  return ['trend', 'lifecycle', 'activation', 'stickiness'].includes(kind) ? { unit: own } : {}
}

/** The steps of a question with one moved to another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, at) => at !== from)
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)]
}

/** The conditions of a filter as a flat list, all of which hold; null when it was written in a way that the page does not draw. */
export function conditionsOf(where: unknown): Query[] | null {
  if (where === undefined || where === null) return []
  if (!isRecord(where)) return null
  const list = Array.isArray(where['all']) ? where['all'] : [where]
  const drawn = list.filter(isRecord).filter((each) => 'prop' in each || 'cohort' in each || 'segment' in each)
  return drawn.length === list.length ? drawn : null
}

export const whereOf = (conditions: readonly Query[]): unknown =>
  conditions.length === 0 ? undefined : conditions.length === 1 ? conditions[0] : { all: conditions }

/** Is a question still the one that was saved? One that was saved in few words, not with every field written out, is it as long as nothing is chosen anew. */
export const isSaved = (spec: unknown, draft: Draft, resolved: Query): boolean =>
  canonical(spec) === canonical(resolved) || canonical(queryOf(draftOf({}, spec))) === canonical(queryOf(draft))
