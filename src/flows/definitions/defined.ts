import { themes, type AnyRow, type Metric as Shown } from '#kernel'
import { bind, type Bound } from '#engines/metrics/ways/ways.ts'
import { restsOn, withDefinitions } from '#engines/semantic/definition/compose.ts'
import { inputsOf, measuresOf, versionOf, type Definition } from '#engines/semantic/definition/definition.ts'
import { readable } from '#engines/semantic/definition/words.ts'
import { isShareOfCases } from '#engines/semantic/definition/sides.ts'
import { hashOf } from '#engines/semantic/hash.ts'
import { inUnits, type FactGround } from './ground.ts'
import type { Metric, SemanticManifest } from '#engines/semantic/model.ts'
import { lexiconOf } from '#engines/semantic/plan/lexicon.ts'
import { semantic } from './semanticWay.ts'
import { definitionIn, isDefined, keyAndVersion, proposalOf, specAsked } from './stored.ts'

/** A metric that people defined, as measuring takes it. */
export interface Defined {
  readonly metric: Omit<Shown, 'compute'> & { readonly isShare: boolean }
  readonly way: Bound
  readonly preset?: string
  /** Names the definition with its policy and with those that it rests on. */
  readonly definition: string
}

/** Finds a metric among the workspace’s definitions and binds it to the way that compiles it; null when there is none of that key. */
export function definedMetric(ground: FactGround, rows: readonly AnyRow[], asked: string): Defined | null {
  const { key, version } = keyAndVersion(asked)
  const row = rows.find((one) => one['metricKey'] === key && isDefined(one))
  const wanted = row ? specAsked(row, version) : null
  const definition = wanted ? definitionIn(wanted.spec) : null
  if (!row || !wanted || !definition) return null
  const others = rows.filter((one) => one !== row && isDefined(one)).flatMap((one) => definitionIn(one['spec']) ?? [])
  return boundDefinition(ground, definition, others, { version: wanted.version, notes: notesOf(row, rows, version) })
}

/** A definition bound, with those of `others` that it rests on. */
export function boundDefinition(
  ground: FactGround,
  definition: Definition,
  others: readonly Definition[],
  { version, notes }: { readonly version: number; readonly notes: readonly string[] },
): Defined {
  const { base } = ground
  const parts = restsOn(definition, others)
  const manifest = withDefinitions(
    base,
    parts.map((one) => inUnits(one, ground)),
  )
  const metric = manifest.metrics.find(({ name }) => name === definition.metric.name) ?? definition.metric
  const inputs = factsOf(base, manifest, parts)
  const policy = metric.governance?.policy
  return {
    metric: { ...shownMetric(definition, dimensionsOf(base, inputs, metric), inputs, version), isShare: isShareOfCases(manifest, metric) },
    way: bind(semantic, { manifest, metric, fact: inputs[0] ?? null, notes }),
    ...(policy === undefined ? {} : { preset: policy }),
    definition: hashOf(parts.map(versionOf)),
  }
}

function notesOf(row: AnyRow, rows: readonly AnyRow[], version: string | null): string[] {
  if (version === 'proposed') return ['A proposed revision, which nobody has certified yet.']
  if (version !== null) return [`Version ${version} of the definition; version ${String(row['definitionVersion'])} counts.`]
  if (row['state'] === 'draft') return ['A draft definition, which nobody has certified yet.']
  if (row['state'] === 'deprecated') {
    const successor = rows.find(({ id }) => id === row['successor'])
    return [`Deprecated${successor ? `: use ${String(successor['metricKey'])}` : ''}.`]
  }
  return proposalOf(row) ? ['A revision is proposed and waits for a second person.'] : []
}

/** The facts that a definition reads: those whose measures it takes, first, and those that its filters and dimensions join. */
function factsOf(base: SemanticManifest, manifest: SemanticManifest, parts: readonly Definition[]): string[] {
  const lexicon = lexiconOf(manifest)
  const names = new Set(base.models.map(({ name }) => name))
  const taken = parts.flatMap(({ metric }) => [
    ...measuresOf(metric),
    ...inputsOf(metric).flatMap((name) => (base.metrics.some((one) => one.name === name) ? measuresOf(lexicon.metric(name)) : [])),
  ])
  const own = taken.flatMap((name) => {
    const model = manifest.models.find(({ measures }) => measures.some((one) => one.name === name))
    return model && names.has(model.name) ? [model.name] : []
  })
  const words = JSON.stringify(manifest.metrics.filter((metric) => parts.some((part) => part.metric.name === metric.name) || taken.includes(metric.name)))
  const joined = [...words.matchAll(/([a-z_]+?)__[a-z]/g)].flatMap(([, name]) => (name !== undefined && names.has(name) ? [name] : []))
  return [...new Set([...own, ...joined])]
}

/** What it may be cut by: what the definition allows, or the words of its own facts. */
function dimensionsOf(base: SemanticManifest, facts: readonly string[], { governance }: Metric): readonly string[] {
  if (governance?.dimensions) return governance.dimensions
  return base.models
    .filter(({ name }) => facts.includes(name))
    .flatMap(({ name, dimensions }) => dimensions.filter(({ type }) => type === 'categorical').map((one) => `${name}__${one.name}`))
}

const unitOf: Readonly<Record<string, Shown['unit']>> = { percent: 'ratio', ratio: 'score', money: 'money', count: 'count', days: 'days', points: 'score' }

function shownMetric(definition: Definition, dimensions: readonly string[], inputs: readonly string[], version: number): Omit<Shown, 'compute'> {
  const { metric, question, theme } = definition
  const { unit, direction, maturityDays = 0, minN = 0 } = metric.governance ?? {}
  return {
    name: metric.label ?? metric.name.replaceAll('_', ' '),
    says: metric.description ?? '',
    question: question ?? '',
    theme: themes.find((one) => one === theme) ?? themes[0],
    unit: unitOf[unit ?? ''] ?? 'score',
    better: direction ?? 'up',
    grain: grainOf(metric.grain),
    window: null,
    inputs,
    guardrails: [],
    dimensions,
    maturityDays,
    minN,
    formula: formulaOf(metric),
    version,
  }
}

function grainOf(grain: string | undefined): Shown['grain'] {
  return grain === 'day' || grain === 'week' || grain === 'quarter' ? grain : 'month'
}

/** What is done with what, in one line. */
export function formulaOf(metric: Metric): string {
  switch (metric.type) {
    case 'simple':
      return metric.measure.name
    case 'ratio':
      return `${sideOf(metric.numerator)} ÷ ${sideOf(metric.denominator)}`
    case 'derived':
      return metric.expr
    case 'cumulative':
      return `${metric.measure.name} ${metric.window ? `over ${metric.window.count} ${metric.window.unit}` : metric.grainToDate ? `in the ${metric.grainToDate} to date` : 'of all time'}`
    case 'conversion':
      return `${metric.base.name} followed by ${metric.conversion.name}${metric.window ? ` within ${metric.window.count} ${metric.window.unit}` : ''}`
    default:
      return metric.type
  }
}

/** A side with its own conditions, as a person reads them: ticket_count [ticket priority = 'p1']. */
function sideOf({ name, filter = [] }: { readonly name: string; readonly filter?: readonly string[] }): string {
  return filter.length === 0 ? name : `${name} [${filter.map(readable).join(' and ')}]`
}
