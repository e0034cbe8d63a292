import type { Aggregation, DeclaredGrain, Described, Dimension, Entity, EntityType, Measure, Percentile, Relation, SemanticModel, TimeSpine } from '../model.ts'
import { has } from '../model.ts'
import { parseExpression } from '../expression/parse.ts'
import { grains, isGrain } from '../grains.ts'
import { isRecord, type Loss, type Part } from './loss.ts'

/** Reads one `semantic_model`. Undefined when it lacks what nothing stands in for; the loss report says what. */
export function readModel(part: Part, losses: Loss[]): SemanticModel | undefined {
  const name = part.text('name')
  const relation = relationOf(part.part('node_relation')) ?? (part.has('model') ? { table: refName(part.text('model') ?? '') } : undefined)
  if (name === undefined || !relation)
    return refused(losses, part.path, 'semantic_model', name === undefined ? 'It has no name.' : 'It names no table (node_relation).')
  const defaults = part.part('defaults')
  const common = described(part, name)
  const latest = latestOf(common.meta ? oursIn(common.meta) : undefined)
  const model: SemanticModel = {
    ...cleaned(common),
    relation: latest ? { ...relation, latest } : relation,
    ...has({ timeDimension: defaults?.text('agg_time_dimension') ?? part.text('agg_time_dimension'), primaryEntity: part.text('primary_entity') }),
    entities: part.parts('entities').flatMap((one) => readEntity(one, losses) ?? []),
    dimensions: part.parts('dimensions').flatMap((one) => readDimension(one, losses) ?? []),
    measures: part.parts('measures').flatMap((one) => readMeasure(one, losses) ?? []),
  }
  defaults?.rest()
  part.rest()
  return model
}

function latestOf(ours: Readonly<Record<string, unknown>> | undefined): Relation['latest'] {
  const latest = ours?.['latest']
  return isRecord(latest) && Array.isArray(latest['key']) && typeof latest['by'] === 'string' ? { key: latest['key'].map(String), by: latest['by'] } : undefined
}

/** Without our own members in its meta, which stand in fields of the model. */
export function cleaned(common: Described): Described {
  const { meta, ...words } = common
  const rest = Object.fromEntries(Object.entries(meta ?? {}).filter(([key]) => key !== 'throughline'))
  return Object.keys(rest).length > 0 ? { ...words, meta: rest } : words
}

export function refused(losses: Loss[], path: string, construct: string, reason: string): undefined {
  losses.push({ path, construct, action: 'refused', reason })
  return undefined
}

/** label, description and config.meta, which every named part has; ours is taken out of meta by the caller before. */
export function described(part: Part, name: string): Described {
  const config = part.part('config')
  const meta = config?.record('meta')
  config?.rest()
  return { name, ...has({ label: part.text('label'), description: part.text('description'), meta: meta && Object.keys(meta).length > 0 ? meta : undefined }) }
}

function relationOf(part: Part | undefined): Relation | undefined {
  const table = part?.text('alias')
  if (!part || table === undefined) return undefined
  const relation = { table, ...has({ schema: part.text('schema_name'), database: part.text('database') }) }
  part.text('relation_name') // schema and alias in one text; they stand apart already
  part.rest()
  return relation
}

/** dbt’s own files write `model: ref('orders')`. */
const refName = (text: string): string => /ref\(\s*['"]([^'"]+)['"]\s*\)/.exec(text)?.[1] ?? text

/** Tells expressions that the safe language does not have; they are kept, and refused when asked for. */
export function checkedExpr(part: Part, key: string, losses: Loss[]): string | undefined {
  const text = part.expr(key)
  if (text === undefined) return undefined
  try {
    parseExpression(text)
  } catch (error) {
    losses.push({
      path: `${part.path}.${key}`,
      construct: 'expr',
      action: 'carried_as_extension',
      reason: `Kept, but not answered: ${error instanceof Error ? error.message : String(error)}`,
    })
  }
  return text
}

const entityTypes: readonly EntityType[] = ['primary', 'unique', 'foreign', 'natural']

function readEntity(part: Part, losses: Loss[]): Entity | undefined {
  const [name, type] = [part.text('name'), chosen(part, 'type', entityTypes, losses)]
  if (name === undefined || !type) return refused(losses, part.path, 'entity', 'It needs a name and a type.')
  const entity: Entity = { ...described(part, name), type, ...has({ expr: checkedExpr(part, 'expr', losses), role: part.text('role') }) }
  part.rest()
  return entity
}

export function chosen<T extends string>(part: Part, key: string, known: readonly T[], losses: Loss[]): T | undefined {
  const text = part.text(key)
  if (text === undefined) return undefined
  const found = known.find((one) => one === text.toLowerCase())
  if (!found) losses.push({ path: `${part.path}.${key}`, construct: key, action: 'refused', reason: `“${text}” is none of ${known.join(', ')}.` })
  return found
}

const declared: readonly DeclaredGrain[] = ['nanosecond', 'microsecond', 'millisecond', ...grains]

