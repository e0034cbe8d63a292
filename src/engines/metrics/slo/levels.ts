import { wilson } from '../../numbers/intervals.ts'
import { groupOf, nothing, type Figure, type Point, type Series } from '../series/figure.ts'
import type { Span } from '../dialect/periods.ts'
import { attainment, mergeWindows, readWindows, type Objective, type SliWindow } from './slo.ts'

/** A service level and its windows. */
export type Promised = { readonly service: string; readonly tier: string; readonly objective: Objective; readonly windows: readonly SliWindow[] }
export type LevelMeasure = 'attainment' | 'errorBudget' | 'level'

/**
 * A measure of service levels over spans; a window counts in the span in which it ends. Percentages are never averaged: events add up. `asOf` in milliseconds.
 * attainment = closed windows met / closed; errorBudget = the least that any promise has left; level = good / valid.
 */
export function levelSeries(
  measure: LevelMeasure,
  promised: readonly Promised[],
  spans: readonly Span[],
  asOf: number,
  by: 'tier' | 'service' | null,
  headline: string | null,
): Series {
  const over = (some: readonly Promised[]): Point[] =>
    spans.map(({ key, start, stop }) => {
      const [from, to] = [instant(start), instant(stop)]
      const inside = some
        .map((one) => ({ ...one, windows: one.windows.filter(({ end }) => end > from && end <= to) }))
        .filter(({ windows }) => windows.length > 0)
      return { period: key, mature: true, ...figures[measure](inside, asOf) }
    })
  const points = over(promised)
  if (!by) return { points }
  const groups = [...Map.groupBy(promised, (one) => one[by])].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return { points, groups: groups.map(([key, some]) => groupOf(key, over(some), headline)) }
}

const instant = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`)

type Reader = (promised: readonly Promised[], asOf: number) => Figure

const figures: Readonly<Record<LevelMeasure, Reader>> = {
  attainment(promised, asOf) {
    const { value, interval, met, closed } = attainment(promised, asOf)
    return value === null ? nothing('no_data') : { value, interval, numerator: met, denominator: closed, n: closed }
  },
  /** The worst budget of any service: budgets of different promises do not add up. */
  errorBudget(promised, asOf) {
    const left = promised.flatMap(({ objective, windows }) => {
      const tenants = [...Map.groupBy(windows, ({ tenant }) => tenant ?? '')].flatMap(([, own]) => (areAdjacent(own) ? [mergeWindows(own)] : own))
      return readWindows(
        objective,
        tenants.filter((window) => window !== null),
        asOf,
      ).flatMap(({ remaining, valid, good }) => (remaining === null ? [] : [{ remaining, valid, bad: valid - good }]))
    })
    const worst = left.toSorted((a, b) => a.remaining - b.remaining)[0]
    return worst ? { value: worst.remaining, interval: null, numerator: worst.bad, denominator: worst.valid, n: left.length } : nothing('no_data')
  },
  level(promised) {
    const [good, valid] = promised.flatMap(({ windows }) => windows).reduce(([g, v], window) => [g + window.good, v + window.valid], [0, 0])
    return valid === 0 ? nothing('no_data') : { value: good / valid, interval: wilson(good, valid), numerator: good, denominator: valid, n: valid }
  },
}

function areAdjacent(windows: readonly SliWindow[]): boolean {
  const sorted = windows.toSorted((a, b) => a.start - b.start)
  return sorted.every((window, index) => index === 0 || sorted[index - 1]?.end === window.start)
}
