import { parseExpression } from '../expression/parse.ts'
import { parseWindow } from '../grains.ts'
import type { ConversionMetric, CumulativeMetric, Governance, Measure, MeasureInput, Metric, MetricInput, OwnMetric, SavedQuery, Window } from '../model.ts'
import { has } from '../model.ts'
import { isRecord, nameOf, partOf, type Loss, type Part } from './loss.ts'
import { checkedExpr, chosen, described, nonAdditiveOf, oursIn, percentileOf, refused, cleaned } from './readModels.ts'

const types = ['simple', 'ratio', 'derived', 'cumulative', 'conversion'] as const
const ownTypes: readonly OwnMetric['type'][] = ['cohort', 'movement', 'survival', 'slo']

/** A measure that stands inside a metric, in the newer inline form: it goes into its model. */
export interface InlineMeasure {
  readonly model: string
  readonly measure: Measure
}

type Common = Pick<Metric, 'name' | 'label' | 'description' | 'meta' | 'filter' | 'grain' | 'governance'>

/** Reads one `metric`. Undefined when it cannot stand; the loss report says why. */
export function readMetric(part: Part, losses: Loss[], inline: InlineMeasure[]): Metric | undefined {
  const [name, type] = [part.text('name'), chosen(part, 'type', types, losses)]
  if (name === undefined || !type) return refused(losses, part.path, 'metric', 'It needs a name and a known type.')
  const params = part.part('type_params') ?? partOf({}, `${part.path}.type_params`, losses)
  const common = commonOf(part, name, losses)
  const metric = typedMetric({ part, params, common, losses, inline }, type)
  params.flag('is_private')
  if (params.has('is_private'))
    losses.push({ path: `${params.path}.is_private`, construct: 'is_private', action: 'approximated', reason: 'Every metric of a model may be asked for.' })
  params.rest()
  part.rest()
  return metric
}

interface Reading {
  readonly part: Part
  readonly params: Part
  readonly common: Common & { readonly own?: Pick<OwnMetric, 'type' | 'params'> }
  readonly losses: Loss[]
  readonly inline: InlineMeasure[]
}

function commonOf(part: Part, name: string, losses: Loss[]): Reading['common'] {
  const common = described(part, name)
  const ours = common.meta ? oursIn(common.meta) : undefined
  const own = ours ? ownType(ours) : undefined
  const governance = ours
    ? governanceOf(
        partOf(
          Object.fromEntries(Object.entries(ours).filter(([key]) => !['type', 'params', 'isInstant'].includes(key))),
          `${part.path}.config.meta.throughline`,
          losses,
        ),
      )
    : undefined
  return {
    ...cleaned(common),
    ...has({
      filter: filterOf(part, losses),
      grain: part.text('time_granularity')?.toLowerCase(),
      governance,
      own,
    }),
  }
}

function ownType(ours: Readonly<Record<string, unknown>>): Pick<OwnMetric, 'type' | 'params'> | undefined {
  const type = ownTypes.find((one) => one === ours['type'])
  return type ? { type, params: isRecord(ours['params']) ? ours['params'] : {} } : undefined
}

function governanceOf(part: Part): Governance | undefined {
  const direction = part.text('direction')
  const governance: Governance = has({
    policy: part.text('policy'),
    maturityDays: part.number('maturityDays'),
    minN: part.number('minN'),
    direction: (['up', 'down', 'within'] as const).find((one) => one === direction),
    unit: part.text('unit'),
    dimensions: part.has('dimensions') ? part.list('dimensions').map(String) : undefined,
  })
  part.rest()
  return Object.keys(governance).length > 0 ? governance : undefined
}

/** One condition or several that all must hold. Those that cannot be read are kept and refused when they are asked for. */
function filterOf(part: Part, losses: Loss[]): readonly string[] | undefined {
  const given = part.raw('filter')
  if (given === undefined) return undefined
  const list = (Array.isArray(given) ? given : [given]).map(String)
  for (const condition of list)
    try {
      parseExpression(condition)
    } catch (error) {
      losses.push({
        path: `${part.path}.filter`,
        construct: 'filter',
        action: 'carried_as_extension',
        reason: `Kept, but not answered: ${error instanceof Error ? error.message : String(error)}`,
      })
    }
  return list
}

