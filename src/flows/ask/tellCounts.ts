import { small } from '#engines/numbers/capital.ts'
import { refuse } from '#engines/questions/replies.ts'
import type { Refusal } from '#engines/questions/question.ts'
import { sentenceOf } from '#engines/questions/sentenceOf.ts'
import type { Context, Measurement, Point } from '#kernel'
import { reasonOf } from '../whyMissing.ts'
import type { Table } from './answer.ts'
import { chartOf } from './drawn.ts'
import { asked, during, headOf, isOpen, type Line, linesOf, rivalOf } from './lines.ts'
import type { Plan } from './plan.ts'
import { count, figureName, list, shown, verb } from './says.ts'
import { tellFigures } from './tellFigures.ts'
import type { Told } from './told.ts'

/** Things that were counted, and of how many; the latter is null where the number is for each account. */
interface Count {
  readonly period: string
  readonly counted: number
  readonly of: number | null
  readonly value: number
}

/**
 * Answers “how many” of a rate with the number behind it, and of how many. Over several periods the numbers add up where each is counted in its own period; a
 * trailing window counts the same thing in several, and is refused. Of a rate of money nothing is counted: it is told as it is.
 */
export async function tellCounts(ctx: Context, plan: Plan): Promise<Told | Refusal> {
  const measured = await ctx.measure(plan.request)
  const found = linesOf(plan, measured)
  if ('kind' in found) return found
  const heads = found.map((line) => ({ line, counts: countsIn(plan, measured, line) }))
  if (heads.every(({ counts }) => counts.length === 0)) return await tellFigures(ctx, plan)
  const isOver = plan.span.period === null && plan.since !== null
  if (isOver && isTrailing(plan))
    return refuse(
      'unsupported',
      `${plan.metric.name} looks back over ${plan.metric.window ?? 'a window'}, so that the same thing is counted in several ${measured.grain}s.`,
      'Ask for one period.',
      {
        choices: [
          { label: `Last ${measured.grain}`, ask: sentenceOf({ ...plan.question, time: { kind: 'last', n: 1, unit: measured.grain } }, plan.vocabulary) },
        ],
      },
    )
  return {
    sentence: isOver ? summed(plan, measured, heads) : atOnce(plan, measured, heads),
    table: heads.length > 1 ? partsOf(plan, measured, heads) : periodsOf(plan, measured, heads[0]?.counts ?? []),
    chart: chartOf(plan, measured, found, null),
    measurements: [measured],
    notes: [
      ...(plan.question.time === null ? [`No time was named: the last closed ${measured.grain}.`] : []),
      ...(plan.span.note === null ? [] : [plan.span.note]),
      ...(isOver
        ? [`The numbers of ${count(heads[0]?.counts.length ?? 0)} ${measured.grain}s added up: what came about twice in that time counts twice.`]
        : []),
      ...(isOver && asked(plan, measured.points).some((point) => isOpen(plan, point, measured))
        ? [`The ${measured.grain} that is still open is not in it.`]
        : []),
    ],
  }
}

interface Counted {
  readonly line: Line
  readonly counts: readonly Count[]
}

const isTrailing = ({ metric: { window } }: Plan): boolean => window !== null && window !== '1m'

/** The counts of one figure, or of each closed period of a stretch. */
function countsIn(plan: Plan, measured: Measurement, line: Line): Count[] {
  const isOver = plan.span.period === null && plan.since !== null
  const head = headOf(plan, line.points, measured)
  const points = isOver ? asked(plan, line.points).filter((point) => !isOpen(plan, point, measured)) : head ? [head] : []
  return points.flatMap((point) => countAt(point, measured) ?? [])
}

function countAt({ period, value, numerator, denominator, n }: Point, { unit }: Measurement): Count | null {
  if (value === null || numerator === null || denominator === null || !Number.isInteger(numerator)) return null
  if (unit === 'ratePerAccount') return { period, counted: numerator, of: null, value }
  return unit === 'ratio' && n === denominator && numerator <= denominator ? { period, counted: numerator, of: denominator, value } : null
}

