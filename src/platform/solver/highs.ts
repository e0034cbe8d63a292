import { Worker } from 'node:worker_threads'
import { Problem } from '#kernel'

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
  const waiting = new Map<number, { answer(solved: Solved): void; refuse(why: Error): void }>()
  let thread: Worker | null = null
  let last = 0
  const end = (settle: (one: { answer(solved: Solved): void; refuse(why: Error): void }) => void): void => {
    thread = null
    for (const one of waiting.values()) settle(one)
    waiting.clear()
  }
  const start = (): Worker => {
    const worker = new Worker(new URL('highsThread.ts', import.meta.url))
    worker.unref()
    worker.on('message', (told: { readonly id: number; readonly solved?: Solved; readonly failed?: string }) => {
      const one = waiting.get(told.id)
      waiting.delete(told.id)
      if (told.solved) one?.answer(told.solved)
      else one?.refuse(new Problem('unavailable', `The solver could not read the model: ${told.failed ?? ''}.`, '', { code: 'solver' }))
      if (waiting.size === 0) worker.unref()
    })
    worker.on('error', (error) =>
      end((one) => one.refuse(new Problem('unavailable', `The solver stopped: ${String(error)}.`, 'Try again.', { code: 'solver' }))),
    )
    return worker
  }
  return {
    solve: (run) =>
      new Promise((answer, refuse) => {
        thread ??= start()
        thread.ref()
        last += 1
        waiting.set(last, { answer, refuse })
        thread.postMessage({ id: last, run })
      }),
    async stop() {
      const ending = thread
      end((one) => one.answer(nothing))
      await ending?.terminate()
    },
  }
}
