import { backtest } from '#engines/metrics/forecast/backtest.ts'
import { forecast, hitChance, type Forecast } from '#engines/metrics/forecast/forecast.ts'
import type { Goal } from '#engines/metrics/targets/goal.ts'
import { pathValue } from '#engines/metrics/targets/path.ts'
import { neededRunRate, statusOf, type Pursuit } from '#engines/metrics/targets/progress.ts'
import { refuse } from '#engines/questions/readQuestion.ts'
import type { Refusal } from '#engines/questions/question.ts'
import { countPeriods, grainOf, periodEnd, periodOf } from '#engines/numbers/dates.ts'
import { showNumber } from '#engines/numbers/showNumber.ts'
import { showDate, type Context, type Measurement, type Point } from '#kernel'
import type { Chart, Table } from './answer.ts'
import { chartOf } from './drawn.ts'
import { headOf, linesOf, type Line } from './lines.ts'
import type { Plan } from './plan.ts'
import { against, figureName, reasonOf, shown } from './says.ts'
import { signed } from './splits.ts'
import { targetOf, type Target } from './targets.ts'
import { overlaps } from './tellWhy.ts'
import type { Told } from './told.ts'

/** Answers “forecast”: a fan from the closed periods, with how well the same rule did before. */
export async function tellForecast(ctx: Context, plan: Plan): Promise<Told | Refusal> {
  const { metric } = plan
  if (overlaps(metric))
    return refuse(
      'unsupported',
      `${metric.name} looks back a year, so that extrapolating it would only repeat itself; it is forecast by rolling contracts or its window, on its page and by “throughline forecast”.`,
      'Ask for its trend, or whether you are on track.',
    )
  const measured = await ctx.measure(plan.request)
  const lines = linesOf(plan, measured)
  if ('kind' in lines) return lines
  const [line] = lines
  if (!line || lines.length > 1) return refuse('unsupported', 'One line is forecast at a time.', 'Leave “by” out, or filter by one value.')
  const horizon = waiting(line.points, measured) + (plan.span.ahead ?? 3)
  const fan = forecast(line.points.map(closed), horizon, line.points.some(({ value }) => (value ?? 0) < 0) ? {} : { natural: { low: 0 } })
  if (fan.model === null) return refuse('immature', `${metric.name} cannot be forecast: ${fan.says}`, 'Ask again when more periods have closed.')
  const last = fan.points.at(-1)
  const band = last?.bands.find(({ share }) => share === 0.8)
  const target = await targetOf(ctx, plan, measured, line.part)
  const chance = target && last ? hitChance(fan.points, fan.points.find(({ period }) => periodEnd(period) >= target.by)?.period ?? '', goalOf(target)) : null
  const name = line.part === null ? figureName(metric) : `${figureName(metric)} for ${line.part}`
  const hit =
    chance === null || !target
      ? ''
      : ` The target of ${shown(target.value, measured)} for ${showDate(target.by)} is met with a chance of ${showNumber(chance, 'percent', { decimals: 0 })}.`
  return {
    sentence: `${name} is expected at ${shown(last?.mean ?? null, measured)} in ${plan.say(last?.period ?? '')}, with four chances in five between ${shown(band?.low ?? null, measured)} and ${shown(band?.high ?? null, measured)}.${hit}`,
    table: fanTable(plan, measured, fan),
    chart: fanChart(plan, measured, line, fan),
    measurements: [measured],
    notes: [
      `${fan.says} Made from ${fan.n} closed periods since ${plan.say(fan.from)}.`,
      backtestOf(line.points, measured),
      ...(plan.span.ahead === null ? [`No horizon was named: the next three ${measured.grain}s.`] : []),
    ].filter((note) => note !== ''),
    target,
  }
}

const closed = ({ period, value, mature }: Point) => ({ period, value, state: mature ? ('closed' as const) : ('open' as const) })

function backtestOf(points: readonly Point[], measured: Measurement): string {
  const values = points.flatMap(({ value, mature }) => (mature && value !== null ? [value] : []))
  const tested = backtest(values)
  const [first] = tested?.byHorizon ?? []
  if (!tested || !first) return 'Too few periods to test the rule against what came.'
  const inside = first.coverage.find(({ share }) => share === 0.8)
  return `Tested from ${tested.origins} earlier points: one period ahead it missed by ${signed(first.meanAbsoluteError, measured).replace('+', '')} on average${inside ? `, and ${showNumber(inside.inside, 'percent', { decimals: 0 })} of what came lay inside its 80% band` : ''}.`
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

/** Periods that have ended, or are open, and are not settled yet: what lies ahead is counted from after them. */
function waiting(points: readonly Point[], { asOf, grain }: Measurement): number {
  const last = points.findLast(({ mature, value }) => mature && value !== null)
  return last ? Math.max(0, countPeriods(last.period, periodOf(asOf, grain))) : 0
}

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
  const measured = await ctx.measure(plan.request)
  const lines = linesOf(plan, measured)
  if ('kind' in lines) return lines
  const line = plan.question.filters.length > 0 ? lines[0] : { name: plan.metric.name, part: null, points: measured.points }
  if (!line) return refuse('unsupported', 'There is nothing to hold against a target.', 'Ask for the metric as a whole.')
  const target = await targetOf(ctx, plan, measured, line.part)
  const name = line.part === null ? figureName(plan.metric) : `${figureName(plan.metric)} for ${line.part}`
  if (!target) return refuse('unsupported', `There is no agreed target for ${name}.`, 'Set one on the page of the metric, from a measured baseline.')
  const point = headOf(plan, line.points, measured.asOf)
  if (!point || point.value === null)
    return refuse('immature', `${name} has no closed value to hold against its target: ${reasonOf(point)}.`, 'Ask again when a period has closed.')
  return {
    sentence: trackSentence(plan, measured, name, target, point, point.value),
    table: trackTable(plan, measured, target, point, point.value),
    chart: chartOf(plan, measured, [line], target),
    measurements: [measured],
    notes: courseOf(target)
      ? ['“On track” compares with the straight line from the measured baseline to the target.']
      : ['The baseline has no period of its own, so that no path can be drawn: only the gap is told.'],
    target,
  }
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
  const status = statusOf(course, value, day)
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
