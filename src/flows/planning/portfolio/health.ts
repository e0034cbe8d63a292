import { addPeriods, periodOf, periodStart } from '#engines/numbers/dates.ts'
import {
  gradeOf,
  propose,
  rules,
  signals,
  usualLimits,
  type Graded,
  type InputName,
  type Inputs,
  type Limits,
  type Proposal,
  type Proposed,
} from '#engines/portfolio/health/health.ts'
import { everyRow, isRecord, type AnyRow, type Context, type Grain, type Group, type Measurement, type Point, type TrustState, type Unit } from '#kernel'
import { isAnswer } from '../../refusedFigure.ts'
import { text } from '../reading.ts'
import { namesOf, productLines } from './lines.ts'
import { migrations, type MigrationLine } from './migrations.ts'

/** One figure of a product line: now, before, from which metric, and why there is none. */
export interface HealthFigure {
  readonly metric: string
  readonly unit: Unit
  readonly value: number | null
  /** The same a period before, in the metric’s own steps. */
  readonly before: number | null
  readonly period: string | null
  readonly n: number | null
  readonly trust: TrustState | null
  readonly lacks: string | null
}

export interface ProductHealth {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly lifecycle: string
  readonly owner: string | null
  readonly figures: {
    readonly revenue: HealthFigure
    readonly margin: HealthFigure
    readonly netRetention: HealthFigure
    readonly usage: HealthFigure
    readonly satisfaction: HealthFigure
    readonly tickets: HealthFigure
    readonly incidents: HealthFigure
    readonly effortShare: HealthFigure
    readonly costShare: HealthFigure
  }
  readonly inputs: Inputs
  readonly proposed: Proposed
  readonly graded: Graded
}

export interface PortfolioHealth {
  readonly today: string
  readonly currency: string
  readonly lines: readonly ProductHealth[]
  /** Where the workspace draws its lines, beside the usual ones. */
  readonly limits: { readonly own: Limits; readonly rules: readonly RuleLimits[]; readonly signals: readonly SignalLimits[] }
  readonly migrations: readonly MigrationLine[]
}

export interface RuleLimits {
  readonly proposes: Exclude<Proposal, 'hold'>
  readonly when: readonly { readonly input: InputName; readonly is: 'below' | 'above' | 'atLeast'; readonly limit: number; readonly usual: number }[]
}
export interface SignalLimits {
  readonly input: InputName
  readonly better: 'up' | 'down'
  readonly weak: number
  readonly bad: number
  readonly usual: { readonly weak: number; readonly bad: number }
}

interface Measured {
  readonly of: Measurement | null
  readonly lacks: string
}

/** The health of every product line from its metrics by product, what the rules propose for it, and the migrations under way; as of the end of a day. */
export async function portfolioHealth(ctx: Context, asOf?: string, tried?: Limits): Promise<PortfolioHealth> {
  const all = (noun: string): Promise<readonly AnyRow[]> => everyRow(ctx, noun, asOf ? { asOf } : {})
  // the workspace had no limits of its own on a day before it was founded
  const [products = [], members = [], [workspace] = []] = await Promise.all(['product', 'member', 'workspace'].map(all))
  const today = asOf ?? ctx.now().slice(0, 10)
  const limits = tried ?? limitsIn(workspace?.['healthLimits'])
  const read = await readings(ctx, today)
  const names = new Map(members.map((row) => [row.id, text(row['name'])]))
  return {
    today,
    currency: ctx.workspace.currency,
    lines: productLines(products)
      .map((row) => lineOf(row, namesOf(row, products), read, names, limits))
      .toSorted((a, b) => (b.figures.revenue.value ?? -1) - (a.figures.revenue.value ?? -1) || (a.key < b.key ? -1 : 1)),
    limits: { own: limits, ...drawn(limits) },
    migrations: await migrations(ctx, asOf),
  }
}

