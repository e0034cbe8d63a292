/** Where a piece of work stands on its way; later ones include the earlier. */
export const stages = ['idea', 'accepted', 'started', 'released', 'adopted', 'impact'] as const
export type Stage = (typeof stages)[number]

export const levels = ['story', 'epic', 'initiative'] as const

/** A stretch of time in milliseconds, in which the work stood in one state. */
interface Stay {
  readonly from: number
  /** Infinity while it still stands there. */
  readonly to: number
  readonly stage: Stage | null
  readonly parked: boolean
}

/** One piece of work with everything that happened to it. */
export interface Journey {
  readonly item: string
  readonly title: string | null
  readonly level: string
  readonly team: string
  /** The first instant in a stage or beyond it, in milliseconds; null while it has not got there. Of the stages before its first record nothing is known. */
  reached(stage: Stage): number | null
  /** Its last transition before an instant. */
  lastBefore(instant: number): number | null
  /** Milliseconds between two instants in which it was parked, and in which it was worked on (started, not parked). */
  parked(from: number, to: number): number
  active(from: number, to: number): number
  /** Stages that a bulk edit took it to. */
  readonly bulk: ReadonlySet<Stage>
}

const words: Readonly<Partial<Record<Stage, readonly string[]>>> = {
  idea: ['backlog', 'new', 'open', 'proposed', 'discovery', 'todo', 'to do'],
  accepted: ['approved', 'ready', 'committed', 'planned', 'selected'],
  started: ['in progress', 'doing', 'building', 'development', 'active', 'delivering'],
  released: ['done', 'closed', 'shipped', 'live', 'launched', 'deployed', 'completed'],
  adopted: ['measuring'],
  impact: ['measured'],
}

/** The stage of a state, by its own name or by a word that trackers use; null for any other: it is not guessed. */
export function stageOf(state: string): Stage | null {
  const word = state
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
  return stages.find((stage) => stage === word || words[stage]?.includes(word)) ?? null
}

export type TransitionRow = Readonly<Record<string, unknown>>

/** Journeys by item, from transitions in any order. */
export function journeysOf(rows: readonly TransitionRow[]): Journey[] {
  return [...Map.groupBy(rows, (row) => String(row['item_id']))].map(([item, own]) =>
    journeyOf(
      item,
      own.toSorted((a, b) => at(a) - at(b)),
    ),
  )
}

function journeyOf(item: string, rows: readonly TransitionRow[]): Journey {
  const stays = rows.map((row, index): Stay => {
    const next = rows[index + 1]
    return { from: at(row), to: next ? at(next) : Infinity, stage: stageOf(String(row['to_state'])), parked: row['parked'] === true }
  })
  const firsts = new Map<Stage, number>()
  for (const { stage, from } of stays) {
    const place = stage === null ? -1 : stages.indexOf(stage)
    for (const passed of stages.slice(firstStage(stays), place + 1)) if (!firsts.has(passed)) firsts.set(passed, from)
  }
  const spent = (from: number, to: number, is: (stay: Stay) => boolean): number =>
    stays.filter(is).reduce((sum, stay) => sum + Math.max(0, Math.min(to, stay.to) - Math.max(from, stay.from)), 0)
  const head = rows[0] ?? {}
  return {
    item,
    title: text(rows.findLast((row) => text(row, 'title') !== null) ?? head, 'title'),
    level: text(head, 'level') ?? 'story',
    team: text(rows.at(-1) ?? head, 'team_id') ?? '(none)',
    reached: (stage) => firsts.get(stage) ?? null,
    lastBefore: (instant) => stays.findLast(({ from }) => from < instant)?.from ?? null,
    parked: (from, to) => spent(from, to, ({ parked }) => parked),
    active: (from, to) => spent(from, to, ({ parked, stage }) => !parked && stage === 'started'),
    bulk: new Set(rows.filter((row) => row['batch'] === true).flatMap((row) => stageOf(String(row['to_state'])) ?? [])),
  }
}

/** The place of the first stage that anybody recorded: what came before it was not seen. */
function firstStage(stays: readonly Stay[]): number {
  const first = stays.find(({ stage }) => stage !== null)?.stage
  return first ? stages.indexOf(first) : stages.length
}

const at = (row: TransitionRow): number => Date.parse(String(row['at']))
const text = (row: TransitionRow, column: string): string | null => {
  const value = row[column]
  return value === null || value === undefined || value === '' ? null : String(value)
}
