import { bucketsOf } from '../calendar/buckets.ts'
import type { Column } from '../columns/events.ts'
import { cutOf, limited, type Label } from '../columns/cut.ts'
import { testOf } from '../columns/where.ts'
import { actorRows, partsFor, type Frame } from '../frame.ts'
import type { AdoptionQuery } from '../query/kinds.ts'
import { millisOf, type Where } from '../query/parts.ts'
import { meanOf, quantile } from '../quantile.ts'
import { canonical } from '../query/hash.ts'
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
  const feature = query.features[place]
  if (!feature) throw new QueryRefusal('features', `there are ${query.features.length} features.`)
  const rows = actorRows(frame, [{ sel: feature.sel, bit: 1 }], { from: end - millisOf(query.trailing, 'trailing'), to: end })
  const first = firstSeen(frame)
  const isEligible = eligibility(frame, feature.eligible, end, (actor) => (first.ts[actor] ?? Infinity) < end)
  const cut = cutOf(frame)
  const uses: Use[] = []
  const seenFor = new Int32Array(frame.events.persons.length).fill(-1) // the last actor for which a person was counted
  for (let actor = 1; actor <= frame.actors.count; actor++) {
    if (!isEligible(actor)) continue
    const [from, to] = [rows.offsets[actor] ?? 0, rows.offsets[actor + 1] ?? 0]
    let persons = 0
    for (let at = from; at < to; at++) {
      const person = frame.events.person[rows.rows[at] ?? 0] ?? 0
      if (seenFor[person] !== actor) persons++
      seenFor[person] = actor
    }
    const isAdopter = to - from >= query.minTimes && persons >= query.minPersons
    uses.push({ actor, label: cut.codeAt(first.row[actor] ?? -1), times: to - from, persons, isAdopter })
  }
  const weights = new Float64Array(cut.labels.length)
  for (const { label } of uses) weights[label] = (weights[label] ?? 0) + 1
  const { codes, labels } = limited(frame, cut.labels, weights)
  return { uses: uses.map((use) => ({ ...use, label: codes[use.label] ?? 0 })), labels }
}

interface FirstSeen {
  readonly ts: Float64Array
  readonly row: Int32Array
}

/** When each actor was first seen at all, and by which row; kept with the events, as long as the question knows all of them. */
function firstSeen(frame: Frame): FirstSeen {
  const { events, actors, asOf } = frame
  const key = canonical(frame.query.actor)
  const isWhole = asOf >= events.knownBy
  const known = isWhole ? seen.get(events.ts)?.get(key) : undefined
  if (known) return known
  const own = { ts: new Float64Array(actors.count + 1).fill(Infinity), row: new Int32Array(actors.count + 1).fill(-1) }
  for (const { rows } of partsFor(frame, [{ sel: { event: [...events.names], where: null, label: null }, bit: 1 }], undefined, null))
    for (const row of rows) {
      const actor = actors.at(row)
      const now = events.ts[row] ?? 0
      if (now >= (own.ts[actor] ?? 0)) continue
      own.ts[actor] = now
      own.row[actor] = row
    }
  if (isWhole) seen.set(events.ts, new Map([...(seen.get(events.ts) ?? []), [key, own]]))
  return own
}
const seen = new WeakMap<Float64Array, Map<string, FirstSeen>>()

/** Who may use a feature at all: those that the condition names by their profile; of all that existed by then when there is none. */
function eligibility(frame: Frame, where: Where | null, end: number, wasSeen: (actor: number) => boolean): (actor: number) => boolean {
  const { created } = frame.actors
  const exists = (actor: number): boolean => (created && !Number.isNaN(created[actor] ?? Number.NaN) ? (created[actor] ?? 0) < end : wasSeen(actor))
  if (where === null) return exists
  const owner = frame.query.actor === 'person' ? 'person' : 'account'
  const columns = frame.events.profiles[owner].columns
  const test = testOf(frame.events, where, frame.around, (ref) => {
    if (!ref.startsWith(`${owner}.`))
      throw new QueryRefusal('features.eligible', `“${ref}” is no property of who is counted.`, `Use ${owner}.….`, 'unsupported')
    const column: Column | undefined = columns.get(ref.slice(owner.length + 1))
    if (!column) frame.around.unknowns.add(ref)
    return { at: (actor) => column?.codes[actor] ?? -1, values: column?.values ?? [] }
  })
  return (actor) => exists(actor) && test(actor)
}

/** Adoption of each feature at the end of the range, and week by week through it. */
export function adoption(frame: Frame, query: AdoptionQuery): (FeatureResult & { readonly trend: readonly AdoptionPoint[] })[] {
  const end = Math.min(frame.span.to, frame.asOf + 1)
  const weeks = bucketsOf(frame.span.from, frame.span.to, 'week', frame.calendar)
  const ends = weeks.edges.slice(1).filter((edge) => edge <= end)
  return query.features.flatMap(({ name }, place) => {
    const { uses, labels } = usesOf(frame, query, place, end)
    const trend = ends.slice(-26).map((edge, at) => pointOf(weeks.names[Math.max(0, ends.length - 26) + at] ?? '', usesOf(frame, query, place, edge).uses))
    return labels.map((label, line) => ({
      ...resultOf(
        name,
        label,
        uses.filter((use) => use.label === line),
        `feature:${place}:${line}`,
      ),
      trend: labels.length === 1 ? trend : [],
    }))
  })
}

function pointOf(at: string, uses: readonly Use[]): AdoptionPoint {
  const adopted = uses.filter(({ isAdopter }) => isAdopter).length
  return { at, eligible: uses.length, adopted, rate: uses.length === 0 ? null : adopted / uses.length }
}

function resultOf(name: string, breakdown: Label, uses: readonly Use[], drill: string): FeatureResult {
  const adopters = uses.filter(({ isAdopter }) => isAdopter)
  const depth = adopters.map(({ times }) => times).toSorted((a, b) => a - b)
  return {
    name,
    breakdown,
    eligible: uses.length,
    adopted: adopters.length,
    rate: uses.length === 0 ? null : adopters.length / uses.length,
    depthMedian: quantile(depth, 0.5),
    personsPerAccount: meanOf(adopters.map(({ persons }) => persons)),
    drill,
  }
}
