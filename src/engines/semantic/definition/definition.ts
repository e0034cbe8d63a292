import { has, type Measure, type Metric } from '../model.ts'
import { hashOf } from '../hash.ts'

/** A metric as people define it: what it computes, and who answers for it. `metric` is the semantic layer’s own; the rest is prose. */
export interface Definition {
  readonly metric: Metric
  /** Measures that stand inside it: each goes into the model of its name. */
  readonly measures: readonly InlineMeasure[]
  /** What it answers, as a leader would ask it. */
  readonly question?: string
  /** The e-mail address of the person who answers for it. */
  readonly owner?: string
  /** What an executive files it under. */
  readonly theme?: string
  readonly synonyms?: readonly string[]
}

export interface InlineMeasure {
  readonly model: string
  readonly measure: Measure
}

/** What is wrong with a definition: in which file, at which path of it, and the next step. */
export interface Fault {
  readonly file: string
  readonly path: string
  readonly message: string
  readonly hint: string
}

/** The key of the record: p1_ticket_share is p1-ticket-share. */
export const keyOf = ({ metric }: Definition): string => metric.name.replaceAll('_', '-')

/** What a definition means, without its prose: labels, descriptions, questions, owners, synonyms and strangers’ meta change no number. */
export function meaningOf({ metric, measures }: Definition): Readonly<Record<string, unknown>> {
  const { label: _label, description: _description, meta: _meta, ...meaning } = metric
  return {
    ...meaning,
    ...(measures.length > 0
      ? { measures: measures.map(({ model, measure: { label: _l, description: _d, meta: _m, ...measure } }) => ({ model, measure })) }
      : {}),
  }
}

/** Names what a definition means together with its policy: another meaning has another name, other words have the same. */
export const versionOf = (definition: Definition): string => hashOf(sorted(meaningOf(definition)))

/** Members in the order of their names, so that the order in which somebody wrote them changes nothing. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  )
}

/** The names of the metrics that it takes as inputs. */
export function inputsOf(metric: Metric): string[] {
  if (metric.type === 'ratio') return [metric.numerator.name, metric.denominator.name]
  return metric.type === 'derived' ? metric.metrics.map(({ name }) => name) : []
}

/** The measures that it takes by itself. */
export function measuresOf(metric: Metric): string[] {
  if (metric.type === 'simple' || metric.type === 'cumulative') return [metric.measure.name]
  return metric.type === 'conversion' ? [metric.base.name, metric.conversion.name] : []
}

/** A definition from a metric of another form. */
export const fromMetric = (metric: Metric, measures: readonly InlineMeasure[] = [], words: Omit<Definition, 'metric' | 'measures'> = {}): Definition => ({
  metric,
  measures,
  ...has(words),
})
