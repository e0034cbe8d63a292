import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { addPeriods, daysBetween, periodOf, periodStart } from '../../numbers/dates.ts'
import { roundHalfEven } from '../../numbers/rounding.ts'
import { apportion } from '../../numbers/apportion.ts'
import type { Charge, CostClass } from './allocate.ts'

type Row = Readonly<Record<string, unknown>>

/** Reporting units for one unit of a currency in a month; null when nobody gave the rate. */
export type RateOf = (currency: string, month: string) => number | null

/**
 * Charges by month, from cost lines. Effective cost alone: billed and effective are never added. A line across months is split by days, exactly; a foreign
 * one is rounded once, half to even. Throws a RangeError that names the currency and month without a rate, or the split that gives away too much.
 */
export function chargesByMonth(rows: readonly Row[], currency: string, rateOf: RateOf): Map<string, Charge[]> {
  const months = new Map<string, Charge[]>()
  for (const row of rows) {
    const charge = chargeOf(row)
    for (const [month, amount] of monthsOf(row)) {
      const rate = row['currency'] === currency ? 1 : rateOf(String(row['currency']), month)
      if (rate === null)
        throw new OutOfRange(`There is no rate from ${String(row['currency'])} to ${currency} for ${month}, in which ${charge.service} was charged.`)
      const own = months.get(month) ?? []
      own.push({ ...charge, amount: rate === 1 ? amount : BigInt(roundHalfEven(Number(amount) * rate)) })
      months.set(month, own)
    }
  }
  return months
}

const classes: readonly CostClass[] = ['direct_cogs', 'shared_cogs', 'support', 'opex']

function chargeOf(row: Row): Omit<Charge, 'amount'> {
  const text = (column: string): string | null => (row[column] === null || row[column] === undefined || row[column] === '' ? null : String(row[column]))
  return {
    costClass: classes.find((one) => one === row['cost_class']) ?? null,
    product: text('product_id'),
    service: text('service') ?? text('charge_category') ?? '(no service)',
    split: splitIn(row['tags']),
  }
}

/** {"split": {"core": 0.6}} in millionths; anything else says nothing about products. */
function splitIn(tags: unknown): ReadonlyMap<string, bigint> | null {
  const parsed: unknown = typeof tags === 'string' ? parse(tags) : tags
  const split = isRecord(parsed) ? parsed['split'] : null
  if (!isRecord(split)) return null
  return new Map(Object.entries(split).map(([product, share]) => [product, BigInt(Math.round(Math.max(0, Number(share) || 0) * 1e6))]))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The months that a line covers with its part in each; its end is the first instant after it. */
function monthsOf(row: Row): [string, bigint][] {
  const amount = BigInt(Number(row['effective_cost']))
  const [from, until] = [String(row['period_start']).slice(0, 10), lastDay(String(row['period_end']))]
  const [first, last] = [periodOf(from, 'month'), periodOf(until < from ? from : until, 'month')]
  if (first === last) return [[first, amount]]
  const months: string[] = []
  for (let month = first; month <= last; month = addPeriods(month, 1)) months.push(month)
  const days = months.map((month) => {
    const [start, next] = [periodStart(month), periodStart(addPeriods(month, 1))]
    return BigInt(daysBetween(start > from ? start : from, month === last ? until : next) + (month === last ? 1 : 0))
  })
  const parts = apportion(amount, days) ?? []
  return months.map((month, at) => [month, parts[at] ?? 0n])
}

const lastDay = (end: string): string => new Date(Date.parse(end) - 1).toISOString().slice(0, 10)
