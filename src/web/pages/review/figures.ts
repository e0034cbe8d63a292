import { isRecord, recordsIn, type AnyRow } from '#kernel'
import type { Compared, ReviewFigure, ReviewFigures } from '#web/contract.ts'

/** The figures of a review as they were stored; null when there are none. */
export function figuresOf(row: AnyRow): ReviewFigures | null {
  const kept = row['figures']
  return isFigures(kept) ? kept : null
}

/** Figures that read differently today, as of the same day: facts arrived or were corrected, or the definition or the policy changed; one that had no value has one now. */
export const restated = (items: readonly Compared[]): readonly Compared[] =>
  items.filter(({ frozen, now, difference }) => (difference === null ? (frozen === null) !== (now === null) : difference !== 0))

const isFigures = (kept: unknown): kept is ReviewFigures =>
  isRecord(kept) &&
  Array.isArray(kept['rows']) &&
  kept['rows'].every((one) => isRecord(one) && typeof one['key'] === 'string' && typeof one['unit'] === 'string')

/** The line that a person wrote for a metric, or what the measurement said. */
export function whyOf(row: AnyRow, figure: ReviewFigure): string {
  const own = linesOf(row['comments']).find((line) => line['metric'] === figure.key)
  return typeof own?.['why'] === 'string' ? own['why'] : (figure.why ?? figure.signal?.says ?? '')
}

export const linesOf = (value: unknown): readonly Readonly<Record<string, unknown>>[] => recordsIn(value)

/** The comments with one metric’s line replaced; an empty text takes the line away. */
export function withWhy(row: AnyRow, metric: string, why: string): readonly Readonly<Record<string, unknown>>[] {
  const others = linesOf(row['comments']).filter((line) => line['metric'] !== metric)
  return why.trim() === '' ? others : [...others, { metric, why: why.trim() }]
}
