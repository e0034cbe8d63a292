import { addDays, periodEnd } from '#engines/numbers/dates.ts'
import type { Ledger } from '#engines/metrics/revenue/revenue.ts'
import { figureOf, nothing } from '#engines/metrics/series/figure.ts'
import { trustOf } from '#engines/metrics/series/trust.ts'
import { isMature, timing as resolve, type Timing } from '#engines/metrics/series/timing.ts'
import { Problem, type Contribution, type Finding, type MeasureRequest, type Measurement, type Metric } from '#kernel'
import type { Registry } from '../registry.ts'
import { adoption } from './adoption.ts'
import { freshnessOf, type Computed } from './envelope.ts'
import type { Facts } from './facts.ts'
import { activeAccounts, perExposure, share, type Split } from './periodic.ts'
import { behindRevenue, ledgerOf, measureRevenue, policyOf } from './revenue.ts'
import { measureSlo } from './slo.ts'

/** What a workspace decides once for all its metrics. */
export interface Terms {
  readonly currency: string
  readonly timeZone: string
  readonly preset: string
  /** The civil day of knowledge: today, or the day of `knownAt`. */
  readonly today: string
}

/** Ledgers that were built for a state of the facts, so that one page of ten revenue numbers reads the rows once. */
export type Ledgers = Map<string, Promise<Ledger>>

export interface Measuring {
  readonly registry: Registry
  readonly facts: Facts
  readonly terms: Terms
  readonly ledgers: Ledgers
  readonly quality: () => Promise<readonly Finding[]>
}

/** A number with everything that makes it believable: the envelope of kpis.md §1.4. */
export async function measure(with_: Measuring, request: MeasureRequest): Promise<Measurement> {
  const { registry, facts, terms } = with_
  const metric = registry.metric(request.metric)
  const time = timing(metric, request, terms.today, terms.timeZone)
  const policy = policyOf(request.policy, terms.preset)
  const split = splitOf(registry, metric, request.by)
  const freshness = await freshnessOf(metric, facts, registry.facts)
  const found = matured(await compute(with_, metric, request, time, split), metric, time, terms.today)
  const computed = isFed(metric, freshness) ? found : unknown(found)
  const head = figureOf(computed.points, time.headline)
  const closed = computed.points.find(({ period }) => period === time.headline)
  const { provenance, ...switches } = policy
  return {
    metric: request.metric,
    version: metric.version,
    policy: { id: provenance.id, preset: provenance.extends, switches, assumed: provenance.assumed },
    asOf: time.asOf,
    unit: metric.unit,
    currency: terms.currency,
    grain: time.grain,
    window: time.window?.text ?? null,
    timeZone: terms.timeZone,
    ...head,
    trust: trustOf(metric, request.metric, await with_.quality(), freshness, time.asOf, closed?.mature ?? true),
    freshness,
    points: computed.points,
    ...(computed.groups ? { by: request.by ?? '', groups: computed.groups } : {}),
    notes: notesOf(metric, computed, head),
    query: { request: { ...request, asOf: time.asOf }, text: computed.text },
  }
}

/** What is asked in time, or which part of it cannot be read. */
function timing(...asked: Parameters<typeof resolve>): Timing {
  try {
    return resolve(...asked)
  } catch (error) {
    throw error instanceof RangeError ? new Problem('invalid', error.message) : error
  }
}

/** Has the fact that it counts ever been brought in? Without it a zero would be a guess. */
function isFed({ compute: how }: Metric, { inputs }: Measurement['freshness']): boolean {
  const counted = 'fact' in how ? how.fact : how.by === 'revenue' ? 'subscription' : 'sli_window'
  return inputs.some(({ fact, rows }) => fact === counted && rows > 0)
}

const unknown = (computed: Computed): Computed => ({
  ...computed,
  points: computed.points.map((point) => ({ ...point, ...nothing('no_data') })),
  ...(computed.groups ? { groups: [] } : {}),
})

/** The accounts behind one period of a metric. */
export async function behind(
  with_: Measuring,
  request: MeasureRequest & { readonly period: string; readonly movement?: string },
): Promise<readonly Contribution[]> {
  const metric = with_.registry.metric(request.metric)
  if (metric.compute.by !== 'revenue')
    throw new Problem('refused', `${metric.name} does not list its accounts yet.`, 'Break it down by a dimension instead.', { code: 'unsupported' })
  const period = request.period
  const asOf = earlier(request.asOf ?? with_.terms.today, with_.terms.today)
  const end = earlier(lastDayOf(period), asOf)
  const time = timing(metric, { ...request, asOf, from: end, to: end }, with_.terms.today, with_.terms.timeZone)
  return behindRevenue(metric.compute, await ledger(with_, request, time), time, period, request.movement)
}

const earlier = (a: string, b: string): string => (a < b ? a : b)

function lastDayOf(period: string): string {
  try {
    return periodEnd(period)
  } catch {
    throw new Problem('invalid', `“${period}” is not a period.`, 'Write it as 2024-12 or 2024-Q4.', { at: { field: 'period' } })
  }
}

async function compute(with_: Measuring, metric: Metric, request: MeasureRequest, time: Timing, split: Split | null): Promise<Computed> {
  const how = metric.compute
  switch (how.by) {
    case 'revenue':
      return measureRevenue(how, metric, time, await ledger(with_, request, time), request.by)
    case 'share':
      return await share(how, time, split, with_.facts)
    case 'activeAccounts':
      return await activeAccounts(how, time, split, with_.facts)
    case 'perPayingAccount':
      return await perExposure(how, time, split, with_.facts, await exposureOf(with_, request, time, split))
    case 'adoption':
      return await adoption(how, time, split, with_.facts, await eligibilityOf(with_, request, time))
    case 'slo':
      return await measureSlo(how, time, request.by ?? null, with_.facts)
  }
}

