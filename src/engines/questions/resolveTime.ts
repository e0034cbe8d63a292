import { addDays, periodOf } from '../numbers/dates.ts'
import { showPeriod } from '../numbers/showPeriod.ts'
import { endOf, exists, holding, isAligned, sayPeriod, shift, startOf, unitOf, type PeriodUnit } from './calendar.ts'
import type { Calendar, Question, QuestionTime } from './question.ts'

export type MeasureGrain = 'day' | 'week' | 'month' | 'quarter'

/** A question’s time as days and a grain that can be measured. Null days mean the metric’s own default. */
export interface Span {
  readonly from: string | null
  readonly to: string | null
  readonly grain: MeasureGrain | null
  /** The one period that is asked about, as a measurement names it; null for a stretch. */
  readonly period: string | null
  /** In words: March 2026, May 2026 to April 2027. Null when no time was named. */
  readonly says: string | null
  /** What the reader must know about how the words were taken. */
  readonly note: string | null
  /** Periods ahead, of a forecast. */
  readonly ahead: number | null
}

/** Turns a question’s words of time into days: `last` counts closed units (today closes none), quarters and years are those of the fiscal calendar. */
export function resolveTime(question: Question, calendar: Calendar, usual: MeasureGrain): Span {
  const { time } = question
  const today = question.asOf ?? calendar.today
  if (time === null) return { from: null, to: null, grain: question.grain, period: null, says: null, note: null, ahead: null }
  if (time.kind === 'next')
    return { ...resolveTime({ ...question, time: null }, calendar, usual), grain: question.grain ?? grainFor(time.unit, calendar, usual), ahead: time.n }
  if (time.kind === 'period' && time.isEnd && usual === 'quarter' && question.grain === null && /-(03|06|09|12)$/.test(time.period)) {
    const quarter = resolveTime({ ...question, grain: 'quarter' }, calendar, usual)
    return { ...quarter, note: `It is told by quarter: ${nameOf(quarter.period ?? time.period, calendar)} ends with ${sayPeriod(time.period, calendar)}.` }
  }
  const { from, to, unit, isOne } = stretch(time, { ...calendar, today, over: question.asOf === null ? addDays(today, -1) : today }, usual)
  const finer = question.intent === 'trend' && isOne && (unit === 'quarter' || unit === 'year') && usual !== 'quarter' ? 'month' : null
  const grain = question.grain ?? finer ?? grainFor(unit, calendar, usual)
  const [first, last] = [periodOf(from, grain), periodOf(to, grain)]
  const period = first === last ? first : null
  return { from, to, grain, period, says: saysOf(time, first, last, calendar), note: noteOf(unit, grain, question.grain, calendar), ahead: null }
}

interface Stretch {
  readonly from: string
  readonly to: string
  readonly unit: PeriodUnit
  readonly isOne: boolean
}

/** `over` is the last day that has ended: of a question about now, today has not. */
function stretch(time: Exclude<QuestionTime, { kind: 'next' }>, calendar: Calendar & { readonly over: string }, usual: MeasureGrain): Stretch {
  const { today, over } = calendar
  switch (time.kind) {
    case 'last': {
      const now = holding(today, time.unit, calendar)
      const last = endOf(now, calendar) <= over ? now : shift(now, -1)
      return { from: startOf(shift(last, 1 - time.n), calendar), to: endOf(last, calendar), unit: time.unit, isOne: time.n === 1 }
    }
    case 'this':
    case 'end': {
      const now = holding(today, time.unit, calendar)
      return { from: startOf(now, calendar), to: endOf(now, calendar), unit: time.unit, isOne: true }
    }
    case 'since':
      return { from: time.date, to: today > time.date ? today : time.date, unit: usual, isOne: false }
    case 'period':
      return { from: startOf(time.period, calendar), to: endOf(time.period, calendar), unit: unitOf(time.period), isOne: true }
    case 'range':
      return { from: time.from, to: time.to, unit: usual, isOne: false }
  }
}

function grainFor(unit: PeriodUnit, calendar: Calendar, usual: MeasureGrain): MeasureGrain {
  if (unit === 'year' || unit === 'half') return usual === 'quarter' ? 'quarter' : 'month'
  return unit === 'quarter' && !isAligned(calendar) ? 'month' : unit
}

function saysOf(time: QuestionTime, first: string, last: string, calendar: Calendar): string {
  if (time.kind === 'period') return sayPeriod(time.period, calendar)
  if (first === last) return nameOf(first, calendar)
  return `${nameOf(first, calendar)} to ${nameOf(last, calendar)}`
}

/** A measured period in the words of the fiscal calendar: 2026-Q1 is Q2 FY2026 where the year begins in October. */
export function nameOf(period: string, calendar: Calendar): string {
  if (!/^\d{4}-Q/.test(period) || calendar.fiscalStart === 1) return showPeriod(period)
  const fiscal = holding(addDays(startOf(period, { ...calendar, fiscalStart: 1 }), 15), 'quarter', calendar)
  return exists(fiscal) ? sayPeriod(fiscal, calendar) : showPeriod(period)
}

const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

function noteOf(unit: PeriodUnit, grain: MeasureGrain, asked: string | null, calendar: Calendar): string | null {
  const begins = `The fiscal year begins in ${monthNames[calendar.fiscalStart - 1] ?? ''}`
  if (unit === 'quarter' && !isAligned(calendar) && asked === null) return `${begins}, so that its quarters are told by month.`
  if ((unit === 'year' || unit === 'half') && asked === null)
    return `A ${unit === 'half' ? 'half-year' : unit} is told by its ${grain}s.${calendar.fiscalStart === 1 ? '' : ` ${begins}.`}`
  return unit === 'quarter' && calendar.fiscalStart !== 1 ? `${begins}.` : null
}
