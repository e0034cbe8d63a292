/** The time of day, and waiting, as something that is handed in: nothing else in the product asks the machine for either. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  millis(): number
  /** The same instant as ISO 8601 in UTC with milliseconds: `2024-12-31T09:00:00.000Z`. */
  now(): string
  sleep(millis: number): Promise<void>
}

export const systemClock: Clock = {
  millis: () => Date.now(),
  now: () => new Date().toISOString(),
  sleep: (millis) => new Promise((resolve) => setTimeout(resolve, millis)),
}

/** A clock that only moves when it is told to, or when somebody sleeps on it. `start` is an ISO instant. */
export function setClock(start: string): Clock & { advance(millis: number): void } {
  let at = Date.parse(start)
  if (Number.isNaN(at)) throw new RangeError(`“${start}” is not an instant.`)
  const advance = (millis: number) => void (at += millis)
  return {
    millis: () => at,
    now: () => new Date(at).toISOString(),
    sleep: async (millis) => advance(millis),
    advance,
  }
}
