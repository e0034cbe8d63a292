import { small } from '#engines/numbers/capital.ts'
import { isFew } from '#engines/numbers/isFew.ts'
import { drawChart } from '#engines/metrics/signal/drawChart.ts'
import { hasLimits } from '#engines/metrics/signal/judge.ts'
import { gapSentence } from '#engines/metrics/signal/gapSentence.ts'
import { measuredLine } from '#engines/metrics/signal/measuredLine.ts'
import { signalSentence } from '#engines/metrics/signal/sentence.ts'
import { xmr } from '#engines/metrics/signal/xmr.ts'
import { refuse } from '#engines/questions/replies.ts'
import { holding } from '#engines/questions/calendar.ts'
import { sentenceOf } from '#engines/questions/sentenceOf.ts'
import type { Refusal } from '#engines/questions/question.ts'
import { grainOf, periodEnd, periodStart } from '#engines/numbers/dates.ts'
import { isMovementPoint, showDate, type Context, type Measurement, type Point } from '#kernel'
import type { Chart, Split, Table, Why } from './answer.ts'
import { chartOf, movedSteps, waterfallOf } from './drawn.ts'
import { asked, during, headOf, isOpen, type Line, linesOf, rivalOf } from './lines.ts'
import { apartWindow } from '../apartWindow.ts'
import { declaredBetween, declaring, sayDeclared } from '../declared.ts'
import { rareEventsOf } from '../rareEvents.ts'
import type { Plan } from './plan.ts'
import { against, figureName, isMany, list, shown } from './says.ts'
import { reasonOf } from '../whyMissing.ts'
import { sameDayOf, saySameDays, withSameDays } from './sameDays.ts'
import { signed, splitBy, tellingOf, type Step } from './splits.ts'
import type { Told } from './told.ts'
import { nothingIfRefused } from '../refusedFigure.ts'

/** Answers “why did … change”: first whether it did, then what the change is made of, then what happened meanwhile. Only the middle part is arithmetic. */
export async function tellWhy(ctx: Context, plan: Plan): Promise<Told | Refusal> {
  const whole = await ctx.measure(plan.request)
  const found = endsOf(plan, whole)
  if ('kind' in found) return found
  const open = found.after && found.earlier && isOpen(plan, found.after, whole) && plan.question.compare !== null ? found.earlier.period : null
  const cut: Cut | null = open === null || !found.after ? null : { earlier: open, day: sameDayOf(found.after.period, open, whole.asOf) }
  const measured = cut ? await withSameDays(ctx, plan.request, whole, cut.earlier, cut.day) : whole
  const ends = cut ? endsOf(plan, measured) : found
  if ('kind' in ends) return ends
  const { line, after, earlier } = ends
  if (!line || !after || !earlier || after.value === null || earlier.value === null || earlier.period === after.period)
    return nothingToExplain(plan, after?.value === null ? reasonOf(after) : reasonOf(earlier ?? null))
  if (cut === null && isOpen(plan, after, measured))
    return refuse('immature', `${plan.say(after.period)} is still open: nothing is concluded from a part of it.`, 'Ask for a closed period.')
  const few = [earlier, after].find(({ n }) => isFew(n, plan.metric.minN))
  if (few && plan.question.compare === null) return tooFew(plan, few)
  const step: Step = { before: earlier, after }
  const told =
    few !== undefined
      ? { splits: [], unsplit: [fewSays(plan, few)], measurements: [], movement: null }
      : line.part === null
        ? await splitsOf(ctx, plan, step, cut)
        : { splits: [], unsplit: ['A part is not split further yet: only one dimension can be used at a time.'], measurements: [], movement: null }
  const change = after.value - earlier.value
  const declared = await declaredBetween(ctx, { metric: plan.metric, request: plan.request, step, shown: measured, isWhole: line.part === null })
  const [first] = told.splits
  const why: Why = {
    from: { period: earlier.period, value: earlier.value },
    to: { period: after.period, value: after.value },
    change,
    declared,
    signal: cut ? 'The period is still open: no signal is told of it.' : await signalOf(ctx, plan, step),
    ...told,
    hypotheses: await hypothesesOf(ctx, plan, step),
  }
  return {
    sentence: [
      verdict(plan, line.part, why, measured),
      cut ? saySameDays(cut.day, measured.asOf) : '',
      sayDeclared(declared),
      first && change !== 0 ? `By ${first.by}, ${first.says}` : '',
    ]
      .filter((part) => part !== '')
      .join(' '),
    table: first ? tableOfSplit(first, measured) : null,
    chart: chartFor(plan, measured, told.movement, first ?? null, step) ?? chartOf(plan, measured, [line], null),
    measurements: [measured, ...told.measurements],
    notes: [
      ...(plan.span.note === null ? [] : [plan.span.note]),
      ...(plan.question.compare === null ? [] : [`The base is ${plan.say(earlier.period)}: ${plan.say(after.period)} is set against it.`]),
      ...(told.movement?.split && measured.metric !== told.movement.measured.metric
        ? ['The waterfall is in monthly recurring revenue; annual recurring revenue is twelve times it.']
        : []),
      ...(plan.question.time === null
        ? [
            `No time was named: the last closed ${measured.grain} against ${plan.question.compare?.with === 'lastYear' ? 'that of a year before' : 'the one before'}.`,
          ]
        : []),
    ],
    why: { from: why.from, to: why.to, change, declared, signal: why.signal, splits: why.splits, unsplit: why.unsplit, hypotheses: why.hypotheses },
  }
}

