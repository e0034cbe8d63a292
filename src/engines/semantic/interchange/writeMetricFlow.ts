import { showWindow } from '../grains.ts'
import {
  has,
  type Described,
  type Dimension,
  type Entity,
  type Measure,
  type MeasureInput,
  type Metric,
  type MetricInput,
  type Relation,
  type SavedQuery,
  type SemanticManifest,
  type SemanticModel,
  type TimeSpine,
  type Window,
} from '../model.ts'
import type { Loss } from './loss.ts'

type Members = Readonly<Record<string, unknown>>

export interface WrittenManifest {
  /** Objects under their legacy keys: semantic_models, metrics, saved_queries, project_configuration. YAML or JSON of it is a MetricFlow project. */
  readonly document: Members
  readonly losses: readonly Loss[]
}

/** Writes the legacy shape. What MetricFlow has no word for travels in config.meta.throughline, and is told; reading it back gives the same model. */
export function writeMetricFlow({ models, metrics, savedQueries, spines }: SemanticManifest): WrittenManifest {
  const losses: Loss[] = []
  const document = {
    semantic_models: models.map((model) => modelOut(model, losses)),
    metrics: metrics.map((metric) => metricOut(metric, losses)),
    saved_queries: savedQueries.map(savedOut),
    ...(spines.length > 0 ? { project_configuration: { time_spines: spines.map(spineOut) } } : {}),
  }
  return { document, losses }
}

const carried = (losses: Loss[], path: string, construct: string, reason: string): void =>
  void losses.push({ path, construct, action: 'carried_as_extension', reason })

/** name, label, description, and config.meta with our own members in it. */
function describedOut({ name, label, description, meta }: Described, ours: Members = {}): Members {
  const all = { ...meta, ...(Object.keys(ours).length > 0 ? { throughline: ours } : {}) }
  return { name, ...has({ label, description }), ...(Object.keys(all).length > 0 ? { config: { meta: all } } : {}) }
}

const relationOut = ({ table, schema, database }: Relation): Members => ({ alias: table, ...has({ schema_name: schema, database }) })

function modelOut(model: SemanticModel, losses: Loss[]): Members {
  const { relation, timeDimension, primaryEntity, entities, dimensions, measures } = model
  if (relation.latest) carried(losses, `semantic_models.${model.name}.node_relation`, 'latest', 'MetricFlow reads every version of a row; ours reads the last.')
  return {
    ...describedOut(model, relation.latest ? { latest: relation.latest } : {}),
    node_relation: relationOut(relation),
    ...(timeDimension === undefined ? {} : { defaults: { agg_time_dimension: timeDimension } }),
    ...has({ primary_entity: primaryEntity }),
    entities: entities.map(entityOut),
    dimensions: dimensions.map((one) => dimensionOut(one, `semantic_models.${model.name}.dimensions.${one.name}`, losses)),
    measures: measures.map(measureOut),
  }
}

const entityOut = (entity: Entity): Members => ({ ...describedOut(entity), type: entity.type, ...has({ expr: entity.expr, role: entity.role }) })

function dimensionOut(dimension: Dimension, path: string, losses: Loss[]): Members {
  const { type, expr, grain, isPartition, validity, isInstant } = dimension
  if (isInstant) carried(losses, path, 'isInstant', 'MetricFlow has no time zones; days are cut in ours.')
  const params = { ...has({ time_granularity: grain }), ...(validity ? { validity_params: { [validity === 'start' ? 'is_start' : 'is_end']: true } } : {}) }
  return {
    ...describedOut(dimension, isInstant ? { isInstant } : {}),
    type,
    ...has({ expr, is_partition: isPartition }),
    ...(Object.keys(params).length > 0 ? { type_params: params } : {}),
  }
}

