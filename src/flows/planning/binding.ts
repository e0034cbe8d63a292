import { addDays } from '#engines/numbers/dates.ts'
import { Problem, type AnyRow, type Context } from '#kernel'
import { number, partOf, reader, text, type Reading } from './reading.ts'

/** Reads the baseline of a draft key result from its metric, on the day before its start unless it names one. Nobody types it. */
export async function bindKeyResult(ctx: Context, id: string): Promise<AnyRow> {
  const row = await ctx.find('keyResult', id)
  const on = text(row['baselineAt']) || addDays(text(row['start']), -1)
  const { of, value } = await readOn(ctx, row, on < ctx.now().slice(0, 10) ? on : ctx.now().slice(0, 10))
  return await ctx.perform('keyResult', 'bind', { id: row.id }, { value, on, version: of.version })
}

/** Commits an objective with its draft key results, each bound to a reading of its metric first. */
export async function commitObjective(ctx: Context, id: string): Promise<AnyRow> {
  const objective = await ctx.find('objective', id)
  const results = (await ctx.read('keyResult', { filter: { objective: objective.id, state: 'draft' }, limit: 20 })).items
  for (const row of results) if (row['kind'] !== 'milestone' && number(row['reading']) === null && row['metric']) await bindKeyResult(ctx, row.id)
  return await ctx.perform('objective', 'commit', { id: objective.id }, { keyResults: results.map((row) => row.id) })
}

/**
 * Goes on under the new definition of a metric: the baseline is read anew, the target keeps its distance, the old terms stay. No value is
 * handed in: a metric is measured by its newest definition only, and what that says is no score under the old one.
 */
export async function rebindKeyResult(ctx: Context, id: string, decision: string): Promise<AnyRow> {
  const row = await ctx.find('keyResult', id)
  const [before, target] = [number(row['baseline']), number(row['target'])]
  const [then, now] = await Promise.all([readOn(ctx, row, text(row['baselineAt'])), readOn(ctx, row, ctx.now().slice(0, 10))])
  const baseline = then.value
  const kept = before === null || target === null ? target : before === 0 ? baseline + target : (baseline * target) / before
  return await ctx.perform('keyResult', 'rebind', { id: row.id }, { version: now.of.version, baseline, target: kept, decision })
}

async function readOn(ctx: Context, row: AnyRow, on: string): Promise<Reading & { readonly value: number }> {
  const metric = row['metric'] ? await ctx.find('metric', text(row['metric'])) : null
  if (!metric) throw new Problem('refused', `${row.key} has no metric.`, 'Bind it to the metric that will tell, or make it a milestone.')
  const reading = await reader(ctx, on)(text(metric['metricKey']), partOf(row))
  if (!reading)
    throw new Problem('refused', `The metric of ${row.key} cannot be measured on ${on}.`, 'Look at the page of the metric: it says what is missing.')
  const { value } = reading
  if (value === null)
    throw new Problem(
      'refused',
      reading.lacks ?? `The metric of ${row.key} has no value on ${on}.`,
      'Choose a part that the metric has, or a day with records.',
      {
        code: 'no-reading',
      },
    )
  return { ...reading, value }
}
