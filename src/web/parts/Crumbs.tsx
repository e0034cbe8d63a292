import { ChevronRight } from 'lucide-react'
import { Fragment } from 'react'
import { Go } from '#web/url.tsx'
import { Icon } from './Icon.tsx'

/** The way here: links, then the place itself. */
export function Crumbs({ way, here }: { readonly way: readonly { readonly to: string; readonly says: string }[]; readonly here: string }) {
  return (
    <nav className="crumb" aria-label="Path">
      {way.map(({ to, says }) => (
        <Fragment key={to}>
          <Go to={to}>{says}</Go>
          <Icon of={ChevronRight} />
        </Fragment>
      ))}
      <span aria-current="page">{here}</span>
    </nav>
  )
}
