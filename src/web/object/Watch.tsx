import { useQuery } from '@tanstack/react-query'
import { Eye } from 'lucide-react'
import type { AnyRow, Noun } from '#kernel'
import { useKeys } from '#web/keys.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { usePerform } from '#web/perform.ts'
import { rows } from '#web/resources.ts'
import { sayCount } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'

/** Watching an object: what changes of it stands on one’s Today. */
export function Watch({ noun, row }: { readonly noun: Noun; readonly row: AnyRow }) {
  const watch = nouns['watch']?.noun
  const { asOf } = useUrl()
  return watch && !asOf ? <Eyes watch={watch} about={`${noun.noun}/${row.id}`} /> : null
}

function Eyes({ watch, about }: { readonly watch: Noun; readonly about: string }) {
  const { workspace } = useUrl()
  const { member } = useMe()
  const { perform, isPending } = usePerform(watch)
  const { data } = useQuery(rows(workspace, watch.plural, { about, limit: 100 }))
  const all = data?.items ?? []
  const mine = all.find((one) => one['member'] === member.id)
  const turn = () => {
    if (!data || isPending) return
    void (mine ? perform('end', mine, {}) : perform('create', undefined, { about })).catch(() => null)
  }
  useKeys([{ keys: 'w', says: mine ? 'Stop watching' : 'Watch', group: 'On this page', run: turn }])
  return (
    <button type="button" className="btn" aria-pressed={mine !== undefined} disabled={!data} title="What changes of it stands on your Today." onClick={turn}>
      <Icon of={Eye} /> {mine ? 'Watching' : 'Watch'} {all.length > 0 && <span className="muted num">{sayCount(all.length)}</span>}
    </button>
  )
}
