import { isFew } from '#engines/numbers/isFew.ts'
import { small } from '#engines/numbers/capital.ts'
import { additivity } from '#engines/questions/parts.ts'
import { refuse } from '#engines/questions/replies.ts'
import type { Refusal } from '#engines/questions/question.ts'
import { sentenceOf } from '#engines/questions/sentenceOf.ts'
import type { Context, Measurement, Point } from '#kernel'
import { reasonOf } from '../whyMissing.ts'
import type { Table } from './answer.ts'
import { chartOf } from './drawn.ts'
import { asked, before, during, headOf, isOpen, type Line, linesOf } from './lines.ts'
import type { Plan } from './plan.ts'
import { against, count, difference, figureName, list, shown } from './says.ts'
import { tableOf as gridOf } from './tableOf.ts'
import type { Told } from './told.ts'

/** Answers what share of the whole each part is, where the parts add up to it: amounts by their values, tickets per account by the tickets. */
export async function tellShares(ctx: Context, plan: Plan): Promise<Told | Refusal> {
  const measured = await ctx.measure(plan.request)
  const found = linesOf(plan, measured)
  if ('kind' in found) return found
  const barred = barredBy(plan, measured)
  if (barred) return barred
  const parts = found.filter(({ part }) => part !== null).map((line) => ({ ...line, points: line.points.map((point) => shareAt(plan, measured, point)) }))
  const shares: Measurement = { ...measured, unit: 'ratio' }
  const isOver = plan.span.period === null && plan.since !== null
  const [first] = parts
  if (!first) return refuse('unsupported', `${plan.metric.name} has no parts by ${plan.dimension ?? 'that'} in this time.`, 'Ask for another time.')
  const few = parts.filter((line) => isFew(headOf(plan, line.points, measured)?.n ?? null, plan.metric.minN)).map(({ name }) => name)
  return {
    sentence: isOver && parts.length === 1 ? overTime(plan, shares, first) : atOnce(plan, measured, shares, parts),
    table: !isOver
      ? tableOf(plan, measured, shares, parts)
      : parts.length === 1
        ? overPeriods(plan, measured, shares, first)
        : gridOf(plan, shares, parts, nothing),
    chart: chartOf(plan, shares, parts, null),
    measurements: [measured],
    notes: [
      `Each part of ${wholeName(plan)}, divided by the whole.`,
      ...(plan.question.time === null ? [`No time was named: the last closed ${measured.grain}.`] : []),
      ...(plan.span.note === null ? [] : [plan.span.note]),
      ...(few.length > 0 && plan.dimensions.length === 2
        ? [`Fewer than ${count(plan.metric.minN)} stand behind ${count(few.length)} of ${count(parts.length)} cells: each is marked.`]
        : []),
      ...(few.length > 0 && plan.dimensions.length < 2
        ? [`Fewer than ${count(plan.metric.minN)} stand behind ${list(few)}: read ${few.length === 1 ? 'it' : 'them'} with care.`]
        : []),
    ],
  }
}

const nothing = { says: '', of: () => null, lacks: () => '', name: () => '' }

/** What is shared out: of a number for each account, the things themselves. */
const amountOf = ({ metric }: Plan, point: Point | undefined): number | null => (metric.unit === 'ratePerAccount' ? point?.numerator : point?.value) ?? null
const wholeName = ({ metric }: Plan): string =>
  metric.unit === 'ratePerAccount' ? `all that is counted in ${small(figureName(metric))}` : small(figureName(metric))

/** The things behind a number for each account, which add up whether or not the accounts do. */
const asAmount = ({ numerator, n }: Point) => ({ value: numerator, numerator, denominator: null, n })

function shareAt(plan: Plan, measured: Measurement, point: Point): Point {
  const whole = amountOf(
    plan,
    measured.points.find(({ period }) => period === point.period),
  )
  const own = amountOf(plan, point)
  const { period, mature, n } = point
  const isKnown = own !== null && whole !== null && whole > 0
  return {
    period,
    mature,
    value: isKnown ? own / whole : null,
    interval: null,
    numerator: own,
    denominator: whole,
    n,
    ...(isKnown ? {} : { reason: point.reason ?? 'no_denominator' }),
  }
}

/** Why parts have no share of the whole: it is a rate, they overlap or leave something out, or one lies below zero. */
function barredBy(plan: Plan, measured: Measurement): Refusal | null {
  const { metric, question, vocabulary, dimension } = plan
  const groups = measured.groups ?? []
  const isDistinct = metric.compute?.by === 'activeUsers' // whoever was seen in two parts is counted once in the whole
  for (const whole of asked(plan, measured.points)) {
    const cells = groups.flatMap(({ points }) => points.find(({ period }) => period === whole.period) ?? [])
    if (whole.value === null || cells.length === 0) continue
    const isCounted = metric.unit === 'ratePerAccount'
    const how = isCounted ? additivity(asAmount(whole), cells.map(asAmount)) : additivity(whole, cells)
    const because =
      how === null || isDistinct
        ? `its parts by ${dimension ?? 'that'} overlap or leave something out, so that they do not add up to the whole`
        : how !== 'amount'
          ? 'it is a rate, whose parts do not add up to the whole'
          : cells.some((cell) => (amountOf(plan, cell) ?? 0) < 0)
            ? `a part of it lies below zero in ${plan.say(whole.period)}`
            : null
    if (because === null) continue
    const each = sentenceOf({ ...question, told: undefined, by: plan.dimensions, filters: [] }, vocabulary)
    return refuse('unsupported', `No part has a share of ${small(metric.name)}: ${because}.`, 'Ask for each part by itself.', {
      choices: [{ label: 'Each part by itself', ask: each }],
    })
  }
  return null
}

