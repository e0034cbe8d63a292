import { Dialog } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'

/** A short interruption above the page: a confirmation, a small form, two versions. Esc and the scrim close it; the focus returns. */
export function Modal({
  title,
  children,
  close,
  wide = false,
}: {
  readonly title: string
  readonly children: ReactNode
  readonly close: () => void
  readonly wide?: boolean
}) {
  return (
    <Dialog.Root
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) close()
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className={`dlg over ${wide ? 'wide' : ''}`}>
          <Dialog.Title>{title}</Dialog.Title>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
