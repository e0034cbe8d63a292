import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import { genericRefusal } from './decide.ts'

/** Why rows of a noun cannot be written here and now: the past is read only, and a role may be too low; null when they can. */
export function useRefusal(name: string, verb: 'create' | 'edit' | 'archive'): string | null {
  const { asOf } = useUrl()
  const { member } = useMe()
  const noun = nouns[name]?.noun
  if (asOf) return 'The past cannot be edited.'
  return noun ? genericRefusal(noun, verb, member) : `There is no ${name}.`
}
