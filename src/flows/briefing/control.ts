import { grainOf, periodOf } from '#engines/numbers/dates.ts'
import type { ControlChart, ProcessChange } from '#engines/metrics/signal/controlChart.ts'
import { drawChart, type Drawn } from '#engines/metrics/signal/drawChart.ts'
import { hasLimits, liveSignals, plainest, signalKey } from '#engines/metrics/signal/judge.ts'
import { limitSpans, marksOf, type LimitSpan, type Marked } from '#engines/metrics/signal/limitSpans.ts'
import { measuredLine, spanOf } from '#engines/metrics/signal/measuredLine.ts'
import { signalSentence } from '#engines/metrics/signal/sentence.ts'
import type { Rare } from '../rareEvents.ts'
import { gapsOf, type Gaps } from './gaps.ts'
import { everyRow, showDate, type AnyRow, type Context, type Measurement, type AnyMetric, type Point } from '#kernel'

export interface Signal {
  readonly state: 'signal' | 'routine' | 'none'
  readonly kind: string | null
  readonly says: string
  /** The limits of the latest closed period. */
  readonly limits: { readonly lower: number; readonly centre: number; readonly upper: number } | null
  /** Which chart fits the figure, and why. */
  readonly chart: ControlChart['kind']
  readonly because: string
  /** All limits of the line: those before a declared change stay as they were. */
  readonly spans: readonly LimitSpan[]
  /** Points that break a rule. */
  readonly marks: readonly Marked[]
  /** Where the events are rare: the gaps between them, which alone have limits. The spans and marks above are then empty. */
  readonly gaps: Gaps | null
  /** What a person said of the signal that stands now. */
  readonly verdict: { readonly says: string; readonly reason: string | null; readonly by: string | null } | null
}

/** What people declared and said about lines: breaks of the process, and answers to signals. */
export interface Judgements {
  readonly changes: readonly AnyRow[]
  readonly verdicts: readonly AnyRow[]
  readonly names: ReadonlyMap<string, string>
}

/** The chart of a line with what was declared about it, and the same without: the difference is what the declaration explains. */
export interface Charted {
  readonly drawn: Drawn
  readonly bare: Drawn
  /** Both are of the gaps between these; null where they are of the line itself. */
  readonly rare: Rare | null
}

export async function judgementsOf(ctx: Context, names: ReadonlyMap<string, string>): Promise<Judgements> {
  const [changes, verdicts] = [
    await everyRow(ctx, 'processChange', { filter: { state: 'declared' } }),
    await everyRow(ctx, 'signalVerdict', { filter: { state: 'given' }, sort: '-createdAt' }),
  ]
  return { changes, verdicts, names }
}

/**
 * Limits of a metric's line, started anew at every declared change of its process. Null for a line that is a trend: its level has no limits. While the gaps
 * between rare events set none, be it that they are few, not settled or from before a change, the counts keep theirs.
 */
export function chartOf(
  key: string,
  metric: AnyMetric,
  points: readonly Point[],
  judged: Judgements,
  { window = metric.window, rare = null }: { readonly window?: string | null; readonly rare?: Rare | null } = {},
): Charted | null {
  if (isTrend(metric) || points.length === 0) return null
  const span = spanOf(window, metric.grain)
  const line = { ...measuredLine(points, metric.unit, span, rare?.events), mayGrow: metric.unit === 'count' }
  const grain = rare ? 'day' : grainOf(points[0]?.period ?? '')
  const declared = judged.changes.filter(({ metrics }) => Array.isArray(metrics) && metrics.includes(key))
  const breaks = grain === 'year' ? [] : [...Map.groupBy(declared, ({ on }) => periodOf(String(on), grain))].map(toBreak)
  const natural = mayBeNegative(metric, points) ? {} : { natural: line.holds === 'share' ? { low: 0, high: 1 } : { low: 0 } }
  const options = { ...natural, isStale: rare?.isStale ?? false }
  const bare = drawChart(line, options)
  const drawn = breaks.length === 0 ? bare : drawChart(line, { ...options, changes: breaks })
  return rare && !hasLimits(drawn.chart) ? chartOf(key, metric, points, judged, { window }) : { rare, bare, drawn }
}

