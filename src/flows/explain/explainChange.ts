import { capital } from '#engines/numbers/capital.ts'
import { retentionChange } from '#engines/metrics/explain/ledger.ts'
import { rateMix, type RateMix } from '#engines/metrics/explain/rateMix.ts'
import { showNumber, showVariance } from '#engines/numbers/showNumber.ts'
import { showPeriod, showWhen } from '#engines/numbers/showPeriod.ts'
import { declaredBetween, sayDeclared, type Declared } from '../declared.ts'
import { isAnswer } from '../refusedFigure.ts'
import { isNothing, reasonOf } from '../whyMissing.ts'
import { isMovementPoint, Problem, type Context, type Group, type MeasureRequest, type Measurement, type AnyMetric, type Point } from '#kernel'

export interface GroupPart {
  readonly key: string
  readonly n: number | null
  readonly before: number | null
  readonly after: number | null
  /** A part that has a value on one side alone, by name; null for one that has both, or neither. */
  readonly stands: 'new' | 'gone' | null
  /** Its share of the whole, before and after; null where shares make no sense. */
  readonly weight: readonly [number, number] | null
  readonly byRate: number | null
  readonly byMix: number | null
  /** What it adds to the change of the whole; null when the parts of this dimension do not add up. */
  readonly part: number | null
}

export interface DimensionChange {
  readonly by: string
  /** rateMix: parts of a ratio; sum: parts of an amount; apart: distinct counts or quantiles, whose parts do not add up to the whole. */
  readonly kind: 'rateMix' | 'sum' | 'apart'
  readonly parts: readonly GroupPart[]
  /** What the parts leave of the change: rounding, or rows that no group holds. */
  readonly rest: number | null
  readonly isSimpson: boolean
  /** How far the change sits elsewhere than the base: 0 spread as the base is, towards 1 all in a small part. Dimensions are ranked by it. */
  readonly concentration: number | null
  readonly says: string
}

export interface ChangeExplained {
  readonly metric: string
  readonly period: string | null
  readonly against: string | null
  readonly before: number | null
  readonly after: number | null
  readonly change: number | null
  /** Which period has no value to compare with, and why; null when both have one. */
  readonly lacks: string | null
  /** Net retention as its shares of the month’s opening; null for other metrics. */
  readonly flows: readonly { readonly name: 'expansion' | 'contraction' | 'churn'; readonly part: number }[] | null
  /** Changes of the process, the definition or the policy between the two: told before anything that happened in the world. */
  readonly declared: readonly Declared[]
  readonly dimensions: readonly DimensionChange[]
  readonly refused: readonly { readonly by: string; readonly because: string }[]
  readonly sentence: string
}

type Asked = MeasureRequest & { readonly period?: string; readonly against?: string }

/** Why a number moved from one closed period to another: by every dimension that it allows, the one that tells most first. Arithmetic, never a cause. */
export async function explainChange(ctx: Context, metric: AnyMetric, { period, against, ...request }: Asked): Promise<ChangeExplained> {
  const whole = await ctx.measure(request)
  const span = spanOf(whole, period, against)
  if (!span) return { ...empty, metric: request.metric, sentence: 'There are no two closed periods to compare yet.' }
  const asked = await Promise.all(
    metric.dimensions.map(
      async (by) =>
        await ctx.measure({ ...request, by }).then(
          (measured) => ({ by, measured }),
          (error: unknown) => refusal(by, error),
        ),
    ),
  )
  const dimensions = asked
    .flatMap((one) => ('measured' in one ? [dimensionOf(one.by, one.measured.groups ?? [], span, whole)] : []))
    .toSorted((a, b) => (b.concentration ?? -1) - (a.concentration ?? -1))
  const [before, after] = [span.before.value, span.after.value]
  const declared = await declaredBetween(ctx, { metric, request, step: span, shown: whole, isWhole: true })
  return {
    metric: request.metric,
    period: span.after.period,
    against: span.before.period,
    before,
    after,
    change: before === null || after === null ? null : after - before,
    lacks: lacking(span),
    flows: lacking(span) !== null ? null : await flowsOf(ctx, metric, request, span),
    declared,
    dimensions,
    refused: asked.flatMap((one) => ('because' in one ? [one] : [])),
    sentence: sentenceOf(metric, whole, span, { declared: sayDeclared(declared), lead: dimensions[0] }),
  }
}

