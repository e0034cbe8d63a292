import { pluralOf } from '#web/words.ts'

/** Where an object is read, below the workspace. */
export function addressOf(noun: string, id: string): string {
  if (noun === 'review') return `reviews/${id}`
  if (noun === 'analysis') return `metrics/explore/${id}`
  return `n/${pluralOf(noun)}/${id}`
}
