import { exactSum } from '#engines/numbers/exactSum.ts'
import { isFew } from '#engines/numbers/isFew.ts'
import { showDate, type Context, type Measurement, type Point } from '#kernel'
import type { Refusal } from '#engines/questions/question.ts'
import { sayPeriod } from '#engines/questions/calendar.ts'
import { chartOf } from './drawn.ts'
import { asked, during, headOf, isOpen, type Line, linesOf, rivalOf } from './lines.ts'
import type { Plan } from './plan.ts'
import { capital, small } from '#engines/numbers/capital.ts'
import { addsUp, against, count, figureName, isMany, list, shown, verb, windowOf } from './says.ts'
import { reasonOf } from '../whyMissing.ts'
import { tableOf, type Beside } from './tableOf.ts'
import { targetOf, type Target } from './targets.ts'
import type { Told } from './told.ts'

/** Answers “what is”, “show” and “trend of”: a figure, a line, or parts side by side, always with what it stands against. */
export async function tellFigures(ctx: Context, plan: Plan): Promise<Told | Refusal> {
  const measured = await ctx.measure(plan.request)
  const lines = linesOf(plan, measured)
  if ('kind' in lines) return lines
  const other = plan.question.compare?.with === 'policy' ? await ctx.measure({ ...plan.request, policy: plan.question.compare.preset }) : null
  const [only] = lines
  const target = await targetOf(ctx, plan, measured, lines.length === 1 ? (only?.part ?? null) : null)
  const beside = besideOf(plan, measured, other, target)
  return {
    sentence: sentenceFor(plan, measured, lines, beside),
    table: tableOf(plan, measured, lines, beside),
    chart: chartOf(plan, measured, lines, target),
    measurements: other ? [measured, other] : [measured],
    notes: notesOf(plan, measured, lines),
    target: plan.question.compare?.with === 'target' || lines.length === 1 ? target : null,
  }
}

/** The sentence of figures beside which no target and no other policy stands. */
export const sayFigures = (plan: Plan, measured: Measurement, lines: readonly Line[]): string =>
  sentenceFor(plan, measured, lines, besideOf(plan, measured, null, null))

/** The figure that each line is set against: prior when nothing else was asked. */
function besideOf(plan: Plan, measured: Measurement, other: Measurement | null, target: Target | null): Beside {
  const { question, say, vocabulary } = plan
  const compare = question.compare?.with ?? 'prior'
  if (compare === 'target')
    return {
      says: target ? `target, ${showDate(target.by)}` : 'target',
      of: (line) => (line.part === null && target ? target.value : null),
      lacks: () => 'No target is agreed for it.',
      name: () => `the target of ${shown(target?.value ?? null, measured)} for ${target ? showDate(target.by) : ''}`,
    }
  if (compare === 'policy')
    return {
      says: `policy ${other?.policy.preset ?? ''}`,
      of: (line, point) => otherPoints(other, line).find(({ period }) => period === point?.period)?.value ?? null,
      lacks: () => `It has no value under the policy ${other?.policy.preset ?? ''}.`,
      name: (value) => `${shown(value, measured)} under the policy ${other?.policy.preset ?? ''}`,
    }
  const point = (line: Line, from: Point | null) => rivalOf(plan, line.points, from, measured.grain)
  const named = plan.question.compare?.with === 'period' ? sayPeriod(plan.question.compare.period, vocabulary.calendar) : null
  return {
    says: named ?? (compare === 'lastYear' ? 'a year before' : 'prior'),
    of: (line, from) => point(line, from)?.value ?? null,
    name: (value, line, from) => `${say(point(line, from)?.period ?? '')} (${shown(value, measured)})`,
    lacks: (line, from) =>
      `${named ?? (compare === 'lastYear' ? 'The year before' : 'The period before')} has no value to set it against: ${reasonOf(point(line, from))}.`,
  }
}

const otherPoints = (other: Measurement | null, { part }: Line): readonly Point[] =>
  (part === null ? other?.points : other?.groups?.find(({ key }) => key === part)?.points) ?? []

function sentenceFor(plan: Plan, measured: Measurement, lines: readonly Line[], beside: Beside): string {
  const { question } = plan
  const [first, second] = lines
  if (!first) return `${plan.metric.name} has no parts by ${plan.dimension ?? 'that'} in this time.`
  if (question.compare?.with === 'segment' && second && lines.length === 2) return rivals(plan, measured, first, second)
  if (lines.length > 1) return parts(plan, measured, lines)
  const isStretch = plan.span.period === null && (question.intent === 'trend' || plan.since !== null)
  const isAdded = addsUp(plan.metric) && question.compare?.with === 'lastYear'
  return isStretch && (question.compare === null || isAdded) ? stretch(plan, measured, first, isAdded ? beside : null) : single(plan, measured, first, beside)
}

export const nameOf = ({ metric }: Plan, { part }: Line): string =>
  part === null ? figureName(metric) : part.startsWith('without ') ? `${figureName(metric)} ${part}` : `${figureName(metric)} for ${part}`

