import { goals } from '#flows/planning/goals.ts'
import { planning } from '#flows/planning/planning.ts'
import { scenarios } from '#flows/planning/scenarios.ts'
import { Problem } from '#kernel'
import { solvingGround } from '#platform/solver/solving.ts'
import type { Scope } from '#runtime/scope.ts'
import type { House } from './doors/rest/door.ts'

/** Planning for the REST door: one solver at a time for each workspace, so that a server keeps a core for its other work. */
export function planningHouse(): House['planning'] {
  const stateless = planning(solvingGround)
  const busy = new Set<string>()
  const alone = async <T>({ workspace }: Scope, work: () => Promise<T>): Promise<T> => {
    if (busy.has(workspace.id)) throw new Problem('unavailable', 'A plan is being solved for this workspace.', 'Try again when it has ended.', { code: 'busy' })
    busy.add(workspace.id)
    try {
      return await work()
    } finally {
      busy.delete(workspace.id)
    }
  }
  return {
    optimise: (scope, file, options) => alone(scope, () => stateless.optimise(file, options)),
    scenarios: (scope, wish) =>
      alone(scope, async () => {
        const ground = solvingGround()
        try {
          return await scenarios(scope, ground, wish)
        } finally {
          await ground.stop()
        }
      }),
    goals,
    forecast: stateless.forecast,
    score: stateless.score,
    thrash: stateless.thrash,
    schema(name) {
      const found = Object.entries(stateless.schemas).find(([known]) => known === name)
      if (!found) throw new Problem('missing', `There is no schema “${name}”.`, `There are ${Object.keys(stateless.schemas).join(', ')}.`)
      return found[1]()
    },
  }
}
