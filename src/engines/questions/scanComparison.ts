import { longestAt, type Sense } from './lexicon.ts'
import { holding, nearTo, shift, unitOf } from './calendar.ts'
import type { Calendar, QuestionTime, TimeUnit } from './question.ts'
import { timeAt, type TimeFound } from './readTime.ts'
import { take, type Cursor, type ValueSense } from './cursor.ts'

/** Reads what stands behind “vs”: prior, last year, target, a part of the business, a revenue policy, a period. False when nothing of these does. */
export function scanComparison(cursor: Cursor): boolean {
  const { tokens, lexicon, draft } = cursor
  const skipped = ['the', 'our', 'policy'].includes(tokens[cursor.at]?.norm ?? '') ? 1 : 0
  const at = cursor.at + skipped
  const word = longestAt(lexicon, tokens, at, (sense) => sense.as === 'word' && ['prior', 'lastYear', 'target'].includes(sense.role))
  const role = word?.senses.find((sense) => sense.as === 'word')?.role
  const part = partAt(cursor, at)
  const preset = longestAt(lexicon, tokens, at, ({ as }) => as === 'preset')
  const named = preset?.senses.find((sense) => sense.as === 'preset')
  const longest = Math.max(word?.length ?? 0, part?.length ?? 0, preset?.length ?? 0)
  if (longest === 0) return earlierPeriod(cursor, at)
  const span = take(cursor, skipped + longest)
  if (word?.length === longest && (role === 'prior' || role === 'lastYear' || role === 'target')) draft.comparisons.push({ ...span, to: { with: role } })
  else if (part?.length === longest) draft.comparisons.push({ ...span, to: { with: 'values', values: part.values } })
  else if (named) draft.comparisons.push({ ...span, to: { with: 'policy', preset: named.preset } })
  if (tokens[cursor.at]?.norm === 'policy') cursor.at += 1
  return true
}

/** A value, or a dimension and a value of it. */
function partAt({ tokens, lexicon }: Cursor, at: number): { readonly length: number; readonly values: readonly ValueSense[] } | null {
  const dimension = longestAt(lexicon, tokens, at, ({ as }) => as === 'dimension')
  const name = dimension?.senses.find((sense) => sense.as === 'dimension')?.dimension
  const inside = dimension ? longestAt(lexicon, tokens, at + dimension.length, (sense) => isValue(sense) && sense.dimension === name) : null
  if (dimension && inside) return { length: dimension.length + inside.length, values: inside.senses.filter(isValue) }
  const found = longestAt(lexicon, tokens, at, isValue)
  return found ? { length: found.length, values: found.senses.filter(isValue) } : null
}

/** “vs Q2 2026” is that period; “vs last quarter” is the prior quarter. */
function earlierPeriod(cursor: Cursor, at: number): boolean {
  const found = besideOwn(cursor, timeAt(cursor.tokens, at, cursor.calendar))
  const time = found?.time
  if (found && time?.kind === 'period') {
    cursor.draft.comparisons.push({ ...take(cursor, at - cursor.at + found.length), to: { with: 'period', period: time.period } })
    return true
  }
  if (!found || time?.kind !== 'last' || time.n !== 1 || time.unit === 'year') return false
  const span = take(cursor, at - cursor.at + found.length)
  cursor.draft.comparisons.push({ ...span, to: { with: 'prior' } })
  if (cursor.draft.grains.length === 0) cursor.draft.grains.push(time.unit)
  return true
}

/** Of the time that was named and the one that it is set against, the one without a year is told by the year of the other. */
function besideOwn({ draft, calendar }: Cursor, found: TimeFound | null): TimeFound | null {
  const [own] = draft.times
  if (own?.time.kind !== 'period' || found?.time?.kind !== 'period' || (own.isYearless ?? false) === (found.isYearless ?? false)) return found
  const [here, there] = [own.time.period, found.time.period]
  if (!own.isYearless) return { ...found, time: { ...found.time, period: nearTo(there, here, calendar) } }
  draft.times[0] = { ...own, time: { ...own.time, period: nearTo(here, there, calendar) } }
  return found
}

/** “compare NRR in Q3 with Q2”, “compare churn this month to last”: behind “with” or “to” stands the time that the other is set against; the later one is told. */
export function isSetAgainst(cursor: Cursor, start: number): boolean {
  const { tokens, draft, at, calendar, lexicon } = cursor
  const [own] = draft.times
  const isComparing = ['with', 'to'].includes(tokens[start]?.norm ?? '') && tokens.slice(0, start).some(({ norm }) => norm === 'compare')
  if (!isComparing || !own) return false
  const place = tokens[at]?.norm === 'the' ? at + 1 : at
  const found = besideOwn(cursor, timeAt(tokens, place, calendar))
  const isYear = longestAt(lexicon, tokens, place, (sense) => sense.as === 'word' && sense.role === 'lastYear') !== null
  if (isYear && periodIn(own.time, calendar)?.unit !== 'year') return scanComparison(cursor)
  if (!found) {
    const isShort = ['last', 'previous', 'prior'].includes(tokens[place]?.norm ?? '') && isOver(tokens, place + 1)
    const isWord = longestAt(lexicon, tokens, place, (sense) => sense.as === 'word' && ['prior', 'lastYear'].includes(sense.role)) !== null
    if (isShort) draft.comparisons.push({ ...take(cursor, tokens.length - at), to: { with: 'prior' } })
    return isShort || (isWord && scanComparison(cursor))
  }
  const { time = own.time } = draft.times[0] ?? {}
  const [here, there] = [periodIn(time, calendar), periodIn(found.time, calendar)]
  if (here === null || there === null) return false
  const span = take(cursor, place - at + found.length)
  const isLater = there.period > here.period && there.unit === here.unit
  if (isLater && found.time) draft.times[0] = { ...own, time: found.time }
  const rival = isLater ? here : there
  const isPrior =
    here.unit === there.unit && [own.time.kind, found.time?.kind].includes('this') && shift(holding(calendar.today, here.unit, calendar), -1) === rival.period
  draft.comparisons.push({ ...span, to: isPrior ? { with: 'prior' } : { with: 'period', period: rival.period } })
  return true
}

/** “last”, “last one”, with nothing behind it but the end. */
const isOver = (tokens: Cursor['tokens'], at: number): boolean => at + (tokens[at]?.norm === 'one' ? 1 : 0) >= tokens.length

/** The one period that a time means; null of a stretch. */
function periodIn(time: QuestionTime | null, calendar: Calendar): { readonly period: string; readonly unit: TimeUnit } | null {
  if (time?.kind === 'period') return { period: time.period, unit: unitOf(time.period) }
  if (time?.kind !== 'this' && !(time?.kind === 'last' && time.n === 1)) return null
  const running = holding(calendar.today, time.unit, calendar)
  return { period: time.kind === 'this' ? running : shift(running, -1), unit: time.unit }
}

const isValue = (sense: Sense): sense is ValueSense => sense.as === 'value'
