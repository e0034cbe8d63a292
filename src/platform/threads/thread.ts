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

interface Question<Asked, Told> {
  readonly id: number
  readonly asked: Asked
  answer(told: Told): void
  refuse(why: unknown): void
}

/**
 * A thread of its own for long work over plain data: started by the first question, and no reason for the process to stay. One question after the other, of
 * those that wait the newest first: who asked again has no more use for what was asked before. `name` is said where it breaks.
 */
export function thread<Asked, Told>(file: URL, name: string): Thread<Asked, Told> {
  const waiting: Question<Asked, Told>[] = []
  let current: Question<Asked, Told> | null = null
  let running: Worker | null = null
  let last = 0
  const broken = (why: string, hint: string, code = 'thread'): Problem => new Problem('unavailable', `${name} ${why.replace(/\.$/, '')}.`, hint, { code })
  const end = (why: Problem): void => {
    const all = [...(current ? [current] : []), ...waiting.splice(0)]
    current = null
    running = null
    for (const one of all) one.refuse(why)
  }
  const start = (): Worker => {
    const worker = new Worker(file)
    worker.unref()
    worker.on('message', (sent: Sent<Told>) => {
      if (sent.id !== current?.id) return
      const one = current
      current = null
      if ('told' in sent) one.answer(sent.told)
      else if ('problem' in sent) one.refuse(new Problem(sent.problem.kind, sent.problem.message, sent.problem.hint, sent.problem.details))
      else one.refuse(broken(`failed: ${sent.broken}`, ''))
      goOn()
    })
    const over = (why: string): void => {
      if (running === worker) end(broken(why, 'Try again.'))
    }
    worker.on('error', (error) => over(`stopped: ${String(error)}`))
    worker.on('exit', (code) => over(`ended with the code ${code}`))
    return worker
  }
  const goOn = (): void => {
    const next = current ? undefined : waiting.pop()
    if (next) send(next)
    else if (!current) running?.unref()
  }
  const send = (question: Question<Asked, Told>): void => {
    running ??= start()
    try {
      running.postMessage({ id: question.id, asked: question.asked })
      current = question
      running.ref()
    } catch (error) {
      question.refuse(error) // it holds what cannot be sent
      goOn()
    }
  }
  return {
    ask: (asked) =>
      new Promise((answer, refuse) => {
        last += 1
        waiting.push({ id: last, asked, answer, refuse })
        goOn()
      }),
    async stop() {
      const ending = running
      end(broken('was stopped', 'Try again.', 'stopped'))
      await ending?.terminate()
    },
  }
}
