import type { Link, PathNode, Query } from './contract.ts'

/** A node in its place; `ends`: how many paths go no further, null where links are left out and it cannot be told. */
export interface PlacedNode extends PathNode {
  readonly x: number
  readonly y: number
  readonly height: number
  readonly ends: number | null
}

/** A link as a band from the right edge of its source to the left edge of its target; y are its middles. */
export interface PlacedLink extends Link {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
  readonly width: number
}

export interface PathLayout {
  readonly nodes: readonly PlacedNode[]
  readonly links: readonly PlacedLink[]
  readonly levels: readonly number[]
  readonly step: number
  readonly width: number
  readonly height: number
}

export const barWidth = 10
/** Below this a column has no room for the name of an event; then the figure is wider than its place and is moved sideways. */
const leastStep = 140
/** Room for a name and a number. */
const leastSlot = 34
const gap = 8
const fullest = 240

/** Columns of nodes, one for each step, with bands between them: what is wider or taller is more often. The commonest stand on top, “Other” below. */
export function layPaths(nodes: readonly PathNode[], links: readonly Link[], room: number, isComplete: boolean): PathLayout {
  const levels = [...new Set(nodes.map(({ level }) => level))].toSorted((a, b) => a - b)
  const ofLevel = (level: number): PathNode[] =>
    nodes.filter((node) => node.level === level).toSorted((a, b) => Number(a.name === 'Other') - Number(b.name === 'Other') || b.n - a.n)
  const most = Math.max(1, ...levels.map((level) => sumOf(ofLevel(level))))
  const scale = fullest / most
  const step = Math.max(leastStep, Math.floor(room / Math.max(1, levels.length)))
  const placed = new Map<string, PlacedNode>()
  let height = 0
  levels.forEach((level, column) => {
    let y = 0
    for (const node of ofLevel(level)) {
      const own = Math.max(2, node.n * scale)
      const on = sumOf(links.filter((link) => link.level === level && link.from === node.name))
      placed.set(keyOf(level, node.name), { ...node, x: column * step, y, height: own, ends: isComplete && column < levels.length - 1 ? node.n - on : null })
      y += Math.max(own, leastSlot) + gap
    }
    height = Math.max(height, y - gap)
  })
  return { nodes: [...placed.values()], links: bands(links, placed, scale), levels, step, width: step * levels.length, height }
}

const sumOf = (all: readonly { readonly n: number }[]): number => all.reduce((sum, { n }) => sum + n, 0)
const keyOf = (level: number, name: string): string => `${level}\u001f${name}`

/** Bands leave and arrive below each other, in the order of what they join, so that none cross at a node. */
function bands(links: readonly Link[], placed: ReadonlyMap<string, PlacedNode>, scale: number): PlacedLink[] {
  const ends = links.flatMap((link) => {
    const [source, target] = [placed.get(keyOf(link.level, link.from)), placed.get(keyOf(link.level + 1, link.to))]
    return source && target ? [{ link, source, target }] : []
  })
  const stacked = (of: (end: (typeof ends)[number]) => PlacedNode, other: (end: (typeof ends)[number]) => PlacedNode): Map<Link, number> => {
    const used = new Map<PlacedNode, number>()
    return new Map(
      ends
        .toSorted((a, b) => other(a).y - other(b).y)
        .map((end) => {
          const [node, before] = [of(end), used.get(of(end)) ?? 0]
          used.set(node, before + end.link.n * scale)
          return [end.link, node.y + before + (end.link.n * scale) / 2]
        }),
    )
  }
  const leaves = stacked(
    ({ source }) => source,
    ({ target }) => target,
  )
  const arrives = stacked(
    ({ target }) => target,
    ({ source }) => source,
  )
  return ends.map(({ link, source, target }) => ({
    ...link,
    x1: source.x + barWidth,
    y1: leaves.get(link) ?? 0,
    x2: target.x,
    y2: arrives.get(link) ?? 0,
    width: Math.max(1, link.n * scale),
  }))
}

/** What a step is called: counted from the beginning, or back from an end that all paths have in common, in the last step. */
export function stepName({ startAt, endAt, maxSteps }: Query, level: number): string {
  if (startAt || !endAt) return `Step ${level + 1}`
  const before = Number(maxSteps) - 1 - level
  return before === 0 ? 'End' : `${before} before the end`
}

/** Has a name so many letters that it may not fit? Letters of a figure are seven px wide, or less. */
export const mayBeCut = (name: string, room: number): boolean => name.length * 7 > room

/** The link that an arrow key leads to: up and down within a step, left and right along the path. Null where there is none. */
export function nextLink(links: readonly PlacedLink[], from: PlacedLink, key: string): PlacedLink | null {
  const order = (level: number): PlacedLink[] => links.filter((link) => link.level === level).toSorted((a, b) => a.y1 - b.y1)
  const own = order(from.level)
  const at = own.indexOf(from)
  if (key === 'ArrowDown') return own[at + 1] ?? null
  if (key === 'ArrowUp') return own[at - 1] ?? null
  if (key === 'Home') return own[0] ?? null
  if (key === 'End') return own.at(-1) ?? null
  if (key === 'ArrowRight') return order(from.level + 1).find((link) => link.from === from.to) ?? null
  return key === 'ArrowLeft' ? (order(from.level - 1).find((link) => link.to === from.from) ?? null) : null
}
