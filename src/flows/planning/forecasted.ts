import { daysBetween, periodOf, periodStart } from '#engines/numbers/dates.ts'
import type { Forecast, ForecastItem, ItemForecast, Played } from '#engines/portfolio/forecast/simulate.ts'
import { knots } from '#engines/portfolio/graph/cycle.ts'
import type { Edge } from '#engines/portfolio/graph/schedule.ts'
import { everyRow, isRecord, type AnyRow, type Context } from '#kernel'
import { isAnswer } from '../refusedFigure.ts'
import { initiative } from '#objects'
import { inPlace, type Aside } from './aside.ts'
import { byKey, number, text, textsIn } from './reading.ts'
import { paceOf } from './scoring/inputs.ts'
import { leftOf, spentOn, type Spending } from './spent.ts'
import type { WaitingGround } from './waiting/ground.ts'
import { endOfTime, expectedOn, isHolding, isOpenBet, landsOn } from './waiting/network.ts'

export interface BetForecast extends ItemForecast {
  readonly key: string
  readonly title: string
  /** The day that it is held against: its promised day, else the end of its time; null when it has neither. */
  readonly by: string | null
  /** The day that its people gave with a chance of 85 %, to compare with. */
  readonly given: string | null
}

export interface PlanForecast {
  readonly start: string
  readonly runs: number
  readonly seed: number
  readonly bets: readonly BetForecast[]
  readonly all: Forecast['all']
  /** Is what was spent on each bet so far known, and taken off its size? */
  readonly isSpentKnown: boolean
  /** How the forecasts of this company did: the share of P85 days that held, of how many, and why there is none. */
  readonly calibration: { readonly held: number | null; readonly of: number | null; readonly period: string | null; readonly says: string }
  /** Bets in flight that cannot be forecast, and what they wait for that has no day, with what they lack. */
  readonly lacking: readonly { readonly key: string; readonly title: string; readonly lacks: string }[]
}

export type On = Pick<Context, 'read' | 'measure'> & Spending
/** Where the runs of a forecast are played. */
export type Player = Pick<Aside, 'played'>

const seed = 1

/** The committed bets played through what they wait for: each run’s landings, and what cannot be played. */
export interface Landings {
  readonly start: string
  readonly played: Played | null
  readonly ready: readonly AnyRow[]
  readonly isSpentKnown: boolean
  readonly lacking: PlanForecast['lacking']
}

/** What is left of the sizes of bets drawn between low and high, worked off at what their squad gives in a week, shared evenly by its bets (Monte Carlo; portfolio reference 6.6). */
export async function landings(ctx: On, { bets, dependencies, open: { circles } }: WaitingGround, asOf?: string, aside: Player = inPlace): Promise<Landings> {
  const start = asOf?.slice(0, 10) ?? ctx.now().slice(0, 10)
  const past = asOf ? { asOf } : {}
  const [plans, seats, spent] = await Promise.all([everyRow(ctx, 'capacityPlan', past), everyRow(ctx, 'seat', past), spentOn(ctx, start)])
  const flying = bets.filter((row) => initiative.isInFlight(row['stage']))
  const paces = pacesOf(flying, paceOf(plans, periodOf(start, 'quarter'), seats))
  const circled = new Set([...circles, ...circlesIn(flying, dependencies)].flat())
  const lackOf = (row: AnyRow): string | null => {
    if (sizeOf(row) === null) return 'a size'
    if (paces(row) === null) return 'a squad with capacity in this quarter'
    return circled.has(row.id) ? 'an order: it waits in a circle' : null
  }
  const ready = flying.filter((row) => lackOf(row) === null)
  const waits = waitsOf(ready, bets, dependencies, start)
  const items = ready.map((row) => itemOf(row, paces(row) ?? 1, start, spent?.all.get(row.key) ?? 0))
  return {
    start,
    played: ready.length === 0 ? null : await aside.played({ start, items: [...items, beginning], edges: waits.edges, throughput: {}, seed }),
    ready,
    isSpentKnown: spent !== null,
    lacking: [
      ...flying.flatMap((row) => {
        const lacks = lackOf(row)
        return lacks === null ? [] : [{ key: row.key, title: text(row['title']), lacks }]
      }),
      ...waits.dayless.map(({ row, taker }) => ({
        key: row.key,
        title: text(row['title']),
        lacks: `a day, and ${taker.key} is told as if it came ${text(row['neededBy']) > start ? `when it is needed, on ${text(row['neededBy'])}` : 'today'}`,
      })),
    ].toSorted(byKey),
  }
}

/** When the committed bets land, and beside it how the company’s own forecasts have held. */
export async function forecasted(ctx: On, ground: WaitingGround, asOf?: string, aside?: Player): Promise<PlanForecast> {
  const { start, played: run, ready, isSpentKnown, lacking } = await landings(ctx, ground, asOf, aside)
  const forecast = run?.forecast
  const byId = new Map(ready.map((row) => [String(row.id), row]))
  return {
    start,
    runs: forecast?.runs ?? 0,
    seed,
    bets: (forecast?.items ?? [])
      .flatMap((one) => betOf(one, byId.get(one.id), start))
      .toSorted((a, b) => (a.p85 ?? '9999').localeCompare(b.p85 ?? '9999') || byKey(a, b)),
    all: forecast?.all ?? { p50: null, p80: null, p85: null, p95: null },
    isSpentKnown,
    calibration: await calibrationOf(ctx, asOf),
    lacking,
  }
}

/** What is not simulated itself is waited for from here: a moment without work, so that it never ends anything. */
const beginning: ForecastItem = { id: 'beginning', work: { weeks: { low: 0, likely: 0, high: 0 } } }

