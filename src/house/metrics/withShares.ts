import { definedMetric } from '#flows/definitions/defined.ts'
import { assertShare, termsOfShares } from '#flows/targets/assertShare.ts'
import { canonical, type Action, type AnyRow } from '#kernel'
import { shares } from '#metrics/shares.ts'
import type { Registry } from '#runtime/registry.ts'
import { factGround } from './definitionDesk.ts'

const verbs = ['create', 'edit', 'agree', 'revise']

/** The registry, with targets that know whether their metric is a share: whoever writes one, by whatever door, is refused what no share can be. */
export function withShares(words: Registry): Registry {
  const ground = factGround(words)
  const metricOf = (id: unknown, rows: readonly AnyRow[]): { readonly name: string; readonly isShare?: boolean } | null => {
    const key = String(rows.find((row) => row.id === id)?.['metricKey'])
    const coded = words.metrics.get(key)
    return coded ? { name: coded.name, isShare: shares.has(coded) } : (definedMetric(ground, rows, key)?.metric ?? null)
  }
  const bounded = (verb: Action): Action => ({
    ...verb,
    sees: [...verb.sees, 'metric'],
    run(asked) {
      const decision = verb.run(asked)
      if (decision.decides === 'refuse') return decision
      const { row } = asked
      const isNew = (field: string): boolean => field in decision.set && canonical(decision.set[field] ?? null) !== canonical(row[field] ?? null)
      if (verb.verb !== 'agree' && !termsOfShares.some(isNew)) return decision
      const next = { ...row, ...decision.set }
      const metric = metricOf(next['metric'], asked.seen('metric'))
      if (metric) assertShare(metric, next)
      return decision
    },
  })
  const known = new Map(verbs.map((verb) => [verb, bounded(words.action('metricTarget', verb))]))
  return {
    ...words,
    action: (noun, verb) => (noun === 'metricTarget' && known.get(verb)) || words.action(noun, verb),
    actions: (noun) => words.actions(noun).map((own) => (noun === 'metricTarget' && known.get(own.verb)) || own),
  }
}
