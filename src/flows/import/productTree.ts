import { isRecord, type SourceTree } from '#kernel'
import { toMarkdown } from './toMarkdown.ts'

/** One node of a product hierarchy, in the fields of the noun `product` but for its parent, which is named by its external id. */
export interface ProductNode {
  readonly externalId: string
  readonly parent: string | null
  readonly file: string
  readonly values: Readonly<Record<string, unknown>>
}

export interface ProductTree {
  /** The files that are levels of the hierarchy. */
  readonly files: readonly string[]
  /** Parents before children. */
  readonly nodes: readonly ProductNode[]
}

interface Level {
  readonly file: string
  /** What its entries are called: the file's only key, or the file's name. */
  readonly name: string
  readonly entries: ReadonlyMap<string, Readonly<Record<string, unknown>>>
}

/**
 * Finds a product hierarchy in a set of documents. A level is a map of named things; two levels belong together when a field of the one holds keys of the other (a category's `stage`).
 * Groups inside an entry are a level between, and take the entries that they list. A map that is tied to nothing is not a hierarchy.
 */
export function readProductTree(trees: readonly SourceTree[]): ProductTree {
  const levels = trees.flatMap(toLevel)
  const parents = new Map(levels.map((level) => [level, parentOf(level, levels)]))
  const tied = levels.filter((level) => parents.get(level) !== null || [...parents.values()].some((one) => one?.level === level) || hasGroups(level))
  const ordered = tied.toSorted((a, b) => depth(a, parents) - depth(b, parents))
  const groups = ordered.flatMap((level) => groupsIn(level))
  const nodes = ordered.flatMap((level) => [
    ...nodesOf(level, parents.get(level) ?? null, depth(level, parents), groups),
    ...groups.filter((one) => one.level === level).map((one) => one.node),
  ])
  return { files: ordered.map((level) => level.file), nodes }
}

type Parent = { readonly level: Level; readonly field: string } | null

function toLevel({ file, tree }: SourceTree): Level[] {
  const keys = isRecord(tree) ? Object.keys(tree) : []
  const only = keys.length === 1 ? (keys[0] ?? '') : ''
  const map = isRecord(tree) && only !== '' && isRecord(tree[only]) && !titleOf(tree[only]) ? tree[only] : tree
  if (!isRecord(map)) return []
  const entries = Object.entries(map).flatMap(([key, value]): [string, Record<string, unknown>][] => (isRecord(value) && titleOf(value) ? [[key, value]] : []))
  const name = only || (file.split('/').at(-1) ?? file).split('.')[0] || file
  return entries.length >= 2 && entries.length >= Object.keys(map).length * 0.8 ? [{ file, name, entries: new Map(entries) }] : []
}

const titleOf = (entry: Readonly<Record<string, unknown>>): string => {
  const title = entry['display_name'] ?? entry['name'] ?? entry['title']
  return typeof title === 'string' ? title.trim() : ''
}

/** The level whose keys a field of this one holds, in at least four of five entries that have the field. */
function parentOf(level: Level, levels: readonly Level[]): Parent {
  const fields = new Set([...level.entries.values()].flatMap((entry) => Object.keys(entry)))
  for (const field of fields)
    for (const other of levels) {
      const values = [...level.entries.values()].map((entry) => entry[field]).filter((value) => typeof value === 'string')
      const known = values.filter((value) => other.entries.has(value)).length
      if (other !== level && values.length >= level.entries.size * 0.5 && known >= values.length * 0.8) return { level: other, field }
    }
  return null
}

function depth(level: Level, parents: ReadonlyMap<Level, Parent>): number {
  let steps = 0
  for (let at = parents.get(level) ?? null; at && steps < 10; at = parents.get(at.level) ?? null) steps++
  return steps
}

interface Group {
  readonly level: Level
  readonly owner: string
  readonly lists: ReadonlySet<string>
  readonly node: ProductNode
}

const groupKeys = ['groups', 'areas', 'products', 'children'] as const
const groupMap = (entry: Readonly<Record<string, unknown>>): Record<string, unknown> | null => groupKeys.map((key) => entry[key]).find(isRecord) ?? null
const hasGroups = (level: Level): boolean => [...level.entries.values()].some((entry) => groupMap(entry) !== null)

function groupsIn(level: Level): Group[] {
  return [...level.entries].flatMap(([key, entry]) =>
    Object.entries(groupMap(entry) ?? {}).flatMap(([slug, group]): Group[] => {
      if (!isRecord(group)) return []
      const lists = new Set(Object.values(group).flatMap((value) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [])))
      const node = {
        externalId: `${level.name}/${key}/${slug}`,
        parent: `${level.name}/${key}`,
        file: level.file,
        values: { name: (titleOf(group) || slug).slice(0, 140), kind: 'area', summary: summaryOf(group) },
      }
      return [{ level, owner: key, lists, node }]
    }),
  )
}

function nodesOf(level: Level, parent: Parent, steps: number, groups: readonly Group[]): ProductNode[] {
  return [...level.entries].map(([key, entry]) => {
    const above = parent ? entry[parent.field] : null
    const owner = typeof above === 'string' && parent?.level.entries.has(above) ? above : null
    const group = groups.find((one) => one.level === parent?.level && one.owner === owner && one.lists.has(key))
    return {
      externalId: `${level.name}/${key}`,
      parent: group?.node.externalId ?? (owner !== null && parent ? `${parent.level.name}/${owner}` : null),
      file: level.file,
      values: {
        name: titleOf(entry).slice(0, 140),
        kind: kindOf(steps, level),
        summary: summaryOf(entry),
        maturity: wordOf(entry['maturity']),
        investment: shareOf(entry),
      },
    }
  })
}

/** The top of the tree is lines; what holds groups is products; what stands below is areas. */
const kindOf = (steps: number, level: Level): string => (hasGroups(level) ? 'product' : steps === 0 ? 'line' : 'area')

const wordOf = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 40) : null)

function summaryOf(entry: Readonly<Record<string, unknown>>): string | null {
  const words = entry['description'] ?? entry['summary'] ?? entry['focus']
  return typeof words === 'string' && words.trim() !== '' ? toMarkdown(words) : null
}

/** Development spend in percent, where the source states it. */
function shareOf(entry: Readonly<Record<string, unknown>>): number | null {
  const key = Object.keys(entry).find((name) => /(development_spend|investment)_(percent|pct)$/.test(name))
  const value = key === undefined ? null : entry[key]
  return typeof value === 'number' && value >= 0 ? value : null
}
