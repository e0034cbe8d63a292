import { keeper } from '../../numbers/once.ts'
import type { Members } from '../cohorts/matrix.ts'
import { indexAt, type Activity } from './activity.ts'
import type { Counting } from './marks.ts'

/** Cohorts, oldest first, in seconds since 2000; each stops where the next starts. Those up to the as-of day only. */
export interface Span {
  readonly start: number
  readonly stop: number
}

export interface Usage extends Members {
  /** The account of each member’s first event, by code. */
  readonly account: Int32Array
}

/** What was seen up to a row, so that rows behind it are added. */
interface Folded {
  row: number
  cohort: Int32Array
  account: Int32Array
  first: Int32Array
  worth: Uint8Array
}

const kept = keeper<object, Folded>(8)

/**
 * Who used the product at which age. A member begins with its first event that counts, however long ago, and keeps that cohort for good. By the calendar an
 * age is the number of periods since; rolling, the whole stretches of `rolling` seconds since the first event itself. Under a key that names what counts, what
 * was folded goes on from where it stood; `around` are more periods of the same kind, those asked among them, for which that holds when others are asked.
 */
export function usageByAge(
  activity: Activity,
  isIn: Counting,
  by: 'actor' | 'account',
  spans: readonly Span[],
  rolling: number | null,
  key = '',
  around: readonly Span[] = spans,
): Usage {
  const size = (by === 'actor' ? activity.actors : activity.accounts).length
  const ages = around.length
  const end = indexAt(activity, spans.at(-1)?.stop ?? 0)
  const fresh = (): Folded => foldedOf(size, ages)
  const named = [key, by, rolling, ...around.map(({ start }) => start)].join(' ')
  const before = key === '' ? fresh() : kept(activity.origin, named, fresh)
  const own = before.row <= end ? before : key === '' ? fresh() : kept(activity.origin, `${named} ${end}`, fresh) // an earlier as-of day is folded for itself
  const folded = roomFor(own, size, ages)
  fold(activity, isIn, by, { spans: around, rolling, end }, folded)
  const first = around.findIndex(({ start }) => start === spans[0]?.start)
  return keptCuts(folded, `${end} ${size} ${first} ${spans.length}`, () => among(folded, ages, first, spans.length))
}

const keptCuts = keeper<Folded, Usage>(2)

/** Cohorts and ages of some of the periods alone, from the `first` on: read in place, and only until rows are folded that came later. */
function among({ cohort, account, worth }: Folded, all: number, first: number, ages: number): Usage {
  const shared = { account: account.slice(), isPresence: true, ages }
  if (ages === all) return { ...shared, cohort: cohort.slice(), worth: worth.slice() }
  const cutOf = (): Uint8Array => {
    const cut = new Uint8Array(cohort.length * ages)
    for (let member = 0; member < cohort.length; member++) {
      if ((cohort[member] ?? -1) < first) continue
      for (let age = 0; age < ages; age++) cut[member * ages + age] = worth[member * all + age] ?? 0
    }
    return cut
  }
  let made: Uint8Array | undefined
  return {
    ...shared,
    cohort: cohort.map((began) => (began < first ? Math.min(began, -1) : began - first)),
    at: (member, age) => (age < ages ? (worth[member * all + age] ?? 0) : 0),
    get worth() {
      return (made ??= cutOf())
    },
  }
}

const foldedOf = (size: number, ages: number): Folded => ({
  row: 0,
  cohort: new Int32Array(size).fill(-2),
  account: new Int32Array(size).fill(-1),
  first: new Int32Array(size),
  worth: new Uint8Array(size * ages),
})

function roomFor(folded: Folded, size: number, ages: number): Folded {
  if (folded.cohort.length >= size) return folded
  const { row: _, ...wider } = foldedOf(size, ages)
  for (const name of ['cohort', 'account', 'first'] as const) wider[name].set(folded[name])
  wider.worth.set(folded.worth)
  return Object.assign(folded, wider)
}

interface Folding {
  readonly spans: readonly Span[]
  readonly rolling: number | null
  readonly end: number
}

function fold(activity: Activity, { marks, wanted }: Counting, by: 'actor' | 'account', { spans, rolling, end }: Folding, folded: Folded): void {
  const [codes, at] = [activity[by], activity.at]
  const { cohort, account, first, worth } = folded
  const ages = spans.length
  const starts = Float64Array.from([...spans.map(({ start }) => start), Number.POSITIVE_INFINITY])
  let period = -1
  let next = starts[0] ?? Number.POSITIVE_INFINITY
  for (let row = folded.row; row < end; row++) {
    const who = codes[row] ?? -1
    if (who < 0 || ((marks[row] ?? 0) & wanted) !== wanted) continue
    const now = at[row] ?? 0
    while (now >= next) next = starts[(period += 1) + 1] ?? Number.POSITIVE_INFINITY
    let began = cohort[who] ?? -2
    if (began === -2) {
      cohort[who] = began = period
      account[who] = activity.account[row] ?? 0
      first[who] = now
    }
    if (began < 0) continue
    const age = rolling === null ? period - began : Math.floor((now - (first[who] ?? 0)) / rolling)
    if (age < ages) worth[who * ages + age] = 1
  }
  folded.row = end
}
