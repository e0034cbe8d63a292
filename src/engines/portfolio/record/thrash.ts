import { daysBetween } from '../../numbers/dates.ts'

export type Horizon = 'now' | 'next' | 'later'
/** How much a committed item of each horizon weighs (portfolio reference 3.5). */
export const horizonWeight: Readonly<Record<Horizon, number>> = { now: 1, next: 0.5, later: 0.1 }

export const thrashCauses = [
  'learning',
  'escalation',
  'sales-commitment',
  'dependency',
  'executive',
  'estimate',
  'capacity',
  'regulatory',
  'unexplained',
] as const
export type ThrashCause = (typeof thrashCauses)[number]

/** What was committed, as frozen: person-weeks of effort and the horizon at the baseline. */
export interface BaselineItem {
  readonly id: string
  readonly horizon: Horizon
  readonly effort: number
  readonly product?: string
}

export interface PlanChange {
  readonly id: string
  /** The moment from which it holds: a date or an instant. */
  readonly at: string
  /** Its civil day where the people are; that of `at` when left out. */
  readonly on?: string
  readonly item: string
  readonly kind: 'removed' | 'stopped' | 'deferred' | 'paused' | 'returned' | 'inserted' | 'rescoped' | 'retargeted' | 'resequenced'
  /** Person-weeks after the change, or of the inserted item. */
  readonly effort?: number
  /** The horizon that an inserted item enters. */
  readonly horizon?: Horizon
  /** Items that went out to make room for an inserted one. */
  readonly linked?: readonly string[]
  /** Days of a pause, or days that a start moved. */
  readonly days?: number
  readonly cause?: ThrashCause
  readonly sponsor?: string
  readonly product?: string
  readonly actor?: string
  /** The change that this one takes back. */
  readonly undoes?: string
  /** When the evidence that it cites was recorded, and when the rightful decider approved it. */
  readonly evidenceAt?: string
  readonly approvedAt?: string
}

export interface Period {
  readonly start: string
  /** The last day. */
  readonly end: string
  /** When the baseline was taken; the start when left out. A quarter that is committed before it starts counts from then on, at the weight of its first day. */
  readonly baselineAt?: string
}

export interface ThrashLine {
  readonly change: string
  readonly item: string
  readonly kind: PlanChange['kind']
  readonly at: string
  /** Person-weeks moved, the horizon's weight and 1 + the elapsed share of the period; `weight` is their product. */
  readonly moved: number
  readonly horizon: number
  readonly timing: number
  readonly weight: number
  readonly cause: ThrashCause
  readonly sponsor: string | null
  readonly product: string | null
  /** Why it does not count towards the index. */
  readonly left: 'learning' | 'noise' | 'undone' | 'not committed' | 'outside the period' | null
}

export interface Thrash {
  /** Null when nothing was committed. */
  readonly index: number | null
  readonly band: 'calm' | 'watch' | 'thrash' | null
  readonly above: number
  readonly below: number
  readonly byCause: Readonly<Partial<Record<ThrashCause, number>>>
  /** Each sponsor's weight over the whole denominator, so that sponsors sum to the index. */
  readonly bySponsor: Readonly<Record<string, number>>
  /** Each product over its own denominator; null when nothing of it was committed. */
  readonly byProduct: Readonly<Record<string, number | null>>
  /** Learning weight / (learning + counted weight); null when nothing changed. */
  readonly learningShare: number | null
  readonly lines: readonly ThrashLine[]
}

const none = 'none'
const pauseAllowed = 14
const shiftAllowed = 14
const noise = 0.2

