import { isProblem, type Context } from '#kernel'

/** What accounts pay in a year at the end of the last closed month, by the id that the ledger knows them by; or why nobody knows. */
export interface Pays {
  readonly month: string | null
  readonly currency: string
  readonly by: ReadonlyMap<string, number> | null
  readonly lacks: string | null
}

const metric = 'annual-recurring-revenue'

export async function paysOf(ctx: Context, asOf?: string): Promise<Pays> {
  const day = asOf ? { asOf } : {}
  const none = (lacks: string): Pays => ({ month: null, currency: ctx.workspace.currency, by: null, lacks })
  try {
    const { points, currency } = await ctx.measure({ metric, ...day })
    const month = points.findLast(({ mature, value }) => mature && value !== null)?.period
    if (month === undefined) return none('No month of revenue is closed yet.')
    const by = new Map<string, number>()
    for (const { account, closing } of await ctx.behind({ metric, ...day, period: month, movement: 'closing' }))
      by.set(account, (by.get(account) ?? 0) + (closing ?? 0) * 12) // a customer may stand in several lines
    return { month, currency, by, lacks: null }
  } catch (error) {
    if (isProblem(error)) return none(error.message)
    throw error
  }
}
