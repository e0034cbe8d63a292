import type { FactReader, Mark, Places, Query } from './factReader.ts'
import type { Placed } from './placedRows.ts'
import { word } from './shape.ts'

type Rows = Awaited<ReturnType<FactReader['ask']>>
type Fields = Placed['rows'][number]
type LooksUp = NonNullable<Query['looksUp']>

/** What came, went or is told otherwise where keys are looked up: the keys, and the places of their rows before and since. */
interface Change {
  readonly keys: readonly string[]
  readonly before: readonly number[]
  readonly since: readonly number[]
}

/** Of so many keys that changed, or so many rows that name them, everything is asked anew. */
const mostKeys = 500
const mostRows = 20_000

const kept = new WeakMap<Placed, Map<string, { readonly before: Placed; readonly change: Change | null }>>()

/** The change between two states of a fact by its key and the columns that are read there; null where it is too large to be told, or a key is no text. All checks of a fact share it. */
export function changeBetween(before: Placed, since: Placed, looksUp: LooksUp): Change | null {
  const [own, name] = [kept.get(since) ?? new Map<string, { before: Placed; change: Change | null }>(), JSON.stringify([looksUp.key, looksUp.reads])]
  const known = own.get(name)
  if (known?.before === before) return known.change
  const change = newChange(before, since, looksUp)
  kept.set(since, own.set(name, { before, change }))
  return change
}

function newChange(before: Placed, since: Placed, { key, reads = [] }: LooksUp): Change | null {
  const touched = touchedBetween(before, since, key)
  const [were, are] = [rowsOf(before, key, touched), rowsOf(since, key, touched)]
  const isSame = (one: unknown): boolean => {
    const [was, is] = [were.get(one) ?? [], are.get(one) ?? []]
    return was.length === 1 && is.length === 1 && reads.every((column) => was[0]?.row[column] === is[0]?.row[column])
  }
  const keys = [...touched].filter((one) => !isSame(one))
  if (keys.length > mostKeys || keys.some((one) => typeof one !== 'string')) return null
  const placesIn = (rows: typeof were): number[] => keys.flatMap((one) => rows.get(one)?.map(({ place }) => place) ?? [])
  return { keys: keys.map(String), before: placesIn(were), since: placesIn(are) }
}

/** Keys of the rows that went or came: those that stay stand in one order in both, and what came stands behind them. */
function touchedBetween(before: Placed, since: Placed, key: string): ReadonlySet<unknown> {
  const touched = new Set<unknown>()
  let at = 0
  for (const [index, row] of before.rows.entries()) {
    if (before.places[index] === since.places[at]) at++
    else touched.add(row[key])
  }
  for (; at < since.rows.length; at++) touched.add(since.rows[at]?.[key])
  touched.delete(null)
  return touched
}

function rowsOf({ rows, places }: Placed, key: string, wanted: ReadonlySet<unknown>): Map<unknown, { readonly row: Fields; readonly place: number }[]> {
  const found = new Map<unknown, { readonly row: Fields; readonly place: number }[]>()
  for (const [index, row] of wanted.size > 0 ? rows.entries() : []) {
    if (!wanted.has(row[key])) continue
    const own = found.get(row[key]) ?? []
    found.set(row[key], own)
    own.push({ row, place: places[index] ?? -1 })
  }
  return found
}

/** A question whose answer says how far the fact had come in which it looked rows up. */
export const seeing = ({ text, values }: Query, { fact }: LooksUp): Query => ({
  text: `SELECT answer.*, seen.* FROM (${text}) answer, (SELECT coalesce(max(rowid), -1) AS seen_last, count(known_to) AS seen_gone FROM store.${word(fact)}) seen`,
  values,
})

/** The answer without what it saw, and whether that was a state that is known. */
export function seenIn(rows: Rows, { last, gone }: Mark): { readonly rows: Rows; readonly isOfState: boolean } {
  const isOfState = rows.length > 0 && rows.every((row) => Number(row['seen_last']) === last && Number(row['seen_gone']) === gone)
  return { rows: rows.map(({ seen_last: _, seen_gone: __, ...row }) => row), isOfState }
}

/** What the correction of an answer needs. */
interface Correcting {
  readonly fact: string
  readonly looksUp: LooksUp
  readonly ask: FactReader['ask']
  readonly question: (places: Places | null) => Query
  readonly join: (before: Rows, more: Rows) => Rows
  /** Up to where the rows were read that were counted. */
  readonly upTo: number
}

/**
 * An answer for rows whose keys are told otherwise where they are looked up: what those rows counted is taken away, and what they count now is added. Null where one of
 * them was among the few that are shown, so that another would have to take its place.
 */
export async function corrected(rows: Rows, change: Change, { fact, looksUp, ask, question, join, upTo }: Correcting): Promise<Rows | null> {
  if (change.keys.length === 0) return rows
  const named = await rowsThatName(ask, fact, looksUp, change.keys, upTo)
  if (named.length === 0) return rows
  if (named.length > mostRows) return null
  const only = (at: readonly number[], sign: 1 | -1): Query => question({ after: -1, upTo, among: { rows: named, at, sign } })
  const [minus, plus] = await Promise.all([ask(only(change.before, -1)), ask(only(change.since, 1))])
  const shown = new Set(rows.map(({ key }) => key).filter((key) => typeof key === 'string'))
  if (minus.some(({ key }) => typeof key === 'string' && shown.has(key))) return null
  const [taken] = minus
  return join(taken ? join(rows, ['key' in taken ? { ...taken, key: null, shows: null } : taken]) : rows, plus)
}

/** Places of the rows up to one that name some keys. */
async function rowsThatName(ask: FactReader['ask'], fact: string, { column }: LooksUp, keys: readonly string[], upTo: number): Promise<readonly number[]> {
  if (upTo < 0) return []
  const some = keys.map((_, place) => `$${place + 1}`).join(', ')
  const text = `SELECT CAST(rowid AS DOUBLE) AS place FROM store.${word(fact)} WHERE rowid <= ${upTo} AND ${word(column)} IN (${some}) LIMIT ${mostRows + 1}`
  return (await ask({ text, values: keys })).map(({ place }) => Number(place))
}
