import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { comesWhole } from './telling.ts'

export interface Option {
  readonly id: string
  readonly says: string
}

/** One of a few words. A value that is none of them is shown as it was written, and stays until another is picked. */
export function Choice({
  label,
  value,
  options,
  pick,
  isBare = false,
}: {
  readonly label: string
  readonly value: string
  readonly options: readonly Option[]
  readonly pick: (id: string) => void
  /** The label is said, not shown. */
  readonly isBare?: boolean
}) {
  const shown = options.some(({ id }) => id === value) ? options : [...options, { id: value, says: `As written: ${value}` }]
  return (
    <Labelled label={label} isBare={isBare}>
      <select className="inp" aria-label={isBare ? label : undefined} value={value} onChange={({ target }) => pick(target.value)}>
        {shown.map(({ id, says }) => (
          <option key={id} value={id}>
            {says}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

function Labelled({ label, isBare, children }: { readonly label: string; readonly isBare: boolean; readonly children: ReactNode }) {
  if (isBare) return <>{children}</>
  return (
    <label className="part">
      <span>{label}</span>
      {children}
    </label>
  )
}

/** A text that is taken when it is chosen, when Enter is pressed or when the box is left. */
export function TextBox({
  label,
  value,
  placeholder,
  list,
  isMono = false,
  complete = (text) => text,
  onKey,
  take,
}: {
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  readonly list?: string
  readonly isMono?: boolean
  /** What Enter makes of a text that is not written out; it then stands in the box. */
  readonly complete?: (text: string) => string
  /** What else the keys do in this box. */
  readonly onKey?: (event: KeyboardEvent) => void
  readonly take: (text: string) => void
}) {
  const taken = useRef(value)
  const box = useBox(value)
  useEffect(() => {
    taken.current = value
  }, [value])
  const done = (input: HTMLInputElement, meant = (text: string) => text) => {
    const next = meant(input.value.trim())
    if (next !== input.value.trim()) input.value = next
    if (next === taken.current.trim()) return // Enter and leaving the box say the same thing twice
    taken.current = next
    take(next)
  }
  return (
    <input
      ref={box}
      className={isMono ? 'inp mono' : 'inp'}
      list={list}
      aria-label={label}
      placeholder={placeholder}
      defaultValue={value}
      maxLength={400}
      onBlur={({ currentTarget }) => done(currentTarget)}
      onChange={({ currentTarget, nativeEvent }) => {
        if (list && comesWhole('inputType' in nativeEvent ? nativeEvent.inputType : undefined) && isListed(list, currentTarget.value)) done(currentTarget)
      }}
      onKeyDown={(event) => {
        onKey?.(event)
        if (event.key === 'Enter') done(event.currentTarget, complete)
      }}
    />
  )
}

/** A box that is typed in freely and takes over what is said from outside: another place of the list, Back, a link. It stays the same element, so that the focus stays. */
export function useBox(value: string) {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (box.current && box.current.value !== value) box.current.value = value
  }, [value])
  return box
}

const isListed = (list: string, text: string): boolean =>
  text !== '' && [...(document.getElementById(list)?.querySelectorAll('option') ?? [])].some((option) => option.value === text)
