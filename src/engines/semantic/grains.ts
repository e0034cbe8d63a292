import { Refusal } from './refusal.ts'
import type { Grain, Window } from './model.ts'

/** From fine to coarse. */
export const grains: readonly Grain[] = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year']
const tooFine = ['nanosecond', 'microsecond', 'millisecond']

export const isGrain = (word: string): word is Grain => grains.some((grain) => grain === word)

/** Whether `a` is finer than `b`. */
export const isFiner = (a: Grain, b: Grain): boolean => grains.indexOf(a) < grains.indexOf(b)
export const isBelowDay = (grain: Grain): boolean => isFiner(grain, 'day')

/** Whether every bucket of `fine` lies in one bucket of `coarse`: weeks lie in no month. */
export function nests(fine: Grain, coarse: Grain): boolean {
  if (fine === coarse) return true
  return isFiner(fine, coarse) && fine !== 'week'
}

/** Months in one of the grain's buckets; undefined for those that are counted in days or less. */
export const monthsIn: Readonly<Partial<Record<Grain, number>>> = { month: 1, quarter: 3, year: 12 }

/** Refuses what is finer than a second, by name. */
export function assertCoarse(word: string): void {
  if (tooFine.includes(word))
    throw new Refusal('unsupported', `The grain “${word}” is finer than a second, which is not answered.`, `Use ${grains.join(', ')}.`)
}

/** Reads “7 days”, “1 month”, “2 alien_day”. A plural s falls away. */
export function parseWindow(text: string): Window {
  const [, count, unit] = /^\s*(\d+)\s+([A-Za-z_]\w*)\s*$/.exec(text) ?? []
  if (count === undefined || unit === undefined || Number(count) < 1)
    throw new Refusal('invalid_model', `“${text}” is not a window.`, 'Write a count and a unit, such as 7 days or 1 month.')
  const word = unit.toLowerCase()
  const single = word.endsWith('s') && isKnown(word.slice(0, -1)) ? word.slice(0, -1) : word
  return { count: Number(count), unit: single }
}

const isKnown = (word: string): boolean => isGrain(word) || tooFine.includes(word)

export const showWindow = ({ count, unit }: Window): string => `${count} ${unit}`

/** How many buckets of the grain a window is, when it is a whole number of them: 1 year is 12 months, 14 days are 2 weeks. */
export function wholeBuckets({ count, unit }: Window, grain: Grain): number | undefined {
  if (!isGrain(unit)) return undefined
  const [mine, theirs] = [sizeOf(unit), sizeOf(grain)]
  if (mine.is !== theirs.is) return undefined
  const buckets = (count * mine.size) / theirs.size
  return Number.isInteger(buckets) ? buckets : undefined
}

const seconds: Readonly<Partial<Record<Grain, number>>> = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 }

function sizeOf(grain: Grain): { readonly is: 'months' | 'seconds'; readonly size: number } {
  const months = monthsIn[grain]
  return months === undefined ? { is: 'seconds', size: seconds[grain] ?? 1 } : { is: 'months', size: months }
}
