import { longestAt, type Found, type Sense } from './lexicon.ts'
import { timeAt } from './readTime.ts'
import { notUnderstood, passAnd, take, type Cursor, type ValueSense } from './cursor.ts'
import { thresholdAt } from './scanThreshold.ts'
import type { Role } from './words.ts'

/**
 * Reads what a question is narrowed to: Enterprise, plan Growth, plan is not Growth, SMB or Enterprise, Enterprise segment. Answers false,
 * and stays where it is, when no value or named dimension with a sign stands there.
 */
export function scanFilter(cursor: Cursor, asked: 'is' | 'isNot'): boolean {
  const start = cursor.at
  skip(cursor, ['the', 'our', 'all'])
  const dimension = dimensionAt(cursor)
  const value = longestAt(cursor.lexicon, cursor.tokens, cursor.at, isValue)
  if (timeAt(cursor.tokens, cursor.at, cursor.calendar) && !dimension && !value) return stay(cursor, start)
  if (dimension && (value?.length ?? 0) <= dimension.length && !(value && isToldBehind(cursor, value)))
    return named(cursor, dimension, asked) || stay(cursor, start)
  if (!value) return stay(cursor, start)
  return listed(cursor, asked, isValue)
}

/** “plan is not Growth”: a dimension, a sign or none, values of that dimension. */
function named(cursor: Cursor, { length, dimension }: { readonly length: number; readonly dimension: string }, asked: 'is' | 'isNot'): boolean {
  const start = cursor.at
  take(cursor, length)
  const ofDimension = (sense: Sense): boolean => isValue(sense) && sense.dimension === dimension
  if (listed(cursor, asked, ofDimension)) return true
  const not = sign(cursor, 'isNot')
  const isSigned = not || sign(cursor, 'is')
  const op = not ? 'isNot' : asked
  if (listed(cursor, op, ofDimension)) return true
  const next = cursor.tokens[cursor.at]
  const isStrange = next !== undefined && longestAt(cursor.lexicon, cursor.tokens, cursor.at) === null && !timeAt(cursor.tokens, cursor.at, cursor.calendar)
  const isMetric = longestAt(cursor.lexicon, cursor.tokens, cursor.at, ({ as }) => as === 'metric') !== null // which plan is losing customers
  const says = longestAt(cursor.lexicon, cursor.tokens, cursor.at, (sense) => sense.as === 'word' && saying.test(sense.role)) !== null // which segments are on track
  const isSide = thresholdAt(cursor.tokens, cursor.at, cursor.calendar) !== null // which segments are above 110%
  if (next === undefined || isMetric || says || isSide || !(isSigned || isStrange)) return stay(cursor, start)
  notUnderstood(cursor, { valueOf: dimension })
  return true
}

/** Values, joined by “and” or “or”; a dimension behind them (“Growth plan”) says which one is meant. */
function listed(cursor: Cursor, op: 'is' | 'isNot', wants: (sense: Sense) => boolean): boolean {
  const values: ValueSense[][] = []
  const span = { start: cursor.tokens[cursor.at]?.start ?? 0, end: 0 }
  for (let more = true; more;) {
    const found = longestAt(cursor.lexicon, cursor.tokens, cursor.at, wants)
    if (!found) break
    const end = take(cursor, found.length).end
    span.end = end
    values.push(closest(found.senses.filter(isValue), written(cursor, found.length)))
    more = passAnd(cursor, (_, at) => longestAt(cursor.lexicon, cursor.tokens, at, wants) !== null)
  }
  if (values.length === 0) return false
  const behind = dimensionAt(cursor)
  const isMeant =
    behind !== null && values.every((senses) => senses.some(({ dimension }) => dimension === behind.dimension)) && !startsFilter(cursor, behind.length)
  if (isMeant) span.end = take(cursor, behind.length).end
  cursor.draft.filters.push({
    ...span,
    op,
    values: isMeant ? values.map((senses) => senses.filter(({ dimension }) => dimension === behind.dimension)) : values,
  })
  return true
}

/** “Team plan”, where a team is a dimension too: the dimension behind a value says that it is one. */
function isToldBehind(cursor: Cursor, { length, senses }: Found): boolean {
  const behind = dimensionAt({ ...cursor, at: cursor.at + length })
  return (
    behind !== null &&
    senses.some((sense) => isValue(sense) && sense.dimension === behind.dimension) &&
    !startsFilter({ ...cursor, at: cursor.at + length }, behind.length)
  )
}

/** Does a dimension open a filter of its own: “Enterprise plan Growth”? */
function startsFilter(cursor: Cursor, length: number): boolean {
  const at = cursor.at + length
  return longestAt(cursor.lexicon, cursor.tokens, at, (sense) => isValue(sense) || isWord(sense, 'is') || isWord(sense, 'isNot')) !== null
}

/** Where two values of a dimension differ only in letters’ case or signs, the one that was written. */
function closest(senses: readonly ValueSense[], text: string): ValueSense[] {
  const exact = senses.filter(({ value }) => value === text)
  return exact.length > 0 && new Set(senses.map(({ dimension }) => dimension)).size === 1 ? exact : [...senses]
}

function written(cursor: Cursor, length: number): string {
  const words = cursor.tokens.slice(cursor.at - length, cursor.at)
  return words.map(({ text }, at) => `${at > 0 && (words[at - 1]?.end ?? 0) < (words[at]?.start ?? 0) ? ' ' : ''}${text}`).join('')
}

function dimensionAt(cursor: Cursor): { readonly length: number; readonly dimension: string } | null {
  const found = longestAt(cursor.lexicon, cursor.tokens, cursor.at, ({ as }) => as === 'dimension')
  const sense = found?.senses.find((each) => each.as === 'dimension')
  return found && sense ? { length: found.length, dimension: sense.dimension } : null
}

function sign(cursor: Cursor, role: Role): boolean {
  const found = longestAt(cursor.lexicon, cursor.tokens, cursor.at, (sense) => isWord(sense, role))
  if (found) cursor.at += found.length
  return found !== null
}

function skip(cursor: Cursor, words: readonly string[]): void {
  while (words.includes(cursor.tokens[cursor.at]?.norm ?? '')) cursor.at += 1
}

function stay(cursor: Cursor, at: number): false {
  cursor.at = at
  return false
}

const saying = /^(intent |claim |highest$|lowest$|best$|worst$)/
const isValue = (sense: Sense): sense is ValueSense => sense.as === 'value'
const isWord = (sense: Sense, role: Role): boolean => sense.as === 'word' && sense.role === role
