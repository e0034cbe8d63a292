import type { ReactNode } from 'react'
import { Turn } from '#web/url.tsx'

/** A few ways of looking at the same thing, in the address as `name`. The first is meant when the address says nothing. */
export function Segments({
  name,
  label,
  value,
  options,
}: {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly id: string; readonly says: ReactNode }[]
}) {
  return (
    <nav className="seg" aria-label={label}>
      {options.map(({ id, says }, index) => (
        <Turn key={id} words={{ [name]: index === 0 ? undefined : id }} isCurrent={id === value}>
          {says}
        </Turn>
      ))}
    </nav>
  )
}

/** The tabs of a page, in the address as `tab`. */
export function Tabs({
  label,
  value,
  tabs,
}: {
  readonly label: string
  readonly value: string
  readonly tabs: readonly { readonly id: string; readonly says: ReactNode }[]
}) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map(({ id, says }, index) => (
        <Turn key={id} words={{ tab: index === 0 ? undefined : id, peek: undefined }} isCurrent={id === value}>
          {says}
        </Turn>
      ))}
    </nav>
  )
}
