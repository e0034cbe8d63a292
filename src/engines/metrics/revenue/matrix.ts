import { keeper } from '../../numbers/once.ts'
import { type Calendar, nextMonthStart } from './calendar.ts'
import { type Fault } from './input.ts'
import { type Line, NEVER } from './lines.ts'
import { convert } from './money.ts'
import { type RevenuePolicy } from './policy.ts'
import { type Rates } from './rates.ts'
import { type Schedule } from './schedule.ts'
import { type Units } from './units.ts'

/** Month-end MRR of every atom in whole micro-units of the reporting currency, month by month. */
export type Matrix = {
  readonly mrr: readonly Float64Array[]
  /** What currency alone did to the MRR of the month before; null when rates stand still. */
  readonly fx: readonly Float64Array[] | null
  /** Lines that make a logo, revenue or not; null when only revenue makes one. */
  readonly logos: readonly Float64Array[] | null
  /** MRR under contracts of at least the cohort's term; null unless the cohort asks. */
  readonly contracted: readonly Float64Array[] | null
  /** Paid at a month-end before the calendar starts. */
  readonly paidBefore: Uint8Array
  /** Lines that touch no month-end, by month. */
  readonly fleeting: readonly { readonly month: number; readonly atom: number; readonly line: string; readonly amount: number }[]
  /** Look-back months that lack an exchange rate, with the currency: asking for them is refused. */
  readonly unpriced: ReadonlyMap<number, string>
  /** Which months were written anew. */
  readonly isWritten: readonly boolean[]
  /** Months [from, to) in which each span counts. */
  readonly spanFrom: Int16Array
  readonly spanTo: Int16Array
  /** Amount of a span at the rates of a month, in whole micro-units of the reporting currency; or of another numerator in its place. */
  amountOf(span: number, month: number, numerator?: number): number
}

type Sources = { readonly schedule: Schedule; readonly units: Units; readonly months: Calendar; readonly rates: Rates; readonly policy: RevenuePolicy }

export type MonthEnd = { readonly mrr: Float64Array; readonly logos: Float64Array | null; readonly contracted: Float64Array | null }

/** `written` gives month-ends of the schedule by their day, as ledgers of other months or as-of days wrote them; all others are written anew. */
export function matrix(from: Sources, faults: Fault[], written?: (day: number) => MonthEnd | undefined): Matrix {
  const { schedule, units, months, rates, policy } = from
  const ends = Array.from(months.closes, (day) => written?.(day) ?? null)
  const blank = (): Float64Array => new Float64Array(units.atomCount)
  const rowsOf = (kind: keyof MonthEnd): Float64Array[] => ends.map((end) => end?.[kind] ?? blank())
  const out = {
    mrr: rowsOf('mrr'),
    fx: rates.move ? ends.map(blank) : null,
    logos: policy.trials === 'count_logo' || policy.free === 'count_logo' ? rowsOf('logos') : null,
    contracted: policy.cohort.rule === 'min_contract' ? rowsOf('contracted') : null,
    paidBefore: new Uint8Array(units.atomCount),
    unpriced: new Map<number, string>(),
    spanFrom: new Int16Array(schedule.spans.count),
    spanTo: new Int16Array(schedule.spans.count),
  }
  const term = policy.cohort.rule === 'min_contract' ? policy.cohort.term : 0
  const { spans, lines } = schedule
  const touched = new Uint8Array(lines.length)
  const visible = visibleIn(schedule, months)
  const amounts = rates.move ? null : keptAmounts(schedule, rates.key, () => new Float64Array(spans.count).fill(Number.NaN))
  const price = pricer(from, out.unpriced, faults)
  const isMissing = ends.map((end) => end === null)
  const [first, last] = [isMissing.indexOf(true), isMissing.lastIndexOf(true)]
  for (let span = 0; span < spans.count; span++) {
    const index = spans.line[span] ?? 0
    const line = lines[index]
    const atom = units.atomOf[index] ?? -1
    if (!line || atom < 0) continue
    const from = visible.from[span] ?? 0
    const to = visible.to[span] ?? 0
    const isPaid = (spans.numerator[span] ?? 0) > 0
    if (isPaid && isBefore(spans.from[span] ?? 0, spans.to[span] ?? 0, months)) out.paidBefore[atom] = 1
    if (from >= to) continue
    out.spanFrom[span] = from
    out.spanTo[span] = to
    touched[index] = 1
    if (last < 0 || from > last || to <= first) continue
    const contracted = (line.term || line.months) >= term ? out.contracted : null
    if (out.fx) {
      const amountAt = (month: number): number => price(span, line, month)
      writeMoving(out.mrr, out.fx, atom, from, to, amountAt)
      if (contracted) writeMoving(contracted, null, atom, from, to, amountAt)
    } else {
      const known = amounts?.[span] ?? Number.NaN
      const amount = known > 0 ? known : price(span, line, from) // where a rate is missing, each ledger says so
      if (amounts) amounts[span] = amount
      addWithin(out.mrr, isMissing, from, to, atom, amount)
      addWithin(contracted, isMissing, from, to, atom, amount)
    }
    addWithin(out.logos, isMissing, from, to, atom, 1)
  }
  const amountOf = (span: number, month: number, numerator?: number): number => {
    const line = lines[spans.line[span] ?? 0]
    return line ? price(span, line, month, numerator) : 0
  }
  const fleeting = fleetingLines(from, touched, price)
  return { ...out, isWritten: isMissing, fleeting, amountOf }
}

