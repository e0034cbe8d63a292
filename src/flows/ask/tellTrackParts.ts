import { inForceOn, textOf } from '#engines/metrics/targets/aims.ts'
import { refuse, spoken } from '#engines/questions/replies.ts'
import { pluralOf } from '#engines/questions/lexicon.ts'
import type { Refusal } from '#engines/questions/question.ts'
import { sentenceOf } from '#engines/questions/sentenceOf.ts'
import { showDate, type AnyRow, type Context } from '#kernel'
import { agreedTargets } from '../agreedTargets.ts'
import { reasonOf } from '../whyMissing.ts'
import { linesOf } from './lines.ts'
import type { Plan } from './plan.ts'
import { count, figureName, list, shown } from './says.ts'
import { standsOf, type Stands } from './standings.ts'
import type { Told } from './told.ts'

/** Answers “which segments are on track”: each part that has an agreed target of its own against it; the others are named. */
export async function tellTrackParts(ctx: Context, plan: Plan): Promise<Told | Refusal> {
  const { question, metric, vocabulary, request } = plan
  const [dimension = ''] = question.by
  const measured = await ctx.measure(request)
  const lines = linesOf(plan, measured)
  if ('kind' in lines) return lines
  const parts = lines.flatMap(({ part }) => part ?? [])
  const stands = (await standing(ctx, plan, measured.asOf)).filter(({ part }) => part?.by === dimension && parts.includes(part.value))
  const words = pluralOf(spoken(dimension))
  if (stands.length === 0)
    return refuse(
      'unsupported',
      `None of the ${words} has an agreed target of its own for ${figureName(metric)}.`,
      'Agree one for a part, or ask for the whole.',
      {
        choices: [
          { label: 'The whole', ask: sentenceOf({ ...question, by: [], filters: [] }, vocabulary) },
          { label: `By ${spoken(dimension)}`, ask: sentenceOf({ ...question, intent: 'show' }, vocabulary) },
        ],
      },
    )
  const good = stands.filter(({ status }) => status === 'onPath' || status === 'reached')
  const without = parts.filter((value) => !stands.some(({ part }) => part?.value === value))
  return {
    sentence: `${good.length === 0 ? 'None' : count(good.length)} of ${count(stands.length)} ${stands.length === 1 ? spoken(dimension) : words} with a target of ${stands.length === 1 ? 'its' : 'their'} own ${good.length === 1 || stands.length === 1 ? 'is' : 'are'} on track for ${figureName(metric)}: ${list(stands.map((one) => `${one.part?.value ?? ''} is ${verdicts[one.status]} (${figureOf(one)})`))}.`,
    table: {
      head: [dimension, 'Standing', 'Value', 'Period', 'Asked by then', 'Target', 'Due'],
      rows: stands.map((one) => ({
        label: one.part?.value ?? '',
        cells: [one.point?.value ?? null, one.asked, one.target],
        shown: [
          verdicts[one.status],
          shown(one.point?.value ?? null, one.measured),
          one.point ? plan.say(one.point.period) : '–',
          shown(one.asked, one.measured),
          shown(one.target, one.measured),
          showDate(one.by),
        ],
        note: textOf(one.row['key']),
      })),
    },
    chart: null,
    measurements: [measured, ...stands.map((one) => one.measured)],
    notes: [
      '“On track” compares with the path from the measured baseline to the target.',
      ...(without.length > 0 ? [`${list(without)} ${without.length === 1 ? 'has' : 'have'} no target of ${without.length === 1 ? 'its' : 'their'} own.`] : []),
      ...(plan.span.note === null ? [] : [plan.span.note]),
    ],
  }
}

const verdicts = {
  reached: 'reached',
  onPath: 'on track',
  behind: 'behind',
  missed: 'missed',
  waiting: 'not asked yet',
  no_data: 'without a value',
  untrusted: 'not trusted',
} as const

const figureOf = ({ point, measured, target }: Stands): string =>
  point?.value == null ? reasonOf(point) : `${shown(point.value, measured)} for a target of ${shown(target, measured)}`

/** Of each part the target that fell due in a period that is over, else the one in force. */
async function standing(ctx: Context, { question, metric, span }: Plan, asOf: string): Promise<Stands[]> {
  const entry = (await ctx.read('metric', { filter: { metricKey: question.metric }, limit: 1 })).items[0]
  if (!entry) return []
  const rows = (await agreedTargets(ctx, question.asOf ?? undefined, { metric: entry.id })).filter((row) => textOf(row['segment']) !== null)
  const day = span.to !== null && span.to < asOf ? span.to : asOf
  const groups = Map.groupBy(rows, (row) => textOf(row['segment'])?.toLowerCase() ?? '')
  const inForce = [...groups.values()].flatMap((own): AnyRow[] => {
    const row = inForceOn(own, day)
    return row ? [row] : []
  })
  const stands = await Promise.all(inForce.map((row) => standsOf(ctx, question.metric, metric, row, question.asOf)))
  return stands.flatMap((one) => one ?? [])
}
