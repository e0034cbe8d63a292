import type { BurnAlert } from '../slo/burn.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import type { ControlChart, Signal } from './controlChart.ts'
import { surpriseOf } from './ranking.ts'
import type { Rule } from './rules.ts'

export type FeedKind = 'newSignal' | 'contractFailure' | 'budgetBurn' | 'forecastCrossing'
export type Severity = 'high' | 'medium' | 'low'

/** One thing to look at. `key` stays the same while the thing lasts, so that verdicts and mutes can cite it. */
export type FeedEntry = {
  readonly key: string
  readonly kind: FeedKind
  readonly metric: string
  /** Every metric that it touches, `metric` first. */
  readonly metrics: readonly string[]
  readonly period: string
  readonly says: string
  readonly severity: Severity
  readonly rule: string
  /** Other rules that the same point broke. */
  readonly also: readonly string[]
}

/** `since`: only signals found in this period or later are new. `isTrusted` false keeps the metric's signals and crossings out: an untrusted value is barred from alerts. */
export type FeedInput = {
  readonly charts: readonly { readonly metric: string; readonly chart: ControlChart; readonly since: string; readonly isTrusted?: boolean }[]
  readonly contracts: readonly {
    readonly check: string
    readonly input: string
    readonly metrics: readonly string[]
    readonly period: string
    readonly says: string
    readonly severity: 'error' | 'warn'
  }[]
  readonly burns: readonly {
    readonly metric: string
    readonly objective: string
    readonly period: string
    readonly alert: Pick<BurnAlert, 'urgency' | 'says'> & { readonly burn: number }
  }[]
  readonly forecasts: readonly {
    readonly metric: string
    readonly target: string
    readonly period: string
    readonly says: string
    readonly isTrusted?: boolean
  }[]
  /** A declared change that explains signals of a metric from one period to another (open without `to`), of one rule or all. */
  readonly mutes: readonly { readonly metric: string; readonly from: string; readonly to?: string; readonly rule?: Rule; readonly cause: string }[]
  /** Keys that a person called noise. */
  readonly noise: readonly string[]
}

export type Feed = {
  readonly entries: readonly FeedEntry[]
  /** What was held back, with its reason: nothing is dropped silently. */
  readonly muted: readonly (FeedEntry & { readonly cause: string })[]
}

/**
 * The feed of alerts: new signals, failed input contracts, burning error budgets, forecasts that cross a target. One entry per thing, the gravest first; within one
 * severity broken inputs come first, since they spoil what follows, then the latest period, then the most surprising chart.
 */
export function feedOf(input: FeedInput): Feed {
  const entries = [...input.contracts.map(fromContract), ...input.burns.map(fromBurn), ...input.charts.flatMap(fromChart), ...input.forecasts.map(fromForecast)]
  const judged = distinct(entries).map((entry) => ({ ...entry, cause: causeOf(entry, input) }))
  const surprise = new Map(input.charts.map(({ metric, chart }) => [metric, surpriseOf(chart)?.p ?? 1]))
  const order = (a: FeedEntry, b: FeedEntry) =>
    rank(severities, a.severity) - rank(severities, b.severity) ||
    rank(kinds, a.kind) - rank(kinds, b.kind) ||
    (a.period < b.period ? 1 : a.period > b.period ? -1 : 0) ||
    (surprise.get(a.metric) ?? 1) - (surprise.get(b.metric) ?? 1) ||
    (a.key < b.key ? -1 : 1)
  return {
    entries: judged.flatMap(({ cause, ...entry }) => (cause === null ? [entry] : [])).toSorted(order),
    muted: judged.flatMap(({ cause, ...entry }) => (cause === null ? [] : [{ ...entry, cause }])).toSorted(order),
  }
}

const severities: readonly Severity[] = ['high', 'medium', 'low']
const kinds: readonly FeedKind[] = ['contractFailure', 'budgetBurn', 'newSignal', 'forecastCrossing']