const said = ({ counted, of }: Pick<Count, 'counted' | 'of'>): string => (of === null ? count(counted) : `${count(counted)} of ${count(of)}`)
const nameOf = ({ metric }: Plan, { part }: Line): string => (part === null ? figureName(metric) : `${figureName(metric)} for ${part}`)

function atOnce(plan: Plan, measured: Measurement, heads: readonly Counted[]): string {
  const [first, ...more] = heads
  const own = first?.counts[0]
  if (!first || (more.length === 0 && !own)) return `${plan.metric.name} has no value: ${reasonOf(first ? headOf(plan, first.line.points, measured) : null)}.`
  if (more.length > 0) {
    const parts = heads
      .filter(({ line, counts }) => line.part !== null && counts.length > 0)
      .map(({ line, counts: [one] }) => `${one ? said(one) : ''} for ${line.name}`)
    const whole = heads.find(({ line }) => line.part === null)?.counts[0]
    return `Behind ${small(figureName(plan.metric))} ${during(plan, heads.flatMap(({ counts }) => counts)[0]?.period ?? '')}: ${list(parts)}${whole ? `; ${said(whole)} overall` : ''}.`
  }
  if (!own) return ''
  const point = headOf(plan, first.line.points, measured)
  const rival = rivalOf(plan, first.line.points, point, measured.grain)
  const prior = rival ? countAt(rival, measured) : null
  const isStillOpen = point !== null && isOpen(plan, point, measured)
  const compared = isStillOpen ? ' so far; the period is still open' : prior ? `, against ${said(prior)} in ${plan.say(prior.period)}` : ''
  return `${said(own)} ${during(plan, own.period)}${compared}: ${small(nameOf(plan, first.line))} ${verb(plan.metric)} ${shown(own.value, measured)}.`
}

const total = (counts: readonly Count[]): number => counts.reduce((sum, { counted }) => sum + counted, 0)

/** Of how many is another number in each period: from the smallest to the largest. */
function ofRange(counts: readonly Count[]): string {
  const sizes = counts.flatMap(({ of }) => of ?? [])
  if (sizes.length === 0) return ''
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)]
  return low === high ? `, of ${count(low)} each time` : `, of ${count(low)} to ${count(high)} each time`
}

function summed(plan: Plan, { grain }: Measurement, heads: readonly Counted[]): string {
  const whole = heads.find(({ line }) => line.part === null) ?? heads[0]
  const parts = heads.filter(({ line }) => line.part !== null)
  const all = whole
    ? `${count(total(whole.counts))} in ${plan.span.says ?? 'that time'} behind ${small(nameOf(plan, whole.line))}, ${grain} by ${grain}${ofRange(whole.counts)}`
    : ''
  return parts.length > 1 || (parts.length === 1 && whole?.line.part === null)
    ? `${all}: ${list(parts.map(({ line, counts }) => `${count(total(counts))} for ${line.name}`))}.`
    : `${all}.`
}

function periodsOf(plan: Plan, measured: Measurement, counts: readonly Count[]): Table {
  const rows = counts.map((one) => rowOf(plan.say(one.period), measured, one))
  const all = { label: 'All', cells: [total(counts), null, null], shown: [count(total(counts)), '–', '–'], note: null }
  return { head: ['Period', 'Count', 'Of', 'Value'], rows: counts.length > 1 ? [all, ...rows.toReversed()] : rows }
}

const rowOf = (label: string, measured: Measurement, { counted, of, value }: Count) => ({
  label,
  cells: [counted, of, value],
  shown: [count(counted), of === null ? '–' : count(of), shown(value, measured)],
  note: null,
})

function partsOf(plan: Plan, measured: Measurement, heads: readonly Counted[]): Table {
  const isOver = heads.some(({ counts }) => counts.length > 1)
  const rows = heads.map(({ line, counts }) => {
    const label = line.part === null ? 'All' : line.name
    const [one] = counts
    if (isOver) return { label, cells: [total(counts), counts.length], shown: [count(total(counts)), count(counts.length)], note: null }
    return one ? rowOf(label, measured, one) : { label, cells: [null, null, null], shown: ['–', '–', '–'], note: null }
  })
  const head = plan.dimension ?? 'Part'
  return { head: isOver ? [head, 'Count', `${measured.grain}s`] : [head, 'Count', 'Of', 'Value'], rows }
}
