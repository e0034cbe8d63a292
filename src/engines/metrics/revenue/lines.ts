import { dayNumber } from '../../numbers/dates.ts'
import { type ChurnType, type Fault, type FindingLog, type LineKind, type LineStatus, type SubscriptionLine } from './input.ts'
import { fraction, minorUnit } from './money.ts'

/** A day that never comes. */
export const NEVER = 2 ** 30

/**
 * A line ready to be laid on days. Amounts per month are `net / per`, `discount / per` and `committed / per` micro-units of its currency, all integers;
 * they are rounded once, when they are converted. Days are day numbers; NEVER stands for an open end.
 */
export type Line = {
  readonly id: string
  readonly account: string
  readonly product: string
  readonly plan: string
  readonly currency: string
  readonly kind: LineKind
  readonly status: LineStatus
  readonly start: number
  readonly end: number
  readonly net: number
  readonly discount: number
  readonly committed: number
  readonly per: number
  /** Months of one billing period; 0 when unknown. */
  readonly months: number
  /** Parts of net that one micro-unit per billing period makes: a refund of r takes r * perPeriod / per off a month. */
  readonly perPeriod: number
  readonly quantity: number | null
  readonly discountUntil: number
  readonly cancelled: number
  readonly churnType: ChurnType | null
  readonly pastDueSince: number
  readonly pausedFrom: number
  readonly pausedTo: number
  readonly term: number
  readonly renewal: number
  readonly escalator: boolean
  /** Days on which this revision is the one to read: from when it was recorded until a later one was. */
  readonly seenFrom: number
  readonly seenTo: number
}

export type LineTerms = {
  readonly reportingCurrency: string
  readonly restates: boolean
  /** Day of the latest record to read; NEVER reads all. */
  readonly knownAt: number
}

/** Reads rows into lines: one revision per id (the highest known), or every revision with its time of validity when late facts adjust the current month. */
export function readLines(rows: readonly SubscriptionLine[], terms: LineTerms, log: FindingLog, faults: Fault[]): Line[] {
  const known = terms.knownAt === NEVER ? rows : rows.filter((row) => recordedDay(row) <= terms.knownAt)
  const lines: Line[] = []
  for (const revisions of revisionsById(known, terms.restates, log)) {
    for (const { row, seenFrom, seenTo } of revisions) {
      const read = readOnce(row, terms.reportingCurrency, seenFrom, seenTo)
      for (const note of read.notes) log.note(...note)
      faults.push(...read.faults)
      if (read.line) lines.push(read.line)
    }
  }
  return lines
}

/** A date as a day number; an instant is cut to its day. Undefined and null are `absent`. */
export function dayOf(date: string | null | undefined, absent: number): number {
  if (date === null || date === undefined || date === '') return absent
  const text = date.length > 10 ? date.slice(0, 10) : date
  const known = days.get(text)
  if (known !== undefined) return known
  const day = dayNumber(text)
  days.set(text, day)
  return day
}

/** Tens of thousands of rows share a few thousand dates. */
const days = new Map<string, number>()

function recordedDay(row: { readonly recorded_at?: string | null }): number {
  return dayOf(row.recorded_at, -NEVER)
}

type Revision = { readonly row: SubscriptionLine; readonly seenFrom: number; readonly seenTo: number }

function revisionsById(rows: readonly SubscriptionLine[], restates: boolean, log: FindingLog): Revision[][] {
  const byId = new Map<string, SubscriptionLine | SubscriptionLine[]>()
  for (const row of rows) {
    const held = byId.get(row.id)
    if (held === undefined) byId.set(row.id, row)
    else if (Array.isArray(held)) held.push(row)
    else byId.set(row.id, [held, row])
  }
  return [...byId.keys()].sort().map((id) => {
    const held = byId.get(id) ?? []
    return Array.isArray(held) ? chosen(held, restates, log) : alone(held, restates)
  })
}

function alone(row: SubscriptionLine, restates: boolean): Revision[] {
  return row.is_tombstone ? [] : [{ row, seenFrom: restates ? -NEVER : recordedDay(row), seenTo: NEVER }]
}

