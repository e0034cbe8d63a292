import type { Activity } from '#engines/metrics/activity/activity.ts'
import { addPeriods, periodEnd, periodStart } from '#engines/numbers/dates.ts'
import type { Ledger, ResolvedPolicy } from '#engines/metrics/revenue/revenue.ts'
import { figureOf } from '#engines/metrics/series/figure.ts'
import { fedOnly, matured, smallNotes } from '#engines/metrics/series/finished.ts'
import { splitOf } from '#engines/metrics/ways/split.ts'
import { trustOf } from '#engines/metrics/series/trust.ts'
import { timing as resolve, type Timing } from '#engines/metrics/series/timing.ts'
import { policyId, switched, type Switched } from '#engines/metrics/ways/switches.ts'
import { OutOfRange, Refused, type Asked, type Computed, type Given, type Read, type Row } from '#engines/metrics/ways/way.ts'
import { isProblem, Problem, type AnyRow, type Contribution, type Finding, type MeasureRequest, type Measurement, type Metric } from '#kernel'
import type { Registry } from '../registry.ts'
import { freshnessOf } from './envelope.ts'
import type { Facts } from './facts.ts'
import { ledgerOf, policyOf } from './ledger.ts'
import type { Bound } from '#engines/metrics/ways/ways.ts'
import { inItsTurn } from '#platform/inItsTurn.ts'

/** What a workspace decides once for all its metrics. */
export interface Terms {
  readonly currency: string
  readonly timeZone: string
  readonly preset: string
  /** The civil day of knowledge: today, or the day of `knownAt`. */
  readonly today: string
}

/** What was made of the facts that it read, under their positions: ledgers, and what ways computed. */
export type Made<T> = Map<string, Promise<T>>

export interface Measuring {
  readonly registry: Registry
  readonly facts: Facts
  readonly terms: Terms
  readonly ledgers: Made<Ledger>
  readonly computed: Made<Computed>
  /** How far the record of objects has come. */
  readonly seq: string
  readonly activity: () => Promise<Activity>
  readonly quality: () => Promise<readonly Finding[]>
  /** The rows of a noun as they stood on a day; none where there is no record. */
  readonly objects: (noun: string, asOf: string) => Promise<readonly AnyRow[]>
  readonly known: (key: string) => Promise<Known>
}

/** A metric with the way that computes it: of the code, or defined by people of the workspace (then it names its definition). */
export interface Known {
  readonly metric: Omit<Metric, 'compute'> & Partial<Pick<Metric, 'compute'>>
  readonly way: Bound
  readonly preset?: string
  readonly definition?: string
}

/** A request with everything in it resolved. */
interface Resolved extends Known {
  readonly policy: ResolvedPolicy
  readonly switches: Switched
  readonly asked: Asked
}

/** A number with everything that makes it believable: the envelope of kpis.md §1.4. */
export async function measure(with_: Measuring, request: MeasureRequest): Promise<Measurement> {
  const { facts, terms, registry } = with_
  const resolved = await resolveRequest(with_, request)
  const { metric, way, policy, switches, asked } = resolved
  const { time } = asked
  const parts = [freshnessOf(metric.inputs, facts, registry.facts, time), computedOf(with_, resolved), with_.quality()] as const
  await Promise.allSettled(parts) // who hears a refusal may close the store: nothing may still be read then
  const [freshness, series, faults] = await Promise.all(parts)
  const counted = freshness.inputs.find(({ fact }) => fact === way.counts)
  const computed = matured(way.counts === null ? series : fedOnly(series, counted, time), metric.maturityDays, time, terms.today)
  const headline = computed.headline === undefined ? time.headline : computed.headline
  const head = figureOf(computed.points, headline)
  const closed = computed.points.find(({ period }) => period === headline)
  const { provenance, ...revenue } = policy
  return {
    metric: request.metric,
    version: metric.version,
    ...(resolved.definition ? { definition: resolved.definition } : {}),
    policy: {
      id: policyId(provenance.id, switches),
      preset: provenance.extends,
      switches: { ...revenue, ...switches.own },
      assumed: [...provenance.assumed, ...switches.assumed],
    },
    asOf: time.asOf,
    period: headline,
    unit: metric.unit,
    currency: terms.currency,
    grain: time.grain,
    window: time.window?.text ?? null,
    timeZone: terms.timeZone,
    ...head,
    trust: trustOf(metric, request.metric, faults, freshness, time.asOf, closed?.mature ?? true, computed.broken),
    freshness,
    points: computed.points,
    ...(computed.groups ? { by: request.by ?? '', groups: computed.groups } : {}),
    ...(computed.cohorts ? { cohorts: computed.cohorts } : {}),
    notes: [...computed.notes, ...smallNotes(head.n, metric.minN, headline)],
    query: { request: { ...request, asOf: time.asOf }, text: `${computed.text}; ${metric.formula}` },
  }
}

/** What stands behind one period of a metric. */
export async function behind(
  with_: Measuring,
  request: MeasureRequest & { readonly period: string; readonly movement?: string },
): Promise<readonly Contribution[]> {
  const asOf = earlier(request.asOf ?? with_.terms.today, with_.terms.today)
  const end = earlier(lastDayOf(request.period), asOf)
  const alone = await resolveRequest(with_, { ...request, asOf, from: end, to: end })
  const back = answered(() => alone.way.lookBack(alone.asked.switches))
  const resolved = back === 0 ? alone : await resolveRequest(with_, { ...request, asOf, from: periodStart(addPeriods(request.period, -back)), to: end })
  const { metric, way, asked } = resolved
  const list = way.behind
  if (!list)
    throw new Problem('refused', `${metric.name} does not list what is behind it yet.`, 'Break it down by a dimension instead.', { code: 'unsupported' })
  const given = await read(with_, resolved, way.behindReads)
  return answered(() => list({ ...asked, ...(request.movement ? { movement: request.movement } : {}) }, given, request.period))
}

