import { longestAt, type Sense } from './lexicon.ts'
import { endOf, exists, holding, nearTo, shift, startOf, unitOf, type PeriodUnit } from './calendar.ts'
import type { Calendar } from './question.ts'
import { timeAt, type TimeFound } from './readTime.ts'
import { take, type Cursor, type ValueSense } from './cursor.ts'

/** Reads what stands behind “vs”: prior, last year, target, a part of the business, a revenue policy, a period. False when nothing of these does. */
export function scanComparison(cursor: Cursor): boolean {
  const { tokens, lexicon, draft } = cursor
  const skipped = ['the', 'our', 'policy', 'in'].includes(tokens[cursor.at]?.norm ?? '') ? 1 : 0
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
  if (role === 'lastYear') passToDate(cursor)
  return true
}

const toDate: Readonly<Record<string, string>> = { ytd: 'year', qtd: 'quarter', mtd: 'month' }

/** “YTD vs last year’s YTD”: beside a time that runs, the other one is told up to the same day anyway. */
function passToDate(cursor: Cursor): void {
  const { tokens, draft, at } = cursor
  const own = draft.times[0]?.time
  if (own?.kind !== 'this') return
  const [first = '', second = '', third = ''] = tokens.slice(at, at + 3).map(({ norm }) => norm)
  if (toDate[first] === own.unit) cursor.at += 1
  else if (first === 'to' && second === 'date') cursor.at += 2
  else if (first === own.unit && second === 'to' && third === 'date') cursor.at += 3
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
  passToDate(cursor)
  if (cursor.draft.grains.length === 0) cursor.draft.grains.push(time.unit)
  return true
}

/** Of the time that was named and the one that it is set against, the one without a year is told by the year of the other. */
function besideOwn({ draft, calendar }: Cursor, found: TimeFound | null): TimeFound | null {
  const [own] = draft.times
  const [here, there] = [own && named(own), found && named(found)]
  if (!own || !found || here === null || here === undefined || there === null) return found
  const told = (period: string): TimeFound => ({ ...found, time: { kind: 'period', period }, ...(found.half === undefined ? {} : { half: period }) })
  if ((own.isYearless ?? false) === (found.isYearless ?? false)) return told(there)
  if (!own.isYearless) return told(nearTo(there, here, calendar))
  const same = here.replace(/^\d{4}/, there.slice(0, 4)) // a year that is said once, at the end, is that of both
  const isSame = /^\d{4}/.test(there) && exists(same) && startOf(same, calendar) <= calendar.today
  const period = isSame ? same : nearTo(here, there, calendar)
  draft.times[0] = { ...own, ...(own.half === undefined ? { time: { kind: 'period', period } } : { half: period }) }
  return told(there)
}

/** The period that was named: 2026-Q1, or the half of a year that a range is. */
const named = ({ time, half }: Pick<TimeFound, 'time'> & { readonly half?: string | undefined }): string | null =>
  half ?? (time?.kind === 'period' ? time.period : null)

/**
 * “compare NRR in Q3 with Q2”, “compare churn this month to last”: behind “with” or “to” stands the base that the first is set against. Of two that are only named
 * together, “compare ARR in 2023 and 2024”, and of one that still runs, the earlier one is the base. What came later is asked for as a change, for that has causes.
 */
export function isSetAgainst(cursor: Cursor, start: number): boolean {
  const { tokens, draft, at, calendar, lexicon } = cursor
  const [own] = draft.times
  const joint = tokens[start]?.norm ?? ''
  const isListed = joint === 'and' && own?.end === tokens[start - 1]?.end
  const isComparing = (isListed || ['with', 'to'].includes(joint)) && tokens.slice(0, start).some(({ norm }) => norm === 'compare')
  if (!isComparing || !own) return false
  const place = ['the', 'in'].includes(tokens[at]?.norm ?? '') ? at + 1 : at
  const found = besideOwn(cursor, timeAt(tokens, place, calendar))
  const isYear = longestAt(lexicon, tokens, place, (sense) => sense.as === 'word' && sense.role === 'lastYear') !== null
  if (isYear && periodIn(own, calendar)?.unit !== 'year') return isChange(cursor, scanComparison(cursor))
  if (!found) {
    const isShort = ['last', 'previous', 'prior'].includes(tokens[place]?.norm ?? '') && isOver(tokens, place + 1)
    const isWord = longestAt(lexicon, tokens, place, (sense) => sense.as === 'word' && ['prior', 'lastYear'].includes(sense.role)) !== null
    if (isShort) draft.comparisons.push({ ...take(cursor, tokens.length - at), to: { with: 'prior' } })
    return isChange(cursor, isShort || (isWord && scanComparison(cursor)))
  }
  const [here, there] = [periodIn(draft.times[0] ?? own, calendar), periodIn(found, calendar)]
  if (here === null || there === null || (isListed && here.unit !== there.unit)) return false
  const span = take(cursor, place - at + found.length)
  passToDate(cursor)
  const isLater = there.period > here.period && there.unit === here.unit
  const isTurned = isLater && (isListed || endOf(there.period, calendar) >= calendar.today)
  if (isTurned && found.time) draft.times[0] = { ...own, time: found.time, half: found.half }
  if (!isLater || isTurned) draft.claims.push('change')
  const rival = isTurned ? here : there
  const isRunning = here.unit === there.unit && [own.time.kind, found.time?.kind].includes('this')
  const isPrior = isRunning && here.unit !== 'half' && shift(holding(calendar.today, here.unit, calendar), -1) === rival.period
  draft.comparisons.push({ ...span, to: isPrior ? { with: 'prior' } : { with: 'period', period: rival.period } })
  return true
}

function isChange({ draft }: Cursor, isRead: boolean): boolean {
  if (isRead) draft.claims.push('change')
  return isRead
}

/** “last”, “last one”, with nothing behind it but the end. */
const isOver = (tokens: Cursor['tokens'], at: number): boolean => at + (tokens[at]?.norm === 'one' ? 1 : 0) >= tokens.length

/** The one period that a time means; null of a stretch. */
function periodIn(found: Parameters<typeof named>[0], calendar: Calendar): { readonly period: string; readonly unit: PeriodUnit } | null {
  const { time } = found
  if (found.half !== undefined) return { period: found.half, unit: 'half' }
  if (time?.kind === 'period') return { period: time.period, unit: unitOf(time.period) }
  if (time?.kind !== 'this' && !(time?.kind === 'last' && time.n === 1)) return null
  const running = holding(calendar.today, time.unit, calendar)
  return { period: time.kind === 'this' ? running : shift(running, -1), unit: time.unit }
}

const isValue = (sense: Sense): sense is ValueSense => sense.as === 'value'