function readDimension(part: Part, losses: Loss[]): Dimension | undefined {
  const [name, type] = [part.text('name'), chosen(part, 'type', ['categorical', 'time'] as const, losses)]
  if (name === undefined || !type) return refused(losses, part.path, 'dimension', 'It needs a name and a type.')
  const params = part.part('type_params')
  const validity = params?.part('validity_params')
  const [start, end] = [validity?.flag('is_start'), validity?.flag('is_end')]
  const common = described(part, name)
  const ours = common.meta ? oursIn(common.meta) : undefined
  const dimension: Dimension = {
    ...cleaned(common),
    type,
    ...has({
      expr: checkedExpr(part, 'expr', losses),
      grain: params ? chosen(params, 'time_granularity', declared, losses) : undefined,
      isPartition: part.flag('is_partition'),
      validity: start ? ('start' as const) : end ? ('end' as const) : undefined,
      isInstant: ours?.['isInstant'] === true ? true : undefined,
    }),
  }
  for (const one of [validity, params, part]) one?.rest()
  return dimension
}

/** Our own members of a stranger’s meta. */
export const oursIn = (meta: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined =>
  isRecord(meta['throughline']) ? meta['throughline'] : undefined

const aggregations: readonly Aggregation[] = ['sum', 'min', 'max', 'average', 'count', 'count_distinct', 'sum_boolean', 'median', 'percentile']

function readMeasure(part: Part, losses: Loss[]): Measure | undefined {
  const [name, agg] = [part.text('name'), chosen(part, 'agg', aggregations, losses)]
  if (name === undefined || !agg) return refused(losses, part.path, 'measure', 'It needs a name and an agg.')
  const label = part.text('create_metric_display_name')
  if (label !== undefined)
    losses.push({
      path: `${part.path}.create_metric_display_name`,
      construct: 'create_metric_display_name',
      action: 'approximated',
      reason: 'It becomes the label.',
    })
  const common = described(part, name)
  const measure: Measure = {
    ...common,
    ...(label === undefined || common.label !== undefined ? {} : { label }),
    agg,
    ...has({
      expr: checkedExpr(part, 'expr', losses),
      percentile: percentileOf(part.part('agg_params')),
      timeDimension: part.text('agg_time_dimension'),
      nonAdditive: nonAdditiveOf(part.part('non_additive_dimension'), losses),
      createsMetric: part.flag('create_metric'),
    }),
  }
  part.rest()
  return measure
}

export function percentileOf(part: Part | undefined): Percentile | undefined {
  const share = part?.number('percentile')
  if (!part || share === undefined) return undefined
  const percentile = { share, ...has({ isDiscrete: part.flag('use_discrete_percentile'), isApproximate: part.flag('use_approximate_percentile') }) }
  part.rest()
  return percentile
}

export function nonAdditiveOf(part: Part | undefined, losses: Loss[]): Measure['nonAdditive'] {
  const dimension = part?.text('name')
  if (!part || dimension === undefined) return undefined
  const choice = chosen(part, 'window_choice', ['min', 'max'] as const, losses) ?? 'min'
  const groupings = part.list('window_groupings').map(String)
  part.rest()
  return { dimension, choice, groupings }
}

/** Both shapes of a project's time spines; one that is declared in both is read once. */
export function readSpines(part: Part, losses: Loss[]): TimeSpine[] {
  const spines = part.parts('time_spines').flatMap((one) => readSpine(one, losses) ?? [])
  const older = part.parts('time_spine_table_configurations').flatMap((one): TimeSpine[] => {
    const [location = '', column = 'ds', grain] = [one.text('location'), one.text('column_name'), chosen(one, 'grain', declared, losses)]
    const names = location.split('.')
    one.rest()
    const table = names.at(-1) ?? ''
    return [{ relation: { table, ...has({ schema: names.at(-2), database: names.at(-3) }) }, column, grain: grain ?? 'day', customGrains: [] }]
  })
  for (const one of older)
    if (spines.some(({ relation, grain }) => relation.table === one.relation.table && grain === one.grain))
      losses.push({
        path: `${part.path}.time_spine_table_configurations`,
        construct: 'time_spine_table_configuration',
        action: 'mapped',
        reason: `${one.relation.table} is declared as a time spine as well; it is kept once.`,
      })
  return [...spines, ...older.filter((one) => !spines.some(({ relation, grain }) => relation.table === one.relation.table && grain === one.grain))]
}

function readSpine(part: Part, losses: Loss[]): TimeSpine | undefined {
  const relation = relationOf(part.part('node_relation'))
  const column = part.part('primary_column')
  const [name, grain] = [column?.text('name'), column ? chosen(column, 'time_granularity', declared, losses) : undefined]
  if (!relation || name === undefined || !grain) return refused(losses, part.path, 'time_spine', 'It needs a table, a column and a grain.')
  const customGrains = part.parts('custom_granularities').flatMap((one) => {
    const custom = one.text('name')
    const known = custom === undefined ? [] : [{ name: custom, ...has({ column: one.text('column_name') }) }]
    if (custom !== undefined && isGrain(custom)) refused(losses, one.path, 'custom_granularity', `“${custom}” is a grain of the calendar already.`)
    one.rest()
    return known.filter((grainOf) => !isGrain(grainOf.name))
  })
  column?.rest()
  part.rest()
  return { relation, column: name, grain, customGrains }
}
