import { addDays, addPeriods, daysBetween, periodEnd, periodsBetween, periodStart } from '#engines/numbers/dates.ts'
import { renewalsDue, type Contract as Line } from '../revenue/renewals.ts'
import { rollLedger, type Contract, type SegmentRate } from './rollLedger.ts'

/** A ledger as it stood at its month-ends, with the contract lines behind it. Amounts in any one unit. */
export interface LedgerHistory {
  /** Recurring revenue by month, then by account. */
  readonly balances: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Paid recurring lines, each of an account of the balances. `cancelledOn`: the day on which its end became known. */
  readonly lines: readonly (Line & { readonly cancelledOn: string | null })[]
  readonly segmentOf: (account: string) => string
  /** How late a new line may start and still renew the old one. */
  readonly graceDays: number
}

export interface AheadPoint {
  readonly period: string
  readonly mean: number
  readonly error: number
}

export interface LedgerAhead {
  readonly points: readonly AheadPoint[]
  /** What the roll was made with, by segment. */
  readonly rates: readonly SegmentRate[]
  /** Growth a month of accounts between renewals, off-renewal losses included. */
  readonly growth: number
  /** Share of the money at the origin whose contracts are known. */
  readonly known: number
  /** Money that comes up for renewal within the points, as a share of what pays at the origin. */
  readonly due: number
}

export type LedgerMeasure = 'nrr' | 'grr' | 'total'

/**
 * A ledger looked at ahead from the end of a month by rolling its contracts (kpis.md §6): each line keeps its amount until it is due, is then renewed at the rate that
 * its segment showed in the twelve months before, and grows or shrinks between as accounts that were not due did. Only what was known at `origin` is read.
 * `nrr`, `grr`: of the cohort that paid `window` months before each point, as far as it paid at the origin already: at most `window` points. `total`: all that pays, with
 * new business at its mean of six months. Errors: the coin of each renewal, the doubt about the rates, and the spread of the monthly growth and of new business.
 */
export function ledgerAhead(history: LedgerHistory, measure: LedgerMeasure, origin: string, months: number, window = 12): LedgerAhead {
  const now = history.balances.get(origin) ?? new Map<string, number>()
  const seen = habitsOf(history, measure, origin, window)
  const { spread, known } = spreadOf(history, origin, now)
  const steps = measure === 'total' ? months : Math.min(months, window)
  const points = Array.from({ length: steps }, (_, at): AheadPoint => {
    const period = addPeriods(origin, at + 1)
    return measure === 'total'
      ? totalAt(period, at + 1, { now, spread, seen, origin })
      : shareAt(period, at + 1, { history, measure, now, spread, seen, origin, window })
  })
  const all = contractsOf(now, spread, null)
  const rolled = rollLedger(all, seen.ratesFor(steps), origin, steps)
  const total = all.reduce((sum, { amount }) => sum + amount, 0)
  return { points, rates: seen.ratesFor(steps), growth: seen.growth.mean, known, due: total > 0 ? rolled.reduce((sum, { due }) => sum + due, 0) / total : 0 }
}

type Portion = { readonly segment: string; readonly share: number; readonly renewsOn: string | null; readonly termMonths: number }
type Spread = ReadonlyMap<string, readonly Portion[]>

/** How segments renewed and grew, and how new business came, in the twelve months that end with a month. */
interface Habits {
  /** Growth a month between renewals, mean and spread. */
  readonly growth: { readonly mean: number; readonly error: number }
  /** The rates for a roll of so many months: losses that had been announced by its origin are in the contracts that end, and not in the growth. */
  readonly ratesFor: (steps: number) => readonly SegmentRate[]
  readonly gained: { readonly mean: number; readonly error: number }
}

const ending = 'ends'
const pooledBelow = 20
const monthly = (segment: string): string => `${segment}, by the month`

