import { useState } from 'react'
import { useKeys, type KeyBinding } from './keys.tsx'

/** J and K move through a list, Enter opens, Space peeks. The current row keeps the focus in sight. */
export function useWalk<T>({
  items,
  idOf,
  open,
  peek,
  more = [],
}: {
  readonly items: readonly T[]
  readonly idOf: (item: T) => string
  readonly open: (item: T) => void
  readonly peek?: (item: T) => void
  readonly more?: readonly (Omit<KeyBinding, 'run'> & { readonly run: (item: T) => void })[]
}) {
  const [current, setCurrent] = useState<string | null>(null)
  const at = items.findIndex((item) => idOf(item) === current)
  const item = items[Math.max(at, 0)]
  const move = (step: number) => {
    const next = items[at < 0 ? 0 : Math.min(items.length - 1, Math.max(0, at + step))]
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
  return { current: item === undefined ? null : idOf(item), setCurrent, index: Math.max(at, 0) }
}
