/** One account's two sides of a figure: of a ratio its denominator (opening) and numerator (closing); of an amount only `closing`. */
export type Side = { readonly account: string; readonly name: string | null; readonly opening: number; readonly closing: number }

export type AccountDifference = {
  readonly account: string
  readonly name: string | null
  readonly before: { readonly opening: number; readonly closing: number }
  readonly after: { readonly opening: number; readonly closing: number }
  /** What this account adds to the difference of the figure; the effects of all accounts sum to it. */
  readonly effect: number
}

/**
 * The accounts that make the difference between two policies, the heaviest first. For a ratio R = N / D the effect of account i is
 * (Δn_i − R0·Δd_i) / D1: since N0 = R0·D0 these sum to R1 − R0. For an amount it is Δn_i. Rows of one account (lines, products) are added up first.
 */
export function accountDifferences(before: readonly Side[], after: readonly Side[], kind: 'ratio' | 'amount'): AccountDifference[] {
  const [was, is] = [byAccount(before), byAccount(after)]
  const [old, now] = [totalOf(was), totalOf(is)]
  if (kind === 'ratio' && (old.opening === 0 || now.opening === 0)) return []
  const rate = kind === 'ratio' ? old.closing / old.opening : 0
  const scale = kind === 'ratio' ? now.opening : 1
  return [...new Set([...was.keys(), ...is.keys()])]
    .flatMap((account): AccountDifference[] => {
      const [from, to] = [was.get(account), is.get(account)]
      const [a, b] = [from ?? none, to ?? none]
      if (a.opening === b.opening && a.closing === b.closing) return []
      const effect = (b.closing - a.closing - rate * (b.opening - a.opening)) / scale
      return [{ account, name: (to ?? from)?.name ?? null, before: sidesOf(a), after: sidesOf(b), effect }]
    })
    .toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect) || (a.account < b.account ? -1 : 1))
}

const none = { opening: 0, closing: 0 }
const sidesOf = ({ opening, closing }: { readonly opening: number; readonly closing: number }) => ({ opening, closing })

function byAccount(rows: readonly Side[]): Map<string, Side> {
  const sums = new Map<string, Side>()
  for (const row of rows) {
    const known = sums.get(row.account)
    sums.set(row.account, known ? { ...known, opening: known.opening + row.opening, closing: known.closing + row.closing } : row)
  }
  return sums
}

function totalOf(sides: ReadonlyMap<string, Side>): { opening: number; closing: number } {
  let [opening, closing] = [0, 0]
  for (const side of sides.values()) [opening, closing] = [opening + side.opening, closing + side.closing]
  return { opening, closing }
}
