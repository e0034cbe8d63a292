import { capital } from '#engines/numbers/capital.ts'
import type { ControlChart } from '#engines/metrics/signal/controlChart.ts'
import { falseAlarms, type FalseAlarms } from '#engines/metrics/signal/falseAlarms.ts'
import { foundSays } from '#engines/numbers/foundSays.ts'
import { feedOf, type FeedEntry, type FeedInput } from '#engines/metrics/signal/feed.ts'
import { gapSentence } from '#engines/metrics/signal/gapSentence.ts'
import { liveSignals, plainest } from '#engines/metrics/signal/judge.ts'
import { marksOf, type LimitSpan, type Marked } from '#engines/metrics/signal/limitSpans.ts'
import { rankByFalseDiscovery, surpriseOf } from '#engines/metrics/signal/ranking.ts'
import { recomputed } from '#engines/metrics/signal/recomputed.ts'
import { signalSentence } from '#engines/metrics/signal/sentence.ts'
import { everyRow, showDate, type AnyRow, type Context, type Finding, type AnyMetric, type Unit } from '#kernel'
import { memberNames } from '../memberNames.ts'
import { burnsOf } from './burns.ts'
import { crossingsOf } from './crossings.ts'
import { driverOf } from './driver.ts'
import { lessonsOf, type Lessons } from './lessons.ts'
import type { Line, Points, Watched } from './watched.ts'

/** One thing to look at, with what a reader needs to judge it. */
export interface SignalEntry extends FeedEntry {
  /** Of the metric, or of the line that it is judged by: a number over a window is judged by its single periods. */
  readonly name: string
  readonly theme: string
  readonly unit: Unit
  readonly better: AnyMetric['better']
  readonly currency: string
  /** The value in the period of the signal, and the centre that it is compared with. */
  readonly value: number | null
  readonly centre: number | null
  readonly line: {
    readonly name: string
    readonly points: Points
    readonly spans: readonly LimitSpan[]
    readonly marks: readonly Marked[]
    readonly chart: ControlChart['kind']
    readonly because: string
  } | null
  /** The part that moved most with the whole: arithmetic, never called a cause. */
  readonly driver: string | null
  /** That part by its key: signals that one part moves in one period are one story. */
  readonly part: string | null
  readonly owner: Line['owner']
  /** Does it stand out when all charts are judged together (Benjamini and Hochberg at 10 %)? Null for what no chart tells. */
  readonly standsOut: boolean | null
  /** What somebody said of it. */
  readonly verdict: { readonly id: string; readonly version: number; readonly verdict: string; readonly says: string } | null
}

export interface Signals {
  readonly asOf: string
  readonly entries: readonly SignalEntry[]
  /** What is held back, each with its reason. */
  readonly muted: readonly (SignalEntry & { readonly cause: string })[]
  readonly expected: FalseAlarms & { readonly together: string }
  readonly lessons: Lessons
  readonly changes: readonly { readonly id: string; readonly name: string; readonly on: string; readonly metrics: readonly string[]; readonly cause: string }[]
}

/** Everything that spoke up and is not explained: signals of all lines, failed inputs, budgets, forecasts; ordered, muted by declaration or verdict, with the false alarms to expect. */
export async function signals(ctx: Context, watched: Watched): Promise<Signals> {
  const { card, charts, findings } = watched
  const [verdicts, changes, names] = [
    await everyRow(ctx, 'signalVerdict', { filter: { state: 'given' }, sort: '-createdAt' }),
    await everyRow(ctx, 'processChange', { filter: { state: 'declared' }, sort: '-on' }),
    await memberNames(ctx),
  ]
  const kept = await everyRow(ctx, 'qualityFinding')
  const since = new Map(kept.map((row) => [`${String(row['fact'])}\n${String(row['check'])}`, String(row['firstSeen'])]))
  const fed = feedOf({
    charts: [...charts].map(([metric, { drawn }]) => ({ metric, chart: onlyLive(drawn.chart), since: '', isTrusted: isTrusted(card.items, metric) })),
    contracts: findings.map((finding) => contractOf(finding, since.get(`${finding.fact}\n${finding.check}`) ?? card.asOf)),
    burns: await burnsOf(ctx, watched),
    forecasts: crossingsOf(watched),
    mutes: [],
    noise: verdicts.filter((row) => isAside(row, card.asOf)).map((row) => String(row['signal'])),
  })
  const explained = feedOf({ ...nothing, ...explainedBy(charts, changes) }).muted
  const told = { watched, verdicts, names, kept: keptTogether(charts) }
  const muted = await Promise.all(
    [...fed.muted, ...explained].map(async ({ cause, ...entry }) => {
      const full = await tell(ctx, entry, told)
      return { ...full, cause: full.verdict?.says ?? cause }
    }),
  )
  const entries = alone(await Promise.all(fed.entries.map((entry) => tell(ctx, entry, told))), muted, watched)
  const chance = falseAlarms([...charts.values()].map(({ drawn }) => drawn.chart))
  return {
    asOf: card.asOf,
    entries: [...entries.filter((entry) => !isGood(entry)), ...entries.filter(isGood)],
    muted,
    expected: { ...chance, together: sayTogether(entries, chance.charts) },
    lessons: lessonsOf(verdicts, names),
    changes: changes.map((row) => ({ id: row.id, name: String(row['name']), on: String(row['on']), metrics: keysOf(row), cause: String(row['cause']) })),
  }
}

