import { has, type Measure, type MeasureInput, type Metric, type MetricInput, type SemanticManifest, type SemanticModel } from '../model.ts'
import { rowsBehind } from './rowsBehind.ts'
import { variants, type Variants } from './variants.ts'

/** Metrics beside a metric that tell what it was made of: the two sides of a fraction, and the rows behind it. */
export interface Sides {
  readonly manifest: SemanticManifest
  /** Names to ask for, where the metric has them. */
  readonly numerator?: string
  readonly denominator?: string
  readonly n?: string
  /** What the fraction is, for its interval: a share of counted rows, a count over an exposure, or neither. */
  readonly kind: 'share' | 'rate' | 'none'
}

const names = { numerator: 'the_numerator', denominator: 'the_denominator', n: 'the_rows' } as const

/**
 * Adds the sides of a metric to the manifest. n is the rows whose value was taken, or the different things that are counted: of the measure; of a ratio’s denominator; of a conversion’s
 * base; of a derived metric, the smallest of its inputs. An average is a sum over its rows.
 */
export function sidesOf(manifest: SemanticManifest, metric: Metric): Sides {
  const own = variants(manifest)
  const [numerator, denominator, n] = [numeratorOf(own, metric), denominatorOf(own, metric), rowsBehind(own, metric)]
  const added = [
    ...(numerator ? [{ ...numerator, name: names.numerator }] : []),
    ...(denominator ? [{ ...denominator, name: names.denominator }] : []),
    ...(n ? [{ ...n, name: names.n }] : []),
  ]
  const models = manifest.models.map((model): SemanticModel => {
    const more = own.measures.filter((one) => one.model === model.name).map(({ measure }) => measure)
    return more.length > 0 ? { ...model, measures: [...model.measures, ...more] } : model
  })
  return {
    manifest: { ...manifest, models, metrics: [...manifest.metrics, ...own.metrics, ...added] },
    kind: kindOf(own, metric),
    ...has({
      numerator: numerator ? names.numerator : undefined,
      denominator: denominator ? names.denominator : undefined,
      n: n ? names.n : undefined,
    }),
  }
}

/** A ratio of rows that are counted among others: nothing of it lies below 0 or above 1. */
export const isShareOfCases = (manifest: SemanticManifest, metric: Metric): boolean => metric.type === 'ratio' && kindOf(variants(manifest), metric) === 'share'

const aggOf = (own: Variants, metric: Metric | undefined): Measure['agg'] | undefined =>
  metric?.type === 'simple' ? own.held.get(metric.measure.name)?.measure.agg : undefined

function numeratorOf(own: Variants, metric: Metric): Metric | undefined {
  if (metric.type === 'ratio') return alone(metric.numerator, metric.filter)
  if (metric.type === 'conversion') return { ...metric, calculation: 'conversions' }
  return metric.type === 'simple' && aggOf(own, metric) === 'average' ? own.simple(metric.measure, 'sum', metric.filter) : undefined
}

function denominatorOf(own: Variants, metric: Metric): Metric | undefined {
  if (metric.type === 'ratio') return alone(metric.denominator, metric.filter)
  if (metric.type === 'conversion') return { type: 'simple', name: metric.base.name, measure: metric.base, ...has({ filter: metric.filter }) }
  return metric.type === 'simple' && aggOf(own, metric) === 'average' ? own.simple(metric.measure, 'count', metric.filter) : undefined
}

/** One side of a fraction as a metric, with the filter of the whole. */
const alone = (input: MetricInput, filter: readonly string[] | undefined): Metric => ({
  type: 'derived',
  name: input.name,
  expr: 'side',
  metrics: [{ ...input, alias: 'side' }],
  ...has({ filter }),
})

function kindOf(own: Variants, metric: Metric): Sides['kind'] {
  if (metric.type === 'conversion') {
    const isCounted = [metric.base, metric.conversion].every(({ name }) => own.held.get(name)?.measure.agg === 'count')
    return metric.calculation === 'conversion_rate' && isCounted ? 'share' : 'none'
  }
  if (metric.type !== 'ratio') return 'none'
  const [above, below] = [own.known.get(metric.numerator.name), own.known.get(metric.denominator.name)]
  if (isPart(own, { metric: above, input: metric.numerator }, { metric: below, input: metric.denominator })) return 'share'
  return aggOf(own, above) === 'count' && !isMoved(metric.numerator) ? 'rate' : 'none'
}

interface Side {
  readonly metric: Metric | undefined
  readonly input: MetricInput
}

/** Both sides count the same rows, and every condition on the denominator stands on the numerator too. */
function isPart(own: Variants, above: Side, below: Side): boolean {
  if (above.metric?.type !== 'simple' || below.metric?.type !== 'simple' || isMoved(above.input) || isMoved(below.input)) return false
  const isSame = above.metric.measure.name === below.metric.measure.name && ['count', 'count_distinct'].includes(aggOf(own, above.metric) ?? '')
  const numerator = new Set(conditionsOf(above.metric, above.input))
  return isSame && conditionsOf(below.metric, below.input).every((condition) => numerator.has(condition))
}

const conditionsOf = ({ filter, measure }: { readonly filter?: readonly string[]; readonly measure: MeasureInput }, input: MetricInput): string[] => [
  ...(filter ?? []),
  ...(measure.filter ?? []),
  ...(input.filter ?? []),
]

const isMoved = ({ offsetWindow, offsetToGrain }: MetricInput): boolean => offsetWindow !== undefined || offsetToGrain !== undefined
