import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { referencesIn, conjuncts, type Expression, type Reference } from '../expression/expression.ts'
import { partOf } from '../dateParts.ts'
import { isFiner, isGrain, nests } from '../grains.ts'
import type { Metric, SemanticModel } from '../model.ts'
import type { Question } from '../question.ts'
import { Refusal } from '../refusal.ts'
import { isAxis, isMetricTime, wholeRange, type Answered, type Asking, type Gathered } from './asking.ts'
import type { Lexicon } from './lexicon.ts'
import { leavesOf } from './leaves.ts'
import { metricRelation } from './metric.ts'
import type { Axis, Order, OrderedKey, Plan, Range } from './nodes.ts'
import { findReference } from './paths.ts'
import { reachFrom } from './reach.ts'

/** The whole of a question as one plan. Throws a Refusal for whatever it cannot answer exactly. */
export function planQuestion(lexicon: Lexicon, question: Question): Plan {
  const found: Gathered = { inputs: [], guards: [], notes: new Set() }
  const twice = question.metrics.find((name, place) => question.metrics.indexOf(name) !== place)
  if (twice !== undefined) throw new Refusal('invalid_query', `The metric “${twice}” is asked for twice.`)
  if (question.metrics.length === 0) return distinctPlan(lexicon, question, found)
  const metrics = question.metrics.map((name) => lexicon.metric(name))
  const layout = layoutOf(lexicon, question, metrics)
  for (const metric of metrics) assertAllowed(metric, question.groupBy)
  const part = question.groupBy.find((key) => isMetricTime(key) && partOf(key.grain) !== null)
  if (part) for (const metric of metrics) assertPlain(lexicon, metric, part)
  const [axisFilters, filters] = split(question.where, layout.axis)
  const range = rangeOf(question, layout.axis, found.notes)
  const asking: Omit<Asking, 'asked'> = {
    lexicon,
    keys: layout.keys,
    range,
    filters,
    axisFilters,
    shifts: [],
    trail: [],
    found,
    ...(layout.axis ? { axis: layout.axis } : {}),
  }
  const answers = metrics.map(({ name }): Answered & { name: string } => ({ name, ...metricRelation(name, { ...asking, asked: name }) }))
  const columns = [...layout.shown.map(({ name }) => name), ...question.metrics]
  const root: Order = {
    node: 'order',
    keys: layout.shown,
    width: layout.keys.length,
    metrics: answers,
    orderBy: orderOf(question, columns, layout.shown),
    ...limitOf(question),
  }
  return finished(root, question, found)
}

const limitOf = ({ limit }: Question): { limit?: number } => (limit === undefined ? {} : { limit })
const finished = (root: Order, { timeZone }: Question, { inputs, guards, notes }: Gathered): Plan => ({ root, inputs, guards, notes: [...notes], timeZone })

interface Layout {
  /** What relations are keyed by: each metric_time once, at its finest grain. */
  readonly keys: readonly Reference[]
  readonly axis?: Axis
  /** What the question shows. */
  readonly shown: readonly OrderedKey[]
}

function layoutOf(lexicon: Lexicon, question: Question, metrics: readonly Metric[]): Layout {
  const wanted = withGrain(lexicon, question, metrics)
  const times = wanted.filter(isAxis)
  const finest = finestOf(times.map(({ grain }) => grain ?? 'day'))
  const keys: Reference[] = []
  const shown: OrderedKey[] = []
  for (const key of wanted) {
    const isCoarser = isAxis(key) && key.grain !== finest
    const place = isAxis(key) ? keys.findIndex(isAxis) : -1
    if (place < 0) keys.push(isAxis(key) && finest !== undefined ? { ...key, grain: finest } : key)
    const name = nameOf(key)
    if (shown.some((one) => one.name === name)) throw new Refusal('invalid_query', `“${name}” is grouped by twice.`)
    shown.push({
      name,
      place: place < 0 ? keys.length - 1 : place,
      ...(isCoarser && isGrain(key.grain ?? '') ? { bucket: asGrain(key.grain) } : {}),
      ...(key.grain ? { grain: key.grain } : {}),
    })
  }
  const place = keys.findIndex(isAxis)
  return { keys, shown, ...(place < 0 || finest === undefined ? {} : { axis: { place, grain: finest } }) }
}

function asGrain(word: string | undefined): Extract<OrderedKey['bucket'], string> {
  if (word === undefined || !isGrain(word)) throw new OutOfRange(`${word} is not a grain.`)
  return word
}

