import { nameOf } from '../../numbers/once.ts'
import { type Core } from './core.ts'
import { byDays } from './sameDays.ts'

/** Days on which each unit paid, summed, and their mean over the days of the month: the average number of paying accounts. */
export type AccountDays = { readonly period: string; readonly mature: boolean; readonly accountDays: number; readonly days: number; readonly average: number }

/** Days up to the close (the as-of day in an open month). A unit with several lines on a day counts once that day. */
export function payingAccountDays(core: Core, month: number): AccountDays {
  const [open, close] = [core.months.opens[month] ?? 0, core.months.closes[month] ?? 0]
  const days = close - open + 1
  const map = core.units.map(close, close)
  const key = `${nameOf(core.units.book, map)} ${open} ${close}`
  const accountDays = kept.get(core.schedule, key, open, close) ?? daysPaid(core, map, open, close)
  kept.put(core.schedule, key, accountDays)
  return {
    period: core.months.months[month] ?? '',
    mature: !(core.months.isLastOpen && month === core.months.months.length - 1),
    accountDays,
    days,
    average: accountDays / days,
  }
}

const kept = byDays<number>(320)

function daysPaid(core: Core, map: Int32Array, open: number, close: number): number {
  const marks = new Int32Array(core.units.count())
  eachPaid(core, open, close, (atom, from, to) => {
    const unit = map[atom] ?? 0
    marks[unit] = (marks[unit] ?? 0) | daysMask(from - open, to - open)
  })
  return marks.reduce((sum, mark) => sum + bitCount(mark), 0)
}

/** Units with revenue on a day. */
export function payingAccountsOn(core: Core, day: number): number {
  const map = core.units.map(day, day)
  const paying = new Uint8Array(core.units.count())
  eachPaid(core, day, day, (atom) => {
    paying[map[atom] ?? 0] = 1
  })
  return paying.reduce((sum, is) => sum + is, 0)
}

/** Visits paid stretches that overlap the days, cut to them, both ends included. */
export function eachPaid(
  { schedule: { spans }, units }: Pick<Core, 'schedule' | 'units'>,
  first: number,
  last: number,
  visit: (atom: number, from: number, to: number) => void,
): void {
  for (let span = 0; span < spans.count; span++) {
    const [from, to] = [spans.from[span] ?? 0, spans.to[span] ?? 0]
    if (from > last || to <= first || (spans.numerator[span] ?? 0) <= 0) continue
    const atom = units.atomOf[spans.line[span] ?? 0] ?? -1
    if (atom >= 0) visit(atom, Math.max(from, first), Math.min(to - 1, last))
  }
}

/** A month has at most 31 days: one bit each. */
function daysMask(from: number, to: number): number {
  const upTo = to >= 30 ? 0x7fffffff : (1 << (to + 1)) - 1
  return upTo & ~((1 << from) - 1)
}

function bitCount(mask: number): number {
  let count = 0
  for (let left = mask; left !== 0; left &= left - 1) count++
  return count
}
