import { freshnessJoined } from '#engines/metrics/health/joined.ts'
import { freshness as freshnessQuery } from '#engines/metrics/dialect/periods.ts'
import type { Fact, Measurement, Metric } from '#kernel'
import { timeOf } from '#platform/columnar/factReader.ts'
import type { Facts } from './facts.ts'

export type Freshness = Measurement['freshness']

/** How new the inputs are, by business time and by when they were recorded. */
export async function freshnessOf(metric: Pick<Metric, 'inputs'>, facts: Facts, known: ReadonlyMap<string, Fact>): Promise<Freshness> {
  const inputs = await Promise.all(
    metric.inputs.flatMap((name) => {
      const fact = known.get(name)
      return fact ? [inputOf(name, fact, facts)] : []
    }),
  )
  const times = inputs.flatMap(({ newest, rows }) => (newest && rows > 0 ? [newest] : []))
  return { newest: times.toSorted().at(-1) ?? null, inputs }
}

async function inputOf(name: string, fact: Fact, facts: Facts): Promise<Freshness['inputs'][number]> {
  const [row] = await facts.added(name, (places) => freshnessQuery(name, timeOf(fact), places), freshnessJoined)
  return { fact: name, rows: Number(row?.['rows'] ?? 0), newest: text(row?.['newest']), recordedAt: text(row?.['recorded']) }
}

const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))
