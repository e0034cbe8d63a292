import { inForceOn, textOf } from '#engines/metrics/targets/aims.ts'
import { surveySentence } from '#engines/questions/readSurvey.ts'
import { refuse } from '#engines/questions/replies.ts'
import { resolveTime } from '#engines/questions/resolveTime.ts'
import type { Calendar, Refusal, Survey } from '#engines/questions/question.ts'
import { periodEnd } from '#engines/numbers/dates.ts'
import { everyRow, showDate, type AnyRow, type Context } from '#kernel'
import { agreedTargets } from '../agreedTargets.ts'
import type { Surveyed, SurveyTable } from './answer.ts'
import { count, list, shown } from './says.ts'
import type { Surveying } from './surveying.ts'
import { standsOf, type Stands } from './standings.ts'
import { tellChanges } from './tellChanges.ts'

/** Answers a question about all metrics: how their targets stand, or what moved most. */
export async function tellSurvey(ctx: Context, surveying: Surveying, text: string, survey: Survey): Promise<Surveyed | Refusal> {
  const canonical = surveySentence(survey, surveying.calendar)
  const told = survey.about === 'changes' ? await tellChanges(ctx, surveying, survey) : await tellTargets(ctx, surveying, survey)
  return 'kind' in told ? told : { kind: 'survey', text, canonical, ...told }
}

const verdicts = {
  reached: 'Reached',
  onPath: 'On track',
  behind: 'Behind',
  missed: 'Missed',
  waiting: 'Not asked yet',
  no_data: 'No value',
  untrusted: 'Not trusted',
} as const satisfies Record<Stands['status'], string>

/** Reached counts as on track, and a target that was missed is behind as well: what is asked is what matters. */
const fitting = {
  onTrack: ['reached', 'onPath'],
  behind: ['behind', 'missed'],
  missed: ['missed'],
  met: ['reached'],
} as const satisfies Record<NonNullable<Survey['standing']>, readonly Stands['status'][]>
const standingWords = {
  onTrack: ['is', 'are', 'on track'],
  behind: ['is', 'are', 'behind'],
  missed: ['was', 'were', 'missed'],
  met: ['was', 'were', 'met'],
} as const

type ToldTargets = Omit<Surveyed, 'kind' | 'text' | 'canonical'>

/** The targets that fell due in a time that is over; of a time that runs, and without one, those in force now. */
async function tellTargets(ctx: Context, { metrics, calendar, asOf }: Surveying, survey: Survey): Promise<ToldTargets | Refusal> {
  const today = asOf ?? calendar.today
  const span = spanOf(survey, calendar, asOf)
  if (span.from !== null && span.from > today)
    return refuse('immature', `${span.says ?? 'That'} has not begun, so that no target of it stands anywhere.`, 'Ask for a time that has.')
  const isClosed = span.to !== null && span.to < today
  const asks = survey.standing
  const { stands, lost } = await standing(ctx, { metrics, calendar, asOf }, survey, isClosed ? span : null)
  const when = isClosed ? `that fell due ${span.says === null ? 'in that time' : `in ${span.says}`}` : 'in force'
  const what = `${survey.by === null ? '' : `by ${survey.by.replaceAll('_', ' ')} `}${when}`
  if (stands.length === 0 && lost.length > 0)
    return refuse('unsupported', `${list(lost)} cannot be measured now, so that no target ${what} stands anywhere.`, 'Open the metric: it says why.')
  if (stands.length === 0)
    return refuse('unsupported', `There is no agreed target ${what}.`, 'Agree targets on the page of a metric, from a measured baseline.', {
      choices: survey.time === null ? [] : [{ label: 'Targets in force', ask: surveySentence({ ...survey, time: null }, calendar) }],
    })
  const wanted = stands.filter(({ status }) => asks === null || fitting[asks].some((one) => one === status))
  const named = wanted.slice(0, 6).map((one) => `${nameOf(one)} (${figureOf(one)})`)
  const rest = wanted.length > 6 ? [...named, `${count(wanted.length - 6)} more`] : named
  const isOpen = !isClosed && (asks === 'missed' || asks === 'met')
  return {
    sentence:
      asks === null
        ? `${tallied(stands)} of ${count(stands.length)} target${stands.length === 1 ? '' : 's'} ${what}.`
        : `${wanted.length === 0 ? 'None' : count(wanted.length)} of ${count(stands.length)} target${stands.length === 1 ? '' : 's'} ${what} ${standingWords[asks][wanted.length === 1 ? 0 : 1]} ${standingWords[asks][2]}${wanted.length === 0 ? '' : `: ${list(rest)}`}.`,
    table: tableOf(asks === null ? stands : wanted.length > 0 ? wanted : stands),
    measurements: stands.map(({ measured }) => measured),
    notes: [
      ...(isOpen ? [`${span.says ?? 'The period'} is not over: a target that falls due later is neither missed nor met for good.`] : []),
      ...(asks === 'behind' && wanted.some(({ status }) => status === 'missed') ? ['Targets that fell due and were missed are among them.'] : []),
      ...(wanted.length === 0 && asks !== null ? ['All of them are listed.'] : []),
      ...(lost.length > 0
        ? [`${list(lost)} cannot be measured now, so that ${lost.length === 1 ? 'its target is' : 'their targets are'} not among them.`]
        : []),
      '“On track” compares with the path from the measured baseline to the target.',
    ],
    followUps: [
      { label: 'Which are behind?', ask: surveySentence({ ...survey, standing: 'behind', time: null }, calendar) },
      { label: 'What changed most?', ask: 'What changed most?' },
    ],
  }
}