function habitsOf(history: LedgerHistory, measure: LedgerMeasure, origin: string, window: number): Habits {
  const months = periodsBetween(addPeriods(origin, -12), origin).filter((month) => history.balances.has(month))
  const due = dueBefore(history, origin)
  const moves = movesOf(history, months, due, { isCapped: measure === 'grr', window: measure === 'total' ? null : window })
  const segments = [...new Set([...(history.balances.get(origin) ?? new Map<string, number>()).keys()].map(history.segmentOf))]
  const renewals = rateBy(due.map(({ account, isRenewed }) => ({ segment: history.segmentOf(account), isKept: isRenewed })))
  const stays = byTheMonth(moves.stays) ? rateBy(moves.stays) : () => ({ renewal: 1, due: 1 })
  const ratesWith = (growth: number): SegmentRate[] => [
    { segment: ending, renewal: 0, due: 1 },
    ...segments.flatMap((segment) => [
      { segment, ...renewals(segment), monthlyExpansion: growth },
      { segment: monthly(segment), ...stays(segment), monthlyExpansion: growth },
    ]),
  ]
  const growth = moves.growth.map(meanAndError)
  const last = growth.at(-1) ?? { mean: 0, error: 0 }
  const meanFor = (steps: number): number =>
    Array.from({ length: steps }, (_, at) => (growth[at] ?? last).mean).reduce((sum, mean) => sum + mean, 0) / Math.max(1, steps)
  return { growth: last, ratesFor: (steps) => ratesWith(meanFor(steps)), gained: meanAndError(moves.gained.slice(-6)) }
}

type Due = { readonly account: string; readonly month: string; readonly isRenewed: boolean }

function dueBefore({ lines, graceDays }: LedgerHistory, origin: string): Due[] {
  const last = addDays(periodEnd(origin), 1)
  const until = addDays(last, -graceDays)
  const known = lines.filter(({ start }) => start < last)
  return renewalsDue(known, periodStart(addPeriods(origin, -11)), until, graceDays).map(({ contract, due, isRenewed }) => ({
    account: contract.account,
    month: due.slice(0, 7),
    isRenewed,
  }))
}

/**
 * Month by month: how the money of the cohort moved that was not lost at a renewal (of the cohort that the figure of that month is of, capped at its opening for gross
 * retention; of everybody for a total), without the losses that were announced so many months before; what came new; whether accounts without a term stayed.
 */
function movesOf(
  { balances, lines, segmentOf }: LedgerHistory,
  months: readonly string[],
  due: readonly Due[],
  { isCapped, window }: { readonly isCapped: boolean; readonly window: number | null },
) {
  const lost = new Set(due.flatMap(({ account, month, isRenewed }) => (isRenewed ? [] : [`${account} ${month}`, `${account} ${addPeriods(month, 1)}`])))
  const termed = new Set(lines.flatMap(({ account, termMonths, renewalDate }) => (termMonths === null && renewalDate === null ? [] : [account])))
  const paid = (month: string) => balances.get(month) ?? none
  const told = cancellationsOf(lines)
  const steps = months
    .slice(1)
    .map((month, at) => ({ month, before: paid(months[at] ?? ''), after: paid(month), opening: window === null ? null : paid(addPeriods(month, -window)) }))
  const stays = steps.flatMap(({ before, after }) =>
    [...before.keys()].flatMap((account) => (termed.has(account) ? [] : [{ segment: segmentOf(account), isKept: (after.get(account) ?? 0) > 0 }])),
  )
  const isMonthly = byTheMonth(stays)
  const isLeft = (account: string, month: string): boolean => lost.has(`${account} ${month}`) || (isMonthly && !termed.has(account))
  const growthAt = (step: Step, notice: number): number | null =>
    growthOf(step, isCapped, isLeft, (account, month) => notice > 0 && (told.get(account) ?? '9999') <= periodEnd(addPeriods(month, -notice)))
  return {
    growth: notices.map((notice) => steps.flatMap((step) => growthAt(step, notice) ?? [])),
    gained: steps.map(({ before, after }) => [...after].reduce((sum, [account, n]) => sum + ((before.get(account) ?? 0) > 0 ? 0 : n), 0)),
    stays,
  }
}