/** Limits as the workspace keeps them; the usual ones where it keeps none. */
export function limitsIn(kept: unknown): Limits {
  if (!isRecord(kept)) return usualLimits
  const ruled = isRecord(kept['rules']) ? kept['rules'] : {}
  const marked = isRecord(kept['signals']) ? kept['signals'] : {}
  return {
    rules: Object.fromEntries(Object.entries(ruled).map(([name, own]) => [name, numbersIn(own)])),
    signals: Object.fromEntries(
      Object.entries(marked).map(([name, own]) => {
        const ends = numbersIn(own)
        return [name, { weak: ends['weak'] ?? Number.NaN, bad: ends['bad'] ?? Number.NaN }]
      }),
    ),
  }
}

const numbersIn = (given: unknown): Record<string, number> =>
  isRecord(given) ? Object.fromEntries(Object.entries(given).map(([name, value]) => [name, typeof value === 'number' ? value : Number.NaN])) : {}

const drawn = (limits: Limits): Pick<PortfolioHealth['limits'], 'rules' | 'signals'> => ({
  rules: rules.map(({ proposes, when }) => ({
    proposes,
    when: when.map((one) => ({ ...one, limit: limits.rules[proposes]?.[one.input] ?? one.limit, usual: one.limit })),
  })),
  signals: signals.map(({ input, better, weak, bad }) => ({ input, better, ...(limits.signals[input] ?? { weak, bad }), usual: { weak, bad } })),
})

type Readings = Readonly<Record<'revenue' | 'margin' | 'netRetention' | 'usage' | 'satisfaction' | 'tickets' | 'incidents' | 'effort', Measured>>

/** Each metric once, by the dimension in which its records name products. */
async function readings(ctx: Context, asOf: string): Promise<Readings> {
  const measure = async (metric: string, by: string, grain: Grain, back: number): Promise<Measured> => {
    const from = periodStart(addPeriods(periodOf(asOf, grain), -back))
    try {
      return { of: await ctx.measure({ metric, by, grain, from, asOf }), lacks: '' }
    } catch (error) {
      if (isAnswer(error)) return { of: null, lacks: `${error.message} ${error.hint}`.trim() }
      throw error
    }
  }
  const [revenue, margin, netRetention, usage, satisfaction, tickets, incidents, effort] = await Promise.all([
    measure('product-recurring-revenue', 'product', 'month', 14),
    measure('product-margin', 'product', 'quarter', 3),
    measure('product-net-retention', 'product', 'month', 4),
    measure('active-accounts', 'area', 'quarter', 3),
    measure('csat', 'surface', 'quarter', 3),
    measure('ticket-rate', 'area', 'month', 10),
    measure('incident-rate', 'area', 'quarter', 3),
    measure('effort-spent', 'product', 'quarter', 3),
  ])
  return { revenue, margin, netRetention, usage, satisfaction, tickets, incidents, effort }
}

function lineOf(row: AnyRow, names: ReadonlySet<string>, read: Readings, members: ReadonlyMap<string, string>, limits: Limits): ProductHealth {
  const figures = {
    revenue: figureOf(read.revenue, names),
    margin: figureOf(read.margin, names),
    netRetention: figureOf(read.netRetention, names),
    usage: figureOf(read.usage, names),
    satisfaction: figureOf(read.satisfaction, names),
    tickets: ticketsOf(read, names),
    incidents: incidentsOf(read, names),
    effortShare: shareIn(read.effort, names, (point) => point.value),
    costShare: shareIn(read.margin, names, costIn),
  }
  const inputs = inputsOf(figures, read, names)
  return {
    id: row.id,
    key: row.key,
    name: text(row['name']),
    lifecycle: text(row['lifecycle']),
    owner: members.get(text(row['owner'])) ?? null,
    figures,
    inputs,
    proposed: propose(inputs, limits),
    graded: gradeOf(inputs, limits),
  }
}

