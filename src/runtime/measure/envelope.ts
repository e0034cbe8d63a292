import { arrivals } from '#engines/metrics/dialect/periods.ts'
import { arrivalsJoined } from '#engines/metrics/health/joined.ts'
import { fedBy } from '#engines/metrics/health/rhythm.ts'
import type { Timing } from '#engines/metrics/series/timing.ts'
import type { Fact, Measurement } from '#kernel'
import { timeOf } from '#platform/columnar/factReader.ts'
import type { Facts } from './facts.ts'

/** How new the inputs are, by business time and by when they were recorded, and in which rhythm they come. */
export async function freshnessOf(names: readonly string[], facts: Facts, known: ReadonlyMap<string, Fact>, time: Timing): Promise<Measurement['freshness']> {
  const read = names
    .flatMap((name) => known.get(name) ?? [])
    .map(async (one) => ({ fact: one.fact, ...fedBy(await facts.added(one.fact, (places) => arrivals(one.fact, timeOf(one), places), arrivalsJoined), time) }))
  const inputs = await Promise.all(read)
  const times = inputs.flatMap(({ newest, rows }) => (newest && rows > 0 ? [newest] : []))
  return { newest: times.toSorted().at(-1) ?? null, inputs }
}
