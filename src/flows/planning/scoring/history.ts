import { addPeriods, periodEnd, periodOf } from '#engines/numbers/dates.ts'
import type { Context } from '#kernel'
import type { Method } from './methods.ts'
import { priorities } from './priorities.ts'

export interface PastScore {
  readonly on: string
  /** Null on a day on which it was not open, or could not be scored. */
  readonly value: number | null
  readonly rank: number | null
  readonly of: number
}

/** What a bet scored at the ends of past months and today, as the record stood then: what we believed, not what we know now. */
export async function scoreHistory(ctx: Context, key: string, method: Method, months = 5): Promise<readonly PastScore[]> {
  const today = ctx.now().slice(0, 10)
  const ends = Array.from({ length: months }, (_, n) => periodEnd(addPeriods(periodOf(today, 'month'), n - months)))
  const found: PastScore[] = []
  for (const on of [...ends, today]) {
    const { bets } = await priorities(ctx, { method, draws: 1, ...(on === today ? {} : { asOf: on }) })
    const score = bets.find((bet) => bet.key === key)?.scores[method]
    found.push({ on, value: score?.value ?? null, rank: score?.rank ?? null, of: bets.filter((bet) => bet.scores[method].rank !== null).length })
  }
  return found
}
