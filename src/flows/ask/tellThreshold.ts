import { isFew } from '#engines/numbers/isFew.ts'
import { showNumber } from '#engines/numbers/showNumber.ts'
import { pluralOf } from '#engines/questions/lexicon.ts'
import { inFigures } from '#engines/questions/narrowed.ts'
import { refuse, spoken } from '#engines/questions/replies.ts'
import { isBeyond, sayThreshold } from '#engines/questions/scanThreshold.ts'
import type { Refusal, Threshold } from '#engines/questions/question.ts'
import type { Context, Measurement, Point } from '#kernel'
import { reasonOf } from '../whyMissing.ts'
import type { Chart, Table } from './answer.ts'
import { barsOf, chartOf } from './drawn.ts'
import { asked, during, headOf, isOpen, type Line, linesOf } from './lines.ts'
import type { Plan } from './plan.ts'
import { count, list, shown, verb } from './says.ts'
import { nameOf } from './tellFigures.ts'
import type { Told } from './told.ts'

/** A part, a period, or a part in a period, as far as it is held against a value. */
interface Cell {
  readonly line: Line
  readonly point: Point
  readonly value: number
}

/** Answers what lies on one side of a value: the parts of one period, the closed periods of a stretch, or both; of a single figure, whether it does. */
export async function tellThreshold(ctx: Context, plan: Plan, threshold: Threshold): Promise<Told | Refusal> {
  const measured = await ctx.measure(plan.request)
  const found = linesOf(plan, measured)
  if ('kind' in found) return found
  const isOver = plan.span.period === null && (plan.since !== null || plan.question.grain !== null)
  const lines = plan.question.by.length > 0 ? found.filter(({ part }) => part !== null) : found
  const points = lines.flatMap((line) => pointsOf(plan, line, measured, isOver).map((point) => ({ line, point })))
  const cells = points.flatMap(({ line, point }): Cell[] => (point.value === null ? [] : [{ line, point, value: point.value }]))
  if (cells.length === 0)
    return refuse(
      'unsupported',
      `${plan.metric.name} has no closed value to hold against ${sayThreshold(threshold)}: ${reasonOf(points[0]?.point ?? null)}.`,
      'Ask for another time.',
    )
  const own = inFigures(threshold, plan.metric.unit)
  const isPeriods = isOver && lines.length === 1
  const beyond = sorted(
    cells.filter(({ value }) => isBeyond(value, own)),
    threshold,
    isPeriods,
  )
  return {
    sentence: sentenceFor(plan, measured, { threshold, cells, beyond, own, isOver }),
    table: beyond.length === 0 || cells.length === 1 ? null : tableOf(plan, measured, { beyond, own, isPeriods, isOver }),
    chart: drawn(plan, measured, isOver ? lines : beyond.map(({ line }) => line), isOver),
    measurements: [measured],
    notes: notesOf(plan, measured, { own, cells, beyond, missing: points.length - cells.length, isOver }),
  }
}

/** Nothing is concluded from a period that is still open, unless it alone was asked about. */
function pointsOf(plan: Plan, line: Line, measured: Measurement, isOver: boolean): readonly Point[] {
  const head = headOf(plan, line.points, measured)
  return isOver ? asked(plan, line.points).filter((point) => !isOpen(plan, point, measured)) : head ? [head] : []
}

function sorted(cells: readonly Cell[], { is }: Threshold, isPeriods: boolean): Cell[] {
  if (isPeriods) return cells.toReversed()
  const isDown = is === 'below' || is === 'atMost'
  return cells.toSorted((a, b) => (isDown ? a.value - b.value : b.value - a.value))
}

interface Held {
  readonly threshold: Threshold
  readonly own: Threshold
  readonly cells: readonly Cell[]
  readonly beyond: readonly Cell[]
  readonly isOver: boolean
}

function sentenceFor(plan: Plan, measured: Measurement, { threshold, own, cells, beyond, isOver }: Held): string {
  const { metric, question } = plan
  const said = sideOf(threshold, own, measured)
  const [first] = cells
  if (first && cells.length === 1 && question.by.length === 0 && !isOver) {
    const open = isOpen(plan, first.point, measured) ? ' so far; the period is still open' : ''
    return `${beyond.length > 0 ? 'Yes' : 'No'}: ${nameOf(plan, first.line)} ${verb(metric)} ${apartFrom(first.value, own, measured)} ${during(plan, first.point.period)}${open}, ${beyond.length > 0 ? '' : 'not '}${said}.`
  }
  const isPeriods = isOver && new Set(cells.map(({ line }) => line)).size === 1
  const naming = ({ line, point, value }: Cell): string =>
    `${isPeriods ? plan.say(point.period) : isOver ? `${line.name} in ${plan.say(point.period)}` : line.name} (${apartFrom(value, own, measured)})`
  const subject = first && isPeriods ? nameOf(plan, first.line) : metric.name
  const of = `${count(beyond.length)} of ${count(cells.length)} ${wordFor(plan, measured, isOver, isPeriods)}`
  const when = isOver || !first ? '' : ` ${during(plan, first.point.period)}`
  const lead = `${subject} ${verb(metric)} ${said} in ${beyond.length === 0 ? of.replace(/^0/, 'none') : of}${when}`
  if (beyond.length === 0) {
    const nearest = cells.toSorted((a, b) => awayFrom(a.value, own) - awayFrom(b.value, own))[0]
    return `${lead}${nearest ? `; the nearest is ${naming(nearest)}` : ''}.`
  }
  const named = beyond.slice(0, 6).map(naming)
  return `${lead}: ${list(beyond.length > 6 ? [...named, `${count(beyond.length - 6)} more`] : named)}.`
}

