import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { linearisedRatio, wilson, type Interval } from '../../numbers/intervals.ts'

/** Members by the cohort that they began in, and what each was worth at every age: 1 or 0 for presence, an amount for revenue. */
export interface Members {
  /** Place of the cohort of each member; −1 for those that began outside the cohorts shown. */
  readonly cohort: Int32Array
  /** Are they worth 1 or 0? */
  readonly isPresence: boolean
  /** Ages of each member, one row of `ages` values after the other. */
  readonly worth: Uint8Array | Float64Array
  /** The same of one member, where `worth` is put together for those alone who look at all. */
  readonly at?: (member: number, age: number) => number
  readonly ages: number
}

/** `exact`: in that age; `unbounded`: in that age or any later one; `bracket`: in any age of a stretch. */
export type Variant = { readonly of: 'exact' | 'unbounded' } | { readonly of: 'bracket'; readonly stretches: readonly Stretch[] }
export type Stretch = { readonly from: number; readonly to: number }

export interface Cell {
  readonly age: number
  readonly value: number | null
  readonly interval: Interval | null
  readonly numerator: number | null
  readonly denominator: number | null
}

type ByCohort = readonly (readonly number[])[]

/**
 * The matrix of cohort and age (kpis.md 4.8). `isOver` says whether every member of a cohort has lived the whole age; other cells are null, never partial.
 * Presence has Wilson's interval, amounts that of a ratio of sums. Unbounded needs presence: an amount of a later age says nothing about this one. `only` tells of the ages from one on alone;
 * `kept` gives a cell that was told before, or makes it.
 */
export function cohortCells(
  members: Members,
  cohorts: number,
  variant: Variant,
  isOver: (cohort: number, age: number) => boolean,
  own: ByCohort = membersByCohort(members, cohorts),
  only: number | null = null,
  kept: (cohort: number, from: number, to: number, make: () => Cell) => Cell = (_cohort, _from, _to, make) => make(),
): Cell[][] {
  const all: readonly Stretch[] = variant.of === 'bracket' ? variant.stretches : Array.from({ length: members.ages }, (_, age) => ({ from: age, to: age }))
  const stretches = only === null ? all : all.filter(({ from }) => from === only)
  const { isPresence } = members
  return own.map((some, cohort) => {
    let worth: Float64Array | undefined
    const began = (): Float64Array => (worth ??= worthAt(members, some, 0))
    return stretches.flatMap(({ from, to }) => {
      if (from >= members.ages) return []
      if (!isOver(cohort, to)) return [masked(from)]
      const last = variant.of === 'unbounded' ? members.ages - 1 : to
      return [kept(cohort, from, last, () => (isPresence ? presence(members, some, from, last) : amounts(worthAt(members, some, from), began(), from)))]
    })
  })
}

/** The members of each cohort, by their places. */
export function membersByCohort({ cohort }: Members, cohorts: number, among: readonly number[] | null = null): ByCohort {
  const own = Array.from({ length: cohorts }, (): number[] => [])
  const enter = (began: number, member: number): unknown => began >= 0 && own[began]?.push(member)
  if (among) for (const member of among) enter(cohort[member] ?? -1, member)
  else cohort.forEach(enter)
  return own
}

const masked = (age: number): Cell => ({ age, value: null, interval: null, numerator: null, denominator: null })

function presence(members: Members, own: readonly number[], from: number, to: number): Cell {
  if (own.length === 0) return masked(from)
  const [at, last] = [reading(members), Math.min(to, members.ages - 1)]
  let hits = 0
  for (const member of own) {
    for (let age = from; age <= last; age++) {
      if (at(member, age) === 0) continue
      hits++
      break
    }
  }
  return { age: from, value: hits / own.length, interval: wilson(hits, own.length), numerator: hits, denominator: own.length }
}

/** What each of some members was worth at an age. */
function worthAt(members: Members, own: readonly number[], age: number): Float64Array {
  const [at, found] = [reading(members), new Float64Array(own.length)]
  for (let place = 0; place < own.length; place++) found[place] = at(own[place] ?? 0, age)
  return found
}

function reading(members: Members): (member: number, age: number) => number {
  if (members.at) return members.at
  const { worth, ages } = members
  return (member, age) => worth[member * ages + age] ?? 0
}

function amounts(now: Float64Array, began: Float64Array, age: number): Cell {
  const [numerator, denominator] = [sum(now), sum(began)]
  if (denominator <= 0) return masked(age)
  return { age, value: numerator / denominator, interval: linearisedRatio(now, began), numerator, denominator }
}

function sum(values: Float64Array): number {
  let total = 0
  for (let place = 0; place < values.length; place++) total += values[place] ?? 0
  return total
}

/** Stretches of ages as text: 0,1-3,4-6. Throws a RangeError for one that is none, or that goes back. */
export function stretchesOf(text: string): Stretch[] {
  const stretches = text.split(',').map((part) => {
    const found = /^\s*(\d{1,3})(?:\s*-\s*(\d{1,3}))?\s*$/.exec(part)
    if (!found) throw new OutOfRange(`“${part.trim()}” is not a stretch of ages. Write them as 0,1-3,4-6.`)
    return { from: Number(found[1]), to: Number(found[2] ?? found[1]) }
  })
  const crooked = stretches.findIndex(({ from, to }, index) => to < from || from <= (stretches[index - 1]?.to ?? -1))
  if (crooked >= 0) throw new OutOfRange(`The stretches “${text}” overlap or go back. Write them as 0,1-3,4-6.`)
  return stretches
}
