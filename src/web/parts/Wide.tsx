/* oxlint-disable jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */
import type { ReactNode } from 'react'

/**
 * The room of what may be wider than the page: it scrolls sideways by itself, has a name, and takes the focus so that the
 * arrow keys scroll it (WCAG 2.1.1). Every wide table stands in one; a habit in test/structure fails on a bare `tw`.
 */
export function Wide({ label, room = '', children }: { readonly label: string; readonly room?: string; readonly children: ReactNode }) {
  return (
    <section className={`tw ${room}`.trim()} tabIndex={0} aria-label={label}>
      {children}
    </section>
  )
}