/** One figure with what it stands against. */
function single(plan: Plan, measured: Measurement, line: Line, beside: Beside): string {
  const { question } = plan
  const point = headOf(plan, line.points, measured)
  if (!point) return `${nameOf(plan, line)} has no period in this time.`
  const when = plan.say(point.period)
  if (point.value === null) return `${nameOf(plan, line)} has no value for ${when}: ${reasonOf(point)}.`
  const isEarly = !point.mature && !isOpen(plan, point, measured)
  const open = isOpen(plan, point, measured) ? ' so far; the period is still open' : ''
  const reference = beside.of(line, point)
  const lacks = question.compare !== null && reference === null && !open ? ` ${beside.lacks(line, point)}` : ''
  const compared = reference === null || open ? '' : `, ${against(point.value, reference, measured)} ${beside.name(reference, line, point)}`
  return `${nameOf(plan, line)} ${verb(plan.metric)} ${shown(point.value, measured)}${plan.question.intent === 'value' ? countsOf(point, measured) : ''} ${during(plan, point.period)}${plan.question.intent === 'value' ? windowOf(plan.metric) : ''}${open}${compared}.${lacks}${isEarly ? ' Late rows may still change it.' : ''}`
}

/** “ (7 of 173)” behind a share of things that are counted, “ (73 in all)” behind a rate of them: “how many” asks for the number. */
export function countsOf({ numerator, denominator, n }: Point, { unit }: Pick<Measurement, 'unit'>): string {
  if (numerator === null || denominator === null || !Number.isInteger(numerator)) return ''
  if (unit === 'ratePerAccount') return ` (${count(numerator)} in all)`
  return unit === 'ratio' && n === denominator && numerator <= denominator ? ` (${count(numerator)} of ${count(denominator)})` : ''
}

/** A line from its first to its last closed figure, with its ends; what adds up over time all together, and against the same time a year before. */
function stretch(plan: Plan, measured: Measurement, line: Line, beside: Beside | null): string {
  const told = asked(plan, line.points).filter((point) => point.value !== null && !isOpen(plan, point, measured))
  const [first, last] = [told[0], told.at(-1)]
  if (!first || !last)
    return `${nameOf(plan, line)} has no closed value in ${plan.span.says ?? 'this time'}: ${reasonOf(asked(plan, line.points).at(-1) ?? null)}.`
  const lacks = beside ? ` The same time a year before lacks a value for a ${measured.grain}, so that the two are not set against each other.` : ''
  if (first === last)
    return `${nameOf(plan, line)} ${verb(plan.metric)} ${shown(last.value, measured)} ${during(plan, last.period)}, the only closed value of that time.${lacks}`
  const sorted = told.toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0))
  const [low, high] = [sorted[0] ?? first, sorted.at(-1) ?? last]
  const ends =
    low.value === high.value
      ? ''
      : `; lowest ${shown(low.value, measured)} ${during(plan, low.period)}, highest ${shown(high.value, measured)} ${during(plan, high.period)}`
  const total = totalOf(plan, measured, line, beside)
  if (total !== null)
    return `${nameOf(plan, line)} came to ${total}: ${shown(first.value, measured)} ${during(plan, first.period)}, ${shown(last.value, measured)} ${during(plan, last.period)}${ends}.`
  return `${nameOf(plan, line)} ${went(first.value ?? 0, last.value ?? 0, measured)} ${shown(first.value, measured)} ${during(plan, first.period)} to ${shown(last.value, measured)} ${during(plan, last.period)}${ends}.${lacks}`
}

/** “9 in 2025”, “7 in 2026 so far”, “9 in 2025, 2 above the year before (7)”; null where a period has no value. Two years are told up to the same closed period. */
function totalOf(plan: Plan, measured: Measurement, line: Line, beside: Beside | null): string | null {
  const all = asked(plan, line.points)
  const closed = all.filter((point) => !isOpen(plan, point, measured))
  const told = beside ? closed : all
  const [values, rivals] = [told.flatMap(({ value }) => value ?? []), told.flatMap((point) => beside?.of(line, point) ?? [])]
  const [first, last] = [told[0], told.at(-1)]
  if (!addsUp(plan.metric) || plan.span.says === null || !first || !last || values.length < told.length || (beside && rivals.length < told.length)) return null
  const [own, rival] = [exactSum(values), exactSum(rivals)]
  const when = beside && closed.length < all.length ? `from ${plan.say(first.period)} to ${plan.say(last.period)}` : spanOf(plan.span.says)
  if (beside) return `${shown(own, measured)} ${when}, ${against(own, rival, measured)} the same time a year before (${shown(rival, measured)})`
  return `${shown(own, measured)} ${when}${closed.length < all.length ? ' so far' : ''}`
}

const spanOf = (says: string): string => `${says.includes(' to ') ? 'from' : 'in'} ${says}`

function went(first: number, last: number, measured: Measurement): string {
  const moved = against(last, first, measured)
  return moved === 'level with' ? 'stayed level, from' : `went ${last > first ? 'up' : 'down'} ${moved.replace(/ (above|below)$/, '')}, from`
}

