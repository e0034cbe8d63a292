import type { Expression, Reference } from '../expression/expression.ts'
import { assertCoarse, isBelowDay, isFiner, isGrain } from '../grains.ts'
import type { ConversionMetric, CumulativeMetric, Grain, Measure, MeasureInput, SemanticModel } from '../model.ts'
import { readCondition } from '../question.ts'
import { Refusal } from '../refusal.ts'
import { assertStandard, isMetricTime, onBuckets, shifted, type Answered, type Asking } from './asking.ts'
import type { Aggregate, Input, Relation, Summary } from './nodes.ts'
import { reachFrom, type Reach } from './reach.ts'

/** Plans a metric by its name as a relation by other keys, for filters over metrics; plan.ts hands it in. */
export type MetricBy = (asking: Asking, name: string, groupBy: readonly string[]) => { readonly relation: Relation; readonly keys: readonly Reference[] }

/** A measure of one model, its filters resolved, ready to be summed up. */
interface Ready {
  readonly reach: Reach
  readonly measure: Measure
  readonly model: SemanticModel
  readonly where: readonly Expression[]
  readonly value: Summary
}

interface ReadyOptions {
  readonly letter?: string
  /** Filters of the question and of the metrics on the way: not for the conversion side. */
  readonly isFiltered: boolean
}

function ready(input: MeasureInput, asking: Asking, metricBy: MetricBy, { letter, isFiltered }: ReadyOptions): Ready {
  const { lexicon, found } = asking
  const { measure, model } = lexicon.measure(input.name)
  const timeDimension = measure.timeDimension ?? model.timeDimension
  const reach = reachFrom({
    lexicon,
    model,
    timeDimension,
    asked: asking.asked,
    guards: found.guards,
    notes: found.notes,
    shifted: shifted(asking.shifts),
    metricBy: (name, groupBy) => metricBy(asking, name, groupBy),
    ...(letter ? { letter } : {}),
  })
  const own = (input.filter ?? []).map((condition) => readCondition(condition, lexicon.isGrain))
  const where = [...(isFiltered ? asking.filters : []), ...own].map((condition) => reach.condition(condition))
  return { reach, measure, model, where, value: summaryOf(measure, reach, found.notes) }
}

function summaryOf(measure: Measure, reach: Reach, notes: Set<string>): Summary {
  if (measure.percentile?.isApproximate) notes.add(`${measure.name} allows an approximate percentile; it is computed exactly.`)
  if (measure.agg === 'percentile' && !measure.percentile)
    throw new Refusal('invalid_model', `The percentile ${measure.name} does not say which.`, 'Give agg_params.percentile.')
  return { agg: measure.agg, of: reach.own(measure.expr ?? measure.name), ...(measure.percentile ? { percentile: measure.percentile } : {}) }
}

/** Rows of the range; an open end takes all. */
function inRange(asking: Asking, { reach }: Ready): Expression[] {
  const { from, to } = asking.range
  if (from === undefined && to === undefined) return []
  if (!reach.at) throw new Refusal('dimension_not_allowed', `${asking.asked} has no time dimension, so that it has no range.`, 'Leave from, to and asOf out.')
  const day: Expression = { is: 'bucket', of: reach.at, grain: 'day' }
  const edge = (operator: '>=' | '<=', value: string | undefined): Expression[] =>
    value === undefined ? [] : [{ is: 'binary', operator, left: day, right: { is: 'cast', of: { is: 'text', value }, to: 'date' } }]
  return [...edge('>=', from), ...edge('<=', to)]
}

const axisConditions = (asking: Asking, reach: Reach): Expression[] => asking.axisFilters.map((condition) => reach.condition(condition))

function register(asking: Asking, role: Input['role'], one: Ready, where: readonly Expression[]): void {
  const { reach, measure, model } = one
  asking.found.inputs.push({
    metric: asking.asked,
    role,
    measure: measure.name,
    model: model.name,
    rows: reach.rows(where),
    ...(reach.at ? { at: reach.at } : {}),
  })
}

/** One measure, summed up by the keys. */
export function simple(input: MeasureInput, asking: Asking, metricBy: MetricBy): Answered {
  const one = ready(input, asking, metricBy, { isFiltered: true })
  const aggregate = aggregated(one, asking)
  register(asking, 'measure', one, [...one.where, ...axisConditions(asking, one.reach), ...inRange(asking, one)])
  return spined(input, aggregate, asking)
}

