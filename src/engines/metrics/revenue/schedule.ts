import { keeper, nameOf, once } from '../../numbers/once.ts'
import { type Fault, type Refund } from './input.ts'
import { monthStart, nextMonthStart, shiftMonths } from './calendar.ts'
import { dayOf, NEVER, type Line } from './lines.ts'
import { convert } from './money.ts'
import { type RevenuePolicy } from './policy.ts'

/** Stretches of days [from, to) with one amount per month, `numerator / denominator` micro-units of the line's currency. A stretch of amount 0 counts as a logo only. */
export type Spans = {
  readonly count: number
  readonly line: Int32Array
  readonly from: Int32Array
  readonly to: Int32Array
  readonly numerator: Float64Array
  readonly denominator: Float64Array
}

export type Schedule = {
  readonly lines: readonly Line[]
  /** First day on which each line no longer counts, under the policy. */
  readonly leaves: Int32Array
  readonly spans: Spans
}

/**
 * Lays every line on days under the policy. A one-time line to amortise without a term is a fault. Lines that start after `asOf` are not there yet.
 * `before` is a schedule without faults under the same terms: a line that it has lies as it lay there, unless others move it.
 */
export function layOut(
  lines: readonly Line[],
  policy: RevenuePolicy,
  refunds: readonly Refund[],
  asOf: number,
  faults: Fault[],
  before: Schedule | null = null,
): Schedule {
  const refundsOf = policy.refunds === 'ignore' ? new Map<string, Refund[]>() : Map.groupBy(refunds, (refund) => refund.line_id)
  const present = lines.every((line) => line.start <= asOf) ? lines : lines.filter((line) => line.start <= asOf)
  const isAlone = policy.gap_grace_days === 0 && policy.escalators !== 'exclude'
  const placeBefore = isAlone && before ? carriedPlaces(before.lines, present) : null
  const leaves = new Int32Array(present.length)
  present.forEach((line, index) => {
    const place = placeBefore?.[index] ?? -1
    leaves[index] = place < 0 ? leaveDay(line, policy, refundsOf.get(line.id) ?? []) : (before?.leaves[place] ?? 0)
  })
  if (policy.gap_grace_days > 0) closeGaps(present, leaves, policy.gap_grace_days)
  const priced = policy.escalators === 'exclude' ? withoutEscalation(present, leaves) : present
  const spans = spanWriter(priced.length)
  const firsts = placeBefore && before ? firstSpans(before) : null
  priced.forEach((line, index) => {
    const place = placeBefore?.[index] ?? -1
    if (place < 0 || !before) writeLine(spans, line, index, leaves[index] ?? 0, policy, refundsOf.get(line.id) ?? [], faults)
    else spans.copy(before.spans, firsts?.[place] ?? 0, firsts?.[place + 1] ?? 0, index)
  })
  return { lines: priced, leaves, spans: spans.done() }
}

/** The place of each line among others, both in the order of their ids; -1 for one that is not there. */
export const carriedPlaces = (before: readonly Line[], lines: readonly Line[]): Int32Array =>
  keptPlaces(lines, nameOf(before), () => {
    const places = new Int32Array(lines.length).fill(-1)
    let at = 0
    lines.forEach((line, place) => {
      for (let one = before[at]; one && one !== line && one.id < line.id; one = before[++at]);
      if (before[at] === line) places[place] = at++
    })
    return places
  })

const keptPlaces = keeper<readonly Line[], Int32Array>(2)

/** Where the stretches of each line begin. */
export const firstSpans = once(({ spans, lines }: Schedule): Int32Array => {
  const first = new Int32Array(lines.length + 1)
  for (let span = 0; span < spans.count; span++) first[(spans.line[span] ?? 0) + 1] = span + 1
  for (let place = 1; place < first.length; place++) first[place] = Math.max(first[place] ?? 0, first[place - 1] ?? 0)
  return first
})

/** Did the line leave because its payment stayed overdue? */
export function isDunned(line: Line, leave: number, policy: RevenuePolicy): boolean {
  return line.status === 'past_due' && leave === dunningEnd(line, policy)
}

function leaveDay(line: Line, policy: RevenuePolicy, refunds: readonly Refund[]): number {
  const ended = line.status === 'ended' && line.end === NEVER ? line.cancelled : line.end
  const service = ended === NEVER ? NEVER : ended + (policy.end_date === 'inclusive' ? 1 : 0)
  if (service <= line.start) return line.start
  const refunded = policy.refunds === 'early_annual_only' && line.months >= 12 ? Math.min(NEVER, ...refunds.map((refund) => dayOf(refund.date, NEVER))) : NEVER
  return Math.max(line.start, Math.min(recognisedDay(line, service, policy), refunded, dunningEnd(line, policy)))
}

