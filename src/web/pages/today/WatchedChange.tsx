import { useQuery } from '@tanstack/react-query'
import type { Need } from '#flows/briefing/need.ts'
import { changeSays } from '#web/object/changeSays.ts'
import { history } from '#web/resources.ts'
import { civil } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'

/** What happened last to something that the reader watches, in the words of its verb, and who did it. */
export function WatchedChange({ need: { noun: name, id, says } }: { readonly need: Need }) {
  const { workspace, asOf } = useUrl()
  const noun = nouns[name]?.noun
  const { data } = useQuery({ ...history(workspace, noun?.plural ?? '-', id), enabled: noun !== undefined })
  const { workspace: card } = useMe()
  const isThen = (at: string): boolean => !asOf || (asOf.length === 10 ? civil(at, card.timeZone) <= asOf : at <= asOf)
  const newest = data?.items.filter(({ at }) => isThen(at)).toSorted((a, b) => b.seq - a.seq)[0]
  if (!noun || !newest) return says
  return `${newest.object.key} · ${changeSays(noun, newest)}, by ${newest.actor.name}; you watch it`
}
