import { isFew } from '#engines/numbers/isFew.ts'
import { rateMix, type SegmentPair } from '#engines/metrics/explain/rateMix.ts'
import { additivity } from '#engines/questions/parts.ts'
import type { Measurement, AnyMetric, Point } from '#kernel'
import type { Split } from './answer.ts'
import { isNothing } from '../whyMissing.ts'
import { difference } from './says.ts'

/** Where a change stands between two periods of a measurement. */
export interface Step {
  readonly before: Point
  readonly after: Point
}

interface Pair {
  readonly label: string
  readonly before: Point | null
  readonly after: Point | null
}

/**
 * The change of a metric told by the groups of one dimension: amounts by their differences, ratios by rate and mix (kpis.md §6). Null when the
 * groups do not add up to the whole on both sides.
 */
export function splitBy(metric: AnyMetric, measured: Measurement, step: Step): Split | null {
  const pairs = (measured.groups ?? []).map(({ key, points }): Pair => ({
    label: key,
    before: pointAt(points, step.before.period),
    after: pointAt(points, step.after.period),
  }))
  const cells = (side: 'before' | 'after') => pairs.flatMap((pair) => pair[side] ?? [])
  const how = [additivity(step.before, cells('before')), additivity(step.after, cells('after'))]
  if (how[0] === null || how[0] !== how[1]) return null
  const parts =
    how[0] === 'ratio' ? byRateAndMix(pairs) : { isSimpson: false, parts: pairs.map((pair) => movedBy(pair, how[0] === 'shared' ? 'value' : 'numerator')) }
  if (!parts) return null
  const small = new Map(pairs.map(({ label, before, after }) => [label, Math.min(before?.n ?? Infinity, after?.n ?? Infinity)]))
  const named = new Map(pairs.map((pair) => [pair.label, namedBy(pair)]))
  const told = parts.parts.map((part) => ({
    ...part,
    label: named.get(part.label) ?? part.label,
    n: finite(small.get(part.label)),
    isFew: isFew(finite(small.get(part.label)), metric.minN),
  }))
  const sorted = told.filter(({ total }) => total !== 0).toSorted((a, b) => Math.abs(b.total) - Math.abs(a.total))
  return { by: measured.by ?? '', says: saysOf(sorted, measured), isSimpson: parts.isSimpson, parts: sorted }
}

/** A part that is there on one side alone says so by name. */
function namedBy({ label, before, after }: Pair): string {
  const [old, now] = [before?.value ?? null, after?.value ?? null]
  if (old === null && now !== null && isNothing(before)) return `${label} (new in the period)`
  return old !== null && now === null && isNothing(after) ? `${label} (gone)` : label
}

type Part = Pick<Split['parts'][number], 'label' | 'total' | 'byRate' | 'byMix'>

function byRateAndMix(pairs: readonly Pair[]): { readonly isSimpson: boolean; readonly parts: readonly Part[] } | null {
  const fraction = (point: Point | null) => ({ numerator: point?.numerator ?? 0, denominator: point?.denominator ?? 0 })
  const segments = pairs.map(({ label, before, after }): SegmentPair => ({ segment: label, before: fraction(before), after: fraction(after) }))
  if (segments.some(({ before, after }) => before.denominator < 0 || after.denominator < 0)) return null
  const mixed = rateMix(segments)
  return (
    mixed && { isSimpson: mixed.isSimpson, parts: mixed.parts.map(({ segment, byRate, byMix }) => ({ label: segment, total: byRate + byMix, byRate, byMix })) }
  )
}

const movedBy = ({ label, before, after }: Pair, of: 'value' | 'numerator'): Part => ({
  label,
  total: (after?.[of] ?? 0) - (before?.[of] ?? 0),
  byRate: null,
  byMix: null,
})

/** “Mid-market makes −2.1 pts of it, almost all by its own rate; the rest makes +0.3 pts.” */
function saysOf([first, ...rest]: readonly Part[], measured: Measurement): string {
  if (!first) return 'No part moved.'
  const others = rest.reduce((sum, { total }) => sum + total, 0)
  const how =
    first.byRate === null || first.byMix === null
      ? ''
      : Math.abs(first.byRate) >= 2 * Math.abs(first.byMix)
        ? ', by its own rate'
        : Math.abs(first.byMix) >= 2 * Math.abs(first.byRate)
          ? ', by its share of the whole'
          : ', by its rate and its share'
  return `${first.label} makes ${signed(first.total, measured)} of it${how}; everything else together ${signed(others, measured)}.`
}

/** A signed amount of change in the unit of the metric; a share in points. */
export function signed(amount: number, measured: Measurement): string {
  const said = difference(amount, measured)
  return /[1-9]/.test(said) ? said : '0'
}

/** How much of a change one part tells: the share of the largest part in the direction of the change among all movement. */
export function tellingOf({ parts }: Split, change: number): number {
  const own = Math.max(0, ...parts.map(({ total }) => total * Math.sign(change)))
  const all = parts.reduce((sum, { total }) => sum + Math.abs(total), 0)
  return all === 0 ? 0 : own / all
}

const pointAt = (points: readonly Point[], period: string): Point | null => points.find((point) => point.period === period) ?? null
const finite = (n: number | undefined): number | null => (n === undefined || !Number.isFinite(n) ? null : n)