/** The thrash index of a period: weighed changes to what was committed, over what was committed (portfolio reference 3.5). */
export function thrash(period: Period, baseline: readonly BaselineItem[], changes: readonly PlanChange[]): Thrash {
  const state: State = { period, undone: undonePairs(changes), items: new Map(baseline.map((item) => [item.id, { item, effort: item.effort, isOut: false }])) }
  const sums: Sums = { above: 0, learning: 0, byCause: new Map(), bySponsor: new Map(), byProduct: new Map() }
  const elapsed = elapsedIn(period)
  const lines: ThrashLine[] = []
  for (const [at, own] of inTime(changes)) {
    const share = elapsed(own[0]?.on ?? at)
    for (const one of own) {
      const line = lineOf(one, share, state)
      tally(sums, line)
      lines.push(line)
    }
  }
  const below = weightOf(baseline)
  const { above, learning } = sums
  const index = below === 0 ? null : above / below
  return {
    index,
    band: index === null ? null : index < 0.15 ? 'calm' : index < 0.3 ? 'watch' : 'thrash',
    above,
    below,
    byCause: below === 0 ? {} : sharesOf(sums.byCause, below),
    bySponsor: below === 0 ? {} : sharesOf(sums.bySponsor, below),
    byProduct: byProduct(sums.byProduct, baseline),
    learningShare: above + learning === 0 ? null : learning / (learning + above),
    lines,
  }
}

/** A committed item as it stands while the changes are walked. */
interface Standing {
  readonly item: BaselineItem
  /** Changed by re-scopes. */
  effort: number
  isOut: boolean
}

interface State {
  readonly period: Period
  readonly undone: ReadonlySet<string>
  readonly items: ReadonlyMap<string, Standing>
}

function lineOf(one: PlanChange, elapsed: number, { period, items, undone }: State): ThrashLine {
  const standing = items.get(one.item)
  const item = standing?.item
  const isUndone = undone.size > 0 && undone.has(one.id)
  const isOutside = elapsed >= 1 || (elapsed < 0 && one.at < (period.baselineAt ?? period.start))
  const isForeign = !item && one.kind !== 'inserted'
  const moved = isUndone || isOutside || isForeign ? 0 : movedBy(one, standing, items)
  const horizon = one.kind === 'inserted' ? horizonWeight[one.horizon ?? 'now'] : horizonWeight[item?.horizon ?? 'later']
  const timing = 1 + Math.min(1, Math.max(0, elapsed))
  const isLearned = isLearning(one, period)
  return {
    change: one.id,
    item: one.item,
    kind: one.kind,
    at: one.at,
    moved,
    horizon,
    timing,
    weight: moved * horizon * timing,
    cause: isLearned ? 'learning' : one.cause === undefined || one.cause === 'learning' ? 'unexplained' : one.cause,
    sponsor: one.sponsor ?? null,
    product: item?.product ?? one.product ?? null,
    left: isUndone ? 'undone' : isOutside ? 'outside the period' : isForeign ? 'not committed' : moved === 0 ? 'noise' : isLearned ? 'learning' : null,
  }
}

/** Person-weeks that a change moves; 0 for what is too small to count. Keeps the state of what is out and how large each item is. */
function movedBy(one: PlanChange, standing: Standing | undefined, items: State['items']): number {
  if (!standing) return insertedBy(one, items)
  const { effort: before } = standing
  const { effort } = standing.item
  const after = one.effort ?? before
  const change = Math.abs(after - before)
  switch (one.kind) {
    case 'removed':
    case 'stopped':
    case 'deferred':
    case 'paused':
      if (standing.isOut || (one.kind === 'paused' && (one.days ?? 0) <= pauseAllowed)) return 0
      standing.isOut = true
      return effort
    case 'returned':
      if (!standing.isOut) return 0
      standing.isOut = false
      return effort
    case 'inserted':
      return insertedBy(one, items)
    case 'rescoped':
      standing.effort = after
      return change >= noise * before - 1e-9 ? change : 0
    case 'retargeted':
      standing.effort = after
      return Math.max(change, 0.5 * before)
    case 'resequenced':
      return Math.abs(one.days ?? 0) >= shiftAllowed ? 0.25 * effort : 0
  }
}

