import { backtestOf, missesFromEach, type Backtest, type Closed, type Miss } from '#engines/metrics/forecast/backtest.ts'
import { ledgerAhead, type LedgerMeasure } from '#engines/metrics/forecast/ledgerAhead.ts'
import type { LedgerHistory } from '#engines/metrics/forecast/ledgerHistory.ts'
import { windowAhead, type Sides } from '#engines/metrics/forecast/windowAhead.ts'
import { addPeriods, countPeriods, periodEnd, periodsBetween } from '#engines/numbers/dates.ts'
import { historyOf } from '../src/flows/targets/contractRows.ts'
import { companyOn } from '../src/house/companyOn.ts'
import { contractCompany } from './support/contractCompany.ts'

/**
 * How the forecasts of retention, recurring revenue and rolled windows would have done on the past: bands that held what came, errors against the naive step (the value of
 * the month before) and the naive season (that of a year before). On the sample company, and on made-up companies whose contracts end at their renewals.
 */
const measures = ['nrr', 'grr', 'total'] as const
const horizons = [1, 3, 6, 12]

const months = periodsBetween('2019-01', '2026-10')
const companies = Array.from({ length: 24 }, (_, seed) => contractCompany(seed + 1, months))
const sample = sampleHistory('2026-11-16')
for (const measure of measures) print(`sample company, ${measure}`, [tried(sample, measure, 24)])
for (const measure of measures)
  print(
    `${companies.length} companies, ${measure}`,
    companies.map((company) => tried(company, measure, 36)),
  )
print(
  `${companies.length} companies, accounts kept from month to month over 12 months, by their window`,
  companies.map((company) => triedWindow(company)),
)

interface Tried {
  readonly step: readonly Miss[]
  readonly season: readonly Miss[]
  readonly origins: number
  /** Processor time of one roll. */
  readonly cpu: number
}

function tried(history: LedgerHistory, measure: LedgerMeasure, origins: number): Tried {
  const closed = lineOf(history, measure)
  let calls = 0
  const told = new Map<string, ReturnType<typeof ledgerAhead>['points']>()
  const tell = (origin: string) => {
    const known = told.get(origin) ?? (calls++, ledgerAhead(history, measure, origin, 12).points)
    told.set(origin, known)
    return known
  }
  return triedWith(closed, tell, origins, () => calls)
}

function triedWith(closed: readonly Closed[], tell: Parameters<typeof missesFromEach>[1], origins: number, calls: () => number): Tried {
  const begun = process.cpuUsage()
  const step = missesFromEach(closed, tell, { origins, horizons: 12 })
  const { user } = process.cpuUsage(begun)
  return {
    step: step.misses,
    season: missesFromEach(closed, tell, { origins, horizons: 12, season: 12 }).misses,
    origins: step.origins,
    cpu: user / 1000 / Math.max(1, calls()),
  }
}

/** The share of accounts of a month before that still pay, pooled over twelve months. */
function triedWindow({ balances }: LedgerHistory): Tried {
  const all = [...balances.keys()]
  const singles = all.slice(1).map((period, at): Sides => {
    const [before, after] = [balances.get(all[at] ?? '') ?? new Map<string, number>(), balances.get(period) ?? new Map<string, number>()]
    return { period, numerator: [...before.keys()].filter((account) => after.has(account)).length, denominator: before.size }
  })
  const windowed = singles.slice(11).map(({ period }, at): Sides => {
    const own = singles.slice(at, at + 12)
    return {
      period,
      numerator: own.reduce((sum, one) => sum + (one.numerator ?? 0), 0),
      denominator: own.reduce((sum, one) => sum + (one.denominator ?? 0), 0),
    }
  })
  const closed = windowed.map(({ period, numerator, denominator }) => ({ period, value: (numerator ?? 0) / (denominator ?? 1) }))
  let calls = 0
  const tell = (origin: string) => {
    calls++
    return (
      windowAhead(
        singles,
        windowed.filter(({ period }) => period <= origin),
        12,
        12,
      ) ?? []
    )
  }
  return triedWith(closed, tell, 36, () => calls / 2)
}

