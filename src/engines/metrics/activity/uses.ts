import { indexAt, type Activity } from './activity.ts'
import type { Span } from './ages.ts'
import type { Counting } from './marks.ts'

/** How features were used in a stretch of time, by their places and the codes of accounts and people. */
export interface Uses {
  /** How often. */
  count(feature: number, account: number): number
  /** In how many weeks of the stretch, its own weeks counted from its end. */
  weeks(feature: number, account: number): number
  personCount(feature: number, actor: number): number
  /** The account for which a person acted last in the stretch; −1 for one who did nothing that counts. */
  accountOf(actor: number): number
  /** The same as columns: a place is account (or actor) × features + feature. */
  readonly columns: UseColumns
}

/** How often each account used each feature: a place is account × features + feature. */
export interface UseCounts {
  readonly features: number
  readonly counts: Int32Array | Float64Array
}

export interface UseColumns extends UseCounts {
  readonly weeks: Uint32Array
  readonly people: Int32Array | Float64Array
  readonly last: Int32Array
}

const week = 7 * 86_400

/** Folds the events of a stretch. `featuresOf` gives the places of the features whose core event a kind of event is. */
export function usesIn(activity: Activity, span: Span, isIn: Counting, features: number, featuresOf: readonly (readonly number[])[]): Uses {
  const columns = columnsIn(activity, span, isIn, features, featuresOf)
  const { counts, weeks, people, last } = columns
  return {
    columns,
    count: (feature, account) => counts[account * features + feature] ?? 0,
    weeks: (feature, account) => bits(weeks[account * features + feature] ?? 0),
    personCount: (feature, actor) => people[actor * features + feature] ?? 0,
    accountOf: (actor) => last[actor] ?? -1,
  }
}

/** Whole numbers where every row is one time: half the memory to walk through. */
const sums = ({ quantity }: Activity, size: number): Int32Array | Float64Array => (quantity === null ? new Int32Array(size) : new Float64Array(size))

/** The features of each kind of event, one list behind the other. */
function placesOf(featuresOf: readonly (readonly number[])[]): { readonly offsets: Int32Array; readonly places: Int32Array } {
  const offsets = new Int32Array(featuresOf.length + 1)
  for (const [kind, own] of featuresOf.entries()) offsets[kind + 1] = (offsets[kind] ?? 0) + own.length
  return { offsets, places: Int32Array.from(featuresOf.flat()) }
}

/** How often alone. */
export function countsOfUse(
  activity: Activity,
  { start, stop }: Span,
  isIn: Counting,
  features: number,
  featuresOf: readonly (readonly number[])[],
): UseCounts {
  const counts = sums(activity, features * activity.accounts.length)
  const { offsets, places } = placesOf(featuresOf)
  const { marks, wanted } = isIn
  const { account, name, quantity } = activity
  const end = indexAt(activity, stop)
  for (let row = indexAt(activity, start); row < end; row++) {
    if (((marks[row] ?? 0) & wanted) !== wanted) continue
    const kind = name[row] ?? 0
    const to = offsets[kind + 1] ?? 0
    for (let index = offsets[kind] ?? 0; index < to; index++) {
      const place = (account[row] ?? 0) * features + (places[index] ?? 0)
      counts[place] = (counts[place] ?? 0) + (quantity === null ? 1 : (quantity[row] ?? 1))
    }
  }
  return { features, counts }
}

/** Every row passes here: lists that are taken apart at once would be made for each of them. */
function columnsIn(activity: Activity, { start, stop }: Span, isIn: Counting, features: number, featuresOf: readonly (readonly number[])[]): UseColumns {
  const [accounts, actors] = [activity.accounts.length, activity.actors.length]
  const [counts, weeks, people] = [sums(activity, features * accounts), new Uint32Array(features * accounts), sums(activity, features * actors)]
  const last = new Int32Array(actors).fill(-1)
  const end = indexAt(activity, stop)
  const { marks, wanted } = isIn
  const { at, account: accountOf, actor: actorOf, name, quantity } = activity
  const { offsets, places } = placesOf(featuresOf)
  for (let row = indexAt(activity, start); row < end; row++) {
    if (((marks[row] ?? 0) & wanted) !== wanted) continue
    const account = accountOf[row] ?? 0
    const actor = actorOf[row] ?? -1
    const kind = name[row] ?? 0
    if (actor >= 0) last[actor] = account
    const from = offsets[kind] ?? 0
    const to = offsets[kind + 1] ?? 0
    if (from === to) continue
    const often = quantity === null ? 1 : (quantity[row] ?? 1)
    const inWeek = 1 << Math.min(31, Math.floor((stop - 1 - (at[row] ?? 0)) / week))
    for (let index = from; index < to; index++) {
      const feature = places[index] ?? 0
      const place = account * features + feature
      counts[place] = (counts[place] ?? 0) + often
      weeks[place] = (weeks[place] ?? 0) | inWeek
      if (actor < 0) continue
      const person = actor * features + feature
      people[person] = (people[person] ?? 0) + often
    }
  }
  return { features, counts, weeks, people, last }
}

export function bits(mask: number): number {
  let count = 0
  for (let left = mask; left !== 0; left &= left - 1) count++
  return count
}