/** A revenue ledger is built once for a state of the facts, a policy and a range. */
function ledger(with_: Measuring, request: MeasureRequest, time: Timing, override: Readonly<Record<string, unknown>> = {}): Promise<Ledger> {
  const resolved = policyOf(request.policy, with_.terms.preset)
  const { provenance: _, ...switches } = resolved
  const policy = Object.keys(override).length > 0 ? policyOf({ ...switches, ...override }, with_.terms.preset) : resolved
  const key = [with_.facts.position, policy.provenance.id, with_.terms.currency, time.asOf, time.periods[0], time.periods.at(-1)].join('|')
  const known = with_.ledgers.get(key)
  if (known) return known
  const built = ledgerOf(with_.facts, { policy, currency: with_.terms.currency, time })
  with_.ledgers.set(key, built)
  built.catch(() => with_.ledgers.delete(key))
  for (const old of [...with_.ledgers.keys()].slice(0, -12)) with_.ledgers.delete(old)
  return built
}

/** Tickets and events carry their own account, so that rates over paying accounts count each account by itself, never its parent. */
const ownAccounts = { grain: 'billing_account' }

async function exposureOf(
  with_: Measuring,
  request: MeasureRequest,
  time: Timing,
  split: Split | null,
): Promise<(period: string, group: string | null) => number | null> {
  if (time.grain !== 'month') throw new Problem('refused', 'Paying accounts are averaged over months.', 'Ask for month.', { code: 'unsupported' })
  const book = await ledger(with_, request, time, ownAccounts)
  if (split?.of !== 'account') return (period) => averageOf(book, period)
  const days = new Map(time.periods.map((period) => [period, averagesBy(book, period, with_.facts, split.column)]))
  const resolved = new Map(await Promise.all([...days].map(async ([period, groups]) => [period, await groups] as const)))
  return (period, group) => (group === null ? averageOf(book, period) : (resolved.get(period)?.get(group) ?? null))
}

const averageOf = (book: Ledger, period: string): number | null => (book.periods.includes(period) ? book.payingAccountDays(period).average : null)

/** Paying accounts of each group, as the mean of those on the first and the last day of the month. */
async function averagesBy(book: Ledger, period: string, facts: Facts, column: string): Promise<Map<string, number>> {
  const attribute = await attributesOf(facts)
  const sums = new Map<string, number>()
  for (const day of [`${period}-01`, periodEnd(period)]) {
    for (const account of book.payingOn(day)) {
      const key = attribute(account, column) ?? '(none)'
      sums.set(key, (sums.get(key) ?? 0) + 0.5)
    }
  }
  return sums
}

async function eligibilityOf(with_: Measuring, request: MeasureRequest, time: Timing) {
  const book = await ledger(with_, request, time, ownAccounts)
  const attribute = await attributesOf(with_.facts)
  const kept = new Map<string, ReadonlySet<string>>()
  return {
    attribute,
    paying(period: string) {
      const set = kept.get(period) ?? book.payingOn(earlier(periodEnd(period), time.asOf))
      kept.set(period, set)
      return set
    },
  }
}

async function attributesOf(facts: Facts): Promise<(account: string, column: string) => string | null> {
  const rows = await facts.rows('account', ['id', 'segment', 'plan', 'region', 'industry', 'channel', 'valid_from'])
  const byId = new Map(rows.toSorted((a, b) => (String(a['valid_from'] ?? '') < String(b['valid_from'] ?? '') ? -1 : 1)).map((row) => [String(row['id']), row]))
  return (account, column) => {
    const value = byId.get(account)?.[column]
    return value === null || value === undefined ? null : String(value)
  }
}

/** A dimension is a column of the fact itself, or of the account; `feature` is the event's name. */
function splitOf(registry: Registry, metric: Metric, by: string | undefined): Split | null {
  if (by === undefined) return null
  if (!metric.dimensions.includes(by))
    throw new Problem('invalid', `${metric.name} cannot be broken down by “${by}”.`, `Use ${metric.dimensions.join(', ')}.`, { code: 'dimension_not_allowed' })
  if (!('fact' in metric.compute)) return { of: 'account', column: by }
  if (by === 'feature') return { of: 'fact', column: 'name' }
  if (metric.compute.by === 'adoption' && by === 'area') return { of: 'fact', column: 'area' }
  return { of: by in registry.fact(metric.compute.fact).columns ? 'fact' : 'account', column: by }
}

function matured(computed: Computed, metric: Metric, time: Timing, today: string): Computed {
  const mark = <P extends { readonly period: string; readonly mature: boolean }>(point: P): P => ({
    ...point,
    mature: point.mature && isMature(point.period, time, metric.maturityDays, addDays(today, 0)),
  })
  return {
    ...computed,
    points: computed.points.map(mark),
    ...(computed.groups ? { groups: computed.groups.map((group) => ({ ...group, points: group.points.map(mark) })) } : {}),
  }
}

function notesOf(metric: Metric, computed: Computed, head: { readonly n: number | null }): string[] {
  const small = head.n !== null && head.n < metric.minN ? [`n = ${head.n}: fewer than ${metric.minN}, so read it with care.`] : []
  return [...computed.notes, ...small]
}
