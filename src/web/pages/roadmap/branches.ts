import type { AnyRow } from '#kernel'
import { sayCount, sayMany } from '#web/say.ts'
import { words } from '#web/words.ts'
import { weeksOf } from './bets.ts'
import { cuts, groupedBy, type Cut } from './cuts.ts'

/** One thing of the tree and what stands below it, which is looked for when it is opened. */
export interface Branch {
  /** Its way from the root, so that one bet below two things is two branches. */
  readonly id: string
  readonly key: string | null
  readonly says: string
  readonly beside: string
  /** What a reader looks into; null for a group. */
  readonly address: string | null
  readonly holds: number
  readonly isOpenAtFirst: boolean
  below(): readonly Branch[]
}

/** Features by what they stand below: the feature that each is a part of, else its bet, else nothing. */
export interface Features {
  readonly ofBet: ReadonlyMap<string, readonly AnyRow[]>
  readonly ofFeature: ReadonlyMap<string, readonly AnyRow[]>
  readonly ofNone: readonly AnyRow[]
}

/** Features that somebody still means to have, or has. Those that are parts of each other in a circle stand below their bet, so that none is lost. */
export function featuresBelow(rows: readonly AnyRow[]): Features {
  const kept = new Map<unknown, AnyRow>(rows.filter(({ stage }) => stage !== 'declined' && stage !== 'removed').map((row) => [row.id, row]))
  const isPart = (row: AnyRow): boolean => {
    const way = new Set<AnyRow>()
    for (let above: AnyRow | undefined = row; above; above = kept.get(above['parent'])) {
      if (way.has(above)) return false
      way.add(above)
    }
    return way.size > 1
  }
  const tops = new Set([...kept.values()].filter((row) => !isPart(row)))
  const parts = [...kept.values()].filter((row) => !tops.has(row))
  return {
    ofBet: Map.groupBy(
      [...tops].filter(({ initiative }) => initiative),
      ({ initiative }) => String(initiative),
    ),
    ofFeature: Map.groupBy(parts, ({ parent }) => String(parent)),
    ofNone: [...tops].filter(({ initiative }) => !initiative),
  }
}

const goal: Cut = cuts.find(({ id }) => id === 'goal') ?? cuts[0]

/** Bets below what they serve: by objective, or by what is asked for and the objective beneath it; features below their bets, and parts below features. */
export function branchesOf(
  bets: readonly AnyRow[],
  { group, names, features }: { readonly group: string | undefined; readonly names: ReadonlyMap<string, string>; readonly features: Features },
): readonly Branch[] {
  const cut = cuts.find(({ id }) => id === group) ?? goal
  const isShort = bets.length <= 200
  return groupedBy(bets, cut, names).map(({ name, bets: own }) =>
    groupOf(name, own, isShort, (id) =>
      cut === goal
        ? own.map((row) => betOf(row, id, features))
        : groupedBy(own, goal, names).map((part) =>
            groupOf(`${id}/${part.name}`, part.bets, true, (within) => part.bets.map((row) => betOf(row, within, features)), part.name),
          ),
    ),
  )
}

function groupOf(id: string, bets: readonly AnyRow[], isOpenAtFirst: boolean, below: (id: string) => readonly Branch[], says = id): Branch {
  const weeks = bets.reduce((sum, row) => sum + (weeksOf(row) ?? 0), 0)
  const beside = `${sayMany(bets.length, 'bet')}${weeks > 0 ? `, ${sayCount(Math.round(weeks))} person-weeks` : ''}`
  return { id, key: null, says, beside, address: null, holds: bets.length, isOpenAtFirst, below: () => below(id) }
}

function betOf(row: AnyRow, within: string, features: Features): Branch {
  const own = features.ofBet.get(row.id) ?? []
  const there = own.filter(({ stage }) => stage === 'released').length
  const counted = own.length === 0 ? '' : `; ${sayMany(own.length, 'feature')}${there > 0 ? `, ${there} released` : ''}`
  const stands = `${words(String(row['horizon'] ?? 'later'))}, ${words(String(row['stage'])).toLowerCase()}`
  return {
    ...thingOf(row, 'initiative', within),
    beside: `${stands}${counted}`,
    holds: own.length,
    below: () => own.map((one) => featureOf(one, within, features)),
  }
}

