import { useEffect, useRef, useState } from 'react'
import { useKeys } from '#web/keys.tsx'
import { useUrl } from '#web/url.tsx'

/** Words to look for, in the address as `q` a moment after the last letter. */
export function Find({ label }: { readonly label: string }) {
  const { search, set } = useUrl()
  const asked = search['q'] ?? ''
  const box = useRef<HTMLInputElement>(null)
  const written = useRef(asked)
  const [typed, setTyped] = useState(asked)
  useEffect(() => {
    if (asked !== written.current) setTyped(asked) // the address was changed by something else
    written.current = asked
  }, [asked])
  useEffect(() => {
    const write = (): void => {
      written.current = typed
      set({ q: typed }, { replace: true })
    }
    const timer = setTimeout(() => typed !== written.current && write(), 200)
    return () => clearTimeout(timer)
  }, [typed, set])
  useKeys([{ keys: '/', says: 'Filter', group: 'Anywhere', run: () => box.current?.focus() }])
  return (
    <input
      ref={box}
      className="inp find"
      type="search"
      placeholder="Find"
      aria-label={label}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  )
}
