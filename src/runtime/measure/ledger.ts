import { periodEnd, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { revenueLedger, resolvePolicy, OutOfRange, UnmeasurableRows, type Ledger, type ResolvedPolicy } from '#engines/metrics/revenue/revenue.ts'
import { accountColumns, accountsIn, lineColumns, linesIn, rateColumns, ratesIn } from '#engines/metrics/revenue/columns.ts'
import { ledgerBreaks } from '#engines/metrics/health/reconcile.ts'
import type { Timing } from '#engines/metrics/series/timing.ts'
import { Problem } from '#kernel'
import type { Facts } from './facts.ts'

export interface LedgerTerms {
  readonly policy: ResolvedPolicy
  readonly currency: string
  readonly time: Timing
}

/** Resolves a policy, or says which switch or value is unknown. */
export function policyOf(asked: unknown, preset: string): ResolvedPolicy {
  try {
    return resolvePolicy(asked ?? (preset.startsWith('{') ? JSON.parse(preset) : preset))
  } catch (error) {
    if (error instanceof OutOfRange) throw new Problem('invalid', error.message, 'See docs/guide/measure.md for all switches.', { code: 'unknown-policy' })
    throw error
  }
}

/** The ledger of the months that a request spans. Rows that no convention can measure are a Problem that names them. */
export async function ledgerOf(facts: Facts, { policy, currency, time }: LedgerTerms): Promise<Ledger> {
  const months = { from: periodOf(periodStart(time.periods[0] ?? time.asOf), 'month'), to: periodOf(periodEnd(time.periods.at(-1) ?? time.asOf), 'month') }
  try {
    const ledger = revenueLedger({
      accounts: accountsIn(await facts.rows('account', accountColumns)),
      lines: linesIn(await facts.rows('subscription', lineColumns)),
      fxRates: ratesIn(await facts.rows('fx_rate', rateColumns)),
      policy,
      months,
      reportingCurrency: currency,
      asOf: time.asOf,
    })
    const [broken] = ledgerBreaks(ledger.movements())
    if (broken)
      throw new Problem('unavailable', `The revenue ledger does not add up: ${broken.says}`, 'No figure of it can be trusted; report it with this text.', {
        code: 'reconciliation',
      })
    return ledger
  } catch (error) {
    if (error instanceof UnmeasurableRows) throw unmeasurable(error)
    if (error instanceof OutOfRange) throw new Problem('refused', error.message, 'Correct the rows, then measure again.', { code: 'unmeasurable' })
    throw error
  }
}

const unmeasurable = ({ message, hint, faults }: UnmeasurableRows): Problem =>
  new Problem('refused', message, hint, { code: faults[0]?.reason ?? 'unmeasurable', more: { faults: faults.slice(0, 20) } })
