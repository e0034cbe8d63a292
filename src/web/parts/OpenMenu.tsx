import { Menu } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { MenuProps } from './menu.ts'
import { Icon } from './Icon.tsx'

/** The menu itself, open at once. A choice that is refused stays visible, with its reason. */
export function OpenMenu({ button, label, choices, align = 'start' }: MenuProps) {
  return (
    <Menu.Root defaultOpen>
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
