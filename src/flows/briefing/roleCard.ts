import { addDays, addPeriods, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { showVariance } from '#engines/numbers/showNumber.ts'
import { twentyOne, type Kpi } from '#metrics/twentyOne.ts'
import { isProblem, type Context, type Grain, type AnyMetric } from '#kernel'
import { scorecard, type ScoreItem } from './scorecard.ts'

/** A line over the periods of one grain, closed ones alone. */
export interface Track {
  readonly grain: Grain
  readonly points: readonly { readonly period: string; readonly value: number | null }[]
}

/** What would light a line up: a fact to import, or records to write. */
export interface Missing {
  readonly fact: string | null
  readonly noun: string | null
}

/** One of the 21 with its proof, or the reason why it is not there. `no` is null for a figure that belongs to the one above it. */
export interface KpiLine {
  readonly no: number | null
  readonly key: string
  readonly name: string
  readonly question: string
  readonly group: string
  /** Null when the reader may not see it. */
  readonly item: ScoreItem | null
  /** State and reason in one sentence. */
  readonly says: string
  readonly weeks: Track | null
  readonly months: Track | null
  readonly missing: readonly Missing[]
}

export interface RoleCard {
  readonly asOf: string
  readonly lines: readonly KpiLine[]
  readonly counts: {
    readonly measured: number
    readonly untrusted: number
    readonly targeted: number
    readonly met: number
    readonly dark: number
    readonly of: number
  }
}

/** The scorecard of a VP of Product: the 21 measures against their targets, in the order of kpis.md §4. `all` names every metric, `allowed` those that the reader may see. */
export async function roleCard(ctx: Context, all: ReadonlyMap<string, AnyMetric>, allowed: ReadonlyMap<string, AnyMetric>, asOf?: string): Promise<RoleCard> {
  const wanted = twentyOne.flatMap((kpi) => [{ ...kpi, isMain: true }, ...(kpi.also ?? []).map((key) => ({ ...kpi, key, isMain: false }))])
  const seen = new Map(wanted.flatMap(({ key }): [string, AnyMetric][] => (allowed.has(key) ? [[key, allowed.get(key) ?? fail(key)]] : [])))
  const card = await scorecard(ctx, seen, asOf)
  const lines = await Promise.all(
    wanted.map((kpi) => lineOf(ctx, kpi, all.get(kpi.key) ?? fail(kpi.key), card.items.find(({ key }) => key === kpi.key) ?? null, card.asOf)),
  )
  return { asOf: card.asOf, lines, counts: countsOf(lines) }
}

const fail = (key: string): never => {
  throw new RangeError(`There is no metric “${key}”.`)
}

async function lineOf(ctx: Context, kpi: Kpi & { readonly isMain: boolean }, metric: AnyMetric, item: ScoreItem | null, asOf: string): Promise<KpiLine> {
  const has = item !== null && item.history.some(({ value }) => value !== null)
  const [weeks, months] = has
    ? await Promise.all([track(ctx, kpi.key, metric, 'week', asOf), track(ctx, kpi.key, metric, longGrain(metric), asOf)])
    : [null, null]
  return {
    no: kpi.isMain ? kpi.no : null,
    key: kpi.key,
    name: metric.name,
    question: metric.question,
    group: kpi.group,
    item,
    says: item ? saysOf(item) : 'Made from confidential facts; an administrator sees it',
    weeks,
    months,
    missing: item && item.value === null ? missingOf(item, metric) : [],
  }
}

const longGrain = ({ grain }: AnyMetric): Grain => (grain === 'quarter' ? 'quarter' : 'month')
const lengths: Readonly<Record<Grain, number>> = { day: 30, week: 13, month: 12, quarter: 8 }

/** The last closed periods of a grain: 13 weeks, 12 months, 8 quarters. Null where the metric has no such grain: a quarterly wave has no weeks. */
async function track(ctx: Context, key: string, metric: AnyMetric, grain: Grain, asOf: string): Promise<Track | null> {
  if (grain === 'week' && metric.grain === 'quarter') return null
  const from = periodStart(addPeriods(periodOf(asOf, grain), -lengths[grain]))
  try {
    const { points } = await ctx.measure({ metric: key, grain, from, asOf })
    const closed = points.filter(({ period }) => periodStart(addPeriods(period, 1)) <= addDays(asOf, 1)).slice(-lengths[grain])
    return closed.some(({ value }) => value !== null) ? { grain, points: closed.map(({ period, value }) => ({ period, value })) } : null
  } catch (error) {
    if (isProblem(error) && error.kind !== 'unavailable') return null // the metric says that it has no such grain
    throw error
  }
}

/** Facts without a row, and records that are not there: what a person can do about a line that is dark. */
function missingOf(item: ScoreItem, metric: AnyMetric): Missing[] {
  const facts = item.freshness.inputs.filter(({ rows }) => rows === 0).map(({ fact }): Missing => ({ fact, noun: null }))
  const nouns = facts.length > 0 || item.reason !== 'no_data' ? [] : (metric.nouns ?? []).map((noun): Missing => ({ fact: null, noun }))
  return [...facts, ...nouns]
}

const nothings: Readonly<Record<string, string>> = {
  no_data: 'Dark: nothing has come in that it could be made from',
  no_denominator: 'Nothing to divide by in this period',
  immature: 'No period has closed yet',
  suppressed: 'Too few to be told',
  not_reached: 'Fewer than half have got there: the median is not reached',
}

/** How it stands against the target, and whether the line moved: one sentence for a board. */
function saysOf(item: ScoreItem): string {
  if (item.value === null && item.reason === 'unsupported') return item.why
  if (item.value === null) return nothings[item.reason ?? 'no_data'] ?? item.why
  if (item.trust.state === 'untrusted') return item.why
  const against = againstTarget(item)
  return against ? `${against}. ${item.why}` : item.why
}

/** Nothing where none is agreed: the column of targets says so. */
function againstTarget({ value, target, variance, unit, currency }: ScoreItem): string | null {
  if (!target || value === null || variance === null) return null
  const shown = showVariance(variance, 0, unit, { currency }).absolute.replace(/^[+−]/, '')
  if (target.status === 'reached') return `Meets its target${/[1-9]/.test(shown) ? `, by ${shown}` : ''}`
  return `${unmet[target.status] ?? 'Misses its target by'} ${shown}`
}

const unmet: Readonly<Record<string, string>> = {
  onPath: 'On the path to its target, short of it by',
  behind: 'Behind the path to its target, off it by',
  waiting: 'Nothing is asked by its target yet; off it by',
}

function countsOf(lines: readonly KpiLine[]): RoleCard['counts'] {
  const main = lines.filter(({ no }) => no !== null)
  const valued = main.filter(({ item }) => item !== null && item.value !== null)
  const aimed = valued.filter(({ item }) => item?.target && item.state !== 'untrusted')
  return {
    measured: valued.length,
    untrusted: valued.filter(({ item }) => item?.state === 'untrusted').length,
    targeted: aimed.length,
    met: aimed.filter(({ item }) => item?.target?.status === 'reached').length,
    dark: main.length - valued.length,
    of: main.length,
  }
}
