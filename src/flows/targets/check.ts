import { baselineOf, type Baseline, type NoBaseline } from '#engines/metrics/targets/baseline.ts'
import { answersForNps, answersForShare, noiseWarning, reachedIn, type NoiseWarning, type Reached } from '#engines/metrics/targets/entryQuestions.ts'
import { aimOf as aimFrom, type Goal } from '#engines/metrics/targets/goal.ts'
import type { ControlChart } from '#engines/metrics/signal/controlChart.ts'
import { spanOf } from '#engines/metrics/signal/measuredLine.ts'
import { periodEnd, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { xmr } from '#engines/metrics/signal/xmr.ts'
import { Problem, type Context, type Measurement, type AnyMetric } from '#kernel'
import { measuredPart } from '../measuredPart.ts'
import type { Offered } from '../offered.ts'
import { assertShare } from './assertShare.ts'

/** What somebody is about to set: a value, or the ends of a range. */
export interface Wanted {
  readonly target: number
  readonly upper: number | null
  /** Closed periods that the baseline is measured over. */
  readonly periods: number | null
  /** The part of the business that it is for; all of it without. */
  readonly segment?: string | null
  /** Which way the target asks; the metric’s own good direction without. */
  readonly direction?: 'up' | 'down' | 'within'
  /** The day on which the target starts, where that is not today: everything is answered as it was to be answered then. */
  readonly asOf?: string
  /** The period that the baseline is of, in place of the last closed ones. */
  readonly span?: string
}

export interface TargetCheck {
  readonly metric: string
  readonly unit: AnyMetric['unit']
  readonly currency: string
  readonly version: number
  readonly baseline: Baseline | NoBaseline
  readonly reached: Reached
  readonly noise: NoiseWarning | null
  /** For shares and scores of surveys: answers per wave that would show such a change, and the n of the last period. */
  readonly wave: { readonly needed: number; readonly last: number | null; readonly says: string } | null
  /** All of it in sentences, in the order in which a person should read them. */
  readonly says: readonly string[]
}

/**
 * The questions at the entry of a target (kpis.md §6): from which measured value does it start, how often was it reached already, could chance reach it, and
 * would a change of that size be seen at all. `chart` is the metric's control chart, if it has limits.
 */
export async function checkTarget(
  ctx: Context,
  metric: AnyMetric & Pick<Offered, 'isShare'>,
  key: string,
  wanted: Wanted,
  chart: ControlChart | null,
): Promise<TargetCheck> {
  const goal = goalFor(metric, wanted)
  assertShare(metric, { target: wanted.target, upper: wanted.upper })
  const { measured, part } = await measuredPart(
    ctx,
    metric,
    { metric: key, ...(wanted.asOf === undefined ? {} : { asOf: wanted.asOf }) },
    wanted.segment ?? null,
  )
  const points = measured.points.map((point) => ({ ...point, state: point.mature ? ('closed' as const) : ('open' as const) }))
  const overlaps = looksBackMonths(measured)
  const last = wanted.periods ?? (overlaps || isLevel(metric) ? 1 : 3)
  const baseline = baselineOf(points, wanted.span === undefined ? { last } : windowOf(wanted.span, measured, { isOne: overlaps || isLevel(metric) }))
  const reached = reachedIn(points, goal)
  const limits = overlaps ? null : part || (chart && wanted.asOf !== undefined) ? partChart(points) : chart
  const noise = limits ? noiseWarning(limits, goal) : null
  const wave = baseline.value === null ? null : waveOf(metric, measured, baseline.value, goal)
  return {
    metric: key,
    unit: metric.unit,
    currency: measured.currency,
    version: measured.version,
    baseline,
    reached,
    noise,
    wave,
    says: sentences(baseline, reached, noise, wave),
  }
}

/** The periods that a span covers; of a balance or a figure that looks back the last of them alone. */
function windowOf(span: string, { grain }: Measurement, { isOne }: { readonly isOne: boolean }): { readonly from: string; readonly to: string } {
  const to = periodOf(periodEnd(span), grain)
  return { from: isOne ? to : periodOf(periodStart(span), grain), to }
}

/** Figures that look back several months share months with their neighbours, so that limits are drawn for other figures than the target is set on. */
const looksBackMonths = ({ window, grain }: Pick<Measurement, 'window' | 'grain'>): boolean => spanOf(window, grain) > 1 && (window ?? '').endsWith('m')

/** A balance at the end of a period: its mean over three is behind where it stands. */
const isLevel = ({ compute }: AnyMetric): boolean => compute?.by === 'revenue'

/** A part has no chart on the scorecard; its limits are those of its own closed periods. */
const partChart = (points: readonly { readonly period: string; readonly value: number | null; readonly state: 'closed' | 'open' }[]): ControlChart =>
  xmr(points)

function goalFor(metric: AnyMetric, { target, upper, direction }: Wanted): Goal {
  if (!Number.isFinite(target))
    throw new Problem('invalid', '“target” is required, as a number.', 'Write a share as a fraction: 0.9 is 90%.', { at: { field: 'target' } })
  const asked = direction ?? metric.better
  if (asked === 'within' || upper !== null) {
    if (upper === null || upper <= target)
      throw new Problem('invalid', 'A range needs an upper end above its lower one.', 'Give “upper”.', { at: { field: 'upper' } })
    return { direction: 'within', low: target, high: upper }
  }
  return { direction: asked === 'down' ? 'down' : 'up', value: target }
}

/** Is it a share of answers or a score of them? Then the size of a wave decides what can be seen. */
function waveOf(metric: AnyMetric, measured: Measurement, baseline: number, goal: Goal): TargetCheck['wave'] {
  const change = aimFrom(goal, baseline) - baseline
  if (change === 0 || metric.compute?.by === 'revenue' || metric.compute?.by === 'revenueFlows') return null
  const latest = measured.points.findLast(({ mature, value }) => mature && value !== null)
  const last = latest?.n ?? null
  const needed = metric.unit === 'ratio' && baseline >= 0 && baseline <= 1 ? answersForShare(baseline, Math.abs(change)) : npsNeeded(latest?.parts, change)
  if (needed === null) return null
  const says = `To see a change of that size takes ${needed.toLocaleString('en-US')} cases a period (95% sure, 80% power)${last === null ? '' : `; the last one had ${last.toLocaleString('en-US')}`}.`
  return { needed, last, says }
}

function npsNeeded(parts: Readonly<Record<string, number | null>> | undefined, change: number): number | null {
  const [promoters, detractors, passives] = ['promoters', 'detractors', 'passives'].map((name) => parts?.[name] ?? null)
  if (promoters === null || detractors === null || promoters === undefined || detractors === undefined) return null
  const total = promoters + detractors > 1 ? promoters + detractors + (passives ?? 0) : 1
  return answersForNps({ promoters: promoters / total, detractors: detractors / total }, change)
}

function sentences(baseline: Baseline | NoBaseline, reached: Reached, noise: NoiseWarning | null, wave: TargetCheck['wave']): string[] {
  const start = baseline.value === null ? baseline.says : null
  return [start, reached.says, noise?.says ?? null, wave && (wave.last === null || wave.last < wave.needed) ? wave.says : null].filter((one) => one !== null)
}