interface Waits {
  readonly edges: readonly Edge[]
  /** What is waited for and has no day at all. */
  readonly dayless: readonly { readonly row: AnyRow; readonly taker: AnyRow }[]
}

/**
 * What the bets that are simulated wait for, in weeks: each other, as the network of dependencies has it; else the day on which the thing is
 * expected, no earlier than today. A taker without a time of its own, of which nobody knows what it has left to do then, waits as its dependency says.
 */
function waitsOf(ready: readonly AnyRow[], bets: readonly AnyRow[], dependencies: readonly AnyRow[], start: string): Waits {
  const open = new Map(bets.filter(isOpenBet).map((row) => [String(row.id), row]))
  const simulated = new Map(ready.map((row) => [String(row.id), row]))
  const dayless: Waits['dayless'][number][] = []
  const edges = dependencies.filter(isHolding).flatMap((row): Edge[] => {
    const [taker, giver] = [simulated.get(text(row['from'])), open.get(text(row['to']))]
    if (!taker || taker === giver) return []
    const [ends, needed] = [landsOn(taker), text(row['neededBy'])]
    const left = ends === null ? 0 : daysBetween(needed, ends)
    const type = ends === null ? edgeType(row) : 'finishFinish'
    const expected = expectedOn(row, giver)
    const lands = giver && landsOn(giver)
    if (giver && simulated.has(giver.id)) {
      const part = lands && expected !== null ? daysBetween(lands, expected) : 0 // a part may come before, or after, the whole
      return [{ before: giver.id, after: taker.id, type, lag: (left + part) / 7 }]
    }
    if (expected === null) dayless.push({ row, taker })
    return [{ before: beginning.id, after: taker.id, type, lag: (Math.max(0, daysBetween(start, expected ?? needed)) + left) / 7 }]
  })
  return { edges, dayless }
}

const edgeType = (row: AnyRow): Edge['type'] => (row['type'] === 'startStart' || row['type'] === 'finishFinish' ? row['type'] : 'finishStart')

/** Bets in flight that wait for each other, whether or not they have a time. */
function circlesIn(flying: readonly AnyRow[], dependencies: readonly AnyRow[]): readonly (readonly string[])[] {
  const givers = Map.groupBy(dependencies.filter(isHolding), (row) => text(row['from']))
  return knots(new Map(flying.map(({ id }) => [id, (givers.get(id) ?? []).flatMap((row) => (row['to'] === id ? [] : [text(row['to'])]))])))
}

/** Person-weeks that a bet gets in a week: of each of its squads an even part. */
function pacesOf(flying: readonly AnyRow[], pace: (team: string) => number | null): (row: AnyRow) => number | null {
  const shared = new Map<string, number>()
  for (const team of flying.flatMap((row) => textsIn(row['teams']))) shared.set(team, (shared.get(team) ?? 0) + 1)
  return (row) => {
    const parts = textsIn(row['teams']).flatMap((team) => {
      const gives = pace(team)
      return gives === null || gives <= 0 ? [] : [gives / (shared.get(team) ?? 1)]
    })
    return parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0)
  }
}

function sizeOf(row: AnyRow): { readonly low: number; readonly likely: number; readonly high: number } | null {
  const effort = isRecord(row['effort']) ? row['effort'] : {}
  const likely = number(effort['likely'])
  return likely === null ? null : { low: Math.min(likely, number(effort['low']) ?? likely), likely, high: Math.max(likely, number(effort['high']) ?? likely) }
}

function itemOf(row: AnyRow, pace: number, start: string, spent: number): ForecastItem {
  const whole = sizeOf(row) ?? { low: 0, likely: 0, high: 0 }
  const size = { low: leftOf(whole.low, spent), likely: leftOf(whole.likely, spent), high: leftOf(whole.high, spent) }
  const [by, first] = [dayOf(row), firstDay(row)]
  return {
    id: row.id,
    work: { weeks: { low: size.low / pace, likely: size.likely / pace, high: size.high / pace } },
    ...(row['stage'] === 'committed' && first !== null && first > start ? { notBefore: first } : {}),
    ...(by !== null && by >= start ? { by } : {}),
  }
}

const dayOf = (row: AnyRow): string | null => (isRecord(row['hardDate']) ? text(row['hardDate']['on']) : '') || endOfTime(text(row['timeframe']))

/** What is not begun starts with its quarter. */
function firstDay(row: AnyRow): string | null {
  const time = text(row['timeframe'])
  return /^\d{4}-Q[1-4]$/.test(time) ? periodStart(time) : null
}

function betOf(one: ItemForecast, row: AnyRow | undefined, start: string): BetForecast[] {
  if (!row) return []
  const [by, given] = [dayOf(row), isRecord(row['forecast']) ? text(row['forecast']['likely']) || null : null]
  return [{ ...one, chance: by !== null && by < start ? 0 : one.chance, key: row.key, title: text(row['title']), by, given }]
}

async function calibrationOf(ctx: On, asOf?: string): Promise<PlanForecast['calibration']> {
  try {
    const { points } = await ctx.measure({ metric: 'forecast-calibration', ...(asOf ? { asOf } : {}) })
    const newest = points.findLast(({ value }) => value !== null)
    if (!newest)
      return { held: null, of: null, period: null, says: 'No forecast of this company has come due yet, so that nothing says how far these can be believed.' }
    const held = Math.round((newest.value ?? 0) * 100)
    return {
      held: newest.value,
      of: newest.n,
      period: newest.period,
      says: `Of ${newest.n} forecasts that came due in ${newest.period}, ${held}% were done by their day of 85%.`,
    }
  } catch (error) {
    if (!isAnswer(error)) throw error
    return { held: null, of: null, period: null, says: `${error.message} ${error.hint}`.trim() }
  }
}
