/** One segment's ratio before and after: numerator over denominator (weight). Denominators are zero or more. */
export type SegmentPair = { readonly segment: string; readonly before: Fraction; readonly after: Fraction }
export type Fraction = { readonly numerator: number; readonly denominator: number }

export type RateMix = {
  readonly before: number
  readonly after: number
  readonly change: number
  readonly parts: readonly {
    readonly segment: string
    readonly weight: readonly [number, number]
    readonly rate: readonly [number | null, number | null]
    readonly byRate: number
    readonly byMix: number
  }[]
  /** The whole moved against every segment that exists on both sides. */
  readonly isSimpson: boolean
}

/**
 * Splits the change of R = Σ w r, Σ w = 1, into rate and mix, symmetric in time; the parts sum to the change.
 * rate = (r1 - r0)(w0 + w1)/2, mix = (w1 - w0)((r0 + r1)/2 - (R0 + R1)/2). A new or vanished segment borrows the other side's rate, so it is all mix.
 * Null when a side has no denominator at all.
 */
export function rateMix(segments: readonly SegmentPair[]): RateMix | null {
  for (const { segment, before, after } of segments)
    if (!(before.denominator >= 0 && after.denominator >= 0)) throw new RangeError(`Segment "${segment}" has a negative or missing denominator.`)
  const [opening, closing] = [totalOf(segments.map((row) => row.before)), totalOf(segments.map((row) => row.after))]
  if (opening.denominator === 0 || closing.denominator === 0) return null
  const [before, after] = [opening.numerator / opening.denominator, closing.numerator / closing.denominator]
  const parts = segments.map((row) => {
    const weight = [row.before.denominator / opening.denominator, row.after.denominator / closing.denominator] as const
    const rate = [rateOf(row.before), rateOf(row.after)] as const
    const [r0, r1] = [rate[0] ?? rate[1] ?? 0, rate[1] ?? rate[0] ?? 0]
    return {
      segment: row.segment,
      weight,
      rate,
      byRate: ((r1 - r0) * (weight[0] + weight[1])) / 2,
      byMix: (weight[1] - weight[0]) * ((r0 + r1) / 2 - (before + after) / 2),
    }
  })
  const moves = parts.flatMap(({ rate: [r0, r1] }) => (r0 === null || r1 === null ? [] : [r1 - r0]))
  const change = after - before
  const isSimpson = moves.length > 1 && change !== 0 && moves.every((move) => move * change < 0)
  return { before, after, change, parts, isSimpson }
}

/** Net retention moves by its shares of the opening: ΔNRR = Δe - Δc - Δx; the signed parts sum to the change. Amounts are positive, in one unit. */
export type RetentionFlows = { readonly opening: number; readonly expansion: number; readonly contraction: number; readonly churn: number }
export function retentionChange(
  before: RetentionFlows,
  after: RetentionFlows,
): { expansion: number; contraction: number; churn: number; change: number } | null {
  if (!(before.opening > 0) || !(after.opening > 0)) return null
  const share = (part: 'expansion' | 'contraction' | 'churn') => after[part] / after.opening - before[part] / before.opening
  const [expansion, contraction, churn] = [share('expansion'), -share('contraction'), -share('churn')]
  return { expansion, contraction, churn, change: expansion + contraction + churn }
}

/** Seat and price parts of a line's change in integer money: seat = (q1 - q0) p0, price = (p1 - p0) q1. Exact. */
export function seatPrice(before: { quantity: bigint; price: bigint }, after: { quantity: bigint; price: bigint }): { seat: bigint; price: bigint } {
  return { seat: (after.quantity - before.quantity) * before.price, price: (after.price - before.price) * after.quantity }
}

/** A factor of a product (power 1) or of a quotient (power -1) before and after. */
export type Factor = { readonly name: string; readonly before: number; readonly after: number; readonly power: 1 | -1 }

/**
 * Splits the change of a product or quotient over its factors; the parts sum to the change. Positive factors: log-mean split L(y1, y0) ln(x1 / x0), L(a, b) = (a - b) / ln(a / b).
 * A factor at or below zero: the average over all orders of change (Shapley), at most ten factors. A zero divisor gives null.
 */
export function factorParts(factors: readonly Factor[]): { name: string; part: number }[] | null {
  if (factors.some(({ power, before, after }) => power === -1 && (before === 0 || after === 0))) return null
  if (factors.some(({ before, after }) => before <= 0 || after <= 0)) return shapley(factors)
  const product = (side: 'before' | 'after') => factors.reduce((total, factor) => total * factor[side] ** factor.power, 1)
  const scale = logMean(product('after'), product('before'))
  return factors.map(({ name, before, after, power }) => ({ name, part: power * scale * Math.log(after / before) }))
}

function totalOf(rows: readonly Fraction[]): Fraction {
  return rows.reduce((total, row) => ({ numerator: total.numerator + row.numerator, denominator: total.denominator + row.denominator }), {
    numerator: 0,
    denominator: 0,
  })
}

function rateOf({ numerator, denominator }: Fraction): number | null {
  return denominator > 0 ? numerator / denominator : null
}

function logMean(a: number, b: number): number {
  const step = (a - b) / b
  return Math.abs(step) < 1e-9 ? b * (1 + step / 2) : (a - b) / Math.log1p(step)
}

function shapley(factors: readonly Factor[]): { name: string; part: number }[] {
  const n = factors.length
  if (n > 10) throw new RangeError(`${n} factors with a zero or negative value cannot be split; ten is the most.`)
  const value = (changed: number) =>
    factors.reduce((total, factor, index) => total * (changed & (1 << index) ? factor.after : factor.before) ** factor.power, 1)
  const orders = factorial(n)
  return factors.map(({ name }, index) => {
    let part = 0
    for (let others = 0; others < 1 << n; others++) {
      if (others & (1 << index)) continue
      const size = bitCount(others)
      part += ((factorial(size) * factorial(n - size - 1)) / orders) * (value(others | (1 << index)) - value(others))
    }
    return { name, part }
  })
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1)
}

function bitCount(bits: number): number {
  return bits === 0 ? 0 : (bits & 1) + bitCount(bits >> 1)
}
