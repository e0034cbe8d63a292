/** One thing that somebody said for an opportunity. */
export interface Voice {
  readonly id: string
  /** The company that it speaks for; null when nobody knows. */
  readonly account: string | null
}

export interface Sized {
  readonly voices: number
  /** Different accounts that said it. */
  readonly accounts: number
  /** Voices that speak for no known account: counted as voices, never as accounts. */
  readonly unnamed: number
  /** Accounts of it that pay, and what these pay in a year; null when nobody knows who pays. */
  readonly paying: number | null
  readonly revenue: number | null
  /** The account with the most voices, and its share of all voices of known accounts; null without any. */
  readonly loudest: Share | null
  /** The account that pays most of the revenue behind it; null when nothing is paid or nobody knows. */
  readonly heaviest: Share | null
  /** One account is 30% or more of the voices of known accounts (portfolio reference 5). */
  readonly isLoud: boolean
}

export interface Share {
  readonly account: string
  readonly share: number
}

const loudFrom = 0.3

/**
 * What stands behind an opportunity. A voice counts once, however often it is handed in; revenue counts each account once, however many
 * voices it has: so the sum over a tree is the union of its accounts, not the sum of its parts. `pays` is revenue of a year by account.
 */
export function sized(voices: readonly Voice[], pays: ReadonlyMap<string, number> | null): Sized {
  const own = [...new Map(voices.map((voice) => [voice.id, voice])).values()]
  const named = own.flatMap(({ account }) => (account === null ? [] : [account]))
  const counts = new Map<string, number>()
  for (const account of named) counts.set(account, (counts.get(account) ?? 0) + 1)
  const revenues = pays
    ? new Map([...counts.keys()].flatMap((account) => ((pays.get(account) ?? 0) > 0 ? [[account, pays.get(account) ?? 0] as const] : [])))
    : null
  const loudest = largest(counts)
  return {
    voices: own.length,
    accounts: counts.size,
    unnamed: own.length - named.length,
    paying: revenues?.size ?? null,
    revenue: revenues ? sumOf(revenues) : null,
    loudest,
    heaviest: revenues ? largest(revenues) : null,
    isLoud: loudest !== null && loudest.share >= loudFrom,
  }
}

const sumOf = (amounts: ReadonlyMap<string, number>): number => [...amounts.values()].reduce((sum, each) => sum + each, 0)

/** The largest part and its share of the whole; of equals the first by name, so that the answer does not depend on the order of rows. */
function largest(amounts: ReadonlyMap<string, number>): Share | null {
  const whole = sumOf(amounts)
  const [first] = [...amounts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  return first && whole > 0 ? { account: first[0], share: first[1] / whole } : null
}

/** What one segment says of something, beside all of its accounts. */
export interface SegmentDemand {
  readonly segment: string
  /** Different accounts of it that said it, and all that it has. */
  readonly accounts: number
  readonly of: number
  /** Accounts of it that were heard on anything at all: a segment that nobody asks is silent, not content. */
  readonly heard: number
  /** accounts / heard; null where fewer than five were heard (portfolio reference 5). */
  readonly share: number | null
  /** What those that said it pay in a year; null when nobody knows who pays. */
  readonly revenue: number | null
}

const fewestHeard = 5

/**
 * Demand by segment: one contribution for each account, however often it speaks. `segmentOf` has every active account; `heard` those that said
 * anything at all. Segments with the largest share first, those with too few heard last; an account without a segment is left out.
 */
export function demandBySegment(
  said: ReadonlySet<string>,
  heard: ReadonlySet<string>,
  segmentOf: ReadonlyMap<string, string>,
  pays: ReadonlyMap<string, number> | null,
): SegmentDemand[] {
  const members = Map.groupBy([...segmentOf], ([, segment]) => segment)
  return [...members]
    .filter(([segment]) => segment !== '')
    .map(([segment, own]): SegmentDemand => {
      const ids = own.map(([id]) => id)
      const [asking, all] = [ids.filter((id) => said.has(id)), ids.filter((id) => heard.has(id) || said.has(id))]
      return {
        segment,
        accounts: asking.length,
        of: ids.length,
        heard: all.length,
        share: all.length < fewestHeard ? null : asking.length / all.length,
        revenue: pays ? asking.reduce((sum, id) => sum + (pays.get(id) ?? 0), 0) : null,
      }
    })
    .toSorted((a, b) => (b.share ?? -1) - (a.share ?? -1) || b.accounts - a.accounts || (a.segment < b.segment ? -1 : 1))
}
