import { actorRows, slicesOf, type Frame } from '../frame.ts'
import type { PathsQuery } from '../query/kinds.ts'
import { millisOf } from '../query/parts.ts'
import { quantile } from '../quantile.ts'
import { lastingCut, limited, other, weightsOf, type Cut, type Label } from '../columns/cut.ts'

export interface PathNode {
  readonly level: number
  readonly name: string
  readonly n: number
}
export interface PathLink {
  readonly level: number
  readonly from: string
  readonly to: string
  readonly n: number
  /** Seconds from one to the next. */
  readonly medianSec: number | null
  readonly drill: string
}

interface Visit {
  readonly name: string
  readonly ts: number
}
export interface Path {
  readonly actor: number
  /** The line of the breakdown that it falls into: by what is known of who walks it, else by its first event. */
  readonly line: number
  readonly visits: readonly Visit[]
}

/** An event on the way, with its row and the bits that say whether a path may begin or end here. */
interface Seen extends Visit {
  readonly row: number
  readonly bits: number
}

/** The paths of all actors: events no further apart than the gap, from the start event or up to the end event, no longer than asked. */
export function pathsIn(frame: Frame, query: PathsQuery, cut = lastingCut()): Path[] {
  const found: Path[] = []
  for (const slice of slicesOf(frame)) walk(slice, query, cut.of(slice), found)
  return found
}

function walk(frame: Frame, query: PathsQuery, { codeOf }: Cut, found: Path[]): void {
  const nothing = { event: [], where: null, label: null }
  const rows = actorRows(
    frame,
    [
      { sel: query.include, bit: 1 },
      { sel: query.startAt ?? nothing, bit: 2 },
      { sel: query.endAt ?? nothing, bit: 4 },
    ],
    frame.span,
  )
  const names = frame.events.names.map((name) => cleanName(query, name))
  const gap = query.gap.unit === 'session' ? Infinity : millisOf(query.gap, 'gap')
  for (let actor = 1; actor <= frame.actors.count; actor++) {
    let stretch: Seen[] = []
    const close = (): void => {
      const seen = trimmed(query, stretch)
      const [first] = seen
      if (first) found.push({ actor, line: codeOf(actor, first.row), visits: seen.map(({ name, ts }) => ({ name, ts })) })
      stretch = []
    }
    for (let at = rows.offsets[actor] ?? 0; at < (rows.offsets[actor + 1] ?? 0); at++) {
      const row = rows.rows[at] ?? 0
      const ts = frame.events.ts[row] ?? 0
      const last = stretch.at(-1)
      if (last && ts - last.ts > gap) close()
      stretch.push({ name: names[frame.events.name[row] ?? 0] ?? '', ts, row, bits: rows.bits[at] ?? 0 })
    }
    close()
  }
}

/** A name as paths show it. */
export const cleanName = ({ clean }: PathsQuery, name: string): string => clean.reduce((text, { regex, to }) => text.replace(new RegExp(regex, 'gu'), to), name)

function trimmed(query: PathsQuery, stretch: readonly Seen[]): Seen[] {
  const first = query.startAt ? stretch.findIndex(({ bits }) => (bits & 2) !== 0) : 0
  const until = query.endAt ? stretch.findIndex(({ bits }, at) => at >= first && (bits & 4) !== 0) : stretch.length - 1
  if (first < 0 || until < 0) return []
  const visits = stretch.slice(first, until + 1).filter(({ name }, at, all) => !query.collapseRepeats || name !== all[at - 1]?.name)
  return query.endAt && !query.startAt ? visits.slice(-query.maxSteps) : visits.slice(0, query.maxSteps)
}

/** Paths that only end somewhere stand with their ends below each other, in the last level; all others with their beginnings, in the first. */
const levelled = ({ startAt, endAt, maxSteps }: PathsQuery, { visits }: Path): readonly (readonly [number, Visit])[] => {
  const first = endAt && !startAt ? maxSteps - visits.length : 0
  return visits.map((visit, at) => [first + at, visit])
}

export interface Paths {
  readonly nodes: readonly PathNode[]
  readonly links: readonly PathLink[]
  readonly paths: number
}

/** The paths of all, and the lines of a breakdown, each with its paths; none without one. */
export function pathLines(
  frame: Frame,
  query: PathsQuery,
): { readonly all: readonly Path[]; readonly lines: readonly { readonly label: Label; readonly paths: readonly Path[] }[] } {
  const cut = lastingCut()
  const all = pathsIn(frame, query, cut)
  if (query.breakdown.length === 0) return { all, lines: [] }
  const own = all.map(({ line }) => line)
  const { codes, labels } = limited(frame, cut.labels, weightsOf(cut.labels, own))
  const lines = labels.map((label) => ({ label, paths: new Array<Path>() }))
  all.forEach((path, at) => lines[codes[own[at] ?? -1] ?? -1]?.paths.push(path))
  return { all, lines }
}