function typedMetric(reading: Reading, type: (typeof types)[number]): Metric | undefined {
  const { common: all, params, losses, part } = reading
  const { own, ...common } = all
  if (own) {
    params.expr('expr')
    params.list('metrics')
    return { ...common, ...own }
  }
  if (type === 'simple') return simpleOf(reading, common)
  if (type === 'cumulative') return cumulativeOf(reading, common)
  if (type === 'conversion') return conversionOf(reading, common)
  if (type === 'ratio') {
    const [numerator, denominator] = [metricInput(params, 'numerator', losses), metricInput(params, 'denominator', losses)]
    return numerator && denominator
      ? { ...common, type, numerator, denominator }
      : refused(losses, part.path, 'ratio', 'It needs a numerator and a denominator.')
  }
  const expr = checkedExpr(params, 'expr', losses)
  const metrics = params.list('metrics').flatMap((one, place) => {
    const input = typeof one === 'string' ? { name: one } : one
    return metricInputOf(partOf(input, `${params.path}.metrics.${nameOf(input) ?? place}`, losses), losses) ?? []
  })
  return expr === undefined ? refused(losses, part.path, 'derived', 'It has no expr.') : { ...common, type, expr, metrics }
}

function simpleOf({ params, losses, inline, part }: Reading, common: Common): Metric | undefined {
  const measure = measureInput(params, 'measure', losses) ?? inlineMeasure(params, common.name, losses, inline)
  return measure ? { ...common, type: 'simple', measure } : refused(losses, part.path, 'simple', 'It has no measure.')
}

/** `metric_aggregation_params` with `expr` beside it: a measure of its own, under the metric’s name. */
function inlineMeasure(params: Part, name: string, losses: Loss[], inline: InlineMeasure[]): MeasureInput | undefined {
  const own = params.part('metric_aggregation_params')
  const [model, agg] = [
    own?.text('semantic_model'),
    own ? chosen(own, 'agg', ['sum', 'min', 'max', 'average', 'count', 'count_distinct', 'sum_boolean', 'median', 'percentile'] as const, losses) : undefined,
  ]
  if (!own || model === undefined || !agg) return undefined
  const measure: Measure = {
    name,
    agg,
    ...has({
      expr: checkedExpr(params, 'expr', losses),
      percentile: percentileOf(own.part('agg_params')),
      timeDimension: own.text('agg_time_dimension'),
      nonAdditive: nonAdditiveOf(own.part('non_additive_dimension'), losses),
    }),
  }
  own.rest()
  inline.push({ model, measure })
  return { name, ...has({ fillNullsWith: params.number('fill_nulls_with'), joinToTimespine: params.flag('join_to_timespine') }) }
}

function cumulativeOf({ params, losses, part, inline }: Reading, common: Common): Metric | undefined {
  const own = params.part('cumulative_type_params')
  const measure = measureInput(params, 'measure', losses) ?? measureInput(own ?? params, 'metric', losses) ?? inlineMeasure(params, common.name, losses, inline)
  if (!measure) return refused(losses, part.path, 'cumulative', 'It has no measure.')
  const metric: CumulativeMetric = {
    ...common,
    type: 'cumulative',
    measure,
    ...has({
      window: windowOf(own, 'window', losses) ?? windowOf(params, 'window', losses),
      grainToDate: (own?.text('grain_to_date') ?? params.text('grain_to_date'))?.toLowerCase(),
      periodAgg: own ? chosen(own, 'period_agg', ['first', 'last', 'average'] as const, losses) : undefined,
    }),
  }
  own?.rest()
  return metric
}

