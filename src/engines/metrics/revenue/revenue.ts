import { dayNumber } from '../../numbers/dates.ts'
import { type AccountDays, payingAccountDays, payingAccountsOn } from './accountDays.ts'
import { type Closing, closingsOf, closingsOn, type Cohorts, cohortsOf } from './closings.ts'
import { buildCore, type Core, type RevenueInput } from './core.ts'
import { arpa, type Figure, lifetimeValue, netMrrChurn, quickRatio } from './figures.ts'
import { type Finding } from './input.ts'
import { type GroupBy } from './keys.ts'
import { type MovementPoint, movementsByGroup, movementsOf } from './movements.ts'
import { churnTypes, type ContributionRow, contributionRows, type MovementName, type MovementRow, movementRows, reasonTotals } from './proof.ts'
import { payingOn } from './payingOn.ts'
import { type ResolvedPolicy } from './resolvePolicy.ts'
import { type GroupResult, type RatioResult, retention, retentionByGroup, type RetentionMeasure } from './retention.ts'

export type { Account, Finding, FxRate, Refund, SubscriptionLine } from './input.ts'
export { UnmeasurableRows } from './input.ts'
export { OutOfRange } from '#engines/numbers/outOfRange.ts'
export type {
  AccountDays,
  ContributionRow,
  Figure,
  GroupBy,
  GroupResult,
  MovementName,
  MovementPoint,
  MovementRow,
  RatioResult,
  ResolvedPolicy,
  RetentionMeasure,
  RevenueInput,
}
export type { Movements } from './movements.ts'
export type { Reason } from './proof.ts'
export type { ChurnReason } from './reasons.ts'
export { choices, defaultPolicy, presets, type PresetName, type RevenuePolicy } from './policy.ts'
export { comparePolicies, policyId, resolvePolicy } from './resolvePolicy.ts'

export type SeriesMeasure = RetentionMeasure | 'mrr' | 'arr' | 'accounts' | 'arpa' | 'netMrrChurn' | 'quickRatio'
export type Window = { readonly window?: number }

/** Money is whole micro-units of the reporting currency throughout; ratios are fractions; a month is 'YYYY-MM'. */
export type Ledger = {
  readonly policy: ResolvedPolicy
  /** The months that were asked for and had begun by the as-of day. */
  readonly periods: readonly string[]
  readonly findings: readonly Finding[]
  /** The waterfall of every month; opening + fx + new + reactivation + expansion - contraction - churn + transfer = closing, exactly. */
  movements(): MovementPoint[]
  movementsBy(by: GroupBy, period: string): Map<string, MovementPoint>
  /** Window in months; the policy's when left out. */
  nrr(period: string, options?: Window): RatioResult
  grr(period: string, options?: Window): RatioResult
  /** One month unless a window is given. */
  logoChurn(period: string, options?: Window): RatioResult
  /** NRR as if no discount had expired: a discount that ends is growth, but nobody bought anything. */
  nrrWithoutDiscountExpiry(period: string, options?: Window): RatioResult
  netMrrChurn(period: string): Figure
  quickRatio(period: string): Figure
  arpa(period: string): Figure
  ltv(period: string, options: { readonly grossMargin: number }): ReturnType<typeof lifetimeValue>
  /** A value for every period. */
  series(measure: SeriesMeasure, options?: Window): (Figure | RatioResult)[]
  /** Groups of a ratio with their points: `value` and the rest are those of the last period, or of `period`. */
  groups(measure: RetentionMeasure, by: GroupBy, options?: Window & { readonly period?: string }): (GroupResult & { readonly points: readonly GroupResult[] })[]
  accountsBehind(period: string, movement?: MovementName): MovementRow[]
  contributions(measure: RetentionMeasure, period: string, options?: Window): ContributionRow[]
  reasons(period: string): ReturnType<typeof reasonTotals>
  churnTypes(period: string): ReturnType<typeof churnTypes>
  payingAccountDays(period: string): AccountDays
  payingAccountsOn(date: string): number
  /** Every unit with its first paid month and its closings. */
  closings(): readonly Closing[]
  /** The same for cohorts, month by month. */
  cohorts(): Cohorts
  /** What each account paid at the close of a month; the same month-end is the same map, whatever the as-of day. */
  closingsOn(period: string): ReadonlyMap<string, number>
  /** The ids of those that paid on a day; the same for the same lines, whatever the as-of day. */
  payingOn(date: string): ReadonlySet<string>
}

