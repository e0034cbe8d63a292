import { firstSeen, profileTest } from '../columns/profile.ts'
import { pieces, type Events } from '../columns/events.ts'
import { groupIn, testOf, type Cohort, type Groups } from '../columns/where.ts'
import { actorRows, frameOf, type Frame } from '../frame.ts'
import type { CohortDef, CohortRule } from '../query/cohort.ts'
import type { Query } from '../query/kinds.ts'
import type { EventSel, Range, Where as Condition } from '../query/parts.ts'
import { readQuery } from '../query/resolve.ts'
import { QueryRefusal } from '../refusal.ts'
import { funnelActors } from '../funnel/funnel.ts'

export interface CohortPlace {
  readonly events: Events
  readonly asOf: number
  readonly groups: Groups
  /** The actors behind a cell of an answer. */
  readonly drilled: (query: Query, drill: string, side: 'in' | 'dropped') => readonly number[]
}

/**
 * Who is in a cohort, by the dense number of the actor: of those that were there by `asOf`. A condition about who it is needs no event of it; one that says
 * anything of events, or of the other side (a person’s account), holds for whoever has an event of which the whole condition is true.
 */
export function membersOf(def: CohortDef, place: CohortPlace): Cohort {
  const of = def.actor === 'person' ? 'person' : 'account'
  if (def.actor === 'session' || (typeof def.actor === 'object' && def.actor.group !== 'account'))
    throw new QueryRefusal('actor', 'a cohort holds persons or accounts.', 'Use "person" or {"group": "account"}.', 'unsupported')
  const frame = (range: Range, { event }: Pick<EventSel, 'event'> = { event: '*' }): Frame =>
    frameOf(place.events, readQuery({ kind: 'stickiness', sel: { event }, actor: def.actor, range, tz: def.tz }), place.asOf, place.groups)
  const size = place.events[of === 'person' ? 'persons' : 'accounts'].length
  return { of, members: judge(def, def.def, { ...place, frame, of, size, wasThere: presence(place, of) }) }
}

/** Had it come to be by `asOf`: by its creation, else by its first event; what is known but was never seen is taken to have been there. */
function presence({ events, asOf }: CohortPlace, of: Cohort['of']): (key: number) => boolean {
  const { created, gone } = events.profiles[of]
  const count = events[of === 'person' ? 'persons' : 'accounts'].length - 1
  const actor = of === 'person' ? of : { group: of }
  const [then, ever] = [firstSeen(events, actor, count, asOf), firstSeen(events, actor, count, Infinity)]
  return (key) => {
    if (gone?.has(key)) return false
    const born = created?.[key] ?? Number.NaN
    return Number.isNaN(born) ? (then.ts[key] ?? Infinity) < Infinity || ever.ts[key] === Infinity : born <= asOf
  }
}

interface Court extends CohortPlace {
  readonly frame: (range: Range, sel?: EventSel) => Frame
  readonly of: Cohort['of']
  readonly size: number
  readonly wasThere: (key: number) => boolean
}

function judge(def: CohortDef, rule: CohortRule, court: Court): Uint8Array {
  const own = (each: CohortRule): Uint8Array => judge(def, each, court)
  const named = (test: (actor: number) => boolean): Uint8Array => Uint8Array.from({ length: court.size }, (_, actor) => (actor > 0 && test(actor) ? 1 : 0))
  const where: Where = (test) => named((actor) => court.wasThere(actor) && test(actor))
  if ('all' in rule) return joined(rule.all.map(own), where, (votes, actor) => votes.every((vote) => vote[actor] === 1))
  if ('any' in rule) return joined(rule.any.map(own), where, (votes, actor) => votes.some((vote) => vote[actor] === 1))
  if ('not' in rule) return joined([own(rule.not)], where, ([vote], actor) => vote?.[actor] !== 1)
  if ('ids' in rule) {
    const { idOf } = court.frame(always).actors
    const wanted = new Set(rule.ids)
    return named((actor) => wanted.has(idOf(actor)) && !court.events.profiles[court.of].gone?.has(actor))
  }
  if ('cell' in rule) {
    const inside = new Set(court.drilled(rule.cell.query, rule.cell.drill, rule.cell.side))
    return named((actor) => inside.has(actor))
  }
  if ('where' in rule) return where(conditionTest(rule.where, court))
  if ('sequence' in rule) return sequence(def, rule, court, where)
  const [sel, op, times]: [EventSel, 'gte' | 'eq' | 'lte', number] = 'did' in rule ? [rule.did, rule.op, rule.times] : [rule.notDid, 'lte', 0]
  const frame = court.frame(rule.in, sel)
  const { offsets } = actorRows(frame, [{ sel, bit: 1 }], frame.span)
  return where((actor) => {
    const count = (offsets[actor + 1] ?? 0) - (offsets[actor] ?? 0)
    return op === 'gte' ? count >= times : op === 'lte' ? count <= times : count === times
  })
}

function conditionTest(condition: Condition, { events, asOf, of, groups, size, frame }: Court): (actor: number) => boolean {
  const { around } = frame(always)
  if (isOfOwner(condition, of, groups)) return profileTest(events, condition, of, around, 'def')
  const holds = new Uint8Array(size)
  for (const { events: part } of pieces(events)) {
    const test = testOf(part, condition, around)
    const [ids, known] = [part[of], asOf >= part.knownBy ? null : (part.received ?? part.ts)]
    for (let row = 0; row < ids.length; row++) {
      const actor = ids[row] ?? 0
      if (holds[actor] === 0 && (known === null || (known[row] ?? 0) <= asOf) && test(row)) holds[actor] = 1
    }
  }
  return (actor) => holds[actor] === 1
}

/** Does it speak of nothing but who is counted: its own properties, and groups of its kind? */
function isOfOwner(condition: Condition, of: Cohort['of'], groups: Groups): boolean {
  if ('all' in condition) return condition.all.every((each) => isOfOwner(each, of, groups))
  if ('any' in condition) return condition.any.every((each) => isOfOwner(each, of, groups))
  if ('prop' in condition) return condition.prop.startsWith(`${of}.`)
  if ('cohort' in condition) return groupIn({ cohort: condition.cohort }, groups, 'def').of === of
  if ('segment' in condition) return groupIn({ segment: condition.segment }, groups, 'def').of === of
  return isOfOwner(condition.not, of, groups)
}

const always: Range = { from: '1970-01-01', to: '2200-01-01' }
type Where = (test: (actor: number) => boolean) => Uint8Array

const joined = (votes: readonly Uint8Array[], where: Where, holds: (votes: readonly Uint8Array[], actor: number) => boolean): Uint8Array =>
  where((actor) => holds(votes, actor))

function sequence(def: CohortDef, rule: Extract<CohortRule, { sequence: unknown }>, court: Court, where: Where): Uint8Array {
  const query = readQuery({ kind: 'funnel', steps: rule.sequence, window: rule.window, range: rule.in, actor: def.actor, tz: def.tz })
  if (query.kind !== 'funnel') throw new QueryRefusal('sequence', 'it is no sequence.')
  const frame = frameOf(court.events, query, court.asOf, court.groups)
  const inside = new Set(funnelActors(frame, query, rule.sequence.length - 1, 'in')?.map(({ actor }) => actor))
  return where((actor) => inside.has(actor))
}
