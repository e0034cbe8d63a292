import { findPatterns, type Rule, type Side } from './rules.ts'

/** A measured period. Only closed points set limits and are tested (and an open one that can only grow); open and immature ones are drawn. A null value is a gap. */
export type Point = { readonly period: string; readonly value: number | null; readonly state?: 'closed' | 'open' | 'immature' }

/** A declared break of the process: limits start anew at `period`. A baseline window freezes them: points outside it are tested against them and never move them. */
export type ProcessChange = { readonly period: string; readonly cause: string; readonly baselineStart?: string; readonly baselineEnd?: string }

export type ChartOptions = {
  readonly changes?: readonly ProcessChange[]
  /** First and last period that set the limits before the first change. */
  readonly baselineStart?: string
  readonly baselineEnd?: string
  /** Newer rows may be missing: a wait is drawn, and not tested. */
  readonly isStale?: boolean
  /** What the measure can be at all; limits are drawn inside it and tested outside it. */
  readonly natural?: { readonly low?: number; readonly high?: number }
}

/** 6 points give provisional limits, 12 established ones. */
export type Strength = 'none' | 'provisional' | 'established'

export type Segment = {
  readonly from: string
  readonly to: string
  readonly cause: string | null
  /** Points that set the limits. */
  readonly n: number
  readonly strength: Strength
  readonly centre: number | null
  /** Mean (or median) moving range and its upper limit; null without limits. */
  readonly averageRange: number | null
  readonly rangeLimit: number | null
  /** Moving ranges that screening left out. */
  readonly screened: number
}

export type ChartPoint = {
  readonly period: string
  readonly value: number | null
  readonly state: 'closed' | 'open' | 'immature'
  /** Has a value that was held against the rules. */
  readonly isTested: boolean
  readonly segment: number
  readonly centre: number | null
  readonly lower: number | null
  readonly upper: number | null
  /** Limits inside the natural bounds: for drawing only. */
  readonly drawn: { readonly lower: number; readonly upper: number } | null
  readonly movingRange: number | null
  /** Is the moving range above its own limit? */
  readonly isRangeOutside: boolean
  /** Patterns that this point completed or continued. */
  readonly rules: readonly Rule[]
}

export type Signal = {
  readonly rule: Rule
  readonly side: Side
  readonly from: string
  readonly to: string
  readonly found: string
  readonly count: number
  readonly segment: number
}

export type ControlChart = {
  readonly kind: ChartKind
  readonly points: readonly ChartPoint[]
  readonly segments: readonly Segment[]
  readonly signals: readonly Signal[]
}
export type ChartKind = 'xmr' | 'pPrime' | 'uPrime' | 't' | 'g'

/** A point that has a value. */
export type Measured<P extends Point> = P & { readonly value: number }

/** Limits that a chart kind fits to its baseline. `distance` is 0 at the centre and 1 or -1 at an unclamped limit. */
export type Limits<P extends Point> = {
  readonly centre: number
  readonly averageRange: number
  readonly rangeLimit: number
  readonly screened: number
  readonly limitsAt: (point: P) => { readonly lower: number; readonly upper: number } | null
  readonly distance: (point: Measured<P>) => number
  /** Side of the run centre, where it differs from the centre. */
  readonly side?: (point: Measured<P>) => number
  readonly near?: boolean
  /** An open value can only grow, as a wait does: once it lies above the centre it is tested, for it will close there or higher. It never sets limits. */
  readonly onlyGrows?: boolean
}

/** Splits a series at declared changes, fits limits to each baseline, and tests the closed points. Periods are of one grain and ascend. */
export function controlChart<P extends Point>(
  kind: ChartKind,
  series: readonly P[],
  options: ChartOptions,
  fit: (baseline: readonly Measured<P>[]) => Limits<P> | null,
): ControlChart {
  requireOrder(series)
  const parts = split(series, options).map((part, index) => drawPart(part, index, options, fit))
  return { kind, points: parts.flatMap((part) => part.points), segments: parts.map((part) => part.segment), signals: parts.flatMap((part) => part.signals) }
}

/** Fewer than 6 points give no limits. */
export function strengthOf(n: number): Strength {
  return n < 6 ? 'none' : n < 12 ? 'provisional' : 'established'
}

type Part<P> = { readonly points: readonly P[]; readonly cause: string | null; readonly baselineStart: string; readonly baselineEnd: string | undefined }

function split<P extends Point>(series: readonly P[], options: ChartOptions): Part<P>[] {
  const changes = [...(options.changes ?? [])].sort((one, other) => (one.period < other.period ? -1 : 1))
  const starts = [{ ...options, period: '', cause: null }, ...changes]
  return starts
    .map((start, index) => {
      const end = starts[index + 1]?.period
      const points = series.filter((point) => point.period >= start.period && (end === undefined || point.period < end))
      return { points, cause: start.cause, baselineStart: start.baselineStart ?? '', baselineEnd: start.baselineEnd }
    })
    .filter((part) => part.points.length > 0)
}

