import type { Random } from '../numbers/random.ts'

/** A figure that is not known: its ends and its likeliest value, low <= likely <= high. */
export interface ThreePoint {
  readonly low: number
  readonly likely: number
  readonly high: number
}

/**
 * A draw from the PERT distribution: a beta on [low, high] with mean (low + 4 likely + high) / 6 (Malcolm, Roseboom, Clark and Fazar 1959,
 * Operations Research 7). A range without width gives its value.
 */
export function drawPert({ low, likely, high }: ThreePoint, draw: Random): number {
  if (high <= low) return likely
  const [a, b] = [1 + (4 * (likely - low)) / (high - low), 1 + (4 * (high - likely)) / (high - low)]
  const [x, y] = [drawGamma(a, draw), drawGamma(b, draw)]
  return low + ((high - low) * x) / (x + y)
}

export const pertMean = ({ low, likely, high }: ThreePoint): number => (low + 4 * likely + high) / 6

/** A lognormal draw from its 10 % and 90 % points, both positive; z(0.9) = 1.2815515655. */
export function drawLognormal(p10: number, p90: number, draw: Random): number {
  const [low, high] = [Math.log(p10), Math.log(p90)]
  return Math.exp((low + high) / 2 + ((high - low) / (2 * 1.2815515655446004)) * draw.normal())
}

/** Gamma with shape a >= 1 and scale 1 (Marsaglia and Tsang 2000, ACM TOMS 26). */
function drawGamma(a: number, draw: Random): number {
  const d = a - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = draw.normal()
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - draw.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

/** The value below which the share p of sorted values lies, interpolated between neighbours (Hyndman and Fan 1996, type 7). Null without values. */
export function quantileOf(sorted: ArrayLike<number>, p: number): number | null {
  const n = sorted.length
  if (n === 0) return null
  const place = (n - 1) * Math.min(1, Math.max(0, p))
  const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0]
  return below + (above - below) * (place - Math.floor(place))
}
