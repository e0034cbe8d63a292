import { isRecord, type AnyRow } from '#kernel'
import { nouns } from '#web/vocabulary.ts'

export type ViewWords = Readonly<Record<string, string | undefined>>

/** What a view keeps of an address. A filter names fields of its noun, whichever page shows it. */
export interface Shown {
  readonly kind: string
  readonly filter: Readonly<Record<string, string>>
  readonly columns?: readonly string[]
  readonly sort?: string
  readonly group?: string
}

/** The words by which the roadmap narrows bets, by the field that each means. */
export const roadmapWords = { teams: 'squad', investment: 'kind', owner: 'who', objectives: 'goal', q: 'q' } as const
const isListed = (kind: string): boolean => kind === 'list' || kind === 'board'

/** Where a view is looked at: a list or board of its noun, or a lens of the roadmap. */
export function viewAddress(view: AnyRow): { readonly to: string; readonly words: ViewWords } {
  const shown = shownIn(view)
  const of = String(view['of'])
  return isListed(shown.kind) ? { to: `n/${nouns[of]?.noun.plural ?? of}`, words: listWords(shown) } : { to: 'roadmap', words: lensWords(shown) }
}

export function shownIn(view: AnyRow): Shown {
  const filter = isRecord(view['filter']) ? Object.entries(view['filter']).map(([name, value]) => [name, String(value)] as const) : []
  const columns = Array.isArray(view['columns']) ? view['columns'].map(String) : []
  return {
    kind: String(view['kind']),
    filter: Object.fromEntries(filter),
    ...(columns.length > 0 ? { columns } : {}),
    ...(typeof view['sort'] === 'string' ? { sort: view['sort'] } : {}),
    ...(typeof view['group'] === 'string' ? { group: view['group'] } : {}),
  }
}

export const listWords = ({ kind, filter, columns, sort }: Shown): ViewWords => ({
  ...filter,
  columns: columns?.join(','),
  sort,
  lens: kind === 'board' ? 'board' : undefined,
})

const lensWords = ({ kind, filter, group }: Shown): ViewWords => ({
  ...Object.fromEntries(Object.entries(roadmapWords).flatMap(([field, word]) => (filter[field] === undefined ? [] : [[word, filter[field]]]))),
  group,
  lens: kind === 'horizons' ? undefined : kind,
})

/** What the address of the roadmap shows. */
export function shownOnRoadmap(search: Readonly<Record<string, string>>): Shown {
  const filter = Object.entries(roadmapWords).flatMap(([field, word]) => (search[word] === undefined ? [] : [[field, search[word]] as const]))
  return { kind: search['lens'] ?? 'horizons', filter: Object.fromEntries(filter), ...(search['group'] ? { group: search['group'] } : {}) }
}

/** Whether two show the same, whatever the order of their filters. */
export const isSameShown = (one: Shown, other: Shown): boolean => told(one) === told(other)
const told = ({ kind, filter, columns = [], sort = '', group = '' }: Shown): string =>
  JSON.stringify([kind, Object.entries(filter).toSorted(([a], [b]) => (a < b ? -1 : 1)), columns, sort, group])
