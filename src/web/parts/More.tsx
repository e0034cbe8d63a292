import { useState } from 'react'
import { sayCount } from '#web/say.ts'

/** So many of a long list at first, and as many again at a press: what nobody reads is not drawn. */
export function useSome<T>(all: readonly T[], most: number): { readonly some: readonly T[]; readonly more: { readonly left: number; show(): void } | null } {
  const [times, setTimes] = useState(1)
  const left = all.length - most * times
  return { some: all.slice(0, most * times), more: left > 0 ? { left, show: () => setTimes(times + 1) } : null }
}

/** The button below such a list. */
export function More({ of: more }: { readonly of: ReturnType<typeof useSome>['more'] }) {
  if (!more) return null
  return (
    <button type="button" className="btn quiet more" onClick={more.show}>
      {`Show more, ${sayCount(more.left)} left`}
    </button>
  )
}