function aggregated(one: Ready, asking: Asking): Aggregate {
  const { reach, where, value } = one
  const keys = asking.keys.map((key) => reach.resolve(key))
  const conditions = [...where, ...axisConditions(asking, reach), ...inRange(asking, one)]
  const nonAdditive = nonAdditiveOf(one, asking, keys)
  return { node: 'aggregate', rows: reach.rows(conditions), keys, value, ...(nonAdditive ? { nonAdditive } : {}) }
}

/** The last moment counts within each bucket of time that is asked for, and within each grouping of the measure. */
function nonAdditiveOf({ reach, measure, model }: Ready, asking: Asking, keys: readonly Expression[]): Aggregate['nonAdditive'] {
  const rule = measure.nonAdditive
  if (!rule) return undefined
  const local = (name: string, type: Reference['type']): Reference => ({ type, path: [], name, text: name })
  const isSame = (key: Reference): boolean => isMetricTime(key) || (key.name === rule.dimension && model.dimensions.some(({ name }) => name === rule.dimension))
  const by = [
    ...rule.groupings.map((name) => reach.resolve(local(name, model.entities.some((entity) => entity.name === name) ? 'entity' : 'dimension'))),
    ...keys.filter((_, place) => isSame(asking.keys[place] ?? local('', 'entity'))),
  ]
  const dimension = model.dimensions.find(({ name }) => name === rule.dimension)
  if (!dimension) throw new Refusal('invalid_model', `${measure.name} is not additive over ${rule.dimension}, which ${model.name} does not have.`)
  return { at: reach.own(dimension.expr ?? dimension.name), choice: rule.choice, by }
}

function spined(input: MeasureInput, relation: Relation, asking: Asking): Answered {
  const { axis, keys, range } = asking
  const fill = input.fillNullsWith === undefined ? {} : { fill: input.fillNullsWith }
  if (!input.joinToTimespine || !axis) return { relation, ...fill }
  const { grain, place } = axis
  if (!isGrain(grain))
    throw new Refusal(
      'unsupported',
      `${asking.asked} fills missing buckets, which a custom calendar (${grain}) has no answer for.`,
      'Ask by day, week, month, quarter or year.',
    )
  return { relation: { node: 'spine', input: relation, keys: keys.length, axis: { place, grain }, range }, ...fill }
}

/** A running window over one measure. */
export function cumulative(metric: CumulativeMetric, asking: Asking, metricBy: MetricBy): Answered {
  const { axis } = asking
  if (!axis && !metric.window && !metric.grainToDate) return simple(metric.measure, asking, metricBy)
  if (!axis)
    throw new Refusal('unsupported', `${metric.name} runs over time and needs metric_time among the groups.`, 'Add metric_time__day, or a coarser grain.')
  if (asking.shifts.length > 0)
    throw new Refusal('unsupported', `${metric.name} cannot be offset by a part of a bucket.`, 'Ask by a grain of which the offset is a whole number.')
  const one = ready(metric.measure, { ...asking, shifts: [] }, metricBy, { isFiltered: true })
  if (one.measure.nonAdditive)
    throw new Refusal('unsupported', `${metric.name} accumulates ${one.measure.name}, which is a stock and cannot be added up over time.`)
  const custom = asking.lexicon.custom(axis.grain)
  const base = baseGrain(metric, one, axis.grain)
  const others = asking.keys.filter((_, place) => place !== axis.place)
  const at = one.reach.resolve({ type: 'dimension', path: [], name: 'metric_time', grain: base, text: `metric_time__${base}` })
  const keys = others.map((key) => one.reach.resolve(key))
  register(asking, 'measure', one, one.where)
  const relation: Relation = {
    node: 'cumulate',
    rows: one.reach.rows(one.where),
    keys,
    at,
    value: one.value,
    stretch: stretchOf(metric),
    base,
    axis: { ...axis, ...(custom ? { custom } : {}) },
    periodAgg: metric.periodAgg ?? 'first',
    range: asking.range,
    where: onBuckets(asking.axisFilters, base, asking.asked),
  }
  return spined(metric.measure, relation, asking)
}

