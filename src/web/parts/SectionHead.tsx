import type { ReactNode } from 'react'

/** The head of a section: a conclusion or a label, a muted count, actions at the right. */
export function SectionHead({
  id,
  title,
  count,
  children,
}: {
  readonly id?: string
  readonly title: ReactNode
  readonly count?: ReactNode
  readonly children?: ReactNode
}) {
  return (
    <div className="sec-h">
      <h2 id={id} className="concl">
        {title}
      </h2>
      {count !== undefined && <span className="ct">{count}</span>}
      {children && <span className="r">{children}</span>}
    </div>
  )
}
