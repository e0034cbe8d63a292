import { flipsWithin, rankDraws, type Flip, type RankSpread } from '#engines/portfolio/scores/sensitivity.ts'
import type { Factor } from '#engines/portfolio/scores/scores.ts'
import type { BetInput } from './inputs.ts'
import { rangeOf, scoreAgain, type Figures, type ScoreName } from './methods.ts'

/** A ranking as plain data, best first, to be asked how sure it is. */
export interface SurenessAsked {
  readonly score: ScoreName
  /** The ranges of the weighted score. */
  readonly factors: readonly Factor[]
  readonly ranked: readonly { readonly figures: Figures; readonly read: readonly Pick<BetInput, 'name' | 'value' | 'low' | 'high'>[] }[]
}

export interface Sureness {
  readonly draws: number
  readonly seed: number
  readonly k: number
  /** One for each bet, in the order asked. */
  readonly bets: readonly { readonly spread: RankSpread | null; readonly flips: readonly Flip[] | null }[]
}

const seed = 4127
/** Bets times draws: a thousand draws for up to two thousand bets by a built-in score, fewer beyond and by long formulas. */
const mostDrawn = 2_000_000
/** Scores that are worked out to find flips, from the first place on. */
const mostFlipped = 1_000_000

/** The spread of each place in worlds drawn from the ranges of inputs, and at which value of an input a bet loses its place to the next. Seconds for ten thousand bets. */
export function sureness({ score: name, factors, ranked }: SurenessAsked): Sureness {
  const score = scoreAgain(name, factors)
  const valueOf = (figures: Figures): number | null => score.of(figures).value
  const draws = Math.min(1000, Math.ceil(mostDrawn / (score.cost * Math.max(1, ranked.length))))
  const sure = rankDraws(
    valueOf,
    ranked.map(({ figures, read }, at) => ({ id: String(at), inputs: { ...figures, ...Object.fromEntries(read.map(drawn)) } })),
    { draws, seed, k: Math.min(3, ranked.length) },
  )
  const flips = flipsWithin(mostFlipped, valueOf, score.cost)
  const bets = ranked.map(({ figures, read }, at) => {
    const [next, ranges] = [ranked[at + 1], read.map(({ name: input, value, low, high }) => [input, rangeOf(input, value, low, high)] as const)]
    return { spread: sure.items[at] ?? null, flips: next ? flips(figures, next.figures, Object.fromEntries(ranges)) : [] }
  })
  return { draws: sure.draws, seed, k: sure.k, bets }
}

type Read = SurenessAsked['ranked'][number]['read'][number]

const drawn = ({ name, value, low, high }: Read) =>
  [name, low !== null && high !== null && low <= value && value <= high ? { low, likely: value, high } : value] as const
