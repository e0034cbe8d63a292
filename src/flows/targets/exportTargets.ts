import { csvOf } from '#engines/numbers/csv.ts'
import type { AnyRow, Context } from '#kernel'
import { numberOf, stepsOf, textOf } from './aims.ts'
import { all } from './importTargets.ts'

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

/** The targets that count or wait, as a sheet that an import reads back unchanged: figures as they are (a share as a fraction), one line each, a series in its steps. */
export async function exportTargets(ctx: Context): Promise<string> {
  const [entries, rows, members] = await Promise.all([all(ctx, 'metric'), all(ctx, 'metricTarget', { state: { in: ['draft', 'agreed'] } }), all(ctx, 'member')])
  const keys = new Map(entries.map((row) => [row.id, String(row['metricKey'])]))
  const people = new Map(members.map((row) => [row.id, textOf(row['email']) ?? String(row['name'])]))
  const lines = rows.map((row) => cellsOf(row, keys.get(String(row['metric'])) ?? '', people.get(String(row['owner'])) ?? null))
  return csvOf([head, ...lines.toSorted((a, b) => String(a[1]).localeCompare(String(b[1]), 'en') || (String(a[11]) < String(b[11]) ? -1 : 1))])
}

function cellsOf(row: AnyRow, metric: string, owner: string | null): (string | number | null)[] {
  const steps = stepsOf(row).map(({ from, value }) => `${from}: ${value}`)
  return [
    row.key,
    metric,
    textOf(row['name']),
    textOf(row['segment']),
    textOf(row['direction']),
    numberOf(row['baseline']),
    textOf(row['baselineSpan']),
    numberOf(row['baselineN']),
    numberOf(row['target']),
    numberOf(row['upper']),
    numberOf(row['floor']),
    textOf(row['by']),
    textOf(row['path']),
    steps.length > 0 ? steps.join('; ') : null,
    textOf(row['kind']),
    owner,
    textOf(row['rationale']),
    textOf(row['state']),
    numberOf(row['firstTarget']),
    textOf(row['firstBy']),
    textOf(row['revisedFor']),
  ]
}
