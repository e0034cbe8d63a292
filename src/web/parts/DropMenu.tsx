import { cloneElement, lazy, Suspense, useState } from 'react'
import type { MenuProps } from './menu.ts'

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
