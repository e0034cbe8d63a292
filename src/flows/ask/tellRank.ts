import { isFew } from '#engines/numbers/isFew.ts'
import { refuse } from '#engines/questions/replies.ts'
import { small } from '#engines/numbers/capital.ts'
import type { Order, Refusal } from '#engines/questions/question.ts'
import type { AnyMetric, Context, Measurement, Point } from '#kernel'
import type { Table } from './answer.ts'
import { barsOf, chartOf } from './drawn.ts'
import { asked, before, headOf, isOpen, type Line, linesOf } from './lines.ts'
import type { Plan } from './plan.ts'
import { count, list, shown } from './says.ts'
import { reasonOf } from '../whyMissing.ts'
import { sideBySide } from './tableOf.ts'
import { overlap } from './tellFigures.ts'
import type { Told } from './told.ts'

/** Ranks the parts of one closed period. Parts with too few behind them are listed, and not ranked. */
export async function tellRank(ctx: Context, plan: Plan): Promise<Told | Refusal> {
  const measured = await ctx.measure(plan.request)
  const found = linesOf(plan, measured)
  if ('kind' in found) return found
  const { metric, question } = plan
  const heads =
    question.by.length === 0
      ? periodsOf(plan, measured, found)
      : found.filter(({ part }) => part !== null).map(({ within: _, ...line }) => ({ line, point: headOf(plan, line.points, measured) }))
  const isSmall = ({ point }: { readonly point: Point }): boolean => isFew(point.n, metric.minN)
  const valued = heads.flatMap(({ line, point }) => (point && point.value !== null ? [{ line, point, value: point.value }] : []))
  const [few, ranked] = [valued.filter(isSmall), valued.filter((one) => !isSmall(one))]
  const sorted = ranked.toSorted((a, b) => (isDescending(question.order ?? 'highest', metric) ? b.value - a.value : a.value - b.value))
  const [first, second] = sorted
  const isLowestFirst = question.order === 'lowest'
  if (!first || !second) return tooFew(plan, few.length, reasonOf(heads[0]?.point ?? null))
  const kept = sorted.slice(0, question.limit ?? sorted.length)
  const last = sorted.at(-1) ?? second
  const lines = kept.map(({ line }) => line)
  const level = sorted.slice(1).filter(({ value }) => value === first.value)
  const tie =
    level.length > 0
      ? ` The first place is shared with ${list(level.map(({ line }) => line.name))}.`
      : overlap(first.point, second.point)
        ? ` Its interval overlaps that of ${second.line.name}, so that the first place is not sure.`
        : ''
  const beside = {
    says: 'prior',
    of: (line: Line, point: typeof first.point | null) => before(line.points, point, 'prior', measured.grain)?.value ?? null,
    lacks: () => '',
    name: () => '',
  }
  return {
    sentence: `${first.line.name} ${isLowestFirst ? 'is lowest' : 'ranks first'} of ${sorted.length} by ${small(metric.name)} ${question.by.length === 0 ? `among ${measured.grain}s` : `in ${plan.say(first.point.period)}`}, at ${shown(first.value, measured)}; ${last.line.name} is ${isLowestFirst ? 'highest' : 'last'} at ${shown(last.value, measured)}.${tie}`,
    table:
      question.by.length === 0
        ? placesOf(kept, measured)
        : sideBySide(plan, measured, lines.length > 0 ? [...lines, ...(question.limit === null ? few.map(({ line }) => line) : [])] : lines, beside),
    chart: question.by.length === 0 ? chartOf(plan, measured, found, null) : barsOf(plan, measured, lines),
    measurements: [measured],
    notes: [
      `${wordsFor[question.order ?? 'highest']} first${question.order === 'best' || question.order === 'worst' ? ` (for this metric ${metric.better === 'down' ? 'lower' : 'higher'} is better)` : ''}.`,
      ...(few.length > 0
        ? [
            `${few.map(({ line }) => line.name).join(', ')} ${few.length === 1 ? 'has' : 'have'} fewer than ${count(metric.minN)} behind the figure and ${few.length === 1 ? 'is' : 'are'} not ranked.`,
          ]
        : []),
      ...(plan.span.note === null ? [] : [plan.span.note]),
    ],
  }
}

/** The closed periods of one figure, each by itself. */
function periodsOf(plan: Plan, measured: Measurement, [whole]: readonly Line[]): { readonly line: Line; readonly point: Point | null }[] {
  const points = asked(plan, whole?.points ?? []).filter((point) => !isOpen(plan, point, measured))
  return points.map((point) => ({ line: { name: plan.say(point.period), part: whole?.part ?? null, points: [point] }, point }))
}

function placesOf(kept: readonly { readonly line: Line; readonly point: Point; readonly value: number }[], measured: Measurement): Table {
  const rows = kept.map(({ line, point, value }) => {
    const { interval, n } = point
    const range = interval ? `${shown(interval.low, measured)} to ${shown(interval.high, measured)}` : '–'
    return { label: line.name, cells: [value, interval?.low ?? null, n], shown: [shown(value, measured), range, n === null ? '–' : count(n)], note: null }
  })
  return { head: ['Period', 'Value', '95% interval', 'n'], rows }
}

const wordsFor = { highest: 'Highest', lowest: 'Lowest', best: 'Best', worst: 'Worst' } as const satisfies Record<Order, string>

/** Best is high where high is good; a metric with a range is ranked by size. */
function isDescending(order: Order, { better }: AnyMetric): boolean {
  if (order === 'highest' || order === 'lowest') return order === 'highest'
  return (order === 'best') === (better !== 'down')
}

function tooFew({ metric, dimension, span, question }: Plan, few: number, reason: string): Refusal {
  const by = dimension ?? question.grain ?? 'that'
  if (few > 0)
    return refuse(
      'below_min_n',
      `Too few stand behind ${small(metric.name)} by ${by} to rank it: a part needs ${count(metric.minN)}.`,
      'Rank by a coarser dimension, or show the parts without a rank.',
    )
  return refuse(
    'unsupported',
    `There are not two parts by ${by} to rank in ${span.says ?? 'the last closed period'}: ${reason}.`,
    'Ask for another dimension or time.',
  )
}
