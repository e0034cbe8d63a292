import { addPeriods, daysBetween, periodEnd, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { isRecord, type AnyRow } from '#kernel'
import { rows } from '#web/resources.ts'

export const openBets = (workspace: string, asOf?: string) => rows(workspace, 'initiatives', { limit: 500, asOf })
export const splits = (workspace: string, asOf?: string) => rows(workspace, 'allocations', { limit: 100, asOf })
export const plans = (workspace: string, asOf?: string) => rows(workspace, 'capacityPlans', { limit: 500, asOf })
export const people = (workspace: string) => rows(workspace, 'members', { limit: 500 })

const over = ['measuring', 'achieved', 'missed', 'inconclusive', 'stopped', 'declined']
export const isOpen = (row: AnyRow): boolean => !over.includes(String(row['stage']))
export const isCommitted = (row: AnyRow): boolean => ['committed', 'delivering', 'paused'].includes(String(row['stage']))

export const horizons = [
  { id: 'now', says: 'Now', means: 'dates are forecasts' },
  { id: 'next', says: 'Next', means: 'quarters' },
  { id: 'later', says: 'Later', means: 'problems' },
] as const

export const causes = ['learning', 'escalation', 'salesCommitment', 'dependency', 'executive', 'estimate', 'capacity', 'regulatory'] as const

/** The four quarters of the timeline, the running one first. */
export const quartersFrom = (today: string): string[] => Array.from({ length: 4 }, (_, n) => addPeriods(periodOf(today, 'quarter'), n))

export interface Bar {
  /** Ends as shares of the four quarters, cut to them. */
  readonly from: number
  readonly to: number
  /** Its time is coarser than a month, so that its ends fade. */
  readonly isFuzzy: boolean
  readonly isCutLeft: boolean
  readonly isCutRight: boolean
}

/** Where a timeframe lies on the timeline; null without one, or outside of it. */
export function barOf(timeframe: unknown, quarters: readonly string[]): Bar | null {
  const span = spanOf(timeframe)
  const [first, last] = [quarters[0], quarters.at(-1)]
  if (!span || first === undefined || last === undefined) return null
  const [start, length] = [periodStart(first), daysBetween(periodStart(first), periodEnd(last)) + 1]
  const [from, to] = [daysBetween(start, span.start) / length, (daysBetween(start, span.end) + 1) / length]
  if (to <= 0 || from >= 1) return null
  return { from: Math.max(0, from), to: Math.min(1, to), isFuzzy: span.isFuzzy, isCutLeft: from < 0, isCutRight: to > 1 }
}

/** First and last day of a timeframe: 2027, 2027-H1, 2027-Q1, 2027-02, 2027-W07 or a day. */
export function spanOf(timeframe: unknown): { readonly start: string; readonly end: string; readonly isFuzzy: boolean } | null {
  if (typeof timeframe !== 'string' || timeframe === '') return null
  const half = /^(\d{4})-H([12])$/.exec(timeframe)
  if (half)
    return half[2] === '1'
      ? { start: `${half[1]}-01-01`, end: `${half[1]}-06-30`, isFuzzy: true }
      : { start: `${half[1]}-07-01`, end: `${half[1]}-12-31`, isFuzzy: true }
  return { start: periodStart(timeframe), end: periodEnd(timeframe), isFuzzy: /^\d{4}(-Q[1-4])?$/.test(timeframe) }
}

/** Where a day lies on the timeline, from 0 to 1; null outside of it. */
export function placeOf(day: unknown, quarters: readonly string[]): number | null {
  const [first, last] = [quarters[0], quarters.at(-1)]
  if (typeof day !== 'string' || first === undefined || last === undefined) return null
  const at = daysBetween(periodStart(first), day) / (daysBetween(periodStart(first), periodEnd(last)) + 1)
  return at >= 0 && at <= 1 ? at : null
}

export interface Share {
  readonly investment: string
  /** Person-weeks planned, and their share of all that are sized. */
  readonly weeks: number
  readonly share: number
  readonly target: number | null
  readonly floor: number | null
}

/** How the sized effort of the open bets in Now and Next is split, beside the agreed split; bets without a size are counted apart. */
export function splitOf(
  bets: readonly AnyRow[],
  allocations: readonly AnyRow[],
  quarter: string,
): { readonly shares: readonly Share[]; readonly weeks: number; readonly unsized: number } {
  const planned = bets.filter((row) => row['horizon'] !== 'later')
  const sized = planned.flatMap((row) => (weeksOf(row) === null ? [] : [{ investment: String(row['investment'] ?? 'unclassified'), weeks: weeksOf(row) ?? 0 }]))
  const all = sized.reduce((sum, { weeks }) => sum + weeks, 0)
  const agreed = allocations.find((row) => row['period'] === quarter && row['state'] === 'approved')
  const lines = Array.isArray(agreed?.['lines']) ? agreed['lines'].filter(isRecord) : []
  const names = [...new Set([...lines.map((line) => String(line['investment'])), ...sized.map(({ investment }) => investment)])]
  const shares = names.map((investment): Share => {
    const weeks = sized.filter((one) => one.investment === investment).reduce((sum, one) => sum + one.weeks, 0)
    const line = lines.find((one) => one['investment'] === investment)
    return { investment, weeks, share: all === 0 ? 0 : weeks / all, target: numberIn(line, 'target'), floor: numberIn(line, 'floor') }
  })
  return { shares, weeks: all, unsized: planned.length - sized.length }
}

export const weeksOf = (row: AnyRow): number | null => numberIn(row['effort'], 'likely')

/** The line that drifts most from its target, in words. */
export function driftSays(shares: readonly Share[]): string {
  const drifts = shares.flatMap(({ investment, share, target }) => (target === null ? [] : [{ investment, points: Math.round((share - target) * 100) }]))
  const [most] = drifts.toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points))
  if (!most) return 'No split of effort is agreed for this quarter'
  if (Math.abs(most.points) <= 5) return 'Effort follows the agreed split'
  return `${most.investment.charAt(0).toUpperCase()}${most.investment.slice(1)} ${most.points > 0 ? 'takes' : 'lacks'} ${Math.abs(most.points)} points ${most.points > 0 ? 'more than' : 'of what was'} agreed`
}

function numberIn(value: unknown, name: string): number | null {
  const found = isRecord(value) ? value[name] : null
  return typeof found === 'number' ? found : null
}
