import { followsPolicy } from '#engines/metrics/ways/ways.ts'
import { showDate, type Context } from '#kernel'
import { nothingIfRefused } from '../refusedFigure.ts'
import type { Plan } from './plan.ts'
import { list, shown } from './says.ts'
import type { Told } from './told.ts'

/** Answers “how is … defined”: the definition in words and as a formula, with the figure that it gives today. */
export async function tellDefinition(ctx: Context, { metric, question }: Plan): Promise<Told> {
  const measured = await ctx.measure({ metric: question.metric })
  const owner = await ownerOf(ctx, question.metric)
  const row = (label: string, text: string) => ({ label, cells: [], shown: [text], note: null })
  const { assumed, preset } = measured.policy
  return {
    sentence: `${metric.name}: ${metric.says} Formula: ${metric.formula}.${owner === null ? '' : ` ${owner} answers for it.`}`,
    table: {
      head: ['', metric.name],
      rows: [
        row('Question', metric.question),
        row('Formula', metric.formula),
        row('Owner', owner ?? 'nobody yet'),
        row('Version', `v${metric.version}`),
        row('Window', measured.window ?? `each ${measured.grain}`),
        row('Broken down by', list(metric.dimensions)),
        row('Closed', `${metric.maturityDays} days after the end of a ${measured.grain}`),
        row('Good is', metric.better === 'within' ? 'inside a range' : metric.better === 'up' ? 'higher' : 'lower'),
        ...(followsPolicy(metric.compute) ? [row('Policy', `${preset}${assumed.length > 0 ? `; ${assumed.length} switches at their default` : ''}`)] : []),
        row('Today', `${shown(measured.value, measured)} as of ${showDate(measured.asOf)}`),
      ],
    },
    chart: null,
    measurements: [measured],
    notes: [],
  }
}

/** Who answers for the metric in the dictionary; null where nobody does. */
async function ownerOf(ctx: Context, key: string): Promise<string | null> {
  const [entry] = (await ctx.read('metric', { filter: { metricKey: key }, limit: 1 })).items
  const owner = typeof entry?.['owner'] === 'string' ? await ctx.find('member', entry['owner']).catch(nothingIfRefused) : null
  return owner === null ? null : String(owner['name'])
}
