import { useEffect, useState } from 'react'

/** The value as it was when it last stood still for some milliseconds: what is asked of the server while somebody types. */
export function useSettled<T>(value: T, still: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), still)
    return () => clearTimeout(timer)
  }, [value, still])
  return settled
}