/** Differences have no floor at zero: money and scores, what is won less what is lost, and what was below zero before. */
const mayBeNegative = ({ unit, compute }: AnyMetric, points: readonly Point[]): boolean =>
  unit === 'money' ||
  unit === 'score' ||
  (compute !== undefined && compute !== null && 'measure' in compute && differences.has(String(compute.measure))) ||
  points.some(({ value }) => value !== null && value < 0)

const differences: ReadonlySet<string> = new Set(['netMrrChurn', 'margin'])

/** Recurring revenue and its movements go up or down by design: a level without limits. */
const isTrend = ({ compute }: AnyMetric): boolean => compute?.by === 'revenue' && (compute?.measure === 'arr' || compute?.measure === 'movements')

const toBreak = ([period, rows]: readonly [string, readonly AnyRow[]]): ProcessChange => ({ period, cause: rows.map(({ name }) => String(name)).join('; ') })

type Told = Pick<Measurement, 'currency' | 'asOf' | 'trust'>

/**
 * The news of a line in words. A signal that somebody called noise, or muted until a day that is still to come, is routine, and says by whom; what cannot be
 * trusted is no news, however far it lies outside.
 */
export function readSignal(key: string, metric: AnyMetric, charted: Charted | null, { currency, asOf, trust }: Told, judged: Judgements): Signal {
  if (!charted) return trend
  const { rare } = charted
  const { chart, choice, left } = charted.drawn
  const latest = chart.points.findLast(({ isTested }) => isTested)
  const limits = latest && latest.centre !== null && latest.drawn ? { ...latest.drawn, centre: latest.centre } : null
  const first = plainest(liveSignals(chart))
  const verdict = first ? verdictOn(signalKey(key, first), asOf, judged) : null
  const gaps = rare ? gapsOf(metric, chart, rare, left) : null
  const own = gaps ? { limits: null, spans: [], marks: [] } : { limits, spans: limitSpans(chart), marks: marksOf(chart) }
  const drawn = { ...own, gaps, chart: chart.kind, because: choice.because, verdict: verdict?.told ?? null }
  if (limits !== null && trust.state === 'untrusted')
    return { ...drawn, state: 'none', kind: null, says: untold, marks: [], gaps: gaps && { ...gaps, marks: [], says: untold } }
  if (verdict?.isAside) return { ...drawn, state: 'routine', kind: null, says: verdict.told.says }
  const kind = latest?.rules[0] ?? null
  return { ...drawn, state: limits === null ? 'none' : kind ? 'signal' : 'routine', kind, says: gaps?.says ?? signalSentence(chart, metric.unit, { currency }) }
}

const untold = 'No signal is read from a value that cannot be trusted'

const trend: Signal = {
  state: 'none',
  kind: null,
  says: 'Trend; no limits drawn',
  limits: null,
  chart: 'xmr',
  because: 'A level that grows or shrinks by design has no limits.',
  spans: [],
  marks: [],
  gaps: null,
  verdict: null,
}

function verdictOn(signal: string, asOf: string, { verdicts, names }: Judgements) {
  const row = verdicts.find((one) => one['signal'] === signal)
  if (!row) return null
  const by = names.get(String(row['judge'])) ?? null
  const reason = row['reason'] === null ? null : String(row['reason'])
  const words =
    { real: 'Called real', noise: 'Called noise', muted: `Muted until ${row['until'] === null ? 'further notice' : showDate(String(row['until']))}` }[
      String(row['verdict'])
    ] ?? 'Judged'
  const isAside = row['verdict'] === 'noise' || (row['verdict'] === 'muted' && String(row['until']) >= asOf)
  return { isAside, told: { says: `${words}${by ? ` by ${by}` : ''}${reason ? `: ${reason}` : ''}`, reason, by } }
}