function stretchOf({
  name,
  window,
  grainToDate,
}: CumulativeMetric): { readonly window: NonNullable<CumulativeMetric['window']> } | { readonly toDate: Grain } | 'all' {
  if (window) assertStandard(window, `The window of ${name}`)
  if (window) return { window }
  if (grainToDate === undefined) return 'all'
  if (!isGrain(grainToDate)) throw new Refusal('unsupported', `${name} is a ${grainToDate} to date, which only the calendar's own grains have.`)
  return { toDate: grainToDate }
}

/** How finely a running window is evaluated: by day, unless the column is coarser, or the window or the question finer. */
function baseGrain({ window, grainToDate }: CumulativeMetric, { reach }: Ready, axis: string): Grain {
  const declared = reach.atGrain ?? 'day'
  if (isGrain(axis) && isBelowDay(axis)) return axis
  const fine = [window?.unit, grainToDate].find((unit) => unit !== undefined && isGrain(unit) && isBelowDay(unit))
  if (fine !== undefined && isGrain(fine)) return fine
  if (!isGrain(declared)) return 'day'
  return isFiner(declared, 'day') ? 'day' : declared
}

/** Base events and the conversions that took them. */
export function conversion(metric: ConversionMetric, asking: Asking, metricBy: MetricBy): Answered {
  if (asking.shifts.length > 0)
    throw new Refusal('unsupported', `${metric.name} cannot be offset by a part of a bucket.`, 'Ask by a grain of which the offset is a whole number.')
  if (metric.window) assertStandard(metric.window, `The window of ${metric.name}`)
  const base = ready(metric.base, asking, metricBy, { isFiltered: true })
  const taken = ready(metric.conversion, { ...asking, axisFilters: [] }, metricBy, { letter: 'c', isFiltered: false })
  const sides = `${base.model.name} or ${taken.model.name}`
  if (!base.reach.at || !taken.reach.at) throw new Refusal('invalid_model', `${metric.name}: ${sides} has no time dimension.`)
  assertCoarse(base.reach.atGrain ?? 'day')
  const aggregate = aggregated(base, asking)
  const same = [{ base: metric.entity, conversion: metric.entity }, ...(metric.constantProperties ?? [])].map((pair) => ({
    base: property(base, pair.base, metric.name),
    conversion: property(taken, pair.conversion, metric.name),
  }))
  const conditions = [...base.where, ...axisConditions(asking, base.reach), ...inRange(asking, base)]
  register(asking, 'base', base, conditions)
  register(asking, 'conversion', taken, taken.where)
  const converted: Relation = {
    node: 'convert',
    base: base.reach.rows(conditions),
    conversion: taken.reach.rows(taken.where),
    keys: aggregate.keys,
    baseAt: base.reach.at,
    conversionAt: taken.reach.at,
    same,
    ...(metric.window ? { window: metric.window } : {}),
    value: taken.value,
  }
  return conversionResult(metric, aggregate, converted, asking)
}

/** No conversion of a base that is there counts as 0: the base was seen, and nothing followed. */
function conversionResult(metric: ConversionMetric, aggregate: Aggregate, converted: Relation, asking: Asking): Answered {
  const inputs = [spined(metric.base, aggregate, asking), spined(metric.conversion, converted, asking)]
  const [bases, conversions]: Expression[] = [
    { is: 'column', of: 'c', name: 'v0' },
    { is: 'column', of: 'c', name: 'v1' },
  ]
  if (!bases || !conversions) throw new RangeError('A conversion has two sides.')
  const counted: Expression = {
    is: 'case',
    when: [{ test: { is: 'isNull', of: bases, negated: false }, then: conversions }],
    otherwise: { is: 'call', call: 'coalesce', args: [conversions, { is: 'number', value: '0' }] },
  }
  const value: Expression = metric.calculation === 'conversions' ? counted : { is: 'binary', operator: '/', left: counted, right: bases }
  return { relation: { node: 'combine', inputs, keys: asking.keys.length, value } }
}

function property({ reach, model }: Ready, name: string, metric: string): Expression {
  const entity = model.entities.find((one) => one.name === name)
  const dimension = model.dimensions.find((one) => one.name === name)
  const found = entity ?? dimension
  if (!found) throw new Refusal('invalid_model', `${metric}: ${model.name} has no entity or dimension “${name}”.`)
  return reach.own(found.expr ?? found.name)
}
