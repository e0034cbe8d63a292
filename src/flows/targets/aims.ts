import type { Goal } from '#engines/metrics/targets/goal.ts'
import type { Path } from '#engines/metrics/targets/path.ts'
import { periodEnd } from '#engines/numbers/dates.ts'
import { isRecord, type AnyRow } from '#kernel'

type Values = Readonly<Record<string, unknown>>

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
  const steps = Array.isArray(row['steps']) ? row['steps'].filter(isRecord) : []
  return steps.map(({ from, value }) => ({ from: String(from), value: Number(value) }))
}

/** The day after which a target counts: the end of its baseline, else the day on which it was set. A half year, which no series has, counts as the latter. */
export function startOf(row: AnyRow): string {
  const span = textOf(row['baselineSpan'])
  try {
    return span ? periodEnd(span) : row.createdAt.slice(0, 10)
  } catch {
    return row.createdAt.slice(0, 10)
  }
}

export const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)
export const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
