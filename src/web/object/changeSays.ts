import { pastTense } from '#engines/numbers/pastTense.ts'
import type { Noun } from '#kernel'
import type { Change } from '#web/contract.ts'
import { movedIn, sayDone } from '#web/done.ts'
import { nouns } from '#web/vocabulary.ts'

/** What a change of the record did, in the words of its verb: of a verb by what it was given, of an edit by the fields that it moved. Where the row is named beside it, what is new is not named again. */
export function changeSays(noun: Noun, { verb, before, after }: Change, { isNamed = false } = {}): string {
  if (isNamed && before === null) return pastTense(verb)
  const moved = movedIn(noun.fields, before, after)
  if (verb === 'edit') return sayDone({ noun, verb, given: moved })
  const input = nouns[noun.noun]?.verbs.find((one) => one.verb === verb)?.input ?? {}
  return sayDone({ noun, verb, given: before ? Object.fromEntries(Object.entries(moved).filter(([name]) => name in input)) : (after ?? {}) })
}
