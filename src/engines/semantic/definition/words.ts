import type { Governance } from '../model.ts'

/** Conditions as a person reads them: ticket priority = 'p1'; metric_time by month > '2026-01-01'. */
export const readable = (condition: string): string =>
  condition.replace(/\{\{\s*\w+\('([^']+)'([^)]*)\)((?:\.\w+\([^)]*\))*)\s*\}\}/g, (_, path: string, others: string, calls: string) => {
    const split = [...`${others}${calls}`.matchAll(/'([^']+)'/g)].map(([, word = '']) => word.replaceAll('__', ' '))
    return `${path.replaceAll('__', ' ')}${split.length > 0 ? ` by ${split.join(' and ')}` : ''}`
  })

/** The words of our own form beside MetricFlow’s, each with the shape that it takes. The JSON Schema in docs/guide says the same. */
export const ownWords = ['question', 'owner', 'theme', 'synonyms', 'policy', 'maturity', 'min_n', 'direction', 'unit', 'dimensions'] as const
export const flowWords = ['name', 'label', 'description', 'type', 'type_params', 'filter', 'time_granularity', 'config'] as const
export const types = ['simple', 'ratio', 'derived', 'cumulative', 'conversion'] as const
/** Types that engines/metrics answers: kept, and measured under their own names. */
export const ownTypes = ['cohort', 'movement', 'survival', 'slo'] as const
export const directions = ['up', 'down', 'within'] as const satisfies readonly Governance['direction'][]
export const units = ['percent', 'money', 'count', 'days', 'points', 'ratio'] as const
export const measureWords = ['name', 'alias', 'filter', 'fill_nulls_with', 'join_to_timespine'] as const
/** A measure that stands inside its metric has these besides. */
export const inlineWords = ['semantic_model', 'agg', 'expr', 'agg_params', 'agg_time_dimension', 'non_additive_dimension'] as const
