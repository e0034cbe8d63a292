import type { Goal } from '#engines/metrics/targets/goal.ts'
import type { Path } from '#engines/metrics/targets/path.ts'
import { isRecord } from '#kernel'

type Values = Readonly<Record<string, unknown>>

/** What a target row asks, in the engine’s terms. */
export function goalOf(row: Values): Goal {
  const target = Number(row['target'])
  if (row['direction'] === 'within') return { direction: 'within', low: target, high: Number(row['upper'] ?? target) }
  return { direction: row['direction'] === 'down' ? 'down' : 'up', value: target }
}

export function pathOf(row: Values): Path {
  if (row['path'] === 'none') return { kind: 'none' }
  const steps = Array.isArray(row['steps']) ? row['steps'].filter(isRecord) : []
  return row['path'] === 'stepped'
    ? { kind: 'stepped', steps: steps.map(({ from, value }) => ({ from: String(from), value: Number(value) })) }
    : { kind: 'linear' }
}
