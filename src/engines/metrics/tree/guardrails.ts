import type { Move } from './hypotheses.ts'
import type { GuardrailEdge } from './tree.ts'

/** How a guarded metric and its guardrail moved in one period, beyond routine variation, and which way is good for each; a range has no one good way. */
export type Guarded = { readonly move: Move; readonly better: 'up' | 'down' | 'within' }

/** breached: the guard got worse while the metric got better. strained: the guard got worse alone. held: it did not. unknown: it is not measured, or has no one good way. */
export type GuardState = 'held' | 'strained' | 'breached' | 'unknown'

/** What a guardrail says of a period: the pair of effect and counter-effect, read from signals and not from wiggles. */
export function guardState(metric: Guarded, guard: Guarded): GuardState {
  if (guard.move === 'unknown' || guard.better === 'within') return 'unknown'
  if (guard.move === 'still' || guard.move === guard.better) return 'held'
  return metric.move === metric.better ? 'breached' : 'strained'
}

/** Every guardrail that did not hold, the breached first; `read` gives the latest closed period of a metric, null for one that is not measured. */
export function guardBreaks(
  edges: readonly GuardrailEdge[],
  read: (id: string) => Guarded | null,
): { readonly edge: GuardrailEdge; readonly state: GuardState }[] {
  const silent: Guarded = { move: 'unknown', better: 'within' }
  const states = edges.map((edge) => ({ edge, state: guardState(read(edge.of) ?? silent, read(edge.guard) ?? silent) }))
  return states.filter(({ state }) => state !== 'held').toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
}

const order: readonly GuardState[] = ['breached', 'strained', 'unknown']
