import { isArrival } from '#engines/metrics/activity/people.ts'
import type { Metric } from '#kernel'

/** A feature as the facts define it: which event proves its use, and which belong to it. */
export interface FeatureEvents {
  readonly core: string
  readonly events: readonly string[]
}

/** Which metrics of the product read an event: by the features that are defined, or, without any, by every event that shows use. */
export interface Dependents {
  of(event: string): readonly string[]
}

/** Ways that read the core events of features alone; others that read features count every event that belongs to one. */
const byCore = new Set(['adoption', 'activation', 'timeToValue'])

export function dependentsOf(metrics: Iterable<Pick<Metric, 'name' | 'inputs' | 'compute'>>, features: readonly FeatureEvents[]): Dependents {
  const own = [...metrics].filter(({ inputs }) => inputs.includes('event') && inputs.includes('feature'))
  const core = new Set(features.map((feature) => feature.core))
  const all = new Set(features.flatMap((feature) => [feature.core, ...feature.events]))
  const reads = (way: string, event: string): boolean => {
    if (features.length === 0) return way === 'adoption' || !isArrival(event)
    return (byCore.has(way) ? core : all).has(event)
  }
  return { of: (event) => own.filter(({ compute }) => reads(compute.by, event)).map(({ name }) => name) }
}

/** Live features from rows of the fact; a retired one is none. */
export const featureEvents = (rows: readonly Readonly<Record<string, unknown>>[]): FeatureEvents[] =>
  rows.flatMap((row) =>
    row['retired_at'] == null ? [{ core: String(row['core_event']), events: Array.isArray(row['events']) ? row['events'].map(String) : [] }] : [],
  )