interface Step {
  readonly month: string
  readonly before: ReadonlyMap<string, number>
  readonly after: ReadonlyMap<string, number>
  /** The cohort of the month with what it paid at its opening; null for everybody. */
  readonly opening: ReadonlyMap<string, number> | null
}

type Told = (account: string, month: string) => boolean

/** Growth of one month. Who left at a renewal is in no base; who left announced is in the base and loses nothing, since the contracts hold that loss. Null without a base. */
function growthOf({ month, before, after, opening }: Step, isCapped: boolean, isLeft: Told, isAnnounced: Told): number | null {
  let [base, change] = [0, 0]
  for (const [account, p] of before) {
    const [n, most] = [after.get(account) ?? 0, opening ? (opening.get(account) ?? 0) : Infinity]
    if (most <= 0 || (n === 0 && isLeft(account, month))) continue
    const cap = isCapped ? most : Infinity
    base += Math.min(p, cap)
    if (n > 0 || !isAnnounced(account, month)) change += Math.min(n, cap) - Math.min(p, cap)
  }
  return base > 0 ? change / base : null
}

/** Months of notice, each with a growth of its own; the last, without notice, is that of all months further ahead. */
const notices = [1, 2, 3, 0]

/** The day on which the last of an account’s lines to end was cancelled. */
function cancellationsOf(lines: LedgerHistory['lines']): ReadonlyMap<string, string> {
  const told = new Map<string, string>()
  for (const { account, end, cancelledOn } of lines)
    if (end !== null && cancelledOn !== null && cancelledOn > (told.get(account) ?? '')) told.set(account, cancelledOn)
  return told
}

const none: ReadonlyMap<string, number> = new Map()

/** Are there enough accounts without a term to tell how such accounts stay? Otherwise they grow and shrink with the others. */
const byTheMonth = (seen: readonly unknown[]): boolean => seen.length >= pooledBelow

/**
 * Shares kept by segment; a segment that was seldom seen takes the rate of all, and where even all are few, one kept and one lost more are counted (Laplace), so that
 * no rate is a certainty.
 */
function rateBy(
  seen: readonly { readonly segment: string; readonly isKept: boolean }[],
): (segment: string) => { readonly renewal: number; readonly due: number } {
  const rate = (own: typeof seen) => {
    const doubt = own.length >= pooledBelow ? 0 : 1
    const due = own.length + 2 * doubt
    return { renewal: (own.filter(({ isKept }) => isKept).length + doubt) / due, due }
  }
  const bySegment = Map.groupBy(seen, ({ segment }) => segment)
  return (segment) => {
    const own = bySegment.get(segment) ?? []
    return rate(own.length >= pooledBelow ? own : seen)
  }
}

function meanAndError(values: readonly number[]): { readonly mean: number; readonly error: number } {
  if (values.length === 0) return { mean: 0, error: 0 }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean, error: values.length < 2 ? 0 : Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)) }
}

/** The money of each account over its lines that run: when each is next due. An account whose lines are not known goes on by the month. */
function spreadOf(history: LedgerHistory, origin: string, now: ReadonlyMap<string, number>): { readonly spread: Spread; readonly known: number } {
  const day = periodEnd(origin)
  const running = history.lines.filter(({ start, end }) => start <= day && (end === null || end > day))
  const byAccount = Map.groupBy(running, ({ account }) => account)
  let [met, total] = [0, 0]
  const spread = new Map<string, readonly Portion[]>()
  for (const [account, amount] of now) {
    const own = byAccount.get(account) ?? []
    const sum = own.reduce((of, { mrr }) => of + mrr, 0)
    const segment = history.segmentOf(account)
    total += amount
    if (sum > 0) met += amount
    spread.set(
      account,
      sum > 0
        ? own.map((line) => portionOf(line, line.mrr / sum, segment, day))
        : [{ segment: monthly(segment), share: 1, renewsOn: addDays(day, 1), termMonths: 1 }],
    )
  }
  return { spread, known: total > 0 ? met / total : 0 }
}