/** The one group that the records call as the product; parts of a count of distinct accounts do not add up, so that two are none. */
function groupIn(of: Measurement, names: ReadonlySet<string>): Group | null {
  const own = (of.groups ?? []).filter(({ key }) => names.has(key.toLowerCase()))
  return own.length === 1 ? (own[0] ?? null) : null
}

/** The newest closed point that has a value, and the one before it. */
function lastTwo(points: readonly Point[], asOf: string): readonly [Point | null, Point | null] {
  const closed = points.filter(({ period, value }) => value !== null && isOver(period, asOf))
  return [closed.at(-1) ?? null, closed.at(-2) ?? null]
}

const isOver = (period: string, asOf: string): boolean => periodStart(addPeriods(period, 1)) <= asOf

function unknown(of: Measured, unit: Unit, lacks: string): HealthFigure {
  return { metric: of.of?.metric ?? '', unit: of.of?.unit ?? unit, value: null, before: null, period: null, n: null, trust: of.of?.trust.state ?? null, lacks }
}

function figureOf(read: Measured, names: ReadonlySet<string>): HealthFigure {
  if (!read.of) return unknown(read, 'count', read.lacks)
  const group = groupIn(read.of, names)
  if (!group) return unknown(read, 'count', `No record of ${read.of.metric} names it.`)
  const [now, before] = lastTwo(group.points, read.of.asOf)
  if (!now) return unknown(read, 'count', 'No closed period has a value.')
  return { ...told(read.of, now), before: before?.value ?? null }
}

const told = (of: Measurement, { value, period, n }: Pick<Point, 'value' | 'period' | 'n'>): HealthFigure => ({
  metric: of.metric,
  unit: of.unit,
  value,
  before: null,
  period,
  n,
  trust: of.trust.state,
  lacks: null,
})

/** Tickets a month for each account that uses the product: those of all its areas in a closed quarter over its active accounts at the quarter’s end. */
function ticketsOf({ tickets, usage }: Readings, names: ReadonlySet<string>): HealthFigure {
  if (!tickets.of) return unknown(tickets, 'ratePerAccount', tickets.lacks)
  const active = usage.of && groupIn(usage.of, names)
  const own = (tickets.of.groups ?? []).filter(({ key }) => names.has(key.toLowerCase()))
  if (!active || own.length === 0) return unknown(tickets, 'ratePerAccount', 'Nothing says which tickets are its own, or who uses it.')
  const [now, before] = lastTwo(active.points, tickets.of.asOf)
  if (!now) return unknown(tickets, 'ratePerAccount', 'No closed quarter has a value.')
  const per = (point: Point): number | null =>
    ratio(
      monthly(
        own.flatMap(({ points }) => points),
        point.period,
      ),
      point.value,
    )
  return { ...told(tickets.of, { ...now, value: per(now) }), before: before && per(before) }
}

/** The counts of a quarter’s months, as a mean month; months without a count had none. */
function monthly(points: readonly Point[], quarter: string): number {
  return points.filter(({ period }) => periodOf(periodStart(period), 'quarter') === quarter).reduce((sum, { numerator }) => sum + (numerator ?? 0), 0) / 3
}

/** An area that other records know and no incident names had none, as long as incidents are recorded at all. */
function incidentsOf({ incidents, usage, tickets }: Readings, names: ReadonlySet<string>): HealthFigure {
  if (!incidents.of) return unknown(incidents, 'count', incidents.lacks)
  const [whole, wholeBefore] = lastTwo(incidents.of.points, incidents.of.asOf)
  const isKnown = [incidents, usage, tickets].some(({ of }) => of?.groups?.some(({ key }) => names.has(key.toLowerCase())))
  if (!whole || !isKnown) return unknown(incidents, 'count', 'Nothing says which incidents are its own.')
  const own = (incidents.of.groups ?? []).filter(({ key }) => names.has(key.toLowerCase()))
  const count = (period: string): number => own.reduce((sum, group) => sum + (group.points.find((point) => point.period === period)?.value ?? 0), 0)
  return {
    ...told(incidents.of, { period: whole.period, value: count(whole.period), n: count(whole.period) }),
    before: wholeBefore ? count(wholeBefore.period) : null,
  }
}

