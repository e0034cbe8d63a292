import { grainOf, periodEnd, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { revenueLedger, resolvePolicy, UnmeasurableRows, type Account, type FxRate, type Ledger, type MovementPoint as Month, type Movements, type RatioResult, type ResolvedPolicy, type SubscriptionLine } from '#engines/metrics/revenue/revenue.ts'
import { Problem, type Computation, type Contribution, type Group, type Metric, type Movement, type MovementPoint, type Point } from '#kernel'
import type { Timing } from './calendar.ts'
import { nothing, type Computed } from './envelope.ts'
import type { Facts } from './facts.ts'
import { headline } from './periodic.ts'

type Revenue = Extract<Computation, { by: 'revenue' }>

export interface LedgerTerms {
  readonly policy: ResolvedPolicy
  readonly currency: string
  readonly time: Timing
}

const million = 1_000_000
const accountColumns = ['id', 'name', 'parent_id', 'segment', 'industry', 'region', 'plan', 'channel', 'use_case', 'is_internal', 'merged_into', 'valid_from'] as const
const lineColumns = [
  'id', 'account_id', 'start', 'end', 'product_id', 'plan_id', 'unit_amount', 'quantity', 'discount', 'discount_until', 'billing_period', 'period_months', 'currency', 'status', 'kind', 'mrr',
  'committed_minimum', 'cancelled_at', 'cancel_reason', 'churn_type', 'past_due_since', 'paused_from', 'paused_to', 'term_months', 'renewal_date', 'escalator',
] as const

/** Resolves a policy, or says which switch or value is unknown. */
export function policyOf(asked: unknown, preset: string): ResolvedPolicy {
  try {
    return resolvePolicy(asked ?? preset)
  } catch (error) {
    if (error instanceof RangeError) throw new Problem('invalid', error.message, 'See docs/guide/measure.md for all switches.', { code: 'unknown-policy' })
    throw error
  }
}

/** The ledger of the months that a request spans. Rows that no convention can measure are a Problem that names them. */
export async function ledgerOf(facts: Facts, { policy, currency, time }: LedgerTerms): Promise<Ledger> {
  const [accounts, lines, fxRates] = [await facts.rows('account', accountColumns), await facts.rows('subscription', lineColumns), await facts.rows('fx_rate', ['month', 'currency', 'kind', 'rate', 'ref_id'])]
  const months = { from: periodOf(periodStart(time.periods[0] ?? time.asOf), 'month'), to: periodOf(periodEnd(time.periods.at(-1) ?? time.asOf), 'month') }
  try {
    return revenueLedger({ accounts: accounts.filter(isAccount), lines: lines.filter(isLine), fxRates: fxRates.filter(isRate), policy, months, reportingCurrency: currency, asOf: time.asOf })
  } catch (error) {
    if (error instanceof UnmeasurableRows) throw unmeasurable(error)
    if (error instanceof RangeError) throw new Problem('refused', error.message, 'Correct the rows, then measure again.', { code: 'unmeasurable' })
    throw error
  }
}

// The columns asked for are those of the engine's row types; the store keeps each in its column's type, so that the required ones tell.
type Held = Readonly<Record<string, unknown>>
const isAccount = (row: Held): row is Held & Account => typeof row['id'] === 'string'
const isLine = (row: Held): row is Held & SubscriptionLine => typeof row['id'] === 'string' && typeof row['account_id'] === 'string' && typeof row['start'] === 'string'
const isRate = (row: Held): row is Held & FxRate => typeof row['month'] === 'string' && typeof row['rate'] === 'number'

function unmeasurable(error: UnmeasurableRows): Problem {
  return new Problem('refused', error.message, 'Correct these rows at their source, or undo the import that brought them.', { code: error.faults[0]?.reason ?? 'unmeasurable', more: { faults: error.faults.slice(0, 20) } })
}

/** One of the revenue measures over the periods asked. */
export function measureRevenue({ measure }: Revenue, metric: Metric, time: Timing, ledger: Ledger, by: string | null): Computed {
  if (time.grain === 'week' || time.grain === 'day') throw new Problem('refused', `${metric.name} is measured at month-end; ${time.grain}s have none.`, 'Ask for month or quarter.', { code: 'unsupported' })
  if (time.window?.unit === 'd') throw new Problem('refused', `${metric.name} looks back whole months; ${time.window.text} are days.`, 'Write the window as 1m, 3m or 12m.', { code: 'unsupported' })
  const notes = ledger.findings.filter(({ severity }) => severity !== 'note').map(({ says, count }) => `${count} ${says}`)
  const text = `revenue ledger of account, subscription, fx_rate; ${metric.formula}`
  if (measure === 'movements' || measure === 'arr') return { ...moved(measure, time, ledger, by), text, notes }
  const window = time.window?.count ?? (measure === 'logoChurn' ? (time.grain === 'quarter' ? 3 : 1) : undefined)
  const options = window === undefined ? {} : { window }
  const inMoney = measure !== 'logoChurn'
  const points = time.periods.map((period) => toPoint(period, ledger[measure](lastMonth(period, ledger), options), inMoney))
  if (!by) return { points, text, notes }
  const groups = ledger.groups(measure, by, options).map((group): Group => {
    const own = time.periods.map((period) => toPoint(period, group.points.find((point) => point.period === lastMonth(period, ledger)) ?? null, inMoney))
    return { key: group.key, ...headline(own, time), points: own }
  })
  return { points, groups, text, notes }
}

/** The accounts behind a movement of a month, or behind a ratio. Amounts in units of the reporting currency. */
export function behindRevenue({ measure }: Revenue, ledger: Ledger, time: Timing, period: string, movement: string | undefined): Contribution[] {
  const month = lastMonth(period, ledger)
  if (movement !== undefined && !isMovement(movement)) throw new Problem('invalid', `“${movement}” is not a movement.`, `Use ${movements.join(', ')}.`)
  if (movement || measure === 'movements' || measure === 'arr') {
    const rows = ledger.accountsBehind(month, movement)
    return rows.map((row) => ({ account: row.account, name: row.name, opening: row.opening / million, closing: row.closing / million, change: row.change / million, movement: row.movement, reason: row.reason }))
  }
  const options = time.window ? { window: time.window.count } : {}
  const scale = measure === 'logoChurn' ? 1 : million
  return ledger.contributions(measure, month, options).map((row) => ({ account: row.account, name: row.name, opening: row.opening / scale, closing: row.closing / scale, change: row.change / scale, movement: row.movement, reason: null }))
}

const movements = ['new', 'expansion', 'contraction', 'churn', 'reactivation', 'fx', 'transfer'] as const
const isMovement = (word: string): word is (typeof movements)[number] => movements.some((movement) => movement === word)

/** A quarter is told by its last month; one that has not begun yet by the last month that has. */
function lastMonth(period: string, ledger: Ledger): string {
  const month = grainOf(period) === 'month' ? period : periodOf(periodEnd(period), 'month')
  const last = ledger.periods.at(-1) ?? month
  return month > last ? last : month
}

function toPoint(period: string, result: RatioResult | null, inMoney: boolean): Point {
  if (!result) return { period, mature: true, ...nothing('no_data') }
  const scale = inMoney ? million : 1
  const { value, reason, interval, numerator, denominator, n, mature } = result
  return { period, mature, value, ...(reason ? { reason } : {}), interval, numerator: numerator === null ? null : numerator / scale, denominator: denominator === null ? null : denominator / scale, n }
}

function moved(measure: 'movements' | 'arr', time: Timing, ledger: Ledger, by: string | null): Pick<Computed, 'points' | 'groups'> {
  const months = ledger.movements()
  const show = (period: string, own: readonly Month[]): Point => (measure === 'arr' ? arrPoint(period, own) : movementPoint(period, own))
  const points = time.periods.map((period) => show(period, months.filter((point) => isIn(point.period, period))))
  if (!by) return { points }
  const byMonth = new Map(ledger.periods.map((month) => [month, ledger.movementsBy(by, month)]))
  const keys = [...new Set([...byMonth.values()].flatMap((groups) => [...groups.keys()]))].toSorted()
  const groups = keys.map((key): Group => {
    const own = time.periods.map((period) => show(period, ledger.periods.filter((month) => isIn(month, period)).flatMap((month) => byMonth.get(month)?.get(key) ?? [])))
    return { key, ...headline(own, time), points: own }
  })
  return { points, groups }
}

const isIn = (month: string, period: string): boolean => month === period || (grainOf(period) !== 'month' && periodStart(month) >= periodStart(period) && periodEnd(month) <= periodEnd(period))

/** The months of a period as one movement: it opens as the first, closes as the last, and everything between adds up. */
function movementPoint(period: string, months: readonly Month[]): Point {
  const [first, last] = [months[0], months.at(-1)]
  if (!first || !last) return { period, mature: true, ...nothing('no_data') }
  const amounts = whole(months, million)
  const point: MovementPoint = { period, mature: last.mature, value: amounts.closing, interval: null, numerator: amounts.closing, denominator: amounts.opening, n: last.logos.closing, ...amounts, logos: whole(months.map(({ logos }) => logos), 1) }
  return point
}

function whole(months: readonly Movements[], scale: number): Movement {
  const sum = (pick: (month: Movements) => number) => months.reduce((total, month) => total + pick(month), 0) / scale
  return {
    opening: (months[0]?.opening ?? 0) / scale,
    new: sum((month) => month.new),
    expansion: sum((month) => month.expansion),
    contraction: sum((month) => month.contraction),
    churn: sum((month) => month.churn),
    reactivation: sum((month) => month.reactivation),
    fx: sum((month) => month.fx),
    transfer: sum((month) => month.transfer),
    closing: (months.at(-1)?.closing ?? 0) / scale,
  }
}

function arrPoint(period: string, months: readonly Month[]): Point {
  const last = months.at(-1)
  if (!last) return { period, mature: true, ...nothing('no_data') }
  const value = (last.closing * 12) / million
  return { period, mature: last.mature, value, interval: null, numerator: value, denominator: null, n: last.logos.closing }
}

