import { type Context } from '#kernel'
import { isAnswer } from './refusedFigure.ts'

/** What accounts pay in a year at the end of the last closed month, such as 2026-10, by the id that the ledger knows them by; those who pay nothing are left out. */
export interface Paid {
  readonly month: string
  readonly currency: string
  readonly by: ReadonlyMap<string, number>
}

export type PaidOrWhy = { readonly paid: Paid; readonly lacks: null } | { readonly paid: null; readonly lacks: string }

const metric = 'annual-recurring-revenue'

/** Recurring revenue by account as the metric engine counts it; or why there is none, in words. */
export async function paidByAccount(ctx: Context, asOf?: string): Promise<PaidOrWhy> {
  const day = asOf ? { asOf } : {}
  try {
    const { points, currency } = await ctx.measure({ metric, ...day })
    const month = points.findLast(({ mature, value }) => mature && value !== null)?.period
    if (month === undefined) return { paid: null, lacks: 'No month of revenue is closed yet.' }
    const lines = await ctx.behind({ metric, ...day, period: month, movement: 'closing' })
    return { paid: { month, currency, by: summed(lines.map(({ account, closing }) => [account, (closing ?? 0) * 12])) }, lacks: null }
  } catch (error) {
    if (isAnswer(error)) return { paid: null, lacks: error.message }
    throw error
  }
}

/** A customer may stand in several lines: one for each product. */
export function summed(pairs: readonly (readonly [account: string, amount: number])[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const [account, amount] of pairs) sums.set(account, (sums.get(account) ?? 0) + amount)
  return sums
}