/** A product’s part of what all groups have together. */
function shareIn(read: Measured, names: ReadonlySet<string>, of: (point: Point) => number | null): HealthFigure {
  if (!read.of) return { ...unknown(read, 'ratio', read.lacks), unit: 'ratio' }
  const groups = read.of.groups ?? []
  const own = groups.filter(({ key }) => names.has(key.toLowerCase()))
  if (own.length === 0) return { ...unknown(read, 'ratio', `No record of ${read.of.metric} names it.`), unit: 'ratio' }
  const sum = (some: readonly Group[], period: string): number =>
    some.reduce((all, group) => all + (group.points.filter((point) => point.period === period).map(of)[0] ?? 0), 0)
  const share = (period: string | undefined): number | null =>
    period === undefined || sum(groups, period) === 0 ? null : sum(own, period) / sum(groups, period)
  const [now, before] = lastTwo(read.of.points, read.of.asOf)
  return { ...told(read.of, { period: now?.period ?? '', value: share(now?.period), n: now?.n ?? null }), unit: 'ratio', before: share(before?.period) }
}

/** What running a product cost: direct, shared and support. */
function costIn({ parts }: Point): number | null {
  const costs = ['direct', 'shared', 'support'].map((name) => parts?.[name])
  return costs.every((one) => one === undefined) ? null : costs.reduce<number>((sum, one) => sum + (one ?? 0), 0)
}

/** The inputs of the rules. A figure whose metric is untrusted decides nothing. */
function inputsOf(figures: ProductHealth['figures'], read: Readings, names: ReadonlySet<string>): Inputs {
  const sure = (figure: HealthFigure): HealthFigure | null => (figure.trust === 'untrusted' || figure.value === null ? null : figure)
  const [revenue, usage, tickets, cost] = [sure(figures.revenue), sure(figures.usage), sure(figures.tickets), sure(figures.costShare)]
  const whole = (of: Measurement | null, period: string | null): number | null => of?.points.find((point) => point.period === period)?.value ?? null
  const usageShare = ratio(usage?.value, whole(read.usage.of, usage?.period ?? null))
  return {
    growth: revenue && less(ratio(revenue.value, yearBefore(read.revenue.of, names, revenue.period))),
    netRetention: sure(figures.netRetention)?.value ?? null,
    margin: sure(figures.margin)?.value ?? null,
    revenueShare: ratio(revenue?.value, whole(read.revenue.of, revenue?.period ?? null)),
    usageShare,
    usageShareBefore: usage && ratio(usage.before, whole(read.usage.of, usage.period && addPeriods(usage.period, -1))),
    usageGrowth: less(ratio(usage?.value, usage?.before)),
    costToUsage: ratio(cost?.value, usageShare),
    ticketLoad: ratio(tickets?.value, tickets && averageLoad(read, tickets.period)),
    incidents: sure(figures.incidents)?.value ?? null,
  }
}

const ratio = (a: number | null | undefined, b: number | null | undefined): number | null => (a == null || b == null || b === 0 ? null : a / b)
const less = (value: number | null): number | null => (value === null ? null : value - 1)

function yearBefore(of: Measurement | null, names: ReadonlySet<string>, period: string | null): number | null {
  const group = of && groupIn(of, names)
  return period === null ? null : (group?.points.find((point) => point.period === addPeriods(period, -12))?.value ?? null)
}

/** Tickets a month for each active account of the whole company in a quarter. */
function averageLoad({ tickets, usage }: Readings, period: string | null): number | null {
  const active = usage.of?.points.find((point) => point.period === period)?.value
  return tickets.of && period !== null ? ratio(monthly(tickets.of.points, period), active) : null
}