/** A survey’s time as days. Without one the quarter that runs says nothing more than today. */
function spanOf({ time }: Survey, calendar: Calendar, asOf: string | null) {
  const blank = { intent: 'show', metric: '', claim: null, by: [], filters: [], grain: null, compare: null, order: null, limit: null } as const
  return resolveTime({ ...blank, time, asOf }, calendar, 'month')
}

async function standing(
  ctx: Context,
  { metrics, calendar, asOf }: Surveying,
  { by }: Survey,
  due: { readonly from: string | null; readonly to: string | null } | null,
): Promise<{ readonly stands: readonly Stands[]; readonly lost: readonly string[] }> {
  const entries = new Map((await everyRow(ctx, 'metric')).map((row) => [row.id, String(row['metricKey'])]))
  const agreed = (await agreedTargets(ctx, asOf ?? undefined)).filter((row) => (textOf(row['segment']) === null) === (by === null))
  const groups = Map.groupBy(agreed, (row) => `${String(row['metric'])} ${textOf(row['segment'])?.toLowerCase() ?? ''}`)
  const rows = [...groups.values()].flatMap((own): readonly AnyRow[] => {
    const inForce = due === null ? inForceOn(own, asOf ?? calendar.today) : null
    if (due === null) return inForce ? [inForce] : []
    return own.filter((row) => String(row['by']) >= (due.from ?? '') && String(row['by']) <= (due.to ?? ''))
  })
  const stands: Stands[] = []
  const lost: string[] = []
  for (const row of rows) {
    const key = entries.get(String(row['metric'])) ?? ''
    const metric = metrics.get(key)
    const one = metric ? await standsOf(ctx, key, metric, row, asOf) : null
    if (one && (by === null || one.part?.by === by)) stands.push(one)
    if (metric && !one) lost.push([metric.name, textOf(row['segment']) ?? []].flat().join(' · '))
  }
  const sorted = stands.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || (nameOf(a) < nameOf(b) ? -1 : 1))
  return { stands: sorted, lost }
}

const order: readonly Stands['status'][] = ['missed', 'behind', 'onPath', 'reached', 'waiting', 'no_data', 'untrusted']

const nameOf = ({ metric, part }: Stands): string => (part === null ? metric.name : `${metric.name} · ${part.value}`)
const targetOf = ({ target, upper, measured }: Stands): string =>
  upper === null ? shown(target, measured) : `${shown(target, measured)} to ${shown(upper, measured)}`
const figureOf = (one: Stands): string =>
  one.status === 'untrusted' || one.point?.value == null
    ? verdicts[one.status].toLowerCase()
    : `${shown(one.point.value, one.measured)} for a target of ${targetOf(one)}`

function tallied(stands: readonly Stands[]): string {
  const tally = order.flatMap((status) => {
    const n = stands.filter((one) => one.status === status).length
    return n === 0 ? [] : `${count(n)} ${verdicts[status].toLowerCase()}`
  })
  return `${list(tally)},`.replace(/,$/, '')
}

function tableOf(stands: readonly Stands[]): SurveyTable {
  const rows = stands.map((one) => {
    const { by, measured, point, asked, status, key, row } = one
    const isJudged = status !== 'untrusted'
    return {
      label: nameOf(one),
      to: `metrics/${key}`,
      cells: [isJudged ? (point?.value ?? null) : null, asked, one.target],
      shown: [
        verdicts[status],
        isJudged ? shown(point?.value ?? null, measured) : '–',
        point && isJudged ? periodSaid(point.period) : '–',
        shown(asked, measured),
        targetOf(one),
        showDate(by),
      ],
      note: textOf(row['key']),
    }
  })
  return { head: ['Metric', 'Standing', 'Value', 'Period', 'Asked by then', 'Target', 'Due'], rows }
}

const periodSaid = (period: string): string => `to ${showDate(periodEnd(period))}`