/** An earlier period that is told up to a day only, since the one beside it still runs. */
interface Cut {
  readonly earlier: string
  readonly day: string
}

/** The line that is asked about, and the two ends of its movement. */
function endsOf(
  plan: Plan,
  measured: Measurement,
): { readonly line: Line | undefined; readonly after: Point | null; readonly earlier: Point | null } | Refusal {
  const lines = linesOf(plan, measured)
  if ('kind' in lines) return lines
  const line = plan.question.filters.length > 0 ? lines[0] : { name: plan.metric.name, part: null, points: measured.points }
  const after = headOf(plan, line?.points ?? [], measured)
  const stretch = plan.span.period === null && plan.since !== null ? asked(plan, line?.points ?? []).find(({ value }) => value !== null) : undefined
  return { line, after, earlier: stretch ?? rivalOf(plan, line?.points ?? [], after, measured.grain) }
}

function nothingToExplain({ metric, span }: Plan, reason: string): Refusal {
  return refuse(
    'unsupported',
    `There is no change of ${small(metric.name)} to explain in ${span.says ?? 'the last closed period'}: ${reason}.`,
    'Ask for a time in which both ends have a value.',
  )
}

/** Two ends that were both named are told all the same; what a handful moved by is not told by parts. */
const fewSays = (plan: Plan, { period, n }: Point): string =>
  `Only ${n ?? 0} stand behind it ${during(plan, period)}; ${plan.metric.minN} are needed before a change is told by its parts.`

/** A change of a handful is chance: a coarser period may have enough. */
function tooFew(plan: Plan, { period, n }: Point): Refusal {
  const { metric, question, vocabulary } = plan
  const coarser = grainOf(period) === 'month' ? ({ kind: 'period', period: holding(periodStart(period), 'quarter', vocabulary.calendar) } as const) : null
  const says = `Only ${n ?? 0} stand behind ${small(metric.name)} ${during(plan, period)}; ${metric.minN} are needed before a change is explained.`
  const choices = coarser === null ? [] : [{ label: 'The whole quarter', ask: sentenceOf({ ...question, time: coarser, grain: null }, vocabulary) }]
  return refuse('below_min_n', says, coarser === null ? 'Ask for a longer time, or for its trend.' : 'Ask for the quarter, or for its trend.', {
    choices: [
      ...choices,
      { label: 'Its trend', ask: sentenceOf({ ...question, intent: 'trend', claim: null, time: { kind: 'last', n: 12, unit: 'month' } }, vocabulary) },
    ],
  })
}

