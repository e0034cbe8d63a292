import type { LucideIcon } from 'lucide-react'
import type { ButtonHTMLAttributes, ReactElement, ReactNode } from 'react'

/** A line of a menu. */
export interface Choice {
  readonly id: string
  readonly says: ReactNode
  readonly icon?: LucideIcon
  readonly isChosen?: boolean
  /** Why it cannot be chosen now; shown beneath its words. */
  readonly refused?: string | undefined
  readonly pick: () => void
}

/** A menu and the button that it drops from. */
export interface MenuProps {
  readonly button: ReactElement<ButtonHTMLAttributes<HTMLButtonElement>>
  readonly label: string
  readonly choices: readonly Choice[]
  readonly align?: 'start' | 'end'
}
