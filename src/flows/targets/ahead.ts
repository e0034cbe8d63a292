import { aimAt, outlook, settledAt, stepsAhead, type Aim, type Outlook } from '#engines/metrics/forecast/outlook.ts'
import { fanOf, type Forecast } from '#engines/metrics/forecast/forecast.ts'
import { backtestOf, missesFromEach } from '#engines/metrics/forecast/backtest.ts'
import { windowAhead } from '#engines/metrics/forecast/windowAhead.ts'
import { apart } from '#engines/metrics/signal/apart.ts'
import type { ProcessChange } from '#engines/metrics/signal/controlChart.ts'
import { spanOf } from '#engines/metrics/signal/measuredLine.ts'
import { addPeriods, countPeriods, grainOf, periodEnd, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { showWindow } from '#engines/numbers/showPeriod.ts'
import { isProblem, type AnyMetric, type Context, type Measurement, type Point } from '#kernel'
import type { ContractRows } from './contractRows.ts'
import { ledgerMeasure, ledgerOutlook } from './ledgerOutlook.ts'
import { heldPoints } from '../heldPoints.ts'
import { measuredPart, type PartMeasured } from '../measuredPart.ts'

interface Asked extends PartMeasured {
  readonly segment: string | null
  readonly changes: readonly ProcessChange[]
  readonly aim: Aim | null
  /** A day as far as which to look, the day of the target beside it. */
  readonly until?: string
  readonly contracts?: () => Promise<ContractRows>
}

type Ahead = Outlook | { readonly refused: string }

/**
 * The way in which a figure is looked ahead at: revenue over months by rolling its contracts; another figure over several months by rolling its window; one whose windows
 * of days overlap by those a whole window apart; anything else by its own line. A figure that none of them gives is refused with the reason.
 */
export async function aheadOf(ctx: Context, metric: AnyMetric, asked: Asked): Promise<Ahead> {
  const told = await wayAhead(ctx, metric, asked)
  if ('refused' in told || !told.aim || !asked.aim) return told
  const { measured, segment, aim } = asked
  const last = measured.points.findLast(({ mature }) => mature)?.period
  const settled = settledAt(aim, await heldPoints(ctx, metric, measured, { by: aim.by, segment }), last)
  return { ...told, aim: { ...told.aim, ...settled } }
}

async function wayAhead(ctx: Context, metric: AnyMetric, asked: Asked): Promise<Ahead> {
  const { measured, changes, aim, until } = asked
  const ledger = ledgerMeasure(metric, measured)
  const rolled = ledger && asked.contracts ? await byLedger(ctx, asked, ledger, asked.contracts) : null
  if (rolled && !('refused' in rolled)) return rolled
  const span = spanOf(measured.window, measured.grain)
  const natural =
    metric.unit === 'money' || metric.unit === 'score' || wentBelow(measured.points)
      ? {}
      : { natural: { low: 0, ...(isShare(measured.points) ? { high: 1 } : {}) } }
  if (span === 1) return outlook(measured.points.map(toSeries), aim, { changes, ...natural, ...(until ? { until } : {}) })
  if ((measured.window ?? '').endsWith('m')) return rolled ?? (await byWindow(ctx, metric, asked, span, natural))
  return strided(asked, span, natural)
}

const toSeries = ({ period, value, mature }: Point) => ({ period, value, state: mature ? ('closed' as const) : ('open' as const) })
const isShare = (points: readonly Point[]): boolean =>
  points.every(({ value, denominator }) => value === null || (denominator !== null && value >= 0 && value <= 1))

/** What was below zero before has no floor there: an error budget that is overspent, churn less expansion. */
const wentBelow = (points: readonly Point[]): boolean => points.some(({ value }) => value !== null && value < 0)

const lastClosed = ({ points }: Measurement): { readonly period: string; readonly value: number } | null => {
  const last = points.findLast(({ mature, value }) => mature && value !== null)
  return last && last.value !== null ? { period: last.period, value: last.value } : null
}

const stepsTo = ({ aim, until }: Asked, { period }: { readonly period: string }): number =>
  stepsAhead(period, aim ? periodOf(aim.by, grainOf(period)) : null, until)

function heldAgainst(aim: Aim | null, now: { readonly period: string; readonly value: number }, forecast: Forecast): Outlook['aim'] {
  return aim ? aimAt(aim, periodOf(aim.by, grainOf(now.period)), now, forecast) : null
}

async function byLedger(ctx: Context, asked: Asked, measure: 'nrr' | 'grr' | 'total', contracts: () => Promise<ContractRows>): Promise<Ahead> {
  const { measured, part, aim } = asked
  const now = lastClosed(measured)
  if (!now) return { refused: 'There is no closed month to roll ahead from.' }
  const told = await ledgerOutlook(ctx, measured, { measure, months: stepsTo(asked, now), part, rows: await contracts() })
  return 'says' in told ? { refused: told.says } : { ...told, aim: heldAgainst(aim, now, told.forecast) }
}

async function byWindow(
  ctx: Context,
  metric: AnyMetric,
  asked: Asked,
  span: number,
  { natural = {} }: { readonly natural?: { low?: number; high?: number } },
): Promise<Ahead> {
  const { measured, segment, aim } = asked
  const now = lastClosed(measured)
  const overlap = `Windows of ${showWindow(measured.window ?? '')} overlap from ${measured.grain} to ${measured.grain}`
  if (!now) return { refused: `${overlap}, and none has closed yet.` }
  const single = measured.grain === 'quarter' ? '3m' : '1m'
  const alone = await singlesOf(ctx, metric, measured, single, segment)
  const closed = measured.points.filter(({ mature, value }) => mature && value !== null)
  const points = alone ? windowAhead(alone, closed, span, stepsTo(asked, now)) : null
  if (!points)
    return {
      refused: `${overlap}, and single ${measured.grain}s do not add up to them, so that neither extending the line nor rolling the window would tell this figure.`,
    }
  const says = `The window of ${showWindow(measured.window ?? '')} rolled ahead: the ${measured.grain}s still in it are known, those to come are like its last ones, pooled.`
  const forecast: Forecast = { model: 'window', says, n: closed.length, from: closed[0]?.period ?? now.period, points: fanOf(points, natural) }
  const line = closed.flatMap(({ period, value }) => (value === null ? [] : [{ period, value }]))
  const { misses, origins } = missesFromEach(
    line,
    (origin) =>
      windowAhead(
        alone ?? [],
        closed.filter(({ period }) => period <= origin),
        span,
        3,
      ) ?? [],
  )
  return { forecast, backtest: backtestOf(misses, origins), aim: heldAgainst(aim, now, forecast) }
}

async function singlesOf(
  ctx: Context,
  metric: AnyMetric,
  { asOf, metric: key }: Measurement,
  window: string,
  segment: string | null,
): Promise<readonly Point[] | null> {
  try {
    return (await measuredPart(ctx, metric, { metric: key, asOf, window }, segment)).measured.points
  } catch (error) {
    if (isProblem(error) && error.kind !== 'unavailable') return null
    throw error
  }
}

/** Figures a whole window apart, in a calendar of their own with one place for each, and back. */
function strided({ measured, changes, aim, until }: Asked, span: number, natural: object): Ahead {
  const kept = apart(measured.points.map(toSeries), span)
  const [first] = kept
  if (!first) return { refused: 'There is no closed period to look ahead from.' }
  const placeOf = (period: string): string => addPeriods('2000-01', Math.ceil(countPeriods(first.period, period) / span))
  const back = (place: string): string => addPeriods(first.period, countPeriods('2000-01', place) * span)
  const own = aim
    ? { ...aim, by: periodEnd(placeOf(periodOf(aim.by, grainOf(first.period)))), startsOn: periodStart(placeOf(periodOf(aim.startsOn, grainOf(first.period)))) }
    : null
  const told = outlook(
    kept.map((point) => ({ ...point, period: placeOf(point.period) })),
    own,
    {
      ...natural,
      ...(until ? { until: periodEnd(placeOf(periodOf(until, grainOf(first.period)))) } : {}),
      changes: changes.map((change) => ({ ...change, period: placeOf(change.period) })),
    },
  )
  const { forecast } = told
  if (forecast.model === null) return told
  return {
    ...told,
    forecast: {
      ...forecast,
      from: back(forecast.from),
      says: `${forecast.says} Figures a whole window apart were read, since neighbours share days.`,
      points: forecast.points.map((point) => ({ ...point, period: back(point.period) })),
    },
    aim: told.aim && {
      ...told.aim,
      period: back(told.aim.period),
      runRate: told.aim.runRate && {
        perPeriod: told.aim.runRate.perPeriod === null ? null : told.aim.runRate.perPeriod / span,
        periodsLeft: told.aim.runRate.periodsLeft * span,
      },
      crossing: told.aim.crossing && { ...told.aim.crossing, period: back(told.aim.crossing.period) },
    },
  }
}