const empty: ChangeExplained = {
  metric: '',
  period: null,
  against: null,
  before: null,
  after: null,
  change: null,
  lacks: null,
  flows: null,
  declared: [],
  dimensions: [],
  refused: [],
  sentence: '',
}

interface Span {
  readonly before: Point
  readonly after: Point
}

function refusal(by: string, error: unknown): { readonly by: string; readonly because: string } {
  if (isAnswer(error)) return { by, because: error.message }
  throw error
}

/** The newest closed period and the one before it, or those asked for. */
function spanOf({ points }: Measurement, period: string | undefined, against: string | undefined): Span | null {
  const closed = points.filter(({ mature, value }) => mature && value !== null)
  const after = period === undefined ? closed.at(-1) : points.find((point) => point.period === period)
  if (!after && period !== undefined)
    throw new Problem('invalid', `There is no ${period} in this series.`, 'Choose one of its periods.', { at: { field: 'period' } })
  const earlier = closed.filter((point) => point.period < (after?.period ?? ''))
  const before = against === undefined ? earlier.at(-1) : points.find((point) => point.period === against)
  return after && before ? { before, after } : null
}

function dimensionOf(by: string, groups: readonly Group[], span: Span, whole: Measurement): DimensionChange {
  const pairs = groups.map((group) => ({ group, before: at(group, span.before.period), after: at(group, span.after.period) }))
  const [from, to] = [span.before.value, span.after.value]
  if (from === null || to === null) return untold(by, pairs, span)
  const split = ratioSplit(pairs, span)
  const change = to - from
  const isSum = split === null && !middles.has(whole.unit) && isAdditive(pairs, span)
  const parts = pairs
    .map((pair): GroupPart => {
      const own = split?.mix.parts.find(({ segment }) => segment === pair.group.key)
      const shared = sharedOf(pair)
      const { before, after } = shared
      if (own && split) {
        const [byRate, byMix] = [own.byRate * split.scale, own.byMix * split.scale]
        return { ...shared, weight: own.weight, byRate, byMix, part: byRate + byMix }
      }
      if (!isSum) return { ...shared, weight: null, byRate: null, byMix: null, part: null }
      return {
        ...shared,
        weight: [share(before, span.before.value), share(after, span.after.value)],
        byRate: null,
        byMix: null,
        part: (after ?? 0) - (before ?? 0),
      }
    })
    .toSorted((a, b) => Math.abs(b.part ?? 0) - Math.abs(a.part ?? 0) || (b.n ?? 0) - (a.n ?? 0))
  const kind = split ? 'rateMix' : isSum ? 'sum' : 'apart'
  const rest = kind === 'apart' ? null : change - parts.reduce((sum, { part }) => sum + (part ?? 0), 0)
  const told = {
    by,
    kind,
    parts,
    rest,
    isSimpson: split?.mix.isSimpson ?? false,
    concentration: kind === 'apart' ? null : concentrationOf(parts, change),
  } as const
  return { ...told, says: leadSays(told, whole) }
}

/** A period without a value is no zero: its parts stand as they are, and none has moved. */
function untold(by: string, pairs: readonly Pair[], span: Span): DimensionChange {
  const parts = pairs.map((pair): GroupPart => ({ ...sharedOf(pair), weight: null, byRate: null, byMix: null, part: null }))
  return {
    by,
    kind: 'apart',
    parts: parts.toSorted((a, b) => (b.n ?? 0) - (a.n ?? 0)),
    rest: null,
    isSimpson: false,
    concentration: null,
    says: capital(`${lacking(span) ?? 'there is no value to compare with'}.`),
  }
}

