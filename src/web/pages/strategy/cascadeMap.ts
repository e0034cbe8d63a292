import { recordsIn, type AnyRow } from '#kernel'
import type { KeyResultLine } from '#web/pages/goals/contract.ts'
import { standings } from '#web/pages/goals/standings.ts'
import type { State } from '#web/contract.ts'
import type { Cascade, CascadeObjective, Orphan } from './cascade.ts'

export interface MapNode {
  readonly id: string
  /** 0 pillar, 1 objective, 2 key result, 3 bet, 4 metric. */
  readonly column: number
  readonly title: string
  /** What it reads, or why it is an orphan. */
  readonly says: string
  readonly state: State | null
  readonly isOrphan: boolean
  /** What a press opens beside the page; a metric opens its page. */
  readonly opens: { readonly peek: string } | { readonly page: string; readonly words?: Readonly<Record<string, string>> } | null
}
export interface MapEdge {
  readonly from: string
  readonly to: string
}
export interface CascadeMap {
  readonly nodes: readonly MapNode[]
  readonly edges: readonly MapEdge[]
}

export const columns = ['Pillar', 'Objective', 'Key result', 'Bet', 'Metric'] as const

/** A metric, or the part of it that is meant. */
export interface Measure {
  readonly metric: string
  readonly part: string | null
  /** By what the part is told; null where only a key result names it, which brings its value. */
  readonly by: string | null
}

/** How what stands in the record is said, which needs words and units that only the page has. */
export interface Saying {
  readonly ofKeyResult: (line: KeyResultLine) => string
  readonly ofBet: (row: AnyRow) => { readonly says: string; readonly state: State | null }
  readonly ofMetric: (measure: Measure) => { readonly title: string; readonly says: string; readonly state: State | null }
}

const mostBets = 6
const mostOrphans = 8

/**
 * The cascade as columns and lines. A bet hangs on the key result whose metric it moves, on the objective itself where it moves none of them;
 * what a bet is measured by stands last, and what a key result is measured by where no bet moves it. Of many bets below one thing the first stand by themselves and the others as one node;
 * orphans stand in their column, with no line and the reason.
 */
export function cascadeMap(cascade: Cascade, say: Saying, pillar?: string): CascadeMap {
  const map = new Drawn()
  const shown = pillar === undefined ? cascade.pillars : cascade.pillars.filter(({ title }) => title === pillar)
  for (const { title, row, objectives } of shown) {
    const id = `pillar ${title}`
    map.node({ id, column: 0, title, says: row ? '' : 'Not written down', state: null, isOrphan: false, opens: row ? { peek: `pillar:${row.key}` } : null })
    for (const one of objectives) objectiveInto(map, one, id, say)
  }
  if (pillar === undefined) orphansInto(map, cascade.orphans)
  return { nodes: [...map.nodes.values()], edges: [...map.edges.values()] }
}

class Drawn {
  readonly nodes = new Map<string, MapNode>()
  readonly edges = new Map<string, MapEdge>()
  node(node: MapNode): void {
    if (!this.nodes.has(node.id)) this.nodes.set(node.id, node)
  }
  edge(from: string, to: string): void {
    this.edges.set(`${from} > ${to}`, { from, to })
  }
}

function objectiveInto(map: Drawn, { objective, bets }: CascadeObjective, pillar: string, say: Saying): void {
  const score = objective.score === null ? 'no score yet' : objective.score.toFixed(2)
  const own = { title: objective.title, says: score, state: objective.band, isOrphan: false, opens: { peek: `objective:${objective.key}` } }
  map.node({ id: objective.id, column: 1, ...own })
  map.edge(pillar, objective.id)
  const moves = bets.map((row) => {
    const measures = measuresOf(row)
    return { row, lines: objective.keyResults.filter((line) => isMoving(measures, line)) }
  })
  const moved = new Set(moves.flatMap(({ lines }) => lines))
  for (const line of objective.keyResults) {
    const shown = { title: line.title, says: say.ofKeyResult(line), state: standings[line.standing][0], isOrphan: false }
    map.node({ id: line.id, column: 2, ...shown, opens: { peek: `keyResult:${line.key}` } })
    map.edge(objective.id, line.id)
    if (line.metric !== null && !moved.has(line)) metricInto(map, { metric: line.metric, part: line.part, by: null }, line.id, say)
  }
  const placed = moves.flatMap(({ row, lines }) => (lines.length > 0 ? lines : [objective]).map(({ id }) => ({ id, row })))
  for (const [parent, own] of Map.groupBy(placed, ({ id }) => id)) {
    const under = own.map(({ row }) => row)
    betsInto(map, under, parent, objective.id, say)
  }
}

