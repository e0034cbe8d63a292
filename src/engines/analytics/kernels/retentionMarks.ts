import { bitsIn } from '../../numbers/bits.ts'
import type { Buckets } from '../calendar/buckets.ts'
import type { Stream } from '../columns/stream.ts'
import type { Frame } from '../frame.ts'
import type { RetentionQuery } from '../query/kinds.ts'
import { markRun, type Marks } from './dayMarks.ts'
import type { Label } from '../columns/cut.ts'

/** What the cells of a matrix are made from, by line of the breakdown, cohort and interval. */
export interface RetentionCounts {
  readonly buckets: Buckets
  readonly labels: readonly Label[]
  size(line: number, cohort: number): number
  /** Actors that came back in the interval. */
  returned(line: number, cohort: number, interval: number): number
  /** The chosen property of those returns; zero when none was chosen. */
  value(line: number, cohort: number, interval: number): { readonly sum: number; readonly times: number }
}

/** Words of marks, one bit for each actor and unit, that may be held. */
const mostWords = 1 << 25

/** Rows that begin bear the first bit, rows that come back the second. */
interface Bits {
  readonly begins: number
  readonly returns: number
}

/**
 * The plain matrix from marks alone: whoever begins is marked in its unit, and so is whoever is active; an actor enters in the first unit that has its mark, and
 * came back in each later one that has. Marks of a unit are a bit for each actor, thirty-two of whom are counted at once. Null where lines are told apart, where
 * returns within the unit of the entry count, and where the marks would take too much room.
 */
export function markedRetention(
  frame: Frame,
  query: RetentionQuery,
  intervals: readonly { readonly from: number; readonly to: number }[],
  parts: () => Iterable<{ readonly frame: Frame; readonly streams: readonly Stream[] }>,
  { buckets, long, bits }: { readonly buckets: Buckets; readonly long: Buckets; readonly bits: Bits },
): RetentionCounts | null {
  const words = (frame.actors.count >>> 5) + 1
  const [cohorts, units] = [buckets.names.length, long.names.length]
  if (query.breakdown.length > 0 || query.interval0 !== 'starters' || words * (cohorts + units + 1) > mostWords) return null
  const { from, to } = frame.span
  const before: Marks = { edges: [query.entry === 'first_in_range' ? from : -Infinity, from], words, marks: new Int32Array(words) }
  const inside = [from, ...buckets.edges.slice(1, -1), to]
  const begun: Marks = { edges: inside, words, marks: new Int32Array(words * cohorts) }
  const active: Marks = { edges: long.edges, words, marks: new Int32Array(words * units) }
  for (const { frame: part, streams } of parts())
    for (const stream of streams) {
      if (query.entry !== 'first_in_range') markRun(part, stream, bits.begins, before)
      markRun(part, stream, bits.begins, begun)
      markRun(part, stream, bits.returns, active)
    }
  const { sizes, cells } = counted({ before: before.marks, begun: begun.marks, active: active.marks, words, cohorts, units }, intervals)
  return {
    buckets,
    labels: [[]],
    size: (_, cohort) => sizes[cohort] ?? 0,
    returned: (_, cohort, interval) => cells[cohort * intervals.length + interval] ?? 0,
    value: () => ({ sum: 0, times: 0 }),
  }
}

interface Marked {
  /** Who began before the stretch that is asked about, who began in each cohort, and who was active in each unit. */
  readonly before: Int32Array
  readonly begun: Int32Array
  readonly active: Int32Array
  readonly words: number
  readonly cohorts: number
  readonly units: number
}

function counted(
  { before, begun, active, words, cohorts, units }: Marked,
  intervals: readonly { readonly from: number; readonly to: number }[],
): { readonly sizes: Float64Array; readonly cells: Float64Array } {
  const [sizes, cells] = [new Float64Array(cohorts), new Float64Array(cohorts * intervals.length)]
  const activeIn = (word: number, from: number, to: number): number => {
    let found = 0
    for (let unit = from; unit < to && unit < units; unit++) found |= active[unit * words + word] ?? 0
    return found
  }
  const addReturns = (word: number, cohort: number, entered: number): void => {
    for (let interval = 1; interval < intervals.length; interval++) {
      const { from = 0, to = 0 } = intervals[interval] ?? {}
      const cell = cohort * intervals.length + interval
      cells[cell] = (cells[cell] ?? 0) + bitsIn(activeIn(word, cohort + from, cohort + to) & entered)
    }
  }
  for (let word = 0; word < words; word++) {
    let known = (before[word] ?? 0) | (word === 0 ? 1 : 0) // nobody
    for (let cohort = 0; cohort < cohorts; cohort++) {
      const own = begun[cohort * words + word] ?? 0
      const entered = own & ~known
      if (entered === 0) continue
      known |= own
      sizes[cohort] = (sizes[cohort] ?? 0) + bitsIn(entered)
      addReturns(word, cohort, entered)
    }
  }
  return { sizes, cells }
}
