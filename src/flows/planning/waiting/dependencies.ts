import { addDays } from '#engines/numbers/dates.ts'
import { knots } from '#engines/portfolio/graph/cycle.ts'
import { schedule } from '#engines/portfolio/graph/schedule.ts'
import { everyRow, type AnyRow, type Context } from '#kernel'
import { byKey, number, teamOf, text } from '../reading.ts'
import type { WaitingGround } from './ground.ts'
import { expectedOn, daysLate, isOpenBet, landsOn, type Network } from './network.ts'

export interface Need {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly taker: BetName | null
  readonly giver: BetName | null
  /** Who gives: a squad, or somebody outside. */
  readonly provider: string
  readonly type: string
  readonly strength: 'hard' | 'soft'
  readonly state: string
  readonly neededBy: string
  readonly firstPromise: string | null
  /** The day it is expected; null when nobody has promised it and no bet gives it. */
  readonly expectedOn: string | null
  /** Needed less expected, in days: negative is late. */
  readonly slack: number | null
  readonly slips: number
  readonly reason: string | null
  readonly owners: readonly (string | null)[]
  readonly standing: 'delivered' | 'waived' | 'refused' | 'notAgreed' | 'onTime' | 'tight' | 'late'
}

export interface BetName {
  readonly key: string
  readonly title: string
}

export interface MapNode extends BetName {
  readonly id: string
  readonly squad: string | null
  readonly isOutside: boolean
  readonly on: string | null
  readonly isCritical: boolean
  readonly isLate: boolean
  /** How many steps of waiting lie before it. */
  readonly column: number
}

export interface DependencyMap {
  readonly today: string
  readonly needs: readonly Need[]
  readonly nodes: readonly MapNode[]
  readonly edges: readonly { readonly need: string; readonly from: string; readonly to: string; readonly strength: 'hard' | 'soft'; readonly passes: boolean }[]
  /** Bets that wait for each other; none of them can be committed until one is opened. */
  readonly circles: readonly (readonly string[])[]
  /** Bets in the order of waiting whose lateness moves the last day of all. */
  readonly critical: readonly string[]
  /** Bets that what is late already moves, and by how many days. */
  readonly moved: readonly (BetName & { readonly days: number; readonly from: string; readonly to: string })[]
}

/** What waits for what across squads: needed against expected days, the map, its critical path, and what lateness moves already. */
export async function dependencyMap(ctx: Context, { bets, dependencies, open: { net } }: WaitingGround, asOf?: string): Promise<DependencyMap> {
  const members = await everyRow(ctx, 'member', asOf ? { asOf } : {})
  const today = asOf ?? ctx.now().slice(0, 10)
  const byId = new Map(bets.map((row) => [row.id, row]))
  const names = new Map(members.map((row) => [row.id, text(row['name'])]))
  const needs = dependencies.map((row) => needOf(row, byId, names))
  const planned = schedule(net.tasks, net.edges)
  const moved = planned ? movedIn(net, planned.tasks, byId) : []
  const late = new Set(moved.map(({ key }) => key))
  const critical = planned?.critical.flatMap((id) => byId.get(id)?.key ?? []) ?? []
  return {
    today,
    needs: needs.toSorted((a, b) => a.neededBy.localeCompare(b.neededBy) || byKey(a, b)),
    ...drawn(dependencies, byId, { critical: new Set(critical), late }),
    circles: knots(waitsOf(dependencies)).map((ids) => ids.map((id) => byId.get(id)?.key ?? id)),
    critical,
    moved,
  }
}

function needOf(row: AnyRow, byId: ReadonlyMap<string, AnyRow>, names: ReadonlyMap<string, string>): Need {
  const [taker, giver] = [byId.get(text(row['from'])), byId.get(text(row['to']))]
  const [neededBy, state] = [text(row['neededBy']), text(row['state'])]
  const expected = state === 'delivered' ? text(row['deliveredOn']) || null : expectedOn(row, giver)
  const late = daysLate(expected, neededBy)
  const name = (bet: AnyRow | undefined): BetName | null => (bet ? { key: bet.key, title: text(bet['title']) } : null)
  return {
    id: row.id,
    key: row.key,
    title: text(row['title']),
    taker: name(taker),
    giver: name(giver),
    provider: text(row['provider']) || text(row['external']),
    type: text(row['type']),
    strength: row['strength'] === 'soft' ? 'soft' : 'hard',
    state,
    neededBy,
    firstPromise: text(row['firstPromise']) || null,
    expectedOn: expected,
    slack: late === null ? null : 0 - late,
    slips: number(row['slips']) ?? 0,
    reason: text(row['reason']) || null,
    owners: [row['giver'], row['taker']].map((id) => names.get(String(id)) ?? null),
    standing: standingOf(state, late),
  }
}

