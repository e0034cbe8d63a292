import { namesIn, type Expression } from '../../expression/expression.ts'
import { parseExpression } from '../../expression/parse.ts'
import type { Measure, Metric, SemanticModel } from '../../model.ts'
import type { Loss } from '../loss.ts'
import { aggregatesIn, type Aggregate } from './aggregates.ts'

export interface ReadMetric {
  readonly metric: Metric
  readonly measures: readonly { readonly model: string; readonly measure: Measure }[]
}

/** Takes an expression such as SUM(orders.amount) / COUNT(DISTINCT customers.id) apart: its aggregates are measures, the rest is arithmetic. */
export function readExpression(name: string, text: string, models: readonly SemanticModel[], path: string, losses: Loss[]): ReadMetric | undefined {
  const refuse = (reason: string): undefined => void losses.push({ path: `${path}.expression`, construct: 'expression', action: 'refused', reason })
  const found = aggregatesIn(text)
  if (typeof found === 'string') return refuse(found)
  const { aggregates, rest } = found
  if (aggregates.length === 0) return refuse('It has no aggregate: a constant is no metric.')
  const measures = aggregates.map((one, place) => measureOf(one, aggregates.length === 1 ? name : `${name}_${place + 1}`, models))
  const wrong = measures.find((one) => typeof one === 'string')
  if (typeof wrong === 'string') return refuse(wrong)
  const placed = measures.flatMap((one) => (typeof one === 'string' ? [] : [one]))
  const arithmetic = parsed(rest)
  if (typeof arithmetic === 'string') return refuse(arithmetic)
  const metric = metricOf(
    name,
    rest,
    arithmetic,
    placed.map(({ measure }) => measure.name),
  )
  return { metric, measures: metric.type === 'simple' ? placed : placed.map(({ model, measure }) => ({ model, measure: { ...measure, createsMetric: true } })) }
}

function parsed(text: string): Expression | string {
  try {
    return parseExpression(text)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** a0 is simple, a0 / a1 (or over nullif(a1, 0)) a ratio, everything else derived. */
function metricOf(name: string, text: string, arithmetic: Expression, names: readonly string[]): Metric {
  const [first = name, second] = names
  if (arithmetic.is === 'name') return { type: 'simple', name, measure: { name: first } }
  const below = arithmetic.is === 'binary' && arithmetic.operator === '/' ? denominatorIn(arithmetic.right) : undefined
  if (arithmetic.is === 'binary' && arithmetic.left.is === 'name' && arithmetic.left.name === 'a0' && below === 'a1' && second !== undefined)
    return { type: 'ratio', name, numerator: { name: first }, denominator: { name: second } }
  return { type: 'derived', name, expr: text.trim(), metrics: names.map((one, place) => ({ name: one, alias: `a${place}` })) }
}

function denominatorIn(right: Expression): string | undefined {
  if (right.is === 'name') return right.name
  const [value, zero] = right.is === 'call' && right.call === 'nullif' ? right.args : []
  return value?.is === 'name' && zero?.is === 'number' && Number(zero.value) === 0 ? value.name : undefined
}

/** The measure of one aggregate, or why it is none. */
function measureOf(one: Aggregate, name: string, models: readonly SemanticModel[]): { readonly model: string; readonly measure: Measure } | string {
  const datasets = [...new Set([...outsideQuotes(one.of).matchAll(/([A-Za-z_][A-Za-z0-9_]*)\s*\.\s*[A-Za-z_]/g)].map(([, dataset = '']) => dataset))]
  const [dataset, other] = datasets
  const model = models.find((candidate) => candidate.name === dataset) ?? (dataset === undefined && models.length === 1 ? models[0] : undefined)
  if (other !== undefined) return `${one.text} takes columns of ${datasets.join(' and ')} together, which no single table has.`
  if (!model) return dataset === undefined ? `${one.text} does not say which dataset it is over.` : `There is no dataset “${dataset}”.`
  const expr = one.of === '*' ? '1' : unprefixed(one.of, model)
  const checked = parsed(expr)
  if (typeof checked === 'string') return checked
  if (namesIn(checked).length === 0 && one.agg !== 'count') return `${one.text} adds up a constant.`
  return { model: model.name, measure: { name, agg: one.agg, expr, ...(one.percentile ? { percentile: one.percentile } : {}) } }
}

const outsideQuotes = (text: string): string => text.replace(/'(?:[^']|'')*'/g, "''")

/** Columns without their dataset; a field of that name stands for its own expression. */
function unprefixed(text: string, { name, dimensions }: SemanticModel): string {
  return text
    .split(/('(?:[^']|'')*')/)
    .map((part, place) =>
      place % 2 === 1
        ? part
        : part.replace(new RegExp(`\\b${name}\\s*\\.\\s*([A-Za-z_][A-Za-z0-9_]*)`, 'g'), (_, column: string) => {
            const expr = dimensions.find((one) => one.name === column)?.expr
            return expr === undefined || expr === column ? column : `(${expr})`
          }),
    )
    .join('')
    .trim()
}
