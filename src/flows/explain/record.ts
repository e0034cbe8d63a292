import { everyRow, isRecord, type AnyRow, type Context, type AnyMetric } from '#kernel'
import { nothingIfRefused } from '../refusedFigure.ts'

export interface Use {
  readonly noun: string
  readonly id: string
  readonly key: string
  readonly title: string
  readonly says: string
}

export interface Brought {
  readonly fact: string
  readonly import: { readonly id: string; readonly key: string; readonly name: string; readonly at: string }
  readonly file: string
  readonly rows: number | null
}

/** What is known of a metric besides its numbers: its entry in the dictionary, who uses it, and which imports brought its rows. */
export interface MetricRecord {
  readonly entry: AnyRow | null
  readonly owner: string | null
  readonly uses: readonly Use[]
  readonly brought: readonly Brought[]
}

export async function metricRecord(ctx: Context, key: string, metric: AnyMetric): Promise<MetricRecord> {
  const [entry] = (await ctx.read('metric', { filter: { metricKey: key }, limit: 1 })).items
  const owner = entry && typeof entry['owner'] === 'string' ? await ctx.find('member', entry['owner']).catch(nothingIfRefused) : null
  return {
    entry: entry ?? null,
    owner: owner ? String(owner['name']) : null,
    uses: await usesOf(ctx, key, entry?.id ?? null),
    brought: await broughtBy(ctx, metric),
  }
}

async function usesOf(ctx: Context, key: string, id: string | null): Promise<Use[]> {
  const [reviews, results, targets, decisions, notes] = await Promise.all([
    everyRow(ctx, 'review'),
    id ? everyRow(ctx, 'keyResult', { filter: { metric: id } }) : [],
    id ? everyRow(ctx, 'metricTarget', { filter: { metric: id } }) : [],
    everyRow(ctx, 'decision'),
    everyRow(ctx, 'note', { filter: { metrics: key } }),
  ])
  return [
    ...reviews.filter((row) => figuresHold(row['figures'], key)).map((row) => use('review', row, 'name', String(row['state']))),
    ...results.map((row) => use('keyResult', row, 'title', String(row['state']))),
    ...targets.map((row) => use('metricTarget', row, 'name', `${String(row['state'])}, ${row['by'] === null ? 'without a day' : `by ${String(row['by'])}`}`)),
    ...decisions.flatMap((row) => {
      const isTested = list(row['assumptions']).some((one) => isRecord(one) && one['metric'] === key)
      const isNamed = id !== null && list(row['metrics']).includes(id)
      return isTested || isNamed ? [use('decision', row, 'question', isTested ? 'an assumption rests on it' : 'it is named there')] : []
    }),
    ...notes.map((row) => use('note', row, 'name', String(row['on']))),
  ]
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const use = (noun: string, row: AnyRow, title: string, says: string): Use => ({ noun, id: row.id, key: row.key, title: String(row[title] ?? row.key), says })

function figuresHold(figures: unknown, key: string): boolean {
  return isRecord(figures) && list(figures['rows']).some((row) => isRecord(row) && row['key'] === key)
}

/** The imports whose rows the metric reads, the last that came in first: rows are here from the day on which an import was finished. */
async function broughtBy(ctx: Context, metric: AnyMetric): Promise<Brought[]> {
  const imports = (await ctx.read('import', { filter: { state: 'done' }, sort: '-finishedAt', limit: 50 })).items
  return imports.flatMap((row) =>
    list(row['files']).flatMap((file): Brought[] => {
      const fact = isRecord(file) ? String(file['recognisedAs'] ?? '') : ''
      if (!isRecord(file) || !metric.inputs.includes(fact)) return []
      const report = file['report']
      const created = isRecord(report) && typeof report['created'] === 'number' ? report['created'] : null
      return [
        {
          fact,
          import: { id: row.id, key: row.key, name: String(row['name']), at: typeof row['finishedAt'] === 'string' ? row['finishedAt'] : row.createdAt },
          file: String(file['file']),
          rows: created,
        },
      ]
    }),
  )
}
