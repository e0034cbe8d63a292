import { incompleteGamma } from '#engines/numbers/gamma.ts'
import type { ChartPoint, ControlChart } from './controlChart.ts'
import { stepsFrom } from './xmr.ts'
import type { Rule } from './rules.ts'

/** How surprising the latest closed point of a chart is: the probability of a pattern at least this strong by chance, and the rule that it belongs to. */
export type Surprise = { readonly rule: Rule; readonly p: number }

export type Ranked<T> = T & {
  readonly p: number
  /** 1 for the most surprising. */
  readonly rank: number
  /** Smallest share of false discoveries at which it is still kept (Benjamini and Hochberg's adjusted p). */
  readonly adjusted: number
  readonly isKept: boolean
}

/**
 * Benjamini-Hochberg: sorts by p and keeps the first k for the largest k with p(k) <= k q / m, so that among those kept a share of at most `q` is false on average.
 * Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57. A ranking of what to look at first, not a verdict.
 */
export function rankByFalseDiscovery<T extends { readonly p: number }>(items: readonly T[], q = 0.1): Ranked<T>[] {
  const bad = items.find(({ p }) => !(p >= 0 && p <= 1))
  if (bad) throw new RangeError(`A probability lies between 0 and 1, not ${bad.p}.`)
  const sorted = items.toSorted((a, b) => a.p - b.p)
  let least = 1
  const adjusted = sorted.map(({ p }, index) => (p * sorted.length) / (index + 1))
  for (let index = adjusted.length - 1; index >= 0; index--) adjusted[index] = least = Math.min(least, adjusted[index] ?? 1)
  return sorted.map((item, index) => ({ ...item, rank: index + 1, adjusted: adjusted[index] ?? 1, isKept: (adjusted[index] ?? 1) <= q }))
}

/**
 * The surprise of a chart's latest closed point under normal noise: distance beyond 3σ-scaled limits, length of the run that it ends, and places among the last four
 * beyond half the way to one limit; three times the smallest probability, since three questions are asked (Bonferroni). A g chart asks one: the geometric tail.
 * Null without limits.
 */
export function surpriseOf(chart: ControlChart): Surprise | null {
  const latest = chart.points.findLast(isLimited)
  if (!latest) return null
  if (chart.kind === 'g') return { rule: 'outside', p: (latest.centre / (1 + latest.centre)) ** Math.ceil(latest.value) }
  const distances = chart.points.flatMap((point) => (point.segment === latest.segment && isLimited(point) ? [distanceOf(chart, point)] : []))
  const asked: Surprise[] = [
    { rule: 'outside', p: incompleteGamma(0.5, (3 * (distances.at(-1) ?? 0)) ** 2 / 2).upper },
    { rule: 'run', p: runChance(distances) },
    { rule: 'near', p: nearChance(distances.slice(-4)) },
  ]
  const strongest = asked.toSorted((a, b) => a.p - b.p)[0]
  return strongest ? { rule: strongest.rule, p: Math.min(1, 3 * strongest.p) } : null
}

type Limited = ChartPoint & { readonly value: number; readonly centre: number; readonly upper: number }

function isLimited(point: ChartPoint): point is Limited {
  return point.isTested && point.centre !== null && point.upper !== null
}

/** 0 at the centre, 1 at the upper limit; the t chart's limits are even on the scale t^(1/3.6). */
function distanceOf({ kind }: ControlChart, { value, centre, upper }: Limited): number {
  const scale = (amount: number) => (kind === 't' ? amount ** (1 / 3.6) : amount)
  return stepsFrom(scale(value) - scale(centre), scale(upper) - scale(centre), scale(centre))
}

function runChance(distances: readonly number[]): number {
  const side = Math.sign(distances.at(-1) ?? 0)
  const before = distances.findLastIndex((distance) => Math.sign(distance) !== side)
  return side === 0 ? 1 : Math.min(1, 2 * 0.5 ** (distances.length - 1 - before))
}

/** Two-sided chance of as many of so few places beyond half a limit on one side. */
function nearChance(last: readonly number[]): number {
  const most = Math.max(...[1, -1].map((side) => last.filter((distance) => distance * side > 0.5).length))
  const beyond = incompleteGamma(0.5, 1.125).upper / 2
  const choose = [1, 4, 6, 4, 1]
  const tail = choose.reduce((total, ways, k) => total + (k >= most ? ways * beyond ** k * (1 - beyond) ** (4 - k) : 0), 0)
  return most === 0 ? 1 : Math.min(1, 2 * tail)
}
