import { bucketsOf } from '../calendar/buckets.ts'
import { cutOf, limited, type Label } from '../columns/cut.ts'
import { scratchRoom, type Scratch } from '../columns/scratch.ts'
import { anyOf } from '../columns/several.ts'
import { firstSeen, ownerOf, profileTest, type FirstSeen } from '../columns/profile.ts'
import { frameOfNames, partsFor, stretchesOf, type Frame } from '../frame.ts'
import type { AdoptionQuery } from '../query/kinds.ts'
import { millisOf, type Where } from '../query/parts.ts'
import { ascending, quantile } from '../quantile.ts'
import { QueryRefusal } from '../refusal.ts'
import { usesFold } from './usesFold.ts'

/** What whoever may use a feature did with it in the trailing window. */
export interface Uses {
  /** The line of the breakdown that each actor falls into; −1 where it may not use the feature. */
  readonly lineOf: Int32Array
  readonly labels: readonly Label[]
  /** How often each actor used the feature, and by how many persons. */
  readonly times: Uint32Array
  readonly persons: Uint32Array
  readonly isAdopter: (actor: number) => boolean
}

/** Who may use a feature, how often each of those did that adopted it, and how many persons did in these. */
export interface Adopters {
  readonly eligible: number
  readonly times: Int32Array
  readonly persons: number
}
export interface FeatureResult {
  readonly name: string
  readonly breakdown: Label
  readonly eligible: number
  readonly adopted: number
  readonly rate: number | null
  /** Median number of uses, and mean number of persons, of those that adopted; null when nobody did. */
  readonly depthMedian: number | null
  readonly personsPerAccount: number | null
  readonly drill: string
}
export interface AdoptionPoint {
  readonly at: string
  readonly eligible: number
  readonly adopted: number
  readonly rate: number | null
}

/** Uses of one feature in the window that ends at `end`. */
export function usesOf(frame: Frame, query: AdoptionQuery, place: number, end: number, scratch = scratchRoom()): Uses {
  const { isEligible, first, ...uses } = foldedUses(frame, query, place, end, scratch)
  const cut = cutOf(frame)
  const lineOf = new Int32Array(frame.actors.count + 1).fill(-1)
  const weights: number[] = []
  for (let actor = 1; actor < lineOf.length; actor++) {
    if (!isEligible(actor)) continue
    const code = cut.codeOf(actor, first.row[actor] ?? -1)
    lineOf[actor] = code
    weights[code] = (weights[code] ?? 0) + 1
  }
  const { codes, labels } = limited(frame, cut.labels, weights)
  for (let actor = 1; actor < lineOf.length; actor++) if ((lineOf[actor] ?? -1) >= 0) lineOf[actor] = codes[lineOf[actor] ?? 0] ?? 0
  return { ...uses, lineOf, labels }
}

/** The adopters of each line. */
function adoptersByLine({ lineOf, labels, times, persons, isAdopter }: Uses): Adopters[] {
  const lines = labels.map(() => ({ eligible: 0, adopted: 0, persons: 0 }))
  const adopts = new Uint8Array(lineOf.length)
  for (let actor = 1; actor < lineOf.length; actor++) {
    const line = lines[lineOf[actor] ?? -1]
    if (!line) continue
    line.eligible += 1
    if (!isAdopter(actor)) continue
    adopts[actor] = 1
    line.adopted += 1
    line.persons += persons[actor] ?? 0
  }
  const depths = lines.map(({ adopted }) => new Int32Array(adopted))
  const next = new Uint32Array(lines.length)
  for (let actor = 1; actor < lineOf.length; actor++) {
    if (adopts[actor] === 0) continue
    const line = lineOf[actor] ?? 0
    const place = next[line] ?? 0
    next[line] = place + 1
    const own = depths[line]
    if (own) own[place] = times[actor] ?? 0
  }
  return lines.map(({ eligible, persons }, line) => ({ eligible, persons, times: depths[line] ?? new Int32Array() }))
}

interface FoldedUses extends Omit<Uses, 'lineOf' | 'labels'> {
  readonly isEligible: (actor: number) => boolean
  readonly first: FirstSeen
}

