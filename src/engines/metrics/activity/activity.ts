import { keeper } from '../../numbers/once.ts'
import { inOrder, permuted } from './order.ts'

/**
 * Every product event of a workspace as columns, oldest first: who, for which account, what, when. Texts are numbers that point into lists, so that five
 * million events are folded in tens of milliseconds. The columns may be longer than `length`: what lies beyond belongs to a later state.
 */
export interface Activity {
  readonly length: number
  /** Whole seconds since the start of 2000 in UTC. */
  readonly at: Int32Array
  readonly account: Int32Array
  /** −1 where the source does not say who it was. */
  readonly actor: Int32Array
  readonly name: Int32Array
  /** How often, where a source sums per day; null when every row is one time. */
  readonly quantity: Float64Array | null
  readonly accounts: readonly string[]
  readonly actors: readonly string[]
  readonly names: readonly string[]
  /** The same for all states of which each only adds rows behind the last: what was folded up to a row goes on from there. */
  readonly origin: object
}

/** A piece of events with lists of its own, in any order. Codes point into the lists; NaN or −1 is “nobody”; quantities are empty where every row is one time. */
export interface Piece {
  readonly at: ArrayLike<number>
  readonly account: ArrayLike<number>
  readonly actor: ArrayLike<number>
  readonly name: ArrayLike<number>
  readonly quantity: ArrayLike<number>
  readonly accounts: readonly string[]
  readonly actors: readonly string[]
  readonly names: readonly string[]
}

const epoch = Date.UTC(2000, 0, 1) / 1000

/** Seconds since the start of 2000 of an instant in UTC, with or without its Z: the unit of `at`. */
export function secondsOf(instant: string): number {
  const iso = instant.replace(' ', 'T')
  return Math.floor(Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(iso) ? iso : iso.length === 10 ? `${iso}T00:00:00Z` : `${iso}Z`) / 1000) - epoch
}

export const noActivity: Activity = {
  length: 0,
  at: new Int32Array(),
  account: new Int32Array(),
  actor: new Int32Array(),
  name: new Int32Array(),
  quantity: null,
  accounts: [],
  actors: [],
  names: [],
  origin: {},
}

/** Names the lists of a state: under one origin they only grow, and what follows from them alone stands for as long as they are as long. */
export const listsOf = ({ accounts, actors, names }: Activity): string => `${accounts.length} ${actors.length} ${names.length}`

type List = 'accounts' | 'actors' | 'names'

/** The codes of a list by their texts. */
export function codesOf({ origin, ...lists }: Activity, name: List): ReadonlyMap<string, number> {
  const codes = keptCodes(origin, name, () => new Map())
  for (let code = codes.size; code < lists[name].length; code++) codes.set(lists[name][code] ?? '', code)
  return codes
}

const keptCodes = keeper<object, Map<string, number>>(3)

/** The first row at or after an instant. */
export function indexAt({ at, length }: Activity, seconds: number): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((at[middle] ?? 0) < seconds) low = middle + 1
    else high = middle
  }
  return low
}

/** How many rows the last state of an origin has. */
const tips = new WeakMap<object, number>()

/** A state to which something else was added already keeps its columns: what is added to it now makes others. */
function atItsTip(known: Activity): Activity {
  if ((tips.get(known.origin) ?? known.length) === known.length) return known
  const cut = (column: Int32Array): Int32Array => column.slice(0, known.length)
  return { ...known, origin: {}, at: cut(known.at), account: cut(known.account), actor: cut(known.actor), name: cut(known.name) }
}

