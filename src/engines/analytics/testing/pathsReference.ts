import type { GivenEvent } from '../columns/collect.ts'
import type { PathsQuery } from '../query/kinds.ts'
import { millisOf } from '../query/parts.ts'
import type { Span } from './kernelReference.ts'
import { selected } from './trendReference.ts'

interface Visit {
  readonly id: string
  readonly name: string
  readonly ts: number
}

export interface ReferencePaths {
  /** “level name” to how many paths stand there. */
  readonly nodes: Readonly<Record<string, number>>
  /** “level from → to” to the seconds of each path that goes over it, ascending. */
  readonly links: Readonly<Record<string, readonly number[]>>
  /** The same to the actors whose paths these are. */
  readonly actors: Readonly<Record<string, readonly string[]>>
  readonly paths: number
}

/** Paths by cutting each actor’s events by hand. Rows stand in the order of arrival. */
export function referencePaths(query: PathsQuery, events: readonly GivenEvent[], span: Span): ReferencePaths {
  const wanted = [query.include, query.startAt, query.endAt].filter((sel) => sel !== null)
  const idOf = ({ person, account }: GivenEvent): string => String((query.actor === 'person' ? person : account) ?? '')
  const rows = events.filter((event) => event.ts >= span.from && event.ts < span.to && idOf(event) !== '' && wanted.some((sel) => selected(sel, event)))
  const all = [...new Set(rows.map(idOf))].flatMap((id) =>
    stretches(
      query,
      rows.filter((event) => idOf(event) === id).toSorted((a, b) => a.ts - b.ts),
    ).flatMap((stretch) => {
      const path = pathOf(query, stretch, id)
      return path.length === 0 ? [] : [path]
    }),
  )
  const visitAt = (path: readonly Visit[], level: number): Visit | undefined =>
    path[query.endAt && !query.startAt ? level - query.maxSteps + path.length : level]
  const shown = (level: number): ReadonlySet<string> => {
    const names = all.flatMap((path) => visitAt(path, level)?.name ?? [])
    const n = (name: string): number => names.filter((other) => other === name).length
    return new Set([...new Set(names)].toSorted((a, b) => n(b) - n(a) || (a < b ? -1 : 1)).slice(0, query.topPerLevel))
  }
  const levels = Array.from({ length: query.maxSteps }, (_, level) => shown(level))
  const nameAt = (path: readonly Visit[], level: number): string => {
    const name = visitAt(path, level)?.name ?? ''
    return levels[level]?.has(name) ? name : 'Other'
  }
  const nodes: Record<string, number> = {}
  const [links, actors]: [Record<string, number[]>, Record<string, string[]>] = [{}, {}]
  for (const path of all)
    levels.forEach((_, level) => {
      const [visit, next] = [visitAt(path, level), visitAt(path, level + 1)]
      if (!visit) return
      const { ts, id } = visit
      const node = `${level} ${nameAt(path, level)}`
      nodes[node] = (nodes[node] ?? 0) + 1
      if (!next) return
      const link = `${node} → ${nameAt(path, level + 1)}`
      links[link] = [...(links[link] ?? []), (next.ts - ts) / 1000].toSorted((a, b) => a - b)
      actors[link] = [...new Set([...(actors[link] ?? []), id])].toSorted()
    })
  for (const [link, times] of Object.entries(links)) if (times.length < query.minCount) delete links[link]
  return { nodes, links, actors, paths: all.length }
}

/** An actor’s events no further apart than the gap. */
function stretches(query: PathsQuery, own: readonly GivenEvent[]): GivenEvent[][] {
  const gap = millisOf(query.gap, 'gap')
  const cuts = own.flatMap((event, at) => (at > 0 && event.ts - (own[at - 1]?.ts ?? 0) > gap ? [at] : []))
  return [0, ...cuts].map((from, at) => own.slice(from, cuts[at] ?? own.length))
}

function pathOf(query: PathsQuery, stretch: readonly GivenEvent[], id: string): Visit[] {
  const { startAt, endAt, maxSteps } = query
  const from = startAt ? stretch.findIndex((event) => selected(startAt, event)) : 0
  const to = endAt ? stretch.findIndex((event, at) => at >= from && selected(endAt, event)) : stretch.length - 1
  if (from < 0 || to < 0) return []
  const visits = stretch
    .slice(from, to + 1)
    .map(({ name, ts }) => ({ id, ts, name: query.clean.reduce((text, { regex, to: by }) => text.replace(new RegExp(regex, 'gu'), by), name) }))
  const kept: Visit[] = []
  for (const visit of visits) if (!query.collapseRepeats || kept.at(-1)?.name !== visit.name) kept.push(visit)
  return endAt && !startAt ? kept.slice(Math.max(0, kept.length - maxSteps)) : kept.slice(0, maxSteps)
}
