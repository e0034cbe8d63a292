import { bucketsOf } from '../calendar/buckets.ts'
import { cutOf, limited, type Label } from '../columns/cut.ts'
import { firstSeen, ownerOf, profileTest, type FirstSeen } from '../columns/profile.ts'
import { walkOf, type Stream } from '../columns/stream.ts'
import { frameOfNames, partsFor, stretchesOf, type Frame } from '../frame.ts'
import type { AdoptionQuery } from '../query/kinds.ts'
import { millisOf, type Where } from '../query/parts.ts'
import { quantile } from '../quantile.ts'
import { QueryRefusal } from '../refusal.ts'

/** An actor that may use a feature, how often it did in the trailing window, and by how many persons. */
export interface Use {
  readonly actor: number
  readonly label: number
  readonly times: number
  readonly persons: number
  readonly isAdopter: boolean
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
export function usesOf(frame: Frame, query: AdoptionQuery, place: number, end: number): { readonly uses: readonly Use[]; readonly labels: readonly Label[] } {
  const { times, persons, isEligible, isAdopter, first } = foldedUses(frame, query, place, end)
  const cut = cutOf(frame)
  const lines = new Int32Array(frame.actors.count + 1).fill(-1)
  const weights: number[] = []
  for (let actor = 1; actor < lines.length; actor++) {
    if (!isEligible(actor)) continue
    const code = cut.codeOf(actor, first.row[actor] ?? -1)
    lines[actor] = code
    weights[code] = (weights[code] ?? 0) + 1
  }
  const { codes, labels } = limited(frame, cut.labels, weights)
  const uses: Use[] = []
  for (let actor = 1; actor < lines.length; actor++) {
    const code = lines[actor] ?? -1
    if (code < 0) continue
    uses.push({ actor, label: codes[code] ?? 0, times: times[actor] ?? 0, persons: persons[actor] ?? 0, isAdopter: isAdopter(actor) })
  }
  return { uses, labels }
}

interface FoldedUses {
  /** How often each actor used the feature, and by how many persons. */
  readonly times: Int32Array
  readonly persons: Int32Array
  readonly isEligible: (actor: number) => boolean
  readonly isAdopter: (actor: number) => boolean
  readonly first: FirstSeen
}

/** One pass over the rows of the window. */
function foldedUses(frame: Frame, query: AdoptionQuery, place: number, end: number): FoldedUses {
  const feature = query.features[place]
  if (!feature) throw new QueryRefusal('features', `there are ${query.features.length} features.`)
  const { events, actors } = frame
  const fold = usesFold(actors.count, events.persons.length)
  for (const { frame: part, span } of stretchesOf(frameOfNames(frame, feature.sel), { from: end - millisOf(query.trailing, 'trailing'), to: end }))
    for (const stream of partsFor(part, [{ sel: feature.sel, bit: 1 }], span)) fold.add(stream, part.actors.ids, part.events.person)
  const { times, persons } = fold
  const first = firstSeen(frame.whole, query.actor, actors.count, frame.asOf, query.breakdown.length > 0)
  return {
    times,
    persons,
    first,
    isEligible: eligibility(frame, feature.eligible, end, (actor) => (first.ts[actor] ?? Infinity) < end),
    isAdopter: (actor) => (times[actor] ?? 0) >= query.minTimes && (persons[actor] ?? 0) >= query.minPersons,
  }
}

/** Counts uses and persons of each actor over rows in any order. A person nearly always acts for one actor or two: only who acts for more is remembered with each of them. */
function usesFold(count: number, size: number) {
  const [times, persons] = [new Int32Array(count + 1), new Int32Array(count + 1)]
  const [firstFor, secondFor] = [new Int32Array(size), new Int32Array(size)]
  const more = new Set<number>()
  const add = (stream: Stream, ids: Uint32Array, personOf: Uint32Array): void => {
    const { rows, base, size: length } = walkOf(stream, 1)
    for (let at = 0; at < length; at++) {
      const row = rows === null ? base + at : (rows[at] ?? 0)
      const actor = ids[row] ?? 0
      if (actor === 0) continue
      times[actor] = (times[actor] ?? 0) + 1
      const person = personOf[row] ?? 0
      const before = firstFor[person] ?? 0
      if (before === actor) continue
      if (before === 0) firstFor[person] = actor
      else if (secondFor[person] === 0) secondFor[person] = actor
      else if (secondFor[person] === actor || more.has(actor * size + person)) continue
      else more.add(actor * size + person)
      persons[actor] = (persons[actor] ?? 0) + 1
    }
  }
  return { times, persons, add }
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
  return query.features.flatMap(({ name }, place) => {
    const { uses, labels } = usesOf(frame, query, place, end)
    const pointAt = (edge: number, at: number): AdoptionPoint => {
      const week = weeks.names[Math.max(0, ends.length - 26) + at] ?? ''
      return edge === end
        ? adoptionPoint(week, uses.length, uses.filter(({ isAdopter }) => isAdopter).length)
        : adoptionPoint(week, ...adoptersOf(frame, query, place, edge))
    }
    const trend = labels.length === 1 ? ends.slice(-26).map(pointAt) : []
    const byLine = Map.groupBy(uses, ({ label }) => label)
    return labels.map((label, line) => ({ ...adoptionResult(name, label, byLine.get(line) ?? [], `feature:${place}:${line}`), trend }))
  })
}

/** How many may use a feature at an instant, and how many of them do. */
function adoptersOf(frame: Frame, query: AdoptionQuery, place: number, end: number): [eligible: number, adopted: number] {
  const { isEligible, isAdopter } = foldedUses(frame, query, place, end)
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

/** A feature from the uses of whoever may use it. */
export function adoptionResult(name: string, breakdown: Label, uses: readonly Use[], drill: string): FeatureResult {
  const depth = new Int32Array(uses.length)
  let [adopted, persons] = [0, 0]
  for (const use of uses) {
    if (!use.isAdopter) continue
    depth[adopted++] = use.times
    persons += use.persons
  }
  return {
    name,
    breakdown,
    eligible: uses.length,
    adopted,
    rate: uses.length === 0 ? null : adopted / uses.length,
    depthMedian: quantile(depth.subarray(0, adopted).sort(), 0.5),
    personsPerAccount: adopted === 0 ? null : persons / adopted,
    drill,
  }
}
