import type { Cut } from '../columns/cut.ts'
import type { Frame } from '../frame.ts'
import type { FunnelQuery } from '../query/kinds.ts'
import type { Lane } from './lane.ts'
import { exclusionShift, type Fill, type Found } from './plan.ts'

/** Which line of the breakdown a unit falls into, by the rule of attribution. */
export function labeller(
  frame: Frame,
  query: FunnelQuery,
  lanes: { readonly rows: Uint32Array; readonly now: Float64Array },
  cut: Cut,
): (lanes: readonly Lane[], found: readonly Found[]) => number {
  if (query.breakdown.length === 0) return () => cut.noneCode()
  const codeAt = (at: number): number => cut.codeAt(lanes.rows[at] ?? 0)
  const isNone = (code: number): boolean => (cut.labels[code] ?? []).every((part) => part === null)
  const firstOf = (places: readonly number[]): number => {
    const codes = places.map(codeAt)
    return codes.find((code) => !isNone(code)) ?? codes[0] ?? 0
  }
  const stepsIn = ({ bits, from, to }: Lane): number[] =>
    Array.from({ length: to - from }, (_, place) => from + place).filter((at) => ((bits[at] ?? 0) & ((1 << exclusionShift) - 1)) !== 0)
  const arrivedAt = (at: number): number => frame.events.seq[lanes.rows[at] ?? 0] ?? 0
  const inTime = (a: number, b: number): number => (lanes.now[a] ?? 0) - (lanes.now[b] ?? 0) || arrivedAt(a) - arrivedAt(b)
  const stepsOf = (own: readonly Lane[]): number[] => (own.length === 1 ? own.flatMap(stepsIn) : own.flatMap(stepsIn).sort(inTime))
  return (own: readonly Lane[], found: readonly Found[]): number => {
    const { attribution } = query
    const chain = chainOf(found[0]?.chain ?? null)
    if (attribution === 'first_in_chain') return firstOf(chain.length > 0 ? chain.map(({ at }) => at) : stepsOf(own))
    if (typeof attribution === 'object') {
      const fill = chain.find(({ step }) => step === attribution.step - 1)
      return fill ? codeAt(fill.at) : cut.noneCode()
    }
    return firstOf(attribution === 'last_touch' ? stepsOf(own).reverse() : stepsOf(own))
  }
}

/** A chain from its first fill to its last. */
export function chainOf(last: Fill | null): Fill[] {
  const fills: Fill[] = []
  for (let fill = last; fill !== null; fill = fill.prev) fills.unshift(fill)
  return fills
}