function atOnce(plan: Plan, measured: Measurement, shares: Measurement, parts: readonly Line[]): string {
  const heads = parts.map((line) => ({ line, point: headOf(plan, line.points, measured) }))
  const [first] = heads
  const valued = heads
    .flatMap(({ line, point }) => (point && point.value !== null ? [{ line, point, value: point.value }] : []))
    .toSorted((a, b) => b.value - a.value)
  const [top] = valued
  if (!top) return `${figureName(plan.metric)} has no value to share out: ${reasonOf(first?.point ?? null)}.`
  const open = isOpen(plan, top.point, measured) ? ' so far; the period is still open' : ''
  const when = during(plan, top.point.period)
  if (parts.length === 1) {
    const prior = rivalOf(plan, top.line, top.point, measured)
    const compared =
      prior?.value == null || open ? '' : `, ${against(top.value, prior.value, shares)} ${plan.say(prior.period)} (${shown(prior.value, shares)})`
    return `${top.line.name} made up ${shown(top.value, shares)} of ${wholeName(plan)} ${when}${open} (${amountShown(plan, measured, top.point.numerator)} of ${amountShown(plan, measured, top.point.denominator)})${compared}.`
  }
  const named = valued.slice(0, 5).map(({ line, value }) => `${line.name} ${shown(value, shares)}`)
  const rest = valued.slice(5).reduce((sum, { value }) => sum + value, 0)
  return `Of ${wholeName(plan)} ${when}${open}, ${list(valued.length > 5 ? [...named, `${count(valued.length - 5)} others ${shown(rest, shares)}`] : named)}.`
}

const rivalOf = ({ question: { compare } }: Plan, line: Line, point: Point | null, { grain }: Measurement): Point | null =>
  before(line.points, point, compare?.with === 'lastYear' ? 'lastYear' : 'prior', grain)

function overTime(plan: Plan, shares: Measurement, line: Line): string {
  const told = asked(plan, line.points).filter((point) => point.value !== null && !isOpen(plan, point, shares))
  const [first, last] = [told[0], told.at(-1)]
  if (!first || !last) return `${line.name} has no closed share in this time.`
  return `${line.name} made up ${shown(last.value, shares)} of ${wholeName(plan)} ${during(plan, last.period)}, ${against(last.value ?? 0, first.value ?? 0, shares)} ${plan.say(first.period)} (${shown(first.value, shares)}).`
}

function overPeriods(plan: Plan, measured: Measurement, shares: Measurement, line: Line): Table {
  const rows = asked(plan, line.points).map((point) => {
    const { value, numerator, denominator, n } = point
    return {
      label: plan.say(point.period),
      cells: [value, numerator, denominator, n],
      shown: [shown(value, shares), amountShown(plan, measured, numerator), amountShown(plan, measured, denominator), n === null ? '–' : count(n)],
      note: isOpen(plan, point, measured) ? 'open' : null,
    }
  })
  return { head: ['Period', 'Share', 'Amount', 'Of', 'n'], rows: rows.toReversed() }
}

const amountShown = ({ metric }: Plan, measured: Measurement, amount: number | null): string =>
  metric.unit === 'ratePerAccount' ? (amount === null ? '–' : count(amount)) : shown(amount, measured)

function tableOf(plan: Plan, measured: Measurement, shares: Measurement, parts: readonly Line[]): Table {
  const says = plan.question.compare?.with === 'lastYear' ? 'a year before' : 'prior'
  const whole = headOf(plan, measured.points, measured)
  const rows = parts.map((line) => {
    const point = headOf(plan, line.points, measured)
    const prior = rivalOf(plan, line, point, measured)?.value ?? null
    const [value, amount, n] = [point?.value ?? null, point?.numerator ?? null, point?.n ?? null]
    const change = value === null || prior === null ? null : value - prior
    return {
      label: line.name,
      cells: [value, amount, n, prior, change],
      shown: [
        shown(value, shares),
        amountShown(plan, measured, amount),
        n === null ? '–' : count(n),
        shown(prior, shares),
        change === null ? '–' : difference(change, shares),
      ],
      note: isFew(n, plan.metric.minN) ? `n below ${plan.metric.minN}` : null,
      ...(line.within ? { within: line.within } : {}),
    }
  })
  const total = amountOf(plan, whole ?? undefined)
  const all = {
    label: 'All',
    cells: [1, total, whole?.n ?? null, null, null],
    shown: ['100%', amountShown(plan, measured, total), whole?.n == null ? '–' : count(whole.n), '–', '–'],
    note: null,
  }
  return { head: [plan.dimension ?? 'Part', 'Share', 'Amount', 'n', says, 'Change'], rows: total === null ? rows : [all, ...rows] }
}
