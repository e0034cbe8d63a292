import { firstRowOf } from '../columns/profile.ts'
import type { Events } from '../columns/events.ts'
import { groupIn, testOf, type Cohort, type Groups } from '../columns/where.ts'
import { actorRows, frameOf, type Frame } from '../frame.ts'
import type { CohortDef, CohortRule } from '../query/cohort.ts'
import type { Query } from '../query/kinds.ts'
import type { EventSel, Range } from '../query/parts.ts'
import { readQuery } from '../query/resolve.ts'
import { QueryRefusal } from '../refusal.ts'
import { funnelActors, judged } from '../funnel/funnel.ts'

export interface CohortPlace {
  readonly events: Events
  readonly asOf: number
  readonly groups: Groups
  /** The actors behind a cell of an answer. */
  readonly drilled: (query: Query, drill: string, side: 'in' | 'dropped') => readonly number[]
}

/** Who is in a cohort, by the dense number of the actor. Properties are read from who it is, not from what it sent, unless they are the event’s. */
export function membersOf(def: CohortDef, place: CohortPlace): Cohort {
  const of = def.actor === 'person' ? 'person' : 'account'
  if (def.actor === 'session' || (typeof def.actor === 'object' && def.actor.group !== 'account'))
    throw new QueryRefusal('actor', 'a cohort holds persons or accounts.', 'Use "person" or {"group": "account"}.', 'unsupported')
  const frame = (range: Range): Frame =>
    frameOf(place.events, readQuery({ kind: 'stickiness', sel: { event: '*' }, actor: def.actor, range, tz: def.tz }), place.asOf, place.groups)
  return { of, members: judge(def, def.def, { ...place, frame, size: place.events[of === 'person' ? 'persons' : 'accounts'].length }) }
}

interface Court extends CohortPlace {
  readonly frame: (range: Range) => Frame
  readonly size: number
}

function judge(def: CohortDef, rule: CohortRule, court: Court): Uint8Array {
  const own = (each: CohortRule): Uint8Array => judge(def, each, court)
  const where = (test: (actor: number) => boolean): Uint8Array => Uint8Array.from({ length: court.size }, (_, actor) => (actor > 0 && test(actor) ? 1 : 0))
  if ('all' in rule) return joined(rule.all.map(own), where, (votes, actor) => votes.every((vote) => vote[actor] === 1))
  if ('any' in rule) return joined(rule.any.map(own), where, (votes, actor) => votes.some((vote) => vote[actor] === 1))
  if ('not' in rule) return joined([own(rule.not)], where, ([vote], actor) => vote?.[actor] !== 1)
  if ('ids' in rule) {
    const { idOf } = court.frame(always).actors
    const wanted = new Set(rule.ids)
    return where((actor) => wanted.has(idOf(actor)))
  }
  if ('cell' in rule) {
    const inside = new Set(court.drilled(rule.cell.query, rule.cell.drill, rule.cell.side))
    return where((actor) => inside.has(actor))
  }
  if ('where' in rule) {
    const named = 'cohort' in rule.where && !rule.where.not ? groupIn({ cohort: rule.where.cohort }, court.groups, 'def') : null
    if (named?.of === (def.actor === 'person' ? 'person' : 'account')) return named.members // another by its name is that very one
    const { events, around, actors } = court.frame(always)
    const test = testOf(events, rule.where, around)
    const first = firstRowOf(events, actors)
    return where((actor) => (first[actor] ?? -1) >= 0 && test(first[actor] ?? 0))
  }
  if ('sequence' in rule) return sequence(def, rule, court, where)
  const [sel, op, times]: [EventSel, 'gte' | 'eq' | 'lte', number] = 'did' in rule ? [rule.did, rule.op, rule.times] : [rule.notDid, 'lte', 0]
  const frame = court.frame(rule.in)
  const { offsets } = actorRows(frame, [{ sel, bit: 1 }], frame.span)
  return where((actor) => {
    const count = (offsets[actor + 1] ?? 0) - (offsets[actor] ?? 0)
    return op === 'gte' ? count >= times : op === 'lte' ? count <= times : count === times
  })
}

const always: Range = { from: '1970-01-01', to: '2200-01-01' }
type Where = (test: (actor: number) => boolean) => Uint8Array

const joined = (votes: readonly Uint8Array[], where: Where, holds: (votes: readonly Uint8Array[], actor: number) => boolean): Uint8Array =>
  where((actor) => holds(votes, actor))

function sequence(def: CohortDef, rule: Extract<CohortRule, { sequence: unknown }>, court: Court, where: Where): Uint8Array {
  const query = readQuery({ kind: 'funnel', steps: rule.sequence, window: rule.window, range: rule.in, actor: def.actor, tz: def.tz })
  if (query.kind !== 'funnel') throw new QueryRefusal('sequence', 'it is no sequence.')
  const frame = frameOf(court.events, query, court.asOf, court.groups)
  const inside = new Set(funnelActors(query, judged(frame, query), rule.sequence.length - 1, null, 'in').map(({ actor }) => actor))
  return where((actor) => inside.has(actor))
}
