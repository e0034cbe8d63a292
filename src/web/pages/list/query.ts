import type { Field, Noun } from '#kernel'
import { withQuery } from '#web/client.ts'
import type { Shown } from '#web/views/viewAddress.ts'

type Search = Readonly<Record<string, string>>

/** Words of the address that belong to the page, not to the filter. */
const reserved = new Set(['q', 'sort', 'lens', 'group', 'peek', 'asOf', 'archived', 'new', 'view', 'tab', 'columns'])

/** The filter of the address: fields of the noun with the wanted values. */
export const filtersOf = (noun: Noun, search: Search): readonly (readonly [string, string])[] =>
  Object.entries(search).filter(([name]) => !reserved.has(name) && noun.fields[name] !== undefined)

/** What a view keeps of the address of a list; words that are looked for go with the filter. */
export function shownInList(noun: Noun, search: Search): Shown {
  const { q, sort, columns, lens } = search
  return {
    kind: lens === 'board' ? 'board' : 'list',
    filter: { ...Object.fromEntries(filtersOf(noun, search)), ...(q ? { q } : {}) },
    ...(columns ? { columns: columns.split(',') } : {}),
    ...(sort ? { sort } : {}),
  }
}

/** The path of one page of rows, as the address asks for it. */
export function rowsPath(noun: Noun, search: Search, cursor: string | null, limit: number): string {
  const { q, sort, asOf, archived } = search
  return withQuery(`/${noun.plural}`, { q, sort: sort ?? '-updatedAt', asOf, archived, limit, cursor, ...Object.fromEntries(filtersOf(noun, search)) })
}

/** The columns of a noun: title first, then what fits a cell; long texts and structures are left to the peek. */
export function columnsOf(noun: Noun, chosen?: string): readonly string[] {
  const all = Object.entries(noun.fields).filter(([name, field]) => name !== noun.title && fitsCell(field))
  if (chosen) return chosen.split(',').filter((name) => noun.fields[name])
  return all
    .toSorted(([a, x], [b, y]) => rankOf(b, y) - rankOf(a, x))
    .slice(0, 6)
    .map(([name]) => name)
}

export const fitsCell = (field: Field<unknown>): boolean =>
  field.class !== 'secret' &&
  !field.inner &&
  (field.column === null || !/json/.test(field.column) || field.sortable === true || field.schema['required'] !== undefined) &&
  field.sortable !== false

/** Choices and people tell rows apart best; then what is required. */
const rankOf = (name: string, field: Field<unknown>): number =>
  (name === 'state' ? 8 : 0) +
  (name === 'owner' ? 4 : 0) -
  (field.byVerb && !field.required ? 5 : 0) +
  (field.choices ? 4 : 0) +
  (field.required ? 3 : 0) +
  (field.target && name !== 'parent' ? 2 : name === 'parent' ? -4 : 0) +
  (field.says ? 0 : 0.5)

/** The field that a board puts its columns by: the state, or the first field of choices. */
export function groupField(noun: Noun, asked?: string): string | null {
  if (asked && noun.fields[asked]?.choices) return asked
  if (noun.fields['state']?.choices) return 'state'
  return Object.entries(noun.fields).find(([, field]) => field.choices)?.[0] ?? null
}