/**
 * Of metrics that are judged by one and the same line (net retention by its months, and monthly net retention) the one over a window tells of it, else the
 * first; and what somebody set aside under one name does not come back under the other.
 */
function alone(entries: readonly SignalEntry[], muted: readonly SignalEntry[], { card }: Watched): SignalEntry[] {
  const overWindow = new Set(card.items.flatMap(({ key, control }) => (control ? [key] : [])))
  const aside = new Set(muted.map(sameLine))
  const twins = Map.groupBy(
    entries.filter((entry) => !aside.has(sameLine(entry))),
    sameLine,
  )
  return [...twins.values()].flatMap((own) => own.find(({ metric }) => overWindow.has(metric)) ?? own.slice(0, 1))
}

/** Equal for two signals that are read from one line. */
const sameLine = ({ kind, key, unit, better, line }: SignalEntry): string =>
  kind === 'newSignal' && line ? JSON.stringify([unit, better, line.chart, line.points.map(({ period, value }) => [period, value])]) : key

/** News to be glad of: it stands after what asks for something, each in the feed's own order. */
const isGood = ({ kind, value, centre, better }: SignalEntry): boolean =>
  kind === 'newSignal' && value !== null && centre !== null && better !== 'within' && value > centre === (better === 'up')

const nothing: FeedInput = { charts: [], contracts: [], burns: [], forecasts: [], mutes: [], noise: [] }

/** The chart with what is news now: one signal, told by the plainest of the patterns that its latest point continues. */
function onlyLive(chart: ControlChart): ControlChart {
  const first = plainest(liveSignals(chart))
  return { ...chart, signals: first ? [first] : [] }
}

const isTrusted = (items: readonly Line[], metric: string): boolean => items.find(({ key }) => key === metric)?.trust.state !== 'untrusted'
const keysOf = (row: AnyRow): readonly string[] => (Array.isArray(row['metrics']) ? row['metrics'].map(String) : [])

/** A verdict that sets a signal aside on a day. */
const isAside = (row: AnyRow, asOf: string): boolean => row['verdict'] === 'noise' || (row['verdict'] === 'muted' && String(row['until']) >= asOf)

function contractOf(finding: Finding, since: string): FeedInput['contracts'][number] {
  const { check, fact, metrics, severity } = finding
  return { check, input: fact, metrics, period: since.slice(0, 10), says: foundSays(finding), severity }
}

/** Signals that would stand without the declared changes: shown with the declaration that explains them, never dropped silently. */
function explainedBy(charts: Watched['charts'], changes: readonly AnyRow[]): Pick<FeedInput, 'charts' | 'mutes'> {
  const gone = [...charts].flatMap(([metric, { drawn, bare }]) => {
    const signals = drawn === bare ? [] : recomputed(onlyLive(bare.chart), onlyLive(drawn.chart)).gone
    return signals.length === 0 ? [] : [{ metric, chart: { ...bare.chart, signals }, since: '' }]
  })
  const mutes = gone.flatMap(({ metric }) => {
    const last = changes.find((row) => keysOf(row).includes(metric))
    return last ? [{ metric, from: '', cause: `Explained by a declared change: ${String(last['name'])}` }] : []
  })
  return { charts: gone, mutes }
}

/** Metrics whose latest point still stands out when all charts are judged together. */
function keptTogether(charts: Watched['charts']): ReadonlySet<string> {
  const surprises = [...charts].flatMap(([metric, { drawn }]) => {
    const surprise = surpriseOf(drawn.chart)
    return surprise ? [{ metric, p: surprise.p }] : []
  })
  return new Set(rankByFalseDiscovery(surprises).flatMap(({ metric, isKept }) => (isKept ? [metric] : [])))
}

