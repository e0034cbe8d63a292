import { Refused } from '#engines/metrics/ways/way.ts'
import { isRefusal } from '#engines/semantic/refusal.ts'

/** A refusal of the semantic layer in the words of a way. */
export function refusing<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (isRefusal(error)) throw new Refused(error.message, error.hint, error.code)
    throw error
  }
}
