import { useEffect, useRef, useState } from 'react'

/** A text of a few lines; where it is longer, a button shows the rest of it. `of` says whose text it is. */
export function Clamped({ text, of }: { readonly text: string; readonly of: string }) {
  const room = useRef<HTMLSpanElement>(null)
  const [isCut, setCut] = useState(false)
  const [isWhole, setWhole] = useState(false)
  useEffect(() => {
    const told = room.current
    if (!told) return
    const look = () => setCut(told.scrollHeight > told.clientHeight + 1)
    const seen = new ResizeObserver(look)
    seen.observe(told)
    look()
    return () => seen.disconnect()
  }, [text])
  return (
    <>
      <span ref={room} className={isWhole ? undefined : 'clamped'}>
        {text}
      </span>
      {(isCut || isWhole) && (
        <button
          type="button"
          className="link t12 no-print"
          aria-expanded={isWhole}
          aria-label={`${isWhole ? 'Less' : 'More'} about ${of}`}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? 'Less' : 'More'}
        </button>
      )}
    </>
  )
}
