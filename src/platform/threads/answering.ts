import { parentPort } from 'node:worker_threads'
import { isProblem } from '#kernel'
import type { Sent } from './thread.ts'

/** The other end of a thread: each question is worked out and answered. Buffers that an answer holds are handed over, not copied. */
export function answering<Asked, Told>(work: (asked: Asked) => Told | Promise<Told>, buffersIn: (told: Told) => readonly ArrayBuffer[] = () => []): void {
  parentPort?.on('message', (question: { readonly id: number; readonly asked: Asked }) => void answered(question))

  async function answered({ id, asked }: { readonly id: number; readonly asked: Asked }): Promise<void> {
    try {
      const told = await work(asked)
      send({ id, told }, buffersIn(told))
    } catch (error) {
      if (isProblem(error)) send({ id, problem: { kind: error.kind, message: error.message, hint: error.hint, details: error.details } })
      else send({ id, broken: error instanceof Error ? error.message : String(error) })
    }
  }

  function send(sent: Sent<Told>, buffers: readonly ArrayBuffer[] = []): void {
    parentPort?.postMessage(sent, [...buffers])
  }
}