/** Same id, same revision, same content is one row; same revision with other content is a contradiction, of which one is kept whatever the order of the rows. */
function chosen(rows: readonly SubscriptionLine[], restates: boolean, log: FindingLog): Revision[] {
  const byRevision = new Map<number, { row: SubscriptionLine; text: string }>()
  for (const row of rows) {
    const text = content(row)
    const held = byRevision.get(row.revision ?? 0)
    if (held && held.text !== text) log.note('line_contradiction', 'error', 'lines appear twice with the same revision and different content', row.id)
    if (!held || text > held.text || (text === held.text && recordedDay(row) < recordedDay(held.row))) byRevision.set(row.revision ?? 0, { row, text })
  }
  const ordered = [...byRevision].sort(([a], [b]) => a - b).map(([, { row }]) => row)
  if (restates) return ordered.slice(-1).flatMap((row) => alone(row, true))
  return ordered.flatMap((row, place) => {
    const seenTo = Math.min(NEVER, ...ordered.slice(place + 1).map(recordedDay))
    const seenFrom = recordedDay(row)
    return row.is_tombstone || seenTo <= seenFrom ? [] : [{ row, seenFrom, seenTo }]
  })
}

function content(row: SubscriptionLine): string {
  const { recorded_at: _, ...rest } = row
  return JSON.stringify(
    Object.entries(rest)
      .filter(([, value]) => value !== null && value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

interface Read {
  readonly of: Pick<Line, 'currency' | 'seenFrom' | 'seenTo'>
  readonly line: Line | null
  readonly notes: readonly Parameters<FindingLog['note']>[]
  readonly faults: readonly Fault[]
}

const reads = new WeakMap<SubscriptionLine, Read>()

/** A row is read once: among other rows it is the same line. */
function readOnce(row: SubscriptionLine, currency: string, seenFrom: number, seenTo: number): Read {
  const known = reads.get(row)
  if (known && known.of.seenFrom === seenFrom && known.of.seenTo === seenTo && known.of.currency === currency) return known
  const [notes, faults]: [Parameters<FindingLog['note']>[], Fault[]] = [[], []]
  const line = readLine(row, currency, seenFrom, seenTo, { note: (...said) => void notes.push(said), list: () => [] }, faults)
  const read = { of: { currency, seenFrom, seenTo }, line, notes, faults }
  reads.set(row, read)
  return read
}

function readLine(row: SubscriptionLine, reportingCurrency: string, seenFrom: number, seenTo: number, log: FindingLog, faults: Fault[]): Line | null {
  const count = faults.length
  const refuse = (reason: Fault['reason'], says: string): number => faults.push({ reason, row: `Line ${row.id}`, says })
  const day = (name: keyof SubscriptionLine, absent: number): number => readDay(row, name, absent, refuse)
  const kind = word(row.kind ?? 'recurring', kinds, 'kind', refuse)
  const status = word(row.status ?? 'paid', statuses, 'status', refuse)
  const churnType = row.churn_type ? word(row.churn_type, churnTypes, 'churn type', refuse) : null
  const currency = row.currency ?? reportingCurrency
  const amounts = readAmounts(row, kind, currency, log, refuse)
  const line = {
    id: row.id,
    account: row.account_id,
    product: row.product_id ?? '',
    plan: row.plan_id ?? '',
    currency,
    kind,
    status,
    start: day('start', Number.NaN),
    end: day('end', NEVER),
    ...amounts,
    quantity: row.quantity ?? null,
    discountUntil: day('discount_until', NEVER),
    cancelled: day('cancelled_at', NEVER),
    churnType,
    pastDueSince: day('past_due_since', NEVER),
    pausedFrom: day('paused_from', NEVER),
    pausedTo: day('paused_to', NEVER),
    term: row.term_months ?? 0,
    renewal: day('renewal_date', NEVER),
    escalator: row.escalator === true,
    seenFrom,
    seenTo,
  }
  if (!row.start) refuse('not_a_date', 'it has no start')
  if (faults.length > count) return null
  noteContradictions(line, log)
  return line.net < 0 || line.end < line.start ? null : line
}

/** What the dates say wins over a status that carries no date; the reader is told. */
function noteContradictions(line: Line, log: FindingLog): void {
  if (line.end < line.start) log.note('end_before_start', 'error', 'lines end before they start and are left out', line.id)
  if (line.net < 0) log.note('negative_mrr', 'error', 'lines have a negative MRR and are left out', line.id)
  if (line.status === 'ended' && line.end === NEVER && line.cancelled === NEVER)
    log.note('ended_without_end', 'error', 'lines are marked as ended but have no end, so they still count', line.id)
  if (line.status === 'past_due' && line.pastDueSince === NEVER)
    log.note('past_due_without_date', 'error', 'lines are past due without the day since when, so they still count', line.id)
  if (line.status === 'paused' && line.pausedFrom === NEVER)
    log.note('paused_without_date', 'error', 'lines are paused without the day from when, so they still count', line.id)
  if (line.pausedTo < line.pausedFrom && line.pausedFrom !== NEVER)
    log.note('pause_ends_before_start', 'error', 'pauses end before they start and are ignored', line.id)
}

type Refuse = (reason: Fault['reason'], says: string) => number
type Amounts = Pick<Line, 'net' | 'discount' | 'committed' | 'per' | 'months' | 'perPeriod'>

/** One-time lines are not divided by months: their `net / per` is the whole charge. */
function readAmounts(row: SubscriptionLine, kind: LineKind, currency: string, log: FindingLog, refuse: Refuse): Amounts {
  const fault = unpriced(row)
  if (fault) refuse(fault.reason, fault.says)
  const months = monthsOf(row, refuse)
  const divisor = kind === 'one_time' ? 1 : months
  for (const name of moneyColumns) {
    const value = row[name]
    if (value !== null && value !== undefined && !Number.isSafeInteger(value)) refuse('not_an_amount', `its ${name} is ${value}, not whole micro-units`)
  }
  const { parts, scale } = fraction(row.quantity ?? 1)
  const discount = row.discount ?? 0
  const priced = row.unit_amount !== null && row.unit_amount !== undefined && divisor > 0
  const gross = (row.unit_amount ?? 0) * parts
  const computed = gross - discount * scale
  if (Math.max(Math.abs(gross), Math.abs(discount * scale)) > Number.MAX_SAFE_INTEGER) refuse('too_large', 'its amount leaves the exact range')
  const committed = row.committed_minimum ?? 0
  if (row.mrr !== null && row.mrr !== undefined) {
    const whole = divisor || 1
    if (priced && Math.abs(row.mrr - computed / (scale * divisor)) > minorUnit(currency))
      log.note('mrr_disagrees', 'error', 'lines supply an MRR that is not (price x quantity - discount) / months', row.id)
    return { net: row.mrr * whole, discount, committed, per: whole, months, perPeriod: 1 }
  }
  return { net: priced ? computed : 0, discount: discount * scale, committed: committed * scale, per: scale * (divisor || 1), months, perPeriod: scale }
}

/** What a line says of its price: the columns that `unpriced` reads. */
export type PricedRow = Pick<SubscriptionLine, 'kind' | 'status' | 'mrr' | 'unit_amount' | 'committed_minimum' | 'billing_period' | 'period_months'>

/** Why no convention can put an amount per month on a line, with the column that would say it; null when one can. */
export function unpriced(row: PricedRow): { readonly reason: Fault['reason']; readonly says: string; readonly column: keyof PricedRow } | null {
  const custom = row.period_months ?? 0
  if (row.billing_period === 'custom' && (!Number.isInteger(custom) || custom < 1))
    return { reason: 'unknown_period', says: 'its billing period is custom, and period_months does not say how long', column: 'period_months' }
  if ((row.mrr ?? null) !== null || (row.committed_minimum ?? 0) !== 0 || row.status === 'trial') return null
  if ((row.unit_amount ?? null) === null) return { reason: 'no_amount', says: 'it has neither an MRR nor a price', column: 'mrr' }
  const hasPeriod = row.kind === 'one_time' || (row.billing_period ?? null) !== null || custom > 0
  return hasPeriod ? null : { reason: 'unknown_period', says: 'it has a price but no billing period', column: 'billing_period' }
}

function monthsOf(row: SubscriptionLine, refuse: Refuse): number {
  const custom = row.period_months ?? 0
  if (row.billing_period === null || row.billing_period === undefined) return custom > 0 ? custom : 0
  if (row.billing_period === 'custom') return Math.max(1, Math.trunc(custom))
  if (!Object.hasOwn(periodMonths, row.billing_period))
    refuse('unknown_period', `its billing period is "${row.billing_period}". Known: month, quarter, half_year, year, custom`)
  return periodMonths[row.billing_period] ?? 1
}

function readDay(row: SubscriptionLine, name: keyof SubscriptionLine, absent: number, refuse: Refuse): number {
  const value = row[name]
  if (value === null || value === undefined || value === '') return absent
  try {
    return dayOf(String(value), absent)
  } catch {
    refuse('not_a_date', `its ${name} is "${String(value)}", which is not a date`)
    return absent
  }
}

function word<T extends string>(value: T, known: readonly T[], name: string, refuse: Refuse): T {
  if (!known.includes(value)) refuse('unknown_value', `its ${name} is "${value}". Known: ${known.join(', ')}`)
  return value
}

const periodMonths: Record<string, number> = { month: 1, quarter: 3, half_year: 6, year: 12 }
const kinds: readonly LineKind[] = ['recurring', 'one_time', 'usage']
const statuses: readonly LineStatus[] = ['trial', 'paid', 'past_due', 'paused', 'ended']
const churnTypes: readonly ChurnType[] = ['voluntary', 'delinquent']
const moneyColumns = ['unit_amount', 'discount', 'mrr', 'committed_minimum'] as const
