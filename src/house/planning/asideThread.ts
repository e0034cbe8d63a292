import { longWork } from '#flows/planning/aside.ts'
import { answering } from '#platform/threads/answering.ts'
import type { LongQuestion } from './asideThreads.ts'

/** A thread that does long work of planning. The runs of a forecast are large: they are handed over. */
answering(({ name, asked }: LongQuestion<never>): unknown => {
  const work: (given: never) => unknown = longWork[name]
  return work(asked)
}, buffersIn)

function buffersIn(told: unknown): ArrayBuffer[] {
  const finishes: unknown = told instanceof Object && 'finishes' in told ? told.finishes : null
  return finishes instanceof Map
    ? [...finishes.values()].flatMap((runs) => (runs instanceof Float64Array && runs.buffer instanceof ArrayBuffer ? [runs.buffer] : []))
    : []
}
