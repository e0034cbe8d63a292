import { addPeriods, periodEnd, periodOf } from '#engines/numbers/dates.ts'
import { civilDay } from '#engines/numbers/zone.ts'
import type { Context } from '#kernel'
import { causesOf, type Cause, type RecordOf, type Standing } from './causes.ts'
import { scoreNamed, type Score } from './methods.ts'
import { placesBy, scoredGround, type Ground } from './ranked.ts'

export interface PastScore {
  readonly on: string
  /** Null on a day on which it was not open, or could not be scored. */
  readonly value: number | null
  readonly rank: number | null
  readonly of: number
  /** What moved it since the day before it in the list. */
  readonly causes: readonly Cause[]
}

/** What the record of a workspace tells of its objects. */
export interface Recorded {
  /** The record of an object since an instant, newest first. */
  recordOf(id: string, since: string): ReturnType<RecordOf>
  /** The last instant of a day in the zone of the workspace. */
  endOf(day: string): string
}

/** What a bet scored at the ends of past months and today, as the record stood then: what we believed, not what we know now; and what moved it in between. */
export async function scoreHistory(ctx: Context, recorded: Recorded, key: string, method?: string, months = 5): Promise<readonly PastScore[]> {
  const [{ timeZone }, until] = [ctx.workspace, ctx.now()]
  const today = civilDay(until, timeZone)
  const ends = Array.from({ length: months }, (_, n) => periodEnd(addPeriods(periodOf(today, 'month'), n - months)))
  const now = await scoredGround(ctx, today)
  const main = scoreNamed(now.scores, method)
  const stood: (Standing & { readonly of: number })[] = []
  for (const on of ends) {
    const then = await scoredGround(ctx, on, on)
    const score = then.scores.find(({ id }) => id === main.id)
    stood.push(stoodOn({ on, until: recorded.endOf(on) }, key, then, score))
  }
  stood.push(stoodOn({ on: today, until }, key, now, main))
  const since = stood[0]?.until ?? until
  const recordOf = readOnce((id) => recorded.recordOf(id, since))
  return await Promise.all(
    stood.map(async (one, at): Promise<PastScore> => {
      const before = stood[at - 1]
      return { on: one.on, value: one.value, rank: one.rank, of: one.of, causes: before ? await causesOf(before, one, recordOf, timeZone) : [] }
    }),
  )
}

function readOnce(recordOf: RecordOf): RecordOf {
  const read = new Map<string, ReturnType<RecordOf>>()
  return (id) => {
    const lines = read.get(id) ?? recordOf(id)
    read.set(id, lines)
    return lines
  }
}

/** What a bet scored on a day; a score that was not there yet, a formula, told nothing. */
function stoodOn(day: Pick<Standing, 'on' | 'until'>, key: string, { bets }: Ground, score: Score | undefined): Standing & { readonly of: number } {
  const bet = bets.find(({ row }) => row.key === key) ?? null
  if (!score) return { ...day, bet, score: null, value: null, rank: null, of: 0 }
  const places = placesBy(score, bets)
  return { ...day, bet, score, value: bet ? score.of(bet.figures).value : null, rank: places.get(key) ?? null, of: places.size }
}
