/** A line at one end of the span: plan, whole seats, and the whole price of one seat in micro-units. */
export type LineEnd = { readonly plan: string; readonly quantity: bigint; readonly price: bigint }

/** A subscription line at both ends; null where it did not pay. */
export type LinePair = { readonly account: string; readonly line: string; readonly before: LineEnd | null; readonly after: LineEnd | null }

export type RevenueParts = { readonly seat: bigint; readonly price: bigint; readonly tier: bigint; readonly begun: bigint; readonly ended: bigint }

export type RevenueSplit = RevenueParts & { readonly change: bigint; readonly byAccount: ReadonlyMap<string, RevenueParts> }

/** Seat and price parts of a line's change in integer money: seat = (q1 - q0) p0, price = (p1 - p0) q1. Exact. */
export function seatPrice(before: Omit<LineEnd, 'plan'>, after: Omit<LineEnd, 'plan'>): { seat: bigint; price: bigint } {
  return { seat: (after.quantity - before.quantity) * before.price, price: (after.price - before.price) * after.quantity }
}

/**
 * The change of recurring revenue as seats, price and plan, over lines (kpis.md, section 6): a plan change is booked wholly as tier, a line that begins or ends is
 * its own part (ended is negative). The parts sum to the change exactly, per account and in total.
 */
export function seatPriceTier(lines: readonly LinePair[]): RevenueSplit {
  const byAccount = new Map<string, RevenueParts>()
  let change = 0n
  for (const line of lines) {
    change += amountOf(line.after) - amountOf(line.before)
    byAccount.set(line.account, add(byAccount.get(line.account) ?? nothing, partsOf(line)))
  }
  return { change, ...[...byAccount.values()].reduce(add, nothing), byAccount }
}

const nothing: RevenueParts = { seat: 0n, price: 0n, tier: 0n, begun: 0n, ended: 0n }

function partsOf({ before, after }: LinePair): RevenueParts {
  if (!before) return { ...nothing, begun: amountOf(after) }
  if (!after) return { ...nothing, ended: -amountOf(before) }
  if (before.plan !== after.plan) return { ...nothing, tier: amountOf(after) - amountOf(before) }
  return { ...nothing, ...seatPrice(before, after) }
}

function amountOf(end: LineEnd | null): bigint {
  return end ? end.quantity * end.price : 0n
}

function add(one: RevenueParts, other: RevenueParts): RevenueParts {
  return {
    seat: one.seat + other.seat,
    price: one.price + other.price,
    tier: one.tier + other.tier,
    begun: one.begun + other.begun,
    ended: one.ended + other.ended,
  }
}
