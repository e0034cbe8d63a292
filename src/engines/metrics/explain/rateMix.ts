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
      byRate: noMinusZero(((r1 - r0) * (weight[0] + weight[1])) / 2),
      byMix: noMinusZero((weight[1] - weight[0]) * ((r0 + r1) / 2 - (before + after) / 2)),
    }
  })
  const moves = parts.flatMap(({ rate: [r0, r1] }) => (r0 === null || r1 === null ? [] : [r1 - r0]))
  const change = after - before
  const isSimpson = moves.length > 1 && change !== 0 && moves.every((move) => move * change < 0)
  return { before, after, change, parts, isSimpson }
}

const noMinusZero = (value: number): number => value + 0

function totalOf(rows: readonly Fraction[]): Fraction {
  return rows.reduce((total, row) => ({ numerator: total.numerator + row.numerator, denominator: total.denominator + row.denominator }), {
    numerator: 0,
    denominator: 0,
  })
}

function rateOf({ numerator, denominator }: Fraction): number | null {
  return denominator > 0 ? numerator / denominator : null
}