function betsInto(map: Drawn, rows: readonly AnyRow[], parent: string, objective: string, say: Saying): void {
  for (const row of rows.slice(0, mostBets)) {
    map.node({ id: row.id, column: 3, title: String(row['title']), ...say.ofBet(row), isOrphan: false, opens: { peek: `initiative:${row.key}` } })
    map.edge(parent, row.id)
    for (const measure of measuresOf(row)) metricInto(map, measure, row.id, say)
  }
  const left = rows.length - mostBets
  if (left <= 0) return
  const id = `more ${parent}`
  const rest = { title: `${left.toLocaleString('en-US')} more ${left === 1 ? 'bet' : 'bets'}`, says: 'On the roadmap', state: null, isOrphan: false }
  map.node({ id, column: 3, ...rest, opens: { page: 'roadmap', words: { goal: objective } } })
  map.edge(parent, id)
}

function metricInto(map: Drawn, measure: Measure, from: string, say: Saying): void {
  const id = `metric ${measureId(measure)}`
  map.node({ id, column: 4, ...say.ofMetric(measure), isOrphan: false, opens: { page: `metrics/${measure.metric}` } })
  map.edge(from, id)
}

/** What a bet promises to move, each once. */
export function measuresOf(row: AnyRow): readonly Measure[] {
  const measures = recordsIn(row['outcome']).map((one): Measure => {
    const part = typeof one['segment'] === 'string' && one['segment'] !== '' ? one['segment'] : null
    return { metric: String(one['metric']), part, by: part && String(one['dimension'] || 'segment') }
  })
  return [...new Map(measures.map((one) => [measureId(one), one])).values()]
}

/** Parts are named without regard to case, as they are measured. */
export const measureId = ({ metric, part }: Pick<Measure, 'metric' | 'part'>): string => (part === null ? metric : `${metric} ${part.toLowerCase()}`)

/** A key result of a part is moved by what moves that part; one of the whole by what moves any of it. */
const isMoving = (measures: readonly Measure[], { metric, part }: Pick<KeyResultLine, 'part'> & { readonly metric: string | null }): boolean =>
  metric !== null && measures.some((one) => one.metric === metric && (part === null || measureId(one) === measureId({ metric, part })))

const columnOf: Readonly<Record<string, number>> = { pillar: 0, objective: 1, keyResult: 2, initiative: 3 }

/** Orphans that already stand in the drawing say so there; the others are added, the first of each column. */
function orphansInto(map: Drawn, orphans: readonly Orphan[]): void {
  const byAddress = new Map([...map.nodes.values()].flatMap((node) => (node.opens && 'peek' in node.opens ? [[node.opens.peek, node.id]] : [])))
  const added = new Map<number, number>()
  for (const [address, own] of Map.groupBy(orphans, (one) => one.address)) {
    const [first] = own
    const column = columnOf[address.split(':')[0] ?? '']
    if (!first || column === undefined) continue
    const says = own.map(({ lacks }) => lacks.split('. ')[0] ?? lacks).join('; ')
    const known = map.nodes.get(byAddress.get(address) ?? '')
    if (known) {
      map.nodes.set(known.id, { ...known, says, isOrphan: true })
      continue
    }
    const count = (added.get(column) ?? 0) + 1
    added.set(column, count)
    if (count <= mostOrphans) map.node({ id: `orphan ${address}`, column, title: first.title, says, state: null, isOrphan: true, opens: { peek: address } })
  }
  for (const [column, count] of added) {
    const left = count - mostOrphans
    if (left > 0)
      map.node({
        id: `orphans ${column}`,
        column,
        title: `${left.toLocaleString('en-US')} more orphans`,
        says: 'In the list below',
        state: null,
        isOrphan: true,
        opens: null,
      })
  }
}

/** Everything that leads to a node and everything that it leads to, itself included. */
export function threadOf(edges: readonly MapEdge[], id: string): ReadonlySet<string> {
  const [down, up] = [Map.groupBy(edges, ({ from }) => from), Map.groupBy(edges, ({ to }) => to)]
  const found = new Set([id])
  const follow = (next: (at: string) => readonly string[], start: string): void => {
    const seen = new Set([start])
    const open = [start]
    for (let at = open.pop(); at !== undefined; at = open.pop())
      for (const one of next(at)) {
        found.add(one)
        if (!seen.has(one)) open.push(one)
        seen.add(one)
      }
  }
  follow((at) => (down.get(at) ?? []).map(({ to }) => to), id)
  follow((at) => (up.get(at) ?? []).map(({ from }) => from), id)
  return found
}
