import { addPeriods, periodsBetween } from '#engines/numbers/dates.ts'
import type { LedgerHistory } from './ledgerHistory.ts'
import type { Losses } from './losses.ts'
import { spreadOf, type Spread } from './spread.ts'

/** Of how many months the figure is, null for a total; and whether an account counts at most for what it paid at the opening. */
export interface Reading {
  readonly window: number | null
  readonly isCapped: boolean
}

/** Two month-ends that follow each other. */
export interface Step {
  readonly month: string
  readonly before: ReadonlyMap<string, number>
  readonly after: ReadonlyMap<string, number>
  /** The cohort of the month with what it paid at its opening; null for everybody. */
  readonly opening: ReadonlyMap<string, number> | null
}

/** The steps of the year that ends with a month. */
export function stepsOf({ balances }: LedgerHistory, origin: string, { window }: Reading): Step[] {
  const paid = (month: string) => balances.get(month) ?? new Map<string, number>()
  return periodsBetween(addPeriods(origin, -11), origin)
    .filter((month) => balances.has(month) && balances.has(addPeriods(month, -1)))
    .map((month) => ({ month, before: paid(addPeriods(month, -1)), after: paid(month), opening: window === null ? null : paid(addPeriods(month, -window)) }))
}

/**
 * Growth of a month of what contracts left to it, by the months of notice from none to so many: of the cohort that the figure of that month is of, capped at its opening
 * for gross retention. Money over money of all steps; its spread is that of the steps.
 */
export function growthsOf(steps: readonly Step[], isCapped: boolean, losses: Losses, notices: number): Spread[] {
  const moved = steps.map((step) => movesIn(step, isCapped, losses, notices))
  return Array.from({ length: notices + 1 }, (_, notice) => {
    const own = moved.flatMap((step) => step[notice] ?? []).filter(({ base }) => base > 0)
    const total = (side: 'base' | 'change') => own.reduce((sum, one) => sum + one[side], 0)
    return spreadOf(
      own.map(({ base, change }) => change / base),
      own.length === 0 ? 0 : total('change') / total('base'),
    )
  })
}

interface Move {
  readonly base: number
  readonly change: number
}

/** Lines that were lost at a renewal, or announced, are in neither side; nor is an account that left with them. */
function movesIn({ month, before, after, opening }: Step, isCapped: boolean, losses: Losses, notices: number): Move[] {
  let [base, change] = [0, 0]
  const touched: ((notice: number) => Move)[] = []
  for (const [account, p] of before) {
    const [n, most] = [after.get(account) ?? 0, opening ? (opening.get(account) ?? 0) : Infinity]
    if (most <= 0 || (n === 0 && losses.isGone(account, month))) continue
    const cap = isCapped ? most : Infinity
    const lost = losses.of(account, month)
    const moveOf = (share: number): Move => ({ base: Math.min(p * (1 - share), cap), change: Math.min(n, cap) - Math.min(p * (1 - share), cap) })
    if (lost) touched.push((notice) => moveOf(lost(notice)))
    else ({ base, change } = plus({ base, change }, moveOf(0)))
  }
  return Array.from({ length: notices + 1 }, (_, notice) => touched.reduce((sum, move) => plus(sum, move(notice)), { base, change }))
}

const plus = (a: Move, b: Move): Move => ({ base: a.base + b.base, change: a.change + b.change })
