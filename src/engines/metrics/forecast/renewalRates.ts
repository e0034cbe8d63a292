/** Contracts of one segment and one term: they renew alike. `termMonths`: null for accounts that stay or leave by the month, without a term. */
export interface Place {
  readonly segment: string
  readonly termMonths: number | null
}

export const keyOf = ({ segment, termMonths }: Place): string => `${segment}, ${termMonths ?? 'no'} term`

/** A contract that could have left, and whether it did. */
export interface Decided extends Place {
  readonly isKept: boolean
}

/** What contracts of a place did, and the rate that a roll takes for it. */
export interface Seen extends Place {
  /** Renewals of the place itself: how many fell due, and how many of them were kept. */
  readonly due: number
  readonly kept: number
  readonly renewal: number
  /** How many renewals the rate rests on: its own and those that it borrows, so that its variance is renewal (1 - renewal) / weight. */
  readonly weight: number
}

/**
 * No place borrows more renewals than this from a wider pool, so that with as many of its own it speaks for half of its rate: right where rates near 0.9 differ by about
 * ten points from segment to segment (0.9 x 0.1 / 0.095²).
 */
const strength = 10

interface Tally {
  readonly due: number
  readonly kept: number
  /** Contract-months that ended with a decision, of each contract at most twelve. */
  readonly months: number
}

interface Rate {
  readonly renewal: number
  readonly weight: number
}

/**
 * Renewal rates by segment and term. A place that was seen seldom is drawn toward the other segments of its term, those toward the other terms of its segment, and those
 * toward all the rest, each pool with the weight of at most ten renewals (the mean of a beta posterior whose prior is the wider pool: Gelman and others, Bayesian Data
 * Analysis, 2.4). What other terms lost is carried over by contract-month, since a month loses less than a year; a longer term is decided like a year. At the bottom stand
 * two contracts of which one is lost in a year (Laplace), so that no rate is a certainty.
 */
export function renewalRates(decided: readonly Decided[]): (place: Place) => Seen {
  const tallies = [...Map.groupBy(decided, keyOf).values()].map((own) => ({ segment: own[0]?.segment, termMonths: own[0]?.termMonths, ...tallyOf(own) }))
  const within = (isIn: (one: (typeof tallies)[number]) => boolean): Tally => tallies.filter(isIn).reduce(plus, none)
  return (place) => {
    const { segment, termMonths } = place
    const own = within((one) => one.segment === segment && one.termMonths === termMonths)
    const rest = within((one) => one.segment !== segment && one.termMonths !== termMonths)
    const ofSegment = within((one) => one.segment === segment && one.termMonths !== termMonths)
    const ofTerm = within((one) => one.segment !== segment && one.termMonths === termMonths)
    const months = Math.min(longest, termMonths ?? 1)
    const bottom = { renewal: 0.5 ** (months / longest), weight: 2 }
    const wide = drawn(carried(ofSegment, months), drawn(carried(rest, months), bottom))
    return { ...place, due: own.due, kept: own.kept, ...drawn(own, drawn(ofTerm, wide)) }
  }
}

const longest = 12
const none: Tally = { due: 0, kept: 0, months: 0 }
const plus = (a: Tally, b: Tally): Tally => ({ due: a.due + b.due, kept: a.kept + b.kept, months: a.months + b.months })

const tallyOf = (own: readonly Decided[]): Tally => ({
  due: own.length,
  kept: own.filter(({ isKept }) => isKept).length,
  months: own.reduce((sum, { termMonths }) => sum + Math.min(longest, termMonths ?? 1), 0),
})

/** Other terms, as contracts of so many months that lost as much in each of them. */
const carried = ({ due, kept, months }: Tally, term: number): Pick<Tally, 'due' | 'kept'> => ({
  due,
  kept: months === 0 ? 0 : due * (1 - (due - kept) / months) ** term,
})

function drawn({ due, kept }: Pick<Tally, 'due' | 'kept'>, pool: Rate): Rate {
  const borrowed = Math.min(strength, pool.weight)
  return { renewal: (kept + borrowed * pool.renewal) / (due + borrowed), weight: due + borrowed }
}
