import { addPeriods, periodEnd, periodOf } from '#engines/numbers/dates.ts'
import { isProblem, type Context } from '#kernel'
import { priorities, type Priorities } from './priorities.ts'

export interface PastScore {
  readonly on: string
  /** Null on a day on which it was not open, or could not be scored. */
  readonly value: number | null
  readonly rank: number | null
  readonly of: number
}

/** What a bet scored at the ends of past months and today, as the record stood then: what we believed, not what we know now. */
export async function scoreHistory(ctx: Context, key: string, method?: string, months = 5): Promise<readonly PastScore[]> {
  const today = ctx.now().slice(0, 10)
  const ends = Array.from({ length: months }, (_, n) => periodEnd(addPeriods(periodOf(today, 'month'), n - months)))
  const found: PastScore[] = []
  for (const on of [...ends, today]) {
    const past = await ranking(ctx, method, on === today ? undefined : on)
    const score = past?.bets.find((bet) => bet.key === key)?.scores[past.method]
    const of = past?.bets.filter((bet) => (bet.scores[past.method]?.rank ?? null) !== null).length ?? 0
    found.push({ on, value: score?.value ?? null, rank: score?.rank ?? null, of })
  }
  return found
}

/** The ranking of a day; null when its score, a formula, was not there yet. */
async function ranking(ctx: Context, method: string | undefined, asOf: string | undefined): Promise<Priorities | null> {
  try {
    return await priorities(ctx, { draws: 1, flips: 0, ...(method ? { method } : {}), ...(asOf ? { asOf } : {}) })
  } catch (error) {
    if (asOf && isProblem(error) && error.details.at?.field === 'method') return null
    throw error
  }
}
