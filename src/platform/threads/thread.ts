import { Worker } from 'node:worker_threads'
import { Problem, type ProblemDetails, type ProblemKind } from '#kernel'

export interface Thread<Asked, Told> {
  ask(asked: Asked): Promise<Told>
  /** Ends the thread at once; questions under way are refused with the code `stopped`. The next question starts another. */
  stop(): Promise<void>
}

/** What a thread sends back: an answer, a Problem in parts, or what broke. */
export type Sent<Told> =
  | { readonly id: number; readonly told: Told }
  | { readonly id: number; readonly problem: { readonly kind: ProblemKind; readonly message: string; readonly hint: string; readonly details: ProblemDetails } }
  | { readonly id: number; readonly broken: string }

interface Waiting<Told> {
  answer(told: Told): void
  refuse(why: unknown): void
}

/** A thread of its own for long work over plain data: started by the first question, one question after the other, and no reason for the process to stay. `name` is said where it breaks. */
export function thread<Asked, Told>(file: URL, name: string): Thread<Asked, Told> {
  const waiting = new Map<number, Waiting<Told>>()
  let running: Worker | null = null
  let last = 0
  const broken = (why: string, hint: string, code = 'thread'): Problem => new Problem('unavailable', `${name} ${why.replace(/\.$/, '')}.`, hint, { code })
  const end = (why: Problem): void => {
    running = null
    for (const one of waiting.values()) one.refuse(why)
    waiting.clear()
  }
  const start = (): Worker => {
    const worker = new Worker(file)
    worker.unref()
    worker.on('message', (sent: Sent<Told>) => {
      const one = waiting.get(sent.id)
      waiting.delete(sent.id)
      if ('told' in sent) one?.answer(sent.told)
      else if ('problem' in sent) one?.refuse(new Problem(sent.problem.kind, sent.problem.message, sent.problem.hint, sent.problem.details))
      else one?.refuse(broken(`failed: ${sent.broken}`, ''))
      if (waiting.size === 0) worker.unref()
    })
    const over = (why: string): void => {
      if (running === worker) end(broken(why, 'Try again.'))
    }
    worker.on('error', (error) => over(`stopped: ${String(error)}`))
    worker.on('exit', (code) => over(`ended with the code ${code}`))
    return worker
  }
  return {
    ask: (asked) =>
      new Promise((answer, refuse) => {
        running ??= start()
        last += 1
        running.postMessage({ id: last, asked }) // throws at what cannot be sent, which then waits for no answer
        waiting.set(last, { answer, refuse })
        running.ref()
      }),
    async stop() {
      const ending = running
      end(broken('was stopped', 'Try again.', 'stopped'))
      await ending?.terminate()
    },
  }
}
