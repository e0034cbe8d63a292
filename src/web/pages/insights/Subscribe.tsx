import { useQuery } from '@tanstack/react-query'
import { Bell, BellRing } from 'lucide-react'
import type { AnyRow } from '#kernel'
import { analysisSubscription } from '#objects'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { rows } from '#web/resources.ts'
import { useMe } from '#web/session.ts'
import { useSubscription, type Pace } from '#web/subscriptions/useSubscription.ts'
import { useUrl } from '#web/url.tsx'
import { pluralOf } from '#web/words.ts'

const paces: readonly { readonly id: Pace; readonly says: string }[] = [
  { id: 'week', says: 'Every week' },
  { id: 'month', says: 'Every month' },
]

/** Be told on Today how the saved question went in its latest complete week or month. */
export function Subscribe({ saved }: { readonly saved: AnyRow }) {
  const { workspace } = useUrl()
  const { member } = useMe()
  const { act, isBusy, may } = useSubscription()
  const read = useQuery({
    ...rows(workspace, pluralOf('analysisSubscription'), { analysis: saved.id, member: member.id, state: 'active', limit: 1 }),
    enabled: may,
  })
  if (!may) return null
  const own = read.data?.items[0]
  const unfit = analysisSubscription.unfitness(saved)
  const start = paces.map(({ id, says }) => ({
    id,
    says,
    refused: unfit?.[0],
    isChosen: own?.['every'] === id,
    pick: () =>
      own === undefined
        ? act({ does: 'start', analysis: saved.id, every: id })
        : own['every'] === id
          ? undefined
          : act({ does: 'setPace', of: own, every: id }),
  }))
  const end = own ? [{ id: 'end', says: 'Unsubscribe', pick: () => act({ does: 'end', of: own }) }] : []
  return (
    <DropMenu
      label="Be told on Today"
      align="end"
      choices={[...start, ...end]}
      button={
        <button type="button" className="btn" disabled={isBusy || read.isPending}>
          <Icon of={own ? BellRing : Bell} /> {own ? `Told every ${String(own['every'])}` : 'Subscribe'}
        </button>
      }
    />
  )
}
