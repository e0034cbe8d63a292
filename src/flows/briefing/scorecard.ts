import { shortOf } from '#engines/metrics/series/trust.ts'
import { mixedKinds } from '#engines/metrics/slo/levels.ts'
import { budgetSpent } from '#engines/metrics/slo/spent.ts'
import { heldUntil } from '#engines/metrics/targets/standing.ts'
import { periodStart } from '#engines/numbers/dates.ts'
import { capital, small } from '#engines/numbers/capital.ts'
import { isFew } from '#engines/numbers/isFew.ts'
import {
  everyRow,
  isMovementPoint,
  isProblem,
  themes,
  type Context,
  type Interval,
  type MeasureRequest,
  type Measurement,
  type AnyMetric,
  type Movement,
  type NullReason,
  type Problem,
  type Point,
  type Trust,
  type Unit,
} from '#kernel'
import { agreedTargets } from '../agreedTargets.ts'
import { heldPoints } from '../heldPoints.ts'
import { memberNames } from '../memberNames.ts'
import { voucherOf } from '../vouched.ts'
import { rareEventsOf } from '../rareEvents.ts'
import { measuredOrRefused } from '../refusedFigure.ts'
import { apartWindow } from '../apartWindow.ts'
import { chartOf, judgementsOf, readSignal, type Charted, type Judgements, type Signal } from './control.ts'
import { heldAgainst, targetInForce, type Aimed, type Held, type ScoreTarget } from './scoreTarget.ts'

/** One line of the scorecard: the number with target, prior, limits, state and reason. */
export interface ScoreItem {
  readonly key: string
  readonly name: string
  readonly theme: string
  readonly unit: Unit
  readonly better: AnyMetric['better']
  readonly grain: AnyMetric['grain']
  readonly window: string | null
  readonly value: number | null
  readonly reason: NullReason | null
  readonly interval: Interval | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly n: number | null
  /** Says so where the number rests on fewer than its metric asks for: it stands beside its target, and its line is not called better or worse. */
  readonly few: string | null
  readonly period: string | null
  readonly prior: { readonly period: string; readonly value: number | null } | null
  readonly target: ScoreTarget | null
  readonly variance: number | null
  readonly points: readonly { readonly period: string; readonly value: number | null; readonly mature: boolean; readonly rules?: readonly string[] }[]
  /** The number itself over time; `points` is the line that limits are drawn for, which is by month where the number looks back a year. */
  readonly history: ScoreItem['points']
  readonly signal: Signal
  readonly state: 'red' | 'amber' | 'green' | 'none' | 'untrusted'
  readonly why: string
  readonly owner: { readonly name: string; readonly initials: string } | null
  readonly trust: Trust
  readonly freshness: Measurement['freshness']
  readonly currency: string
  readonly version: number
  readonly policy: Measurement['policy']
  readonly query: Measurement['query']
  readonly movement: Movement | null
  /** The line by month of a number that looks back a year: its own values overlap, so that only this line may bear limits. */
  readonly control: { readonly name: string; readonly points: ScoreItem['points'] } | null
}

export interface Scorecard {
  readonly asOf: string
  readonly items: readonly ScoreItem[]
}

/** The scorecard with the control chart behind each line that has one. */
export interface Charts {
  readonly card: Scorecard
  readonly charts: ReadonlyMap<string, Charted>
}

/** Whose targets a past day is held against: those of that day, or those of now, for a review that is written about it today. */
interface Against {
  readonly targets?: 'ofThatDay' | 'ofNow'
}

/** Every computed metric as of a day, theme by theme, in the order in which boards show them. */
export const scorecard = async (ctx: Context, metrics: ReadonlyMap<string, AnyMetric>, asOf?: string, against: Against = {}): Promise<Scorecard> =>
  (await charted(ctx, metrics, asOf, against)).card

