import { addPeriods, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { simulate, type Forecast, type ForecastItem, type ItemForecast } from '#engines/portfolio/forecast/simulate.ts'
import type { Edge } from '#engines/portfolio/graph/schedule.ts'
import { everyRow, isProblem, isRecord, type AnyRow, type Context } from '#kernel'
import { number, text, textsIn } from './reading.ts'
import { paceOf } from './scoring/inputs.ts'
import type { WaitingGround } from './waiting/ground.ts'
import { endOfTime } from './waiting/network.ts'

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
  /** Bets in flight that cannot be forecast, with what they lack. */
  readonly lacking: readonly { readonly key: string; readonly title: string; readonly lacks: string }[]
}

type On = Pick<Context, 'read' | 'now' | 'measure'> & {
  behind(request: Parameters<Context['behind']>[0]): Promise<readonly { readonly account: string; readonly closing: number | null }[]>
}

const inFlight = ['committed', 'delivering']
const seed = 1

/**
 * When the committed bets land: what is left of their sizes drawn between low and high, worked off at what their squad gives in a week, shared evenly by its bets, and
 * played through what they wait for (Monte Carlo; portfolio reference 6.6). Beside it how the company’s own forecasts have held.
 */
export async function forecasted(ctx: On, { bets, open: { net, circles } }: WaitingGround, asOf?: string): Promise<PlanForecast> {
  const start = asOf?.slice(0, 10) ?? ctx.now().slice(0, 10)
  const [plans, spent] = await Promise.all([everyRow(ctx, 'capacityPlan', asOf ? { asOf } : {}), spentOn(ctx, start)])
  const flying = bets.filter((row) => inFlight.includes(text(row['stage'])))
  const paces = pacesOf(flying, paceOf(plans, periodOf(start, 'quarter')))
  const circled = new Set(circles.flat())
  const lackOf = (row: AnyRow): string | null => {
    if (sizeOf(row) === null) return 'a size'
    if (paces(row) === null) return 'a squad with capacity in this quarter'
    return circled.has(row.id) ? 'an order: it waits in a circle' : null
  }
  const ready = flying.filter((row) => lackOf(row) === null)
  const ids = new Set(ready.map((row) => String(row.id)))
  const edges = net.edges.filter(({ before, after }) => ids.has(before) && ids.has(after)).map((edge): Edge => ({ ...edge, lag: (edge.lag ?? 0) / 7 }))
  const forecast =
    ready.length === 0
      ? null
      : simulate({ start, items: ready.map((row) => itemOf(row, paces(row) ?? 1, start, spent?.get(row.key) ?? 0)), edges, throughput: {}, seed })
  const byId = new Map(ready.map((row) => [String(row.id), row]))
  return {
    start,
    runs: forecast?.runs ?? 0,
    seed,
    bets: (forecast?.items ?? [])
      .flatMap((one) => betOf(one, byId.get(one.id), start))
      .toSorted((a, b) => (a.p85 ?? '9999').localeCompare(b.p85 ?? '9999') || a.key.localeCompare(b.key)),
    all: forecast?.all ?? { p50: null, p80: null, p85: null, p95: null },
    isSpentKnown: spent !== null,
    calibration: await calibrationOf(ctx, asOf),
    lacking: flying
      .toSorted((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }))
      .flatMap((row) => {
        const lacks = lackOf(row)
        return lacks === null ? [] : [{ key: row.key, title: text(row['title']), lacks }]
      }),
  }
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

/** What is left is the size less what was spent, at least a tenth of it: nobody is done before they say so. */
function itemOf(row: AnyRow, pace: number, start: string, spent: number): ForecastItem {
  const whole = sizeOf(row) ?? { low: 0, likely: 0, high: 0 }
  const left = (weeks: number): number => Math.max(weeks / 10, weeks - spent)
  const size = { low: left(whole.low), likely: left(whole.likely), high: left(whole.high) }
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

/** Person-weeks spent on each bet in this quarter and the three before; null where nobody records them. */
async function spentOn(ctx: On, start: string): Promise<ReadonlyMap<string, number> | null> {
  const quarters = [-3, -2, -1, 0].map((back) => addPeriods(periodOf(start, 'quarter'), back))
  const asked = { metric: 'effort-spent', grain: 'quarter', from: periodStart(quarters[0] ?? ''), asOf: start } as const
  try {
    const lines = (await Promise.all(quarters.map((period) => ctx.behind({ ...asked, period })))).flat()
    const spent = new Map<string, number>()
    for (const { account, closing } of lines) spent.set(account, (spent.get(account) ?? 0) + (closing ?? 0))
    return spent.size === 0 ? null : spent
  } catch (error) {
    if (isProblem(error)) return null
    throw error
  }
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
    if (!isProblem(error)) throw error
    return { held: null, of: null, period: null, says: `${error.message} ${error.hint}`.trim() }
  }
}