function portionOf(line: LedgerHistory['lines'][number], share: number, segment: string, day: string): Portion {
  const { end, cancelledOn, termMonths, renewalDate, start } = line
  const isCancelled = end !== null && end > day && cancelledOn !== null && cancelledOn <= day
  if (isCancelled) return { segment: ending, share, renewsOn: end, termMonths: 1200 }
  if (termMonths === null && renewalDate === null) return { segment: monthly(segment), share, renewsOn: addDays(day, 1), termMonths: 1 }
  const term = termMonths ?? 12
  const stated = renewalDate !== null && renewalDate > day ? renewalDate : null
  return { segment, share, renewsOn: stated ?? nextDue(start, term, day), termMonths: term }
}

/** The first whole term after a day, of a line that began before it. */
function nextDue(start: string, term: number, day: string): string {
  const month = (at: number) => addPeriods(start.slice(0, 7), at)
  let terms = Math.max(1, Math.floor(daysBetween(start, day) / (term * 30.5)))
  const on = (count: number) => {
    const last = periodEnd(month(count * term))
    const wanted = `${month(count * term)}-${start.slice(8, 10)}`
    return wanted > last ? last : wanted
  }
  while (on(terms) <= day) terms++
  return on(terms)
}

/** Contracts at the origin; `cap` bounds what an account may count for, for gross retention. */
const contractsOf = (now: ReadonlyMap<string, number>, spread: Spread, opening: ReadonlyMap<string, number> | null, isCapped = false): Contract[] =>
  [...now].flatMap(([account, amount]) => {
    const before = opening?.get(account) ?? 0
    if (opening && before <= 0) return []
    const counted = isCapped ? Math.min(amount, before) : amount
    return (spread.get(account) ?? []).map(({ segment, share, renewsOn, termMonths }) => ({ account, segment, amount: counted * share, renewsOn, termMonths }))
  })

interface From {
  readonly now: ReadonlyMap<string, number>
  readonly spread: Spread
  readonly seen: Habits
  readonly origin: string
}

function shareAt(
  period: string,
  steps: number,
  from: From & { readonly history: LedgerHistory; readonly measure: LedgerMeasure; readonly window: number },
): AheadPoint {
  const { history, measure, now, spread, seen, origin, window } = from
  const opening = history.balances.get(addPeriods(period, -window)) ?? none
  const paid = [...opening.values()].reduce((sum, amount) => sum + Math.max(0, amount), 0)
  const isGross = measure === 'grr'
  const contracts = contractsOf(now, spread, opening, isGross)
  const { kept, error } = rolledTo(contracts, seen.ratesFor(steps), origin, steps)
  if (paid <= 0) return { period, mean: 0, error: 0 }
  const mean = isGross ? Math.min(1, kept / paid) : kept / paid
  return { period, mean, error: Math.hypot(error / paid, mean * seen.growth.error * Math.sqrt(steps)) }
}

function totalAt(period: string, steps: number, { now, spread, seen, origin }: From): AheadPoint {
  const { kept, error } = rolledTo(contractsOf(now, spread, null), seen.ratesFor(steps), origin, steps)
  const root = Math.sqrt(steps)
  return { period, mean: kept + steps * seen.gained.mean, error: Math.hypot(error, kept * seen.growth.error * root, seen.gained.error * root) }
}

function rolledTo(
  contracts: readonly Contract[],
  rates: readonly SegmentRate[],
  origin: string,
  steps: number,
): { readonly kept: number; readonly error: number } {
  const last = rollLedger(contracts, rates, origin, steps).at(-1)
  const start = contracts.reduce((sum, { amount }) => sum + amount, 0)
  return { kept: last?.kept ?? 0, error: (last?.error ?? 0) * start }
}
