import type { Aside, LongWork } from '#flows/planning/aside.ts'
import { thread, type Thread } from '#platform/threads/thread.ts'

export interface LongQuestion<Asked> {
  readonly name: keyof LongWork
  readonly asked: Asked
}

export interface AsideThreads extends Aside {
  /** Ends the work under way, so that a server that is stopped does not wait for it. */
  stop(): Promise<void>
}

/** Does the long work of planning in threads, one for each kind, so that a ranking of ten thousand bets keeps nobody waiting (decision 091). */
export function asideThreads(): AsideThreads {
  const [sureness, played, forecast, score] = [threadOf('sureness'), threadOf('played'), threadOf('forecast'), threadOf('score')]
  return {
    sureness: sureness.ask,
    played: played.ask,
    forecast: forecast.ask,
    score: score.ask,
    stop: async () => void (await Promise.all([sureness, played, forecast, score].map((one) => one.stop()))),
  }
}

function threadOf<Name extends keyof LongWork>(name: Name): Thread<Parameters<LongWork[Name]>[0], ReturnType<LongWork[Name]>> {
  const file = new URL('asideThread.ts', import.meta.url)
  const worker = thread<LongQuestion<Parameters<LongWork[Name]>[0]>, ReturnType<LongWork[Name]>>(file, 'The thread of the plan')
  return { ask: (asked) => worker.ask({ name, asked }), stop: () => worker.stop() }
}
