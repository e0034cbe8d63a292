import type { ReactNode } from 'react'
import { sayDay } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'

interface Emptiness {
  readonly says: string
  /** What it says of a past day, on which nothing can be begun. */
  readonly was?: string
  readonly next?: ReactNode
  readonly children?: ReactNode
}

/** Nothing is here, and the one next step. */
export function Empty({ says, was, next, children }: Emptiness) {
  const { asOf } = useUrl()
  const isPast = was !== undefined && asOf !== undefined
  return (
    <div className="empty">
      <p className="b">{isPast ? `${was} on ${sayDay(asOf.slice(0, 10))}` : says}</p>
      {!isPast && next && <p className="muted t13">{next}</p>}
      {!isPast && children && <div className="acts">{children}</div>}
    </div>
  )
}