export async function charted(ctx: Context, metrics: ReadonlyMap<string, AnyMetric>, asOf?: string, { targets: whose }: Against = {}): Promise<Charts> {
  const [definitions, targets, names] = await Promise.all([
    everyRow(ctx, 'metric', { filter: { metricKey: { in: [...metrics.keys()] } } }),
    agreedTargets(ctx, whose === 'ofNow' ? undefined : asOf),
    memberNames(ctx),
  ])
  const judged = await judgementsOf(ctx, names)
  const measured = [...metrics].map(async ([key, metric]) => {
    const definition = definitions.find((row) => row['metricKey'] === key)
    const target = definition
      ? targetInForce(
          targets.filter((row) => row['metric'] === definition.id),
          asOf ?? ctx.now(),
        )
      : null
    const owner = names.get(String(definition?.['owner'] ?? ''))
    return { key, ...(await item(ctx, key, metric, { target, owner: owner ?? null, judged }, asOf)) }
  })
  const lines = await Promise.all(measured)
  const [first] = lines
  if (first?.refusal && lines.every(({ refusal }) => refusal)) throw first.refusal // then it is no matter of single rows
  const items = lines.map(({ line }) => line).toSorted((a, b) => place(a.theme) - place(b.theme))
  const charts = new Map(lines.flatMap(({ key, chart }): [string, Charted][] => (chart ? [[key, chart]] : [])))
  return { card: { asOf: asOf ?? ctx.now().slice(0, 10), items }, charts }
}

const place = (theme: string): number => themes.findIndex((one) => one === theme)

async function item(
  ctx: Context,
  key: string,
  metric: AnyMetric,
  { target, owner, judged }: { readonly target: Aimed | null; readonly owner: string | null; readonly judged: Judgements },
  asOf: string | undefined,
): Promise<{ readonly line: ScoreItem; readonly chart: Charted | null; readonly refusal: Problem | null }> {
  const request = { metric: key, ...(asOf ? { asOf } : {}) }
  const { measured, refusal } = await measuredOrRefused(ctx, metric, request)
  const alone = refusal ? null : apartWindow(metric)
  const series = alone ? await seriesOf(ctx, { ...request, window: alone }, measured.points) : measured.points
  const isAlone = Boolean(alone) && series !== measured.points
  const rare = refusal ? null : await rareEventsOf(ctx, key, metric, measured, series)
  const chart = chartOf(key, metric, series, judged, { rare, ...(series === measured.points ? {} : { window: alone }) })
  const signal = readSignal(key, metric, chart, measured, judged)
  const rules = new Map(signal.marks.map((mark) => [mark.period, mark.rules]))
  const headline = headlinePeriod(measured) ?? ''
  const closed = measured.points.filter(({ period }) => period <= headline)
  const [now, before] = [closed.at(-1), closed.at(-2)]
  const current = now && measured.value !== null ? { period: now.period, value: measured.value } : null
  const isGone = now !== undefined && target?.pursuit.by && target.pursuit.by < periodStart(now.period)
  const held = target && heldAgainst(target, current, isGone ? await dueFigure(ctx, metric, measured, target.pursuit) : current)
  const few = measured.value !== null && isFew(measured.n, metric.minN) ? `Rests on ${measured.n}, fewer than ${metric.minN}` : null
  const line: ScoreItem = {
    key,
    name: metric.name,
    theme: metric.theme,
    unit: metric.unit,
    better: metric.better,
    grain: measured.grain,
    window: measured.window,
    value: measured.value,
    reason: measured.reason ?? null,
    interval: measured.interval,
    numerator: measured.numerator,
    denominator: measured.denominator,
    n: measured.n,
    few,
    period: now?.period ?? null,
    prior: before ? { period: before.period, value: before.value } : null,
    target: held?.target ?? null,
    variance: held?.variance ?? null,
    points: pointsOf(series).map((point) => ({ ...point, rules: rules.get(point.period) ?? [] })),
    history: pointsOf(measured.points),
    signal,
    state: few && !held?.colour && measured.trust.state !== 'untrusted' ? 'none' : stateOf(measured, metric, held, signal, series),
    why: `${metric.isDraft ? 'A draft that nobody has certified. ' : ''}${whyOf(measured, signal, { spent: spentOf(measured, metric), few, isAlone })}`,
    owner: owner ? { name: owner, initials: initials(owner) } : null,
    trust: measured.trust,
    freshness: measured.freshness,
    currency: measured.currency,
    version: measured.version,
    policy: measured.policy,
    query: measured.query,
    movement: now && isMovementPoint(now) ? movementOf(now) : null,
    control: isAlone ? { name: `${everyGrain[metric.grain]} ${small(metric.name)}`, points: pointsOf(series) } : null,
  }
  return { line, chart, refusal }
}

