import { indexAt, type Activity } from './activity.ts'
import type { Span } from './ages.ts'

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

export interface UseColumns {
  readonly features: number
  readonly counts: Float64Array
  readonly weeks: Uint32Array
  readonly people: Float64Array
  readonly last: Int32Array
}

const week = 7 * 86_400

/** Folds the events of a stretch. `featuresOf` gives the places of the features whose core event a kind of event is. */
export function usesIn(activity: Activity, span: Span, isIn: (row: number) => boolean, features: number, featuresOf: readonly (readonly number[])[]): Uses {
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

function columnsIn(
  activity: Activity,
  { start, stop }: Span,
  isIn: (row: number) => boolean,
  features: number,
  featuresOf: readonly (readonly number[])[],
): UseColumns {
  const [accounts, actors] = [activity.accounts.length, activity.actors.length]
  const [counts, weeks] = [new Float64Array(features * accounts), new Uint32Array(features * accounts)]
  const people = new Float64Array(features * actors)
  const last = new Int32Array(actors).fill(-1)
  const end = indexAt(activity, stop)
  for (let row = indexAt(activity, start); row < end; row++) {
    if (!isIn(row)) continue
    const [account, actor, often] = [activity.account[row] ?? 0, activity.actor[row] ?? -1, activity.quantity?.[row] ?? 1]
    if (actor >= 0) last[actor] = account
    const own = featuresOf[activity.name[row] ?? 0] ?? []
    const inWeek = 1 << Math.min(31, Math.floor((stop - 1 - (activity.at[row] ?? 0)) / week))
    for (let index = 0; index < own.length; index++) {
      const place = account * features + (own[index] ?? 0)
      counts[place] = (counts[place] ?? 0) + often
      weeks[place] = (weeks[place] ?? 0) | inWeek
      const person = actor * features + (own[index] ?? 0)
      if (actor >= 0) people[person] = (people[person] ?? 0) + often
    }
  }
  return { features, counts, weeks, people, last }
}

export function bits(mask: number): number {
  let count = 0
  for (let left = mask; left !== 0; left &= left - 1) count++
  return count
}
