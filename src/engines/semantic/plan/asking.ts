import { addDays, addMonths, periodEnd, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { rewrite, type Expression, type Reference } from '../expression/expression.ts'
import { partOf } from '../dateParts.ts'
import { isBelowDay, isGrain, monthsIn, nests, showWindow } from '../grains.ts'
import type { Grain, Window } from '../model.ts'
import { Refusal } from '../refusal.ts'
import type { Lexicon } from './lexicon.ts'
import type { Axis, Guard, Input, Range, Relation } from './nodes.ts'

/** How a metric is being asked for, on the way down its definition. */
export interface Asking {
  readonly lexicon: Lexicon
  /** The key columns, metric_time at the axis’s grain among them. */
  readonly keys: readonly Reference[]
  readonly axis?: Axis
  readonly range: Range
  /** Conditions on rows. */
  readonly filters: readonly Expression[]
  /** Conditions on metric_time alone: on rows, or on the buckets that an offset or a running window gives. */
  readonly axisFilters: readonly Expression[]
  /** Offsets that are no whole number of buckets move the rows instead. */
  readonly shifts: readonly Window[]
  /** The metric of the question. */
  readonly asked: string
  /** The metrics above this one, against circles. */
  readonly trail: readonly string[]
  readonly found: Gathered
}

/** What planning gathers beside the tree. */
export interface Gathered {
  readonly inputs: Input[]
  readonly guards: Guard[]
  readonly notes: Set<string>
}

/** A metric as a relation; `fill` stands for a group that it lacks. */
export interface Answered {
  readonly relation: Relation
  readonly fill?: number
}

export const isMetricTime = ({ path, name, type }: Reference): boolean => type === 'dimension' && path.length === 0 && name === 'metric_time'

/** Is it metric_time as the axis of a question, cut into buckets in their order? A part of the date, such as the month of whatever year, is a group like another. */
export const isAxis = (reference: Reference): boolean => isMetricTime(reference) && partOf(reference.grain) === null

/** The same question with its time key at another grain. */
export function atGrain(asking: Asking, grain: Grain): Asking {
  const { axis } = asking
  if (!axis) return asking
  return { ...asking, axis: { ...axis, grain }, keys: asking.keys.map((key, place) => (place === axis.place ? { ...key, grain } : key)) }
}

/** Conditions on metric_time as conditions on the column `b` of alias `s`, whose buckets have this grain. */
export function onBuckets(conditions: readonly Expression[], grain: string, asked: string): Expression[] {
  const b: Expression = { is: 'column', of: 's', name: 'b' }
  return conditions.map((condition) =>
    rewrite(condition, (part) => {
      if (part.is !== 'reference') return part
      const wanted = part.reference.grain ?? grain
      if (wanted === grain) return b
      if (isGrain(wanted) && isGrain(grain) && nests(grain, wanted)) return { is: 'bucket', of: b, grain: wanted }
      throw new Refusal(
        'unsupported',
        `A filter by ${wanted} cannot be put on ${asked} by ${grain}.`,
        `Filter metric_time by ${grain} or coarser, or use from and to.`,
      )
    }),
  )
}

/** Both ends of the range moved out to whole buckets. */
export function wholeRange({ from, to }: Range, grain: string): Range {
  if (!isGrain(grain) || isBelowDay(grain)) return { ...(from ? { from } : {}), ...(to ? { to } : {}) }
  const cut = calendarGrain(grain)
  return { ...(from ? { from: periodStart(periodOf(from, cut)) } : {}), ...(to ? { to: periodEnd(periodOf(to, cut)) } : {}) }
}

/** Until when the input of an offset is needed: the end of the bucket that the last bucket shows. */
export function rangeBefore({ to }: Range, window: Window, grain: string): Range {
  if (to === undefined || !isGrain(grain)) return {}
  if (isBelowDay(grain)) return { to }
  const last = periodStart(periodOf(to, calendarGrain(grain)))
  return { to: periodEnd(periodOf(dayBefore(last, window), calendarGrain(grain))) }
}

function dayBefore(day: string, { count, unit }: Window): string {
  if (!isGrain(unit)) return day
  const months = monthsIn[unit]
  if (months !== undefined) return addMonths(day, -months * count)
  return unit === 'day' || unit === 'week' ? addDays(day, -count * (unit === 'week' ? 7 : 1)) : day
}

function calendarGrain(grain: Grain): 'day' | 'week' | 'month' | 'quarter' | 'year' {
  return grain === 'second' || grain === 'minute' || grain === 'hour' ? 'day' : grain
}

/** Rows moved later, one offset after the other. */
export const shifted =
  (windows: readonly Window[]) =>
  (at: Expression): Expression =>
    windows.reduce<Expression>((of, window) => ({ is: 'shift', of, window }), at)

export function assertStandard({ count, unit }: Window, what: string): void {
  if (!isGrain(unit))
    throw new Refusal(
      'unsupported',
      `${what} of ${showWindow({ count, unit })} is not answered: ${unit} is not a grain of the calendar.`,
      'Use days, weeks, months, quarters or years.',
    )
}