function sharedOf({ group, before: old, after: now }: Pair): Pick<GroupPart, 'key' | 'n' | 'before' | 'after' | 'stands'> {
  const [before, after] = [old?.value ?? null, now?.value ?? null]
  const stands = before === null && after !== null && isNothing(old) ? 'new' : before !== null && after === null && isNothing(now) ? 'gone' : null
  return { key: group.key, n: now?.n ?? group.n, before, after, stands }
}

/** “August 2024 has no value: no rows were recorded for it”; null when both periods have one. */
function lacking({ before, after }: Span): string | null {
  const empty = [before, after].filter(({ value }) => value === null)
  return empty.length === 0 ? null : empty.map((point) => `${showPeriod(point.period)} has no value: ${reasonOf(point)}`).join('; ')
}

const at = (group: Group, period: string): Point | undefined => group.points.find((point) => point.period === period)
const share = (part: number | null, whole: number | null): number => (part === null || !whole ? 0 : part / whole)

interface Pair {
  readonly group: Group
  readonly before: Point | undefined
  readonly after: Point | undefined
}

/** Groups may miss or share this part of the whole, such as an account that changed its plan within the month; what they leave is told as the rest. */
const overlap = 0.005

/** Rate and mix, when the fractions of the groups add up to the fraction of the whole at both ends. `scale` is what the unit multiplies the fraction by. */
function ratioSplit(pairs: readonly Pair[], { before, after }: Span): { readonly mix: RateMix; readonly scale: number } | null {
  const [old, now] = [scaleOf(before), scaleOf(after)]
  if (old === null || now === null || Math.abs(old - now) > 1e-9 * Math.abs(now)) return null
  if (
    !addsUp(
      pairs.map((pair) => pair.before),
      before,
    ) ||
    !addsUp(
      pairs.map((pair) => pair.after),
      after,
    )
  )
    return null
  const mix = rateMix(pairs.map((pair) => ({ segment: pair.group.key, before: fractionOf(pair.before), after: fractionOf(pair.after) })))
  return mix && { mix, scale: now }
}

const fractionOf = (point: Point | undefined) => ({ numerator: point?.numerator ?? 0, denominator: Math.max(0, point?.denominator ?? 0) })

function scaleOf({ value, numerator, denominator }: Point): number | null {
  if (value === null || !numerator || !denominator || denominator < 0) return null
  const scale = value / (numerator / denominator)
  return [1, 100].find((plain) => Math.abs(scale - plain) < 1e-9 * plain) ?? null
}

function addsUp(parts: readonly (Point | undefined)[], whole: Point): boolean {
  const close = (sum: number, total: number | null) => total !== null && Math.abs(sum - total) <= overlap * Math.max(1, Math.abs(total))
  return close(total(parts, 'numerator'), whole.numerator) && close(total(parts, 'denominator'), whole.denominator)
}

const total = (parts: readonly (Point | undefined)[], side: 'numerator' | 'denominator' | 'value'): number =>
  parts.reduce((sum, point) => sum + (point?.[side] ?? 0), 0)

/** Units of means and quantiles: where one group alone has a value it is the whole by chance, never a part of it. */
const middles: ReadonlySet<string> = new Set(['days', 'hours', 'minutes', 'seconds', 'milliseconds', 'score', 'points'])

function isAdditive(pairs: readonly Pair[], { before, after }: Span): boolean {
  const close = (parts: readonly (Point | undefined)[], whole: Point) =>
    Math.abs(total(parts, 'value') - (whole.value ?? 0)) <= 1e-6 * Math.max(1e-9, Math.abs(whole.value ?? 0))
  return (
    pairs.length > 0 &&
    close(
      pairs.map((pair) => pair.before),
      before,
    ) &&
    close(
      pairs.map((pair) => pair.after),
      after,
    )
  )
}

/** Total variation between where the change is and where the base is, over the parts that moved with the whole. */
function concentrationOf(parts: readonly GroupPart[], change: number): number | null {
  const along = parts.map(({ part }) => Math.max(0, (part ?? 0) * Math.sign(change)))
  const sum = along.reduce((all, part) => all + part, 0)
  if (sum === 0 || parts.length < 2) return null
  return parts.reduce((all, { weight }, index) => all + Math.max(0, (along[index] ?? 0) / sum - ((weight?.[0] ?? 0) + (weight?.[1] ?? 0)) / 2), 0)
}

