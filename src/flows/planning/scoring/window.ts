import { Problem } from '#kernel'

/** What is asked of a ranking by a door. */
export interface RankingWanted {
  /** The id of a score; CD3 when it is left out. */
  readonly method?: string
  /** strict or fill. */
  readonly mode?: string
  readonly quarters?: number
  readonly asOf?: string
}

/** What all bets of a ranking say together, so that a reader who is sent the first of them knows the rest. */
export interface Summary {
  readonly of: number
  /** Bets that fit the capacity, of those with a squad and a size; and how many lack one of the two. */
  readonly fits: number
  readonly unplaced: number
  /** The title of the first that has the score; null when none has. */
  readonly leads: string | null
  /** Bets that another complete score ranks three or more places away. */
  readonly split: { readonly bets: number; readonly first: readonly string[] }
  /** The place of the first bet below the line, from 0; null when all are above. */
  readonly below: number | null
}

/** A bet of a ranking, as far as a summary reads it. */
interface Placed {
  readonly key: string
  readonly title: string
  readonly team: string | null
  readonly weeks: number | null
  readonly rank: number
  readonly isAbove: boolean
  readonly scores: Readonly<Record<string, { readonly rank: number | null }>>
}

export function summaryOf(bets: readonly Placed[], method: string, compared: readonly string[]): Summary {
  const placed = bets.filter(({ team, weeks }) => team !== null && weeks !== null)
  const split = bets.filter((bet) => compared.some((by) => Math.abs((bet.scores[by]?.rank ?? bet.rank) - bet.rank) >= 3))
  const below = bets.findIndex(({ isAbove }) => !isAbove)
  return {
    of: bets.length,
    fits: placed.filter(({ isAbove }) => isAbove).length,
    unplaced: bets.length - placed.length,
    leads: bets.find((bet) => (bet.scores[method]?.rank ?? null) !== null)?.title ?? null,
    split: { bets: split.length, first: split.slice(0, 3).map(({ key }) => key) },
    below: below < 0 ? null : below,
  }
}

/** The first bets of a ranking; all of them when no number is given. */
export const firstOf = <A extends { readonly bets: readonly unknown[] }>(answer: A, first: number | undefined): A =>
  first === undefined || first >= answer.bets.length ? answer : { ...answer, bets: answer.bets.slice(0, first) }

/** One bet of a ranking, wherever it stands, with the key of the one before it. */
export interface BetInRanking<B> {
  readonly bet: B
  readonly before: string | null
}

export function betIn<B extends { readonly id: string; readonly key: string }>({ bets }: { readonly bets: readonly B[] }, key: string): BetInRanking<B> {
  const at = bets.findIndex((bet) => bet.key === key || bet.id === key)
  const bet = bets[at]
  if (!bet) throw new Problem('missing', `${key} is no open bet.`, 'Open bets are ranked; those that are over are not.', { code: 'not-ranked' })
  return { bet, before: bets[at - 1]?.key ?? null }
}