function featureOf(row: AnyRow, within: string, features: Features): Branch {
  const parts = features.ofFeature.get(row.id) ?? []
  const beside = `${words(String(row['level'] ?? 'feature'))}, ${words(String(row['stage'])).toLowerCase()}`
  return { ...thingOf(row, 'feature', within), beside, holds: parts.length, below: () => parts.map((one) => featureOf(one, within, features)) }
}

const thingOf = (row: AnyRow, noun: string, within: string) => ({
  id: `${within}/${row.id}`,
  key: row.key,
  says: String(row['title']),
  address: `${noun}:${row.key}`,
  isOpenAtFirst: false,
})

/** Features that serve no bet, and those of bets that the tree does not show, as of one that is over or archived; nothing where there are none. */
export function strays(features: Features, bets: readonly AnyRow[]): readonly Branch[] {
  const shown = new Set(bets.map(({ id }) => id))
  const ofOthers = [...features.ofBet].flatMap(([id, own]) => (shown.has(id) ? [] : own))
  return [...headOf('No bet', features.ofNone, features), ...headOf('Other bets', ofOthers, features)]
}

function headOf(says: string, own: readonly AnyRow[], features: Features): readonly Branch[] {
  if (own.length === 0) return []
  const below = () => own.map((row) => featureOf(row, says, features))
  return [{ id: `${says}/`, key: null, says, beside: sayMany(own.length, 'feature'), address: null, holds: own.length, isOpenAtFirst: false, below }]
}

/** A line of the tree as it is drawn: a branch, or what shows more of its siblings. */
export interface Line {
  readonly id: string
  readonly level: number
  readonly branch: Branch | null
  /** Null where nothing is below. */
  readonly isOpen: boolean | null
  readonly place: number
  readonly siblings: number
  /** Of a line that shows more: what it shows more of, and how many are left. */
  readonly more: { readonly of: string; readonly left: number } | null
}

/** How the reader has left the tree: branches that stand otherwise than at first, and how often more was asked for below each. */
export interface Unfolded {
  readonly turned: ReadonlySet<string>
  readonly times: ReadonlyMap<string, number>
}

/** Siblings that are drawn at first, and added at each press: what nobody reads is not drawn. */
const most = 50

/** The lines that are open to the reader, from top to bottom. */
export function linesOf(branches: readonly Branch[], unfolded: Unfolded, level = 1, within = ''): readonly Line[] {
  const shown = most * (unfolded.times.get(within) ?? 1)
  const left = branches.length - shown
  const lines = branches.slice(0, shown).flatMap((branch, at): readonly Line[] => {
    const isOpen = branch.holds === 0 ? null : branch.isOpenAtFirst !== unfolded.turned.has(branch.id)
    const line: Line = { id: branch.id, level, branch, isOpen, place: at + 1, siblings: branches.length, more: null }
    return isOpen === true ? [line, ...linesOf(branch.below(), unfolded, level + 1, branch.id)] : [line]
  })
  if (left <= 0) return lines
  return [...lines, { id: `${within}/more`, level, branch: null, isOpen: null, place: shown + 1, siblings: branches.length, more: { of: within, left } }]
}

/** The line that an arrow key leads to from another, or what it opens or closes (WAI-ARIA, tree view). */
export function stepOf(key: string, lines: readonly Line[], at: number): { readonly to: number } | { readonly turn: string } | null {
  const line = lines[at]
  if (!line) return null
  if (key === 'ArrowDown') return { to: Math.min(lines.length - 1, at + 1) }
  if (key === 'ArrowUp') return { to: Math.max(0, at - 1) }
  if (key === 'Home') return { to: 0 }
  if (key === 'End') return { to: lines.length - 1 }
  if (key === 'ArrowRight' && line.isOpen !== null) return line.isOpen ? { to: at + 1 } : { turn: line.id }
  if (key !== 'ArrowLeft') return null
  if (line.isOpen === true) return { turn: line.id }
  const above = lines.findLastIndex((one, index) => index < at && one.level < line.level)
  return above < 0 ? null : { to: above }
}
