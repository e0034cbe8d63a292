import { daysBetween } from '#engines/numbers/dates.ts'

/** Instrumentation debt (kpis.md, section 5): what metrics need that is not measured, and what is measured that nobody needs. */
export type Debt = {
  readonly kind: 'metricOnUnimplementedEvent' | 'deadEvent' | 'plannedNotSeen' | 'unplannedEvent' | 'unusedEvent'
  readonly event: string
  /** Metrics that wait for the event, or are spoiled by it. */
  readonly metrics: readonly string[]
  readonly says: string
}

export type Instrumentation = {
  readonly asOf: string
  readonly metrics: readonly { readonly id: string; readonly events: readonly string[] }[]
  /** The tracking plan; null when there is none, so that nothing is unplanned. */
  readonly planned: readonly string[] | null
  readonly seen: readonly { readonly event: string; readonly lastOn: string }[]
  /** Days of silence after which an event that came before is dead; 30 unless said. */
  readonly deadAfter?: number
}

/** The list of debts, those that metrics wait for first, then by the number of metrics. */
export function debtOf({ asOf, metrics, planned, seen, deadAfter = 30 }: Instrumentation): Debt[] {
  const lastOn = new Map(seen.map(({ event, lastOn: on }) => [event, on]))
  const usedBy = new Map<string, string[]>()
  for (const { id, events } of metrics) for (const event of new Set(events)) usedBy.set(event, [...(usedBy.get(event) ?? []), id])
  const events = [...new Set([...usedBy.keys(), ...lastOn.keys(), ...(planned ?? [])])].toSorted()
  const debts = events.flatMap((event): Debt[] => {
    const [last, users, isPlanned] = [lastOn.get(event) ?? null, usedBy.get(event) ?? [], planned?.includes(event) ?? true]
    const found = debtsOf(event, last === null ? null : daysBetween(last, asOf), users.length, isPlanned, deadAfter)
    return found.map((debt) => ({ ...debt, event, metrics: users }))
  })
  return debts.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.metrics.length - a.metrics.length)
}

const order: readonly Debt['kind'][] = ['metricOnUnimplementedEvent', 'deadEvent', 'plannedNotSeen', 'unplannedEvent', 'unusedEvent']

function debtsOf(event: string, silence: number | null, users: number, isPlanned: boolean, deadAfter: number): Pick<Debt, 'kind' | 'says'>[] {
  const wanted = users === 1 ? 'One metric needs' : `${users} metrics need`
  if (silence === null) {
    if (users > 0) return [{ kind: 'metricOnUnimplementedEvent', says: `${wanted} ${event}, which has never arrived.` }]
    return [{ kind: 'plannedNotSeen', says: `${event} is planned and has never arrived.` }]
  }
  const found: Pick<Debt, 'kind' | 'says'>[] = []
  if (silence > deadAfter) found.push({ kind: 'deadEvent', says: `${event} has been silent for ${silence} days.` })
  if (!isPlanned) found.push({ kind: 'unplannedEvent', says: `${event} arrives and is not in the tracking plan.` })
  else if (users === 0 && silence <= deadAfter) found.push({ kind: 'unusedEvent', says: `${event} arrives and no metric uses it.` })
  return found
}
