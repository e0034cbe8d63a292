import { inputsOf, measuresOf, type Definition, type Fault } from '#engines/semantic/definition/definition.ts'
import type { Metric, SemanticManifest } from '#engines/semantic/model.ts'

/** What definitions are made over: the facts that everybody may see, as a semantic model. The builder makes it once. */
export interface FactGround {
  readonly base: SemanticManifest
  /** Columns that hold a fraction of their unit (money in millionths), by fact. */
  readonly fractions: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Facts whose amounts may be in several currencies. */
  readonly currencies: ReadonlySet<string>
  /** Keys of metrics that engines compute. */
  readonly taken: ReadonlySet<string>
  /** Names of policies. */
  readonly policies: readonly string[]
  readonly themes: readonly string[]
}

/** Columns that hold fractions, in the unit that people read: an amount is written `mrr` and means euros, not millionths. */
export function inUnits(definition: Definition, { fractions }: FactGround): Definition {
  return {
    ...definition,
    measures: definition.measures.map(({ model, measure }) => {
      const own = fractions.get(model)
      return { model, measure: measure.expr === undefined || !own ? measure : { ...measure, expr: scaled(measure.expr, own) } }
    }),
  }
}

const scaled = (expr: string, own: ReadonlyMap<string, number>): string =>
  expr
    .split(/('(?:[^']|'')*')/)
    .map((part, place) =>
      place % 2 === 1 ? part : part.replace(/[A-Za-z_][A-Za-z0-9_]*/g, (name) => (own.has(name) ? `(${name} * ${String(own.get(name))})` : name)),
    )
    .join('')

/** What the compiler does not know: keys that engines hold, policies that are none, amounts whose currencies would be mixed. */
export function groundFaults(file: string, definition: Definition, ground: FactGround): Fault[] {
  const { metric } = definition
  const path = `metrics.${metric.name}`
  const key = metric.name.replaceAll('_', '-')
  const faults: Fault[] = []
  if (ground.taken.has(key))
    faults.push({ file, path: `${path}.name`, message: `“${key}” is computed by an engine of its own.`, hint: 'Give the definition another name.' })
  const policy = metric.governance?.policy
  if (policy !== undefined && !ground.policies.includes(policy))
    faults.push({ file, path: `${path}.policy`, message: `There is no policy “${policy}”.`, hint: `Use ${ground.policies.join(', ')}.` })
  if (definition.theme !== undefined && !ground.themes.includes(definition.theme))
    faults.push({ file, path: `${path}.theme`, message: `There is no theme “${definition.theme}”.`, hint: `Use ${ground.themes.join(', ')}.` })
  const mixed = mixedIn(definition, ground)
  if (mixed !== undefined)
    faults.push({
      file,
      path: `${path}.filter`,
      message: `Amounts of ${mixed} may be in several currencies, which are not added up.`,
      hint: `Filter one: {{ Dimension('${mixed}__currency') }} = 'EUR'.`,
    })
  return faults
}

/** A fact whose amounts it adds up without naming their currency. */
function mixedIn({ metric, measures }: Definition, { base, fractions, currencies }: FactGround): string | undefined {
  if (JSON.stringify(metric).includes('__currency')) return undefined
  const own = measures.filter(({ model, measure }) => currencies.has(model) && isOfMoney(measure.expr ?? measure.name, fractions.get(model)))
  const taken = namesTaken(metric).flatMap((name) => {
    const model = base.models.find(({ measures: all }) => all.some((one) => one.name === name))
    const measure = model?.measures.find((one) => one.name === name)
    return model && measure && currencies.has(model.name) && isOfMoney(measure.expr ?? '', fractions.get(model.name)) ? [model.name] : []
  })
  return own[0]?.model ?? taken[0]
}

const namesTaken = (metric: Metric): string[] => [...measuresOf(metric), ...inputsOf(metric)]

const isOfMoney = (expr: string, own: ReadonlyMap<string, number> | undefined): boolean =>
  [...(own?.keys() ?? [])].some((name) => new RegExp(`\\b${name}\\b`).test(expr))
