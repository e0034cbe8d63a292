import { numberOf, pursuitOf, stepsOf, textOf } from '#engines/metrics/targets/aims.ts'
import { heldUntil, standingOf } from '#engines/metrics/targets/standing.ts'
import type { Status } from '#engines/metrics/targets/progress.ts'
import { targetStretches, type Stretch } from '#engines/metrics/targets/stretches.ts'
import { isFew } from '#engines/numbers/isFew.ts'
import { everyRow, type AnyMetric, type AnyRow, type Context, type Measurement, type Point } from '#kernel'
import { isAnswer } from '../refusedFigure.ts'
import { reasonOf } from '../whyMissing.ts'
import { heldPoints } from '../heldPoints.ts'
import { measuredPart } from '../measuredPart.ts'

/** A target with how it stands. */
export interface TargetStanding {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly metric: string
  readonly metricName: string
  readonly segment: string | null
  readonly unit: AnyMetric['unit'] | null
  readonly currency: string
  readonly direction: 'up' | 'down' | 'within'
  readonly state: 'draft' | 'agreed'
  readonly kind: string
  readonly path: string
  readonly value: number
  readonly upper: number | null
  /** Null for a draft that names no day yet. */
  readonly by: string | null
  readonly steps: readonly { readonly from: string; readonly value: number }[]
  readonly baseline: { readonly value: number; readonly span: string | null; readonly n: number | null } | null
  readonly first: { readonly value: number; readonly by: string } | null
  readonly owner: string | null
  /** The latest closed period; of a target whose day has gone, the one in which it fell due. */
  readonly now: { readonly period: string; readonly value: number; readonly n: number | null; readonly isFew: boolean } | null
  readonly asked: number | null
  /** Of an untrusted number none of the others is said. */
  readonly status: Status | 'untrusted'
  /** Why nothing can be said of it. */
  readonly says: string | null
}

export interface TargetsAnswer {
  readonly asOf: string
  readonly items: readonly TargetStanding[]
  /** The lines that the agreed targets of a metric draw, by part; asked for one metric. */
  readonly lines: readonly { readonly segment: string | null; readonly stretches: readonly Stretch[] }[]
  /** Computed metrics without an agreed target. */
  readonly without: readonly { readonly key: string; readonly name: string }[]
}

/** Every target that counts or waits, on a past day in the terms that it had then, held against what was measured; of one metric with the stepped line that its agreed ones draw (kpis.md §6). */
export async function targetsOverview(
  ctx: Context,
  metrics: ReadonlyMap<string, AnyMetric>,
  { metric: only, asOf }: { readonly metric?: string; readonly asOf?: string } = {},
): Promise<TargetsAnswer> {
  const [entries, rows, members] = await Promise.all([
    everyRow(ctx, 'metric', { filter: only ? { metricKey: only } : {} }),
    everyRow(ctx, 'metricTarget', { filter: { state: { in: ['draft', 'agreed'] } }, ...(asOf ? { asOf } : {}) }),
    everyRow(ctx, 'member'),
  ])
  const byId = new Map(entries.map((row) => [row.id, row]))
  const names = new Map(members.map((row) => [row.id, String(row['name'])]))
  const wanted = rows.filter((row) => byId.has(String(row['metric'])) && row.archivedAt === null)
  const read = await Promise.all(
    wanted.map(async (row) => {
      const entry = byId.get(String(row['metric']))
      const key = String(entry?.['metricKey'])
      const metric = metrics.get(key) ?? null
      const measured = metric ? await measuredFor(ctx, metric, key, row, asOf) : 'It is described here and computed elsewhere.'
      const points =
        metric && typeof measured !== 'string' ? await heldPoints(ctx, metric, measured, { by: pursuitOf(row).by, segment: textOf(row['segment']) }) : []
      return {
        row,
        key,
        item: standing(row, { key, name: metric?.name ?? String(entry?.['name']), metric, measured, points, owner: names.get(String(row['owner'])) ?? null }),
        measured,
      }
    }),
  )
  const items = read.map(({ item }) => item).toSorted(inOrder)
  const aimed = new Set(items.filter(({ state }) => state === 'agreed').map(({ metric }) => metric))
  return {
    asOf: asOf ?? ctx.now().slice(0, 10),
    items,
    lines: only ? linesOf(read) : [],
    without: only ? [] : [...metrics].filter(([key]) => !aimed.has(key)).map(([key, { name }]) => ({ key, name })),
  }
}

