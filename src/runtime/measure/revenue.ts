import { periodEnd, periodOf, periodStart } from '#engines/numbers/dates.ts'
import {
  revenueLedger,
  resolvePolicy,
  UnmeasurableRows,
  type Account,
  type FxRate,
  type Ledger,
  type ResolvedPolicy,
  type SubscriptionLine,
} from '#engines/metrics/revenue/revenue.ts'
import { accountColumns, lineColumns, rateColumns } from '#engines/metrics/revenue/columns.ts'
import { lastMonth, movementSeries, ratioSeries } from '#engines/metrics/revenue/series.ts'
import type { Timing } from '#engines/metrics/series/timing.ts'
import { Problem, type Computation, type Contribution, type Metric } from '#kernel'
import type { Computed } from './envelope.ts'
import type { Facts } from './facts.ts'

type Revenue = Extract<Computation, { by: 'revenue' }>

export interface LedgerTerms {
  readonly policy: ResolvedPolicy
  readonly currency: string
  readonly time: Timing
}

const million = 1_000_000
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
  const [accounts, lines, fxRates] = [
    await facts.rows('account', accountColumns),
    await facts.rows('subscription', lineColumns),
    await facts.rows('fx_rate', rateColumns),
  ]
  const months = { from: periodOf(periodStart(time.periods[0] ?? time.asOf), 'month'), to: periodOf(periodEnd(time.periods.at(-1) ?? time.asOf), 'month') }
  try {
    return revenueLedger({
      accounts: accounts.filter(isAccount),
      lines: lines.filter(isLine),
      fxRates: fxRates.filter(isRate),
      policy,
      months,
      reportingCurrency: currency,
      asOf: time.asOf,
    })
  } catch (error) {
    if (error instanceof UnmeasurableRows) throw unmeasurable(error)
    if (error instanceof RangeError) throw new Problem('refused', error.message, 'Correct the rows, then measure again.', { code: 'unmeasurable' })
    throw error
  }
}

// The columns asked for are those of the engine's row types; the store keeps each in its column's type, so that the required ones tell.
type Held = Readonly<Record<string, unknown>>
const isAccount = (row: Held): row is Held & Account => typeof row['id'] === 'string'
const isLine = (row: Held): row is Held & SubscriptionLine =>
  typeof row['id'] === 'string' && typeof row['account_id'] === 'string' && typeof row['start'] === 'string'
const isRate = (row: Held): row is Held & FxRate => typeof row['month'] === 'string' && typeof row['rate'] === 'number'

function unmeasurable(error: UnmeasurableRows): Problem {
  return new Problem('refused', error.message, 'Correct these rows at their source, or undo the import that brought them.', {
    code: error.faults[0]?.reason ?? 'unmeasurable',
    more: { faults: error.faults.slice(0, 20) },
  })
}

/** One of the revenue measures over the periods asked. */
export function measureRevenue({ measure }: Revenue, metric: Metric, time: Timing, ledger: Ledger, by: string | undefined): Computed {
  if (time.grain === 'week' || time.grain === 'day')
    throw new Problem('refused', `${metric.name} is measured at month-end; ${time.grain}s have none.`, 'Ask for month or quarter.', { code: 'unsupported' })
  if (time.window?.unit === 'd')
    throw new Problem('refused', `${metric.name} looks back whole months; ${time.window.text} are days.`, 'Write the window as 1m, 3m or 12m.', {
      code: 'unsupported',
    })
  const notes = ledger.findings.filter(({ severity }) => severity !== 'note').map(({ says, count }) => `${count} ${says}`)
  const text = `revenue ledger of account, subscription, fx_rate; ${metric.formula}`
  if (measure === 'movements' || measure === 'arr') return { ...movementSeries(ledger, measure, time.periods, time.headline, by), text, notes }
  const window = measure === 'logoChurn' && time.grain === 'quarter' && time.window?.text === metric.window ? 3 : time.window?.count
  return { ...ratioSeries(ledger, measure, time.periods, time.headline, { ...(window === undefined ? {} : { window }), ...(by ? { by } : {}) }), text, notes }
}

/** The accounts behind a movement of a month, or behind a ratio. Amounts in units of the reporting currency. */
export function behindRevenue({ measure }: Revenue, ledger: Ledger, time: Timing, period: string, movement: string | undefined): Contribution[] {
  const month = lastMonth(period, ledger)
  if (movement !== undefined && !isMovement(movement)) throw new Problem('invalid', `“${movement}” is not a movement.`, `Use ${movements.join(', ')}.`)
  if (movement || measure === 'movements' || measure === 'arr') {
    const rows = ledger.accountsBehind(month, movement)
    return rows.map((row) => ({
      account: row.account,
      name: row.name,
      opening: row.opening / million,
      closing: row.closing / million,
      change: row.change / million,
      movement: row.movement,
      reason: row.reason,
    }))
  }
  const options = time.window ? { window: time.window.count } : {}
  const scale = measure === 'logoChurn' ? 1 : million
  return ledger.contributions(measure, month, options).map((row) => ({
    account: row.account,
    name: row.name,
    opening: row.opening / scale,
    closing: row.closing / scale,
    change: row.change / scale,
    movement: row.movement,
    reason: null,
  }))
}

const movements = ['new', 'expansion', 'contraction', 'churn', 'reactivation', 'fx', 'transfer'] as const
const isMovement = (word: string): word is (typeof movements)[number] => movements.some((movement) => movement === word)
