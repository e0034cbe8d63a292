import { addPeriods, periodEnd } from '#engines/numbers/dates.ts'
import { habitsOf, type Habits } from './ledgerHabits.ts'
import type { LedgerHistory } from './ledgerHistory.ts'
import { contractsOf, endingRate, openContracts, type OpenContracts } from './openContracts.ts'
import type { Seen } from './renewalRates.ts'
import { rollTo } from './rollLedger.ts'

export interface AheadPoint {
  readonly period: string
  readonly mean: number
  readonly error: number
}

/** The money behind a point: of the base, what is already gone at the origin, is lost at renewals, moves between them and comes new. `base - gone - lost + moved + gained = kept`. */
export interface AheadParts {
  readonly base: number
  readonly gone: number
  readonly lost: number
  readonly moved: number
  readonly gained: number
  readonly kept: number
}

/** A figure of a month ahead with the money behind it; or none, since nobody paid who could be kept. */
export type LedgerPoint =
  | (AheadPoint & { readonly parts: AheadParts })
  | { readonly period: string; readonly mean: null; readonly error: null; readonly reason: 'no_denominator' }

export interface LedgerAhead {
  readonly points: readonly LedgerPoint[]
  /** What the roll was made with, by segment and term. */
  readonly seen: readonly Seen[]
  /** Growth a month of accounts between renewals, off-renewal losses included. */
  readonly growth: number
  /** Share of the money at the origin whose contracts are known. */
  readonly known: number
  /** Share of the money at the origin whose contracts come up for renewal within the points, once or more often. */
  readonly due: number
  /** Share of the money at the origin that was cancelled by then and ends within the points. */
  readonly ending: number
}

export type LedgerMeasure = 'nrr' | 'grr' | 'total'

interface From {
  readonly history: LedgerHistory
  readonly measure: LedgerMeasure
  readonly origin: string
  readonly window: number
  readonly now: ReadonlyMap<string, number>
  readonly open: OpenContracts
  readonly habits: Habits
}

/**
 * A ledger looked at ahead from the end of a month by rolling its contracts (kpis.md §6): each line keeps its amount until it is due, is then renewed at the rate that
 * its segment and term showed in the twelve months before, and grows or shrinks between as accounts that were not due did. Only what was known at `origin` is read.
 * `nrr`, `grr`: of the cohort that paid `window` months before each point, as far as it paid at the origin already: at most `window` points. `total`: all that pays, with
 * new business at its mean of six months. Errors: the coin of each renewal, the doubt about the rates, the spread of the monthly growth and of new business and the doubt
 * about their means. A cohort that paid nothing has no figure.
 */
export function ledgerAhead(history: LedgerHistory, measure: LedgerMeasure, origin: string, months: number, window = 12): LedgerAhead {
  const day = periodEnd(origin)
  const begun = { ...history, lines: history.lines.filter(({ start }) => start <= day) }
  const now = history.balances.get(origin) ?? none
  const steps = measure === 'total' ? months : Math.min(months, window)
  const open = openContracts(begun, origin, now)
  const habits = habitsOf(begun, origin, open.places, steps, { window: measure === 'total' ? null : window, isCapped: measure === 'grr' })
  const from: From = { history: begun, measure, origin, window, now, open, habits }
  const points = Array.from({ length: steps }, (_, at) => (measure === 'total' ? totalAt(from, at + 1) : shareAt(from, at + 1)))
  return { points, seen: habits.seen, growth: habits.growth, known: open.known, ...open.until(addPeriods(origin, steps)) }
}

const none: ReadonlyMap<string, number> = new Map()
const sum = (paid: Iterable<number>): number => [...paid].reduce((total, amount) => total + amount, 0)

function shareAt(from: From, steps: number): LedgerPoint {
  const { history, measure, now, origin, window } = from
  const period = addPeriods(origin, steps)
  const opening = new Map([...(history.balances.get(addPeriods(period, -window)) ?? none)].filter(([, paid]) => paid > 0))
  const base = sum(opening.values())
  if (base <= 0) return { period, mean: null, error: null, reason: 'no_denominator' }
  const isGross = measure === 'grr'
  const counted = new Map(
    [...opening].flatMap(([account, paid]) => (now.has(account) ? [[account, isGross ? Math.min(now.get(account) ?? 0, paid) : (now.get(account) ?? 0)]] : [])),
  )
  const { start, lost, moved, kept: rolled, error } = rolledTo(from, counted, steps)
  const kept = isGross ? Math.min(base, rolled) : rolled
  return { period, mean: kept / base, error: error / base, parts: { base, gone: base - start, lost, moved: moved + kept - rolled, gained: 0, kept } }
}

function totalAt(from: From, steps: number): LedgerPoint {
  const { now, origin, habits } = from
  const period = addPeriods(origin, steps)
  const { start: base, lost, moved, kept, error } = rolledTo(from, now, steps)
  const gained = steps * habits.gained.mean
  if (base <= 0 && gained <= 0) return { period, mean: null, error: null, reason: 'no_denominator' }
  return {
    period,
    mean: kept + gained,
    error: Math.hypot(error, habits.gained.errorAt(steps)),
    parts: { base, gone: 0, lost, moved, gained, kept: kept + gained },
  }
}

function rolledTo({ open, habits, origin }: From, counted: ReadonlyMap<string, number>, steps: number) {
  const contracts = contractsOf(counted, open)
  const start = sum(contracts.map(({ amount }) => amount))
  const { lost, moved, kept, error } = rollTo(contracts, [endingRate, ...habits.ratesFor(steps)], origin, steps)
  return { start, lost, moved, kept, error: Math.hypot((error ?? 0) * start, kept * habits.growthErrorAt(steps)) }
}
