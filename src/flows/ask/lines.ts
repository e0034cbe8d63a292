import { addDays, periodEnd, periodOf } from '#engines/numbers/dates.ts'
import { showWhen } from '#engines/numbers/showPeriod.ts'
import { together } from '#engines/questions/parts.ts'
import { startOf } from '#engines/questions/calendar.ts'
import { refuse } from '#engines/questions/replies.ts'
import { valuesIn } from '#engines/metrics/series/pairs.ts'
import type { QuestionFilter, Refusal } from '#engines/questions/question.ts'
import { isMovementPoint, type Measurement, type Point } from '#kernel'
import type { Plan } from './plan.ts'

/** One line of the answer: the whole, a group, or some groups together. */
export interface Line {
  readonly name: string
  /** Null for the whole. */
  readonly part: string | null
  readonly points: readonly Point[]
  /** Of a cell of two dimensions: the value of the first, under which it stands, and its own. */
  readonly within?: { readonly first: string; readonly own: string }
}

/** The lines that a question asks for. The whole comes first when parts are shown beside it. */
export function linesOf(plan: Plan, measured: Measurement): readonly Line[] | Refusal {
  const { question, dimension, metric } = plan
  const whole: Line = { name: metric.name, part: null, points: measured.points }
  if (dimension === null) return [whole]
  if (plan.dimensions.length === 2) return crossed(plan, measured, whole)
  const filter = question.filters[0]
  const own = (measured.groups ?? []).map((group): Line => ({ name: group.key, part: group.key, points: group.points }))
  const isKept = (key: string): boolean => question.filters.every(({ op, values }) => values.includes(key) === (op === 'is'))
  const kept = [
    ...own.filter(({ part }) => part !== null && isKept(part)),
    ...missing(
      question.filters.flatMap(({ op, values }) => (op === 'is' ? values : [])),
      own,
      measured,
    ),
  ]
  const rival = question.compare?.with === 'segment' ? question.compare.value : null
  if (rival !== null)
    return versus(plan, measured, filter === undefined ? whole : null, kept, own.find(({ part }) => part === rival) ?? missing([rival], own, measured)[0])
  if (question.by.length > 0) return filter === undefined ? [whole, ...kept] : kept
  if (filter?.op === 'is' && kept.length > 0) return kept
  return restOf(plan, measured, isKept)
}

/** The cells of two dimensions, those of one value of the first together; what is filtered to one value is not named again in each. */
function crossed({ question, dimensions: [first = '', second = ''], vocabulary }: Plan, measured: Measurement, whole: Line): readonly Line[] {
  const known = new Set([...(vocabulary.values[first] ?? []), '(none)'])
  const kept = (measured.groups ?? []).flatMap(({ key, points }): Line[] => {
    const values = valuesIn(key, (value) => known.has(value))
    const of = (dimension: string): string => values[dimension === first ? 0 : 1]
    if (!question.filters.every(({ dimension, op, values: wanted }) => wanted.includes(of(dimension)) === (op === 'is'))) return []
    const free = [first, second].filter((dimension) => !question.filters.some((filter) => filter.dimension === dimension && isOne(filter)))
    const [outer, inner] = free.map(of)
    if (outer !== undefined && inner !== undefined) return [{ name: key, part: key, points, within: { first: outer, own: inner } }]
    return [{ name: outer ?? key, part: key, points }]
  })
  const named = question.filters.filter(isOne).flatMap(({ values }) => values)
  if (kept.length === 0 && named.length === 2) return missing([named.join(' · ')], [], measured)
  return question.filters.length === 0 ? [whole, ...kept] : kept
}

const isOne = ({ op, values }: QuestionFilter): boolean => op === 'is' && values.length === 1

/** A value that the dictionary knows and no row of this time bears: a line without figures, never zeros. */
function missing(values: readonly string[], own: readonly Line[], measured: Measurement): Line[] {
  const absent = values.filter((value) => !own.some(({ part }) => part === value))
  const empty = measured.points.map(({ period, mature }): Point => ({
    period,
    mature,
    value: null,
    reason: 'no_data',
    interval: null,
    numerator: null,
    denominator: null,
    n: null,
  }))
  return absent.map((value) => ({ name: value, part: value, points: empty }))
}

