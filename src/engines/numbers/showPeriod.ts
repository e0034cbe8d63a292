import { grainOf, periodStart } from './dates.ts'

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** A period in words. long: 'October 2026', 'week 47 of 2026', 'Q4 2026', '16 November 2026'; short: 'Oct 2026', 'W47 2026', '16 Nov 2026'; bare leaves the year out: 'Oct', 'W47', 'Q4', '16 Nov'. */
export function showPeriod(period: string, style: 'long' | 'short' | 'bare' = 'long'): string {
  const grain = grainOf(period)
  const year = period.slice(0, 4)
  if (grain === 'year') return year
  if (grain === 'week') return style === 'long' ? `week ${Number(period.slice(6))} of ${year}` : withYear(period.slice(5), year, style)
  if (grain === 'quarter') return withYear(period.slice(5), year, style)
  const start = periodStart(period)
  const name = months[Number(start.slice(5, 7)) - 1] ?? ''
  const shown = style === 'long' ? name : name.slice(0, 3)
  return withYear(grain === 'month' ? shown : `${Number(start.slice(8))} ${shown}`, year, style)
}

/** “in October 2026”, “on 16 November 2026”; `say` is how the period is named. */
export const showWhen = (period: string, say: (period: string) => string = showPeriod): string => `${grainOf(period) === 'day' ? 'on' : 'in'} ${say(period)}`

/** “12 months”, “28 days”, from 12m and 28d. */
export function showWindow(window: string): string {
  const [, n = '', unit = ''] = /^(\d+)([dm])$/.exec(window) ?? []
  return n === '' ? window : `${n} ${unit === 'd' ? 'day' : 'month'}${n === '1' ? '' : 's'}`
}

/** Neighbouring periods from one to another, short: 'Aug to Oct 2026', 'Dec 2025 to Feb 2026'; a single one by itself. */
export function showSpan(from: string, to: string): string {
  if (from === to) return showPeriod(to, 'short')
  return `${showPeriod(from, from.slice(0, 4) === to.slice(0, 4) && from.length > 4 ? 'bare' : 'short')} to ${showPeriod(to, 'short')}`
}

function withYear(text: string, year: string, style: 'long' | 'short' | 'bare'): string {
  return style === 'bare' ? text : `${text} ${year}`
}
