import type { ReactNode } from 'react'
import { useUrl } from '#web/url.tsx'

/** Opens “How is this computed?” beside any page, for a metric as of a day; asked again, it closes. It takes the place of another panel. */
export function useHow() {
  const { search, set } = useUrl()
  return (key: string, on?: string) => {
    const isOpen = search['how'] === key && search['on'] === on
    set({ how: isOpen ? undefined : key, on: isOpen ? undefined : on, peek: undefined, figure: undefined, signal: undefined })
  }
}

/** A figure that opens its own proof. Every number of a page stands in one. */
export function HowFigure({
  of,
  name,
  on,
  children,
}: {
  readonly of: string
  readonly name: string
  readonly on?: string | undefined
  readonly children: ReactNode
}) {
  const { search } = useUrl()
  const open = useHow()
  return (
    <button type="button" className="fig how" title={`${name}: how is this computed?`} aria-pressed={search['how'] === of} onClick={() => open(of, on)}>
      {children}
      <span className="sr">{`, ${name}: how is this computed?`}</span>
    </button>
  )
}

/** H on the current line of a list. */
export const howKey = <T,>(run: (item: T) => void) => ({ keys: 'h', says: 'How is this computed?', group: 'In a list' as const, run })
