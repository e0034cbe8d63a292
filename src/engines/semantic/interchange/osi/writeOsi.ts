import { hashOf } from '../../hash.ts'
import { has, type Dimension, type Metric, type SemanticManifest, type SemanticModel } from '../../model.ts'
import type { Loss } from '../loss.ts'
import { isColumn, metricTexts } from './metricText.ts'
import { ansi, extension, type OsiDataset, type OsiDocument, type OsiField, type OsiMetric, type OsiRelationship } from './shape.ts'

export interface WrittenOsi {
  readonly document: OsiDocument
  readonly losses: readonly Loss[]
}

/**
 * Writes a manifest as an OSI 1.0 document. Dimensions become fields, keys become primary keys and relationships, a metric becomes one ANSI
 * expression. What the form has no word for (measures, grains, windows, offsets, conversions, policies) travels in custom_extensions, and is told.
 */
export function writeOsi(name: string, manifest: SemanticManifest): WrittenOsi {
  const losses: Loss[] = []
  const texts = metricTexts(manifest)
  const written: OsiMetric[] = []
  const carried: Metric[] = []
  for (const metric of manifest.metrics) {
    const said = texts(metric)
    if ('cannot' in said) {
      carried.push(metric)
      losses.push({ path: `metrics.${metric.name}`, construct: metric.type, action: 'carried_as_extension', reason: said.cannot })
    } else written.push(metricOut(metric, said.text))
  }
  const { savedQueries, spines } = manifest
  for (const one of savedQueries)
    losses.push({ path: `saved_queries.${one.name}`, construct: 'saved_query', action: 'carried_as_extension', reason: 'The form has no saved queries.' })
  for (const one of spines)
    losses.push({ path: `time_spines.${one.relation.table}`, construct: 'time_spine', action: 'carried_as_extension', reason: 'The form has no calendar.' })
  const rest = { ...(carried.length > 0 ? { metrics: carried } : {}), order: manifest.metrics.map((metric) => metric.name), savedQueries, spines }
  const relationships = relationshipsOf(manifest, losses)
  return {
    document: {
      semantic_model: [
        {
          name,
          datasets: manifest.models.map((model) => datasetOut(model, losses)),
          ...(relationships.length > 0 ? { relationships } : {}),
          ...(written.length > 0 ? { metrics: written } : {}),
          custom_extensions: extension(rest),
        },
      ],
    },
    losses,
  }
}

function datasetOut(model: SemanticModel, losses: Loss[]): OsiDataset {
  const { relation, entities, dimensions, measures } = model
  const path = `semantic_models.${model.name}`
  if (measures.length > 0)
    losses.push({ path: `${path}.measures`, construct: 'measures', action: 'carried_as_extension', reason: 'The form has metrics alone, over columns.' })
  const [primary] = entities.filter(({ type, name, expr }) => type === 'primary' && isColumn(expr ?? name))
  const unique = entities.filter(({ type, name, expr }) => type === 'unique' && isColumn(expr ?? name)).map(({ name, expr }) => [expr ?? name])
  const { description: _, ...ours } = { ...model, dimensions: dimensions.map(({ name }) => name) }
  return {
    name: model.name,
    source: [relation.database, relation.schema, relation.table].filter((part) => part !== undefined).join('.'),
    ...(primary ? { primary_key: [primary.expr ?? primary.name] } : {}),
    ...(unique.length > 0 ? { unique_keys: unique } : {}),
    ...has({ description: model.description }),
    ...(dimensions.length > 0 ? { fields: dimensions.map((one) => fieldOut(one, path, losses)) } : {}),
    custom_extensions: extension(ours),
  }
}

function fieldOut(dimension: Dimension, path: string, losses: Loss[]): OsiField {
  const { name, label, description, expr, type, ...ours } = dimension
  if (Object.keys(ours).length > 0)
    losses.push({
      path: `${path}.dimensions.${name}`,
      construct: Object.keys(ours).join(', '),
      action: 'carried_as_extension',
      reason: 'A field has an expression and whether it is a time.',
    })
  return {
    name,
    expression: ansi(expr ?? name),
    dimension: { is_time: type === 'time' },
    ...has({ label, description }),
    ...(Object.keys(ours).length > 0 || expr !== undefined ? { custom_extensions: extension({ ...ours, hasExpr: expr !== undefined }) } : {}),
  }
}

function metricOut(metric: Metric, text: string): OsiMetric {
  return {
    name: metric.name,
    expression: ansi(text),
    ...has({ description: metric.description }),
    custom_extensions: extension({ metric, expression: hashOf(text), description: hashOf(metric.description ?? null) }),
  }
}

/** Foreign keys that find a key of another dataset by one column each. */
function relationshipsOf({ models }: SemanticManifest, losses: Loss[]): OsiRelationship[] {
  return models.flatMap((from) =>
    from.entities
      .filter(({ type }) => type === 'foreign')
      .flatMap((entity): OsiRelationship[] => {
        const targets = models.flatMap((to) =>
          to.entities.filter((key) => to !== from && key.name === entity.name && (key.type === 'primary' || key.type === 'unique')).map((key) => ({ to, key })),
        )
        return targets.flatMap(({ to, key }) => {
          const [mine, theirs] = [entity.expr ?? entity.name, key.expr ?? key.name]
          if (isColumn(mine) && isColumn(theirs))
            return [{ name: `${from.name}_${entity.name}_to_${to.name}`, from: from.name, to: to.name, from_columns: [mine], to_columns: [theirs] }]
          losses.push({
            path: `semantic_models.${from.name}.entities.${entity.name}`,
            construct: 'entity',
            action: 'carried_as_extension',
            reason: 'A relationship joins columns, not expressions.',
          })
          return []
        })
      }),
  )
}
