import { periodEnd, periodStart } from '#engines/numbers/dates.ts'
import { namedMonth, readDate, type DateOrder } from '#engines/numbers/readDate.ts'

/** How far work is, in the four words that every tool's states fall into. */
export type Delivery = 'todo' | 'doing' | 'done' | 'cancelled'

const states: readonly (readonly [Delivery, RegExp])[] = [
  ['cancelled', /cancel|won.?t|not doing|will not|declin|reject|duplicate|abandon|parked|archiv|obsolete|invalid/],
  ['doing', /progress|doing|started|develop|building|review|testing|\bqa\b|active|implement|discovery|design|beta|rolling/],
  ['done', /done|complete|closed|resolved|released|shipped|launched|live|delivered|finished|deployed|achieved/],
]

/** What a tool's state means; everything that is not begun, ended or dropped is still to do. Null without a state. */
export function deliveryOf(state: string | null): Delivery | null {
  if (state === null) return null
  const words = state.toLowerCase()
  if (/^(not started|unstarted|un-?planned|incomplete)/.test(words)) return 'todo'
  return states.find(([, pattern]) => pattern.test(words))?.[0] ?? 'todo'
}

/** Now, next or later: by the roadmap's own word, else by how far the work is; null when nothing is said. */
export function horizonOf(lane: string | null, delivery: Delivery | null): 'now' | 'next' | 'later' | null {
  if (lane === null && delivery === null) return null
  const words = (lane ?? '').toLowerCase()
  if (/\bnow\b|in progress|current/.test(words)) return 'now'
  if (/\bnext\b|up next|planned|ready|committed/.test(words)) return 'next'
  if (/later|future|backlog|someday|idea/.test(words)) return 'later'
  return delivery === 'doing' || delivery === 'done' ? 'now' : 'later'
}

/** A time as roadmaps write it, “Q4 2026”, “Nov 2026”, “2026-H2”, “2026”, a day; null when it is none. Never finer than it is written. */
export function timeframeOf(text: string | null, order: DateOrder): string | null {
  if (text === null) return null
  const words = text
    .trim()
    .toLowerCase()
    .replace(/[’'](\d{2})\b/, ' 20$1')
  const part = /^(?:([qh])\s*([1-4])[\s,/-]*(20\d\d)|(20\d\d)[\s,/-]*([qh])\s*([1-4]))$/.exec(words)
  if (part) {
    const [letter, count, year] = [part[1] ?? part[5] ?? '', Number(part[2] ?? part[6]), part[3] ?? part[4]]
    return letter === 'h' && count > 2 ? null : `${year}-${letter.toUpperCase()}${count}`
  }
  if (/^20\d\d(-(0[1-9]|1[0-2]))?$/.test(words)) return words
  const named = /^([a-z]{3,9})\.?,?[\s-]+(20\d\d)$/.exec(words)
  const month = named ? namedMonth((named[1] ?? '').slice(0, 3)) : 0
  if (named && month > 0) return `${named[2]}-${String(month).padStart(2, '0')}`
  return readDate(text, order)?.day ?? null
}

/** From a first to a last day, as the finest stretch of the calendar that holds both; the day itself when only one is known or both are the same. */
export function between(start: string | null, end: string | null): string | null {
  if (start === null || end === null || start === end) return end ?? start
  if (start.length < 10 || end.length < 10) return end
  if (start.slice(0, 7) === end.slice(0, 7)) return end.slice(0, 7)
  if (start.slice(0, 4) !== end.slice(0, 4)) return end.slice(0, 7) // no stretch holds both: when it ends is what is promised
  const [from, to] = [Number(start.slice(5, 7)), Number(end.slice(5, 7))]
  const quarter = Math.ceil(to / 3)
  if (Math.ceil(from / 3) === quarter) return `${end.slice(0, 4)}-Q${quarter}`
  return Math.ceil(from / 6) === Math.ceil(to / 6) ? `${end.slice(0, 4)}-H${Math.ceil(to / 6)}` : end.slice(0, 4)
}

export const isDay = (timeframe: string | null): timeframe is string => timeframe?.length === 10

/** The first and the last day of a timeframe, halves of a year included. */
export const firstDay = (timeframe: string): string => periodStart(quarterOf(timeframe, 1, 3))
export const lastDay = (timeframe: string): string => periodEnd(quarterOf(timeframe, 2, 4))

const quarterOf = (timeframe: string, first: number, second: number): string =>
  timeframe.includes('-H') ? `${timeframe.slice(0, 4)}-Q${timeframe.endsWith('1') ? first : second}` : timeframe
