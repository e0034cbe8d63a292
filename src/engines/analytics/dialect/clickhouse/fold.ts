import { sumOfParts } from '../../../numbers/exactSum.ts'
import { quantile } from '../../quantile.ts'
import type { TrendQuery } from '../../query/kinds.ts'
import { refOf } from './filter.ts'
import { eventValue, lookedIn, type ValueSql } from './property.ts'
import { unsupported, type Rows, type SqlFrame } from './rows.ts'

type Math_ = TrendQuery['series'][number]['math']

/** A property as it is folded: its numbers, and the statement’s way from them to the values of cells. */
export interface Folded {
  readonly value: ValueSql
  /** From rows cell, number. */
  readonly statement: (rows: string) => string
  /** Values of cells 0 to `size`; those of a cell that no row tells are null, or 0 for a sum. With `upTo`, of all cells up to each. */
  readonly values: (rows: Rows, from: number, size: number, upTo: boolean) => (number | null)[]
  /** Must the numbers of one cell stand in every later one too, since values of cells do not join? */
  readonly isSpread: boolean
}

/** What becomes of the numbers of an event’s property. */
export function foldedOf(own: SqlFrame, math: Math_, ref: string, at: string): Folded {
  const { scope, name } = refOf(own, ref, at)
  if (scope !== 'event') throw unsupported(at, `“${math}” of what is known of ${scope}s`)
  if (!lookedIn(own.place, name).isKnown) own.frame.around.unknowns.add(ref)
  const value = eventValue(name, at)
  if (math === 'sum' || math === 'avg') return { value, statement: sums, isSpread: false, values: (...given) => sumsIn(math, ...given) }
  if (math === 'median' || math === 'p90') {
    const q = math === 'median' ? 0.5 : 0.9
    return { value, statement: (rows) => quantiles(rows, q), isSpread: true, values: (rows, from, size) => quantilesIn(rows, from, size, q) }
  }
  const fold = math === 'min' ? 'min' : 'max'
  return {
    value,
    statement: (rows) => `SELECT cell, ${fold}(number) FROM (${rows}) GROUP BY cell`,
    isSpread: false,
    values: (rows, from, size, upTo) => endsIn(rows, from, size, upTo ? Math[fold] : null),
  }
}

/** A number is units of 2^(place − 1075). Units of one place are whole and add up to the last bit, whichever shard has them. */
function sums(rows: string): string {
  const bits = 'reinterpretAsUInt64(number)'
  const power = `bitAnd(bitShiftRight(${bits}, 52), 2047)`
  const units = `toInt128(bitAnd(${bits}, 4503599627370495) + if(${power} = 0, 0, 4503599627370496)) * if(number < 0, -1, 1)`
  return `SELECT cell, parts.1, arrayMap(each -> toString(each), parts.2), n FROM (
SELECT cell, sumMap([toInt16(greatest(${power}, 1))], [${units}]) AS parts, count() AS n FROM (${rows}) GROUP BY cell)`
}

function sumsIn(math: 'sum' | 'avg', rows: Rows, from: number, size: number, upTo: boolean): (number | null)[] {
  const own = new Map(rows.map(([cell, ...rest]) => [Number(cell), rest]))
  let [parts, count] = [new Map<number, bigint>(), 0]
  return Array.from({ length: size }, (_, at) => {
    if (!upTo) [parts, count] = [new Map(), 0]
    const [places, units, n] = own.get(from + at) ?? []
    if (Array.isArray(places) && Array.isArray(units))
      places.forEach((place, one) => parts.set(Number(place), (parts.get(Number(place)) ?? 0n) + BigInt(String(units[one]))))
    count += Number(n ?? 0)
    const sum = sumOfParts(parts)
    return math === 'sum' ? sum : count === 0 ? null : sum / count
  })
}

/** The two numbers around a quantile, and how many there are. */
const quantiles = (
  rows: string,
  q: number,
): string => `SELECT cell, n, sorted[toUInt64(floor((n - 1) * ${q})) + 1], sorted[toUInt64(ceil((n - 1) * ${q})) + 1] FROM (
SELECT cell, arraySort(groupArray(number)) AS sorted, length(sorted) AS n FROM (${rows}) GROUP BY cell)`

function quantilesIn(rows: Rows, from: number, size: number, q: number): (number | null)[] {
  const own = new Map(rows.map(([cell, ...rest]) => [Number(cell), rest.map(Number)]))
  return Array.from({ length: size }, (_, at) => {
    const [n, low = 0, high = 0] = own.get(from + at) ?? []
    if (n === undefined) return null
    const [below, above] = [Math.floor((n - 1) * q), Math.ceil((n - 1) * q)]
    return quantile({ length: n, [below]: low, [above]: high }, q)
  })
}

function endsIn(rows: Rows, from: number, size: number, join: ((a: number, b: number) => number) | null): (number | null)[] {
  const own = new Map(rows.map(([cell, value]) => [Number(cell), Number(value)]))
  let last: number | null = null
  return Array.from({ length: size }, (_, at) => {
    const value = own.get(from + at) ?? null
    last = join === null || last === null ? value : value === null ? last : join(last, value)
    return join === null ? value : last
  })
}