/** Adds pieces to what is known. Pieces that come after all that is known are appended in place, where there is room; others make new columns. */
export function withPieces(known: Activity, pieces: readonly Piece[]): Activity {
  const before = atItsTip(known)
  const lists = { accounts: lister(before, 'accounts'), actors: lister(before, 'actors'), names: lister(before, 'names') }
  const more = pieces.reduce((sum, piece) => sum + piece.at.length, 0)
  const length = before.length + more
  const isCounted = before.quantity !== null || pieces.some(({ quantity }) => Array.prototype.some.call(quantity, (often: number) => often !== 1))
  const room = (column: Int32Array): Int32Array => {
    if (column.length >= length) return column
    const grown = new Int32Array(Math.ceil(length * 1.05))
    grown.set(column.subarray(0, before.length))
    return grown
  }
  const columns = { at: room(before.at), account: room(before.account), actor: room(before.actor), name: room(before.name) }
  const quantity = isCounted ? counted(before, columns.at.length) : null
  let index = before.length
  for (const piece of pieces) {
    const [accounts, actors, names] = [piece.accounts.map(lists.accounts.add), piece.actors.map(lists.actors.add), piece.names.map(lists.names.add)]
    columns.at.set(piece.at, index)
    put(columns.account, index, piece.account, accounts)
    put(columns.actor, index, piece.actor, actors)
    put(columns.name, index, piece.name, names)
    if (quantity) for (let row = 0; row < piece.at.length; row++) quantity[index + row] = piece.quantity[row] ?? 1
    index += piece.at.length
  }
  const { origin } = before.length === 0 ? { origin: {} } : before
  const after = ordered({ length, ...columns, quantity, accounts: lists.accounts.all, actors: lists.actors.all, names: lists.names.all, origin }, before.length)
  tips.set(after.origin, length)
  return after
}

/** Writes codes of a piece as those of the whole; what points nowhere is −1. */
function put(into: Int32Array, from: number, codes: ArrayLike<number>, wholeOf: readonly number[]): void {
  if (codes instanceof Int32Array && wholeOf.every((code, place) => code === place)) return into.set(codes, from)
  const table = Int32Array.from(wholeOf)
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? -1
    into[from + row] = code >= 0 ? (table[code] ?? -1) : -1
  }
}

/**
 * Puts the rows in order. Those from `known` on are nobody else's yet and are sorted where they stand; rows that an older state shares are never moved in
 * place: when something comes between them, all columns are made anew.
 */
function ordered(activity: Activity, known: number): Activity {
  const { at, length } = activity
  let low = Number.POSITIVE_INFINITY
  for (let index = known; index < length; index++) if ((at[index] ?? 0) < low) low = at[index] ?? 0
  if (known === 0 || low >= (at[known - 1] ?? 0)) {
    sortFrom(activity, known)
    return activity
  }
  const copy = (column: Int32Array): Int32Array => Int32Array.from(column)
  const fresh = {
    ...activity,
    origin: {},
    at: copy(at),
    account: copy(activity.account),
    actor: copy(activity.actor),
    name: copy(activity.name),
    quantity: activity.quantity && Float64Array.from(activity.quantity),
  }
  sortFrom(fresh, indexAt({ ...activity, length: known }, low))
  return fresh
}

/** Sorts the rows from one on in place. Runs that are in order themselves, and overlap a little where they meet, are sorted there alone. */
function sortFrom(activity: Activity, from: number): void {
  const { at, length } = activity
  for (let [row, sorts] = [from + 1, 0]; row < length; row++) {
    if ((at[row] ?? 0) >= (at[row - 1] ?? 0)) continue
    if ((sorts += 1) > 64) return sortPart(activity, from, length) // no runs at all
    let [end, low, high] = [row, at[row] ?? 0, at[row - 1] ?? 0]
    while (end < length && (at[end] ?? 0) < high) {
      low = Math.min(low, at[end] ?? 0)
      high = Math.max(high, at[end - 1] ?? 0)
      end++
    }
    sortPart(activity, Math.max(from, indexAt({ ...activity, length: row }, low)), end)
    row = end - 1
  }
}

function sortPart({ at, account, actor, name, quantity }: Activity, from: number, to: number): void {
  const order = inOrder(at.subarray(from, to))
  for (const column of [at, account, actor, name]) column.set(permuted(column.subarray(from, to), order), from)
  if (!quantity) return
  const often = quantity.slice(from, to)
  quantity.set(
    Float64Array.from(order, (place) => often[place] ?? 1),
    from,
  )
}

function counted({ quantity, length }: Activity, size: number): Float64Array {
  if (quantity && quantity.length >= size) return quantity
  const grown = new Float64Array(size).fill(1)
  if (quantity) grown.set(quantity.subarray(0, length))
  return grown
}

/** A list that gives each text one number for good; an older list is copied when it grows. */
function lister(before: Activity, name: List): { readonly all: string[]; add(text: string): number } {
  const all = [...before[name]]
  const [known, more] = [codesOf(before, name), new Map<string, number>()]
  const add = (text: string): number => {
    const found = known.get(text) ?? more.get(text)
    if (found !== undefined) return found
    more.set(text, all.length)
    return all.push(text) - 1
  }
  return { all, add }
}
