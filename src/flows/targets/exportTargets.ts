import { csvOf } from '#engines/numbers/csv.ts'
import { numberOf, stepsOf, textOf } from '#engines/metrics/targets/aims.ts'
import { everyRow, type AnyMetric, type AnyRow, type Context } from '#kernel'
import { aimedBy } from './aimedBy.ts'

const head = [
  'key',
  'metric',
  'name',
  'segment',
  'direction',
  'baseline',
  'baseline_span',
  'baseline_n',
  'target',
  'upper',
  'floor',
  'unit',
  'by',
  'path',
  'steps',
  'kind',
  'owner',
  'rationale',
  'state',
  'first_target',
  'first_by',
  'revised_for',
] as const

/** The targets that count or wait, as a sheet that an import reads back unchanged. */
export async function exportTargets(ctx: Context, metrics: ReadonlyMap<string, AnyMetric>): Promise<string> {
  const [entries, rows, members] = await Promise.all([
    everyRow(ctx, 'metric'),
    everyRow(ctx, 'metricTarget', { filter: { state: { in: ['draft', 'agreed'] } } }),
    everyRow(ctx, 'member'),
  ])
  return csvOf(targetSheet(rows, { entries, metrics, emails: new Map(members.map((row) => [row.id, String(row['email'])])) }))
}

/** One line each, a series in its steps. Figures stand as they are: a share as a fraction, from 2 on in percent, since an import asks whether a bare 2 is 2% or 200%. */
export function targetSheet(
  rows: readonly AnyRow[],
  {
    entries,
    metrics,
    emails,
  }: { readonly entries: readonly AnyRow[]; readonly metrics: ReadonlyMap<string, AnyMetric>; readonly emails: ReadonlyMap<string, string> },
): (readonly (string | number | null)[])[] {
  const keys = new Map(entries.map((row) => [row.id, String(row['metricKey'])]))
  const lines = rows.map((row) => {
    const metric = keys.get(String(row['metric'])) ?? ''
    const aimed = aimedBy(metric, { metrics, entries })
    return {
      metric,
      by: textOf(row['by']) ?? last,
      cells: cellsOf(row, metric, emails.get(String(row['owner'])) ?? null, !('fault' in aimed) && aimed.unit === 'ratio'),
    }
  })
  const inOrder = lines.toSorted((a, b) => a.metric.localeCompare(b.metric, 'en') || (a.by < b.by ? -1 : 1))
  return [head, ...inOrder.map(({ cells }) => cells)]
}

/** Drafts without a day stand after the others. */
const last = '9999-12-31'

function cellsOf(row: AnyRow, metric: string, owner: string | null, isShare: boolean): (string | number | null)[] {
  const figure = (value: number | null) => (value !== null && isShare && Math.abs(value) >= 2 ? `${Number((value * 100).toPrecision(15))}%` : value)
  const number = (field: string) => figure(numberOf(row[field]))
  const words = (field: string) => textOf(row[field])?.replace(/^'+(?=[=+\-@])/, "$&'") ?? null // of these an import takes one apostrophe away
  const steps = stepsOf(row).map(({ from, value }) => `${from}: ${figure(value)}`)
  return [
    row.key,
    metric,
    words('name'),
    words('segment'),
    textOf(row['direction']),
    number('baseline'),
    textOf(row['baselineSpan']),
    numberOf(row['baselineN']),
    number('target'),
    number('upper'),
    number('floor'),
    words('unit'),
    textOf(row['by']),
    textOf(row['path']),
    steps.length > 0 ? steps.join('; ') : null,
    textOf(row['kind']),
    owner,
    words('rationale'),
    textOf(row['state']),
    numberOf(row['firstTarget']),
    textOf(row['firstBy']),
    words('revisedFor'),
  ]
}
