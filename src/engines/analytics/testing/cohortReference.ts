import type { GivenEvent, GivenProfile } from '../columns/collect.ts'
import { holds } from '../columns/where.ts'
import type { CohortRule } from '../query/cohort.ts'
import { millisOf, type Range, type Scalar, type Where } from '../query/parts.ts'
import { selected } from './trendReference.ts'

export interface Population {
  readonly of: 'person' | 'account'
  readonly events: readonly GivenEvent[]
  readonly profiles: Readonly<Record<'person' | 'account', readonly GivenProfile[]>>
  readonly asOf: number
}

/** Is somebody in a cohort? By walking through its own events once for each rule; ranges are fixed days in UTC. */
export function isInCohort(id: string, rule: CohortRule, place: Population): boolean {
  if ('ids' in rule) return rule.ids.includes(id)
  return wasThere(id, place) && isIn(id, rule, place)
}

function wasThere(id: string, place: Population): boolean {
  const created = profileOf(id, place.of, place)?.created
  if (typeof created === 'number') return created <= place.asOf
  return place.events.some((event) => event[place.of] === id) ? own(id, place).length > 0 : true
}

const profileOf = (id: string, of: 'person' | 'account', { profiles }: Population): GivenProfile | undefined => profiles[of].find((each) => each.id === id)
const own = (id: string, { events, of, asOf }: Population): GivenEvent[] =>
  events.filter((event) => event[of] === id && (event.received ?? event.ts) <= asOf).toSorted((a, b) => a.ts - b.ts)
const within = (events: readonly GivenEvent[], range: Range): GivenEvent[] =>
  'from' in range ? events.filter(({ ts }) => ts >= Date.parse(`${range.from}T00:00:00Z`) && ts < Date.parse(`${range.to}T00:00:00Z`)) : []

function isIn(id: string, rule: CohortRule, place: Population): boolean {
  if ('all' in rule) return rule.all.every((each) => isInCohort(id, each, place))
  if ('any' in rule) return rule.any.some((each) => isInCohort(id, each, place))
  if ('not' in rule) return !isInCohort(id, rule.not, place)
  if ('notDid' in rule) return !within(own(id, place), rule.in).some((event) => selected(rule.notDid, event))
  if ('did' in rule) {
    const times = within(own(id, place), rule.in).filter((event) => selected(rule.did, event)).length
    return rule.op === 'eq' ? times === rule.times : rule.op === 'gte' ? times >= rule.times : times <= rule.times
  }
  if ('sequence' in rule) return hasChain(own(id, place), rule)
  if ('where' in rule) return hasAll(id, rule.where, place)
  throw new RangeError('The reference knows no cells.')
}

/** Any chain of different events, each at or after the one before, the last within the window of the first, which lies in the range. */
function hasChain(events: readonly GivenEvent[], { sequence, window, in: range }: Extract<CohortRule, { sequence: unknown }>): boolean {
  const grow = (chain: readonly GivenEvent[]): boolean => {
    const next = sequence[chain.length]
    if (!next) return true
    const [first, last] = [chain[0], chain.at(-1)]
    const isFit = (event: GivenEvent): boolean =>
      !chain.includes(event) && (!last || event.ts >= last.ts) && (!first || event.ts - first.ts <= millisOf(window, 'window')) && selected(next, event)
    return (first ? events : within(events, range)).filter(isFit).some((event) => grow([...chain, event]))
  }
  return grow([])
}

function hasAll(id: string, where: Where, place: Population): boolean {
  const isOwn = propsIn(where).every((prop) => prop.startsWith(`${place.of}.`))
  const profile = (of: 'person' | 'account', other: string | null | undefined): GivenProfile['properties'] => profileOf(other ?? '', of, place)?.properties
  if (isOwn) return passes(where, (scope, name) => (scope === place.of ? profile(place.of, id)?.[name] : undefined))
  return own(id, place).some((event) =>
    passes(where, (scope, name) =>
      scope === 'event' ? event.properties?.[name] : scope === 'person' || scope === 'account' ? profile(scope, event[scope])?.[name] : undefined,
    ),
  )
}

function propsIn(where: Where): string[] {
  if ('all' in where) return where.all.flatMap(propsIn)
  if ('any' in where) return where.any.flatMap(propsIn)
  if ('prop' in where) return [where.prop]
  return 'not' in where && typeof where.not === 'object' ? propsIn(where.not) : []
}

function passes(where: Where, valueOf: (scope: string, name: string) => unknown): boolean {
  if ('all' in where) return where.all.every((each) => passes(each, valueOf))
  if ('any' in where) return where.any.some((each) => passes(each, valueOf))
  if ('prop' in where) {
    const [scope = '', name = ''] = where.prop.split('.')
    const value = valueOf(scope, name)
    return holds(where, isScalar(value) ? value : null)
  }
  return 'not' in where && typeof where.not === 'object' && !passes(where.not, valueOf)
}
const isScalar = (value: unknown): value is Scalar => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