/** What an inserted item brings beyond what went out to make room for it. */
const insertedBy = ({ kind, effort = 0, linked = [] }: PlanChange, items: State['items']): number =>
  kind === 'inserted' ? Math.max(0, effort - linked.reduce((total, id) => total + (items.get(id)?.item.effort ?? 0), 0)) : 0

/** It cites evidence from after the baseline, and the rightful decider had approved it when it took effect. */
function isLearning({ at, evidenceAt, approvedAt }: PlanChange, { start, baselineAt = start }: Period): boolean {
  return evidenceAt !== undefined && approvedAt !== undefined && evidenceAt > baselineAt && evidenceAt <= at && approvedAt <= at
}

/** Both sides of a change that the same actor took back within 24 hours. */
function undonePairs(changes: readonly PlanChange[]): Set<string> {
  const backs = changes.filter(({ undoes }) => undoes !== undefined)
  if (backs.length === 0) return new Set()
  const named = new Set(backs.map(({ undoes }) => undoes))
  const byId = new Map(changes.filter(({ id }) => named.has(id)).map((one) => [one.id, one]))
  return new Set(
    backs.flatMap((one) => {
      const first = byId.get(one.undoes ?? '')
      const isQuick = first !== undefined && Date.parse(one.at) - Date.parse(first.at) <= 86_400_000 && Date.parse(one.at) >= Date.parse(first.at)
      return first && isQuick && first.actor === one.actor && one.actor !== undefined ? [one.id, first.id] : []
    }),
  )
}

interface Sums {
  above: number
  learning: number
  readonly byCause: Map<string, number>
  readonly bySponsor: Map<string, number>
  readonly byProduct: Map<string, number>
}

function tally(sums: Sums, { left, weight, cause, sponsor, product }: ThrashLine): void {
  if (left === 'learning') sums.learning += weight
  if (left !== null) return
  sums.above += weight
  add(sums.byCause, cause, weight)
  add(sums.bySponsor, sponsor ?? none, weight)
  add(sums.byProduct, product ?? none, weight)
}

const add = (sums: Map<string, number>, name: string, weight: number): void => void sums.set(name, (sums.get(name) ?? 0) + weight)

function byProduct(moved: ReadonlyMap<string, number>, baseline: readonly BaselineItem[]): Record<string, number | null> {
  const committed = new Map<string, number>()
  for (const { product = none, horizon, effort } of baseline) add(committed, product, horizonWeight[horizon] * effort)
  return Object.fromEntries(
    [...new Set([...moved.keys(), ...committed.keys()])].map((name) => {
      const below = committed.get(name) ?? 0
      return [name, below === 0 ? null : (moved.get(name) ?? 0) / below]
    }),
  )
}

const sharesOf = (weights: ReadonlyMap<string, number>, below: number): Record<string, number> =>
  Object.fromEntries([...weights].map(([name, weight]) => [name, weight / below]))

/** The changes by moment, then by id: moments are sorted once each, since a long log names the same ones many times. */
function inTime(changes: readonly PlanChange[]): readonly (readonly [at: string, changes: readonly PlanChange[]])[] {
  const moments = new Map<string, PlanChange[]>()
  for (const one of changes) {
    const own = moments.get(one.at)
    if (own) own.push(one)
    else moments.set(one.at, [one])
  }
  return [...moments].map(([at, own]) => [at, own.toSorted((a, b) => compare(a.id, b.id))] as const).toSorted(([a], [b]) => compare(a, b))
}

/** The elapsed share of a period at a moment, by its day: 0 on the first day, below 1 on the last, 1 on the day after it. */
function elapsedIn({ start, end }: Period): (at: string) => number {
  const length = daysBetween(start, end) + 1
  return (at) => daysBetween(start, at.slice(0, 10)) / length
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const weightOf = (items: readonly BaselineItem[]): number => items.reduce((total, { horizon, effort }) => total + horizonWeight[horizon] * effort, 0)
