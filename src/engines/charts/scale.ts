import { magnitude, roundHalfEven } from '#engines/numbers/rounding.ts'

/** A value axis: ends on round numbers, one step between ticks, decimals enough to tell them apart. */
export type Scale = { readonly min: number; readonly max: number; readonly step: number; readonly decimals: number; readonly ticks: readonly number[] }

/** The tightest axis with steps of 1, 2, 2.5 or 5 times a power of ten that holds every value in about `count` steps. `fromZero` for bars. A level line that is not zero lies within. */
export function niceScale(values: readonly number[], { count = 5, fromZero = false }: { readonly count?: number; readonly fromZero?: boolean } = {}): Scale {
  const known = fromZero ? [...values, 0] : values
  if (known.length === 0 || known.some((value) => !Number.isFinite(value))) throw new RangeError('An axis needs at least one value, and only finite ones.')
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const size = Math.max(Math.abs(low), Math.abs(high))
  const spread = high - low > 1e-9 * size ? high - low : size / 10 || 1
  const rough = spread / count
  const power = 10 ** magnitude(rough)
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10
  const decimals = Math.max(0, -magnitude(rough) + (factor === 2.5 ? 1 : factor === 10 ? -1 : 0))
  const step = roundHalfEven(factor * power, decimals + 2)
  const isFlat = low === high && low !== 0 && !fromZero
  const first = Math.floor(low / step + 1e-9) - (isFlat ? 1 : 0)
  const last = Math.max(first + (isFlat ? 2 : 1), Math.ceil(high / step - 1e-9))
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => roundHalfEven((first + index) * step, decimals))
  return { min: ticks[0] ?? 0, max: ticks.at(-1) ?? 1, step, decimals, ticks }
}

/** Moves labels of one height apart, keeping their order and staying between two ends where there is room; returns centres in the given order. */
export function spreadLabels(centres: readonly number[], height: number, low: number, high: number): number[] {
  const order = centres.map((centre, index) => ({ centre, index })).sort((one, other) => one.centre - other.centre)
  const placed: number[] = []
  for (const { centre } of order) placed.push(Math.max(centre, (placed.at(-1) ?? low - height / 2) + height))
  let ceiling = high + height / 2
  for (let place = placed.length - 1; place >= 0; place--) {
    ceiling = Math.min(placed[place] ?? ceiling, ceiling - height)
    placed[place] = ceiling
  }
  const result = centres.slice()
  order.forEach(({ index }, place) => {
    result[index] = placed[place] ?? 0
  })
  return result
}