function conversionOf({ params, losses, part }: Reading, common: Common): Metric | undefined {
  const own = params.part('conversion_type_params')
  const base = own ? (measureInput(own, 'base_measure', losses) ?? measureInput(own, 'base_metric', losses)) : undefined
  const conversion = own ? (measureInput(own, 'conversion_measure', losses) ?? measureInput(own, 'conversion_metric', losses)) : undefined
  const entity = own?.text('entity')
  if (!own || !base || !conversion || entity === undefined) return refused(losses, part.path, 'conversion', 'It needs a base, a conversion and an entity.')
  const constants = own
    .parts('constant_properties')
    .map((one) => ({ base: one.text('base_property') ?? '', conversion: one.text('conversion_property') ?? '' }))
  const metric: ConversionMetric = {
    ...common,
    type: 'conversion',
    base,
    conversion,
    entity,
    ...has({ window: windowOf(own, 'window', losses), constantProperties: constants.length > 0 ? constants : undefined }),
    calculation: chosen(own, 'calculation', ['conversions', 'conversion_rate'] as const, losses) ?? 'conversion_rate',
  }
  own.rest()
  return metric
}

function windowOf(part: Part | undefined, key: string, losses: Loss[]): Window | undefined {
  const given = part?.raw(key)
  if (given === undefined || !part) return undefined
  const text = isRecord(given) ? `${String(given['count'])} ${String(given['granularity'])}` : String(given)
  try {
    return parseWindow(text)
  } catch {
    return refused(losses, `${part.path}.${key}`, 'window', `“${text}” is not a count and a unit.`)
  }
}

function measureInput(parent: Part, key: string, losses: Loss[]): MeasureInput | undefined {
  if (!parent.has(key)) return undefined
  const given = parent.raw(key)
  if (typeof given === 'string') return { name: given }
  const part = partOf(given, `${parent.path}.${key}`, losses)
  const name = part.text('name')
  if (name === undefined) return undefined
  const input: MeasureInput = {
    name,
    ...has({
      alias: part.text('alias'),
      filter: filterOf(part, losses),
      fillNullsWith: part.number('fill_nulls_with'),
      joinToTimespine: part.flag('join_to_timespine'),
    }),
  }
  part.rest()
  return input
}

function metricInput(parent: Part, key: string, losses: Loss[]): MetricInput | undefined {
  const given = parent.raw(key)
  if (given === undefined) return undefined
  return typeof given === 'string' ? { name: given } : metricInputOf(partOf(given, `${parent.path}.${key}`, losses), losses)
}

function metricInputOf(part: Part, losses: Loss[]): MetricInput | undefined {
  const name = part.text('name')
  if (name === undefined) return undefined
  const input: MetricInput = {
    name,
    ...has({
      alias: part.text('alias'),
      filter: filterOf(part, losses),
      offsetWindow: windowOf(part, 'offset_window', losses),
      offsetToGrain: part.text('offset_to_grain')?.toLowerCase(),
    }),
  }
  part.rest()
  return input
}

/** Reads one `saved_query`; its exports are kept, not run. */
export function readSavedQuery(part: Part, losses: Loss[]): SavedQuery | undefined {
  const name = part.text('name')
  const params = part.part('query_params')
  if (name === undefined || !params) return refused(losses, part.path, 'saved_query', 'It needs a name and query_params.')
  const where = params.raw('where')
  const [exports, tags] = [part.list('exports').filter(isRecord), part.raw('tags')]
  if (exports.length > 0)
    losses.push({
      path: `${part.path}.exports`,
      construct: 'exports',
      action: 'carried_as_extension',
      reason: 'Kept, but nothing is written to the warehouse.',
    })
  const query: SavedQuery = {
    ...described(part, name),
    metrics: params.list('metrics').map(String),
    groupBy: params.list('group_by').map(String),
    where: where === undefined ? [] : (Array.isArray(where) ? where : [where]).map(String),
    orderBy: params.list('order_by').map(String),
    ...has({
      limit: params.number('limit'),
      exports: exports.length > 0 ? exports : undefined,
      tags: tags === undefined ? undefined : (Array.isArray(tags) ? tags : [tags]).map(String),
    }),
  }
  params.rest()
  part.rest()
  return query
}