/** The paths of all, and with a breakdown those of each line. */
export function pathsAnswer(frame: Frame, query: PathsQuery): Paths & { readonly lines?: readonly (Paths & { readonly breakdown: Label })[] } {
  const { all, lines: found } = pathLines(frame, query)
  const lines = found.map(({ label, paths: own }, line) => ({ breakdown: label, ...paths(query, own, `@${line}`) }))
  return { ...paths(query, all), ...(query.breakdown.length > 0 ? { lines } : {}) }
}

/** Nodes and links of the paths, level by level; beyond the most visited of a level stands “Other”. */
export function paths(query: PathsQuery, all: readonly Path[], line = ''): Paths {
  const shown = shownNames(query, all)
  const nodes = new Map<string, number>()
  const links = new Map<string, number[]>()
  for (const path of all) {
    const visits = levelled(query, path)
    visits.forEach(([level, visit], at) => {
      const name = shown(level, visit.name)
      nodes.set(`${level}\u001f${name}`, (nodes.get(`${level}\u001f${name}`) ?? 0) + 1)
      const [below, next] = visits[at + 1] ?? []
      if (below === undefined || !next) return
      const key = `${level}\u001f${name}\u001f${shown(below, next.name)}`
      const own = links.get(key)
      if (own) own.push((next.ts - visit.ts) / 1000)
      else links.set(key, [(next.ts - visit.ts) / 1000])
    })
  }
  return told({
    nodes: [...nodes].map(([key, n]) => ({ level: Number(key.split('\u001f')[0]), name: key.split('\u001f')[1] ?? '', n })),
    links: [...links].filter(([, times]) => times.length >= query.minCount).map(([key, times]) => linkOf(key, times, line)),
    paths: all.length,
  })
}

const told = ({ nodes, links, paths: count }: Paths): Paths => ({
  nodes: nodes.toSorted((a, b) => a.level - b.level || b.n - a.n || (a.name < b.name ? -1 : 1)),
  links: links.toSorted((a, b) => a.level - b.level || b.n - a.n || (a.from + a.to < b.from + b.to ? -1 : 1)),
  paths: count,
})

/** A link that is counted already, or where paths end (to: null), with the one or two times in the middle of all its seconds. */
export interface CountedLink {
  readonly level: number
  readonly from: string
  readonly to: string | null
  readonly n: number
  readonly middle: readonly number[]
}

/** The same from counted links, every one of which is there: each visit is in one link or ends a path. */
export function pathsOf(query: PathsQuery, links: readonly CountedLink[]): Paths {
  const nodes = new Map<string, PathNode>()
  for (const { level, from: name, n } of links) {
    const key = `${level}\u001f${name}`
    nodes.set(key, { level, name, n: (nodes.get(key)?.n ?? 0) + n })
  }
  const kept = links.flatMap(({ level, from, to, n, middle }) => (to === null || n < query.minCount ? [] : [ofLink(level, from, to, n, middle)]))
  return told({ nodes: [...nodes.values()], links: kept, paths: links.reduce((sum, { to, n }) => sum + (to === null ? n : 0), 0) })
}

function linkOf(key: string, times: number[], line: string): PathLink {
  const [level = '', from = '', to = ''] = key.split('\u001f')
  const own = times.toSorted((a, b) => a - b)
  return ofLink(Number(level), from, to, own.length, own, line)
}

const ofLink = (level: number, from: string, to: string, n: number, times: readonly number[], line = ''): PathLink => ({
  level,
  from,
  to,
  n,
  medianSec: quantile(times, 0.5),
  drill: `link:${level}${line}:${encodeURIComponent(from)}:${encodeURIComponent(to)}`,
})

function shownNames(query: PathsQuery, all: readonly Path[]): (level: number, name: string) => string {
  const visited = new Map<string, number>()
  for (const path of all)
    for (const [level, { name }] of levelled(query, path)) visited.set(`${level}\u001f${name}`, (visited.get(`${level}\u001f${name}`) ?? 0) + 1)
  const levels = new Map<string, [string, number][]>()
  for (const [key, n] of visited) {
    const [level = '', name = ''] = key.split('\u001f')
    levels.set(level, [...(levels.get(level) ?? []), [name, n]])
  }
  const kept = new Map(
    [...levels].map(([level, names]) => [
      level,
      new Set(
        names
          .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
          .slice(0, query.topPerLevel)
          .map(([name]) => name),
      ),
    ]),
  )
  return (level, name) => (kept.get(String(level))?.has(name) ? name : other)
}

/** Whose paths go over a link. */
export function linkActors(query: PathsQuery, all: readonly Path[], level: number, from: string, to: string): number[] {
  const shown = shownNames(query, all)
  const passes = (path: Path): boolean => {
    const visits = levelled(query, path)
    const at = visits.findIndex(([own]) => own === level)
    const [[, a] = [], [below = 0, b] = []] = [visits[at], visits[at + 1]]
    return at >= 0 && a !== undefined && b !== undefined && shown(level, a.name) === from && shown(below, b.name) === to
  }
  return [...new Set(all.filter(passes).map(({ actor }) => actor))]
}
