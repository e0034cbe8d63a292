import { attainment, bandOf, objectiveScore, progressOf, type Attainment, type Progress } from '#engines/portfolio/goals/progress.ts'
import type { AnyRow, Context, Measurement } from '#kernel'

export interface KeyResultLine extends Progress {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly type: string
  readonly kind: string
  readonly state: string
  readonly metric: string | null
  readonly unit: Measurement['unit'] | null
  readonly currency: string
  readonly baseline: number | null
  readonly target: number | null
  readonly now: number | null
  readonly owner: string | null
  readonly confidence: number | null
  readonly words: string | null
  readonly saidOn: string | null
  /** Why its metric is not trusted, in words. */
  readonly doubts: readonly string[]
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
  readonly attainment: Attainment
}

/** Objectives with their key results, each scored from its live metric; nobody types a value. */
export async function goals(ctx: Context, asOf?: string): Promise<Goals> {
  const all = async (noun: string): Promise<readonly AnyRow[]> => (await ctx.read(noun, { limit: 1000, ...(asOf ? { asOf } : {}) })).items
  const [objectives = [], results = [], metrics = [], members = []] = await Promise.all(['objective', 'keyResult', 'metric', 'member'].map(all))
  const today = asOf ?? ctx.now().slice(0, 10)
  const keys = new Map(metrics.map((row) => [row.id, text(row['metricKey'])]))
  const names = new Map(members.map((row) => [row.id, text(row['name'])]))
  const measured = await measuredBy(ctx, [...new Set(results.map((row) => keys.get(String(row['metric'])) ?? ''))], asOf)
  const lines = results.map((row) => ({ row, line: lineOf(row, keys.get(String(row['metric'])) ?? null, measured, names, today) }))
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
  return { today, objectives: told, attainment: attainment(lines.filter(({ row }) => row['state'] !== 'draft').map(({ line }) => scoredOf(line))) }
}

const scoredOf = ({ type, raw, score, state }: KeyResultLine) => ({
  type: type === 'stretch' ? ('stretch' as const) : ('committed' as const),
  raw,
  score,
  weight: 1,
  isDropped: state === 'dropped',
})

/** Each metric is measured once, however many key results are bound to it; one that cannot be measured leaves its key results without a value. */
async function measuredBy(ctx: Context, keys: readonly string[], asOf?: string): Promise<ReadonlyMap<string, Measurement>> {
  const found = await Promise.all(
    keys.filter((key) => key !== '').map(async (key) => [key, await ctx.measure({ metric: key, ...(asOf ? { asOf } : {}) }).catch(() => null)] as const),
  )
  return new Map(found.flatMap(([key, measurement]) => (measurement ? [[key, measurement] as const] : [])))
}

function lineOf(
  row: AnyRow,
  metric: string | null,
  measured: ReadonlyMap<string, Measurement>,
  names: ReadonlyMap<string, string>,
  today: string,
): KeyResultLine {
  const reading = metric === null ? undefined : measured.get(metric)
  const isWhole = text(row['segment']) === '' // a part of the business has no reading of its own yet
  const now = row['state'] === 'scored' ? number(row['result']) : row['kind'] === 'milestone' || !isWhole ? null : (reading?.value ?? null)
  const saidOn = text(row['checkedInAt']).slice(0, 10) || null
  const version = number(row['metricVersion'])
  const isRedefined = reading !== undefined && version !== null && version !== reading.version
  const doubts = [
    ...(isRedefined ? [`The definition is now version ${reading.version}; it was committed under version ${version}.`] : []),
    ...(reading && reading.trust.state === 'untrusted' ? reading.trust.reasons.map(({ says }) => says) : []),
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
    metric,
    unit: reading?.unit ?? null,
    currency: reading?.currency ?? 'USD',
    now,
    owner: names.get(String(row['owner'])) ?? null,
    words: text(row['lastWords']) || null,
    saidOn,
    doubts,
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)
