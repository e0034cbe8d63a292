const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** A period as a heading says it: 2026-10 is `October 2026`, 2026-Q4 `Q4 2026`, 2026-W47 `Week 47, 2026`, 2026-11-16 `16 November 2026`. */
export function sayPeriod(period: string): string {
  const [year = '', part = '', day] = period.split('-')
  if (part.startsWith('W')) return `Week ${Number(part.slice(1))}, ${year}`
  const name = months[Number(part) - 1] ?? part
  return [day === undefined ? '' : String(Number(day)), name, year].filter(Boolean).join(' ')
}

/** An instant as people of this time zone read it: `16 Nov 2026, 07:30`. */
export function sayInstant(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'numeric', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(new Date(instant))
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('day')} ${(months[Number(part('month')) - 1] ?? '').slice(0, 3)} ${part('year')}, ${part('hour')}:${part('minute')}`
}
