import { presets } from '#engines/metrics/revenue/revenue.ts'
import type { AbsentMetric, KnownMetric, Vocabulary } from '#engines/questions/question.ts'
import { metricWords, movementWords } from '#engines/questions/metricWords.ts'
import { everyRow, type AnyRow, type Context } from '#kernel'
import type { Metrics } from './answer.ts'
import { nothingIfRefused } from '../refusedFigure.ts'

/** The names that this workspace gives to its metrics, and its calendar; values of dimensions are added when a question needs them. */
export async function vocabularyOf(ctx: Context, metrics: Metrics, today: string): Promise<Vocabulary> {
  const [workspace, entries] = [await ctx.find('workspace', ctx.workspace.id), await everyRow(ctx, 'metric')]
  const known = [...metrics].map(([key, { name, dimensions, unit, grain, grains }]): KnownMetric => ({
    key,
    name,
    dimensions,
    unit,
    grains: [grain, ...grains.filter((each) => each !== grain)],
    synonyms: synonymsOf(entries.find((row) => row['metricKey'] === key)),
  }))
  return {
    calendar: { today, fiscalStart: Number(workspace['fiscalStart'] ?? 1) || 1 },
    metrics: known,
    absent: [...described(entries, metrics), ...standard(metrics), ...movements(metrics)],
    values: {},
    presets: Object.keys(presets),
    currency: String(workspace['currency'] ?? 'USD'),
  }
}

/** Metrics of the dictionary that are computed elsewhere. */
const described = (entries: readonly AnyRow[], metrics: Metrics): AbsentMetric[] =>
  entries
    .filter((row) => !metrics.has(String(row['metricKey'])))
    .map((row) => ({
      name: String(row['name']),
      synonyms: [String(row['metricKey']), ...synonymsOf(row)],
      because: 'the dictionary describes it, and it is computed elsewhere.',
    }))

/** Metrics that every product company speaks of, and that nothing here computes yet. */
const standard = (metrics: Metrics): AbsentMetric[] =>
  Object.entries(metricWords)
    .filter(([key]) => !metrics.has(key))
    .map(([key, synonyms]) => ({ name: titleOf(key), synonyms, because: 'it is not computed here yet.' }))

/** Movements of recurring revenue are no metrics of their own: why it changed tells each of them. */
const movements = (metrics: Metrics): AbsentMetric[] =>
  metrics.has('annual-recurring-revenue')
    ? movementWords.map((synonyms) => ({
        name: titleOf(synonyms[0] ?? ''),
        synonyms,
        because: 'it is a movement of recurring revenue, which is told with the others.',
        ask: 'why did ARR change',
      }))
    : []

const titleOf = (key: string): string => (key.length < 4 ? key.toUpperCase() : `${key.charAt(0).toUpperCase()}${key.slice(1).replaceAll('-', ' ')}`)

function synonymsOf(row: AnyRow | undefined): string[] {
  const tags: unknown = row?.['synonyms']
  return Array.isArray(tags) ? tags.map(String) : []
}

/** Adds the values of dimensions, as the facts hold them: the keys of the groups when a metric is broken down. */
export async function withValues(
  ctx: Context,
  metrics: Metrics,
  vocabulary: Vocabulary,
  dimensions: readonly string[],
  asked: readonly string[] = [],
): Promise<Vocabulary> {
  const missing = dimensions.filter((dimension) => !(dimension in vocabulary.values))
  const found = await Promise.all(missing.map(async (dimension) => [dimension, await valuesOf(ctx, metrics, dimension, asked)] as const))
  return { ...vocabulary, values: { ...vocabulary.values, ...Object.fromEntries(found) } }
}

/**
 * Revenue first: its ledger is read once for all dimensions of an account. Else the metric that was asked for: the role of a person who answers is not that of one who
 * was hired.
 */
async function valuesOf(ctx: Context, metrics: Metrics, dimension: string, asked: readonly string[]): Promise<readonly string[]> {
  const holders = [...metrics].filter(([, metric]) => metric.dimensions.includes(dimension))
  const rank = ([key, { compute }]: (typeof holders)[number]): number => (compute?.by === 'revenue' ? 0 : asked.includes(key) ? 1 : 2)
  for (const [key] of holders.toSorted((a, b) => rank(a) - rank(b)).slice(0, 3)) {
    const measured = await ctx.measure({ metric: key, by: dimension }).catch(nothingIfRefused)
    const values = (measured?.groups ?? []).map((group) => group.key).filter((value) => value !== '(none)')
    if (values.length > 0) return values
  }
  return []
}