function versus(plan: Plan, measured: Measurement, whole: Line | null, kept: readonly Line[], rival: Line | undefined): readonly Line[] | Refusal {
  const first = whole ? [whole] : kept
  return rival === undefined ? first : [...first.filter(({ part }) => part !== rival.part), rival]
}

/** What is left of the whole: only where the parts add up to it. */
function restOf({ metric, dimension, question }: Plan, measured: Measurement, isKept: (key: string) => boolean): readonly Line[] | Refusal {
  const groups = measured.groups ?? []
  const points = measured.points.map((whole, at): Point | null => {
    const cells = groups.flatMap((group) => group.points[at] ?? [])
    const kept = groups.filter(({ key }) => isKept(key)).flatMap((group) => group.points[at] ?? [])
    if (whole.value === null) return withoutMovement(whole)
    const rest = together(whole, cells, kept)
    return (
      rest && { period: whole.period, mature: whole.mature, interval: null, ...rest, ...(rest.value === null ? { reason: 'no_denominator' as const } : {}) }
    )
  })
  const told = points.flatMap((point) => point ?? [])
  const left = question.filters.flatMap(({ values }) => values)
  if (told.length === points.length) return [{ name: `${metric.name} without ${left.join(' and ')}`, part: `without ${left.join(' and ')}`, points: told }]
  return refuse(
    'unsupported',
    `${metric.name} by ${dimension ?? ''} does not add up to the whole, so that a part cannot be taken out of it.`,
    `Ask for it by ${dimension ?? ''}: each part stands by itself.`,
  )
}

function withoutMovement(point: Point): Point {
  if (!isMovementPoint(point)) return point
  const { period, mature, value, interval, numerator, denominator, n } = point
  return { period, mature, value, interval, numerator, denominator, n }
}

/** The periods that the question is about, those for comparison left out. Without a time, the last thirteen. */
export const asked = ({ since }: Plan, points: readonly Point[]): readonly Point[] =>
  since === null ? points.slice(-13) : points.filter(({ period }) => periodEnd(period) >= since)

/** The last day that is over: of a question about now, today is not. */
const overBy = ({ request }: Plan, { asOf }: Pick<Measurement, 'asOf'>): string => (request.asOf === undefined ? addDays(asOf, -1) : asOf)

/** The figure of the headline: the period that was named, else the last one that has ended; of those that need time to mature, the last one that had it. */
export function headOf(plan: Plan, points: readonly Point[], measured: Pick<Measurement, 'asOf'>): Point | null {
  const own = asked(plan, points)
  if (plan.span.period !== null) return own.find(({ period }) => period === plan.span.period) ?? null
  const ended = own.filter((point) => !isOpen(plan, point, measured))
  const last = ended.at(-1)
  return (last?.reason === 'immature' ? ended.findLast(({ mature }) => mature) : last) ?? last ?? own.at(-1) ?? null
}

/** “in October 2026”, “on 16 November 2026”. */
export const during = ({ say }: Pick<Plan, 'say'>, period: string): string => showWhen(period, say)

/** The point that another is set against: the one that the question names, that of a year before, else the one before. */
export function rivalOf({ question: { compare }, vocabulary: { calendar } }: Plan, points: readonly Point[], point: Point | null, grain: Measurement['grain']) {
  if (compare?.with !== 'period') return before(points, point, compare?.with === 'lastYear' ? 'lastYear' : 'prior', grain)
  const period = periodOf(startOf(compare.period, calendar), grain)
  return points.find((each) => each.period === period) ?? null
}

/** The point one place, or one year, before another. */
export function before(points: readonly Point[], point: Point | null, step: 'prior' | 'lastYear', grain: Measurement['grain']): Point | null {
  const places: Readonly<Record<Measurement['grain'], number>> = { day: 365, week: 52, month: 12, quarter: 4 }
  const at = points.findIndex(({ period }) => period === point?.period) - (step === 'prior' ? 1 : places[grain])
  return points[at] ?? null
}

/** Is its period not over yet? */
export const isOpen = (plan: Plan, { period }: Point, measured: Pick<Measurement, 'asOf'>): boolean => periodEnd(period) > overBy(plan, measured)
