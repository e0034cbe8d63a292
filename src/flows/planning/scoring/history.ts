import { addPeriods, periodEnd, periodOf } from '#engines/numbers/dates.ts'
import type { Context } from '#kernel'
import { scoreNamed, type Score } from './methods.ts'
import { placesBy, scoredGround, type Ground } from './ranked.ts'

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
  const now = await scoredGround(ctx, today)
  const main = scoreNamed(now.scores, method)
  const found: PastScore[] = []
  for (const on of ends) {
    const then = await scoredGround(ctx, on, on)
    found.push(
      scoredOn(
        on,
        key,
        then,
        then.scores.find(({ id }) => id === main.id),
      ),
    )
  }
  return [...found, scoredOn(today, key, now, main)]
}

/** What a bet scored on a day; a score that was not there yet, a formula, told nothing. */
function scoredOn(on: string, key: string, { bets }: Ground, score: Score | undefined): PastScore {
  const bet = bets.find(({ row }) => row.key === key)
  if (!score) return { on, value: null, rank: null, of: 0 }
  const places = placesBy(score, bets)
  return { on, value: bet ? score.of(bet.figures).value : null, rank: places.get(key) ?? null, of: places.size }
}
