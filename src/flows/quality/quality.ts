import { debtOf, type Debt } from '#engines/metrics/health/debt.ts'
import { portfolioOf, type Portfolio } from '#engines/metrics/health/maturity.ts'
import { everyRow, type AnyRow, type Context, type Fact, type Finding, type AnyMetric } from '#kernel'
import { healthOfMetric, papersOf, type Measured, type MetricHealth } from './health.ts'

/** A finding with what is kept of it: since when, who looks after it, how it stands. */
export interface KeptFinding extends Finding {
  readonly kept: {
    readonly id: string
    readonly key: string
    readonly version: number
    readonly state: string
    readonly firstSeen: string
    readonly lastSeen: string
    readonly owner: string | null
    readonly acceptedFor: string | null
    readonly acceptedUntil: string | null
    readonly passes: number
  } | null
  /** What stands on the metrics that it touches. */
  readonly affected: { readonly keyResults: readonly string[]; readonly reviews: readonly string[] }
}

export interface FactState {
  readonly fact: string
  readonly says: string
  readonly rows: number
  readonly newest: string | null
  readonly recordedAt: string | null
  readonly metrics: readonly string[]
  readonly faults: number
}

export interface Quality {
  readonly asOf: string
  readonly items: readonly KeptFinding[]
  /** Checks that ran and found nothing. */
  readonly passed: number
  readonly ran: number
  readonly settled: readonly { readonly key: string; readonly says: string; readonly firstSeen: string; readonly lastSeen: string }[]
  readonly facts: readonly FactState[]
  readonly metrics: readonly MetricHealth[]
  readonly portfolio: Portfolio
  readonly debt: readonly Debt[]
  readonly overrides: readonly {
    readonly id: string
    readonly metric: string
    readonly rationale: string
    readonly until: string
    readonly by: string | null
  }[]
}

/** What house.ts hands in: the scorecard, the words, and how many checks follow from a fact’s definition. */
export interface Watched {
  readonly card: { readonly asOf: string; readonly items: readonly Measured[] }
  readonly metrics: ReadonlyMap<string, AnyMetric>
  readonly facts: ReadonlyMap<string, Fact>
  readonly checksOf: (fact: Fact) => number
}

/** Can the numbers be believed? Faults with what they touch, feeds with their age, the health and the rung of every metric, and what is owed. */
export async function quality(ctx: Context, { card, metrics, facts, checksOf }: Watched): Promise<Quality> {
  const [found, papers, kept, overrides, members] = await Promise.all([
    ctx.quality(),
    papersOf(ctx),
    everyRow(ctx, 'qualityFinding', { sort: '-lastSeen' }),
    ctx.read('trustOverride', { filter: { state: 'active' }, limit: 200 }),
    everyRow(ctx, 'member'),
  ])
  const names = new Map(members.map((row) => [row.id, String(row['name'])]))
  const rows = new Map(kept.map((row) => [`${String(row['fact'])}\n${String(row['check'])}`, row]))
  const health = card.items.flatMap((line) => {
    const metric = metrics.get(line.key)
    return metric ? [healthOfMetric(line, metric, found, papers, card.asOf)] : []
  })
  const states = statesOf(card.items, metrics, facts, found)
  const ran = [...facts.values()].filter(({ fact }) => (states.find((one) => one.fact === fact)?.rows ?? 0) > 0).reduce((sum, fact) => sum + checksOf(fact), 0)
  return {
    asOf: card.asOf,
    items: found.map((finding) => ({ ...finding, kept: keptOf(rows.get(`${finding.fact}\n${finding.check}`), names), affected: affectedBy(finding, papers) })),
    ran,
    passed: Math.max(0, ran - found.length),
    settled: kept
      .filter((row) => row['state'] === 'settled')
      .slice(0, 10)
      .map((row) => ({ key: row.key, says: String(row['says']), firstSeen: String(row['firstSeen']), lastSeen: String(row['lastSeen']) })),
    facts: states,
    metrics: health,
    portfolio: portfolioOf(
      health.map(({ metric, records, score }) => ({
        id: metric,
        records,
        isHealthKnown: score !== null,
        changesThisQuarter: 0,
        definition: metrics.get(metric)?.says ?? '',
      })),
    ),
    debt: debts(metrics, states, card.asOf),
    overrides: overrides.items.map((row) => ({
      id: row.id,
      metric: String(row['metricKey']),
      rationale: String(row['rationale']),
      until: String(row['until']),
      by: names.get(String(row['by'])) ?? null,
    })),
  }
}

function keptOf(row: AnyRow | undefined, names: ReadonlyMap<string, string>): KeptFinding['kept'] {
  if (!row) return null
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return {
    id: row.id,
    key: row.key,
    version: row.version,
    state: String(row['state']),
    firstSeen: String(row['firstSeen']),
    lastSeen: String(row['lastSeen']),
    owner: names.get(String(row['owner'])) ?? null,
    acceptedFor: text(row['acceptedFor']),
    acceptedUntil: text(row['acceptedUntil']),
    passes: Array.isArray(row['passes']) ? row['passes'].length : 0,
  }
}

/** From the fault over its metrics to what people decide by: key results that read one of them, reviews that show one. */
function affectedBy({ metrics, severity }: Finding, { definitions, results, reviews }: Awaited<ReturnType<typeof papersOf>>): KeptFinding['affected'] {
  if (severity !== 'error') return { keyResults: [], reviews: [] }
  const ids = new Set(definitions.filter((row) => metrics.includes(String(row['metricKey']))).map(({ id }) => id))
  return {
    keyResults: results.filter((row) => ids.has(String(row['metric']))).map((row) => String(row['title'])),
    reviews: reviews.filter((row) => row['state'] === 'draft').map((row) => String(row['name'])),
  }
}

function statesOf(
  items: readonly Measured[],
  metrics: ReadonlyMap<string, AnyMetric>,
  facts: ReadonlyMap<string, Fact>,
  found: readonly Finding[],
): FactState[] {
  const inputs = new Map(items.flatMap(({ freshness }) => freshness.inputs).map((input) => [input.fact, input]))
  return [...facts.values()].map(({ fact, says }) => ({
    fact,
    says,
    rows: inputs.get(fact)?.rows ?? 0,
    newest: inputs.get(fact)?.newest ?? null,
    recordedAt: inputs.get(fact)?.recordedAt ?? null,
    metrics: [...metrics].flatMap(([key, metric]) => (metric.inputs.includes(fact) ? [key] : [])),
    faults: found.filter((finding) => finding.fact === fact).length,
  }))
}

/** Records that change rarely are not dead because they are silent. */
const slow = new Set([
  'account',
  'app_user',
  'fx_rate',
  'feature',
  'slo',
  'release',
  'subscription',
  'headcount',
  'hiring',
  'assessment',
  'pulse',
  'experiment',
])

/** What metrics need that never came, or stopped coming. */
function debts(metrics: ReadonlyMap<string, AnyMetric>, states: readonly FactState[], asOf: string): Debt[] {
  const seen = states.flatMap(({ fact, newest, rows }) => (rows > 0 && newest !== null ? [{ event: fact, lastOn: newest.slice(0, 10) }] : []))
  const all = debtOf({ asOf, metrics: [...metrics].map(([id, { inputs }]) => ({ id, events: inputs })), planned: null, seen })
  return all.filter(({ kind, event }) => kind === 'metricOnUnimplementedEvent' || (kind === 'deadEvent' && !slow.has(event)))
}
