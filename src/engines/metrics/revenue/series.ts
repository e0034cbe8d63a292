import { grainOf, periodEnd, periodOf, periodStart } from '../../numbers/dates.ts'
import { groupOf, nothing, type Point, type Series } from '../series/figure.ts'
import type { Ledger, MovementPoint as Month, Movements, RatioResult } from './revenue.ts'

/** Opening, parts and closing in units of the currency, or in heads. */
export type Movement = { readonly [K in 'opening' | 'new' | 'expansion' | 'contraction' | 'churn' | 'reactivation' | 'fx' | 'transfer' | 'closing']: number }

const million = 1_000_000

/** A retention ratio for each period (months, or quarters by their last month), in units of the currency; by an attribute of the account when asked. */
export function ratioSeries(
  ledger: Ledger,
  measure: 'nrr' | 'grr' | 'logoChurn',
  periods: readonly string[],
  headline: string | null,
  { windowAt = () => undefined, by }: { readonly windowAt?: (period: string) => number | undefined; readonly by?: string },
): Series {
  const optionsAt = (period: string): { readonly window?: number } => {
    const window = windowAt(period)
    return window === undefined ? {} : { window }
  }
  const inMoney = measure !== 'logoChurn'
  const points = periods.map((period) => toPoint(period, ledger[measure](lastMonth(period, ledger), optionsAt(period)), inMoney))
  if (!by) return { points }
  const byWindow = new Map(
    [...Map.groupBy(periods, windowAt)].map(([window, [period = '']]) => [
      window,
      new Map(ledger.groups(measure, by, optionsAt(period)).map((group) => [group.key, group.points])),
    ]),
  )
  const keys = [...new Set([...byWindow.values()].flatMap((groups) => [...groups.keys()]))]
  const groups = keys.map((key) => {
    const found = (period: string) =>
      byWindow
        .get(windowAt(period))
        ?.get(key)
        ?.find((point) => point.period === lastMonth(period, ledger))
    return groupOf(
      key,
      periods.map((period) => toPoint(period, found(period) ?? null, inMoney)),
      headline,
    )
  })
  return { points, groups }
}

/** Movements or recurring revenue a year for each period. */
export function movementSeries(ledger: Ledger, measure: 'movements' | 'arr', periods: readonly string[], headline: string | null, by?: string): Series {
  const months = ledger.movements()
  const show = (period: string, own: readonly Month[]): Point => (measure === 'arr' ? arrPoint(period, own) : movementPoint(period, own))
  const points = periods.map((period) =>
    show(
      period,
      months.filter((point) => isIn(point.period, period)),
    ),
  )
  if (!by) return { points }
  const byMonth = new Map(ledger.periods.map((month) => [month, ledger.movementsBy(by, month)]))
  const keys = [...new Set([...byMonth.values()].flatMap((groups) => [...groups.keys()]))].toSorted()
  return {
    points,
    groups: keys.map((key) =>
      groupOf(
        key,
        periods.map((period) =>
          show(
            period,
            ledger.periods.filter((month) => isIn(month, period)).flatMap((month) => byMonth.get(month)?.get(key) ?? []),
          ),
        ),
        headline,
      ),
    ),
  }
}

/** A quarter is told by its last month; one that has not begun yet by the last month that has. */
export function lastMonth(period: string, ledger: Ledger): string {
  const month = grainOf(period) === 'month' ? period : periodOf(periodEnd(period), 'month')
  const last = ledger.periods.at(-1) ?? month
  return month > last ? last : month
}

function toPoint(period: string, result: RatioResult | null, inMoney: boolean): Point {
  if (!result) return { period, mature: true, ...nothing('no_data') }
  const scale = inMoney ? million : 1
  const { value, reason, interval, numerator, denominator, n, mature } = result
  return {
    period,
    mature,
    value,
    ...(reason ? { reason } : {}),
    interval,
    numerator: numerator === null ? null : numerator / scale,
    denominator: denominator === null ? null : denominator / scale,
    n,
  }
}

const isIn = (month: string, period: string): boolean =>
  month === period || (grainOf(period) !== 'month' && periodStart(month) >= periodStart(period) && periodEnd(month) <= periodEnd(period))

/** The months of a period as one movement: it opens as the first, closes as the last, and everything between adds up. */
function movementPoint(period: string, months: readonly Month[]): Point {
  const [first, last] = [months[0], months.at(-1)]
  if (!first || !last) return { period, mature: true, ...nothing('no_data') }
  const amounts = whole(months, million)
  const point: Point & Movement & { readonly logos: Movement } = {
    period,
    mature: last.mature,
    value: amounts.closing,
    interval: null,
    numerator: amounts.closing,
    denominator: amounts.opening,
    n: last.logos.closing,
    ...amounts,
    logos: whole(
      months.map(({ logos }) => logos),
      1,
    ),
  }
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
