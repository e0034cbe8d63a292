import { has, type Measure, type Metric, type MetricInput } from '../model.ts'
import type { Variants } from './variants.ts'

/** A metric that counts the rows behind another one, or the different things that it counts among them; undefined for types that engines/metrics answers. */
export function rowsBehind(own: Variants, metric: Metric, depth = 0): Metric | undefined {
  if (depth > 30) return undefined
  switch (metric.type) {
    case 'simple':
      return own.simple(metric.measure, countingOf(own, metric.measure.name), metric.filter)
    case 'conversion':
      return own.simple(metric.base, countingOf(own, metric.base.name), metric.filter)
    case 'cumulative': {
      const name = own.variant(metric.measure.name, countingOf(own, metric.measure.name))
      return name === undefined ? undefined : { ...metric, measure: { name, ...has({ filter: metric.measure.filter }) } }
    }
    case 'ratio':
      return fewest(own, [metric.denominator], metric, depth)
    case 'derived':
      return fewest(own, metric.metrics, metric, depth)
    default:
      return undefined
  }
}

/** An account with two hundred events is one account: neither its group nor its interval rests on more. */
const countingOf = ({ held }: Variants, name: string): Measure['agg'] => (held.get(name)?.measure.agg === 'count_distinct' ? 'count_distinct' : 'count')

/** The fewest rows behind any of the inputs. */
function fewest(own: Variants, inputs: readonly MetricInput[], { name, filter }: Metric, depth: number): Metric | undefined {
  const counted = inputs.flatMap((input): MetricInput[] => {
    const found = own.known.get(input.name)
    const rows = found ? rowsBehind(own, found, depth + 1) : undefined
    if (!rows) return []
    const counting = `${input.name}_rows_${own.metrics.length}`
    own.metrics.push({ ...rows, name: counting })
    return [{ ...input, name: counting }]
  })
  if (counted.length === 0 || counted.length < inputs.length) return undefined
  const terms = counted.map((_, place) => `coalesce(n${place}, 0)`)
  const expr = terms.length > 1 ? `least(${terms.join(', ')})` : 'n0'
  return { type: 'derived', name, expr, metrics: counted.map((input, place) => ({ ...input, alias: `n${place}` })), ...has({ filter }) }
}