/** One pass over the rows of the window. */
function foldedUses(frame: Frame, query: AdoptionQuery, place: number, end: number, scratch: Scratch): FoldedUses {
  const feature = query.features[place]
  if (!feature) throw new QueryRefusal('features', `there are ${query.features.length} features.`)
  const { events, actors } = frame
  const isOfAccounts = ownerOf(query.actor) === 'account'
  const several = (isOfAccounts ? frame.whole.filed?.several() : undefined) ?? anyOf(events.persons.length)
  const fold = usesFold(actors.count, events.persons.length, several, scratch)
  for (const { frame: part, span } of stretchesOf(frameOfNames(frame, feature.sel), { from: end - millisOf(query.trailing, 'trailing'), to: end }))
    for (const stream of partsFor(part, [{ sel: feature.sel, bit: 1 }], span)) fold.add(stream, part.actors.ids, part.events.person)
  const { times, persons } = fold.told()
  const first = firstSeen(frame.whole, query.actor, actors.count, frame.asOf, query.breakdown.length > 0)
  return {
    times,
    persons,
    first,
    isEligible: eligibility(frame, feature.eligible, end, (actor) => (first.ts[actor] ?? Infinity) < end),
    isAdopter: (actor) => (times[actor] ?? 0) >= query.minTimes && (persons[actor] ?? 0) >= query.minPersons,
  }
}

/** Who may use a feature at all: those that the condition names by their profile; of all that existed by then when there is none. */
function eligibility(frame: Frame, where: Where | null, end: number, wasSeen: (actor: number) => boolean): (actor: number) => boolean {
  const { created } = frame.actors
  const exists = (actor: number): boolean => (created && !Number.isNaN(created[actor] ?? Number.NaN) ? (created[actor] ?? 0) < end : wasSeen(actor))
  if (where === null) return exists
  const test = profileTest(frame.events, where, ownerOf(frame.query.actor) ?? 'account', frame.around, 'features.eligible')
  return (actor) => exists(actor) && test(actor)
}

/** Adoption of each feature at the end of the range, and week by week through it. */
export function adoption(frame: Frame, query: AdoptionQuery): (FeatureResult & { readonly trend: readonly AdoptionPoint[] })[] {
  const end = Math.min(frame.span.to, frame.asOf + 1)
  const weeks = bucketsOf(frame.span.from, frame.span.to, 'week', frame.calendar)
  const ends = weeks.edges.slice(1).filter((edge) => edge <= end)
  const scratch = scratchRoom()
  return query.features.flatMap(({ name }, place) => {
    const uses = usesOf(frame, query, place, end, scratch)
    const lines = adoptersByLine(uses)
    const pointAt = (edge: number, at: number): AdoptionPoint => {
      const week = weeks.names[Math.max(0, ends.length - 26) + at] ?? ''
      return edge === end
        ? adoptionPoint(week, lines[0]?.eligible ?? 0, lines[0]?.times.length ?? 0)
        : adoptionPoint(week, ...adoptersOf(frame, query, place, edge, scratch))
    }
    const trend = lines.length === 1 ? ends.slice(-26).map(pointAt) : []
    return lines.map((own, line) => ({ ...adoptionResult(name, uses.labels[line] ?? [], own, `feature:${place}:${line}`), trend }))
  })
}

/** How many may use a feature at an instant, and how many of them do. */
function adoptersOf(frame: Frame, query: AdoptionQuery, place: number, end: number, scratch: Scratch): [eligible: number, adopted: number] {
  const { isEligible, isAdopter } = foldedUses(frame, query, place, end, scratch)
  let [eligible, adopted] = [0, 0]
  for (let actor = 1; actor <= frame.actors.count; actor++) {
    if (!isEligible(actor)) continue
    eligible++
    if (isAdopter(actor)) adopted++
  }
  return [eligible, adopted]
}

/** A week of a feature. */
export const adoptionPoint = (at: string, eligible: number, adopted: number): AdoptionPoint => ({
  at,
  eligible,
  adopted,
  rate: eligible === 0 ? null : adopted / eligible,
})

/** A feature from those who may use it. */
export const adoptionResult = (name: string, breakdown: Label, { eligible, times, persons }: Adopters, drill: string): FeatureResult => ({
  name,
  breakdown,
  eligible,
  adopted: times.length,
  rate: eligible === 0 ? null : times.length / eligible,
  depthMedian: quantile(ascending(times), 0.5),
  personsPerAccount: times.length === 0 ? null : persons / times.length,
  drill,
})