const inOrder = (a: TargetStanding, b: TargetStanding): number =>
  a.metricName.localeCompare(b.metricName, 'en') || (a.segment ?? '').localeCompare(b.segment ?? '', 'en') || ((a.by ?? '9999') < (b.by ?? '9999') ? -1 : 1)

async function measuredFor(ctx: Context, metric: AnyMetric, key: string, row: AnyRow, asOf: string | undefined): Promise<Measurement | string> {
  try {
    return (await measuredPart(ctx, metric, { metric: key, ...(asOf ? { asOf } : {}) }, textOf(row['segment']))).measured
  } catch (error) {
    if (isAnswer(error)) return `${error.message} ${error.hint}`.trim()
    throw error
  }
}

interface Seen {
  readonly key: string
  readonly name: string
  readonly metric: AnyMetric | null
  /** Or why it is not measured. */
  readonly measured: Measurement | string
  readonly points: readonly Point[]
  readonly owner: string | null
}

function standing(row: AnyRow, { key, name, metric, measured, points, owner }: Seen): TargetStanding {
  const pursuit = pursuitOf(row)
  const point = heldUntil(points, pursuit.by)
  const now =
    point && point.value !== null ? { period: point.period, value: point.value, n: point.n, isFew: metric !== null && isFew(point.n, metric.minN) } : null
  const doubt = typeof measured === 'string' ? null : doubtOf(measured)
  const baseline = numberOf(row['baseline'])
  const first = numberOf(row['firstTarget'])
  return {
    id: row.id,
    key: row.key,
    name: String(row['name']),
    metric: key,
    metricName: name,
    segment: textOf(row['segment']),
    unit: metric?.unit ?? null,
    currency: typeof measured === 'string' ? '' : measured.currency,
    direction: pursuit.goal.direction,
    state: row['state'] === 'agreed' ? 'agreed' : 'draft',
    kind: String(row['kind']),
    path: String(row['path']),
    value: Number(row['target']),
    upper: numberOf(row['upper']),
    by: pursuit.by,
    steps: stepsOf(row),
    baseline: baseline === null ? null : { value: baseline, span: textOf(row['baselineSpan']), n: numberOf(row['baselineN']) },
    first: first !== null && (first !== row['target'] || row['firstBy'] !== row['by']) ? { value: first, by: String(row['firstBy']) } : null,
    owner,
    now,
    ...standingOf(pursuit, now),
    ...(doubt === null ? {} : { status: 'untrusted' }),
    says: typeof measured === 'string' ? measured : (doubt ?? (point?.value === null ? `It fell due without a figure: ${reasonOf(point)}.` : null)),
  }
}

const doubtOf = ({ trust }: Measurement): string | null => (trust.state === 'untrusted' ? (trust.reasons[0]?.says ?? 'Its data must be settled first.') : null)

function linesOf(read: readonly { readonly row: AnyRow; readonly measured: Measurement | string }[]): TargetsAnswer['lines'] {
  const agreed = read.filter(({ row }) => row['state'] === 'agreed')
  return [...Map.groupBy(agreed, ({ row }) => textOf(row['segment']))].map(([segment, some]) => {
    const periods = some.flatMap(({ measured }) => (typeof measured === 'string' ? [] : [measured.points.map(({ period }) => period)]))[0] ?? []
    const committedFirst = some.toSorted((a, b) => Number(b.row['kind'] === 'committed') - Number(a.row['kind'] === 'committed'))
    const targets = committedFirst.flatMap(({ row }) => {
      const { startsOn, by, path } = pursuitOf(row)
      return by === null ? [] : [{ value: Number(row['target']), upper: numberOf(row['upper']), startsOn, by, path }]
    })
    return { segment, stretches: targetStretches(targets, periods) }
  })
}
