import { backtestOf, type Backtest, type Miss } from '#engines/metrics/forecast/backtest.ts'
import { fanOf, type Forecast } from '#engines/metrics/forecast/forecast.ts'
import { ledgerAhead, type LedgerHistory, type LedgerMeasure } from '#engines/metrics/forecast/ledgerAhead.ts'
import { addPeriods, periodsBetween } from '#engines/numbers/dates.ts'
import { showNumber } from '#engines/numbers/showNumber.ts'
import { isProblem, type AnyMetric, type Context, type Contribution, type Measurement, type Metric } from '#kernel'

type Row = Readonly<Record<string, unknown>>

/** Contract lines and accounts as they are stored; the builder reads them. */
export interface ContractRows {
  readonly accounts: readonly Row[]
  readonly lines: readonly Row[]
}

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
  const closed = measured.points.filter(({ mature, value }) => mature && value !== null)
  const [first, last] = [closed[0], closed.at(-1)]
  if (!first || !last || last.value === null) return { says: 'There is no closed month to roll ahead from.' }
  const window = Number(/^(\d+)m$/.exec(measured.window ?? '')?.[1] ?? 12)
  const start = addPeriods(last.period, -3 * window)
  const history = historyOf(await balancesOf(ctx, measured, periodsBetween(start, last.period)), rows, part)
  const scale = scaleOf(measure, history, last.period, last.value, window)
  if (scale === null) return { says: 'Its month-ends do not give this figure back under this policy, so that rolling contracts ahead would tell another one.' }
  const ahead = ledgerAhead(history, measure, last.period, months, window)
  if (ahead.known < 0.5) return { says: `The contracts of only ${share(ahead.known)} of the money are known; rolling needs their terms or renewal dates.` }
  const points = ahead.points.map(({ period, mean, error }) => ({ period, mean: mean * scale, error: error * scale }))
  const natural = measure === 'grr' ? { low: 0, high: 1 } : { low: 0 }
  const rates = ahead.rates.filter(({ segment, due }) => due > 2 && segment !== 'ends' && !segment.endsWith(', by the month'))
  const says = [
    `Contracts rolled ahead: ${share(ahead.due)} of the money comes up for renewal, renewed as its segment was in the last twelve months`,
    `and between renewals grows ${signed(ahead.growth)} a month`,
    `(${rates.map(({ segment, renewal, due }) => `${segment} ${share(renewal)} of ${due}`).join(', ')}).`,
    measure === 'total'
      ? 'New business comes in at its mean of six months.'
      : 'Later months take in later cohorts; it cannot look further than the cohorts that pay today.',
  ].join(' ')
  return {
    forecast: { model: 'ledger', says, n: closed.length, from: first.period, points: fanOf(points, natural) },
    backtest: tried(history, measure, measured, window, scale),
  }
}

const share = (part: number): string => showNumber(part, 'ratio')
const signed = (part: number): string => showNumber(part, 'ratio', { signed: true, decimals: 2 })

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

function historyOf(
  balances: Map<string, ReadonlyMap<string, number>>,
  { accounts, lines }: ContractRows,
  part: { readonly by: string; readonly value: string } | null,
): LedgerHistory {
  const known = new Map(
    accounts.toSorted((a, b) => (String(a['valid_from'] ?? '') < String(b['valid_from'] ?? '') ? -1 : 1)).map((row) => [String(row['id']), row]),
  )
  const own = new Set([...balances.values()].flatMap((month) => [...month.keys()]))
  const within = part ? (account: string) => String(known.get(account)?.[part.by] ?? '(none)') === part.value : () => true
  const wanted = new Map([...balances].map(([month, paid]) => [month, new Map([...paid].filter(([account]) => within(account)))]))
  return {
    balances: wanted,
    lines: lines.flatMap((row) => lineOf(row, rootOf(String(row['account_id']), known, own))),
    segmentOf: (account) => String(known.get(account)?.['segment'] ?? 'all'),
    graceDays: 30,
  }
}

/** The account that a line counts for in the ledger: the one that it was merged into, or the parent, whichever stands there. */
function rootOf(id: string, known: ReadonlyMap<string, Row>, own: ReadonlySet<string>): string {
  const seen = new Set<string>()
  let at = id
  while (!seen.has(at)) {
    seen.add(at)
    const row = known.get(at)
    const next = row?.['merged_into'] ?? row?.['parent_id']
    if (typeof next !== 'string' || next === '') break
    at = next
  }
  return own.has(at) ? at : id
}

const periodMonths: Readonly<Record<string, number>> = { month: 1, quarter: 3, half_year: 6, year: 12 }

/** Paid recurring lines, as far as renewals go. Yearly billing is a term of a year unless another is stated; money weighs lines against one another only. */
function lineOf(row: Row, account: string): LedgerHistory['lines'] {
  if (row['status'] === 'trial' || (row['kind'] ?? 'recurring') !== 'recurring') return []
  const day = (column: string): string | null => (typeof row[column] === 'string' || row[column] instanceof Date ? String(row[column]).slice(0, 10) : null)
  const months = Number(row['period_months'] ?? periodMonths[String(row['billing_period'])] ?? 1)
  const given = Number(row['mrr'] ?? 0)
  const mrr = given > 0 ? given : (Number(row['unit_amount'] ?? 0) * Number(row['quantity'] ?? 1) - Number(row['discount'] ?? 0)) / months
  const start = day('start')
  if (start === null || !(mrr > 0)) return []
  const termMonths =
    row['term_months'] === null || row['term_months'] === undefined ? (row['billing_period'] === 'year' ? 12 : null) : Number(row['term_months'])
  const product = row['product_id'] === null || row['product_id'] === undefined ? null : String(row['product_id'])
  return [
    { id: String(row['id']), account, product, start, end: day('end'), termMonths, renewalDate: day('renewal_date'), mrr, cancelledOn: day('cancelled_at') },
  ]
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

/** The same roll from each of the last twelve months, with what was known then, held against what came. */
function tried(history: LedgerHistory, measure: LedgerMeasure, measured: Measurement, window: number, scale: number): Backtest | null {
  const closed = measured.points.flatMap(({ period, mature, value }) => (mature && value !== null ? [{ period, value }] : []))
  const actual = new Map(closed.map(({ period, value }) => [period, value]))
  const origins = closed
    .map(({ period }) => period)
    .filter((period) => history.balances.has(addPeriods(period, -window)))
    .slice(-13, -1)
  const misses = origins.flatMap((origin): Miss[] => {
    const until = closed.filter(({ period }) => period <= origin).map(({ value }) => value)
    const steps = until.slice(1).map((value, at) => Math.abs(value - (until[at] ?? value)))
    const step = steps.length > 0 ? steps.reduce((sum, one) => sum + one, 0) / steps.length : 0
    return ledgerAhead(history, measure, origin, 3, window).points.flatMap(({ period, mean, error }, at): Miss[] => {
      const came = actual.get(period)
      return came === undefined ? [] : [{ horizon: at + 1, actual: came, miss: came - mean * scale, scale: step, error: error * scale }]
    })
  })
  return backtestOf(misses, origins.length)
}
