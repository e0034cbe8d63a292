import { shelf } from '../../numbers/once.ts'
import { carriedPlaces, firstSpans, type Schedule } from './schedule.ts'

/** The schedule before another of the same terms, and the stretches of days of the lines in which they differ, one end after the other. */
interface Before {
  readonly schedule: Schedule
  readonly stretches: readonly number[]
}

/** So many lines that differ are a new schedule, not one that goes on. */
const most = 4000

const latest = shelf<object, Schedule>(6)
const before = new WeakMap<Schedule, Before>()

/** The schedule that others of a company and terms go on from. */
export const latestOf = (of: object, terms: string): Schedule | null => latest.get(of, terms) ?? null

/** Lets a schedule go on from the one before it, of the same company and terms: so that the same line lies on the same days. */
export function goesOn(schedule: Schedule, of: object, terms: string): void {
  const known = latest.get(of, terms)
  latest.put(of, terms, schedule)
  if (!known || known === schedule) return
  before.delete(known)
  const stretches = differing(known, schedule)
  if (stretches) before.set(schedule, { schedule: known, stretches })
}

/** Keeps what follows from the lines of some days alone, both included, and from what a key names: lines that lie on none of them change nothing of it. */
export function byDays<T>(size: number): {
  get(schedule: Schedule, key: string, first: number, last: number): T | undefined
  put(schedule: Schedule, key: string, made: T): void
} {
  const kept = shelf<Schedule, T>(size)
  return {
    put: (schedule, key, made) => kept.put(schedule, key, made),
    get(schedule, key, first, last) {
      const own = kept.get(schedule, key)
      const earlier = own === undefined ? before.get(schedule) : undefined
      if (!earlier || touches(earlier.stretches, first, last)) return own
      const found = kept.get(earlier.schedule, key)
      if (found !== undefined) kept.put(schedule, key, found)
      return found
    },
  }
}

function touches(stretches: readonly number[], first: number, last: number): boolean {
  for (let at = 0; at < stretches.length; at += 2) if ((stretches[at] ?? 0) <= last && (stretches[at + 1] ?? 0) > first) return true
  return false
}

/** The stretches of lines that only one of two schedules has, or that leave on another day; null for very many. Lines stand in the order of their ids. */
function differing(one: Schedule, other: Schedule): number[] | null {
  const [gone, come]: [number[], number[]] = [[], []]
  const carried = carriedPlaces(one.lines, other.lines)
  let at = 0
  for (let to = 0; to < carried.length && gone.length + come.length <= most; to++) {
    const place = carried[to] ?? -1
    for (; at < place; at++) gone.push(at)
    const isSame = place >= 0 && one.leaves[place] === other.leaves[to]
    if (!isSame) come.push(to)
    if (place >= 0 && !isSame) gone.push(place)
    if (place >= 0) at = place + 1
  }
  for (; at < one.lines.length && gone.length + come.length <= most; at++) gone.push(at)
  return gone.length + come.length > most ? null : [...stretchesOf(one, gone), ...stretchesOf(other, come)]
}

function stretchesOf(schedule: Schedule, places: readonly number[]): number[] {
  const [firsts, { spans }, found]: [Int32Array | null, Schedule, number[]] = [places.length > 0 ? firstSpans(schedule) : null, schedule, []]
  for (const place of places)
    for (let span = firsts?.[place] ?? 0; span < (firsts?.[place + 1] ?? 0); span++) found.push(spans.from[span] ?? 0, spans.to[span] ?? 0)
  return found
}
