import { useLayoutEffect, useState } from 'react'

/** The width of an element in whole px, followed as it changes. */
export function useWidth(room: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = room.current
    if (!element) return undefined
    const watch = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)))
    watch.observe(element)
    return () => watch.disconnect()
  }, [room])
  return width
}
