import { addPeriods, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { type Context } from '#kernel'
import { isAnswer } from '../refusedFigure.ts'

/** Where the effort spent is read; of an account that is asked about, no more than its lines. */
export type Spending = Pick<Context, 'now'> & {
  behind(request: Parameters<Context['behind']>[0]): Promise<readonly { readonly account: string; readonly closing: number | null }[]>
}

/** Person-weeks spent on each bet, by its key: in the running quarter and the three before, and of them in the running one. */
export interface Spent {
  readonly all: ReadonlyMap<string, number>
  readonly running: ReadonlyMap<string, number>
}

/** What is left is the size less what was spent, at least a tenth of it: nobody is done before they say so. */
export const leftOf = (weeks: number, spent: number): number => Math.max(weeks / 10, weeks - spent)

/** Effort spent as known at the end of a day; null where nobody records it. */
export async function spentOn(ctx: Spending, start: string): Promise<Spent | null> {
  const quarters = [-3, -2, -1, 0].map((back) => addPeriods(periodOf(start, 'quarter'), back))
  const asked = { metric: 'effort-spent', grain: 'quarter', from: periodStart(quarters[0] ?? ''), asOf: start } as const
  try {
    const lines = await Promise.all(quarters.map((period) => ctx.behind({ ...asked, period })))
    const all = byBet(lines.flat())
    return all.size === 0 ? null : { all, running: byBet(lines.at(-1) ?? []) }
  } catch (error) {
    if (isAnswer(error)) return null
    throw error
  }
}

function byBet(lines: Awaited<ReturnType<Spending['behind']>>): ReadonlyMap<string, number> {
  const spent = new Map<string, number>()
  for (const { account, closing } of lines) spent.set(account, (spent.get(account) ?? 0) + (closing ?? 0))
  return spent
}