function recognisedDay(line: Line, service: number, policy: RevenuePolicy): number {
  if (policy.churn_recognised === 'cancellation') return Math.min(service, line.cancelled)
  if (policy.churn_recognised === 'day_after_cancellation') return Math.min(service, line.cancelled === NEVER ? NEVER : line.cancelled + 1)
  if (service === NEVER || policy.churn_recognised === 'service_end') return service
  return policy.churn_recognised === 'day_after_service' ? service + 1 : nextMonthStart(service - 1)
}

function dunningEnd(line: Line, policy: RevenuePolicy): number {
  if (line.status !== 'past_due' || line.pastDueSince === NEVER || policy.past_due.rule === 'keep') return NEVER
  return line.pastDueSince + (policy.past_due.rule === 'active_through_dunning' ? policy.past_due.days : 0)
}

/** A late renewal inside the grace changes nothing: whatever ran until the hole runs on to its far side, first within each product, then for the account. */
function closeGaps(lines: readonly Line[], leaves: Int32Array, grace: number): void {
  const paying = lines.flatMap((line, index) => (line.kind === 'recurring' && line.status !== 'trial' && line.net > 0 ? [index] : []))
  const lineAt = (index: number): Line | undefined => lines[index]
  for (const key of [(line?: Line) => JSON.stringify([line?.account, line?.product]), (line?: Line) => line?.account ?? '']) {
    for (const group of Map.groupBy(paying, (index) => key(lineAt(index))).values()) closeGroup(group, lines, leaves, grace)
  }
}

function closeGroup(group: readonly number[], lines: readonly Line[], leaves: Int32Array, grace: number): void {
  const start = (index: number): number => lines[index]?.start ?? 0
  let covered = -NEVER
  let last: number[] = []
  for (const index of group.toSorted((a, b) => start(a) - start(b))) {
    const hole = start(index) - covered
    if (hole > 0 && hole <= grace) for (const earlier of last) leaves[earlier] = start(index)
    const leave = leaves[index] ?? 0
    if (leave > covered) last = [index]
    else if (leave === covered) last.push(index)
    covered = Math.max(covered, leave)
  }
}

/** Under `escalators: exclude`, a line that only raised the price counts at the price of the line it follows (same account and product, ends where it starts). */
function withoutEscalation(lines: readonly Line[], leaves: Int32Array): readonly Line[] {
  const priced = [...lines]
  const byEnd = new Map<string, Line>()
  const order = lines.map((_, index) => index).sort((a, b) => (lines[a]?.start ?? 0) - (lines[b]?.start ?? 0))
  for (const index of order) {
    const line = lines[index]
    if (!line) continue
    const before = line.escalator ? byEnd.get(JSON.stringify([line.account, line.product, line.start])) : undefined
    const kept =
      before && before.net / before.per < line.net / line.per
        ? { ...line, net: before.net, per: before.per, discount: before.discount, perPeriod: before.perPeriod }
        : line
    priced[index] = kept
    byEnd.set(JSON.stringify([line.account, line.product, leaves[index]]), kept)
  }
  return priced
}

function writeLine(spans: SpanWriter, line: Line, index: number, leave: number, policy: RevenuePolicy, refunds: readonly Refund[], faults: Fault[]): void {
  if (line.status === 'trial') {
    if (policy.trials === 'count_logo') spans.write(index, line.start, leave, 0, 1)
  } else if (line.kind === 'one_time') writeOneTime(spans, line, index, policy, faults)
  else if (line.kind === 'usage') writeUsage(spans, line, index, leave, policy)
  else writeRecurring(spans, line, index, leave, policy, refunds)
}

