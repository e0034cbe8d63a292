import { createContext, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'

/** One key or two in a row (“g m”), with a modifier as “mod k”. It is listed in the key map under its group. */
export interface KeyBinding {
  readonly keys: string
  readonly says: string
  readonly group?: 'Go' | 'Anywhere' | 'In a list' | 'On this page'
  run(event: KeyboardEvent): void
}

interface Board {
  readonly add: (bindings: readonly KeyBinding[]) => () => void
  readonly listed: () => readonly KeyBinding[]
  readonly singleKeys: boolean
  readonly setSingleKeys: (on: boolean) => void
}

const Keys = createContext<Board | null>(null)

/** One listener for the whole app. Later bindings win over earlier ones: a page's keys over the shell's. */
export function KeysProvider({ children }: { readonly children: ReactNode }) {
  const layers = useRef<(readonly KeyBinding[])[]>([])
  const [singleKeys, setOn] = useState(() => localStorage.getItem('throughline.keys') !== 'off')
  useEffect(() => {
    let first: { readonly key: string; readonly at: number } | null = null
    const onKey = (event: KeyboardEvent) => {
      const name = nameOf(event)
      if (!name || event.defaultPrevented || event.isComposing) return
      const isPlain = !name.startsWith('mod ')
      if (isPlain && (!singleKeys || isTyping(event.target) || belongsToControl(name, event.target))) return
      const pair = first && event.timeStamp - first.at < 1200 ? `${first.key} ${name}` : null
      const binding = (pair ? find(layers.current, pair) : undefined) ?? find(layers.current, name)
      first = binding ? null : { key: name, at: event.timeStamp }
      if (!binding) return
      event.preventDefault()
      binding.run(event)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [singleKeys])
  const board = useMemo<Board>(
    () => ({
      add(bindings) {
        layers.current = [...layers.current, bindings]
        return () => void (layers.current = layers.current.filter((layer) => layer !== bindings))
      },
      listed: () => layers.current.flat(),
      singleKeys,
      setSingleKeys(on) {
        localStorage.setItem('throughline.keys', on ? 'on' : 'off')
        setOn(on)
      },
    }),
    [singleKeys],
  )
  return <Keys value={board}>{children}</Keys>
}

/** Binds keys while the component is on screen. The newest functions are called, so that bindings need no dependencies. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const { add } = useKeyBoard()
  const newest = useRef(bindings)
  useLayoutEffect(() => {
    newest.current = bindings
  })
  const shape = bindings.map(({ keys, says, group }) => `${keys}|${says}|${group ?? ''}`).join('\n')
  useEffect(() => add(newest.current.map((binding, index) => ({ ...binding, run: (event: KeyboardEvent) => newest.current[index]?.run(event) }))), [add, shape])
}

export function useKeyBoard(): Board {
  const board = useContext(Keys)
  if (!board) throw new Error('Keys are bound inside of KeysProvider.')
  return board
}

/** The keys of a binding as they are printed: “g m” is G M, “mod k” is Ctrl K or ⌘ K. */
export const printed = (keys: string): readonly string[] =>
  keys.split(' ').map((key) => (key === 'mod' ? (isMac() ? '⌘' : 'Ctrl') : (spoken[key] ?? key.toUpperCase())))

const spoken: Readonly<Record<string, string>> = { escape: 'Esc', enter: 'Enter', space: 'Space', arrowup: '↑', arrowdown: '↓', ',': ',' }
const isMac = (): boolean => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

const find = (layers: readonly (readonly KeyBinding[])[], keys: string): KeyBinding | undefined => layers.flat().findLast((binding) => binding.keys === keys)

function nameOf(event: KeyboardEvent): string | null {
  if (event.altKey || ['Shift', 'Control', 'Meta', 'Alt'].includes(event.key)) return null
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase()
  return event.ctrlKey || event.metaKey ? `mod ${key}` : key
}

const belongsToControl = (name: string, target: EventTarget | null): boolean =>
  (name === 'enter' || name === 'space') && target instanceof Element && target.closest('a, button, input, summary, [role=tab]') !== null

/** Letters belong to the field that has the focus, and to what floats above the page. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [role=dialog], [role=menu], [role=listbox]') !== null)
  )
}
