import { QueryRefusal } from '../refusal.ts'
import type { Unit } from '../query/parts.ts'
import { instantOf, wallAt } from '#engines/numbers/zone.ts'

export interface Calendar {
  readonly tz: string
  readonly weekStart: 'monday' | 'sunday'
}

const day = 86_400_000
const most = 20_000

/** Wall-clock start of the unit that holds a wall-clock time. 1970-01-01 was a Thursday. */
function floorWall(wall: number, unit: Unit, weekStart: Calendar['weekStart']): number {
  if (unit === 'hour') return Math.floor(wall / 3_600_000) * 3_600_000
  const days = Math.floor(wall / day)
  if (unit === 'day') return days * day
  if (unit === 'week') return (days - ((((days + (weekStart === 'monday' ? 3 : 4)) % 7) + 7) % 7)) * day
  const date = new Date(wall)
  const month = unit === 'year' ? 0 : unit === 'quarter' ? Math.floor(date.getUTCMonth() / 3) * 3 : date.getUTCMonth()
  return Date.UTC(date.getUTCFullYear(), month, 1)
}

function addWall(wall: number, unit: Unit, n: number): number {
  if (unit === 'hour') return wall + n * 3_600_000
  if (unit === 'day') return wall + n * day
  if (unit === 'week') return wall + n * 7 * day
  const date = new Date(wall)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + n * { month: 1, quarter: 3, year: 12 }[unit], 1)
}

/** The instant at which the unit that holds `instant` began. Hours are elapsed hours, so that a day of 25 has 25. */
export function startOf(instant: number, unit: Unit, { tz, weekStart }: Calendar): number {
  if (unit !== 'hour') return instantOf(floorWall(wallAt(instant, tz), unit, weekStart), tz)
  const wall = wallAt(instant, tz)
  return instant - (wall - floorWall(wall, 'hour', weekStart))
}

/** The start of the unit that lies n units after the one that begins at `start`, also where clocks skipped midnight so that it begins at one. */
export function shifted(start: number, unit: Unit, n: number, { tz, weekStart }: Calendar): number {
  return unit === 'hour' ? start + n * 3_600_000 : instantOf(addWall(floorWall(wallAt(start, tz), unit, weekStart), unit, n), tz)
}

/** Buckets of a stretch of time: `edges[i]` to `edges[i + 1]`, half open; the first and the last are whole units. */
export interface Buckets {
  readonly edges: readonly number[]
  readonly names: readonly string[]
}

export function bucketsOf(from: number, to: number, unit: Unit, calendar: Calendar): Buckets {
  const edges = [startOf(from, unit, calendar)]
  while ((edges.at(-1) ?? to) < to) {
    edges.push(shifted(edges.at(-1) ?? to, unit, 1, calendar))
    if (edges.length > most)
      throw new QueryRefusal('unit', `the range holds more than ${most.toLocaleString('en-US')} buckets.`, 'Choose a longer unit or a shorter range.')
  }
  return { edges, names: edges.slice(0, -1).map((edge) => nameOf(edge, unit, calendar.tz)) }
}

const nameOf = (edge: number, unit: Unit, tz: string): string => new Date(wallAt(edge, tz)).toISOString().slice(0, unit === 'hour' ? 16 : 10)

/** The bucket of an instant; −1 outside of all. */
export function bucketOf({ edges }: Buckets, instant: number): number {
  let [low, high] = [0, edges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((edges[middle] ?? 0) <= instant) low = middle + 1
    else high = middle
  }
  return low === edges.length ? -1 : low - 1
}

const slot = 900_000
const mostSlots = 4_000_000

/** The same by one look into a table of quarters of an hour, for many instants: zones of our time are set off by whole quarters. */
export function finder(buckets: Buckets): (instant: number) => number {
  const { edges } = buckets
  const [first, last] = [edges[0] ?? 0, edges.at(-1) ?? 0]
  const size = (last - first) / slot
  if (size > mostSlots || edges.some((edge) => (edge - first) % slot !== 0)) return (instant) => bucketOf(buckets, instant)
  const table = new Int32Array(size)
  for (let bucket = 0; bucket + 1 < edges.length; bucket++) table.fill(bucket, ((edges[bucket] ?? 0) - first) / slot, ((edges[bucket + 1] ?? 0) - first) / slot)
  return (instant) => (instant < first || instant >= last ? -1 : (table[Math.floor((instant - first) / slot)] ?? -1))
}
