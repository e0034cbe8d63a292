import { healthOf, type Health, type MetricRecord } from '#engines/metrics/health/parts.ts'
import { maturityOf, type Maturity, type Records } from '#engines/metrics/health/maturity.ts'
import { waitingOn } from '#engines/metrics/health/rhythm.ts'
import { everyRow, isRecord, recordsIn, type AnyMetric, type AnyRow, type Context, type Finding, type Measurement } from '#kernel'
import { agreedTargets } from '../agreedTargets.ts'

/** A line of the scorecard as this flow reads it. */
export interface Measured {
  readonly key: string
  readonly name: string
  readonly grain: AnyMetric['grain']
  readonly value: number | null
  readonly n: number | null
  readonly interval: { readonly low: number; readonly high: number } | null
  readonly history: readonly { readonly value: number | null; readonly mature: boolean }[]
  readonly trust: { readonly state: string; readonly reasons: readonly { readonly says: string }[] }
  readonly freshness: Measurement['freshness']
}

export interface MetricHealth extends Health {
  readonly metric: string
  readonly name: string
  readonly trust: Measured['trust']
  readonly maturity: Maturity
  readonly records: Records
}

/** What the record says about metrics: definitions, targets, reviews, key results. Read once for all of them. */
export interface Papers {
  readonly definitions: readonly AnyRow[]
  readonly targets: readonly AnyRow[]
  readonly results: readonly AnyRow[]
  readonly reviews: readonly AnyRow[]
}

export async function papersOf(ctx: Context, asOf?: string): Promise<Papers> {
  const [definitions, targets, results, reviews] = await Promise.all([
    everyRow(ctx, 'metric', { filter: { origin: 'computed' } }),
    agreedTargets(ctx, asOf),
    everyRow(ctx, 'keyResult', { filter: { state: 'active' } }),
    everyRow(ctx, 'review'),
  ])
  return { definitions, targets, results, reviews }
}

/** Health by its parts and the rung of the ladder, both derived from records. */
export function healthOfMetric(line: Measured, metric: AnyMetric, findings: readonly Finding[], papers: Papers, asOf: string): MetricHealth {
  const definition = papers.definitions.find((row) => row['metricKey'] === line.key)
  const targets = papers.targets.filter((row) => row['metric'] === definition?.id && row['baseline'] !== null).length
  const reviews = papers.reviews.filter((row) => cites(row, line.key)).length
  const keyResults = papers.results.filter((row) => row['metric'] === definition?.id).length
  const records: Records = {
    hasDefinition: metric.formula !== '',
    hasInputs: line.freshness.inputs.length > 0 && line.freshness.inputs.every(({ rows }) => rows > 0),
    computedPeriods: line.history.filter(({ value, mature }) => mature && value !== null).length,
    dashboards: definition?.['isKey'] === 'yes' ? 1 : 0,
    targets,
    guardrails: metric.guardrails.length,
    reviews,
  }
  const record: MetricRecord = {
    asOf,
    newest: line.freshness.newest?.slice(0, 10) ?? null,
    waiting: waitingOn(line.grain, line.freshness.inputs, asOf),
    rows: null,
    findings: findings
      .filter(({ metrics }) => metrics.includes(line.key))
      .map(({ severity, check }) => ({ severity, isReconciliation: check.includes('reconcil') })),
    definedOn: definition?.createdAt.slice(0, 10) ?? asOf,
    changedOn: changesOf(definition),
    restatedOn: [],
    has: {
      owner: definition?.['owner'] !== null && definition !== undefined,
      target: targets > 0,
      guardrail: metric.guardrails.length > 0,
      segments: metric.dimensions.length > 0,
    },
    precision: { value: line.value, n: line.n, least: metric.minN, interval: line.interval },
    use: { lastViewedOn: null, reviews, keyResults },
  }
  return { metric: line.key, name: line.name, trust: line.trust, records, maturity: maturityOf(records), ...healthOf(record) }
}

/** A definition past its first version was changed when its row was last touched; the exact days stand in its history. */
const changesOf = (definition: AnyRow | undefined): string[] =>
  definition && Number(definition['definitionVersion']) > 1 ? [definition.updatedAt.slice(0, 10)] : []

function cites(review: AnyRow, key: string): boolean {
  const figures = review['figures']
  const rows = isRecord(figures) ? recordsIn(figures['rows']) : []
  return rows.some((row) => row['key'] === key && row['value'] !== null)
}
