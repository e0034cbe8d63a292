import { freshness as freshnessQuery } from '#engines/metrics/dialect/periods.ts'
import type { Fact, Measurement, Metric } from '#kernel'
import { timeOf } from '#platform/columnar/factReader.ts'
import type { Facts } from './facts.ts'

export type Freshness = Measurement['freshness']

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
