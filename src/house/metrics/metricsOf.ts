import { definedMetric } from '#flows/definitions/defined.ts'
import { isDefined } from '#flows/definitions/stored.ts'
import type { Offered } from '#flows/offered.ts'
import { wayOf, type Bound } from '#engines/metrics/ways/ways.ts'
import { everyRow, Problem, type AnyMetric, type Role } from '#kernel'
import { mayMeasure } from '#runtime/policy.ts'
import { shares } from '#metrics/shares.ts'
import type { Registry } from '#runtime/registry.ts'
import type { Scope } from '#runtime/scope.ts'
import { factGround } from './definitionDesk.ts'

/** Every metric that somebody may see, by key. */
export type MetricsOf = (scope: Scope, role?: Role) => Promise<ReadonlyMap<string, Offered>>

/** The metrics of the code that a role may see, and behind them those that people of the workspace defined; a deprecated one is measured on its own page alone. */
export function metricsIn(registry: Registry): MetricsOf {
  const ground = factGround(registry)
  const coded = new Map(
    [...registry.metrics].map(([key, metric]): [string, Offered] => [key, offered({ ...metric, isShare: shares.has(metric) }, wayOf(metric.compute))]),
  )
  return async (scope, role = scope.me.role) => {
    const rows = await everyRow(scope, 'metric')
    const defined = rows.flatMap((row): [string, Offered][] => {
      if (!isDefined(row) || row['state'] === 'deprecated') return []
      const key = String(row['metricKey'])
      const found = definedMetric(ground, rows, key)
      return found ? [[key, offered(row['state'] === 'draft' ? { ...found.metric, isDraft: true } : found.metric, found.way)]] : []
    })
    const own = [...coded].filter(([, metric]) => mayMeasure(registry, metric, role))
    return new Map<string, Offered>([...own, ...defined])
  }
}

/** Which grains a definition answers is planned when somebody asks for them. */
const offered = (metric: AnyMetric & Pick<Offered, 'isShare'>, way: Bound): Offered => ({
  ...metric,
  get grains() {
    return way.grains()
  },
})

/** One metric by its key, of the code or of people. A missing one is a problem that says so; whether its numbers may be seen is decided where they are measured. */
export async function metricFor(metrics: MetricsOf, scope: Scope, key: string): Promise<Offered> {
  const found = (await metrics(scope, 'admin')).get(key)
  if (!found) throw new Problem('missing', `There is no metric “${key}”.`, 'See /api/v1/metrics for the dictionary.')
  return found
}
