import { adoptPolicy, proposePolicy, restatement } from '#flows/explain/changePolicy.ts'
import { comparePolicies, type CompareRequest } from '#flows/explain/comparePolicies.ts'
import { explainChange } from '#flows/explain/explainChange.ts'
import { metricRecord } from '#flows/explain/record.ts'
import { metricTree } from '#flows/explain/tree.ts'
import type { Registry } from '#runtime/registry.ts'
import type { House } from '#doors/rest/door.ts'
import { metricFor, metricsIn } from './metricsOf.ts'

/** Why a number moved, where it is used, what drives it, and what another policy would say: the flows behind the pages of a metric. */
export function explaining(registry: Registry): House['explain'] {
  const metrics = metricsIn(registry)
  return {
    change: async (scope, request) => await explainChange(scope, await metricFor(metrics, scope, request.metric), request),
    record: async (scope, key) => await metricRecord(scope, key, await metricFor(metrics, scope, key)),
    tree: async (scope, asOf) => await metricTree(scope, await metrics(scope), asOf),
    compare: (scope, request: CompareRequest) => comparePolicies(scope, request),
    restate: (scope, policy) => restatement(scope, policy),
    propose: (scope, asked) => proposePolicy(scope, asked),
    adopt: (scope, id, words) => adoptPolicy(scope, id, words),
  }
}