/** “Mid-market took 1.8 pts; the others gave back 0.3 pts.” Of what adds up: “Mid-market fell by 12; the others rose by 3.” */
function leadSays({ by, kind, parts, isSimpson }: Omit<DimensionChange, 'says'>, whole: Measurement): string {
  if (kind === 'apart') return 'The parts overlap or are quantiles: each is told by itself, and they do not add up.'
  const lead = parts[0]
  if (!lead || lead.part === null || lead.part === 0) return 'No part moved.'
  const amount = (value: number) => showVariance(Math.abs(value), 0, whole.unit, { currency: whole.currency }).absolute.replace('+', '')
  const others = parts.slice(1).reduce((sum, { part }) => sum + (part ?? 0), 0)
  const name = `${partName(by, lead.key)}${lead.stands === 'new' ? ', new in the period,' : lead.stands === 'gone' ? ', gone since,' : ''}`
  const went = (part: number) => (kind === 'sum' ? (part > 0 ? 'rose by' : 'fell by') : part > 0 ? 'added' : 'took')
  const led = `${name} ${went(lead.part)} ${amount(lead.part)}`
  const isBack = kind !== 'sum' && others > 0 && lead.part < 0
  const rest = Math.abs(others) < Math.abs(lead.part) * 0.02 ? 'the others stood still' : `the others ${isBack ? 'gave back' : went(others)} ${amount(others)}`
  return `${led}; ${rest}${isSimpson ? '. The whole moved against every part: the mix changed' : ''}`
}

interface Told {
  readonly declared: string
  readonly lead: DimensionChange | undefined
}

/** A part as it stands in a sentence: “P1” for the priority p1, “Tier 2” for the tier 2, other values as they are. */
function partName(by: string, key: string): string {
  if (key === '' || key === '(none)') return 'What is not stated'
  if (/^\d/.test(key)) return `${capital(by.replaceAll(/_+/g, ' '))} ${key}`
  return /^[a-z]\d$/.test(key) ? key.toUpperCase() : key
}

function sentenceOf(metric: AnyMetric, whole: Measurement, { before, after }: Span, { declared, lead }: Told): string {
  if (before.value === null || after.value === null) return `${metric.name} cannot be compared. ${lacking({ before, after }) ?? ''}.`
  const { absolute } = showVariance(after.value, before.value, whole.unit, { currency: whole.currency })
  const show = (value: number) => showNumber(value, whole.unit, { currency: whole.currency })
  const moved =
    after.value === before.value
      ? `${metric.name} stood at ${show(after.value)} ${showWhen(before.period)} and ${showWhen(after.period)}.`
      : `${metric.name} ${after.value > before.value ? 'rose' : 'fell'} from ${show(before.value)} ${showWhen(before.period)} to ${show(after.value)} ${showWhen(after.period)} (${absolute}).`
  const led = lead && lead.kind !== 'apart' && after.value !== before.value ? `By ${lead.by.replaceAll(/_+/g, ' ')}, ${lead.says}.` : ''
  return [moved, declared, led].filter((part) => part !== '').join(' ')
}

/** ΔNRR of the month as expansion, contraction and churn over the opening (kpis.md §6). */
async function flowsOf(ctx: Context, metric: AnyMetric, request: MeasureRequest, { before, after }: Span): Promise<ChangeExplained['flows']> {
  if (metric.compute?.by !== 'revenue' || metric.compute?.measure !== 'nrr') return null
  const { window: _, by: __, ...plain } = request
  const { points } = await ctx.measure({ ...plain, metric: 'mrr-movements' })
  const [old, now] = [before, after].map(({ period }) => points.filter(isMovementPoint).find((point) => point.period === period))
  const split = old && now ? retentionChange(old, now) : null
  return split && (['expansion', 'contraction', 'churn'] as const).map((name) => ({ name, part: split[name] }))
}
