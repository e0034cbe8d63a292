import type { LedgerHistory } from '#engines/metrics/forecast/ledgerHistory.ts'
import { dueDays, nextDue } from '#engines/metrics/forecast/dueDays.ts'
import type { Contract } from '#engines/metrics/revenue/renewals.ts'
import { addDays, addPeriods, daysInMonth, periodEnd, periodStart } from '#engines/numbers/dates.ts'

interface Kind {
  readonly segment: string
  readonly term: number
  readonly renewal: number
  readonly size: number
  /** Share of new accounts. */
  readonly part: number
}

/** Contracts of a year and of a month in two segments, each with its own renewal rate: what a roll that pools over terms gets wrong. */
const kinds: readonly Kind[] = [
  { segment: 'Enterprise', term: 12, renewal: 0.94, size: 4000, part: 0.2 },
  { segment: 'Enterprise', term: 36, renewal: 0.9, size: 9000, part: 0.05 },
  { segment: 'Small business', term: 12, renewal: 0.82, size: 900, part: 0.35 },
  { segment: 'Small business', term: 1, renewal: 0.978, size: 600, part: 0.4 },
]

interface Running {
  readonly kind: Kind
  readonly account: string
  /** The day that whole terms are counted from. */
  readonly since: string
  line: Draft
}
type Draft = { -readonly [Key in keyof Contract]: Contract[Key] }

/**
 * A made-up company whose contracts end where contracts end: at their renewals, three of five of them with two to eight weeks of notice. Seats change between, at the same
 * renewal date; 0.3 percent of accounts a month break off. All from the seed; renewal dates are those that a source would hold after the last month.
 */
export function contractCompany(seed: number, months: readonly string[], accounts = 160): LedgerHistory {
  const draw = generator(seed)
  const lines: Draft[] = []
  const running = new Set<Running>()
  const segments = new Map<string, string>()
  const open = (one: Omit<Running, 'line'>, start: string, mrr: number): Draft => {
    const { term } = one.kind
    const line = {
      id: `${seed}-${lines.length}`,
      account: one.account,
      product: 'core',
      start,
      end: null,
      termMonths: term,
      renewalDate: null,
      mrr,
      cancelledOn: null,
    }
    lines.push(line)
    return line
  }
  const land = (day: string): void => {
    const kind = kindAt(draw())
    const one = { kind, account: `a${segments.size}`, since: day }
    segments.set(one.account, kind.segment)
    running.add({ ...one, line: open(one, day, kind.size * Math.exp(draw.normal() * 0.7)) })
  }
  const first = months[0] ?? '2020-01'
  // contracts that began over the three years before, as far as they are still there
  for (let at = 0; at < accounts; at++) land(addDays(periodStart(addPeriods(first, -36)), Math.floor(draw() * 1095)))
  const balances = new Map<string, ReadonlyMap<string, number>>()
  for (const month of months) {
    for (const one of running) if (one.line.start < periodStart(month)) live(one, month, draw, running, open)
    for (let at = 0; at < Math.round(accounts * 0.015 + draw.normal()); at++) land(dayIn(month, draw()))
    const day = periodEnd(month)
    balances.set(month, new Map([...running].filter(({ line }) => line.start <= day).map(({ account, line }) => [account, line.mrr])))
  }
  const last = periodEnd(months.at(-1) ?? first)
  for (const { line, since, kind } of running) line.renewalDate = nextDue({ ...line, start: since }, kind.term, last)
  return { balances, lines, segmentOf: (account) => segments.get(account) ?? 'all', graceDays: 30 }
}

/** A month of a contract: it is renewed or not where it falls due, breaks off, or changes its seats. */
function live(one: Running, month: string, draw: Draw, running: Set<Running>, open: (one: Running, start: string, mrr: number) => Draft): void {
  const { line, kind, since } = one
  const close = (day: string, notice: number | null): void => {
    line.end = day
    line.cancelledOn = notice === null ? null : addDays(day, -notice)
    running.delete(one)
  }
  for (const due of dueDays({ ...line, start: since, end: null }, periodStart(month), addDays(periodEnd(month), 1)))
    if (due > line.start && draw() > kind.renewal) return close(due, draw() < 0.6 ? 14 + Math.floor(draw() * 42) : null)
  if (draw() < 0.003) return close(dayIn(month, draw()), draw() < 0.6 ? 20 : null)
  if (draw() >= 0.08) return
  const day = dayIn(month, draw())
  line.end = day
  one.line = open(one, day, line.mrr * Math.exp(0.1 + draw.normal() * 0.2))
  one.line.renewalDate = nextDue({ ...line, start: since, renewalDate: null }, kind.term, day)
}

function kindAt(draw: number): Kind {
  let left = draw
  for (const kind of kinds) if ((left -= kind.part) < 0) return kind
  return kinds[kinds.length - 1] ?? { segment: 'all', term: 12, renewal: 1, size: 1, part: 1 }
}

const dayIn = (month: string, draw: number): string =>
  addDays(periodStart(month), Math.floor(draw * daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5, 7)))))

interface Draw {
  (): number
  normal(): number
}

/** Mulberry32, with normal values by Box and Muller. */
function generator(seed: number): Draw {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return Object.assign(next, { normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()) })
}
