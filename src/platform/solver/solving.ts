import { setImmediate as breathe } from 'node:timers/promises'
import { highsSolver, type Solver } from './highs.ts'

/** A solver with a watch, for one piece of work; `stop` ends its thread. */
export interface SolvingGround extends Solver {
  seconds(): number
  pause(): Promise<void>
}

export function solvingGround(): SolvingGround {
  return { ...highsSolver(), seconds: () => performance.now() / 1000, pause: async () => void (await breathe()) }
}
