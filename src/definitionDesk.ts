import { presets } from '#engines/metrics/revenue/revenue.ts'
import { boundDefinition, definedMetric } from '#flows/definitions/defined.ts'
import type { FactGround } from '#flows/definitions/ground.ts'
import { definitionRows, faultProblem, importDefinitions, type DefinitionImport } from '#flows/definitions/importDefinitions.ts'
import { planDefinitions } from '#flows/definitions/plan.ts'
import { readForeign } from '#flows/definitions/formats.ts'
import { definitionIn, isDefined } from '#flows/definitions/stored.ts'
import { Problem, rank, themes, type Measurement, type MeasureRequest } from '#kernel'
import { factDesks, type Defined } from '#runtime/factDesks.ts'
import type { Registry } from '#runtime/registry.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from './app.ts'
import { factManifest } from './factSemantics.ts'

/** What people may define metrics over: facts that every viewer may see. */
export function factGround({ facts, metrics }: Registry): FactGround {
  const open = [...facts.values()].filter(({ read }) => rank(read) <= rank('viewer'))
  const fractions = open.map((fact): [string, Map<string, number>] => [
    fact.fact,
    new Map(Object.entries(fact.columns).flatMap(([name, { fraction }]) => (fraction === undefined ? [] : [[name, fraction]]))),
  ])
  return {
    base: factManifest(open, 'viewer'),
    fractions: new Map(fractions),
    currencies: new Set(open.flatMap(({ fact, columns }) => ('currency' in columns ? [fact] : []))),
    taken: new Set(metrics.keys()),
    policies: Object.keys(presets),
    themes,
  }
}

/** Finds the metrics that people defined, for measuring. */
export function definedIn(registry: Registry): Defined {
  const ground = factGround(registry)
  return (rows, key) => definedMetric(ground, rows, key)
}

/** A file of definitions, for measuring without a workspace. The first fault is a problem. */
export function definedInText(registry: Registry, file: string, text: string): { readonly keys: readonly string[]; readonly defined: Defined } {
  const ground = factGround(registry)
  const { files, faults } = readForeign([{ file, text }], undefined, ground)
  const plan = planDefinitions(ground, [], files)
  const [broken] = [...faults, ...plan.flatMap((one) => one.faults)]
  if (broken) throw faultProblem(broken)
  const others = plan.map(({ definition }) => definition)
  return {
    keys: plan.map(({ key }) => key),
    defined(_, asked) {
      const found = plan.find(({ key }) => key === asked)
      return found ? boundDefinition(ground, found.definition, others, { version: 1, notes: [] }) : null
    },
  }
}

export interface Preview {
  readonly import: DefinitionImport
  /** The number of the first metric as it would be, or why there is none. */
  readonly measurement: Measurement | null
  readonly refused: { readonly message: string; readonly hint: string } | null
}

/** What a text would do, and the number that it would give; nothing is kept. */
export async function previewDefinitions(app: App, scope: Scope, text: string, request: Omit<MeasureRequest, 'metric'> = {}): Promise<Preview> {
  const ground = factGround(app.registry)
  const sources = [{ file: '', text }]
  const report = await importDefinitions(scope, ground, sources, { dryRun: true })
  const [first] = report.metrics
  if (!first || first.faults.length > 0 || report.faults.length > 0) return { import: report, measurement: null, refused: null }
  const given = readForeign(sources, undefined, ground).files.flatMap(({ definitions }) => definitions)
  const rows = await definitionRows(scope)
  const stored = rows.flatMap((row) => (isDefined(row) ? (definitionIn(row['spec']) ?? []) : []))
  const others = [...given, ...stored.filter(({ metric }) => !given.some((one) => one.metric.name === metric.name))]
  const defined: Defined = (_, key) => {
    const own = given.find(({ metric }) => metric.name.replaceAll('_', '-') === key)
    return own ? boundDefinition(ground, own, others, { version: 1, notes: ['A preview: nothing is kept.'] }) : null
  }
  try {
    const desk = factDesks(app.registry, app.store, app.database.app, () => app.clock.now(), defined)(scope.workspace)
    return { import: report, measurement: await desk.measure({ ...request, metric: first.key }), refused: null }
  } catch (error) {
    if (error instanceof Problem) return { import: report, measurement: null, refused: { message: error.message, hint: error.hint } }
    throw error
  }
}

/** Fields of nouns that name a metric. */
export const metricReferrers = ({ nouns }: Registry): { readonly noun: string; readonly field: string }[] =>
  [...nouns.values()].flatMap((noun) =>
    Object.entries(noun.fields).flatMap(([field, { target, kind }]) => (target === 'metric' && kind === 'ref' ? [{ noun: noun.noun, field }] : [])),
  )
