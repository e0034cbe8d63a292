import { freshness as freshnessQuery } from '#engines/metrics/dialect/periods.ts'
import type { Fact, Group, Measurement, Metric, Point } from '#kernel'
import { timeOf } from '#platform/columnar/factReader.ts'
import type { Facts } from './facts.ts'

export type Freshness = Measurement['freshness']

/** What a way of computing answers; the envelope around it is the same for all. */
export interface Computed {
  readonly points: readonly Point[]
  readonly groups?: readonly Group[]
  /** The text that was run, or the arithmetic in words. */
  readonly text: string
  readonly notes: readonly string[]
}

/** How new the inputs are, by business time and by when they were recorded. */
export async function freshnessOf(metric: Metric, facts: Facts, known: ReadonlyMap<string, Fact>): Promise<Freshness> {
  const inputs: Freshness['inputs'][number][] = []
  for (const name of metric.inputs) {
    const fact = known.get(name)
    if (!fact) continue
    const [row] = await facts.ask(freshnessQuery(name, timeOf(fact)))
    inputs.push({ fact: name, rows: Number(row?.['rows'] ?? 0), newest: text(row?.['newest']), recordedAt: text(row?.['recorded']) })
  }
  const times = inputs.flatMap(({ newest, rows }) => (newest && rows > 0 ? [newest] : []))
  return { newest: times.toSorted().at(-1) ?? null, inputs }
}

const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))
