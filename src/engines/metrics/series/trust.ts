import { foundSays } from '../../numbers/foundSays.ts'
import { sayFinding, type Finding } from '../revenue/input.ts'
import { isNamed } from '../health/faults.ts'
import { isWaiting } from '../../numbers/waitingCheck.ts'
import { sayWaiting, waitingOn, type Rhythm } from '../health/rhythm.ts'

export type Reason = { readonly check: string; readonly says: string; readonly input?: string; readonly count?: number; readonly since?: string }
export type Trust = { readonly state: 'trusted' | 'provisional' | 'stale' | 'untrusted'; readonly reasons: readonly Reason[] }
/** What a check found, and the metrics that it touches. */
type Fault = {
  readonly check: string
  readonly severity: 'error' | 'warn'
  readonly fact: string
  readonly says: string
  readonly count: number
  readonly of: number
  readonly metrics: readonly string[]
  readonly since?: string
}
type Judged = {
  readonly grain: 'day' | 'week' | 'month' | 'quarter'
  readonly maturityDays: number
  readonly inputs?: readonly string[]
  /** The checks that touch it, where not all of its inputs do; what the ledger finds is a check of subscriptions. */
  readonly checks?: readonly string[]
  /** Missing where people defined the metric: then every check of its inputs touches it. */
  readonly compute?: unknown
}
type Freshness = { readonly inputs: readonly { readonly fact: string; readonly newest: string | null; readonly rhythm?: Rhythm | null }[] }

/** The state of a number: the worst of what its inputs, its age and its last period allow, each with its reason (kpis.md §1). What its ledger found is told beside what the checks of the facts did. */
export function trustOf(
  metric: Judged,
  key: string,
  findings: readonly Fault[],
  freshness: Freshness,
  asOf: string,
  isHeadlineMature: boolean,
  ledger: readonly Finding[] = [],
): Trust {
  const isTouched = ({ metrics, fact }: Fault): boolean => metrics.includes(key) || (metric.compute === undefined && (metric.inputs ?? []).includes(fact))
  const faults = findings.filter((finding) => finding.severity === 'error' && isTouched(finding))
  const lines = ledger.filter(({ severity }) => severity !== 'warn').filter(({ check }) => !metric.checks || isNamed(`subscription.${check}`, metric.checks))
  const broken = [...faults.map(reason), ...lines.map(ledgerReason)]
  const thin = ledger.filter(({ severity }) => severity === 'warn').map(ledgerReason)
  const short = [...findings.filter((finding) => finding.severity === 'warn' && isWaiting(finding.check) && isTouched(finding)).map(reason), ...thin]
  if (broken.length > 0) return { state: 'untrusted', reasons: [...broken, ...short] }
  const stale = staleReasons(metric, freshness, asOf)
  if (stale.length > 0) return { state: 'stale', reasons: [...stale, ...short] }
  if (isHeadlineMature) return { state: short.length > 0 ? 'provisional' : 'trusted', reasons: short }
  const open = { check: 'maturity', says: `The last period closes ${metric.maturityDays} days after its end; late facts may still arrive.` }
  return { state: 'provisional', reasons: [open, ...short] }
}

/** What rows that wait at import say of a figure; null where it is short of none. */
export const shortOf = ({ reasons }: Pick<Trust, 'reasons'>): string | null => reasons.find(({ check }) => isWaiting(check))?.says ?? null

/** Rows that only the ledger finds stand in no list of checks: the first of them are named here. */
const ledgerReason = ({ check, says, count, samples }: Finding): Reason => {
  const more = count > 3 ? ` and ${(count - 3).toLocaleString('en-US')} more` : ''
  return { check, says: `${sayFinding({ says, count })} (${samples.slice(0, 3).join(', ')}${more})`, count }
}

const reason = (finding: Fault): Reason => ({
  check: finding.check,
  says: foundSays(finding),
  input: finding.fact,
  count: finding.count,
  ...(finding.since === undefined ? {} : { since: finding.since }),
})

/** A feed that fell silent, by its own rhythm. */
function staleReasons(metric: Judged, freshness: Freshness, asOf: string): Reason[] {
  const late = waitingOn(metric.grain, freshness.inputs, asOf).filter(({ age, allowed }) => age > allowed)
  return late.map((one) => ({ check: 'freshness', says: sayWaiting(one), input: one.fact, since: one.since }))
}
