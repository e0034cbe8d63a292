import { X } from 'lucide-react'
import { createContext, useContext, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { useKeys } from '#web/keys.tsx'
import { Icon } from './Icon.tsx'

/** Where the shell shows a peek: beside the page, below it on middling screens, instead of it on a phone. */
export const PeekSlot = createContext<HTMLElement | null>(null)

/** Proof or detail beside the page. Esc closes it; the page keeps its place. */
export function Peek({
  title,
  label,
  close,
  tools,
  children,
}: {
  readonly title: ReactNode
  readonly label: string
  readonly close: () => void
  readonly tools?: ReactNode
  readonly children: ReactNode
}) {
  const slot = useContext(PeekSlot)
  useKeys([{ keys: 'escape', says: 'Close the panel', group: 'Anywhere', run: close }])
  if (!slot) return null
  return createPortal(
    <aside className="peek" aria-label={label}>
      <div>
        <div className="peek-h">
          {title}
          <span className="sp" />
          {tools}
          <button type="button" className="ib" aria-label="Close panel" onClick={close}>
            <Icon of={X} />
          </button>
        </div>
        <div className="peek-b num">{children}</div>
      </div>
    </aside>,
    slot,
  )
}