/** Whether it is as the question supposes, in numbers. */
function verdict(plan: Plan, part: string | null, { from, to, change }: Why, measured: Measurement): string {
  const { metric, question } = plan
  const name = part === null ? figureName(metric) : `${figureName(metric)} for ${part}`
  const ends = `from ${shown(from.value, measured)} ${during(plan, from.period)} to ${shown(to.value, measured)} ${during(plan, to.period)}`
  const size = against(to.value, from.value, measured).replace(/ (above|below)$/, '')
  if (size === 'level with') return `${name} did not move, ${ends}.`
  const went = change > 0 ? 'rose' : 'fell'
  const supposed = question.claim === 'drop' ? change < 0 : question.claim === 'rise' ? change > 0 : true
  const denied = supposed ? '' : `did not ${question.claim ?? 'change'}: ${isMany(metric) ? 'they' : 'it'} `
  return `${name} ${denied}${went} ${size}, ${ends}.`
}

/** The change by each allowed dimension, most telling first, and the movements of revenue where they make it up. */
async function splitsOf(ctx: Context, plan: Plan, step: Step, cut: Cut | null) {
  const { metric, question } = plan
  const { by: _, ...request } = plan.request
  const splits: Split[] = []
  const unsplit: string[] = []
  const measurements: Measurement[] = []
  const wanted = question.by.length > 0 ? question.by : metric.dimensions
  for (const dimension of wanted) {
    const asked = { ...request, by: dimension }
    const closed = await ctx.measure(asked).catch(nothingIfRefused)
    const measured = closed && cut ? await withSameDays(ctx, asked, closed, cut.earlier, cut.day) : closed
    const split = measured && splitBy(metric, measured, step)
    if (measured && split) {
      splits.push(split)
      measurements.push(measured)
    } else unsplit.push(dimension)
  }
  const change = (step.after.value ?? 0) - (step.before.value ?? 0)
  const movement = cut ? null : await movementOf(ctx, plan, step)
  if (movement?.split) splits.unshift(movement.split)
  const rest = splits.filter((split) => split !== movement?.split).toSorted((a, b) => tellingOf(b, change) - tellingOf(a, change))
  return {
    splits: movement?.split ? [movement.split, ...rest] : rest,
    unsplit:
      unsplit.length > 0
        ? [`By ${list(unsplit)} the parts overlap or do not add up to the whole, so that the change is not split by ${unsplit.length === 1 ? 'it' : 'them'}.`]
        : [],
    measurements: movement ? [...measurements, movement.measured] : measurements,
    movement,
  }
}

/** What moved recurring revenue in that time. For recurring revenue itself the steps are the change, exactly. */
async function movementOf(ctx: Context, { metric, request }: Plan, { before: earlier, after }: Step) {
  if (metric.compute?.by !== 'revenue') return null
  const { by: _, from: __, ...rest } = request
  const measured = await ctx.measure({ ...rest, metric: 'mrr-movements', from: periodStart(earlier.period) }).catch(nothingIfRefused)
  const points = measured?.points.filter(({ period }) => period > earlier.period && period <= after.period) ?? []
  const [point] = points
  if (!measured || !point || points.length > 1 || !isMovementPoint(point)) return null
  const { measure } = metric.compute
  const scale = measure === 'arr' ? 12 : 1
  if (measure !== 'arr' && measure !== 'movements') return { measured, point, split: null }
  const parts = movedSteps(point).map(({ label, amount }) => ({ label, total: amount * scale, byRate: null, byMix: null, n: null, isFew: false }))
  const sorted = parts.toSorted((a, b) => Math.abs(b.total) - Math.abs(a.total))
  const says =
    sorted.length > 0 ? `${list(sorted.slice(0, 3).map(({ label, total }) => `${label.toLowerCase()} ${signed(total, measured)}`))}.` : 'nothing moved.'
  return { measured, point, split: { by: 'movement', says, isSimpson: false, parts: sorted } satisfies Split }
}

type Moved = Awaited<ReturnType<typeof movementOf>>

