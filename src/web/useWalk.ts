import { useRef, useState } from 'react'
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
  const [chosen, setChosen] = useState<string | null>(null)
  /** Keys may come faster than pages are drawn: each starts where the one before it went. */
  const latest = useRef<string | null>(null)
  const setCurrent = (id: string | null) => {
    latest.current = id
    setChosen(id)
  }
  const placeOf = (id: string | null) =>
    Math.max(
      items.findIndex((item) => idOf(item) === id),
      0,
    )
  const at = placeOf(chosen ?? start)
  const item = items[at]
  const place = () => placeOf(latest.current ?? start)
  const move = (step: number) => {
    const next = items[Math.min(items.length - 1, Math.max(0, place() + step))]
    if (next !== undefined) setCurrent(idOf(next))
    return next
  }
  const onItem = (run: (item: T) => void) => () => {
    const here = items[place()]
    if (here !== undefined) run(here)
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
