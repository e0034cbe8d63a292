import { Menu } from 'lucide-react'
import { Icon } from '#web/parts/Icon.tsx'
import { holds, thumbPlaces } from '#web/places.ts'
import { Go, useUrl } from '#web/url.tsx'

/** The rail of a phone: four places and everything else. */
export function BottomBar({ openPalette }: { readonly openPalette: () => void }) {
  const { workspace, pathname } = useUrl()
  return (
    <nav className="botbar" aria-label="Places">
      {thumbPlaces.map((place) => (
        <Go key={place.name} to={place.to} aria-current={holds(place, workspace, pathname) ? 'page' : undefined}>
          <Icon of={place.icon} />
          {place.name}
        </Go>
      ))}
      <button type="button" onClick={openPalette}>
        <Icon of={Menu} />
        More
      </button>
    </nav>
  )
}
