import { factorParts } from '../explain/factors.ts'
import type { IdentityEdge } from './tree.ts'

/** Values of each metric by period; null and absent are the same: not measured. */
export type Values = ReadonlyMap<string, ReadonlyMap<string, number | null>>

export type IdentityCheck = {
  readonly period: string
  readonly state: 'holds' | 'broken' | 'unknown'
  readonly stated: number | null
  /** What the parts give. */
  readonly computed: number | null
  readonly difference: number | null
}

/** Does an identity hold in each period, within its tolerance of the larger side? unknown where a side is not measured, or a ratio has no denominator. */
export function checkIdentity(edge: IdentityEdge, values: Values, periods: readonly string[]): IdentityCheck[] {
  const tolerance = edge.tolerance ?? 1e-6
  if (!(tolerance >= 0)) throw new RangeError(`A tolerance is a share of zero or more, not ${tolerance}.`)
  return periods.map((period) => {
    const stated = read(values, edge.whole, period)
    const computed = compute(edge, values, period)
    if (stated === null || computed === null) return { period, state: 'unknown', stated, computed, difference: null }
    const difference = stated - computed
    const isHeld = Math.abs(difference) <= tolerance * Math.max(Math.abs(stated), Math.abs(computed))
    return { period, state: isHeld ? 'holds' : 'broken', stated, computed, difference }
  })
}

/**
 * How much of the change of the whole each part made, between two periods; the parts sum to the computed change. A sum is split by its terms, products and ratios by
 * their factors (log-mean, Shapley where a factor is 0 or negative). Null where a side is not measured.
 */
export function drillDown(edge: IdentityEdge, values: Values, before: string, after: string): { id: string; part: number }[] | null {
  const ends = edge.parts.map(({ id, sign = 1 }) => ({ id, sign, before: read(values, id, before), after: read(values, id, after) }))
  const known = ends.flatMap((end) => (end.before === null || end.after === null ? [] : [{ ...end, before: end.before, after: end.after }]))
  if (known.length < ends.length) return null
  if (edge.operation === 'sum') return known.map((end) => ({ id: end.id, part: end.sign * (end.after - end.before) }))
  const factors = known.map((end, index) => ({ name: end.id, before: end.before, after: end.after, power: powerOf(edge, index) }))
  return factorParts(factors)?.map(({ name, part }) => ({ id: name, part })) ?? null
}

function powerOf({ operation }: IdentityEdge, index: number): 1 | -1 {
  return operation === 'ratio' && index === 1 ? -1 : 1
}

function compute(edge: IdentityEdge, values: Values, period: string): number | null {
  const sides = edge.parts.map(({ id, sign = 1 }) => ({ sign, value: read(values, id, period) }))
  const known = sides.flatMap(({ sign, value }) => (value === null ? [] : [{ sign, value }]))
  if (known.length < sides.length) return null
  if (edge.operation === 'sum') return known.reduce((total, { sign, value }) => total + sign * value, 0)
  if (edge.operation === 'product') return known.reduce((total, { value }) => total * value, 1)
  const [above, below] = [known[0]?.value ?? 0, known[1]?.value ?? 0]
  return below === 0 ? null : above / below
}

function read(values: Values, id: string, period: string): number | null {
  return values.get(id)?.get(period) ?? null
}