function chartFor(plan: Plan, measured: Measurement, movement: Moved | undefined, split: Split | null, { after }: Step): Chart | null {
  if (movement?.split) return waterfallOf(plan, movement.measured, movement.point, after.period)
  if (!split || split.parts.length === 0) return null
  const [unit, scale] = measured.unit === 'ratio' ? (['points', 100] as const) : ([measured.unit, 1] as const)
  return {
    kind: 'bars',
    drawing: {
      name: `Part of the change by ${split.by}`,
      measure: { unit, currency: measured.currency, ...(unit === 'points' ? { decimals: Math.abs(split.parts[0]?.total ?? 0) >= 0.001 ? 1 : 2 } : {}) },
      bars: split.parts.slice(0, 12).map(({ label, total }, at) => ({ label, value: total * scale, ...(at === 0 ? { isSelected: true } : {}) })),
    },
  }
}

function tableOfSplit({ by, parts }: Split, measured: Measurement): Table {
  const isMixed = parts.some(({ byRate }) => byRate !== null)
  return {
    head: [by, 'Part of the change', ...(isMixed ? ['by its rate', 'by its share'] : []), ...(parts.some(({ n }) => n !== null) ? ['n'] : [])],
    rows: parts.map(({ label, total, byRate, byMix, n, isFew }) => {
      const cells = [total, ...(isMixed ? [byRate, byMix] : []), ...(parts.some((part) => part.n !== null) ? [n] : [])]
      return {
        label,
        cells,
        shown: cells.map((cell, at) => (cell === null ? '–' : at === cells.length - 1 && n !== null ? String(n) : signed(cell, measured))),
        note: isFew ? 'few' : null,
      }
    }),
  }
}

/**
 * What the line itself said when the period was over: a signal, or the variation that it always had. It is judged in the grain of the metric, by figures that
 * share no rows; rare events by the gaps between them, once these have limits.
 */
async function signalOf(ctx: Context, { metric, question }: Plan, { after }: Step): Promise<string> {
  const alone = apartWindow(metric)
  const request = { metric: question.metric, asOf: periodEnd(after.period), ...(alone ? { window: alone } : {}) }
  const series = await ctx.measure(request).catch(nothingIfRefused)
  if (!series || (metric.compute?.by === 'revenue' && (metric.compute?.measure === 'arr' || metric.compute?.measure === 'movements')))
    return 'A trend; no limits are drawn for it.'
  const rare = await rareEventsOf(ctx, question.metric, metric, series, series.points)
  const gaps = rare && drawChart(measuredLine(series.points, metric.unit, 1, rare.events), { isStale: rare.isStale }).chart
  if (rare && gaps && hasLimits(gaps)) return `${gapSentence(gaps, rare.words)}.`
  const chart = xmr(
    series.points.map(({ period, value, mature }) => ({ period, value, state: mature ? 'closed' : 'open' })),
    metric.unit === 'ratio' ? { natural: { low: 0 } } : {},
  )
  return `${alone ? `${metric.name} by ${metric.grain}: ` : ''}${signalSentence(chart, metric.unit, { currency: series.currency })}.`
}

/** What happened between the two periods, by the notes on the line; those that declare a change of this metric are told before. */
async function hypothesesOf(ctx: Context, { question, dimension: _ }: Plan, { before: earlier, after }: Step): Promise<Why['hypotheses']> {
  const notes = (await ctx.read('note', { filter: { on: { gte: periodStart(earlier.period), lte: periodEnd(after.period) } }, limit: 50 })).items
  const own = notes.filter((row) => {
    const metrics: unknown = row['metrics']
    if (declaring.has(String(row['kind'])) && Array.isArray(metrics) && metrics.includes(question.metric)) return false
    return !Array.isArray(metrics) || metrics.length === 0 || metrics.includes(question.metric)
  })
  return own.slice(0, 6).map((row) => ({ says: `${String(row['name'])} (${String(row['kind'])}, ${showDate(String(row['on']))})`, to: `n/notes/${row.key}` }))
}
