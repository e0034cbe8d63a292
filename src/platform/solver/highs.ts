import { isProblem } from '#kernel'
import { thread } from '../threads/thread.ts'

/** A mixed-integer model in CPLEX LP text, with the time that it may take. */
export interface Run {
  readonly model: string
  readonly seconds: number
  /** Relative gap at which it may stop; 1e-7 when left out. */
  readonly gap?: number
  /** Columns to start from; those left out are 0. */
  readonly start?: ReadonlyMap<string, number>
}

/** `stopped` means that time ran out; `bound` then still holds. Columns and value are null when nothing feasible was found. */
export interface Solved {
  readonly status: 'optimal' | 'infeasible' | 'stopped' | 'failed'
  readonly value: number | null
  readonly bound: number | null
  readonly columns: ReadonlyMap<string, number> | null
}

export interface Solver {
  solve(run: Run): Promise<Solved>
  /** Ends the thread at once; a run under way answers `stopped` with nothing found. */
  stop(): Promise<void>
}

const nothing: Solved = { status: 'stopped', value: null, bound: null, columns: null }

/** HiGHS (WebAssembly, decision 036) in a thread of its own, so that a long run neither blocks nor takes the process with it. */
export function highsSolver(): Solver {
  const solver = thread<Run, Solved>(new URL('highsThread.ts', import.meta.url), 'The solver')
  return {
    async solve(run) {
      try {
        return await solver.ask(run)
      } catch (error) {
        if (isProblem(error) && error.details.code === 'stopped') return nothing
        throw error
      }
    },
    stop: () => solver.stop(),
  }
}
