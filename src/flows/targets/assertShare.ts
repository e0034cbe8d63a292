import { shareFault } from '#engines/metrics/targets/shareBounds.ts'
import { Problem } from '#kernel'

/** What of a target the rule reads: a row from before it keeps its other fields and verbs. */
export const termsOfShares = ['metric', 'target', 'upper', 'floor', 'steps']

/** Refuses a target that asks of a share what none can be. */
export function assertShare({ name, isShare }: { readonly name: string; readonly isShare?: boolean }, terms: Readonly<Record<string, unknown>>): void {
  const fault = isShare ? shareFault(name, terms) : null
  if (fault) throw new Problem('invalid', fault.says, fault.hint, { at: { field: fault.field } })
}
