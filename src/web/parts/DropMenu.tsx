import { Menu } from '@base-ui/react/menu'
import { Check, type LucideIcon } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Icon } from './Icon.tsx'

export interface Choice {
  readonly id: string
  readonly says: ReactNode
  readonly icon?: LucideIcon
  readonly isChosen?: boolean
  /** Why it cannot be chosen now; shown beneath its words. */
  readonly refused?: string | undefined
  readonly pick: () => void
}

/** A menu that drops from a button. A choice that is refused stays visible, with its reason. */
export function DropMenu({ button, label, choices, align = 'start' }: { readonly button: ReactElement; readonly label: string; readonly choices: readonly Choice[]; readonly align?: 'start' | 'end' }) {
  return (
    <Menu.Root>
      <Menu.Trigger render={button} />
      <Menu.Portal>
        <Menu.Positioner className="over-menu" sideOffset={4} align={align}>
          <Menu.Popup className="menu" aria-label={label}>
            {choices.map((choice) => (
              <Menu.Item key={choice.id} className="mi" disabled={choice.refused !== undefined} onClick={choice.pick}>
                {choice.icon && <Icon of={choice.icon} />}
                <span>
                  {choice.says}
                  {choice.refused && <span className="i1">{choice.refused}</span>}
                </span>
                {choice.isChosen && <Icon of={Check} />}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
