import { isFew } from '#engines/numbers/isFew.ts'
import { addDays, periodEnd } from '#engines/numbers/dates.ts'
import { refuse } from '#engines/questions/replies.ts'
import { nameOf as sayPeriod, resolveTime } from '#engines/questions/resolveTime.ts'
import { surveySentence } from '#engines/questions/readSurvey.ts'
import type { Refusal, Survey } from '#engines/questions/question.ts'
import type { AnyMetric, Context, Measurement, Point } from '#kernel'
import type { Surveyed } from './answer.ts'
import { count, difference, list, shown } from './says.ts'
import type { Surveying } from './surveying.ts'
import { nothingIfRefused } from '../refusedFigure.ts'

/** A change between two closed periods, and how large it is against what is usual: the mean of the earlier steps from period to period, signs left out. */
interface Change {
  readonly key: string
  readonly metric: AnyMetric
  readonly measured: Measurement
  readonly before: Point
  readonly after: Point
  readonly change: number
  readonly usual: number
  readonly times: number
}

const leastSteps = 5
const most = 10

/**
 * What moved most: metrics have units of their own, so that each change is set against the usual step of its own line (the mean moving range of an XmR chart, Wheeler
 * 1993, taken before the change). Figures that cannot be trusted, that rest on few, or whose line is short are left out, and the answer says how many.
 */
export async function tellChanges(
  ctx: Context,
  { metrics, calendar, asOf }: Surveying,
  survey: Survey,
): Promise<Omit<Surveyed, 'kind' | 'text' | 'canonical'> | Refusal> {
  const { time, way } = survey
  const unit = time?.kind === 'last' && time.n === 1 ? time.unit : time?.kind === 'period' ? 'named' : null
  if (time !== null && (unit === null || unit === 'year' || unit === 'day'))
    return refuse('unsupported', 'What changed is told from one period to the next, of a week, a month or a quarter.', 'Name one of them.', {
      choices: (['month', 'quarter'] as const).map((each) => ({
        label: `Last ${each}`,
        ask: surveySentence({ ...survey, time: { kind: 'last', n: 1, unit: each } }, calendar),
      })),
    })
  const found: Change[] = []
  let others = 0
  for (const [key, metric] of metrics) {
    const blank = { intent: 'show', metric: key, claim: null, by: [], filters: [], grain: null, compare: null, order: null, limit: null } as const
    const span = resolveTime({ ...blank, time, asOf }, calendar, metric.grain)
    if (span.grain !== null && (span.period === null || !metric.grains.includes(span.grain))) {
      others += 1
      continue
    }
    const request = { metric: key, ...(asOf === null ? {} : { asOf }), ...(span.grain === null ? {} : { grain: span.grain }) }
    const measured = await ctx.measure(request).catch(nothingIfRefused)
    const change = measured && changeOf(key, metric, measured, span.period, asOf)
    if (change) found.push(change)
    else others += 1
  }
  const told = found.filter(
    ({ change, metric: { better } }) => change !== 0 && (way === null || (better !== 'within' && change > 0 === ((better === 'up') === (way === 'better')))),
  )
  const sorted = told.toSorted((a, b) => b.times - a.times).slice(0, most)
  if (sorted.length === 0)
    return refuse(
      'unsupported',
      `No metric ${way === null ? 'moved' : `got ${way}`} in that time, of ${count(found.length)} with a line to tell it by.`,
      'Ask for another time, or for one metric.',
    )
  const [first, second, third] = sorted.map((one) => `${one.metric.name} (${difference(one.change, one.measured)}, ${timesOf(one)} its usual step)`)
  const shownFirst = [first, second, third].flatMap((one) => one ?? [])
  return {
    sentence: `${way === null ? 'Moved most' : `Got ${way}`}${time === null ? ', each in its last closed period' : ''}: ${list(shownFirst)}.`,
    table: {
      head: ['Metric', 'Change', 'Times', 'Value', 'Before', 'Usual step', 'Period'],
      rows: sorted.map((one) => ({
        label: one.metric.name,
        to: `metrics/${one.key}`,
        cells: [one.after.value, one.before.value, one.change, one.usual, one.times],
        shown: [
          difference(one.change, one.measured),
          timesOf(one),
          shown(one.after.value, one.measured),
          shown(one.before.value, one.measured),
          difference(one.usual, one.measured).replace(/^\+/, ''),
          sayPeriod(one.after.period, calendar),
        ],
        note: one.metric.better === 'within' ? null : one.change > 0 === (one.metric.better === 'up') ? 'better' : 'worse',
      })),
    },
    measurements: sorted.map(({ measured }) => measured),
    notes: [
      'Each change is set against the mean of its own earlier steps from period to period, so that metrics of different units can be ranked. A step of up to about three times is routine.',
      ...(others > 0
        ? [`${count(others)} metrics are left out: told by other periods, with too short a line, resting on few, without a value, or not to be trusted.`]
        : []),
      ...(told.length > most ? [`The ${count(most)} largest of ${count(told.length)}.`] : []),
    ],
    followUps: [
      { label: `Why did ${first ? (sorted[0]?.metric.name ?? '') : ''} change?`, ask: `Why did ${sorted[0]?.metric.name ?? ''} change?` },
      { label: 'Which metrics are behind?', ask: surveySentence({ about: 'targets', standing: 'behind', way: null, by: null, time: null }, calendar) },
    ],
  }
}

const timesOf = ({ times }: Change): string => `${times.toLocaleString('en-US', { maximumFractionDigits: 1, minimumFractionDigits: 1 })}×`

/** Of the period that was asked, else of the last closed one. Null where nothing can be said. */
function changeOf(key: string, metric: AnyMetric, measured: Measurement, period: string | null, asOf: string | null): Change | null {
  if (measured.trust.state === 'untrusted') return null
  const over = asOf ?? addDays(measured.asOf, -1)
  const closed = measured.points.filter((point) => periodEnd(point.period) <= over && point.mature)
  const place = period === null ? closed.length - 1 : closed.findIndex((point) => point.period === period)
  const [before, after] = [closed[place - 1], closed[place]]
  if (!before || !after || before.value === null || after.value === null) return null
  if (isFew(after.n, metric.minN) || isFew(before.n, metric.minN)) return null
  const steps = closed.slice(1, place).flatMap((point, at) => {
    const earlier = closed[at]?.value ?? null
    return point.value === null || earlier === null ? [] : Math.abs(point.value - earlier)
  })
  if (steps.length < leastSteps) return null
  const usual = steps.reduce((sum, step) => sum + step, 0) / steps.length
  const change = after.value - before.value
  return usual > 0 ? { key, metric, measured, before, after, change, usual, times: Math.abs(change) / usual } : null
}
