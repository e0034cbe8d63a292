import { namesIn, rewrite, type Expression } from '../expression/expression.ts'
import { parseExpression } from '../expression/parse.ts'
import { parseName } from '../expression/reference.ts'
import { isFiner, isGrain, monthsIn, nests, showWindow, wholeBuckets } from '../grains.ts'
import type { DerivedMetric, Metric, MetricInput, Window } from '../model.ts'
import { readCondition } from '../question.ts'
import { Refusal } from '../refusal.ts'
import { atGrain, onBuckets, rangeBefore, type Answered, type Asking } from './asking.ts'
import { conversion, cumulative, simple, type MetricBy } from './measured.ts'
import type { Offset } from './nodes.ts'

const deepest = 30

/** Plans a metric: its inputs first, then what is done with them. */
export function metricRelation(name: string, asking: Asking): Answered {
  const metric = asking.lexicon.metric(name)
  if (asking.trail.includes(name)) throw new Refusal('invalid_model', `${[...asking.trail, name].join(' needs ')}: a metric cannot need itself.`)
  if (asking.trail.length > deepest) throw new Refusal('unsupported', `${asking.asked} is built on more than ${deepest} levels of metrics.`)
  const filters = [...asking.filters, ...conditionsOf(metric.filter, asking)]
  return planned(metric, { ...asking, filters, trail: [...asking.trail, name] })
}

function planned(metric: Metric, asking: Asking): Answered {
  switch (metric.type) {
    case 'simple':
      return simple(metric.measure, asking, metricBy)
    case 'cumulative':
      return cumulative(metric, asking, metricBy)
    case 'conversion':
      return conversion(metric, asking, metricBy)
    case 'ratio':
      return combined(asking, [metric.numerator, metric.denominator], { is: 'binary', operator: '/', left: value(0), right: value(1) })
    case 'derived':
      return combined(asking, metric.metrics, derivedValue(metric))
    default:
      throw new Refusal('unsupported', `${metric.name} is of type ${metric.type}, which is measured, not queried.`, 'Ask for it with measure.')
  }
}

const value = (place: number): Expression => ({ is: 'column', of: 'c', name: `v${place}` })
const conditionsOf = (filter: readonly string[] | undefined, { lexicon }: Asking): Expression[] =>
  (filter ?? []).map((one) => readCondition(one, lexicon.isGrain))

function derivedValue({ name, expr, metrics }: DerivedMetric): Expression {
  const places = new Map(metrics.map((input, place) => [(input.alias ?? input.name).toLowerCase(), place]))
  if (places.size < metrics.length) throw new Refusal('invalid_model', `${name} takes two inputs under one name.`, 'Give one of them an alias.')
  const expression = parseExpression(expr)
  const unknown = namesIn(expression).find((one) => !places.has(one.toLowerCase()))
  if (unknown !== undefined)
    throw new Refusal('invalid_model', `${name} computes with “${unknown}”, which is none of its inputs.`, `It has ${[...places.keys()].join(', ')}.`)
  return rewrite(expression, (part) => {
    if (part.is === 'reference') throw new Refusal('unsupported', `${name} names a dimension in its expression.`, 'Use it in a filter.')
    return part.is === 'name' ? value(places.get(part.name.toLowerCase()) ?? 0) : part
  })
}

function combined(asking: Asking, inputs: readonly MetricInput[], of: Expression): Answered {
  if (inputs.length === 0) throw new Refusal('invalid_model', `${asking.trail.at(-1) ?? asking.asked} has no inputs.`)
  return { relation: { node: 'combine', inputs: inputs.map((input) => taken(input, asking)), keys: asking.keys.length, value: of } }
}

function taken(input: MetricInput, asking: Asking): Answered {
  const own = { ...asking, filters: [...asking.filters, ...conditionsOf(input.filter, asking)] }
  if (input.offsetWindow && input.offsetToGrain !== undefined)
    throw new Refusal('invalid_model', `${input.name} is offset twice: by a window and to a grain.`, 'Use one of them.')
  if (input.offsetWindow) return offsetBy(input.name, input.offsetWindow, own)
  return input.offsetToGrain === undefined ? metricRelation(input.name, own) : offsetTo(input.name, input.offsetToGrain, own)
}

