import { useState } from 'react'
import { useKeys, type KeyBinding } from './keys.tsx'

/** J and K move through a list, Enter opens, Space peeks. The current row keeps the focus in sight. */
export function useWalk<T>({
  items,
  idOf,
  open,
  peek,
  start = null,
  more = [],
}: {
  readonly items: readonly T[]
  readonly idOf: (item: T) => string
  readonly open: (item: T) => void
  readonly peek?: (item: T) => void
  /** Where the walk begins, such as at the row that the address peeks at; the first row otherwise. */
  readonly start?: string | null
  readonly more?: readonly (Omit<KeyBinding, 'run'> & { readonly run: (item: T) => void })[]
}) {
  const [chosen, setCurrent] = useState<string | null>(null)
  const current = chosen ?? start
  const at = Math.max(
    items.findIndex((item) => idOf(item) === current),
    0,
  )
  const item = items[at]
  const move = (step: number) => {
    const next = items[Math.min(items.length - 1, Math.max(0, at + step))]
    if (next !== undefined) setCurrent(idOf(next))
    return next
  }
  const onItem = (run: (item: T) => void) => () => {
    if (item !== undefined) run(item)
  }
  useKeys([
    { keys: 'j', says: 'Down', group: 'In a list', run: () => void move(1) },
    { keys: 'k', says: 'Up', group: 'In a list', run: () => void move(-1) },
    { keys: 'enter', says: 'Open', group: 'In a list', run: onItem(open) },
    ...(peek ? [{ keys: 'space', says: 'Peek', group: 'In a list' as const, run: onItem(peek) }] : []),
    ...more.map((binding) => ({ ...binding, run: onItem(binding.run) })),
  ])
  return { current: item === undefined ? null : idOf(item), setCurrent, index: at }
}
