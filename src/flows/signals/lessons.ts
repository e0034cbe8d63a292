import { precisionOf, type Precision, type Verdict } from '#engines/metrics/signal/feedback.ts'
import type { AnyRow } from '#kernel'

export interface Lesson extends Precision {
  readonly of: string
}

/** How often signals were worth the look, so far: all together, by rule and by metric. */
export interface Lessons {
  readonly overall: Precision
  readonly byRule: readonly Lesson[]
  readonly byMetric: readonly Lesson[]
  readonly recent: readonly {
    readonly id: string
    readonly key: string
    readonly says: string
    readonly verdict: string
    readonly reason: string | null
    readonly by: string | null
    readonly on: string
  }[]
}

/** Mutes are neither useful nor noise: they only put off. */
export function lessonsOf(verdicts: readonly AnyRow[], names: ReadonlyMap<string, string>): Lessons {
  const judged = verdicts.flatMap((row): Verdict[] => {
    const rule = rules.find((one) => one === row['rule'])
    if (!rule || (row['verdict'] !== 'real' && row['verdict'] !== 'noise')) return []
    return [{ rule, metric: String(row['metricKey']), verdict: row['verdict'] === 'real' ? 'useful' : 'noise' }]
  })
  const { overall, byRule, byMetric } = precisionOf(judged)
  return {
    overall,
    byRule: [...byRule].map(([of, precision]) => ({ of, ...precision })),
    byMetric: [...byMetric].map(([of, precision]) => ({ of, ...precision })),
    recent: verdicts.slice(0, 20).map((row) => ({
      id: row.id,
      key: row.key,
      says: String(row['says']),
      verdict: String(row['verdict']),
      reason: row['reason'] === null ? null : String(row['reason']),
      by: names.get(String(row['judge'])) ?? null,
      on: row.createdAt,
    })),
  }
}

const rules = ['outside', 'run', 'near'] as const
