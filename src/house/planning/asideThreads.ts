import type { Aside, LongWork } from '#flows/planning/aside.ts'
import { thread } from '#platform/threads/thread.ts'

export interface LongQuestion<Asked> {
  readonly name: keyof LongWork
  readonly asked: Asked
}

/** Does the long work of planning in threads, one for each kind, so that a ranking of ten thousand bets keeps nobody waiting (decision 091). */
export const asideThreads = (): Aside => ({ sureness: aside('sureness'), played: aside('played'), forecast: aside('forecast'), score: aside('score') })

function aside<Name extends keyof LongWork>(name: Name): (asked: Parameters<LongWork[Name]>[0]) => Promise<ReturnType<LongWork[Name]>> {
  const file = new URL('asideThread.ts', import.meta.url)
  const worker = thread<LongQuestion<Parameters<LongWork[Name]>[0]>, ReturnType<LongWork[Name]>>(file, 'The thread of the plan')
  return (asked) => worker.ask({ name, asked })
}
