import { useQuery } from '@tanstack/react-query'
import { ChevronsUpDown } from 'lucide-react'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { Mark } from '#web/parts/Mark.tsx'
import { holds, places, type Place } from '#web/places.ts'
import { following, scorecard, today } from '#web/resources.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { useSwitchWorkspace } from './useSwitchWorkspace.ts'

/** The places, always at the left; a count where something waits. */
export function Rail({ showKeys }: { readonly showKeys: () => void }) {
  const me = useMe()
  const switchTo = useSwitchWorkspace()
  const choices = me.workspaces.map((one) => ({ id: one.slug, says: one.name, isChosen: one.slug === me.workspace.slug, pick: () => switchTo(one.slug) }))
  return (
    <aside className="rail">
      <div>
        <DropMenu
          label="Workspaces"
          choices={choices}
          button={
            <button type="button" className="ws">
              <Mark />
              <span className="cut">{me.workspace.name}</span>
              <Icon of={ChevronsUpDown} />
              <span className="sr">Switch workspace</span>
            </button>
          }
        />
        <nav className="nav" aria-label="Places">
          {places
            .filter(({ below }) => !below)
            .map((place) => (
              <PlaceLink key={place.name} place={place} />
            ))}
        </nav>
        <hr />
        <nav className="nav" aria-label="Workspace">
          {places
            .filter(({ below }) => below)
            .map((place) => (
              <PlaceLink key={place.name} place={place} />
            ))}
        </nav>
        <button type="button" className="foot" onClick={showKeys}>
          <kbd aria-hidden="true">?</kbd> Keys on this screen
        </button>
      </div>
    </aside>
  )
}

function PlaceLink({ place }: { readonly place: Place }) {
  const { workspace, pathname } = useUrl()
  const count = useCount(place.name)
  return (
    <Go to={place.to} aria-current={holds(place, workspace, pathname) ? 'page' : undefined}>
      <Icon of={place.icon} />
      {place.name}
      {count > 0 && <span className="ct">{count}</span>}
    </Go>
  )
}

/** What waits in a place, from answers that its page reads anyway. */
function useCount(place: string): number {
  const { workspace, asOf } = useUrl()
  const waiting = useQuery({ ...today(workspace, asOf), enabled: place === 'Today', staleTime: 30_000 })
  const moved = useQuery({ ...following(workspace, asOf), enabled: place === 'Today' && waiting.data !== undefined, staleTime: 300_000 })
  const card = useQuery({ ...scorecard(workspace, asOf), enabled: place === 'Metrics', staleTime: 30_000 })
  if (place === 'Today') return (waiting.data?.needs.length ?? 0) + (moved.data?.needs.length ?? 0)
  if (place !== 'Metrics') return 0
  return card.data?.items.filter(({ signal }) => signal?.state === 'signal').length ?? 0
}