export const nameOf = ({ path, name, grain }: Reference): string => [...path, name, ...(grain === undefined ? [] : [grain])].join('__')

function finestOf(grains: readonly string[]): string | undefined {
  const [first, ...rest] = grains
  if (first === undefined || rest.every((grain) => grain === first)) return first
  if (!grains.every(isGrain))
    throw new Refusal('unsupported', 'A custom calendar stands alone: metric_time cannot be asked by it and by another grain at once.')
  const finest = grains.filter(isGrain).reduce((a, b) => (isFiner(b, a) ? b : a))
  const loose = grains.filter(isGrain).find((grain) => !nests(finest, grain))
  if (loose) throw new Refusal('unsupported', `A ${finest} can lie in two ${loose}s: metric_time cannot be asked by both at once.`)
  return finest
}

/** metric_time takes the question's grain, or the metrics' own, or that of their columns; other time dimensions that of their column. */
function withGrain(lexicon: Lexicon, { groupBy, grain }: Question, metrics: readonly Metric[]): Reference[] {
  const time: Reference = { type: 'dimension', path: [], name: 'metric_time', text: 'metric_time' }
  const wanted = grain !== undefined && !groupBy.some(isAxis) ? [time, ...groupBy] : groupBy
  const leaves = metrics.flatMap((metric) => leavesOf(lexicon, metric))
  return wanted.map((key) => {
    if (key.grain !== undefined || key.type !== 'dimension') return key
    if (isMetricTime(key)) return { ...key, grain: grain ?? defaultGrain(metrics, leaves) }
    const [leaf] = leaves
    const dimension = leaf ? findReference(lexicon.manifest, leaf.model, key, metrics[0]?.name ?? '').dimension : undefined
    return dimension?.type === 'time' ? { ...key, grain: dimension.grain ?? 'day' } : key
  })
}

/** The coarsest that a metric asks for or that a column has. */
function defaultGrain(metrics: readonly Metric[], leaves: ReturnType<typeof leavesOf>): string {
  const named = metrics.flatMap(({ grain }) => grain ?? [])
  const custom = named.find((one) => !isGrain(one))
  if (custom !== undefined) return custom
  const columns = leaves.map(
    ({ measure, model }) => model.dimensions.find(({ name }) => name === (measure.timeDimension ?? model.timeDimension))?.grain ?? 'day',
  )
  return [...named, ...columns, 'day'].filter(isGrain).reduce((a, b) => (isFiner(a, b) ? b : a), 'second')
}

/** Conditions on metric_time alone stand apart, where the question has a time axis. */
function split(where: readonly Expression[], axis: Axis | undefined): [Expression[], Expression[]] {
  const all = where.flatMap(conjuncts)
  const isOfTime = (one: Expression): boolean => axis !== undefined && referencesIn(one).length > 0 && referencesIn(one).every(isMetricTime)
  return [all.filter(isOfTime), all.filter((one) => !isOfTime(one))]
}

/** Whole buckets, and nothing after the as-of day. */
function rangeOf({ from, to, asOf }: Question, axis: Axis | undefined, notes: Set<string>): Range {
  const given: Range = { ...(from ? { from } : {}), ...(to ? { to } : {}) }
  const whole = axis ? wholeRange(given, axis.grain) : given
  if (whole.from !== from || whole.to !== to) notes.add(`The range is moved out to whole buckets: ${whole.from ?? 'the first'} to ${whole.to ?? 'the last'}.`)
  if (asOf === undefined || (whole.to !== undefined && whole.to <= asOf)) return whole
  return { ...whole, to: asOf }
}

function assertAllowed({ name, governance }: Metric, groupBy: readonly Reference[]): void {
  const allowed = governance?.dimensions
  const other = allowed && groupBy.find((key) => !isMetricTime(key) && !allowed.includes([...key.path, key.name].join('__')))
  if (other) throw new Refusal('dimension_not_allowed', `${name} may not be cut by “${other.text}”.`, `It may be cut by ${allowed.join(', ')}.`)
}

/**
 * A part of metric_time gathers rows of many years, so that it is answered of metrics that are summaries of rows and quotients or formulas of these. Whatever looks at
 * another time, runs over time, takes a last moment or fills missing buckets needs buckets in their order.
 */
