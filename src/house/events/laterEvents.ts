import type { Events } from '#engines/analytics/columns/events.ts'
import { firstRow, instantAt } from '#engines/analytics/columns/layout.ts'
import type { ColumnSource, FiledHead } from '#engines/analytics/columns/source.ts'
import { eventMark, eventsBetween, identifiedSince, propertyBetween, standingBefore, type Places } from '#engines/analytics/dialect/events.ts'
import type { Scalar } from '#engines/analytics/query/parts.ts'
import type { FactSnapshot } from '#platform/columnar/factReader.ts'
import { scalarOf, type Known } from './knownEvents.ts'

/** How far the events’ table went, and what must not have changed since for what was read of it to stand. */
export interface Mark {
  readonly last: number
  readonly links: number
  readonly renamed: number
  readonly rest: string
}

/** Events as they were laid out, in files or in memory; files go when nobody holds on to them any more. */
export interface Laid {
  readonly head: Omit<FiledHead, 'passive' | 'properties'>
  readonly source: ColumnSource
  readonly mark: Mark
  /** The properties that are laid out, and their values. */
  laid(): Iterable<string>
  valuesOf(property: string): readonly Scalar[] | undefined
  /** Lays out a property of the rows that are laid out, and of no later ones. */
  add(property: string, state: FactSnapshot): Promise<void>
  hold(): void
  leave(): void
}

type Lists = Pick<Events, 'names' | 'persons' | 'accounts' | 'sessions'>

/** An event that came later, and where it stands: `after` so many rows that were laid out. */
export interface Late {
  readonly place: number
  readonly name: number
  readonly ts: number
  readonly received: number | null
  readonly at: number
  readonly arrived: number
  readonly id: string
  readonly person: number
  readonly account: number
  readonly session: number
  readonly after: number
  /** Codes of properties. */
  readonly codes: Map<string, number>
}

/** What came after the others were laid out, in the order of all events. */
export interface Later {
  readonly lists: Lists
  readonly mark: Mark
  readonly rows: readonly Late[]
  readonly values: Map<string, readonly Scalar[]>
  /** Numbers of devices that turned out to be somebody, with whose they are. */
  readonly identified: ReadonlyMap<number, number>
}

export const noTail = ({ names, persons, accounts, sessions }: Known, mark: Mark): Later => ({
  lists: { names, persons, accounts, sessions },
  mark,
  rows: [],
  values: new Map(),
  identified: new Map(),
})

export async function markOf(state: FactSnapshot): Promise<Mark> {
  const [row = {}] = await state.ask(eventMark)
  return { last: Number(row['last']), links: Number(row['links']), renamed: Number(row['renamed']), rest: String(row['rest']) }
}

/** Events that came later may be a twentieth of those that were laid out: never more than the one, always as many as the other. Beyond, all are laid out anew. */
const mostLate = 250_000
const fewLate = 10_000

export const placesOf = (from: Mark, to: Mark): Places => ({ after: from.last, upTo: to.last })

/** What has come by now; null where more has changed than that events came, or too many did. */
export async function laterIn(state: FactSnapshot, laid: Laid, before: Later): Promise<Later | null> {
  const mark = await markOf(state)
  if (mark.rest !== before.mark.rest || mark.last < before.mark.last) return null
  const size = laid.head.runs.at(-1) ?? 0
  const places = placesOf(before.mark, mark)
  if (before.rows.length + mark.last - before.mark.last > Math.max(fewLate, Math.min(mostLate, size / 20))) return null
  const linked = await identifiedBy(state, before, mark)
  if (!linked) return null
  const { lists, rows } = await rowsRead(state, laid, linked.lists, places)
  const all = [...before.rows, ...rows].toSorted(inOrder)
  const values = new Map<string, readonly Scalar[]>()
  for (const name of laid.laid()) {
    const known = before.values.get(name)
    if (known) values.set(name, await codesRead(state, name, known, rows, places))
    else values.set(name, await codesRead(state, name, laid.valuesOf(name) ?? [], all, placesOf(laid.mark, mark)))
  }
  return { lists, mark, rows: all, values, identified: linked.identified }
}

