import { landing, type Landing } from '#engines/portfolio/goals/landing.ts'
import { attainment, bandOf, lastOf, objectiveScore, progressOf, type Attainment, type Progress } from '#engines/portfolio/goals/progress.ts'
import { everyRow, recordsIn, type AnyRow, type Context, type Measurement } from '#kernel'
import { number, partOf, reader, type Reading, text } from './reading.ts'

export interface KeyResultLine extends Progress {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly type: string
  readonly kind: string
  readonly state: string
  readonly metric: string | null
  /** The metric’s name, and the part of it that is meant. */
  readonly metricName: string | null
  readonly part: string | null
  readonly unit: Measurement['unit'] | null
  readonly currency: string
  readonly baseline: number | null
  readonly target: number | null
  readonly now: number | null
  /** Where it would stand today on a straight line to its target. */
  readonly byNow: number | null
  readonly owner: string | null
  readonly confidence: number | null
  readonly words: string | null
  readonly saidOn: string | null
  readonly nextStep: string | null
  readonly nextBy: string | null
  /** Why it is off the track, as last said. */
  readonly cause: string | null
  /** Its terms under definitions before, and the score where one was kept. */
  readonly earlier: readonly {
    readonly version: number
    readonly baseline: number | null
    readonly target: number | null
    readonly score: number | null
    readonly until: string
  }[]
  /** Why its metric is not trusted, in words. */
  readonly doubts: readonly string[]
  /** Its metric has another definition now than when it was committed. */
  readonly isRedefined: boolean
}

export interface ObjectiveLine {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly level: string
  readonly period: string
  readonly pillar: string | null
  readonly parent: string | null
  readonly owner: string | null
  readonly state: string
  readonly score: number | null
  readonly band: 'red' | 'amber' | 'green' | null
  readonly keyResults: readonly KeyResultLine[]
}

export interface Goals {
  readonly today: string
  readonly objectives: readonly ObjectiveLine[]
  /** By period, the newest first: what was met of what was committed, and how many are likely to be, from what their owners believe. */
  readonly periods: readonly {
    readonly period: string
    readonly attainment: Attainment
    readonly landing: Landing | null
    readonly cycle: { readonly key: string; readonly state: string } | null
  }[]
}

/** Objectives with their key results, each scored from its live metric; nobody types a value. */
export async function goals(ctx: Context, asOf?: string): Promise<Goals> {
  const all = (noun: string): Promise<readonly AnyRow[]> => everyRow(ctx, noun, asOf ? { asOf } : {})
  const [objectives = [], results = [], metrics = [], members = [], cycles = []] = await Promise.all(
    ['objective', 'keyResult', 'metric', 'member', 'cycle'].map(all),
  )
  const today = asOf ?? ctx.now().slice(0, 10)
  const known = new Map(metrics.map((row) => [row.id, { key: text(row['metricKey']), name: text(row['name']) || text(row['title']) }]))
  const names = new Map(members.map((row) => [row.id, text(row['name'])]))
  const read = reader(ctx, asOf)
  const lines = await Promise.all(
    results.map(async (row) => {
      const metric = known.get(String(row['metric'])) ?? null
      const reading = metric ? await read(metric.key, partOf(row)) : null
      return { row, line: lineOf(row, metric, reading, names, today) }
    }),
  )
  const told = objectives.map((row): ObjectiveLine => {
    const own = lines.filter((one) => one.row['objective'] === row.id).map(({ line }) => line)
    const score = objectiveScore(own.map(scoredOf), row['state'] === 'closed')
    return {
      id: row.id,
      key: row.key,
      title: text(row['title']),
      level: text(row['level']),
      period: text(row['period']),
      pillar: text(row['pillar']) || null,
      parent: text(row['parent']) || null,
      owner: names.get(String(row['owner'])) ?? null,
      state: text(row['state']),
      score,
      band: score === null ? null : bandOf(score),
      keyResults: own,
    }
  })
  const periods = [...new Set(told.map(({ period }) => period))].toSorted().toReversed()
  return { today, objectives: told, periods: periods.map((period) => periodOf(period, told, cycles)) }
}