/** Parts side by side: the ends, and the whole. */
function parts(plan: Plan, measured: Measurement, lines: readonly Line[]): string {
  const heads = lines.map((line) => ({ line, point: headOf(plan, line.points, measured) }))
  const whole = heads.find(({ line }) => line.part === null)?.point
  const valued = heads.flatMap(({ line, point }) =>
    line.part !== null && point && point.value !== null ? [{ part: line.part, value: point.value, period: point.period, n: point.n }] : [],
  )
  const told = plan.dimensions.length === 2 ? valued.filter(({ n }) => !isFew(n, plan.metric.minN)) : valued
  const [first] = told
  if (!first && valued.length > 0) return allSmall(plan, measured, valued.length, whole ?? null)
  if (!first) {
    const point = heads[0]?.point ?? null
    const when = point ? during(plan, point.period) : `in ${plan.span.says ?? 'this time'}`
    return `${plan.metric.name} has no value for any ${plan.dimension ?? 'part'} ${when}: ${reasonOf(point)}.`
  }
  const sorted = told.toSorted((a, b) => b.value - a.value)
  const [high, low] = [sorted[0] ?? first, sorted.at(-1) ?? first]
  const overall = whole && whole.value !== null ? `; ${shown(whole.value, measured)} overall` : ''
  if (told.length < 4)
    return `${capital(during(plan, first.period))}, ${small(figureName(plan.metric))} ${verb(plan.metric)} ${list(sorted.map(({ part, value }) => `${shown(value, measured)} for ${part}`))}${overall}.`
  return `${capital(during(plan, first.period))}, ${small(figureName(plan.metric))} ${verb(plan.metric)} highest for ${high.part} (${shown(high.value, measured)}) and lowest for ${low.part} (${shown(low.value, measured)})${overall}.`
}

/** Cells of two dimensions that all rest on too few are shown, and none is held against another. */
function allSmall(plan: Plan, measured: Measurement, cells: number, whole: Point | null): string {
  const overall =
    whole && whole.value !== null
      ? ` Overall ${isMany(plan.metric) ? 'they' : 'it'} ${verb(plan.metric)} ${shown(whole.value, measured)} ${during(plan, whole.period)}.`
      : ''
  return `${figureName(plan.metric)} by ${plan.dimension ?? ''} rests on fewer than ${count(plan.metric.minN)} in each of ${cells === 1 ? 'its one cell' : `its ${count(cells)} cells`}, so that none is held against another.${overall}`
}

function rivals(plan: Plan, measured: Measurement, first: Line, second: Line): string {
  const [own, other] = [headOf(plan, first.points, measured), headOf(plan, second.points, measured)]
  if (!own || own.value === null) return `${nameOf(plan, first)} has no value to compare: ${reasonOf(own)}.`
  if (!other || other.value === null) return `${nameOf(plan, second)} has no value to compare with: ${reasonOf(other)}.`
  const within = overlap(own, other) ? ' Their intervals overlap, so that the difference may be chance.' : ''
  return `${capital(nameOf(plan, first))} ${verb(plan.metric)} ${shown(own.value, measured)} ${during(plan, own.period)}, ${against(own.value, other.value, measured)} ${second.name} (${shown(other.value, measured)}).${within}`
}

export const overlap = (a: Point, b: Point): boolean =>
  a.interval !== null && b.interval !== null && a.interval.low <= b.interval.high && b.interval.low <= a.interval.high

/** What was taken for granted, and what is small. */
export function notesOf(plan: Plan, measured: Measurement, lines: readonly Line[]): string[] {
  const { span, metric } = plan
  const few = lines.filter((line) => line.part !== null && isFew(headOf(plan, line.points, measured)?.n ?? null, metric.minN)).map(({ name }) => name)
  return [
    ...(plan.question.time === null
      ? [`No time was named: the last closed ${measured.grain}${metric.window ? `, with the metric’s own window of ${metric.window}` : ''}.`]
      : []),
    ...(span.note === null ? [] : [span.note]),
    ...(plan.question.compare !== null && isStillOpen(plan, measured, lines) ? ['A period that is still open is not set against a whole one.'] : []),
    ...(plan.dimensions.length === 2 && few.length > 0 ? [cellsNote(few.length, lines, metric.minN)] : []),
    ...(plan.dimensions.length < 2 && few.length > 0
      ? [`Fewer than ${count(metric.minN)} stand behind ${list(few)}: read ${few.length === 1 ? 'it' : 'them'} with care.`]
      : []),
  ]
}

function isStillOpen(plan: Plan, measured: Measurement, [first]: readonly Line[]): boolean {
  const point = first ? headOf(plan, first.points, measured) : null
  return point !== null && isOpen(plan, point, measured)
}

const cellsNote = (few: number, lines: readonly Line[], least: number): string => {
  const cells = lines.filter(({ part }) => part !== null).length
  return `${few === cells ? (cells === 1 ? 'The cell rests' : `All ${count(cells)} cells rest`) : `${count(few)} of ${count(cells)} cells ${few === 1 ? 'rests' : 'rest'}`} on fewer than ${count(least)}: marked with their n, and not ranked.`
}
