import type { Measure, Metric, SemanticModel } from '../model.ts'
import type { Lexicon } from './lexicon.ts'

/** The measures that a metric rests on, in the order of its definition, each with its model. Unknown names are passed over: planning refuses them. */
export function leavesOf(lexicon: Lexicon, metric: Metric, seen: readonly string[] = []): { readonly measure: Measure; readonly model: SemanticModel }[] {
  if (seen.includes(metric.name)) return []
  const inner = (name: string): { readonly measure: Measure; readonly model: SemanticModel }[] => {
    const found = lexicon.metrics.get(name)
    return found ? leavesOf(lexicon, found, [...seen, metric.name]) : []
  }
  switch (metric.type) {
    case 'simple':
    case 'cumulative':
      return measureOf(lexicon, metric.measure.name)
    case 'conversion':
      return measureOf(lexicon, metric.base.name)
    case 'ratio':
      return [...inner(metric.numerator.name), ...inner(metric.denominator.name)]
    case 'derived':
      return metric.metrics.flatMap(({ name }) => inner(name))
    default:
      return []
  }
}

function measureOf(lexicon: Lexicon, name: string): { readonly measure: Measure; readonly model: SemanticModel }[] {
  try {
    return [lexicon.measure(name)]
  } catch {
    return []
  }
}
