import { rateMix, type Fraction, type RateMix } from './rateMix.ts'

/**
 * One account before and after. For a ratio both sides of the fraction; for a sum the numerator alone (denominators are not read). An account that changes its group
 * is two rows, each empty at one end. A dimension that it lacks is '(none)'.
 */
export type AccountPair = {
  readonly account: string
  readonly before: Fraction
  readonly after: Fraction
  readonly dimensions: Readonly<Record<string, string | null>>
}

export type GroupPart = {
  readonly group: string
  readonly accounts: number
  /** Its part of the change: by rate and by mix together for a ratio. The parts of a dimension sum to the change. */
  readonly part: number
  readonly byRate: number
  readonly byMix: number
}

export type DimensionPart = {
  readonly dimension: string
  /** Share of the accounts' differing contributions that the grouping explains, corrected for its number of groups; 0 to 1, null when it cannot tell. */
  readonly explains: number | null
  readonly groups: readonly GroupPart[]
  /** The whole moved against every group. */
  readonly isSimpson: boolean
}

export type Explanation = {
  readonly before: number
  readonly after: number
  readonly change: number
  /** The dimension that explains most first. */
  readonly dimensions: readonly DimensionPart[]
  /** Accounts with the largest parts, either way; what all others add is `rest`. */
  readonly accounts: readonly { readonly account: string; readonly part: number }[]
  readonly rest: number
}

/**
 * Why a ratio or a sum changed: by every dimension, ranked, and by account. An account's part of a ratio's change is (y1 - M x1) / X1 - (y0 - M x0) / X0 with M the
 * mean of both ratios and X the sums of x: exactly its rate part plus its mix part. Dimensions are ranked by epsilon squared, the share of variance of those parts
 * between groups, corrected for degrees of freedom (Kelley 1935, PNAS 21), so that many small groups earn nothing by being many. Null when a side is empty.
 */
export function explainChange(
  rows: readonly AccountPair[],
  dimensions: readonly string[],
  { of, top = 10 }: { readonly of: 'ratio' | 'sum'; readonly top?: number },
): Explanation | null {
  const whole = of === 'ratio' ? rateMix([{ segment: 'all', ...totals(rows) }]) : sumOf(rows)
  if (!whole) return null
  const parts =
    of === 'ratio' ? ratioParts(rows, (whole.before + whole.after) / 2) : Float64Array.from(rows, ({ before, after }) => after.numerator - before.numerator)
  const ranked = dimensions.map((dimension) => byDimension(rows, parts, dimension, of)).toSorted((a, b) => (b.explains ?? -1) - (a.explains ?? -1))
  const accounts = topAccounts(rows, parts, top)
  const change = whole.after - whole.before
  const rest = change - accounts.reduce((total, { part }) => total + part, 0)
  return { before: whole.before, after: whole.after, change, dimensions: ranked, accounts, rest }
}

type Sides = { readonly before: Fraction; readonly after: Fraction }
type Sum = { readonly before: { numerator: number; denominator: number }; readonly after: { numerator: number; denominator: number } }

function totals(rows: readonly AccountPair[]): Sides {
  const sum = emptySum()
  for (const row of rows) addTo(sum, row)
  return sum
}

const emptySum = (): Sum => ({ before: { numerator: 0, denominator: 0 }, after: { numerator: 0, denominator: 0 } })

function addTo(sum: Sum, { before, after }: Sides): void {
  sum.before.numerator += before.numerator
  sum.before.denominator += before.denominator
  sum.after.numerator += after.numerator
  sum.after.denominator += after.denominator
}

function sumOf(rows: readonly AccountPair[]): { before: number; after: number } | null {
  const { before, after } = totals(rows)
  return rows.length === 0 ? null : { before: before.numerator, after: after.numerator }
}

function ratioParts(rows: readonly AccountPair[], middle: number): Float64Array {
  const { before, after } = totals(rows)
  return Float64Array.from(
    rows,
    (row) =>
      (row.after.numerator - middle * row.after.denominator) / after.denominator -
      (row.before.numerator - middle * row.before.denominator) / before.denominator,
  )
}

type Grouped = { readonly group: string; readonly rows: number[]; readonly sides: Sum }

function byDimension(rows: readonly AccountPair[], parts: Float64Array, dimension: string, of: 'ratio' | 'sum'): DimensionPart {
  const members = new Map<string, Grouped>()
  rows.forEach((row, index) => {
    const group = row.dimensions[dimension] ?? '(none)'
    const own = members.get(group) ?? { group, rows: [], sides: emptySum() }
    if (own.rows.push(index) === 1) members.set(group, own)
    addTo(own.sides, row)
  })
  const groups = [...members.values()]
  const split = of === 'ratio' ? rateMix(groups.map(({ group, sides }) => ({ segment: group, ...sides }))) : null
  const shown = groups.map(({ group, rows: own, sides }, index) => ({ group, accounts: own.length, ...partOf(sides, split, index) }))
  return {
    dimension,
    explains: epsilonSquared(groups, parts),
    groups: shown.toSorted((a, b) => Math.abs(b.part) - Math.abs(a.part) || (a.group < b.group ? -1 : 1)),
    isSimpson: split?.isSimpson ?? false,
  }
}

function partOf({ before, after }: Sides, split: RateMix | null, index: number): Pick<GroupPart, 'part' | 'byRate' | 'byMix'> {
  const own = split?.parts[index]
  if (own) return { part: own.byRate + own.byMix, byRate: own.byRate, byMix: own.byMix }
  const part = after.numerator - before.numerator
  return { part, byRate: part, byMix: 0 }
}

function epsilonSquared(groups: readonly Grouped[], parts: Float64Array): number | null {
  const [n, k] = [parts.length, groups.length]
  const mean = parts.reduce((sum, part) => sum + part, 0) / n
  const total = parts.reduce((sum, part) => sum + (part - mean) ** 2, 0)
  if (n - k < 1 || !(total > 0)) return null
  const within = groups.reduce((sum, { rows }) => sum + spreadOf(rows, parts), 0)
  return Math.min(1, Math.max(0, 1 - within / (n - k) / (total / (n - 1))))
}

/** Squared distances of some parts from their own mean. */
function spreadOf(rows: readonly number[], parts: Float64Array): number {
  let [sum, squares] = [0, 0]
  for (const row of rows) sum += parts[row] ?? 0
  const mean = sum / rows.length
  for (const row of rows) squares += ((parts[row] ?? 0) - mean) ** 2
  return squares
}

function topAccounts(rows: readonly AccountPair[], parts: Float64Array, top: number): { account: string; part: number }[] {
  const byAccount = new Map<string, number>()
  rows.forEach(({ account }, index) => byAccount.set(account, (byAccount.get(account) ?? 0) + (parts[index] ?? 0)))
  return [...byAccount]
    .map(([account, part]) => ({ account, part }))
    .filter(({ part }) => part !== 0)
    .toSorted((a, b) => Math.abs(b.part) - Math.abs(a.part) || (a.account < b.account ? -1 : 1))
    .slice(0, top)
}
