import { everyRow, Problem, type AnyRow, type Context, type Measurement } from '#kernel'
import { differenceOf, type Difference } from '#engines/semantic/definition/difference.ts'
import { voucherOf } from '../vouched.ts'
import { formulaOf } from './defined.ts'
import { definitionIn, isDefined, keyAndVersion, proposalOf, specAsked, versionsOf } from './stored.ts'

/** The record of a defined metric. Throws a Problem when there is none of that key. */
export async function definedRow(ctx: Context, key: string): Promise<AnyRow> {
  const { items } = await ctx.read('metric', { filter: { metricKey: key }, limit: 1 })
  const [row] = items
  if (row && isDefined(row)) return row
  throw new Problem('missing', `No metric “${key}” is defined here.`, 'Import a definition first: throughline metrics import FILE.')
}

/** What checking a definition found: the wording that was checked, whether it may be certified, and why not. */
export interface Checked {
  readonly hash: string
  readonly passes: boolean
  readonly says: string
  readonly at: string
  readonly value: number | null
  readonly trust: string
}

const seen = 6

/** Measures the wording that waits to be certified, and keeps what came of it: it must compile, give a number, and rest on sound inputs. */
export async function checkDefined(
  ctx: Context,
  key: string,
  known?: AnyRow,
): Promise<{ readonly row: AnyRow; readonly checked: Checked; readonly measurement: Measurement | null }> {
  const row = known ?? (await definedRow(ctx, key))
  const proposal = proposalOf(row)
  const hash = proposal?.hash ?? String(row['definitionHash'])
  const found = await ctx.measure({ metric: proposal ? `${key}@proposed` : key }).catch((error: unknown) => {
    if (error instanceof Problem) return error
    throw error
  })
  const measurement = found instanceof Problem ? null : found
  const [passes, says] = found instanceof Problem ? [false, found.message] : verdict(found)
  const checked: Checked = { hash, passes, says, at: ctx.now(), value: measurement?.value ?? null, trust: measurement?.trust.state ?? 'untrusted' }
  return { row: await ctx.perform('metric', 'recordCheck', { id: row.id, version: row.version }, { checked }), checked, measurement }
}

function verdict({ points, trust }: Measurement): [boolean, string] {
  const last = points.slice(-seen)
  if (last.every(({ value }) => value === null)) return [false, `none of the last ${last.length} periods has a value (${last.at(-1)?.reason ?? 'no_data'}).`]
  const word = voucherOf(trust)
  const fault = trust.reasons.find(({ says }) => says !== word)
  if (trust.state === 'untrusted' || word !== null) return [false, fault?.says ?? 'its inputs cannot be trusted.']
  return [true, `${last.filter(({ value }) => value !== null).length} of the last ${last.length} periods have a value, and the checks of its inputs pass.`]
}

/**
 * A second person vouches for a definition, or for the revision that is proposed. Its checks run first. What the revision does to the number is
 * kept as a note on the metric’s line. `seen` is the `revision` that this person read; what somebody wrote since is a conflict, so that nobody vouches unseen.
 */
export async function certifyDefined(
  ctx: Context,
  key: string,
  why?: string,
  seen?: number,
): Promise<{ readonly row: AnyRow; readonly checked: Checked; readonly effect: string | null }> {
  const before = await definedRow(ctx, key)
  if (seen !== undefined && seen !== before.version)
    throw new Problem('conflict', `${String(before['name'])} has changed since you looked at it.`, 'Look at what waits now, then certify it.', {
      code: 'stale-version',
    })
  const proposal = proposalOf(before)
  const told = proposal ? await restatement(ctx, key, 'proposed') : null
  const { checked, row: tried } = await checkDefined(ctx, key, before)
  const row = await ctx.perform('metric', 'certify', { id: before.id, version: tried.version }, {}, why)
  if (!proposal || !told) return { row, checked, effect: null }
  const effect = effectOf(told, Number(row['definitionVersion']), proposal.why)
  await ctx.perform(
    'note',
    'create',
    {},
    {
      name: `${String(row['name'])}: version ${String(row['definitionVersion'])} counts`,
      on: ctx.now().slice(0, 10),
      kind: 'definition',
      metrics: [key],
      says: effect,
    },
  )
  return { row, checked, effect }
}

function effectOf({ points }: Restatement, version: number, why: string): string {
  const moved = points.filter(({ before, after }) => before !== after)
  const last = points.findLast(({ mature, after }) => mature && after !== null)
  const head = last ? ` In ${last.period} it is ${say(last.after)} instead of ${say(last.before)}.` : ''
  return `Version ${version}: ${why}. ${moved.length} of ${points.length} periods are restated.${head}`
}

const say = (value: number | null): string => (value === null ? 'nothing' : String(Math.round(value * 10_000) / 10_000))

