import { addDays, addMonths, daysBetween, periodOf } from '#engines/numbers/dates.ts'
import { endOf, holding, isAligned, sayPeriod, shift, startOf, unitOf } from '#engines/questions/calendar.ts'
import type { Calendar, Question, QuestionTime } from '#engines/questions/question.ts'
import type { AnyMetric, Grain } from '#kernel'
import { addsUp } from './says.ts'

/**
 * Two years, or two halves of a year, that are set against each other: of what is told by where it stands, a year is where it stood at its end. A year that runs is
 * told up to its last closed period, and the other one up to the same. Of what adds up, a year is set against the one before by their months. Of anything else the
 * question stays as it was, and is refused by name.
 */
export function closing(question: Question, metric: AnyMetric, calendar: Calendar): { readonly question: Question; readonly note: string | null } {
  if (addsUp(metric) && told.has(question.intent) && question.grain === null) return { question: monthByMonth(question, calendar), note: null }
  const found = stands(metric) && told.has(question.intent) && question.grain === null ? lastOfEach(question, metric.grain, calendar) : null
  if (found === null) return { question, note: null }
  const { open, unit, time, base } = found
  const name = unit === 'half' ? 'half-year' : 'year'
  const where = open === null ? `A ${name} is told by where it stood at its end` : `${open} is not over: both are told by where they stood at the same place`
  const back = metric.window === '12m' && unit === 'half' ? ' Each looks back over twelve months.' : ''
  return { question: found.question, note: `${where}, ${time} against ${base}.${back}` }
}

/** A year or half of one against the same a year before; two others stay as they were. */
function monthByMonth(question: Question, calendar: Calendar): Question {
  const own = yearOf(question.time, { ...calendar, today: question.asOf ?? calendar.today })
  const rival = own === null ? null : rivalOf(question, own)
  if (own === null || rival === null || rival !== yearBefore(own)) return question
  return { ...question, intent: 'show', claim: null, compare: { with: 'lastYear' } }
}

/** The question of the last periods of a grain in the two years or halves that it sets against each other; null where it names no two such. */
export function lastOfEach(question: Question, grain: Grain, calendar: Calendar) {
  const today = question.asOf ?? calendar.today
  const at = { ...calendar, today }
  const own = yearOf(question.time, at)
  const rival = own === null ? null : rivalOf(question, own)
  if (own === null || rival === null || unitOf(own) !== unitOf(rival) || own === rival) return null
  if (grain !== 'month' && !(grain === 'quarter' && isAligned(calendar))) return null
  const [later, earlier] = startOf(own, at) > startOf(rival, at) ? [own, rival] : [rival, own]
  if (startOf(later, at) > today) return null
  const over = question.asOf === null ? addDays(today, -1) : today
  const end = lastClosed(later, grain, at, over)
  const before = sameIn(earlier, end, later, grain, at)
  const [time, base] = (own === later ? [end, before] : [before, end]).map((period) => holding(startOf(period, plain(at)), grain, at))
  if (time === undefined || base === undefined) return null
  return {
    question: { ...question, time: { kind: 'period', period: time }, compare: { with: 'period', period: base } } satisfies Question,
    time: sayPeriod(time, at),
    base: sayPeriod(base, at),
    unit: unitOf(own),
    /** The year that is not over, in words. */
    open: endOf(later, at) > over ? sayPeriod(later, at) : null,
  }
}

const told = new Set<Question['intent']>(['value', 'show', 'why'])
const standing = new Set<string>(['arr', 'customers', 'averageRevenue'])

/** Is its figure of a moment, or of the twelve months before one? */
function stands({ compute, window }: AnyMetric): boolean {
  if (window === '12m' || compute?.by === 'productRevenue') return true
  return (compute?.by === 'revenue' || compute?.by === 'revenueFlows') && standing.has(compute.measure)
}

/** The one year, or half of one, that a time means. */
function yearOf(time: QuestionTime | null, calendar: Calendar): string | null {
  if (time?.kind === 'period') return !time.isEnd && ['year', 'half'].includes(unitOf(time.period)) ? time.period : null
  if (time?.kind !== 'this' && !(time?.kind === 'last' && time.n === 1)) return null
  return time.unit === 'year' ? shift(holding(calendar.today, 'year', calendar), time.kind === 'this' ? 0 : -1) : null
}

function rivalOf({ compare }: Question, own: string): string | null {
  if (compare?.with === 'period') return compare.period
  if (compare?.with === 'prior') return shift(own, -1)
  return compare?.with === 'lastYear' ? yearBefore(own) : null
}

const yearBefore = (own: string): string => shift(own, unitOf(own) === 'half' ? -2 : -1)

/** The last period of a grain in a year that is over; the first one where none is. */
function lastClosed(year: string, grain: Grain, calendar: Calendar, over: string): string {
  const last = periodOf(endOf(year, calendar), grain)
  const running = periodOf(over, grain)
  if (endOf(year, calendar) <= over) return last
  const closed = endOf(running, plain(calendar)) <= over ? running : shift(running, -1)
  const first = periodOf(startOf(year, calendar), grain)
  return startOf(closed, plain(calendar)) < startOf(first, plain(calendar)) ? first : closed
}

/** The period as far into one year as another lies in another. */
function sameIn(year: string, period: string, of: string, grain: Grain, calendar: Calendar): string {
  const months = Math.round(daysBetween(startOf(year, calendar), startOf(of, calendar)) / 30.4375)
  return periodOf(addMonths(startOf(period, plain(calendar)), -months), grain)
}

/** Periods that are measured are those of the calendar. */
const plain = (calendar: Calendar): Calendar => ({ ...calendar, fiscalStart: 1 })
