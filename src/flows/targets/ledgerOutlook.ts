import { backtestOf, missesFromEach, type Backtest } from '#engines/metrics/forecast/backtest.ts'
import { fanOf, type Forecast } from '#engines/metrics/forecast/forecast.ts'
import { ledgerAhead, type AheadPoint, type LedgerAhead, type LedgerMeasure } from '#engines/metrics/forecast/ledgerAhead.ts'
import type { LedgerHistory } from '#engines/metrics/forecast/ledgerHistory.ts'
import { addPeriods, periodsBetween } from '#engines/numbers/dates.ts'
import { showNumber } from '#engines/numbers/showNumber.ts'
import { isProblem, type AnyMetric, type Context, type Contribution, type Measurement, type Metric } from '#kernel'
import { historyOf, type ContractRows } from './contractRows.ts'
import { ledgerWords } from './ledgerWords.ts'

export interface Rolled {
  readonly forecast: Forecast
  readonly backtest: Backtest | null
}

/** Which measure of the ledger a metric is, where rolling contracts gives it; null for any other. */
export function ledgerMeasure({ compute }: AnyMetric, { window }: Measurement): LedgerMeasure | null {
  const measure = revenueMeasure(compute)
  if (measure === 'arr') return 'total'
  return (measure === 'nrr' || measure === 'grr') && window !== null && window !== '1m' ? measure : null
}

const revenueMeasure = (compute: Metric['compute'] | undefined): string | null => (compute?.by === 'revenue' ? compute.measure : null)

/**
 * Revenue looked at ahead by rolling the ledger: month-ends by account from the metric’s own proof, contracts with their renewal dates from the facts. Where the month-ends
 * do not give the figure back (another method, another grain), or the contracts of too much money are unknown, it says so instead.
 */
export async function ledgerOutlook(
  ctx: Context,
  measured: Measurement,
  {
    measure,
    months,
    part,
    rows,
  }: {
    readonly measure: LedgerMeasure
    readonly months: number
    readonly part: { readonly by: string; readonly value: string } | null
    readonly rows: ContractRows
  },
): Promise<Rolled | { readonly says: string }> {
  const closed = measured.points.flatMap(({ period, mature, value }) => (mature && value !== null ? [{ period, value }] : []))
  const [first, last] = [closed[0], closed.at(-1)]
  if (!first || !last) return { says: 'There is no closed month to roll ahead from.' }
  const window = Number(/^(\d+)m$/.exec(measured.window ?? '')?.[1] ?? 12)
  const start = addPeriods(last.period, -3 * window)
  const history = historyOf(await balancesOf(ctx, measured, periodsBetween(start, last.period)), rows, { asOf: measured.asOf, part })
  const scale = scaleOf(measure, history, last.period, last.value, window)
  if (scale === null) return { says: 'Its month-ends do not give this figure back under this policy, so that rolling contracts ahead would tell another one.' }
  const ahead = ledgerAhead(history, measure, last.period, months, window)
  const refused = unknownIn(ahead)
  if (refused !== null) return { says: refused }
  const natural = measure === 'grr' ? { low: 0, high: 1 } : { low: 0 }
  const scaled = ({ points }: LedgerAhead): AheadPoint[] =>
    points.flatMap(({ period, mean, error }) => (mean === null ? [] : [{ period, mean: mean * scale, error: error * scale }]))
  const { misses, origins } = missesFromEach(closed, (origin) => scaled(ledgerAhead(history, measure, origin, 3, window)))
  return {
    forecast: { model: 'ledger', says: ledgerWords(ahead, measure), n: closed.length, from: first.period, points: fanOf(scaled(ahead), natural) },
    backtest: backtestOf(misses, origins),
  }
}

/** Why a roll would be a guess; null where it is none. */
function unknownIn({ known, points, due, seen }: LedgerAhead): string | null {
  if (points.every(({ mean }) => mean === null)) return 'Nobody paid in the months that the figures ahead are counted from, so that they have no base.'
  if (known < 0.5) return `The contracts of only ${showNumber(known, 'ratio')} of the money are known; rolling needs their terms or renewal dates.`
  const isUnseen = seen.every(({ weight }) => weight <= 2)
  return due > 0 && isUnseen ? 'No contract has come up for renewal in the last twelve months, so that nothing says how they renew.' : null
}

/**
 * What each account paid at each month-end, from the proofs of two metrics: who paid a month before, and what it pays now (monthly retention), and who came new (the
 * movements of recurring revenue).
 */
async function balancesOf(ctx: Context, { asOf, query }: Measurement, months: readonly string[]): Promise<Map<string, ReadonlyMap<string, number>>> {
  const { policy } = query.request
  const request = { asOf, ...(policy === undefined ? {} : { policy }) }
  const behind = (metric: string, period: string) => ctx.behind({ ...request, metric, period }).catch(missing)
  const all = await Promise.all(
    months.map(
      async (period) => [period, [...(await behind('annual-recurring-revenue', period)), ...(await behind('monthly-net-revenue-retention', period))]] as const,
    ),
  )
  return new Map(
    all.map(([period, rows]) => [
      period,
      new Map(rows.flatMap(({ account, closing }): [string, number][] => (closing !== null && closing > 0 ? [[account, closing]] : []))),
    ]),
  )
}

/** A month before the ledger begins has no proof, and so nobody who paid. */
function missing(error: unknown): readonly Contribution[] {
  if (isProblem(error) && error.kind !== 'unavailable') return []
  throw error
}

/** What turns the roll’s figure into the metric’s: 1 for shares that agree, the unit of an amount; null where they do not agree. */
function scaleOf(measure: LedgerMeasure, { balances }: LedgerHistory, month: string, value: number, window: number): number | null {
  const now = balances.get(month) ?? new Map<string, number>()
  const sum = (paid: ReadonlyMap<string, number>) => [...paid.values()].reduce((total, amount) => total + amount, 0)
  if (measure === 'total') return sum(now) > 0 ? value / sum(now) : null
  const before = balances.get(addPeriods(month, -window)) ?? new Map<string, number>()
  const kept = [...before].reduce((total, [account, paid]) => total + (measure === 'grr' ? Math.min(paid, now.get(account) ?? 0) : (now.get(account) ?? 0)), 0)
  return sum(before) > 0 && Math.abs(kept / sum(before) - value) < 0.005 ? 1 : null
}
