import { parseExpression } from '../../expression/parse.ts'
import { allMetrics, type Measure, type MeasureInput, type Metric, type MetricInput, type SemanticManifest, type SemanticModel } from '../../model.ts'

/** A metric as one ANSI expression over datasets, or why it is none. A window, an offset or a conversion never becomes a constant. */
export type MetricText = { readonly text: string } | { readonly cannot: string }

export function metricTexts(manifest: SemanticManifest): (metric: Metric) => MetricText {
  const lexicon: Names = {
    manifest,
    metrics: new Map(allMetrics(manifest).map((metric) => [metric.name, metric])),
    measures: new Map(manifest.models.flatMap((model) => model.measures.map((measure) => [measure.name, { measure, model }] as const))),
  }
  return (metric) => {
    try {
      return { text: textOf(lexicon, metric, [], []) }
    } catch (error) {
      if (error instanceof Unsaid) return { cannot: error.message }
      throw error
    }
  }
}

interface Names {
  readonly manifest: SemanticManifest
  readonly metrics: ReadonlyMap<string, Metric>
  readonly measures: ReadonlyMap<string, { readonly measure: Measure; readonly model: SemanticModel }>
}

/** What the form has no words for. */
class Unsaid extends Error {}

function textOf(lexicon: Names, metric: Metric, filters: readonly string[], trail: readonly string[]): string {
  if (trail.includes(metric.name)) throw new Unsaid('It needs itself.')
  const all = [...filters, ...(metric.filter ?? [])]
  const input = (one: MetricInput): string => {
    if (one.offsetWindow || one.offsetToGrain) throw new Unsaid('The form has no offset in time.')
    const found = lexicon.metrics.get(one.name)
    if (!found) throw new Unsaid(`It takes “${one.name}”, which is not here.`)
    return textOf(lexicon, found, [...all, ...(one.filter ?? [])], [...trail, metric.name])
  }
  switch (metric.type) {
    case 'simple':
      return aggregate(lexicon, metric.measure, all)
    case 'ratio':
      return `${input(metric.numerator)} / NULLIF(${input(metric.denominator)}, 0)`
    case 'derived': {
      const texts = new Map(metric.metrics.map((one) => [(one.alias ?? one.name).toLowerCase(), input(one)]))
      return replaced(metric.expr, (name) => {
        const text = texts.get(name.toLowerCase())
        return text === undefined ? undefined : `(${text})`
      })
    }
    default:
      throw new Unsaid(metric.type === 'cumulative' ? 'The form has no window in time.' : `The form has no metric of type ${metric.type}.`)
  }
}

const simpleAggregates: Readonly<Partial<Record<Measure['agg'], string>>> = { sum: 'SUM', count: 'COUNT', average: 'AVG', min: 'MIN', max: 'MAX' }

function aggregate(lexicon: Names, input: MeasureInput, filters: readonly string[]): string {
  const found = lexicon.measures.get(input.name)
  if (!found) throw new Unsaid(`It takes the measure “${input.name}”, which is not here.`)
  const { measure, model } = found
  if (measure.nonAdditive) throw new Unsaid('The form has no measure that takes the last moment alone.')
  if (input.fillNullsWith !== undefined || input.joinToTimespine) throw new Unsaid('The form does not fill periods that have no rows.')
  const conditions = [...filters, ...(input.filter ?? [])].map((one) => conditionText(lexicon, model, one))
  const value = valueText(measure, model)
  const own = measure.agg === 'sum_boolean' ? `CASE WHEN ${value} THEN 1 ELSE 0 END` : value
  const taken = conditions.length === 0 ? own : `CASE WHEN ${conditions.map((one) => `(${one})`).join(' AND ')} THEN ${own} END`
  if (measure.agg === 'count_distinct') return `COUNT(DISTINCT ${taken})`
  if (measure.agg === 'sum_boolean') return `SUM(${taken})`
  if (measure.agg === 'median' || measure.agg === 'percentile') {
    const name = measure.percentile?.isDiscrete ? 'PERCENTILE_DISC' : 'PERCENTILE_CONT'
    return `${name}(${measure.agg === 'median' ? 0.5 : (measure.percentile?.share ?? 0.5)}) WITHIN GROUP (ORDER BY ${taken})`
  }
  return `${simpleAggregates[measure.agg] ?? 'SUM'}(${taken})`
}

/** The value over its dataset. Rows are counted by a column that says which dataset is meant. */
function valueText(measure: Measure, model: SemanticModel): string {
  const expr = measure.expr ?? measure.name
  if (/[A-Za-z_]/.test(expr.replace(/'(?:[^']|'')*'/g, ''))) return prefixed(expr, model.name)
  const own = model.entities.find(({ type, name, expr: column }) => type === 'primary' && isColumn(column ?? name))
  if (measure.agg !== 'count' || !own) throw new Unsaid('A constant names no dataset.')
  return `${model.name}.${own.expr ?? own.name}`
}

export const isColumn = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(text)
const prefixed = (expr: string, dataset: string): string => replaced(expr, (name) => `${dataset}.${name}`)

const words = new Set([
  'and',
  'or',
  'not',
  'in',
  'between',
  'like',
  'ilike',
  'is',
  'null',
  'true',
  'false',
  'case',
  'when',
  'then',
  'else',
  'end',
  'cast',
  'as',
  'integer',
  'double',
  'decimal',
  'text',
  'date',
  'timestamp',
  'boolean',
  'varchar',
  'bigint',
  'int',
  'float',
  'precision',
  'numeric',
])

/** Names of an expression, outside of quotes and calls, replaced by what `change` gives. */
function replaced(expr: string, change: (name: string) => string | undefined): string {
  return expr
    .split(/('(?:[^']|'')*')/)
    .map((part, place) =>
      place % 2 === 1
        ? part
        : part.replace(/[A-Za-z_][A-Za-z0-9_]*(\s*\()?/g, (name, call: string | undefined) =>
            call !== undefined || words.has(name.toLowerCase()) ? name : (change(name) ?? name),
          ),
    )
    .join('')
}

/** A condition whose references have become columns of datasets. */
function conditionText(lexicon: Names, model: SemanticModel, condition: string): string {
  parseOr(condition)
  const text = condition.replace(/\{\{\s*Dimension\(\s*'([a-z0-9_]+)'\s*\)\s*\}\}/gi, (_, name: string) => columnOf(lexicon, model, name))
  if (text.includes('{{')) throw new Unsaid(`The condition ${condition} names more than a dimension.`)
  return text
}

function parseOr(condition: string): void {
  try {
    parseExpression(condition)
  } catch {
    throw new Unsaid(`The condition ${condition} is outside of the safe language.`)
  }
}

function columnOf({ manifest }: Names, model: SemanticModel, reference: string): string {
  const parts = reference.toLowerCase().split('__')
  const [name = '', entity, ...more] = parts.toReversed()
  if (more.length > 0) throw new Unsaid(`“${reference}” joins more than once.`)
  const isOwn = entity === undefined || model.primaryEntity === entity || model.entities.some((one) => one.name === entity && one.type !== 'foreign')
  const holder = isOwn ? model : manifest.models.find((one) => one !== model && one.entities.some((own) => own.name === entity && own.type !== 'foreign'))
  const dimension = holder?.dimensions.find((one) => one.name === name)
  if (!holder || !dimension) throw new Unsaid(`“${reference}” is a column of no dataset here.`)
  return prefixed(dimension.expr ?? dimension.name, holder.name)
}
