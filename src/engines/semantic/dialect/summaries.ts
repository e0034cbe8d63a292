import type { Aggregation } from '../model.ts'
import type { Summary } from '../plan/nodes.ts'

/** How a summary is written over a value. All results are doubles, exact for whole numbers below 2^53. */
export function summed({ agg, percentile }: Pick<Summary, 'agg' | 'percentile'>, of: string): string {
  return `CAST(${bare(agg, of, percentile)} AS DOUBLE)`
}

function bare(agg: Aggregation, of: string, percentile: Summary['percentile']): string {
  switch (agg) {
    case 'sum':
      return `sum(${of})`
    case 'min':
      return `min(${of})`
    case 'max':
      return `max(${of})`
    case 'average':
      return `avg(${of})`
    case 'count':
      return `count(${of})`
    case 'count_distinct':
      return `count(DISTINCT ${of})`
    case 'sum_boolean':
      return `sum(CASE WHEN ${of} THEN 1 ELSE 0 END)`
    case 'median':
      return `quantile_cont(${of}, 0.5)`
    case 'percentile':
      return `${percentile?.isDiscrete ? 'quantile_disc' : 'quantile_cont'}(${of}, ${percentile?.share ?? 0.5})`
  }
}

/** Summaries that can be made of summaries of parts: what the parts' results are put together with. */
export const joins: Readonly<Partial<Record<Aggregation, 'sum' | 'min' | 'max'>>> = { sum: 'sum', count: 'sum', sum_boolean: 'sum', min: 'min', max: 'max' }