function drawPart<P extends Point>(part: Part<P>, segment: number, options: ChartOptions, fit: (baseline: readonly Measured<P>[]) => Limits<P> | null) {
  const settled = part.points.filter(isSettled)
  const baseline = settled.filter(({ period }) => period >= part.baselineStart && (part.baselineEnd === undefined || period <= part.baselineEnd))
  const limits = baseline.length < 6 ? null : fit(baseline)
  const isTested = (point: P): point is Measured<P> => isSettled(point) || isBeyond(point, limits)
  const tested = part.points.filter(isTested)
  const signals = limits ? signalsOf(tested, limits, segment) : []
  let before: number | null = null
  const points = part.points.map((point) => {
    const isRead = isTested(point)
    const movingRange = isRead && before !== null ? Math.abs(point.value - before) : null
    if (isRead) before = point.value
    return drawPoint(point, { segment, limits, movingRange, isTested: isRead, signals: isRead ? signals : [] }, options)
  })
  const strength = limits ? strengthOf(baseline.length) : 'none'
  const described: Segment = {
    from: part.points[0]?.period ?? '',
    to: part.points.at(-1)?.period ?? '',
    cause: part.cause,
    n: baseline.length,
    strength,
    centre: limits?.centre ?? null,
    averageRange: limits?.averageRange ?? null,
    rangeLimit: limits?.rangeLimit ?? null,
    screened: limits?.screened ?? 0,
  }
  return { points, segment: described, signals }
}

function signalsOf<P extends Point>(tested: readonly Measured<P>[], limits: Limits<P>, segment: number): Signal[] {
  const sides = limits.side ? { sides: tested.map(limits.side) } : {}
  return findPatterns(tested.map(limits.distance), { ...sides, near: limits.near ?? true }).map((pattern) => ({
    rule: pattern.rule,
    side: pattern.side,
    segment,
    count: pattern.to - pattern.from + 1,
    from: beginning(tested, pattern.from),
    to: tested[pattern.to]?.period ?? '',
    found: tested[pattern.found]?.period ?? '',
  }))
}

/** A pattern begins with its first period; a wait by itself with what it waits since, so that its name is the same on the morrow. */
function beginning(tested: readonly Point[], place: number): string {
  const first = tested[place]
  return (first?.state === 'open' ? tested[place - 1] : first)?.period ?? ''
}

interface Read<P extends Point> {
  readonly segment: number
  readonly limits: Limits<P> | null
  readonly movingRange: number | null
  readonly isTested: boolean
  readonly signals: readonly Signal[]
}

function drawPoint<P extends Point>(point: P, { segment, limits, movingRange, isTested, signals }: Read<P>, { natural }: ChartOptions): ChartPoint {
  const at = limits?.limitsAt(point)
  return {
    period: point.period,
    value: point.value,
    state: point.state ?? 'closed',
    isTested,
    segment,
    centre: limits?.centre ?? null,
    lower: at?.lower ?? null,
    upper: at?.upper ?? null,
    drawn: at ? { lower: Math.max(at.lower, natural?.low ?? -Infinity), upper: Math.min(at.upper, natural?.high ?? Infinity) } : null,
    movingRange,
    isRangeOutside: limits !== null && limits.rangeLimit > 0 && movingRange !== null && movingRange > limits.rangeLimit,
    rules: rulesAt(point.period, signals),
  }
}

function rulesAt(period: string, signals: readonly Signal[]): Rule[] {
  const rules: Rule[] = []
  for (const { rule, found, to } of signals) if (period >= found && period <= to && !rules.includes(rule)) rules.push(rule)
  return rules
}

function isSettled<P extends Point>(point: P): point is Measured<P> {
  return point.value !== null && (point.state ?? 'closed') === 'closed'
}

function isBeyond<P extends Point>(point: P, limits: Limits<P> | null): point is Measured<P> {
  const { value } = point
  return limits?.onlyGrows === true && value !== null && point.state === 'open' && (limits.side ?? limits.distance)({ ...point, value }) > 0
}

function requireOrder(series: readonly Point[]): void {
  series.forEach((point, index) => {
    const before = series[index - 1]
    if (before && before.period >= point.period) throw new RangeError(`Periods must ascend: "${point.period}" follows "${before.period}".`)
    if (point.value !== null && !Number.isFinite(point.value)) throw new RangeError(`The value of ${point.period} is not a number.`)
  })
}
