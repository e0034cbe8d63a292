import { useEffect, useRef, useState } from 'react'
import { useKeys, type KeyBinding } from './keys.tsx'

/**
 * J and K move through a list, Enter opens, Space peeks. The walk takes the focus along, from the row before or from wherever it stood:
 * Enter and Space would else belong to a link that the reader has left behind, such as one in the rail.
 */
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
  const [walked, setWalked] = useState<string | null>(null)
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
    if (next === undefined) return
    letGo()
    setCurrent(idOf(next))
    setWalked(idOf(next))
  }
  useEffect(() => {
    if (walked !== null && latest.current === walked) takeFocus()
  }, [walked])
  const onItem = (run: (item: T) => void) => () => {
    const here = items[place()]
    if (here !== undefined) run(here)
  }
  useKeys([
    { keys: 'j', says: 'Down', group: 'In a list', run: () => move(1) },
    { keys: 'k', says: 'Up', group: 'In a list', run: () => move(-1) },
    { keys: 'enter', says: 'Open', group: 'In a list', run: onItem(open) },
    ...(peek ? [{ keys: 'space', says: 'Peek', group: 'In a list' as const, run: onItem(peek) }] : []),
    ...more.map((binding) => ({ ...binding, run: onItem(binding.run) })),
  ])
  return { current: item === undefined ? null : idOf(item), setCurrent, index: at }
}

/** At once, since the next key may come before the row is drawn. */
function letGo(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

/** The current row is drawn with the class `cur`; it is no stop of the Tab key, and Tab goes on from it. */
function takeFocus(): void {
  const row = document.querySelector('main .cur')
  if (!(row instanceof HTMLElement)) return
  row.tabIndex = -1
  row.focus()
}
