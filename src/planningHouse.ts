import { planning } from '#flows/planning/planning.ts'
import { Problem } from '#kernel'
import { solvingGround } from '#platform/solver/solving.ts'
import type { House } from './doors/rest/door.ts'

/** Planning for the REST door: one solver at a time for each workspace, so that a server keeps a core for its other work. */
export function planningHouse(): House['planning'] {
  const stateless = planning(solvingGround)
  const busy = new Set<string>()
  return {
    async optimise(scope, file, options) {
      const { id } = scope.workspace
      if (busy.has(id)) throw new Problem('unavailable', 'A plan is being solved for this workspace.', 'Try again when it has ended.', { code: 'busy' })
      busy.add(id)
      try {
        return await stateless.optimise(file, options)
      } finally {
        busy.delete(id)
      }
    },
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
