import { wilson } from '../../numbers/intervals.ts'
import { bits, type UseColumns, type UseCounts } from '../activity/uses.ts'
import type { Placed } from './adoption.ts'
import { nothing, type Figure } from './figure.ts'

/** The accounts that may be asked for, in places of their own, with their plans and the people that are listed for them. */
export interface Roster {
  readonly plan: readonly string[]
  /** The place of each account with events, by its code. */
  readonly placeOfCode: Int32Array
  /** Each person that is listed: its code (−1 without events), its account’s place and since when, in seconds since 2000. Null without a list. */
  readonly listed: { readonly code: Int32Array; readonly place: Int32Array; readonly since: Float64Array } | null
}

/** What each account did in a stretch, by its place: told once, however it is grouped. Places beyond the columns did nothing. */
export interface Adopted {
  readonly adopts: Uint8Array
  /** It did so eight weeks before. */
  readonly earlier: Uint8Array
  readonly events: Float64Array
  readonly weeks: Uint8Array
  readonly eligible: Int32Array
  readonly hits: Int32Array
  /** It used a feature that its plan does not include. */
  readonly outside: Uint8Array
  /** Plans that include any of the features. */
  readonly isAble: (plan: string) => boolean
}

/** Those who are asked for: the places of payers in their order, and what each pays a month in any unit. */
export interface Paying {
  readonly place: Int32Array
  readonly mrr: Float64Array
}

/** Tells of every account whether it adopted one of `features` that it could use; `all` are those that may be used outside of a plan. */
export function adoptedIn(
  features: readonly Placed[],
  all: readonly Placed[],
  roster: Roster,
  { uses, before, stop }: { readonly uses: UseColumns; readonly before: UseCounts; readonly stop: number },
): Adopted {
  const size = roster.plan.length
  const [usable, foreign] = [usableIn(features), foreignIn(all)]
  const out = {
    adopts: new Uint8Array(size),
    earlier: new Uint8Array(size),
    events: new Float64Array(size),
    weeks: new Uint8Array(size),
    eligible: new Int32Array(size),
    hits: new Int32Array(size),
    outside: new Uint8Array(size),
    isAble: ableBy(usable),
  }
  for (let code = 0; code < roster.placeOfCode.length; code++) {
    const place = roster.placeOfCode[code] ?? 0
    const plan = roster.plan[place] ?? ''
    addAccount(out, place, code * uses.features, usable(plan), { uses, before })
    if (foreign(plan).some((one) => (uses.counts[code * uses.features + one.place] ?? 0) > 0)) out.outside[place] = 1
  }
  addPeople(out, roster, usable, uses, stop)
  return out
}

// made outside of adoptedIn: what is kept would hold all that was read there
const usableIn = (features: readonly Placed[]) => byPlan((plan) => features.filter(({ feature }) => feature.plans === null || feature.plans.includes(plan)))
const foreignIn = (all: readonly Placed[]) => byPlan((plan) => all.filter(({ feature }) => feature.plans !== null && !feature.plans.includes(plan)))
const ableBy = (usable: ReturnType<typeof byPlan>) => (plan: string) => usable(plan).length > 0

type Writing = Omit<Adopted, 'isAble' | 'outside'>

function addAccount(
  out: Writing,
  place: number,
  from: number,
  own: readonly Placed[],
  { uses, before }: { readonly uses: UseColumns; readonly before: UseCounts },
): void {
  for (let index = 0; index < own.length; index++) {
    const one = own[index]
    if (!one) continue
    const count = uses.counts[from + one.place] ?? 0
    if ((before.counts[from + one.place] ?? 0) >= one.feature.least) out.earlier[place] = 1
    if (count < one.feature.least) continue
    out.adopts[place] = 1
    out.events[place] = (out.events[place] ?? 0) + count
    out.weeks[place] = Math.max(out.weeks[place] ?? 0, bits(uses.weeks[from + one.place] ?? 0))
  }
}

/** People of each account as listed and there by the stretch’s end; without a list, those who did anything in it. */
function addPeople(out: Writing, { listed, plan, placeOfCode }: Roster, usable: (plan: string) => readonly Placed[], uses: UseColumns, stop: number): void {
  const add = (code: number, place: number): void => {
    out.eligible[place] = (out.eligible[place] ?? 0) + 1
    if (code < 0 || (uses.last[code] ?? -1) < 0) return
    const own = usable(plan[place] ?? '')
    for (let index = 0; index < own.length; index++) {
      const one = own[index]
      if (!one || (uses.people[code * uses.features + one.place] ?? 0) < one.feature.least) continue
      out.hits[place] = (out.hits[place] ?? 0) + 1
      return
    }
  }
  if (!listed) for (let code = 0; code < uses.last.length; code++) if ((uses.last[code] ?? -1) >= 0) add(code, placeOfCode[uses.last[code] ?? 0] ?? 0)
  const people = listed?.code ?? new Int32Array()
  for (let index = 0; index < people.length; index++) if ((listed?.since[index] ?? 0) < stop) add(people[index] ?? -1, listed?.place[index] ?? 0)
}

/** The features of a plan, told once for each plan. */
function byPlan(make: (plan: string) => readonly Placed[]): (plan: string) => readonly Placed[] {
  const known = new Map<string, readonly Placed[]>()
  return (plan) => {
    const own = known.get(plan) ?? make(plan)
    known.set(plan, own)
    return own
  }
}

/** The figures of `adoptionFigure` for each group of payers, in one pass; `groupAt` gives the group of each place, null is one of all. */
export function adoptionFigures(adopted: Adopted, { plan }: Roster, paying: Paying, groupAt: Int32Array | null, groups: number): Figure[] {
  const sums = Array.from({ length: groups }, () => ({
    able: 0,
    adopters: 0,
    earlier: 0,
    still: 0,
    events: 0,
    weeks: 0,
    paid: 0,
    owed: 0,
    eligible: 0,
    hits: 0,
  }))
  for (let payer = 0; payer < paying.place.length; payer++) {
    const place = paying.place[payer] ?? 0
    const sum = sums[groupAt?.[place] ?? 0]
    if (!sum || !adopted.isAble(plan[place] ?? '')) continue
    const adopts = adopted.adopts[place] === 1 // no list of them: it is done for each payer
    const earlier = adopted.earlier[place] === 1
    const mrr = paying.mrr[payer] ?? 0
    sum.able++
    sum.owed += mrr
    sum.eligible += adopted.eligible[place] ?? 0
    sum.hits += adopted.hits[place] ?? 0
    if (earlier) sum.earlier++
    if (!adopts) continue
    sum.adopters++
    sum.paid += mrr
    sum.events += adopted.events[place] ?? 0
    sum.weeks += adopted.weeks[place] ?? 0
    if (earlier) sum.still++
  }
  return sums.map(({ able, adopters, ...sum }) => {
    if (able === 0) return nothing('no_denominator')
    return {
      value: adopters / able,
      interval: wilson(adopters, able),
      numerator: adopters,
      denominator: able,
      n: able,
      parts: {
        breadth: adopters / able,
        depth: share(sum.events, adopters),
        weeks: share(sum.weeks, adopters),
        revenueWeighted: share(sum.paid, sum.owed),
        users: share(sum.hits, sum.eligible),
        stillAfter8Weeks: share(sum.still, sum.earlier),
      },
    }
  })
}

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)
