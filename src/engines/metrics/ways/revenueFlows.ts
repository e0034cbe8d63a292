import { addPeriods, grainOf, periodEnd, periodStart } from '../../numbers/dates.ts'
import { wilson } from '../../numbers/intervals.ts'
import { keeper } from '../../numbers/once.ts'
import { flowFigure, type FlowMeasure, type FlowMonth } from '../revenue/flows.ts'
import { lastMonth } from '../revenue/series.ts'
import type { Ledger, MovementRow } from '../revenue/revenue.ts'
import { groupOf, nothing, type Figure, type Point } from '../series/figure.ts'
import { accountRead, accountsOf } from './accounts.ts'
import { monthEnds } from './grains.ts'
import { ledgerAt } from './monthEnds.ts'
import { movedIn } from './revenue.ts'
import { Refused, type Asked, type Given, type Row, type Way } from './way.ts'

export interface RevenueFlowTerms {
  readonly measure: FlowMeasure | 'lifetimeValue' | 'voluntaryChurn' | 'delinquentChurn'
}

const million = 1_000_000

/** Figures of how recurring revenue and customers flow, from the ledger’s movements (kpis.md §3). A trailing window takes the months up to the period’s end. */
export const revenueFlows: Way<RevenueFlowTerms> = {
  counts: () => 'subscription',
  ledger: 'asked',
  pairs: 'accounts',
  untold: monthEnds,
  switches: { gross_margin: { says: 'The share of revenue that is left after the cost of service, for lifetime value.', values: null, initial: '0.8' } },
  reads: () => ({ account: accountRead }),
  figures: ({ measure }, asked, given) => {
    const ledger = ledgerAt(asked.time, given.ledger)
    const { time, by } = asked
    const months = ledger.movements()
    const byMonth = by ? new Map(ledger.periods.map((month) => [month, ledger.movementsBy(by.column, month)])) : new Map<string, Map<string, FlowMonth>>()
    const keys = [...new Set([...byMonth.values()].flatMap((groups) => [...groups.keys()]))].toSorted()
    const whole = Map.groupBy(months, ({ period }) => period)
    const monthsIn = new Map(time.periods.map((period) => [period, monthsOf(period, asked, ledger)]))
    const pointsOver = (key: string | null): Point[] =>
      time.periods.map((period) => {
        const own = monthsIn.get(period) ?? []
        const flows = own.flatMap((month) => (key === null ? (whole.get(month) ?? []) : (byMonth.get(month)?.get(key) ?? [])))
        return { period, mature: periodEnd(period) <= time.asOf, ...figure(measure, { flows, months: own, period, key }, asked, given, ledger) }
      })
    if (by && measure === 'lifetimeValue')
      throw new Refused('Lifetime value is not broken down: its churn rate needs more customers than a group has.', 'Ask for it as a whole.')
    return {
      points: pointsOver(null),
      ...(by ? { groups: keys.map((key) => groupOf(key, pointsOver(key), time.headline)) } : {}),
      text: 'movements of the revenue ledger of account, subscription, fx_rate',
      notes: measure === 'lifetimeValue' ? [`Gross margin ${asked.switches['gross_margin']}; churn ${ledger.policy.ltv_churn.replaceAll('_', ' ')}.`] : [],
    }
  },
  behind: ({ measure }, asked, given, period) => {
    const ledger = ledgerAt(asked.time, given.ledger)
    const movement =
      measure === 'winBack' ? ('reactivation' as const) : measure === 'voluntaryChurn' || measure === 'delinquentChurn' ? ('churn' as const) : undefined
    const kind = measure === 'voluntaryChurn' ? 'voluntary' : measure === 'delinquentChurn' ? 'delinquent' : null
    return movedIn(ledger, lastMonth(period, ledger), movement).filter(({ reason }) => kind === null || reason === kind)
  },
}

/** The months of a period, or of the window that ends with it; only months of the ledger, so that a window at its beginning is as long as it can be. */
function monthsOf(period: string, { time }: Asked, ledger: Ledger): string[] {
  const last = lastMonth(period, ledger)
  const first = time.window ? addPeriods(last, 1 - time.window.count) : grainOf(period) === 'month' ? period : periodStart(period).slice(0, 7)
  return ledger.periods.filter((month) => month >= first && month <= last)
}

interface Stretch {
  readonly flows: readonly FlowMonth[]
  readonly months: readonly string[]
  readonly period: string
  readonly key: string | null
}

function figure(measure: RevenueFlowTerms['measure'], stretch: Stretch, asked: Asked, given: Given, ledger: Ledger): Figure {
  const { time } = asked
  if (stretch.months.length === 0 || (time.window && stretch.months.length < time.window.count)) return nothing('no_data')
  if (measure === 'lifetimeValue') return lifetime(stretch.months.at(-1) ?? '', asked, ledger)
  if (measure === 'voluntaryChurn' || measure === 'delinquentChurn')
    return churnOf(measure === 'voluntaryChurn' ? 'voluntary' : 'delinquent', stretch, asked, given, ledger)
  return flowFigure(measure, stretch.flows, ledger.policy)
}

function lifetime(month: string, { switches }: Asked, ledger: Ledger): Figure {
  const grossMargin = Number(switches['gross_margin'])
  if (!(grossMargin > 0 && grossMargin <= 1))
    throw new Refused(`gross_margin cannot be “${switches['gross_margin']}”.`, 'Give a share above 0 and up to 1.', 'invalid')
  const { value, numerator, denominator, n, isFloored } = ledger.ltv(month, { grossMargin })
  const parts = { monthlyChurn: denominator, averageRevenue: numerator === null ? null : numerator / grossMargin / million, isFloored: Number(isFloored) }
  if (value === null) return { ...nothing('no_denominator'), parts }
  return { value: value / million, interval: null, numerator: numerator === null ? null : numerator / million, denominator, n, parts }
}

/** Those lost in a month, by a dimension: the same for the same month. */
const lostBy = (lost: readonly MovementRow[], column: string, rows: readonly Row[]): ReadonlyMap<string, readonly MovementRow[]> =>
  keptLost(lost, `${column} ${accountsOf(rows).knownOf(lost, ({ account }) => account, column)}`, () =>
    Map.groupBy(lost, ({ account }) => accountsOf(rows).attribute(account, column)),
  )

const keptLost = keeper<readonly MovementRow[], ReadonlyMap<string, readonly MovementRow[]>>(6)

/** Customers lost for one reason ÷ customers at the opening. All reasons together are the customers lost. */
function churnOf(kind: 'voluntary' | 'delinquent', { flows, months, key }: Stretch, { by }: Asked, given: Given, ledger: Ledger): Figure {
  const opening = flows[0]?.logos.opening ?? 0
  if (opening === 0) return nothing('no_denominator')
  const lost = months.flatMap((month) => {
    const all = ledger.accountsBehind(month, 'churn')
    return key === null || !by ? all : (lostBy(all, by.column, given.rows('account')).get(key) ?? [])
  })
  const count = (reason: string): number => lost.filter((row) => row.reason === reason).length
  const hits = count(kind)
  return {
    value: hits / opening,
    interval: hits <= opening ? wilson(hits, opening) : null,
    numerator: hits,
    denominator: opening,
    n: opening,
    parts: { voluntary: count('voluntary'), delinquent: count('delinquent'), pause: count('pause'), merged: count('merged'), lost: lost.length },
  }
}
