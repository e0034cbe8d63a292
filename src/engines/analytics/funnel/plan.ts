import { millisOf } from '../query/parts.ts'
import type { FunnelQuery } from '../query/kinds.ts'

/** A funnel as the walks need it: whole milliseconds, places of steps from 0, and which step may follow which. */
export interface Plan {
  readonly steps: number
  /** `next[p + 1]`: the steps that may follow step p; `next[0]` is the entry. Optional steps may be skipped. */
  readonly next: readonly (readonly number[])[]
  /** A bit for each required step. */
  readonly required: number
  readonly all: number
  /** Longest time from the first event, inclusive. */
  readonly reach: number
  /** Longest time from the filled step before, for each step. */
  readonly within: readonly number[]
  /** The steps, from 0, between whose fills the exclusion of this place must not lie. */
  readonly exclusions: readonly { readonly after: number; readonly before: number }[]
  readonly effect: FunnelQuery['exclusionEffect']
  readonly order: FunnelQuery['order']
  readonly entry: FunnelQuery['unorderedEntry']
  readonly reentry: FunnelQuery['reentry']
  readonly isTotal: boolean
  /** Rows of one millisecond (or of one tie) stand in any order; otherwise each row comes after the one received before it. */
  readonly isTied: boolean
}

/** Bits of a row beyond its steps (0 to 19). */
export const exclusionShift = 20
export const breaks = 1 << 30
export const mayStart = 1 << 31

export function planOf(query: FunnelQuery): Plan {
  const { steps, window } = query
  const reach = window.unit === 'session' ? Number.MAX_SAFE_INTEGER : millisOf(window, 'window') - (query.windowEndInclusive ? 0 : 1)
  return {
    steps: steps.length,
    next: [-1, ...steps.keys()].map((p) => followers(steps, p)),
    required: steps.reduce((bits, { optional }, place) => (optional ? bits : bits | (1 << place)), 0),
    all: (1 << steps.length) - 1,
    reach,
    within: steps.map(({ within }, place) => (within === null ? Infinity : millisOf(within, `steps[${place}].within`))),
    exclusions: query.exclusions.map(({ after, before }) => ({ after: after - 1, before: before - 1 })),
    effect: query.exclusionEffect,
    order: query.order,
    entry: query.unorderedEntry,
    reentry: query.reentry,
    isTotal: query.count === 'totals',
    isTied: query.tieOrder === 'step',
  }
}

function followers(steps: FunnelQuery['steps'], p: number): number[] {
  const found: number[] = []
  for (let q = p + 1; q < steps.length; q++) {
    found.push(q)
    if (!steps[q]?.optional) break
  }
  return found
}

/** A place in a chain: which step was filled when, by which row, in a chain that began when. */
export interface Fill {
  readonly step: number
  readonly start: number
  readonly last: number
  /** A bit for each filled step. */
  readonly mask: number
  readonly prev: Fill | null
  /** Place in the lane. */
  readonly at: number
}

/** What one attempt came to: the steps that it reached, and the chain that reached the most. */
export interface Found {
  readonly reached: number
  readonly chain: Fill | null
  /** For each step the fill by which it was first reached; the places of others are empty. */
  readonly firsts: readonly (Fill | undefined)[]
}

/** The fills of one chain, each at the place of its step. */
export function fillsOf(chain: Fill | null): Fill[] {
  const fills: Fill[] = []
  for (let fill = chain; fill !== null; fill = fill.prev) fills[fill.step] = fill
  return fills
}

export function bitCount(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}

/** Does an exclusion of this tie fall into a chain that went from one step (−1: began here) to another in the same tie? Ends are exclusive. */
export function isSpoiled({ exclusions }: Plan, hit: number, from: number, to: number): boolean {
  return hit !== 0 && exclusions.some(({ after, before }, place) => ((hit >> place) & 1) === 1 && from >= after && from < before && to < before)
}