function periodOf(period: string, objectives: readonly ObjectiveLine[], cycles: readonly AnyRow[]): Goals['periods'][number] {
  const own = objectives.filter((one) => one.period === period).flatMap(({ keyResults }) => keyResults.filter(({ state }) => state !== 'draft'))
  const committed = own.filter(({ type, state }) => type === 'committed' && state === 'active')
  const cycle = cycles.find((row) => row['period'] === period)
  return {
    period,
    attainment: attainment(own.map(scoredOf)),
    landing: landing(committed.flatMap(({ confidence }) => (confidence === null ? [] : [confidence]))),
    cycle: cycle ? { key: cycle.key, state: text(cycle['state']) } : null,
  }
}

const scoredOf = ({ type, raw, score, state }: KeyResultLine) => ({
  type: type === 'stretch' ? ('stretch' as const) : ('committed' as const),
  raw,
  score,
  weight: 1,
  isDropped: state === 'dropped',
})

function lineOf(
  row: AnyRow,
  metric: { readonly key: string; readonly name: string } | null,
  reading: Reading | null,
  names: ReadonlyMap<string, string>,
  today: string,
): KeyResultLine {
  const part = partOf(row)
  const last = reading ? lastOf(reading.points, text(row['due']), today) : null
  const live = last ? last.value : (reading?.value ?? null)
  const now = row['state'] === 'scored' ? number(row['result']) : row['kind'] === 'milestone' ? null : live
  const saidOn = text(row['checkedInAt']).slice(0, 10) || null
  const version = number(row['metricVersion'])
  const isRedefined = reading !== null && version !== null && version !== reading.of.version
  const doubts = [
    ...(isRedefined ? [`The definition is now version ${reading.of.version}; it was committed under version ${version}.`] : []),
    ...(reading?.lacks ? [reading.lacks] : []),
    ...(reading && reading.of.trust.state === 'untrusted' ? reading.of.trust.reasons.map(({ says }) => says) : []),
  ]
  const declared = (['onTrack', 'atRisk', 'offTrack'] as const).find((health) => health === row['health']) ?? null
  const kind = (['increase', 'decrease', 'maintain', 'milestone'] as const).find((one) => one === row['kind']) ?? 'increase'
  const figures = { baseline: number(row['baseline']), target: number(row['target']), confidence: number(row['confidence']) }
  const progress = progressOf(
    {
      ...figures,
      kind,
      type: row['type'] === 'stretch' ? 'stretch' : 'committed',
      upper: number(row['upper']),
      start: text(row['start']),
      due: text(row['due']),
      hasOwner: row['owner'] !== null,
      declared,
      saidOn,
      now,
      isLastOpen: row['state'] !== 'scored' && last !== null && !last.mature,
      isUntrusted: doubts.length > 0,
    },
    today,
  )
  return {
    ...progress,
    ...figures,
    id: row.id,
    key: row.key,
    title: text(row['title']),
    type: text(row['type']),
    kind,
    state: text(row['state']),
    metric: metric?.key ?? null,
    metricName: metric ? metric.name || metric.key : null,
    part: part?.key ?? null,
    unit: reading?.of.unit ?? null,
    currency: reading?.of.currency ?? 'USD',
    now,
    byNow: byNowOf(figures, progress.expected, kind),
    owner: names.get(String(row['owner'])) ?? null,
    words: text(row['lastWords']) || null,
    saidOn,
    cause: text(row['cause']) || null,
    nextStep: text(row['nextStep']) || null,
    nextBy: text(row['nextBy']) || null,
    earlier: earlierOf(row['earlier']),
    doubts,
    isRedefined,
  }
}

function byNowOf({ baseline, target }: { readonly baseline: number | null; readonly target: number | null }, expected: number, kind: string): number | null {
  return baseline === null || target === null || kind === 'maintain' || kind === 'milestone' ? null : baseline + (target - baseline) * expected
}

const earlierOf = (value: unknown): KeyResultLine['earlier'] =>
  recordsIn(value).map((one) => ({
    version: number(one['version']) ?? 0,
    baseline: number(one['baseline']),
    target: number(one['target']),
    score: number(one['score']),
    until: text(one['until']),
  }))