function assertPlain(lexicon: Lexicon, metric: Metric, part: Reference, trail: readonly string[] = []): void {
  if (trail.includes(metric.name)) return // a metric that needs itself is refused where it is planned
  const refuse = (because: string): never => {
    throw new Refusal(
      'unsupported',
      `${metric.name} is not told by “${part.text}”: ${because}, which needs metric_time in its order.`,
      'Ask for a grain instead.',
    )
  }
  switch (metric.type) {
    case 'simple': {
      if (metric.measure.joinToTimespine) return refuse('it fills missing buckets')
      const held = leavesOf(lexicon, metric).some(({ measure }) => measure.nonAdditive !== undefined)
      return held ? refuse('it takes the first or last moment of a time') : undefined
    }
    case 'ratio':
    case 'derived': {
      const inputs = metric.type === 'ratio' ? [metric.numerator, metric.denominator] : metric.metrics
      if (inputs.some(({ offsetWindow, offsetToGrain }) => offsetWindow !== undefined || offsetToGrain !== undefined))
        return refuse('it compares with another time')
      for (const { name } of inputs) assertPlain(lexicon, lexicon.metric(name), part, [...trail, metric.name])
      return undefined
    }
    default:
      return refuse(`it is of type ${metric.type}`)
  }
}

function orderOf({ orderBy, metrics }: Question, columns: readonly string[], shown: readonly OrderedKey[]): Order['orderBy'] {
  const asked = orderBy.map(({ by, descending }) => {
    const name = nameOf(by)
    const column =
      columns.find((one) => one === name) ??
      shown.find((key) => key.name === `${name}__${key.grain}`)?.name ??
      metrics.find((one) => one === by.name && by.path.length === 0)
    if (column === undefined)
      throw new Refusal('invalid_query', `“${by.text}” cannot be ordered by: it is no column of the answer.`, `The columns are ${columns.join(', ')}.`)
    return { column, descending }
  })
  const rest = shown.filter(({ name }) => !asked.some(({ column }) => column === name)).map(({ name }) => ({ column: name, descending: false }))
  return [...asked, ...rest]
}

/** No metric: the distinct values of dimensions that one model reaches. */
function distinctPlan(lexicon: Lexicon, question: Question, found: Gathered): Plan {
  const { groupBy } = question
  if (groupBy.length === 0) throw new Refusal('invalid_query', 'A query names at least one metric or one thing to group by.')
  if (groupBy.some(isMetricTime) || question.grain !== undefined || question.from !== undefined || question.to !== undefined || question.asOf !== undefined)
    throw new Refusal('unsupported', 'metric_time has no meaning without a metric.', 'Name a metric, or leave the time out.')
  const model = holderOf(lexicon, groupBy)
  const reach = reachFrom({
    lexicon,
    model,
    timeDimension: model.timeDimension,
    asked: model.name,
    guards: found.guards,
    notes: found.notes,
    metricBy: () => {
      throw new Refusal('unsupported', 'A filter over a metric needs a metric in the query.')
    },
  })
  const keys = groupBy.map((key) => {
    const { dimension } = findReference(lexicon.manifest, model, key, model.name)
    return dimension?.type === 'time' && key.grain === undefined ? { ...key, grain: dimension.grain ?? 'day' } : key
  })
  const where = question.where.map((condition) => reach.condition(condition))
  const expressions = keys.map((key) => reach.resolve(key))
  const shown = keys.map((key, place): OrderedKey => ({ name: nameOf(key), place, ...(key.grain ? { grain: key.grain } : {}) }))
  const root: Order = {
    node: 'order',
    keys: shown,
    width: keys.length,
    metrics: [],
    distinct: { rows: reach.rows(where), keys: expressions },
    orderBy: orderOf(
      question,
      shown.map(({ name }) => name),
      shown,
    ),
    ...limitOf(question),
  }
  return finished(root, question, found)
}

function holderOf({ manifest }: Lexicon, groupBy: readonly Reference[]): SemanticModel {
  const reachable = (model: SemanticModel): number | undefined => {
    try {
      return groupBy.reduce((sum, key) => sum + findReference(manifest, model, key, model.name).hops.length, 0)
    } catch {
      return undefined // this model is not the one
    }
  }
  const found = manifest.models.map((model) => ({ model, hops: reachable(model) })).filter(({ hops }) => hops !== undefined)
  const [nearest] = found.toSorted((a, b) => (a.hops ?? 0) - (b.hops ?? 0))
  if (!nearest)
    throw new Refusal(
      'dimension_not_allowed',
      `No model has ${groupBy.map(({ text }) => `“${text}”`).join(' and ')} together.`,
      'Name a metric that reaches them.',
    )
  return nearest.model
}
