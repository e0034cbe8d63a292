import { type Context, type Measurement } from '#kernel'
import { isAnswer } from '../refusedFigure.ts'
import { paidByAccount, summed } from '#flows/paidByAccount.ts'

/** What accounts pay, as the metric engine counts it: by the id that the ledger knows them by. */
export interface Revenue {
  /** The closed month that it is of, such as 2026-10. */
  readonly month: string
  readonly currency: string
  /** Recurring revenue of a year at the end of the month; those who pay nothing are left out. */
  readonly arr: ReadonlyMap<string, number>
  readonly total: number
  /** What the accounts of a year ago paid then, and pay now. */
  readonly kept: ReadonlyMap<string, Kept>
  /** Retention of all of them, as the metric tells it. */
  readonly retention: number | null
}

export interface Kept {
  readonly opening: number
  readonly closing: number
}

export type RevenueOrWhy = { readonly revenue: Revenue; readonly lacks: null } | { readonly revenue: null; readonly lacks: string }

/** Recurring revenue and its retention by account; or why there is none, in words. */
export async function revenueOf(ctx: Context, asOf?: string): Promise<RevenueOrWhy> {
  try {
    const [{ paid, lacks }, nrr] = await Promise.all([paidByAccount(ctx, asOf), ctx.measure({ metric: nrrKey, ...(asOf ? { asOf } : {}) })])
    if (!paid) return { revenue: null, lacks }
    const { month, currency, by } = paid
    const total = [...by.values()].reduce((sum, each) => sum + each, 0)
    return { revenue: { month, currency, arr: by, total, kept: await keptIn(ctx, month, asOf), retention: valueIn(nrr, month) }, lacks: null }
  } catch (error) {
    if (isAnswer(error)) return { revenue: null, lacks: error.message }
    throw error
  }
}

const nrrKey = 'net-revenue-retention'

const valueIn = ({ points }: Measurement, period: string): number | null => points.find((point) => point.period === period)?.value ?? null

/** What each account of the month’s cohort paid at the start of the window and pays at its end. */
export async function keptIn(ctx: Context, month: string, asOf?: string): Promise<ReadonlyMap<string, Kept>> {
  const rows = await ctx.behind({ metric: nrrKey, ...(asOf ? { asOf } : {}), period: month })
  const [opening, closing] = [summed(rows.map((row) => [row.account, row.opening ?? 0])), summed(rows.map((row) => [row.account, row.closing ?? 0]))]
  return new Map([...opening].map(([account, start]) => [account, { opening: start, closing: closing.get(account) ?? 0 }]))
}

/** Retention of some accounts: a ratio of sums over those who paid at the start. */
export function retentionOf(ids: Iterable<string>, kept: Revenue['kept']): { readonly value: number | null; readonly n: number } {
  const own = [...ids].flatMap((id) => kept.get(id) ?? []).filter(({ opening }) => opening > 0)
  const [opening, closing] = [own.reduce((sum, one) => sum + one.opening, 0), own.reduce((sum, one) => sum + one.closing, 0)]
  return { value: opening > 0 ? closing / opening : null, n: own.length }
}