/** Adds an amount to those of some months in which a stretch counts. */
function addWithin(rows: readonly Float64Array[] | null, some: readonly boolean[], from: number, to: number, atom: number, amount: number): void {
  for (let month = from; rows && month < to; month++) if (some[month]) add(rows[month], atom, amount)
}

type Price = (span: number, line: Line, month: number, numerator?: number) => number

/** At moving rates every month has its amount, and the difference that the rate alone makes to the month before is kept apart. */
function writeMoving(
  mrr: readonly Float64Array[],
  fx: readonly Float64Array[] | null,
  atom: number,
  from: number,
  to: number,
  amountAt: (month: number) => number,
): void {
  let before = 0
  for (let month = from; month <= to && month < mrr.length; month++) {
    const now = amountAt(month)
    if (month < to) add(mrr[month], atom, now)
    if (fx && month > from) add(fx[month], atom, now - before)
    before = now
  }
}

function add(row: Float64Array | undefined, atom: number, amount: number): void {
  if (row) row[atom] = (row[atom] ?? 0) + amount
}

/** A missing rate is a fault in the months that were asked for and the one before them; in older months it bars those months only. */
function pricer({ schedule: { spans }, months, rates }: Sources, unpriced: Map<number, string>, faults: Fault[]): Price {
  const missing = new Set<string>()
  return (span, line, month, numerator = spans.numerator[span] ?? 0) => {
    const rate = rates.of(line, month)
    if (rate !== null) return convert(numerator, spans.denominator[span] ?? 1, rate)
    const isAsked = !rates.move || month >= months.first - 1
    const key = `${line.currency} ${rates.move ? months.months[month] : ''}`.trim()
    if (isAsked && !missing.has(key)) faults.push({ reason: 'no_fx_rate', row: `Line ${line.id}`, says: `there is no exchange rate for ${key}` })
    if (isAsked) missing.add(key)
    else unpriced.set(month, line.currency)
    return 0
  }
}

/** Amounts of stretches at rates that stand still, as far as some ledger has priced them. */
const keptAmounts = keeper<Schedule, Float64Array>(4)

/** The months in which each stretch counts, whoever holds it. */
const visibleIn = (schedule: Schedule, months: Calendar): { readonly from: Int16Array; readonly to: Int16Array } =>
  keptVisible(schedule, months.closes.join(), () => {
    const { spans, lines } = schedule
    const [from, to] = [new Int16Array(spans.count), new Int16Array(spans.count)]
    for (let span = 0; span < spans.count; span++) {
      const line = lines[spans.line[span] ?? 0]
      if (!line) continue
      from[span] = visibleFrom(line, spans.from[span] ?? 0, months)
      to[span] = visibleTo(line, spans.to[span] ?? 0, months)
    }
    return { from, to }
  })

const keptVisible = keeper<Schedule, ReturnType<typeof visibleIn>>(4)

function visibleFrom(line: Line, from: number, months: Calendar): number {
  const first = months.closeFrom(from)
  return line.seenFrom === -NEVER ? first : Math.max(first, lastAtLeast(line.seenFrom, months))
}

function visibleTo(line: Line, to: number, months: Calendar): number {
  const last = months.closeFrom(to)
  return line.seenTo === NEVER ? last : Math.min(last, lastAtLeast(line.seenTo, months))
}

/** What is recorded after the last close adjusts the last month. */
function lastAtLeast(recorded: number, months: Calendar): number {
  return Math.min(months.closeFrom(recorded), months.months.length - 1)
}

function isBefore(from: number, to: number, months: Calendar): boolean {
  const start = months.opens[0] ?? 0
  return from < start && nextMonthStart(from) - 1 < Math.min(to, start)
}

function fleetingLines({ schedule: { spans, lines }, units, months }: Sources, touched: Uint8Array, price: Price): Matrix['fleeting'] {
  const found = new Map<number, Matrix['fleeting'][number]>()
  for (let span = 0; span < spans.count; span++) {
    const index = spans.line[span] ?? 0
    const line = lines[index]
    const atom = units.atomOf[index] ?? -1
    const from = spans.from[span] ?? 0
    if (!line || atom < 0 || touched[index] === 1 || (spans.numerator[span] ?? 0) <= 0) continue
    const month = months.closeFrom(from)
    if (from < (months.opens[0] ?? 0) || month >= months.months.length) continue
    const amount = price(span, line, month)
    if (amount > (found.get(index)?.amount ?? 0)) found.set(index, { month, atom, line: line.id, amount })
  }
  return [...found.values()]
}
