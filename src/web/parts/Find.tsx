import { useEffect, useRef, useState } from 'react'
import { useKeys } from '#web/keys.tsx'
import { useUrl } from '#web/url.tsx'

/** Words to look for, in the address as `q` a moment after the last letter. */
export function Find({ label }: { readonly label: string }) {
  const { search, set } = useUrl()
  const box = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(search['q'] ?? '')
  useEffect(() => {
    const timer = setTimeout(() => typed !== (search['q'] ?? '') && set({ q: typed }, { replace: true }), 200)
    return () => clearTimeout(timer)
  }, [typed, search, set])
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