export interface RestatedPoint {
  readonly period: string
  readonly before: number | null
  readonly after: number | null
  /** after − before; null where one of them has no value. */
  readonly difference: number | null
  readonly mature: boolean
}

/** One metric under two wordings, period by period. */
export interface Restatement {
  readonly metric: string
  readonly unit: Measurement['unit']
  readonly currency: string
  readonly before: { readonly version: number; readonly definition: string | null; readonly says: string }
  readonly after: { readonly version: number; readonly definition: string | null; readonly says: string }
  readonly points: readonly RestatedPoint[]
  readonly difference: Difference
}

/** The series of the wording that counts beside another one: a number such as 1, or the proposed revision. Old stands first. */
export async function restatement(ctx: Context, key: string, version: string): Promise<Restatement> {
  const row = await definedRow(ctx, key)
  const [counts, other] = [specAsked(row, null), specAsked(row, version)]
  const [own, theirs] = [counts ? definitionIn(counts.spec) : null, other ? definitionIn(other.spec) : null]
  if (!counts || !other || !own || !theirs) {
    const known = [...versionsOf(row).map((one) => String(one.version)), ...(proposalOf(row) ? ['proposed'] : [])]
    throw new Problem('missing', `${key} has no version “${version}”.`, `It has ${known.join(', ')}.`, { at: { field: 'version' } })
  }
  const isNewer = version === 'proposed'
  const [now, asked] = [await ctx.measure({ metric: key }), await ctx.measure({ metric: `${key}@${version}` })]
  const [before, after] = isNewer ? [now, asked] : [asked, now]
  const [oldSpec, newSpec] = isNewer ? [own, theirs] : [theirs, own]
  return {
    metric: key,
    unit: now.unit,
    currency: now.currency,
    before: { version: before.version, definition: before.definition ?? null, says: formulaOf(oldSpec.metric) },
    after: { version: after.version, definition: after.definition ?? null, says: formulaOf(newSpec.metric) },
    points: sideBySide(before, after),
    difference: differenceOf(oldSpec, newSpec),
  }
}

function sideBySide(before: Measurement, after: Measurement): RestatedPoint[] {
  const old = new Map(before.points.map((point) => [point.period, point.value]))
  return after.points.map(({ period, value, mature }) => {
    const was = old.get(period) ?? null
    return { period, before: was, after: value, difference: was === null || value === null ? null : value - was, mature }
  })
}

/** The difference between two wordings of a metric; the newest two when none is named. */
export async function versionsDiffer(
  ctx: Context,
  key: string,
  from?: string,
  to?: string,
): Promise<Difference & { readonly from: string; readonly to: string }> {
  const row = await definedRow(ctx, key)
  const all = [...versionsOf(row).map((one) => String(one.version)), ...(proposalOf(row) ? ['proposed'] : [])]
  const [last = '1', previous] = all.toReversed()
  const [old, now] = [from ?? previous ?? last, to ?? last]
  const [a, b] = [specAsked(row, old), specAsked(row, now)].map((one) => (one ? definitionIn(one.spec) : null))
  if (!a || !b) throw new Problem('missing', `${key} has no version “${a ? now : old}”.`, `It has ${all.join(', ')}.`)
  return { from: old, to: now, ...differenceOf(a, b) }
}

/** A thing that rests on a metric. */
export interface Dependant {
  readonly noun: string
  readonly id: string
  readonly key: string
  readonly name: string
  readonly how: string
}

/** Everything that would feel a metric’s end: targets and key results, other definitions, and reviews that show it. */
export async function dependants(
  ctx: Context,
  key: string,
  referrers: readonly { readonly noun: string; readonly field: string }[],
): Promise<readonly Dependant[]> {
  const { items } = await ctx.read('metric', { filter: { metricKey: keyAndVersion(key).key }, limit: 1 })
  const [row] = items
  if (!row) throw new Problem('missing', `There is no metric “${key}”.`)
  const found: Dependant[] = []
  for (const { noun, field } of referrers) {
    const page = await ctx.read(noun, { filter: { [field]: row.id }, limit: 200 })
    found.push(...page.items.map((one) => dependant(noun, one, field === 'successor' ? 'is replaced by it' : `names it as its ${field}`)))
  }
  const name = `"name":"${key.replaceAll('-', '_')}"`
  for (const other of await everyRow(ctx, 'metric'))
    if (other.id !== row.id && isDefined(other) && JSON.stringify(other['spec']).includes(name)) found.push(dependant('metric', other, 'takes it as an input'))
  const reviews = await ctx.read('review', { limit: 100, sort: '-createdAt' })
  for (const review of reviews.items) if (JSON.stringify(review['figures'] ?? null).includes(`"${key}"`)) found.push(dependant('review', review, 'shows it'))
  return found
}

const dependant = (noun: string, row: AnyRow, how: string): Dependant => ({
  noun,
  id: row.id,
  key: row.key,
  name: String(row['name'] ?? row['title'] ?? row.key),
  how,
})