/** Devices that turned out to be somebody for the first time; null where names of persons have changed in any other way. */
async function identifiedBy(state: FactSnapshot, { lists, mark: before, identified }: Later, mark: Mark): Promise<Pick<Later, 'lists' | 'identified'> | null> {
  if (mark.renamed === before.renamed) return { lists, identified }
  const links = await state.ask(identifiedSince(before.links))
  const first = links.filter((row) => row['isFirst'] === true)
  if (first.length !== mark.renamed - before.renamed || Number(links[0]?.['others'] ?? 1) > 0) return null
  const raws = new Map(first.map((row) => [String(row['raw']), String(row['canonical'])]))
  const known = lists.persons.flatMap((text, code) => (code > 0 && raws.has(text) ? [{ code, name: raws.get(text) ?? '' }] : []))
  const named = coded(
    lists.persons,
    known.map(({ name }) => name),
    1,
  )
  return {
    lists: { ...lists, persons: named.list },
    identified: new Map([...identified, ...known.map(({ code }, at) => [code, named.codes[at] ?? 0] as const)]),
  }
}

const inOrder = (a: Late, b: Late): number =>
  a.name - b.name || a.at - b.at || a.arrived - b.arrived || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)) || a.place - b.place

async function rowsRead(state: FactSnapshot, laid: Laid, before: Lists, places: Places): Promise<{ readonly lists: Lists; readonly rows: readonly Late[] }> {
  const given = await state.ask(eventsBetween(places))
  const texts = (column: string): (string | null)[] => given.map((row) => (row[column] === null ? null : String(row[column])))
  const [names, persons] = [coded(before.names, texts('name'), 0), coded(before.persons, texts('person'), 1)]
  const [accounts, sessions] = [coded(before.accounts, texts('account'), 1), coded(before.sessions, texts('session'), 1)]
  const rows = given.map((row, at) => ({
    place: Number(row['place']),
    name: names.codes[at] ?? 0,
    ts: Number(row['ts']),
    received: row['received'] === null ? null : Number(row['received']),
    at: Number(row['at']),
    arrived: Number(row['arrived']),
    id: String(row['id']),
    person: persons.codes[at] ?? 0,
    account: accounts.codes[at] ?? 0,
    session: sessions.codes[at] ?? 0,
    codes: new Map<string, number>(),
  }))
  const lists = { names: names.list, persons: persons.list, accounts: accounts.list, sessions: sessions.list }
  return { lists, rows: await placed(state, laid, rows, places) }
}

/** Where each stands among the rows that were laid out: behind those of earlier times; of those of its millisecond, where the store says. */
async function placed(state: FactSnapshot, { head, source, mark }: Laid, rows: readonly Omit<Late, 'after'>[], { upTo }: Places): Promise<Late[]> {
  const newest = head.names.map((_, code) => instantAt(head, source, code, (head.runs[code + 1] ?? 1) - 1))
  const ties: number[] = []
  const found = rows.map((row): Late => {
    const end = head.runs[row.name + 1] ?? head.runs.at(-1) ?? 0
    if (row.name >= head.names.length || row.ts > (newest[row.name] ?? -Infinity)) return { ...row, after: end }
    const after = firstRow(head, source, row.name, row.ts)
    if (instantAt(head, source, row.name, after) === row.ts) ties.push(row.place)
    return { ...row, after }
  })
  if (ties.length === 0) return found
  const standing = await state.ask(standingBefore(ties, { after: mark.last, upTo }))
  const more = new Map(standing.map((row) => [Number(row['place']), Number(row['n'])]))
  return found.map((row) => ({ ...row, after: row.after + (more.get(row.place) ?? 0) }))
}

/** Codes of texts in a list from some place on; those that it lacks are added to it. */
function coded<T extends Scalar>(
  list: readonly T[],
  texts: readonly (T | null)[],
  first: number,
): { readonly list: readonly T[]; readonly codes: readonly number[] } {
  const wanted = new Set(texts)
  const codes = new Map<T | null, number>()
  for (let code = first; code < list.length; code++) {
    const text = list[code]
    if (text !== undefined && wanted.has(text) && !codes.has(text)) codes.set(text, code)
  }
  const added: T[] = []
  for (const text of wanted) if (text !== null && !codes.has(text)) codes.set(text, list.length + added.push(text) - 1)
  return { list: added.length === 0 ? list : [...list, ...added], codes: texts.map((text) => codes.get(text) ?? (first === 0 ? -1 : 0)) }
}

/** Reads a property of later events into their codes, and gives its values. */
export async function codesRead(
  state: FactSnapshot,
  property: string,
  values: readonly Scalar[],
  rows: readonly Late[],
  places: Places,
): Promise<readonly Scalar[]> {
  if (rows.length === 0) return values
  const found = await state.ask(propertyBetween(property, places))
  const texts = found.map(({ text }) => (text === null ? null : scalarOf(String(text))))
  const { list, codes } = coded(values, texts, 0)
  const byPlace = new Map(found.map(({ place }, at) => [Number(place), codes[at] ?? -1]))
  for (const { place, codes: own } of rows) own.set(property, byPlace.get(place) ?? -1)
  return list
}