function axisOf(name: string, asking: Asking): NonNullable<Asking['axis']> {
  if (asking.axis) return asking.axis
  throw new Refusal(
    'unsupported',
    `${asking.asked} compares with another time (${name} is offset) and needs metric_time among the groups.`,
    'Add metric_time__day, or a coarser grain.',
  )
}

/** Whole buckets move as they are; a part of a bucket moves the rows before they are cut (kpis.md §5, §9.11). */
function offsetBy(name: string, window: Window, asking: Asking): Answered {
  const axis = axisOf(name, asking)
  const custom = asking.lexicon.custom(axis.grain)
  const unit = window.unit
  if (custom && unit !== axis.grain)
    throw new Refusal('unsupported', `${name} cannot be offset by ${showWindow(window)} when it is asked by ${axis.grain}.`, `Ask by ${unit}.`)
  if (!custom && !isGrain(unit))
    throw new Refusal('unsupported', `${name} is offset by ${showWindow(window)}, which is answered by ${unit} alone.`, `Ask for metric_time__${unit}.`)
  if (custom || movesBuckets(window, axis.grain)) {
    const child = metricRelation(name, { ...asking, range: rangeBefore(asking.range, window, axis.grain), axisFilters: [] })
    return moved(asking, child, { window })
  }
  asking.found.notes.add(`${asking.asked}: ${showWindow(window)} is no whole number of ${axis.grain}s, so that the rows are moved before they are cut.`)
  return metricRelation(name, { ...asking, shifts: [...asking.shifts, window] })
}

function movesBuckets(window: Window, grain: string): boolean {
  if (!isGrain(grain) || !isGrain(window.unit)) return false
  return wholeBuckets(window, grain) !== undefined || (monthsIn[window.unit] !== undefined && monthsIn[grain] === undefined)
}

/** The value at the start of the period: of its first bucket. */
function offsetTo(name: string, toGrain: string, asking: Asking): Answered {
  const axis = axisOf(name, asking)
  const { grain } = axis
  const hint = `Ask by a grain that lies within a ${toGrain}.`
  if (!isGrain(toGrain) || !isGrain(grain)) throw new Refusal('unsupported', `${name} cannot be taken at the start of ${toGrain} by ${grain}.`, hint)
  const isPossible = grain === toGrain || (isFiner(grain, toGrain) && nests(grain, toGrain))
  if (!isPossible) throw new Refusal('unsupported', `${name} at the start of the ${toGrain} has no value by ${grain}.`, hint)
  const fine = grain === toGrain && isFiner('day', grain) ? 'day' : grain
  const child = metricRelation(name, { ...atGrain(asking, fine), range: asking.range.to === undefined ? {} : { to: asking.range.to }, axisFilters: [] })
  return moved(asking, child, { toGrain })
}

function moved(asking: Asking, { relation, fill }: Answered, by: Offset['by']): Answered {
  const { axis, lexicon, keys, range, axisFilters, asked } = asking
  if (!axis) throw new RangeError('An offset needs an axis.')
  const custom = lexicon.custom(axis.grain)
  const where = onBuckets(axisFilters, axis.grain, asked)
  return {
    relation: { node: 'offset', input: relation, keys: keys.length, axis: { ...axis, ...(custom ? { custom } : {}) }, by, range, where },
    ...(fill === undefined ? {} : { fill }),
  }
}

/** A metric grouped by entities, for a filter over it; neither the question's time nor its filters reach into it. */
const metricBy: MetricBy = (asking, name, groupBy) => {
  const keys = groupBy.map((one) => parseName(one, () => false))
  const { lexicon, asked, found } = asking
  const mark = `a filter over ${name}`
  if (asking.trail.includes(mark)) throw new Refusal('invalid_model', `The filter of ${name} needs ${name} itself.`)
  const trail = [...asking.trail.filter((one) => one.startsWith('a filter over ')), mark]
  const { relation } = metricRelation(name, { lexicon, asked, trail, found, keys, range: {}, filters: [], axisFilters: [], shifts: [] })
  return { relation, keys }
}
