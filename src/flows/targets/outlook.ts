import type { ProcessChange } from '#engines/metrics/signal/controlChart.ts'
import type { Aim, Outlook } from '#engines/metrics/forecast/outlook.ts'
import { periodOf, grainOf } from '#engines/numbers/dates.ts'
import { everyRow, type AnyRow, type Context, type Measurement, type AnyMetric } from '#kernel'
import { numberOf, pursuitOf, textOf } from '#engines/metrics/targets/aims.ts'
import { aheadOf } from './ahead.ts'
import type { ContractRows } from './contractRows.ts'
import { measuredPart, namesPart } from '../measuredPart.ts'
import { targetInForce } from '../targetInForce.ts'

export interface TargetAhead {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly value: number
  readonly upper: number | null
  readonly by: string
  readonly kind: string
  readonly direction: string
  readonly path: string
  readonly baseline: { readonly value: number; readonly span: string | null; readonly n: number | null } | null
  readonly first: { readonly value: number; readonly by: string } | null
}

export interface MetricOutlook {
  readonly metric: string
  readonly name: string
  /** The part that is looked at, null for the whole, and those that have a target of their own. */
  readonly segment: string | null
  readonly parts: readonly string[]
  readonly asOf: string
  /** Of its definition. */
  readonly version: number
  readonly unit: AnyMetric['unit']
  readonly currency: string
  readonly grain: AnyMetric['grain']
  readonly better: AnyMetric['better']
  readonly points: readonly { readonly period: string; readonly value: number | null; readonly mature: boolean }[]
  readonly target: TargetAhead | null
  /** The fan, its model and the values that it was made from; or why there is none. */
  readonly forecast: Outlook['forecast'] | { readonly model: null; readonly reason: 'unsupported' | 'untrusted'; readonly says: string }
  readonly backtest: Outlook['backtest']
  readonly aim: Outlook['aim']
  /** How it was made, in words. */
  readonly method: string
}

/** Where a metric goes if nothing changes, held against the target in force: fan, chance to hit, needed pace, errors of the past, method in words. */
export async function metricOutlook(
  ctx: Context,
  metric: AnyMetric,
  key: string,
  {
    asOf,
    segment = null,
    until,
    contracts,
  }: { readonly asOf?: string; readonly segment?: string | null; readonly until?: string; readonly contracts?: () => Promise<ContractRows> } = {},
): Promise<MetricOutlook> {
  const request = { metric: key, ...(asOf ? { asOf } : {}) }
  const { measured, part } = await measuredPart(ctx, metric, request, segment)
  const { row, parts } = await targetInForce(ctx, key, { day: measured.asOf, agreedOn: asOf }, (named) => namesPart(ctx, metric, request, named, part))
  const common = {
    metric: key,
    name: part ? `${metric.name}, ${part.value}` : metric.name,
    segment: part?.value ?? null,
    parts,
    asOf: measured.asOf,
    version: measured.version,
    unit: metric.unit,
    currency: measured.currency,
    grain: measured.grain,
    better: metric.better,
  }
  const shown = { ...common, points: measured.points.map(({ period, value, mature }) => ({ period, value, mature })), target: row ? targetAhead(row) : null }
  if (measured.trust.state === 'untrusted') {
    const says = `An untrusted value is not looked ahead from: ${measured.trust.reasons[0]?.says ?? 'its data must be settled first'}.`
    return { ...shown, forecast: { model: null, reason: 'untrusted', says }, backtest: null, aim: null, method: says }
  }
  const changes = await changesOf(ctx, key, measured)
  const ahead = await aheadOf(ctx, metric, {
    measured,
    part,
    segment,
    changes,
    aim: row ? aimOf(row) : null,
    ...(until ? { until } : {}),
    ...(contracts ? { contracts } : {}),
  })
  if ('refused' in ahead)
    return { ...shown, forecast: { model: null, reason: 'unsupported', says: ahead.refused }, backtest: null, aim: null, method: ahead.refused }
  return { ...shown, ...ahead, method: methodOf(ahead, changes) }
}

function targetAhead(row: AnyRow): TargetAhead {
  const [baseline, first] = [numberOf(row['baseline']), numberOf(row['firstTarget'])]
  const moved = first !== null && (first !== row['target'] || row['firstBy'] !== row['by'])
  return {
    id: row.id,
    key: row.key,
    name: String(row['name']),
    value: Number(row['target']),
    upper: numberOf(row['upper']),
    by: String(row['by']),
    kind: String(row['kind']),
    direction: String(row['direction']),
    path: String(row['path']),
    baseline: baseline === null ? null : { value: baseline, span: textOf(row['baselineSpan']), n: numberOf(row['baselineN']) },
    first: moved ? { value: first, by: String(row['firstBy']) } : null,
  }
}

const aimOf = (row: AnyRow): Aim => ({ ...pursuitOf(row), by: String(row['by']) })

async function changesOf(ctx: Context, key: string, { points }: Measurement): Promise<ProcessChange[]> {
  const declared = await everyRow(ctx, 'processChange', { filter: { state: 'declared', metrics: key }, sort: 'on' })
  const grain = grainOf(points[0]?.period ?? '2000-01')
  if (grain === 'year') return []
  return declared.map(({ on, name }) => ({ period: periodOf(String(on), grain), cause: String(name) }))
}

function methodOf({ forecast, backtest }: Outlook, changes: readonly ProcessChange[]): string {
  if (forecast.model === null) return forecast.says
  const since = changes.at(-1)
  const near = backtest?.byHorizon[0]
  const held = near?.coverage.find(({ share }) => share === 0.8)
  return [
    forecast.says,
    `Made from ${forecast.n} closed periods since ${forecast.from}${since && forecast.model !== 'ledger' ? `, when “${since.cause}” began a new process` : ''}.`,
    near && held
      ? `Tried on the past from ${backtest.origins} starting points, the 80% band held ${Math.round(held.inside * 100)}% of what came one period later${near.mase === null ? '' : `, and its error was ${near.mase.toFixed(2)} times that of carrying the last value on`}.`
      : 'Too few periods to try it on the past.',
  ].join(' ')
}