function measureOut(measure: Measure): Members {
  const { agg, expr, percentile, timeDimension, nonAdditive, createsMetric } = measure
  return {
    ...describedOut(measure),
    agg,
    ...has({ expr, agg_time_dimension: timeDimension, create_metric: createsMetric }),
    ...(percentile
      ? {
          agg_params: {
            percentile: percentile.share,
            ...has({ use_discrete_percentile: percentile.isDiscrete, use_approximate_percentile: percentile.isApproximate }),
          },
        }
      : {}),
    ...(nonAdditive
      ? {
          non_additive_dimension: {
            name: nonAdditive.dimension,
            window_choice: nonAdditive.choice,
            ...(nonAdditive.groupings.length > 0 ? { window_groupings: nonAdditive.groupings } : {}),
          },
        }
      : {}),
  }
}

function metricOut(metric: Metric, losses: Loss[]): Members {
  const path = `metrics.${metric.name}`
  const own = 'params' in metric ? { type: metric.type, params: metric.params } : {}
  if (metric.governance) carried(losses, `${path}.config.meta.throughline`, 'governance', 'Policy, maturity, smallest n, direction and unit are ours.')
  if ('params' in metric)
    carried(
      losses,
      `${path}.type`,
      metric.type,
      'MetricFlow has no such type. It is written as a derived metric without inputs, whose value is null; its own parameters are kept.',
    )
  return {
    ...describedOut(metric, { ...metric.governance, ...own }),
    type: 'params' in metric ? 'derived' : metric.type,
    type_params: paramsOut(metric),
    ...has({ filter: metric.filter, time_granularity: metric.grain }),
  }
}

const windowOut = (window: Window | undefined): string | undefined => (window ? showWindow(window) : undefined)

function paramsOut(metric: Metric): Members {
  switch (metric.type) {
    case 'simple':
      return { measure: measureInputOut(metric.measure) }
    case 'ratio':
      return { numerator: metricInputOut(metric.numerator), denominator: metricInputOut(metric.denominator) }
    case 'derived':
      return { expr: metric.expr, metrics: metric.metrics.map(metricInputOut) }
    case 'cumulative':
      return {
        measure: measureInputOut(metric.measure),
        cumulative_type_params: has({ window: windowOut(metric.window), grain_to_date: metric.grainToDate, period_agg: metric.periodAgg }),
      }
    case 'conversion': {
      const constants = metric.constantProperties?.map(({ base, conversion }) => ({ base_property: base, conversion_property: conversion }))
      const { base, conversion, entity, calculation } = metric
      return {
        conversion_type_params: {
          base_measure: measureInputOut(base),
          conversion_measure: measureInputOut(conversion),
          entity,
          calculation,
          ...has({ window: windowOut(metric.window), constant_properties: constants }),
        },
      }
    }
    default:
      return { expr: 'NULL', metrics: [] }
  }
}

const measureInputOut = ({ name, alias, filter, fillNullsWith, joinToTimespine }: MeasureInput): Members => ({
  name,
  ...has({ alias, filter, fill_nulls_with: fillNullsWith, join_to_timespine: joinToTimespine }),
})

const metricInputOut = ({ name, alias, filter, offsetWindow, offsetToGrain }: MetricInput): Members => ({
  name,
  ...has({ alias, filter, offset_window: windowOut(offsetWindow), offset_to_grain: offsetToGrain }),
})

const savedOut = (query: SavedQuery): Members => ({
  ...describedOut(query),
  query_params: {
    metrics: query.metrics,
    ...(query.groupBy.length > 0 ? { group_by: query.groupBy } : {}),
    ...(query.where.length > 0 ? { where: query.where } : {}),
    ...(query.orderBy.length > 0 ? { order_by: query.orderBy } : {}),
    ...has({ limit: query.limit }),
  },
  ...has({ exports: query.exports, tags: query.tags }),
})

const spineOut = ({ relation, column, grain, customGrains }: TimeSpine): Members => ({
  node_relation: relationOut(relation),
  primary_column: { name: column, time_granularity: grain },
  ...(customGrains.length > 0 ? { custom_granularities: customGrains.map(({ name, column: from }) => ({ name, ...has({ column_name: from }) })) } : {}),
})