/** The side in words: amounts as they are shown elsewhere, the rest as it was written. */
const sideOf = (threshold: Threshold, { value, upper }: Threshold, measured: Measurement): string =>
  measured.unit === 'money'
    ? `${sayThreshold({ ...threshold, value: 0, upper: null }).replace(/ 0( \w+)?$/, '')} ${shown(value, measured)}${upper === null ? '' : ` and ${shown(upper, measured)}`}`
    : sayThreshold(threshold)

/** A figure that would read like the value it is held against, and is not it, keeps the decimals that tell them apart. */
function apartFrom(figure: number, { value, upper }: Threshold, measured: Measurement): string {
  const { unit, currency } = measured
  const edges = [value, ...(upper === null ? [] : [upper])].filter((edge) => edge !== figure)
  for (let decimals = 2; decimals <= 6; decimals++) {
    const text = decimals === 2 ? shown(figure, measured) : showNumber(figure, unit, { currency, decimals })
    if (edges.every((edge) => text !== (decimals === 2 ? shown(edge, measured) : showNumber(edge, unit, { currency, decimals })))) return text
  }
  return shown(figure, measured)
}

const awayFrom = (value: number, { value: edge, upper }: Threshold): number => Math.min(Math.abs(value - edge), Math.abs(value - (upper ?? edge)))

function wordFor({ dimensions, question }: Plan, { grain }: Measurement, isOver: boolean, isPeriods: boolean): string {
  if (isPeriods) return `${grain}s`
  const [only] = question.by
  const parts = dimensions.length === 1 && only !== undefined ? pluralOf(spoken(only)) : 'parts'
  return isOver ? `cells of ${parts} and ${grain}s` : parts
}

function tableOf(
  plan: Plan,
  measured: Measurement,
  { beyond, own, isPeriods, isOver }: Pick<Held, 'beyond' | 'own' | 'isOver'> & { readonly isPeriods: boolean },
): Table {
  const rows = beyond.map(({ line, point, value }) => ({
    label: isPeriods ? plan.say(point.period) : isOver ? `${line.name} · ${plan.say(point.period)}` : line.name,
    cells: [value, point.interval?.low ?? null, point.interval?.high ?? null, point.n],
    shown: [
      apartFrom(value, own, measured),
      point.interval ? `${shown(point.interval.low, measured)} to ${shown(point.interval.high, measured)}` : '–',
      point.n === null ? '–' : count(point.n),
    ],
    note: line.part !== null && isFew(point.n, plan.metric.minN) ? `n below ${plan.metric.minN}` : null,
  }))
  return { head: [isPeriods ? 'Period' : list(plan.question.by.map(spoken)) || 'Part', 'Value', '95% interval', 'n'], rows }
}

function drawn(plan: Plan, measured: Measurement, lines: readonly Line[], isOver: boolean): Chart | null {
  if (lines.length === 0) return null
  return isOver ? chartOf(plan, measured, lines, null) : barsOf(plan, measured, lines)
}

function notesOf(plan: Plan, measured: Measurement, { own, cells, beyond, missing, isOver }: Omit<Held, 'threshold'> & { readonly missing: number }): string[] {
  const unsure = cells.filter(({ point: { interval } }) => interval !== null && isBeyond(interval.low, own) !== isBeyond(interval.high, own))
  const few = beyond.filter(({ line, point }) => line.part !== null && isFew(point.n, plan.metric.minN))
  return [
    ...(plan.question.time === null
      ? [
          isOver
            ? `No time was named: the last ${count(new Set(cells.map(({ point }) => point.period)).size)} closed ${measured.grain}s.`
            : `No time was named: the last closed ${measured.grain}.`,
        ]
      : []),
    ...(plan.span.note === null ? [] : [plan.span.note]),
    ...(missing > 0 ? [`${count(missing)} without a value ${missing === 1 ? 'is' : 'are'} not counted.`] : []),
    ...(unsure.length > 0
      ? [
          `The 95% interval reaches across the value for ${count(unsure.length)} of ${count(cells.length)}: on which side ${unsure.length === 1 ? 'it lies' : 'they lie'} is not sure.`,
        ]
      : []),
    ...(few.length > 0
      ? [`${count(few.length)} of those named ${few.length === 1 ? 'rests' : 'rest'} on fewer than ${count(plan.metric.minN)}: read with care.`]
      : []),
  ]
}
