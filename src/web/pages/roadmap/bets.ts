import { capital } from '#engines/numbers/capital.ts'
import { isRecord, recordsIn, type AnyRow } from '#kernel'
import { allRows, rows } from '#web/resources.ts'

export const allBets = (workspace: string, asOf?: string) => allRows(workspace, 'initiatives', { asOf })
/** What the roadmap and the strategy show of the bets that are open, two answers for ten thousand. */
export const openBets = (workspace: string, asOf?: string) => allRows(workspace, 'initiatives', { stage: open.join(','), asOf }, drawn)
/** The open ones and those that were declined: what a plan may choose from. */
export const plannableBets = (workspace: string) => allRows(workspace, 'initiatives', { stage: [...open, 'declined'].join(',') }, ['title', 'stage'])
const open = ['idea', 'discovery', 'ready', 'committed', 'delivering', 'paused']
const drawn = [
  'title',
  'stage',
  'horizon',
  'timeframe',
  'hardDate',
  'forecast',
  'teams',
  'owner',
  'objectives',
  'investment',
  'effort',
  'value',
  'outcome',
  'health',
  'lastUpdate',
  'moves',
  'mandatory',
]
export const splits = (workspace: string, asOf?: string) => rows(workspace, 'allocations', { limit: 100, asOf })
export const plans = (workspace: string, asOf?: string) => allRows(workspace, 'capacityPlans', { asOf })
export const people = (workspace: string) => allRows(workspace, 'members')

export const isOpen = (row: AnyRow): boolean => open.includes(String(row['stage']))
export const isCommitted = (row: AnyRow): boolean => ['committed', 'delivering', 'paused'].includes(String(row['stage']))

/** Those with all the words in their title, key or squads. */
export function foundIn(bets: readonly AnyRow[], words: string): readonly AnyRow[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return bets
  return bets.filter(({ key, title, teams }) => {
    const text = [key, title, teams].flat().join(' ').toLocaleLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}

export const horizons = [
  { id: 'now', says: 'Now', means: 'dates are forecasts' },
  { id: 'next', says: 'Next', means: 'quarters' },
  { id: 'later', says: 'Later', means: 'problems' },
] as const

export const causes = ['learning', 'escalation', 'salesCommitment', 'dependency', 'executive', 'estimate', 'capacity', 'regulatory'] as const

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
  const lines = recordsIn(agreed?.['lines'])
  const names = [...new Set([...lines.map((line) => String(line['investment'])), ...sized.map(({ investment }) => investment)])]
  const shares = names.map((investment): Share => {
    const weeks = sized.filter((one) => one.investment === investment).reduce((sum, one) => sum + one.weeks, 0)
    const line = lines.find((one) => one['investment'] === investment)
    return { investment, weeks, share: all === 0 ? 0 : weeks / all, target: numberIn(line, 'target'), floor: numberIn(line, 'floor') }
  })
  return { shares, weeks: all, unsized: planned.length - sized.length }
}

export const weeksOf = (row: AnyRow): number | null => numberIn(row['effort'], 'likely')

export interface Worth {
  readonly amount: number
  readonly currency: string
}

/** What it likely brings in a year; null when nobody has estimated it. */
export function worthOf(row: AnyRow): Worth | null {
  const likely = isRecord(row['value']) ? row['value']['likely'] : null
  const amount = numberIn(likely, 'amount')
  return isRecord(likely) && amount !== null ? { amount, currency: String(likely['currency']) } : null
}

/** The line that drifts most from its target, in words. */
export function driftSays(shares: readonly Share[]): string {
  const drifts = shares.flatMap(({ investment, share, target }) => (target === null ? [] : [{ investment, points: Math.round((share - target) * 100) }]))
  const [most] = drifts.toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points))
  if (!most) return 'No split of effort is agreed for this quarter'
  if (Math.abs(most.points) <= 5) return 'Effort follows the agreed split'
  return `${capital(most.investment)} ${most.points > 0 ? 'takes' : 'lacks'} ${Math.abs(most.points)} points ${most.points > 0 ? 'more than' : 'of what was'} agreed`
}

function numberIn(value: unknown, name: string): number | null {
  const found = isRecord(value) ? value[name] : null
  return typeof found === 'number' ? found : null
}
