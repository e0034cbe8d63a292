import type { LucideIcon } from 'lucide-react'
import { cloneElement, lazy, Suspense, useState, type ButtonHTMLAttributes, type ReactElement, type ReactNode } from 'react'

export interface Choice {
  readonly id: string
  readonly says: ReactNode
  readonly icon?: LucideIcon
  readonly isChosen?: boolean
  /** Why it cannot be chosen now; shown beneath its words. */
  readonly refused?: string | undefined
  readonly pick: () => void
}

export interface MenuProps {
  readonly button: ReactElement<ButtonHTMLAttributes<HTMLButtonElement>>
  readonly label: string
  readonly choices: readonly Choice[]
  readonly align?: 'start' | 'end'
}

const load = () => import('./OpenMenu.tsx')
const OpenMenu = lazy(() => load().then((part) => ({ default: part.OpenMenu })))

/** A menu that drops from a button. Its code comes when the button is pointed at, and it opens on the first press. */
export function DropMenu(props: MenuProps) {
  const [isWanted, setWanted] = useState(false)
  const { button } = props
  const closed = cloneElement(button, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
    onClick: () => setWanted(true),
  })
  if (!isWanted) return closed
  return (
    <Suspense fallback={button}>
      <OpenMenu {...props} />
    </Suspense>
  )
}