/**
 * Builds the revenue ledger: month-end MRR of every customer under a policy, and everything that follows from it (kpis.md sections 3 and 4).
 * Throws an OutOfRange for an unknown policy switch, period or dimension, a circle of parents, or rows without a meaning (UnmeasurableRows names each).
 */
export function revenueLedger(input: RevenueInput): Ledger {
  const core = buildCore(input)
  const { months, policy } = core
  const periods = months.months.slice(months.first)
  const windowOf = (measure: RetentionMeasure, options?: Window): number => options?.window ?? (measure === 'logoChurn' ? 1 : policy.window_months)
  const ratio =
    (measure: RetentionMeasure) =>
    (period: string, options?: Window): RatioResult =>
      retention(core, measure, months.indexOf(period), windowOf(measure, options))
  let unexpired: Core | undefined
  let closings: readonly Closing[] | undefined
  let cohorts: Cohorts | undefined
  const [nrr, grr, logoChurn] = [ratio('nrr'), ratio('grr'), ratio('logoChurn')]
  return {
    policy,
    periods,
    findings: core.findings,
    movements: () => periods.map((period) => movementsOf(core, months.indexOf(period))),
    movementsBy: (by, period) => movementsByGroup(core, months.indexOf(period), by),
    nrr,
    grr,
    logoChurn,
    nrrWithoutDiscountExpiry(period, options) {
      unexpired ??= buildCore({ ...input, policy, lines: input.lines.map((line) => (line.discount_until ? { ...line, discount_until: null } : line)) })
      return retention(unexpired, 'nrr', months.indexOf(period), windowOf('nrr', options))
    },
    netMrrChurn: (period) => netMrrChurn(core, months.indexOf(period)),
    quickRatio: (period) => quickRatio(core, months.indexOf(period)),
    arpa: (period) => arpa(core, months.indexOf(period)),
    ltv: (period, { grossMargin }) => lifetimeValue(core, months.indexOf(period), grossMargin),
    series: (measure, options) => periods.map((period) => pointOf(core, measure, period, { nrr, grr, logoChurn }, options)),
    groups: (measure, by, options) => groupsOf(core, measure, by, windowOf(measure, options), options?.period),
    accountsBehind: (period, movement) => movementRows(core, months.indexOf(period), movement),
    contributions: (measure, period, options) => contributionRows(core, measure, months.indexOf(period), windowOf(measure, options)),
    reasons: (period) => reasonTotals(core, months.indexOf(period)),
    churnTypes: (period) => churnTypes(core, months.indexOf(period)),
    payingAccountDays: (period) => payingAccountDays(core, months.indexOf(period)),
    payingAccountsOn: (date) => payingAccountsOn(core, dayNumber(date)),
    closings: () => (closings ??= closingsOf(core)),
    cohorts: () => (cohorts ??= cohortsOf(core)),
    closingsOn: (period) => closingsOn(core, months.indexOf(period)),
    payingOn: (date) => payingOn(core, date),
  }
}

type Ratio = (period: string, options?: Window) => RatioResult

function pointOf(core: Core, measure: SeriesMeasure, period: string, ratios: Record<RetentionMeasure, Ratio>, options?: Window): Figure | RatioResult {
  const month = core.months.indexOf(period)
  if (measure === 'nrr' || measure === 'grr' || measure === 'logoChurn') return ratios[measure](period, options)
  if (measure === 'arpa') return arpa(core, month)
  if (measure === 'netMrrChurn') return netMrrChurn(core, month)
  if (measure === 'quickRatio') return quickRatio(core, month)
  const { mature, closing, logos } = movementsOf(core, month)
  const value = { mrr: closing, arr: closing * 12, accounts: logos.closing }[measure]
  return { period, mature, value, numerator: value, denominator: null, n: logos.closing }
}

function groupsOf(
  core: Core,
  measure: RetentionMeasure,
  by: GroupBy,
  window: number,
  period?: string,
): (GroupResult & { readonly points: readonly GroupResult[] })[] {
  const { months } = core
  const asked = period ?? months.months.at(-1) ?? ''
  const points = months.months.slice(months.first).flatMap((each) => retentionByGroup(core, measure, months.indexOf(each), window, by))
  const byKey = Map.groupBy(points, (point) => point.key)
  return [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => {
      const now = own.find((point) => point.period === asked)
      return now ? [{ ...now, points: own }] : []
    })
}
