import { addDays, addPeriods, periodEnd, periodStart } from '#engines/numbers/dates.ts'
import { renewalsDue, type Renewal } from '../revenue/renewals.ts'
import { dueDays, termOf } from './dueDays.ts'
import { growthsOf, stepsOf, type Reading, type Step } from './growth.ts'
import { runningOn, type LedgerHistory } from './ledgerHistory.ts'
import { hasTerm, isAnnounced, lossesOf } from './losses.ts'
import { meanOf } from './models.ts'
import { keyOf, renewalRates, type Decided, type Place, type Seen } from './renewalRates.ts'
import type { SegmentRate } from './rollLedger.ts'
import { spreadOf, type Spread } from './spread.ts'

/** How contracts renewed, how money moved between renewals, and how new business came, in the twelve months that end with a month. */
export interface Habits {
  /** Growth a month between renewals, losses apart from renewals included. */
  readonly growth: number
  /** Error of what so many months of growth add up to, as a share of what grows. */
  readonly growthErrorAt: (steps: number) => number
  /** The rates for a roll of so many months: losses that had been announced by its origin are in the contracts that end, and neither in the rates nor in the growth. */
  readonly ratesFor: (steps: number) => readonly SegmentRate[]
  readonly gained: Spread
  /** What was seen of each place, announced or not. */
  readonly seen: readonly Seen[]
}

/**
 * Habits of the year that ends with `origin`, for the places of its contracts and a roll of at most `months`. The lines are those that began by then. A line that was
 * cancelled n months before its due day ends by its contract in a roll from there, so that the rate of n months ahead is that of the other lines (no loss counts twice).
 */
export function habitsOf(history: LedgerHistory, origin: string, places: readonly Place[], months: number, reading: Reading): Habits {
  const steps = stepsOf(history, origin, reading)
  const renewals = renewalsUntil(history, origin)
  const stays = staysOf(history, steps)
  const isByTheMonth = stays.length >= fewest
  const decided = [...decidedOf(history, renewals, origin), ...(isByTheMonth ? stays : [])]
  const rates = Array.from({ length: months + 1 }, (_, notice) => renewalRates(decided.filter((one) => !isAnnounced(one, notice))))
  // accounts without a term that are too few to tell how such accounts stay: their losses are in the growth
  const rateOf = (place: Place, notice: number): Seen =>
    place.termMonths === null && !isByTheMonth ? { ...place, due: 0, kept: 0, renewal: 1, weight: 1 } : (rates[notice] ?? renewalRates(decided))(place)
  const losses = lossesOf(history.lines, renewals, isByTheMonth)
  const growths = growthsByAge((age) => growthsOf(stepsOf(history, origin, { ...reading, window: age }), reading.isCapped, losses, months))
  const growthFor = (ahead: number): readonly Spread[] => growths(ageOf(reading.window, ahead))
  const byPlace = places.map((place) => ({ place, near: Array.from({ length: months }, (_, at) => weighed(rateOf(place, at + 1))) }))
  return {
    growth: growths(reading.window)[0]?.mean ?? 0,
    growthErrorAt: (ahead) => growthFor(ahead)[ahead]?.errorAt(ahead) ?? 0,
    ratesFor: (ahead) => {
      const monthlyExpansion = meanOf(
        growthFor(ahead)
          .slice(1, ahead + 1)
          .map(({ mean }) => mean),
      )
      return byPlace.map(({ place, near }) => ({ segment: keyOf(place), ...weighed(rateOf(place, 0)), near, monthlyExpansion }))
    },
    gained: spreadOf(steps.slice(-6).map(gainOf)),
    seen: places.map((place) => rateOf(place, 0)),
  }
}

/**
 * How old the cohort of a figure so many months ahead is halfway there: it is young at the origin, and of full age then. A young cohort loses more below its cap, since less
 * of it has shrunk before.
 */
const ageOf = (window: number | null, ahead: number): number | null => (window === null ? null : Math.max(1, Math.round(window - (ahead - 1) / 2)))

function growthsByAge(make: (age: number | null) => readonly Spread[]): (age: number | null) => readonly Spread[] {
  const made = new Map<number | null, readonly Spread[]>()
  return (age) => {
    const own = made.get(age) ?? make(age)
    made.set(age, own)
    return own
  }
}

/** Account-months that accounts without a term must have been seen for, before they have a rate of their own. */
const fewest = 20

const weighed = ({ renewal, weight }: Seen) => ({ renewal, due: weight })

/** A contract that could have left in a month, and the day on which its end became known, if it has one. */
interface Dated extends Decided {
  readonly month: string
  readonly cancelledOn: string | null
}

const renewalsUntil = ({ lines, graceDays }: LedgerHistory, origin: string): Renewal[] =>
  renewalsDue(lines, periodStart(addPeriods(origin, -11)), addDays(periodEnd(origin), 1), graceDays, dueDays)

/** Renewals whose grace has passed. */
function decidedOf({ segmentOf, graceDays }: LedgerHistory, renewals: readonly Renewal[], origin: string): Dated[] {
  const until = addDays(periodEnd(origin), 1 - graceDays)
  return renewals
    .filter(({ due }) => due < until)
    .map(({ contract, due, isRenewed }) => ({
      segment: segmentOf(contract.account),
      termMonths: termOf(contract),
      month: due.slice(0, 7),
      isKept: isRenewed,
      cancelledOn: contract.end === null ? null : contract.cancelledOn,
    }))
}

/** Month by month, whether accounts without a term stayed. */
function staysOf({ lines, segmentOf }: LedgerHistory, steps: readonly Step[]): Dated[] {
  const byAccount = Map.groupBy(lines, ({ account }) => account)
  return steps.flatMap(({ month, before, after }) => {
    const day = addDays(periodStart(month), -1)
    return [...before.keys()]
      .filter((account) => !hasTerm(byAccount.get(account)))
      .map((account) => {
        const told = runningOn(byAccount.get(account) ?? [], day).map(({ end, cancelledOn }) => (end === null ? null : cancelledOn))
        const cancelledOn =
          told.length === 0 || told.includes(null)
            ? null
            : (told
                .flatMap((one) => one ?? [])
                .toSorted()
                .at(-1) ?? null)
        return { segment: segmentOf(account), termMonths: null, month, isKept: (after.get(account) ?? 0) > 0, cancelledOn }
      })
  })
}

const gainOf = ({ before, after }: Step): number => [...after].reduce((sum, [account, n]) => sum + ((before.get(account) ?? 0) > 0 ? 0 : n), 0)