/** The figure of the period in which a target fell due, whatever came after it. */
async function dueFigure(ctx: Context, metric: AnyMetric, measured: Measurement, { by }: Aimed['pursuit']): Promise<{ period: string; value: number } | null> {
  const due = heldUntil(await heldPoints(ctx, metric, measured, { by, segment: null }), by)
  return due && due.value !== null ? { period: due.period, value: due.value } : null
}

const everyGrain = { day: 'Daily', week: 'Weekly', month: 'Monthly', quarter: 'Quarterly' } as const

const movementOf = ({ opening, new: gained, expansion, contraction, churn, reactivation, fx, transfer, closing }: Movement): Movement => ({
  opening,
  new: gained,
  expansion,
  contraction,
  churn,
  reactivation,
  fx,
  transfer,
  closing,
})

const pointsOf = (points: readonly Point[]): ScoreItem['points'] => points.map(({ period, value, mature }) => ({ period, value, mature }))

/** The figure by itself of each period; where the metric has no such window or too few to fill one, the overlapping line, of which the chart then takes every n-th point. */
async function seriesOf(ctx: Context, request: MeasureRequest, otherwise: readonly Point[]): Promise<readonly Point[]> {
  try {
    const { points } = await ctx.measure(request)
    return points.filter(({ value }) => value !== null).length < 6 ? otherwise : points
  } catch (error) {
    if (isProblem(error) && error.kind !== 'unavailable') return otherwise
    throw error
  }
}

/** The period that the figure is of: told, or else the newest one with the same figure, as in an answer that was kept before it was told. */
function headlinePeriod(measured: Measurement): string | null {
  if (measured.period !== undefined) return measured.period
  const match = measured.points.findLast((point) => point.value === measured.value && point.n === measured.n)
  return match?.period ?? measured.points.at(-1)?.period ?? null
}

function stateOf(measured: Measurement, metric: AnyMetric, held: Held | null, signal: Signal, series: readonly Point[]): ScoreItem['state'] {
  if (measured.trust.state === 'untrusted') return 'untrusted'
  if (measured.value === null) return 'none'
  if (spentOf(measured, metric)) return 'red'
  if (held?.colour) return held.colour
  return signal.state === 'signal' ? (isGood(signal, metric, series) ? 'green' : 'amber') : 'none'
}

/** What an error budget says that is spent. Its objective is a target by itself: below zero nothing is routine. */
const spentOf = ({ value }: Measurement, { compute }: AnyMetric): string | null =>
  compute?.by === 'slo' && compute.measure === 'errorBudget' && value !== null && value <= 0 ? capital(budgetSpent(value, 1)?.says ?? '') : null

/** Does the signal point the way that is good? */
function isGood(signal: Signal, metric: AnyMetric, points: readonly Point[]): boolean {
  if (signal.gaps) return signal.gaps.latest?.isGood ?? false
  const latest = points.findLast(({ mature, value }) => mature && value !== null)?.value ?? null
  if (metric.better === 'within' || latest === null || signal.limits === null) return false
  return latest > signal.limits.centre === (metric.better === 'up')
}

/** Limits belong to the line of single periods where a number looks back over many: beside that number they would seem to be its own. */
function whyOf(
  measured: Measurement,
  signal: Signal,
  { spent, few, isAlone }: { readonly spent: string | null; readonly few: string | null; readonly isAlone: boolean },
): string {
  const [reason] = measured.trust.reasons
  if (measured.reason === 'unsupported' && measured.notes.includes(mixedKinds)) return mixedKinds
  if (measured.reason === 'unsupported' && reason) return reason.says
  const short = shortOf(measured.trust)
  const also = short === null || short === reason?.says ? '' : `. ${short}`
  if (measured.trust.state === 'untrusted') return reason ? `Not to be trusted: ${reason.says}${also}` : 'Not to be trusted now'
  if (measured.trust.state === 'stale') return `${(also === '' ? reason?.says : reason?.says.replace(/\.$/, '')) ?? 'Stale'}${also}`
  if (measured.value === null) return `${measured.reason === 'no_data' ? 'No data yet' : 'Cannot be given yet'}${short === null ? '' : `. ${short}`}`
  const moved = isAlone && signal.state !== 'none' ? `By single ${measured.grain}: ${small(signal.says)}` : signal.says
  return [spent, few, short, moved, voucherOf(measured.trust)].filter((said) => said !== null).join('. ')
}

export const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase()
