import { daysBetween } from '../../numbers/dates.ts'

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
}
type Judged = {
  readonly grain: 'day' | 'week' | 'month' | 'quarter'
  readonly maturityDays: number
  readonly inputs?: readonly string[]
  /** Missing where people defined the metric: then every check of its inputs touches it. */
  readonly compute?: unknown
}
type Freshness = { readonly inputs: readonly { readonly fact: string; readonly newest: string | null }[] }

const slaDays: Readonly<Record<Judged['grain'], number>> = { day: 2, week: 9, month: 40, quarter: 100 }

/** The state of a number: the worst of what its inputs, its age and its last period allow, each with its reason (kpis.md §1). */
export function trustOf(metric: Judged, key: string, findings: readonly Fault[], freshness: Freshness, asOf: string, isHeadlineMature: boolean): Trust {
  const isTouched = ({ metrics, fact }: Fault): boolean => metrics.includes(key) || (metric.compute === undefined && (metric.inputs ?? []).includes(fact))
  const broken = findings.filter((finding) => finding.severity === 'error' && isTouched(finding)).map(reason)
  if (broken.length > 0) return { state: 'untrusted', reasons: broken }
  const stale = staleReasons(metric, freshness, asOf)
  if (stale.length > 0) return { state: 'stale', reasons: stale }
  if (!isHeadlineMature)
    return {
      state: 'provisional',
      reasons: [{ check: 'maturity', says: `The last period closes ${metric.maturityDays} days after its end; late facts may still arrive.` }],
    }
  return { state: 'trusted', reasons: [] }
}

const reason = (finding: Fault): Reason => ({
  check: finding.check,
  says: `${finding.count.toLocaleString('en-US')} of ${finding.of.toLocaleString('en-US')} ${finding.says}`,
  input: finding.fact,
  count: finding.count,
})

/** Is the newest row of a feed older than one period and a grace? */
export const isOld = (grain: Judged['grain'], newest: string, asOf: string): boolean => daysBetween(newest.slice(0, 10), asOf) > slaDays[grain]

/** A feed that stopped: its newest row is older than one period and a grace. Contracts and definitions change rarely and are left out. */
function staleReasons(metric: Judged, freshness: Freshness, asOf: string): Reason[] {
  const limit = slaDays[metric.grain]
  return freshness.inputs.flatMap(({ fact, newest }) => {
    if (newest === null || !flowing.has(fact)) return []
    const age = daysBetween(newest.slice(0, 10), asOf)
    return age > limit
      ? [{ check: 'freshness', says: `The newest ${fact.replaceAll('_', ' ')} is ${age} days old; ${limit} are allowed.`, input: fact, since: newest }]
      : []
  })
}

const flowing = new Set(['event', 'ticket', 'survey_response', 'sli_window'])
