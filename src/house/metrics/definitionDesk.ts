import { presets } from '#engines/metrics/revenue/revenue.ts'
import { boundDefinition, definedMetric } from '#flows/definitions/defined.ts'
import type { FactGround } from '#flows/definitions/ground.ts'
import { faultProblem } from '#flows/definitions/importDefinitions.ts'
import { planDefinitions } from '#flows/definitions/plan.ts'
import { readForeign } from '#flows/definitions/formats.ts'
import { rank, themes } from '#kernel'
import type { Defined } from '#runtime/factDesks.ts'
import type { Registry } from '#runtime/registry.ts'
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

/** Fields of nouns that name a metric. */
export const metricReferrers = ({ nouns }: Registry): { readonly noun: string; readonly field: string }[] =>
  [...nouns.values()].flatMap((noun) =>
    Object.entries(noun.fields).flatMap(([field, { target, kind }]) => (target === 'metric' && kind === 'ref' ? [{ noun: noun.noun, field }] : [])),
  )