function lineOf({ balances }: LedgerHistory, measure: LedgerMeasure): Closed[] {
  return [...balances].flatMap(([period, now]): Closed[] => {
    if (measure === 'total') return [{ period, value: sum(now.values()) }]
    const before = balances.get(addPeriods(period, -12))
    const base = before ? sum(before.values()) : 0
    if (!before || base === 0) return []
    const kept = sum([...before].map(([account, paid]) => (measure === 'grr' ? Math.min(paid, now.get(account) ?? 0) : (now.get(account) ?? 0))))
    return [{ period, value: kept / base }]
  })
}

function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}

function print(what: string, all: readonly Tried[]): void {
  const origins = sum(all.map((one) => one.origins))
  const [step, season] = (['step', 'season'] as const).map((side) =>
    backtestOf(
      all.flatMap((one) => one[side]),
      origins,
    ),
  )
  console.info(`\n${what}: ${origins} origins, ${(sum(all.map(({ cpu }) => cpu)) / all.length).toFixed(0)} ms of processor time for a roll of 12 months`)
  for (const horizon of horizons) console.info(`  ${row(horizon, step ?? null, season ?? null)}`)
}

function row(horizon: number, step: Backtest | null, season: Backtest | null): string {
  const [own, yearly] = [step, season].map((told) => told?.byHorizon.find((one) => one.horizon === horizon))
  if (!own) return `${horizon} months ahead: none came yet`
  const held = own.coverage.map(({ share, inside }) => `${share * 100}% held ${(inside * 100).toFixed(0)}%`).join(', ')
  return `${String(horizon).padStart(2)} months ahead, ${own.n} times: ${held}; MASE ${shown(own.mase)} of a step, ${shown(yearly?.mase ?? null)} of a year; bias ${own.meanError.toPrecision(2)}`
}

function shown(ratio: number | null): string {
  return ratio === null ? '–' : ratio.toFixed(2)
}

/** The sample company's month-ends by account, as its facts give them at fixed rates of exchange. */
function sampleHistory(today: string): LedgerHistory {
  const { facts } = companyOn(today)
  const [accounts, rows] = [[...(facts['account'] ?? [])], [...(facts['subscription'] ?? [])]]
  const internal = new Set(accounts.filter((row) => row['is_internal'] === true).map((row) => row['id']))
  const last = addPeriods(today.slice(0, 7), -1)
  const parents = new Map(accounts.map((row) => [row['id'], row['parent_id']]))
  const rates: Readonly<Record<string, number>> = { USD: 1, EUR: 1.08, GBP: 1.26 }
  const periods: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 }
  const lines = rows
    .filter((row) => row['status'] !== 'trial' && !internal.has(row['account_id']))
    .map((row) => ({
      account: String(parents.get(row['account_id']) ?? row['account_id']),
      start: String(row['start']),
      end: row['end'] === null ? '9999-12-31' : String(row['end']),
      amount: (Number(row['unit_amount']) * Number(row['quantity']) * (rates[String(row['currency'])] ?? 1)) / (periods[String(row['billing_period'])] ?? 1),
    }))
  const first = addPeriods(last, -Math.min(72, countPeriods(lines.reduce((least, { start }) => (start < least ? start : least), today).slice(0, 7), last)))
  const balances = new Map(
    periodsBetween(first, last).map((month) => {
      const day = periodEnd(month)
      const paid = new Map<string, number>()
      for (const { account, start, end, amount } of lines) if (start <= day && end > day) paid.set(account, (paid.get(account) ?? 0) + amount)
      return [month, paid]
    }),
  )
  return historyOf(balances, { accounts, lines: rows }, { asOf: today, part: null })
}
