import type { Query } from './contract.ts'

/** What the builder holds, as it stands in the address. Every word may be missing; then its first choice is meant. */
export interface Words {
  readonly kind: Kind
  readonly events: readonly string[]
  readonly actor: string
  readonly by: string
  readonly last: string
  readonly window: string
  readonly preset: string
}
export const kinds = ['funnel', 'retention', 'trend', 'stickiness', 'lifecycle', 'paths', 'activation', 'adoption'] as const
export type Kind = (typeof kinds)[number]

export const kindWords: Readonly<Record<Kind, { readonly says: string; readonly events: string; readonly most: number; readonly least: number }>> = {
  funnel: { says: 'Funnel', events: 'Steps, in this order', least: 2, most: 20 },
  retention: { says: 'Retention', events: 'Start, then return', least: 2, most: 2 },
  trend: { says: 'Trend', events: 'Events', least: 1, most: 6 },
  stickiness: { says: 'Stickiness', events: 'Event', least: 1, most: 1 },
  lifecycle: { says: 'Lifecycle', events: 'Event', least: 1, most: 1 },
  paths: { says: 'Paths', events: 'Starting at (may be empty)', least: 0, most: 1 },
  activation: { says: 'Activation', events: 'Milestones, all of them', least: 1, most: 10 },
  adoption: { says: 'Adoption', events: 'Features', least: 1, most: 20 },
}

export const lasts = [
  { id: '4week', says: 'Last 4 weeks' },
  { id: '12week', says: 'Last 12 weeks' },
  { id: '6month', says: 'Last 6 months' },
  { id: '12month', says: 'Last 12 months' },
  { id: '24month', says: 'Last 24 months' },
] as const
export const windows = ['1', '7', '14', '30', '90'] as const

/** Reads the words of the address; a word that is not known is taken for its first choice. */
export function wordsOf(search: Readonly<Record<string, string>>): Words {
  const kind = kinds.find((each) => each === search['kind']) ?? 'funnel'
  return {
    kind,
    events: eventsIn(search['events']),
    actor: search['actor'] === 'person' ? 'person' : 'account',
    by: search['by'] ?? '',
    last: lasts.find(({ id }) => id === search['last'])?.id ?? '12week',
    window: windows.find((each) => each === search['window']) ?? '14',
    preset: ['posthog', 'amplitude', 'mixpanel'].find((each) => each === search['preset']) ?? '',
  }
}

function eventsIn(text: string | undefined): string[] {
  if (!text) return []
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) ? parsed.filter((each) => typeof each === 'string') : []
  } catch {
    return []
  }
}

/** The query that the words mean; null while events are missing. */
export function queryOf(words: Words, asOf: string | undefined): Query | null {
  const events = words.events.filter((each) => each.trim() !== '')
  if (events.length < kindWords[words.kind].least) return null
  const [, last = '12', unit = 'week'] = /^(\d+)(\w+)$/.exec(words.last) ?? []
  const selections = events.map((event) => ({ event }))
  const [first, second] = selections
  const own: Readonly<Record<Kind, Query>> = {
    funnel: { steps: selections, ...(words.preset === '' || words.window !== '14' ? { window: days(words.window) } : {}) },
    retention: { start: first, back: second, unit: unit === 'month' ? 'month' : 'week', intervals: Math.min(13, Number(last)) },
    trend: { series: selections.map((sel) => ({ sel })), unit: unit === 'month' ? 'month' : 'week' },
    stickiness: { sel: first, unit: 'week' },
    lifecycle: { sel: first, unit: unit === 'month' ? 'month' : 'week' },
    paths: first ? { startAt: first } : {},
    activation: { milestone: selections.map((sel) => ({ sel })), within: days(words.window), unit: unit === 'month' ? 'month' : 'week' },
    adoption: { features: events.map((name) => ({ name, sel: { event: name } })), trailing: days(words.window) },
  }
  return {
    kind: words.kind,
    range: { last: Number(last), unit, includeCurrent: true },
    actor: words.actor === 'person' ? 'person' : { group: 'account' },
    ...(words.by === '' || words.kind === 'paths' || words.kind === 'lifecycle'
      ? {}
      : { breakdown: [{ by: words.by, limit: words.kind === 'trend' ? 5 : 8 }] }),
    ...(words.preset === '' ? {} : { preset: words.preset }),
    ...(asOf ? { asOf } : {}),
    ...own[words.kind],
  }
}

const days = (n: string): Query => ({ n: Number(n), unit: 'day' })
