import { wilson } from '../../numbers/intervals.ts'
import type { Uses } from '../activity/uses.ts'
import { nothing, type Figure } from './figure.ts'

export interface Feature {
  readonly id: string
  readonly event: string
  /** How often in the window counts as adopted. */
  readonly least: number
  readonly area: string | null
  /** Plans that include it; all when null. */
  readonly plans: readonly string[] | null
  /** The instant of its release; always there when null. */
  readonly from: string | null
}

/** An account that pays at the period’s end. */
export interface Payer {
  readonly id: string
  /** Its code among the accounts with events; −1 when it has none. */
  readonly code: number
  readonly plan: string
  /** Recurring revenue of a month, in any unit. */
  readonly mrr: number
}

export interface Person {
  /** −1 for one who never did anything. */
  readonly code: number
  /** When the person came to be, in seconds since 2000. */
  readonly since: number
}

/** A feature with its place among the uses. */
export interface Placed {
  readonly place: number
  readonly feature: Feature
}

/** What is read of one period: who pays, who the people are, what was done, and what was done in the same stretch eight weeks before. */
export interface Moment {
  readonly payers: readonly Payer[]
  /** The people of each account, those who came by `stop` alone. */
  readonly people: ReadonlyMap<string, readonly Person[]>
  readonly stop: number
  readonly uses: Uses
  readonly before: Uses
}

/**
 * Share of eligible accounts with the core event at least k times in the window (kpis.md 4.6): of several features, accounts that adopted at least one that
 * they could use. Only features count that have been there for the whole window; use by accounts whose plan lacks the feature never does. Parts: depth
 * (core events for each adopter), weeks (weeks of the window with one, for each adopter), the same share weighted by revenue and of people, and how many
 * of the adopters of eight weeks ago are adopters now.
 */
export function adoptionFigure(features: readonly Placed[], moment: Moment): Figure {
  const { payers, uses, before } = moment
  const usable = usableBy(features)
  const able = payers.filter(({ plan }) => usable(plan).length > 0)
  if (able.length === 0) return nothing('no_denominator')
  const adopts = (payer: Payer, of: Uses): Placed[] =>
    payer.code < 0 ? [] : usable(payer.plan).filter((one) => of.count(one.place, payer.code) >= one.feature.least)
  const adopters = able.map((payer) => ({ payer, own: adopts(payer, uses) })).filter(({ own }) => own.length > 0)
  const earlier = able.filter((payer) => adopts(payer, before).length > 0)
  const still = new Set(adopters.map(({ payer }) => payer.id))
  const [events, weeks] = [
    adopters.map(({ payer, own }) => sum(own.map(({ place }) => uses.count(place, payer.code)))),
    adopters.map((one) => weeksOf(one, uses)),
  ]
  return {
    value: adopters.length / able.length,
    interval: wilson(adopters.length, able.length),
    numerator: adopters.length,
    denominator: able.length,
    n: able.length,
    parts: {
      breadth: adopters.length / able.length,
      depth: share(sum(events), adopters.length),
      weeks: share(sum(weeks), adopters.length),
      revenueWeighted: share(sum(adopters.map(({ payer }) => payer.mrr)), sum(able.map(({ mrr }) => mrr))),
      users: usersShare(able, moment, usable),
      stillAfter8Weeks: share(earlier.filter(({ id }) => still.has(id)).length, earlier.length),
    },
  }
}

/** A window is four weeks, so that an adopter of several features is told by the one that it uses most steadily. */
const weeksOf = ({ payer, own }: { readonly payer: Payer; readonly own: readonly Placed[] }, uses: Uses): number =>
  own.reduce((most, { place }) => Math.max(most, uses.weeks(place, payer.code)), 0)

/** The features of a plan, told once for each plan. */
function usableBy(features: readonly Placed[]): (plan: string) => readonly Placed[] {
  const known = new Map<string, readonly Placed[]>()
  return (plan) => {
    const own = known.get(plan) ?? features.filter(({ feature }) => feature.plans === null || feature.plans.includes(plan))
    known.set(plan, own)
    return own
  }
}

function usersShare(able: readonly Payer[], { people, stop, uses }: Moment, usable: (plan: string) => readonly Placed[]): number | null {
  let [eligible, hits] = [0, 0]
  for (const payer of able) {
    const own = usable(payer.plan)
    for (const { code, since } of people.get(payer.id) ?? []) {
      if (since >= stop) continue
      eligible++
      if (code >= 0 && uses.accountOf(code) >= 0 && own.some(({ place, feature }) => uses.personCount(place, code) >= feature.least)) hits++
    }
  }
  return share(hits, eligible)
}

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