async function resolveRequest({ registry, terms, known }: Measuring, request: MeasureRequest): Promise<Resolved> {
  const own = await known(request.metric)
  const { metric, way, preset = terms.preset } = own
  return answered(() => {
    const switches = switched(way.switches, request.policy)
    const time = resolve(metric, request, terms.today, terms.timeZone)
    const by = splitOf(metric, way, request.by, (fact) => registry.fact(fact).columns)
    const asked = { time, by, currency: terms.currency, today: terms.today, minN: metric.minN, maturityDays: metric.maturityDays, switches: switches.own }
    return { ...own, policy: policyOf(switches.rest, preset), switches, asked }
  })
}

const misasked = new Set(['invalid', 'dimension_not_allowed'])

/** Runs what an engine does, and says its refusals in the kernel's words. */
function answered<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refused) throw new Problem(misasked.has(error.code) ? 'invalid' : 'refused', error.message, error.hint, { code: error.code })
    throw error instanceof OutOfRange ? new Problem('invalid', error.message) : error
  }
}

/** What a way computes is computed once for a state of the facts that it reads, however often others change. */
async function computedOf(with_: Measuring, resolved: Resolved): Promise<Computed> {
  const { facts, computed, seq } = with_
  const { metric, way, policy, switches, asked, definition = '' } = resolved
  const reads = Object.values(answered(() => way.reads(asked)))
  const own = reads.map((one) => ('noun' in one ? seq : facts.positionOf('fact' in one ? [one.fact] : one)))
  const rest = [facts.positionOf(way.activity ? ['event'] : []), way.ledger && facts.positionOf(ofLedgers)]
  const key = JSON.stringify([metric.name, metric.version, metric.formula, definition, policyId(policy.provenance.id, switches), asked, own, rest])
  return await made(computed, key, 2000, async () => {
    const given = await read(with_, resolved)
    return await inItsTurn(() => answered(() => way.figures(asked, given)))
  })
}

/** What was made under a key before, or is made now; a failure is not kept. */
function made<T>(all: Made<T>, key: string, most: number, make: () => Promise<T>): Promise<T> {
  const known = all.get(key)
  if (known) return known
  const fresh = make()
  all.set(key, fresh)
  fresh.catch(() => all.delete(key))
  for (const old of all.keys().take(Math.max(0, all.size - most))) all.delete(old)
  return fresh
}

async function read(with_: Measuring, { way, policy, asked }: Resolved, wanted: Bound['reads'] = way.reads): Promise<Given> {
  const reads = Object.entries(answered(() => wanted(asked)))
  const [activity, ledger, ...tables] = await Promise.all([
    way.activity ? with_.activity() : null,
    way.ledger === null ? null : ledgerIn(with_, atGrain(policy, way.ledger, with_.terms.preset), asked.time),
    ...reads.map(async ([name, one]): Promise<[string, readonly Row[]]> => [name, await rowsOf(with_, one, asked.time)]),
  ])
  const byName = new Map(tables)
  return { activity, ledger, rows: (name) => byName.get(name) ?? [] }
}

const rowsOf = ({ facts, objects }: Measuring, one: Read, { asOf }: Timing): Promise<readonly Row[]> =>
  'noun' in one ? objects(one.noun, asOf) : 'fact' in one ? facts.rows(one.fact, one.columns) : facts.ask(one)

/** Tickets and events carry their own account, so that rates over paying accounts count each account by itself, never its parent; margins are by product. */
function atGrain(policy: ResolvedPolicy, ledger: Bound['ledger'], preset: string): ResolvedPolicy {
  const { provenance: _, ...switches } = policy
  return ledger === 'asked' ? policy : policyOf({ ...switches, grain: ledger === 'byProduct' ? 'product' : 'billing_account' }, preset)
}

/** A revenue ledger is built once for a state of its facts, a policy and a range. */
function ledgerIn({ facts, terms, ledgers }: Measuring, policy: ResolvedPolicy, time: Timing): Promise<Ledger> {
  const key = [facts.positionOf(ofLedgers), policy.provenance.id, terms.currency, time.asOf, time.periods[0], time.periods.at(-1)].join('|')
  return made(ledgers, key, 12, () => inItsTurn(() => ledgerOf(facts, { policy, currency: terms.currency, time })))
}

const ofLedgers = ['account', 'subscription', 'fx_rate']

/** Recurring revenue on the last day of every month since one, in units of the currency, as the workspace counts it; nothing while some row cannot be measured. */
export async function closingsOf(with_: Measuring, from: string): Promise<ReadonlyMap<string, number>> {
  const { registry, terms } = with_
  const time = resolve(registry.metric('mrr-movements'), { from }, terms.today, terms.timeZone)
  const ledger = await ledgerIn(with_, policyOf(undefined, terms.preset), time).catch(orNothing)
  return new Map(ledger?.movements().map(({ period, closing }) => [period, closing / 1_000_000]))
}

const orNothing = (error: unknown): null | Promise<never> =>
  isProblem(error) && (error.kind === 'refused' || error.details.code === 'reconciliation') ? null : Promise.reject(error)

const earlier = (a: string, b: string): string => (a < b ? a : b)

function lastDayOf(period: string): string {
  try {
    return periodEnd(period)
  } catch {
    throw new Problem('invalid', `“${period}” is not a period.`, 'Write it as 2024-12 or 2024-Q4.', { at: { field: 'period' } })
  }
}