const rank = <T>(order: readonly T[], item: T): number => order.indexOf(item)

function fromContract({ check, input, metrics, period, says, severity }: FeedInput['contracts'][number]): FeedEntry {
  const key = `contractFailure/${input}/${check}`
  return {
    key,
    kind: 'contractFailure',
    metric: metrics[0] ?? '',
    metrics,
    period,
    says,
    severity: severity === 'error' ? 'high' : 'medium',
    rule: check,
    also: [],
  }
}

function fromBurn({ metric, objective, period, alert }: FeedInput['burns'][number]): FeedEntry {
  const severity = alert.urgency === 'page' ? 'high' : 'medium'
  const key = `budgetBurn/${metric}/${objective}`
  return { key, kind: 'budgetBurn', metric, metrics: [metric], period, says: `${objective}: ${alert.says}`, severity, rule: `${alert.burn}x`, also: [] }
}

function fromForecast({ metric, target, period, says }: FeedInput['forecasts'][number]): FeedEntry {
  const key = `forecastCrossing/${metric}/${target}`
  return { key, kind: 'forecastCrossing', metric, metrics: [metric], period, says, severity: 'medium', rule: 'forecast', also: [] }
}

/** Patterns that the same point completed are one entry, told by the plainest rule. */
function fromChart({ metric, chart, since }: FeedInput['charts'][number]): FeedEntry[] {
  const fresh = chart.signals.filter(({ found }) => found >= since)
  return [...Map.groupBy(fresh, ({ found, side }) => `${found}/${side}`).values()].flatMap((together) => {
    const [first, ...others] = together.toSorted((a, b) => rank(plainest, a.rule) - rank(plainest, b.rule))
    if (!first) return []
    const severity = chart.segments[first.segment]?.strength === 'established' ? 'medium' : 'low'
    const key = `newSignal/${metric}/${first.rule}/${first.side}/${first.from}`
    const also = others.map(({ rule }) => rule)
    return [{ key, kind: 'newSignal', metric, metrics: [metric], period: first.found, says: sayPattern(first), severity, rule: first.rule, also }]
  })
}

const plainest: readonly Rule[] = ['outside', 'run', 'near']

function sayPattern({ rule, side, from, found, count }: Signal): string {
  const limit = side === 'above' ? 'upper limit' : 'lower limit'
  if (rule === 'outside') return `${side === 'above' ? 'Above' : 'Below'} the ${limit} in ${showPeriod(found)}`
  if (rule === 'near') return `Three of four points near the ${limit}, up to ${showPeriod(found)}`
  return `${count} points in a row ${side} the centre, since ${showPeriod(from)}`
}

/** The gravest entry of a key stands; two checks of one input stay apart. */
function distinct(entries: readonly FeedEntry[]): FeedEntry[] {
  return [...Map.groupBy(entries, ({ key }) => key).values()].flatMap((same) => {
    const [first] = same.toSorted((a, b) => rank(severities, a.severity) - rank(severities, b.severity))
    return first ? [{ ...first, metrics: [...new Set(same.flatMap(({ metrics }) => metrics))] }] : []
  })
}

function causeOf(entry: FeedEntry, { mutes, noise, charts, forecasts }: FeedInput): string | null {
  if (noise.includes(entry.key)) return 'Called noise'
  if (entry.kind !== 'newSignal' && entry.kind !== 'forecastCrossing') return null
  const source = entry.kind === 'newSignal' ? charts : forecasts
  if (source.some(({ metric, isTrusted }) => metric === entry.metric && isTrusted === false)) return 'The value is not to be trusted now'
  if (entry.kind === 'forecastCrossing') return null
  const mute = mutes.find(
    ({ metric, from, to, rule }) =>
      metric === entry.metric && entry.period >= from && (to === undefined || entry.period <= to) && (rule ?? entry.rule) === entry.rule,
  )
  return mute?.cause ?? null
}
