import { showPeriod } from '#engines/numbers/showPeriod.ts'

/** A timeframe as a heading says it: `October 2026`, `Q4 2026`, `H2 2026`, `Week 47 of 2026`. */
export function sayPeriod(period: string): string {
  const half = /^(\d{4})-(H[12])$/.exec(period)
  const text = half ? `${half[2]} ${half[1]}` : showPeriod(period)
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}

/** An instant as people of this time zone read it: `16 Nov 2026, 07:30`. */
export function sayInstant(instant: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const parts = new Map(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]))
  const date = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`
  return `${showPeriod(date, 'short')}, ${parts.get('hour')}:${parts.get('minute')}`
}
