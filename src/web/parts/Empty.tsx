import type { ReactNode } from 'react'

/** Nothing is here, and the one next step. */
export function Empty({ says, next, children }: { readonly says: string; readonly next?: ReactNode; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="b">{says}</p>
      {next && <p className="muted t13">{next}</p>}
      {children && <div className="acts">{children}</div>}
    </div>
  )
}
