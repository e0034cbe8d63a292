import { bucketActors, funnelActors, type Walker } from './funnel/funnel.ts'
import type { Frame } from './frame.ts'
import { countedIn, isActivated, newcomers } from './kernels/activation.ts'
import { activeCounts, lifecycleStates, standings } from './kernels/activeIntervals.ts'
import { usesOf } from './kernels/adoption.ts'
import { linkActors, pathLines } from './kernels/paths.ts'
import { retained } from './kernels/retention.ts'
import { pointActors } from './kernels/trend.ts'
import type { Query } from './query/kinds.ts'

/** Actors, and the events of the chain that was walked where there is one. */
export type Behind = readonly (Pick<Walker, 'actor'> & Partial<Walker>)[]
const only = (actors: readonly number[]): Behind => [...new Set(actors)].map((actor) => ({ actor }))

/** The actors behind a number, which the parts of its `drill` name; null when they name none of this question. `side` dropped: those that came no further. */
export function behind(frame: Frame, query: Query, parts: readonly string[], side: 'in' | 'dropped'): Behind | null {
  const [what = '', first = '', second = '', third = ''] = parts
  if (query.kind === 'funnel' && what === 'step') return stepActors(frame, query, first, side)
  if (query.kind === 'retention' && what === 'cell') {
    const interval = Number(third)
    const entries = retained(frame, query).entries.filter(({ label, cohort }) => label === Number(first) && cohort === Number(second))
    const isIn = interval === 0 && query.interval0 === 'starters'
    return only(entries.filter(({ returned }) => (isIn || returned[interval] === 1) === (side === 'in')).map(({ actor }) => actor))
  }
  if (query.kind === 'stickiness' && what === 'bin')
    return only(
      activeCounts(frame, query)
        .counts.filter(({ label, intervals }) => label === Number(first) && (query.cumulative ? intervals >= Number(second) : intervals === Number(second)))
        .map(({ actor }) => actor),
    )
  if (query.kind === 'trend' && what === 'point') {
    const actors = pointActors(frame, query, [first, second, third].map(Number))
    return actors && only(actors)
  }
  if (query.kind === 'funnel' && what === 'entered') return only(bucketActors(frame, query, Number(first), side))
  if (query.kind === 'lifecycle' && what === 'state') return lifecycleActors(frame, query, parts.slice(1, -1).join(':'), parts.at(-1) ?? '')
  if (query.kind === 'paths' && what === 'link') return walkers(frame, query, first, parts.slice(2))
  if (query.kind === 'adoption' && what === 'feature') {
    const { lineOf, isAdopter } = usesOf(frame, query, Number(first), Math.min(frame.span.to, frame.asOf + 1))
    const line = Number(second)
    return line < 0 ? only([]) : only(Array.from(lineOf.keys()).filter((actor) => lineOf[actor] === line && isAdopter(actor) === (side === 'in')))
  }
  if (query.kind === 'activation' && what === 'cohort') {
    const own = newcomers(frame, query).newcomers.filter(({ label, cohort }) => first === '' || (label === Number(first) && cohort === Number(second)))
    return only(
      countedIn(frame, query, own)
        .filter((each) => isActivated(query)(each) === (side === 'in'))
        .map(({ actor }) => actor),
    )
  }
  return null
}

/** A place in a list as a drill names it: nothing but digits. */
const placeIn = (text: string): number => (/^\d+$/.test(text) ? Number(text) : -1)

/** A number and the line that it is of: null for all. Undefined where the question has no such line. */
function lineIn<T>(line: string | undefined, { breakdown }: Query, linesOf: () => readonly T[]): T | null | undefined {
  if (line === undefined) return null
  return breakdown.length === 0 ? undefined : linesOf()[placeIn(line)]
}

function stepActors(frame: Frame, query: Extract<Query, { kind: 'funnel' }>, place: string, side: 'in' | 'dropped'): Behind | null {
  const [number = '', named] = place.split('@')
  const step = placeIn(number) - 1
  return query.steps[step] ? funnelActors(frame, query, step, side, (lines) => lineIn(named, query, () => [...Array(lines).keys()])) : null
}

/** `place`: the bucket, and the line behind an @ where the number is of one. The name of an hour bears a colon. */
function lifecycleActors(frame: Frame, query: Extract<Query, { kind: 'lifecycle' }>, place: string, state: string): Behind | null {
  const wanted = lifecycleStates.find((each) => each === state)
  const [bucket = '', named] = place.split('@')
  const { buckets, at: standing, lines } = standings(frame, query)
  const at = buckets.names.indexOf(bucket)
  const line = lineIn(named, query, () => [...(lines?.labels.keys() ?? [])])
  if (!wanted || at < 0 || line === undefined) return null
  const isOfLine = (actor: number): boolean => line === null || lines?.of(actor) === line
  return only(Array.from({ length: frame.actors.count }, (_, key) => key + 1).filter((actor) => isOfLine(actor) && standing(actor, at) === wanted))
}

/** `place`: the level, and the line behind an @ where the number is of one. `ends`: the names of both steps, as they stand in an address. */
function walkers(frame: Frame, query: Extract<Query, { kind: 'paths' }>, place: string, ends: readonly string[]): Behind | null {
  const [number = '', named] = place.split('@')
  const level = placeIn(number)
  const [from, to, ...more] = ends.map(decoded)
  if (level < 0 || from == null || to == null || more.length > 0) return null
  const { all, lines } = pathLines(frame, query)
  const line = lineIn(named, query, () => lines)
  return line === undefined ? null : only(linkActors(query, line?.paths ?? all, level, from, to))
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