function sayTogether(entries: readonly SignalEntry[], charts: number): string {
  const signals = entries.filter(({ kind }) => kind === 'newSignal')
  const kept = signals.filter(({ standsOut }) => standsOut).length
  if (charts === 0) return 'No chart has limits yet.'
  if (signals.length === 0) return 'Nothing stands in the feed that could be chance.'
  const stand =
    kept === signals.length ? 'all of these signals stand out' : kept === 0 ? 'none of these signals stands out' : `${kept} of ${signals.length} stand out`
  return `Judging all ${charts} charts together, so that at most one in ten of those named is chance, ${stand}.`
}

interface Told {
  readonly watched: Watched
  readonly verdicts: readonly AnyRow[]
  readonly names: ReadonlyMap<string, string>
  readonly kept: ReadonlySet<string>
}

async function tell(ctx: Context, entry: FeedEntry, { watched, verdicts, names, kept }: Told): Promise<SignalEntry> {
  const item = watched.card.items.find(({ key }) => key === entry.metric)
  const isSignal = entry.kind === 'newSignal'
  const verdict = verdicts.find((row) => row['signal'] === entry.key)
  const { drawn, bare, rare } = watched.charts.get(entry.metric) ?? {}
  const line = item && isSignal ? lineOf(item, drawn ? marksOf(drawn.chart) : []) : null
  const chart = drawn && liveSignals(drawn.chart).length > 0 ? drawn.chart : (bare?.chart ?? empty) // what a declaration explains is told by the chart without it
  const live = isSignal ? liveSignals(chart).map(({ rule }) => rule) : []
  const driver = item && isSignal && !rare ? await driverOf(ctx, item, watched.metrics.get(entry.metric), entry, watched.card.asOf) : null
  return {
    ...entry,
    says: isSignal && item ? (rare ? gapSentence(chart, rare.words) : signalSentence(chart, item.unit, { currency: item.currency })) : entry.says,
    also: isSignal ? live.filter((rule) => rule !== entry.rule) : entry.also,
    name: entry.kind === 'contractFailure' ? nameOfInput(entry.key) : (line?.name ?? item?.name ?? entry.metric),
    theme: item?.theme ?? '',
    unit: line?.unit ?? item?.unit ?? 'count',
    better: line?.better ?? item?.better ?? 'within',
    currency: item?.currency ?? ctx.workspace.currency,
    value: line?.latest?.value ?? null,
    centre: line?.latest?.centre ?? null,
    line: line?.drawn ?? null,
    driver: driver?.says ?? null,
    part: driver?.part ?? null,
    owner: item?.owner ?? null,
    standsOut: isSignal ? kept.has(entry.metric) : null,
    verdict: verdict ? { id: verdict.id, version: verdict.version, verdict: String(verdict['verdict']), says: sayVerdict(verdict, names) } : null,
  }
}

/** “account” is Account data, “survey_response” Survey response data. */
function nameOfInput(key: string): string {
  const fact = (key.split('/')[1] ?? '').replaceAll('_', ' ')
  return `${capital(fact)} data`
}

const empty: ControlChart = { kind: 'xmr', points: [], segments: [], signals: [] }

/**
 * The line that a signal is read from: that of the gaps where events are rare, else that of separate periods, else the number’s own. Its marks are those of the
 * chart, drawn even where the value is not to be trusted.
 */
function lineOf({ name, unit, better, control, points: own, signal }: Line, marks: readonly Marked[]) {
  const { gaps, chart, because } = signal
  if (gaps) return { ...gaps, name, drawn: { name: gaps.name, points: gaps.points, spans: gaps.spans, marks, chart, because } }
  const points = control?.points ?? own
  const last = points.findLast(({ mature, value }) => mature && value !== null)
  const span = signal.spans.find(({ from, to }) => last !== undefined && last.period >= from && last.period <= to)
  const latest = { value: last?.value ?? null, centre: span?.centre ?? null }
  const told = control?.name ?? name
  return { name: told, unit, better, latest, drawn: { name: told, points, spans: signal.spans, marks, chart, because } }
}

function sayVerdict(row: AnyRow, names: ReadonlyMap<string, string>): string {
  const by = names.get(String(row['judge']))
  const word =
    { real: 'Called real', noise: 'Called noise', muted: `Muted until ${row['until'] === null ? 'further notice' : showDate(String(row['until']))}` }[
      String(row['verdict'])
    ] ?? 'Judged'
  return `${word}${by ? ` by ${by}` : ''}${row['reason'] ? `: ${String(row['reason'])}` : ''}`
}
