import { adoptPolicy, proposePolicy, restatement } from '#flows/explain/changePolicy.ts'
import { comparePolicies, type CompareRequest } from '#flows/explain/comparePolicies.ts'
import { explainChange } from '#flows/explain/explainChange.ts'
import { metricRecord } from '#flows/explain/record.ts'
import { metricTree } from '#flows/explain/tree.ts'
import type { Registry } from '#runtime/registry.ts'
import type { House } from './doors/rest/door.ts'

/** Why a number moved, where it is used, what drives it, and what another policy would say: the flows behind the pages of a metric. */
export function explaining(registry: Registry): House['explain'] {
  return {
    change: (scope, request) => explainChange(scope, registry.metric(request.metric), request),
    record: (scope, key) => metricRecord(scope, key, registry.metric(key)),
    tree: (scope, asOf) => metricTree(scope, registry.metrics, asOf),
    compare: (scope, request: CompareRequest) => comparePolicies(scope, request),
    restate: (scope, policy) => restatement(scope, policy),
    propose: (scope, asked) => proposePolicy(scope, asked),
    adopt: (scope, id, words) => adoptPolicy(scope, id, words),
  }
}
