import { small } from '#engines/numbers/capital.ts'
import type { Forecast } from '#engines/metrics/forecast/forecast.ts'
import type { Goal } from '#engines/metrics/targets/goal.ts'
import { pathValue } from '#engines/metrics/targets/path.ts'
import { neededRunRate, type Pursuit } from '#engines/metrics/targets/progress.ts'
import { heldUntil, standingOf } from '#engines/metrics/targets/standing.ts'
import { refuse } from '#engines/questions/replies.ts'
import type { Refusal } from '#engines/questions/question.ts'
import { sentenceOf } from '#engines/questions/sentenceOf.ts'
import { addPeriods, countPeriods, grainOf, periodEnd, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { endOf, holding, shift } from '#engines/questions/calendar.ts'
import { showNumber } from '#engines/numbers/showNumber.ts'
import { showDate, type Context, type Measurement, type Point } from '#kernel'
import { heldPoints } from '../heldPoints.ts'
import type { Ahead, Chart, Table } from './answer.ts'
import { chartOf } from './drawn.ts'
import { during, headOf, type Line, linesOf } from './lines.ts'
import type { Plan } from './plan.ts'
import { against, figureName, isMany, shown } from './says.ts'
import { reasonOf } from '../whyMissing.ts'
import { signed } from './splits.ts'
import { targetOf, type Target } from './targets.ts'
import { tellTrackParts } from './tellTrackParts.ts'
import type { Told } from './told.ts'

/** Answers “forecast” with the fan of the metric’s own page, and with how well the same rule did before. */
export async function tellForecast(ctx: Context, plan: Plan, ahead: Ahead): Promise<Told | Refusal> {
  const { metric, question } = plan
  const { from: _from, to: _to, ...whole } = plan.request
  const own = { ...plan, request: { ...whole, grain: metric.grain } }
  const measured = await ctx.measure(own.request)
  const lines = linesOf(own, measured)
  if ('kind' in lines) return lines
  const [line] = lines
  if (!line || lines.length > 1) return refuse('unsupported', 'One line is forecast at a time.', 'Leave “by” out, or filter by one value.')
  if (question.filters.some(({ op }) => op === 'isNot')) return notWithout(plan, line)
  const until = horizonOf(plan, measured)
  const looked = await ahead(question.metric, {
    until,
    ...(question.asOf === null ? {} : { asOf: question.asOf }),
    ...(line.part === null || plan.dimension === null ? {} : { segment: `${plan.dimension}=${line.part}` }),
  })
  const fan = looked.forecast
  if (fan.model === null) return refuse('immature', `${metric.name} cannot be forecast: ${fan.says}`, 'Ask for its trend, or whether you are on track.')
  const reached = fan.points.filter(({ period }) => periodEnd(period) <= until)
  const points = reached.length > 0 ? reached : fan.points.slice(0, 1)
  const last = points.at(-1)
  const band = last?.bands.find(({ share }) => share === 0.8)
  const { target } = looked
  const chance = looked.aim?.chance ?? null
  const name = line.part === null ? figureName(metric) : `${figureName(metric)} for ${line.part}`
  const hit =
    chance === null || !target
      ? ''
      : ` The target of ${shown(target.value, measured)} for ${showDate(target.by)} is met with a chance of ${showNumber(chance, 'percent', { decimals: 0 })}.`
  const lacks = question.compare?.with === 'target' && hit === '' ? (target ? ' The chance of its target cannot be told.' : ' No target is agreed for it.') : ''
  const isShort = last !== undefined && periodEnd(last.period) < until && fan.points.at(-1) === last
  return {
    sentence: `${name} ${isMany(metric) ? 'are' : 'is'} expected at ${shown(last?.mean ?? null, measured)} ${during(plan, last?.period ?? '')}, with four chances in five between ${shown(band?.low ?? null, measured)} and ${shown(band?.high ?? null, measured)}.${isShort ? ` It is looked no further ahead than ${plan.say(last.period)}.` : ''}${hit}${lacks}`,
    table: fanTable(plan, measured, { ...fan, points }),
    chart: fanChart(plan, measured, line, { ...fan, points }),
    measurements: [measured],
    notes: [looked.method, ...(plan.span.ahead === null && question.time === null ? [`No horizon was named: the next three ${measured.grain}s.`] : [])],
    target,
  }
}

/** What is left of a whole is not looked ahead at: neither its contracts nor its windows are known apart. */
function notWithout({ metric, question, vocabulary }: Plan, { name }: Line): Refusal {
  const whole = { label: 'The whole', ask: sentenceOf({ ...question, filters: [] }, vocabulary) }
  return refuse(
    'unsupported',
    `${name} is not forecast: only ${small(metric.name)} as a whole, or one part of it, is.`,
    'Ask for the whole, or for one part.',
    {
      choices: [whole],
    },
  )
}

/** The last day that was asked about: of so many units ahead, of a period that is named, else of three periods of the metric. */
function horizonOf({ question: { time }, span, vocabulary: { calendar } }: Plan, { asOf, grain }: Measurement): string {
  if (time?.kind === 'next') return endOf(shift(holding(asOf, time.unit, calendar), time.n), calendar)
  if (span.to !== null && span.to >= asOf) return span.to
  return periodEnd(addPeriods(periodOf(asOf, grain), 3))
}

function fanTable(plan: Plan, measured: Measurement, fan: Forecast): Table {
  const rows = fan.points.map(({ period, mean, bands }) => {
    const [narrow, wide] = [bands.find(({ share }) => share === 0.8), bands.find(({ share }) => share === 0.95)]
    return {
      label: plan.say(period),
      cells: [mean, narrow?.low ?? null, narrow?.high ?? null],
      shown: [shown(mean, measured), rangeOf(narrow, measured), rangeOf(wide, measured)],
      note: null,
    }
  })
  return { head: ['Period', 'Expected', '80% band', '95% band'], rows }
}

const rangeOf = (band: { readonly low: number; readonly high: number } | undefined, measured: Measurement): string =>
  band ? `${shown(band.low, measured)} to ${shown(band.high, measured)}` : '–'

/** The closed periods, then the expected ones dashed, with both ends of the 80% band in grey. */
function fanChart(plan: Plan, measured: Measurement, line: Line, fan: Forecast): Chart {
  const past = line.points.filter(({ mature, value }) => mature && value !== null).slice(-12)
  const periods = [...past.map(({ period }) => period), ...fan.points.map(({ period }) => period)]
  const lead = past.map((_, at) => (at === past.length - 1 ? (past[at]?.value ?? null) : null))
  const edge = (side: 'low' | 'high') => [...lead, ...fan.points.map(({ bands }) => bands.find(({ share }) => share === 0.8)?.[side] ?? null)]
  return {
    kind: 'line',
    drawing: {
      name: plan.metric.name,
      measure: { unit: measured.unit, currency: measured.currency },
      periods,
      lines: [
        { name: line.name === plan.metric.name ? 'Expected' : line.name, values: [...past.map(({ value }) => value), ...fan.points.map(({ mean }) => mean)] },
        { name: '80% high', values: edge('high'), isContext: true },
        { name: '80% low', values: edge('low'), isContext: true },
      ],
      ...(fan.points[0] ? { openFrom: fan.points[0].period } : {}),
    },
  }
}

/** Answers “are we on track for”: the latest closed figure against the agreed target and its straight path. */
export async function tellTrack(ctx: Context, plan: Plan): Promise<Told | Refusal> {
  if (plan.question.by.length > 0) return await tellTrackParts(ctx, plan)
  const measured = await ctx.measure(plan.request)
  const lines = linesOf(plan, measured)
  if ('kind' in lines) return lines
  const line = plan.question.filters.length > 0 ? lines[0] : { name: plan.metric.name, part: null, points: measured.points }
  if (!line) return refuse('unsupported', 'There is nothing to hold against a target.', 'Ask for the metric as a whole.')
  const target = await targetOf(ctx, plan, measured, line.part)
  const name = line.part === null ? figureName(plan.metric) : `${figureName(plan.metric)} for ${line.part}`
  if (!target) return refuse('unsupported', `There is no agreed target for ${name}.`, 'Set one on the page of the metric, from a measured baseline.')
  const head = headOf(plan, line.points, measured)
  const isGone = head !== null && target.by < periodStart(head.period)
  const point = isGone ? await duePoint(ctx, plan, { ...measured, points: line.points }, { target, part: line.part }) : head
  if (isGone && (!point || point.value === null))
    return refuse(
      'unsupported',
      `${name} has no value in the period in which its target fell due, ${showDate(target.by)}: ${reasonOf(point)}.`,
      'Agree one for a day ahead.',
    )
  if (!point || point.value === null)
    return refuse('immature', `${name} has no closed value to hold against its target: ${reasonOf(point)}.`, 'Ask again when a period has closed.')
  return {
    sentence: trackSentence(plan, measured, name, target, point, point.value),
    table: trackTable(plan, measured, target, point, point.value),
    chart: chartOf(plan, measured, [line], target),
    measurements: [measured],
    notes: [
      courseOf(target)
        ? '“On track” compares with the straight line from the measured baseline to the target.'
        : 'The baseline has no period of its own, so that no path can be drawn: only the gap is told.',
      ...(plan.span.note === null ? [] : [plan.span.note]),
    ],
    target,
  }
}

/** The figure of the period in which a target fell due, whatever came after it. */
async function duePoint(
  ctx: Context,
  { metric, dimension }: Plan,
  measured: Measurement,
  { target: { by }, part }: { readonly target: Target; readonly part: string | null },
): Promise<Point | null> {
  const segment = part === null || dimension === null ? null : `${dimension}=${part}`
  return heldUntil(await heldPoints(ctx, metric, measured, { by, segment }), by)
}

const goalOf = ({ direction, value, upper }: Target): Goal =>
  direction === 'within' ? { direction: 'within', low: value, high: upper ?? value } : { direction: direction === 'down' ? 'down' : 'up', value }

/** The straight way from the baseline to the target; null when the baseline has no date before it. */
function courseOf(target: Target): Pursuit | null {
  const startsOn = target.baselineSpan === null ? null : dayOf(target.baselineSpan)
  if (target.baseline === null || startsOn === null || startsOn >= target.by) return null
  return { goal: goalOf(target), start: target.baseline, startsOn, by: target.by, path: { kind: 'linear' } }
}

function dayOf(span: string): string | null {
  const half = /^(\d{4})-H([12])$/.exec(span)
  try {
    return periodEnd(half ? `${half[1]}-Q${half[2] === '1' ? 2 : 4}` : span)
  } catch {
    return null
  }
}

function askedNow(course: Pursuit, day: string): number | null {
  return pathValue(
    {
      start: course.start,
      startsOn: course.startsOn,
      aim: course.goal.direction === 'within' ? course.goal.low : course.goal.value,
      by: course.by,
      path: course.path,
    },
    day,
  )
}

const verdicts = { reached: 'Reached', onPath: 'On track', behind: 'Behind', missed: 'Missed', waiting: 'Not asked yet', no_data: 'Unknown' } as const

function trackSentence(plan: Plan, measured: Measurement, name: string, target: Target, point: Point, value: number): string {
  const course = courseOf(target)
  const day = periodEnd(point.period)
  const when = `${shown(value, measured)} in ${plan.say(point.period)}`
  const aim = `the target of ${shown(target.value, measured)} for ${showDate(target.by)}`
  if (!course) return `${name} was ${when}, ${against(value, target.value, measured)} ${aim}.`
  const { status } = standingOf(course, { period: point.period, value })
  const now = askedNow(course, day)
  const pace = neededRunRate(course, value, point.period)
  const path = now === null || status === 'reached' || status === 'missed' ? '' : `; the straight path asks ${shown(now, measured)} by then`
  const left =
    pace.perPeriod === null || pace.perPeriod === 0
      ? ''
      : `; ${signed(pace.perPeriod, measured)} in each of the ${pace.periodsLeft} ${grainOf(point.period)}s left would reach it`
  return `${verdicts[status]}: ${name} was ${when}, ${against(value, target.value, measured)} ${aim}${path}${left}.`
}

function trackTable(plan: Plan, measured: Measurement, target: Target, point: Point, value: number): Table {
  const course = courseOf(target)
  const now = course ? askedNow(course, periodEnd(point.period)) : null
  const left = Math.max(0, countPeriods(point.period, periodOf(target.by, grainOf(point.period))))
  const row = (label: string, cell: number | null, text = shown(cell, measured)) => ({ label, cells: [cell], shown: [text], note: null })
  return {
    head: ['', 'Value'],
    rows: [
      row(`Baseline${target.baselineSpan ? `, ${target.baselineSpan}` : ''}`, target.baseline),
      row(`Now, ${plan.say(point.period)}`, value),
      row('Asked by the path now', now),
      row(`Target, ${showDate(target.by)}`, target.value),
      row('Gap to the target', value - target.value, signed(value - target.value, measured)),
      row(`${grainOf(point.period)}s left`, left, String(left)),
    ],
  }
}
