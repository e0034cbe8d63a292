import { periodEnd } from '#engines/numbers/dates.ts'
import type { Goal } from './goal.ts'
import type { Path } from './path.ts'
import type { Pursued } from './standing.ts'

type Values = Readonly<Record<string, unknown>>
type Row = Values & { readonly createdAt: string }

/** What a target row asks, in the engine’s terms. */
export function goalOf(row: Values): Goal {
  const target = Number(row['target'])
  if (row['direction'] === 'within') return { direction: 'within', low: target, high: Number(row['upper'] ?? target) }
  return { direction: row['direction'] === 'down' ? 'down' : 'up', value: target }
}

export function pathOf(row: Values): Path {
  if (row['path'] === 'none') return { kind: 'none' }
  const steps = stepsOf(row)
  return row['path'] === 'stepped' ? { kind: 'stepped', steps } : { kind: 'linear' }
}

export function stepsOf(row: Values): { readonly from: string; readonly value: number }[] {
  const steps = Array.isArray(row['steps']) ? row['steps'] : []
  return steps.flatMap((step: unknown) =>
    typeof step === 'object' && step !== null && 'from' in step && 'value' in step ? [{ from: String(step.from), value: Number(step.value) }] : [],
  )
}

/** A target row as it is held against what was measured; `by` is null for a draft that names no day. */
export const pursuitOf = (row: Row): Pursued => ({
  goal: goalOf(row),
  start: numberOf(row['baseline']),
  startsOn: startOf(row),
  by: textOf(row['by']),
  path: pathOf(row),
})

/** The day after which a target counts: the end of its baseline, also of a half year, which no series has; else the day on which it was set. */
export function startOf(row: Row): string {
  const span = textOf(row['baselineSpan'])
  try {
    if (span !== null) return periodEnd(span.replace(/-H([12])$/, (_, half: string) => (half === '1' ? '-Q2' : '-Q4')))
  } catch {} // the year 0 or 9999, which a timeframe may name and no series has
  return row.createdAt.slice(0, 10)
}

/** Of the agreed targets of a metric or a part of it the one in force on a day: the nearest that is due then or later, else the last; of two for one day the committed one. */
export function inForceOn<R extends Values>(rows: readonly R[], day: string): R | null {
  const rank = (row: R): string => `${String(row['by'])} ${row['kind'] === 'committed' ? 0 : 1}`
  const sorted = rows.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))
  const by = sorted.find((row) => String(row['by']) >= day.slice(0, 10))?.['by'] ?? sorted.at(-1)?.['by']
  return sorted.find((row) => row['by'] === by) ?? null
}

export const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)
export const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
