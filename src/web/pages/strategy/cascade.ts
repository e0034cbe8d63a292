import { recordsIn, type AnyRow } from '#kernel'
import type { ObjectiveLine } from '#web/pages/goals/contract.ts'
import { isOpen, weeksOf } from '#web/pages/roadmap/bets.ts'

export interface Orphan {
  readonly address: string
  readonly key: string
  readonly title: string
  /** What is missing, and the step that mends it. */
  readonly lacks: string
}

export interface CascadeObjective {
  readonly objective: ObjectiveLine
  readonly bets: readonly AnyRow[]
}

export interface Cascade {
  readonly pillars: readonly { readonly title: string; readonly row: AnyRow | null; readonly objectives: readonly CascadeObjective[] }[]
  readonly orphans: readonly Orphan[]
  /** Share of sized effort of open bets with a full path to a pillar; null when nothing is sized. */
  readonly coverage: number | null
}

/** Pillar → objective → key result and bet, and every orphan by kind. */
export function cascadeOf(pillars: readonly AnyRow[], objectives: readonly ObjectiveLine[], bets: readonly AnyRow[]): Cascade {
  const live = objectives.filter(({ state }) => state === 'active' || state === 'proposed')
  const open = bets.filter(isOpen)
  const active = pillars.filter((row) => row['state'] !== 'retired').toSorted((a, b) => Number(a['order'] ?? 0) - Number(b['order'] ?? 0))
  const titles = [...new Set([...active.map((row) => String(row['title'])), ...live.flatMap(({ pillar }) => (pillar ? [pillar] : []))])]
  const under = (objective: ObjectiveLine): CascadeObjective => ({ objective, bets: open.filter((row) => idsOf(row['objectives']).includes(objective.id)) })
  const served = new Set(live.filter(({ pillar }) => pillar !== null).map(({ id }) => id))
  const isServing = (row: AnyRow): boolean => idsOf(row['objectives']).some((id) => served.has(String(id)))
  const weeks = (rows: readonly AnyRow[]): number => rows.reduce((sum, row) => sum + (weeksOf(row) ?? 0), 0)
  return {
    pillars: titles.map((title) => ({
      title,
      row: active.find((row) => row['title'] === title) ?? null,
      objectives: live.filter((one) => one.pillar === title).map(under),
    })),
    orphans: [...ofPillars(active, live), ...ofObjectives(live), ...ofBets(open)],
    coverage: weeks(open) === 0 ? null : weeks(open.filter(isServing)) / weeks(open),
  }
}

const idsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const ofPillars = (pillars: readonly AnyRow[], live: readonly ObjectiveLine[]): Orphan[] =>
  pillars
    .filter((row) => row['state'] === 'active' && !live.some(({ pillar }) => pillar === row['title']))
    .map((row) => ({ address: `pillar:${row.key}`, key: row.key, title: String(row['title']), lacks: 'No objective serves it. Write one, or retire it.' }))

function ofObjectives(live: readonly ObjectiveLine[]): Orphan[] {
  return live.flatMap(({ key, title, pillar, keyResults }) => {
    const about = { address: `objective:${key}`, key, title }
    const unbound = keyResults.filter(({ metric, kind }) => metric === null && kind !== 'milestone')
    return [
      ...(pillar === null ? [{ ...about, lacks: 'It serves no pillar. Name the choice that it serves.' }] : []),
      ...(keyResults.length === 0 ? [{ ...about, lacks: 'No key result tells it. Add one to five.' }] : []),
      ...unbound.map((one) => ({
        address: `keyResult:${one.key}`,
        key: one.key,
        title: one.title,
        lacks: 'No metric is bound to it. Bind one, or make it a milestone.',
      })),
    ]
  })
}

function ofBets(open: readonly AnyRow[]): Orphan[] {
  return open.flatMap((row) => {
    const about = { address: `initiative:${row.key}`, key: row.key, title: String(row['title']) }
    const outcomes = recordsIn(row['outcome'])
    return [
      ...(idsOf(row['objectives']).length === 0 && row['mandatory'] !== true
        ? [{ ...about, lacks: 'It serves no objective. Link one; until then it cannot be committed.' }]
        : []),
      ...(outcomes.length === 0 ? [{ ...about, lacks: 'It promises no outcome. Name what it moves, from where to where, by when.' }] : []),
    ]
  })
}