function writeRecurring(spans: SpanWriter, line: Line, index: number, leave: number, policy: RevenuePolicy, refunds: readonly Refund[]): void {
  const gross = line.net + line.discount
  const expires = policy.discounts === 'net_all' && line.discount !== 0 ? line.discountUntil : NEVER
  const isNet = policy.discounts === 'net_all' || (policy.discounts === 'permanent_only' && line.discountUntil === NEVER)
  const isPaused = policy.paused === 'zero' && line.pausedFrom < leave && line.pausedTo > line.pausedFrom
  const reduced = policy.refunds === 'reduce' ? refunds : []
  const amountOn = (day: number): number => {
    if (isPaused && day >= line.pausedFrom && day < line.pausedTo) return 0
    const amount = isNet && day < expires ? line.net : gross
    return reduced.length === 0 ? amount : Math.max(0, amount - refundedIn(day, reduced) * line.perPeriod)
  }
  if (expires === NEVER && !isPaused && reduced.length === 0) return writePaid(spans, index, line.start, leave, amountOn(line.start), line.per, policy)
  const cuts = [
    line.start,
    leave,
    expires,
    ...(isPaused ? [line.pausedFrom, line.pausedTo] : []),
    ...reduced.flatMap((refund) => monthAround(dayOf(refund.date, NEVER))),
  ]
  const days = [...new Set(cuts)].filter((day) => day >= line.start && day <= leave).sort((a, b) => a - b)
  for (let cut = 0; cut + 1 < days.length; cut++) {
    const from = days[cut] ?? 0
    const isHole = isPaused && from >= line.pausedFrom && from < line.pausedTo
    if (!isHole) writePaid(spans, index, from, days[cut + 1] ?? 0, amountOn(from), line.per, policy)
  }
}

function writePaid(spans: SpanWriter, index: number, from: number, to: number, numerator: number, denominator: number, policy: RevenuePolicy): void {
  if (numerator > 0 || policy.free === 'count_logo') spans.write(index, from, to, numerator, denominator)
}

function writeUsage(spans: SpanWriter, line: Line, index: number, leave: number, policy: RevenuePolicy): void {
  if (policy.usage === 'committed_only') spans.write(index, line.start, leave, line.committed, line.per)
  if (policy.usage === 'include') spans.write(index, line.start, leave, line.net, line.per)
  if (policy.usage !== 'trailing_3m_mean') return
  const whole = convert(line.net, line.per)
  const first = convert(whole, 3)
  const second = convert(whole - first, 2)
  for (const [months, part] of [first, second, whole - first - second].entries()) {
    spans.write(index, shiftMonths(line.start, months), leave === NEVER ? NEVER : shiftMonths(leave, months), part, 1)
  }
}

function writeOneTime(spans: SpanWriter, line: Line, index: number, policy: RevenuePolicy, faults: Fault[]): void {
  if (policy.one_time === 'include') spans.write(index, line.start, nextMonthStart(line.start), line.net, line.per)
  if (policy.one_time !== 'amortise') return
  const term = line.term || (line.end === NEVER ? 0 : Math.max(1, Math.round((line.end - line.start) / 30.4375)))
  if (term > 0) spans.write(index, line.start, shiftMonths(line.start, term), line.net, line.per * term)
  else faults.push({ reason: 'no_term', row: `Line ${line.id}`, says: 'it is a one-time charge to amortise, but has no term_months and no end' })
}

function refundedIn(day: number, refunds: readonly Refund[]): number {
  return refunds.reduce((sum, refund) => sum + (monthStart(dayOf(refund.date, NEVER)) === monthStart(day) ? refund.amount : 0), 0)
}

function monthAround(day: number): number[] {
  return [monthStart(day), nextMonthStart(day)]
}

interface SpanWriter {
  write(line: number, from: number, to: number, numerator: number, denominator: number): void
  /** Writes those of another schedule between two places for a line. */
  copy(spans: Spans, first: number, last: number, line: number): void
  done(): Spans
}

function spanWriter(expected: number): SpanWriter {
  let [line, from, to] = [new Int32Array(expected + 16), new Int32Array(expected + 16), new Int32Array(expected + 16)]
  let [numerator, denominator] = [new Float64Array(expected + 16), new Float64Array(expected + 16)]
  let count = 0
  const grow = (): void => {
    ;[line, from, to] = [wider(line), wider(from), wider(to)]
    ;[numerator, denominator] = [widerAmounts(numerator), widerAmounts(denominator)]
  }
  const write: SpanWriter['write'] = (index, start, end, top, bottom) => {
    if (end <= start) return
    if (count === line.length) grow()
    line[count] = index
    from[count] = start
    to[count] = end
    numerator[count] = top
    denominator[count] = bottom
    count++
  }
  return {
    write,
    copy(other, first, last, index) {
      while (count + last - first > line.length) grow()
      for (let at = first; at < last; at++, count++) {
        line[count] = index
        from[count] = other.from[at] ?? 0
        to[count] = other.to[at] ?? 0
        numerator[count] = other.numerator[at] ?? 0
        denominator[count] = other.denominator[at] ?? 0
      }
    },
    done: () => ({ count, line, from, to, numerator, denominator }),
  }
}

function wider(days: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const next = new Int32Array(days.length * 2)
  next.set(days)
  return next
}

function widerAmounts(amounts: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const next = new Float64Array(amounts.length * 2)
  next.set(amounts)
  return next
}
