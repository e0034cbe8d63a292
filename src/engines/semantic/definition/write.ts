import { showWindow } from '../grains.ts'
import { has, type MeasureInput, type Metric, type MetricInput, type Window } from '../model.ts'
import type { Definition, InlineMeasure } from './definition.ts'

type Members = Readonly<Record<string, unknown>>

/** A definition in our own form, its words in the order in which people read them. Reading it again gives the same definition. */
export function writeDefinition({ metric, measures, question, owner, theme, synonyms }: Definition): Members {
  const { governance = {}, meta } = metric
  const inline = new Map(measures.map((one) => [one.measure.name, one]))
  return {
    name: metric.name,
    ...has({ label: metric.label, question, description: metric.description, owner, theme, synonyms }),
    type: metric.type,
    type_params: paramsOut(metric, inline),
    ...has({
      filter: metric.filter,
      time_granularity: metric.grain,
      dimensions: governance.dimensions,
      unit: governance.unit,
      direction: governance.direction,
      policy: governance.policy,
      maturity: governance.maturityDays,
      min_n: governance.minN,
      config: meta ? { meta } : undefined,
    }),
  }
}

function paramsOut(metric: Metric, inline: ReadonlyMap<string, InlineMeasure>): Members {
  switch (metric.type) {
    case 'simple':
      return { measure: measureOut(metric.measure, inline) }
    case 'ratio':
      return { numerator: inputOut(metric.numerator), denominator: inputOut(metric.denominator) }
    case 'derived':
      return { expr: metric.expr, metrics: metric.metrics.map(inputOut) }
    case 'cumulative':
      return {
        measure: measureOut(metric.measure, inline),
        cumulative_type_params: has({ window: windowOut(metric.window), grain_to_date: metric.grainToDate, period_agg: metric.periodAgg }),
      }
    case 'conversion':
      return {
        conversion_type_params: {
          base_measure: measureOut(metric.base, inline),
          conversion_measure: measureOut(metric.conversion, inline),
          entity: metric.entity,
          calculation: metric.calculation,
          ...has({
            window: windowOut(metric.window),
            constant_properties: metric.constantProperties?.map(({ base, conversion }) => ({ base_property: base, conversion_property: conversion })),
          }),
        },
      }
    default:
      return metric.params
  }
}

const windowOut = (window: Window | undefined): string | undefined => (window ? showWindow(window) : undefined)

function measureOut({ name, alias, filter, fillNullsWith, joinToTimespine }: MeasureInput, inline: ReadonlyMap<string, InlineMeasure>): Members {
  const own = inline.get(name)
  return { name, ...has({ alias, filter, fill_nulls_with: fillNullsWith, join_to_timespine: joinToTimespine }), ...(own ? inlineMembers(own) : {}) }
}

function inlineMembers({ model, measure: { agg, expr, percentile, timeDimension, nonAdditive } }: InlineMeasure): Members {
  return {
    semantic_model: model,
    agg,
    ...has({
      expr,
      agg_time_dimension: timeDimension,
      agg_params: percentile
        ? {
            percentile: percentile.share,
            ...has({ use_discrete_percentile: percentile.isDiscrete, use_approximate_percentile: percentile.isApproximate }),
          }
        : undefined,
      non_additive_dimension: nonAdditive
        ? {
            name: nonAdditive.dimension,
            window_choice: nonAdditive.choice,
            ...(nonAdditive.groupings.length > 0 ? { window_groupings: nonAdditive.groupings } : {}),
          }
        : undefined,
    }),
  }
}

function inputOut({ name, alias, filter, offsetWindow, offsetToGrain }: MetricInput): Members {
  return { name, ...has({ alias, filter, offset_window: windowOut(offsetWindow), offset_to_grain: offsetToGrain }) }
}
