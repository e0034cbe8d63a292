import type { Measurement } from '#kernel'
import type { Answer, NamedTarget } from './answer.ts'

/** What a way of answering tells; the answer around it is the same for all. */
export interface Told extends Pick<Answer, 'sentence' | 'table' | 'chart'> {
  readonly measurements: readonly Measurement[]
  readonly notes: readonly string[]
  readonly why?: Answer['why']
  readonly target?: NamedTarget | null
}
