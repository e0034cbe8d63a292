const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(tz: string): Intl.DateTimeFormat {
  const known = formats.get(tz)
  if (known) return known
  const options = {
    timeZone: tz,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    era: 'short',
  } as const
  const format = new Intl.DateTimeFormat('en-US', options)
  formats.set(tz, format)
  return format
}

/** What the clock on the wall shows at an instant, as if it were UTC, in milliseconds. */
export function wallAt(instant: number, tz: string): number {
  if (tz === 'UTC') return instant
  const seconds = Math.floor(instant / 1000) * 1000
  const parts = new Map(
    formatOf(tz)
      .formatToParts(seconds)
      .map(({ type, value }) => [type, value]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name))
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) + (instant - seconds)
}

/** The first instant at which the wall clock shows this time; where a clock change skips it, as long after the change. */
export function instantOf(wall: number, tz: string): number {
  if (tz === 'UTC') return wall
  const offsets = [wall - 86_400_000, wall + 86_400_000].map((near) => wallAt(near, tz) - near)
  const exact = offsets.map((offset) => wall - offset).filter((instant) => wallAt(instant, tz) === wall)
  return exact.length > 0 ? Math.min(...exact) : wall - (offsets[0] ?? 0)
}

/** The civil day (YYYY-MM-DD) of an instant (ISO 8601) in a time zone. */
export const civilDay = (instant: string, tz: string): string => new Date(wallAt(Date.parse(instant), tz)).toISOString().slice(0, 10)