function standingOf(state: string, late: number | null): Need['standing'] {
  if (state === 'delivered' || state === 'waived' || state === 'refused') return state
  if (state === 'requested') return 'notAgreed'
  return late !== null && late > 0 ? 'late' : late !== null && late > -3 ? 'tight' : 'onTime'
}

type Planned = NonNullable<ReturnType<typeof schedule>>['tasks']

/** Bets whose end, once everything that they wait for is counted, lies after their own. */
function movedIn(net: Network, planned: Planned, byId: ReadonlyMap<string, AnyRow>): DependencyMap['moved'] {
  return net.tasks
    .flatMap(({ id, duration, earliest = 0 }) => {
      const [row, own, now] = [byId.get(id), earliest + duration, planned.get(id)?.finish ?? 0]
      const days = Math.round(now - own)
      return row && days > 0
        ? [{ key: row.key, title: text(row['title']), days, from: addDays(net.origin, own), to: addDays(net.origin, Math.round(now)) }]
        : []
    })
    .toSorted((a, b) => b.days - a.days || byKey(a, b))
}

const isDone = (row: AnyRow): boolean => ['delivered', 'waived'].includes(text(row['state']))

function waitsOf(dependencies: readonly AnyRow[]): ReadonlyMap<string, readonly string[]> {
  const waits = new Map<string, string[]>()
  for (const row of dependencies) {
    if (row['strength'] !== 'hard' || isDone(row) || row['state'] === 'refused' || text(row['to']) === '') continue
    waits.set(text(row['from']), [...(waits.get(text(row['from'])) ?? []), text(row['to'])])
    if (!waits.has(text(row['to']))) waits.set(text(row['to']), [])
  }
  return waits
}

/** The map: bets that wait or are waited for, and deliveries from outside; each stands right of what it waits for. */
function drawn(
  dependencies: readonly AnyRow[],
  byId: ReadonlyMap<string, AnyRow>,
  { critical, late }: { readonly critical: ReadonlySet<string>; readonly late: ReadonlySet<string> },
): Pick<DependencyMap, 'nodes' | 'edges'> {
  const shown = dependencies.filter((row) => {
    const taker = byId.get(text(row['from']))
    return taker && isOpenBet(taker) && row['state'] !== 'waived' && row['state'] !== 'refused'
  })
  const edges = shown.map((row) => {
    const giver = byId.get(text(row['to']))
    const overdue = daysLate(isDone(row) ? null : expectedOn(row, giver), text(row['neededBy']))
    const strength = row['strength'] === 'soft' ? ('soft' as const) : ('hard' as const)
    return { need: row.key, from: giver?.id ?? row.id, to: text(row['from']), strength, passes: strength === 'hard' && (overdue ?? 0) > 0 }
  })
  const columns = columnsOf(edges)
  const ids = [...new Set(edges.flatMap(({ from, to }) => [from, to]))]
  return { edges, nodes: ids.map((id) => nodeOf(id, shown, byId, { critical, late, column: columns.get(id) ?? 0 })) }
}

function nodeOf(
  id: string,
  shown: readonly AnyRow[],
  byId: ReadonlyMap<string, AnyRow>,
  { critical, late, column }: { readonly critical: ReadonlySet<string>; readonly late: ReadonlySet<string>; readonly column: number },
): MapNode {
  const bet = byId.get(id)
  if (bet) {
    const squad = teamOf(bet)
    const { key } = bet
    return { id, key, title: text(bet['title']), squad, isOutside: false, on: landsOn(bet), isCritical: critical.has(key), isLate: late.has(key), column }
  }
  const need = shown.find((row) => row.id === id)
  const on = need ? (isDone(need) ? text(need['deliveredOn']) || null : expectedOn(need, undefined)) : null
  const isLate = need !== undefined && !isDone(need) && (daysLate(on, text(need['neededBy'])) ?? 0) > 0
  return {
    id,
    key: need?.key ?? id,
    title: text(need?.['title']),
    squad: text(need?.['provider']) || null,
    isOutside: true,
    on,
    isCritical: false,
    isLate,
    column,
  }
}

/** The longest way of waiting before each; a circle ends where it closes. */
function columnsOf(edges: DependencyMap['edges']): Map<string, number> {
  const before = Map.groupBy(edges, ({ to }) => to)
  const known = new Map<string, number>()
  const visit = (id: string, path: ReadonlySet<string>): number => {
    const found = known.get(id)
    if (found !== undefined || path.has(id)) return found ?? 0
    const column = Math.max(0, ...(before.get(id) ?? []).map(({ from }) => visit(from, new Set([...path, id])) + 1))
    known.set(id, column)
    return column
  }
  for (const { from, to } of edges) [from, to].forEach((id) => visit(id, new Set()))
  return known
}
