import { hiddenFrom, withoutValues } from '#flows/analytics/privacy.ts'
import { everyRow, isRecord } from '#kernel'
import { mayRead } from '#runtime/policy.ts'
import type { Registry } from '#runtime/registry.ts'
import type { Scope } from '#runtime/scope.ts'

const noun = 'analysis'

/**
 * A scope in which saved questions bear no value of a property that the tracking plan keeps from this role: a filter tells it as well as a list does. The
 * plan is read each time, so that a class that is given today holds for what was saved long ago. Whoever may see persons gets the scope as it is.
 */
export function veilingQuestions(scope: Scope, { facts }: Pick<Registry, 'facts'>): Scope {
  const { role } = scope.me
  if (mayRead('personal', role)) return scope
  const veil = async () => {
    const plan = await everyRow(scope, 'eventDefinition', { archived: true })
    const hidden = hiddenFrom((classification) => mayRead(classification, role), facts, plan)
    return <T extends Readonly<Record<string, unknown>>>(values: T): T => {
      const { spec } = values
      return isRecord(spec) ? { ...values, spec: withoutValues(spec, hidden) } : values
    }
  }
  const one: Scope['one'] = async (name, id, asOf) => {
    const row = await scope.one(name, id, asOf)
    return name === noun ? (await veil())(row) : row
  }
  return {
    ...scope,
    one,
    find: one,
    read: async (name, query) => {
      const page = await scope.read(name, query)
      if (name !== noun || page.items.length === 0) return page
      const shown = await veil()
      return { ...page, items: page.items.map((row) => shown(row)) }
    },
    changes: async (query) => {
      const page = await scope.changes(query)
      if (page.items.every((change) => change.noun !== noun)) return page
      const shown = await veil()
      return {
        ...page,
        items: page.items.map((change) =>
          change.noun === noun ? { ...change, before: change.before && shown(change.before), after: shown(change.after) } : change,
        ),
      }
    },
  }
}
