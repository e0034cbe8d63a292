import { blank, notUnderstood, passAnd, take, type Cursor, type Draft } from './cursor.ts'
import { longestAt, type Found, type Lexicon, type Sense } from './lexicon.ts'
import { currencyOf, thresholdAt } from './scanThreshold.ts'
import type { Calendar, Claim, Intent, Order } from './question.ts'
import { isSetAgainst, scanComparison } from './scanComparison.ts'
import { scanFilter } from './scanFilter.ts'
import { timeAt } from './readTime.ts'
import type { Token } from './tokens.ts'
import { families, weakWords } from './metricWords.ts'
import { numerals, units, type Role } from './words.ts'

/** Reads the words from left to right; at each place the longest phrase wins. Every word ends up in the draft. */
export function scan(tokens: readonly Token[], lexicon: Lexicon, calendar: Calendar): Draft {
  const cursor: Cursor = { tokens, lexicon, calendar, draft: blank(), at: 0 }
  while (cursor.at < tokens.length) step(cursor)
  const strong = cursor.draft.metrics.filter(({ isWeak }) => !isWeak)
  if (strong.length === 0 && cursor.draft.absent.length === 0) return cursor.draft
  return { ...cursor.draft, metrics: strong, singles: cursor.draft.metrics.filter(({ isWeak }) => isWeak) }
}

function step(cursor: Cursor): void {
  const { tokens, lexicon, calendar, draft, at } = cursor
  const [found, time] = [longestAt(lexicon, tokens, at, isSaidFreely), timeAt(tokens, at, calendar)]
  const threshold = thresholdAt(tokens, at, calendar)
  if (threshold) draft.thresholds.push({ ...take(cursor, threshold.length), threshold: threshold.threshold })
  else if (time && time.length >= (found?.length ?? 0)) {
    const span = take(cursor, time.length)
    if (time.asOf !== null) draft.asOf.push(time.asOf)
    if (time.time) draft.times.push({ ...span, time: time.time, ends: time.ends, isYearless: time.isYearless, half: time.half })
  } else if (found) say(cursor, found)
  else if (!readLimit(cursor) && !readEach(cursor) && !readCurrency(cursor) && !readThan(cursor)) notUnderstood(cursor)
}

const onlyInside = new Set<Role>(['is', 'isNot', 'and', 'policy'])
const isSaidFreely = (sense: Sense): boolean => sense.as !== 'word' || !onlyInside.has(sense.role)

function say(cursor: Cursor, { length, senses }: Found): void {
  const { draft } = cursor
  const metrics = senses.filter((sense) => sense.as === 'metric')
  const own = metrics.filter(({ isOwn }) => isOwn)
  const isFamily = families.has(
    cursor.tokens
      .slice(cursor.at, cursor.at + length)
      .map(({ norm }) => norm)
      .join(' '),
  )
  const absent = senses.find((sense) => sense.as === 'absent')
  const word = senses.find((sense) => sense.as === 'word')
  if (isFamily && metrics.length > 1) {
    const span = take(cursor, length)
    draft.metrics.push(...metrics.map(({ metric }) => ({ ...span, metrics: [metric], isWeak: false })))
  } else if (metrics.length > 0) {
    const isWeak = own.length === 0 && length === 1 && weakWords.has(cursor.tokens[cursor.at]?.norm ?? '') && !isJoined(cursor, length)
    draft.metrics.push({ ...take(cursor, length), metrics: (own.length > 0 ? own : metrics).map(({ metric }) => metric), isWeak })
  } else if (absent) draft.absent.push({ ...take(cursor, length), metric: absent.metric })
  else if (senses.some(({ as }) => as === 'dimension' || as === 'value')) sayAttribute(cursor, length, senses)
  else if (word) act(cursor, length, word.role)
  else if (!scanComparison(cursor)) notUnderstood(cursor)
}

/** “mean time to restore”: an average that is asked for, not what a word means. */
const isNamedNext = ({ tokens, lexicon, at }: Cursor): boolean => longestAt(lexicon, tokens, at, ({ as }) => as === 'metric') !== null

/** “NRR vs GRR”, “against our GRR”: two metrics side by side. */
function isMetricNext({ tokens, lexicon, draft, at }: Cursor): boolean {
  const place = ['the', 'our'].includes(tokens[at]?.norm ?? '') ? at + 1 : at
  return draft.metrics.length > 0 && longestAt(lexicon, tokens, place, ({ as }) => as === 'metric') !== null
}

/** “ARR and customers”: beside another metric and joined to it, a word that may say whom it is about is a metric too. */
function isJoined({ tokens, lexicon, draft, at }: Cursor, length: number): boolean {
  const isMetric = (place: number): boolean => longestAt(lexicon, tokens, place, ({ as }) => as === 'metric') !== null
  const before = draft.metrics.at(-1)
  const isBehind = joints.has(tokens[at - 1]?.norm ?? '') && before !== undefined && before.end === tokens[at - 2]?.end
  return isBehind || (joints.has(tokens[at + length]?.norm ?? '') && isMetric(at + length + 1))
}
const joints = new Set(['and', '&', '+', 'vs', 'versus'])

/** “Enterprise” and “plan Growth” are filters without a word before them; “segment” alone waits for what the question asks. */
function sayAttribute(cursor: Cursor, length: number, senses: readonly Sense[]): void {
  if (scanFilter(cursor, 'is')) return
  const dimension = senses.find((sense) => sense.as === 'dimension')
  if (dimension) cursor.draft.bare.push({ ...take(cursor, length), dimension: dimension.dimension })
  else notUnderstood(cursor)
}

function act(cursor: Cursor, length: number, role: Role): void {
  const { draft } = cursor
  const [kind, what] = role.split(' ')
  const start = cursor.at
  const span = take(cursor, length)
  const norm = cursor.tokens[start]?.norm ?? ''
  if (norm === 'compare' && role === 'intent show') draft.compared.push(span)
  if (norm === 'mean' && length === 1 && isNamedNext(cursor)) draft.unknown.push({ ...span, token: cursor.tokens[start] ?? nothing, awaits: null })
  else if (kind === 'intent' && isIntent(what)) draft.intents.add(what)
  else if (kind === 'claim' && isClaim(what)) draft.claims.push(what)
  else if (isOrder(role)) {
    draft.orders.push(role)
    draft.picks.push(cursor.tokens[start]?.text ?? role)
    readLimit(cursor)
  } else if (isSetAgainst(cursor, start)) {
    return
  } else if (role === 'added') {
    draft.claims.push('rise')
    draft.added.push(span)
  } else if (role === 'during' && !isDuring(cursor)) draft.unknown.push({ ...span, token: cursor.tokens[start] ?? nothing, awaits: null })
  else if (role === 'share') draft.shares.push(span)
  else if (role === 'count') {
    draft.counts.push(span)
    draft.intents.add('value')
  } else if (role === 'by') {
    if (!awaited(cursor, scanBy(cursor), 'dimension') && isOver(cursor)) draft.unknown.push({ ...span, token: cursor.tokens[start] ?? nothing, awaits: null })
  } else if (role === 'filter') awaited(cursor, scanFilter(cursor, 'is'))
  else if (role === 'exclude' && !awaited(cursor, scanFilter(cursor, 'isNot')))
    draft.unknown.push({ ...span, token: cursor.tokens[start] ?? nothing, awaits: null })
  else if (role === 'versus' && !isMetricNext(cursor) && !awaited(cursor, scanComparison(cursor)))
    draft.unknown.push({ ...span, token: cursor.tokens[start] ?? nothing, awaits: null })
  else if (role === 'prior' && cursor.tokens[start]?.norm === 'before' && timeAt(cursor.tokens, cursor.at, cursor.calendar))
    draft.unknown.push({ ...span, token: cursor.tokens[start] ?? nothing, awaits: null })
  else if (role === 'prior' || role === 'lastYear' || role === 'target') draft.comparisons.push({ ...span, to: { with: role } })
}

/** A strange word where a value or a dimension was awaited is named as such. True when something was read. */
function awaited(cursor: Cursor, isRead: boolean, awaits: 'value' | 'dimension' = 'value'): boolean {
  if (isRead) return true
  const { tokens, lexicon, calendar, at } = cursor
  if (isOver(cursor) || longestAt(lexicon, tokens, at) || timeAt(tokens, at, calendar) || thresholdAt(tokens, at, calendar) || currencyOf(tokens[at]?.norm))
    return false
  notUnderstood(cursor, awaits)
  return true
}

/** “over the last 4 quarters” is a time. “over target”, “over 100” and “up over last quarter” are not. */
function isDuring({ tokens, at, calendar, draft }: Cursor): boolean {
  const own = tokens[at]?.norm === 'the' ? at + 1 : at
  const time = timeAt(tokens, own, calendar)?.time
  const isRival = time?.kind === 'period' || (time?.kind === 'last' && time.n === 1)
  const isHeldAgainst = tokens[at - 1]?.norm === 'over' && own === at && isRival && draft.claims.some((claim) => claim !== 'change')
  return time !== undefined && time !== null && !isHeldAgainst
}

const nothing: Token = { text: '', norm: '', start: 0, end: 0 }

/** by segment, by plan and month: dimensions, and the length of a period; “by quarter end” is a time. False when none of them stands there. */
function scanBy(cursor: Cursor): boolean {
  const { tokens, draft, at } = cursor
  for (let more = true; more;) {
    if (isEnd(cursor)) break
    if (tokens[cursor.at]?.norm === 'the' && isDimensionOrUnit(cursor, cursor.at) && !isNamed(cursor, cursor.at + 1)) cursor.at += 1
    const unit = units[tokens[cursor.at]?.norm ?? '']
    const found = longestAt(cursor.lexicon, tokens, cursor.at, ({ as }) => as === 'dimension')
    const dimension = found?.senses.find((sense) => sense.as === 'dimension')
    if (found && dimension) draft.by.push({ ...take(cursor, found.length), dimension: dimension.dimension })
    else if (unit && unit !== 'year') {
      draft.grains.push(unit)
      cursor.at += 1
    } else break
    more = passAnd(cursor, isDimensionOrUnit)
  }
  return cursor.at > at
}

/** “by quarter end”, “by the month end”, “by end of 2027”: a time begins there, whatever its first word means beside it. */
function isEnd({ tokens, at, calendar }: Cursor): boolean {
  const [first, own] = [tokens[at]?.norm ?? '', tokens[at]?.norm === 'the' ? at + 1 : at]
  return timeAt(tokens, own, calendar)?.time?.kind === 'end' || (['end', 'the'].includes(first) && timeAt(tokens, at, calendar) !== null)
}

/** Does “the” open a filter, as in “the plan Growth”? */
function isNamed({ lexicon, tokens }: Cursor, at: number): boolean {
  const found = longestAt(lexicon, tokens, at, ({ as }) => as === 'dimension')
  const dimension = found?.senses.find((sense) => sense.as === 'dimension')?.dimension
  return found !== null && longestAt(lexicon, tokens, at + found.length, (sense) => sense.as === 'value' && sense.dimension === dimension) !== null
}

const isDimensionOrUnit = ({ lexicon, tokens }: Cursor, at: number): boolean => {
  const place = tokens[at]?.norm === 'the' ? at + 1 : at
  return units[tokens[place]?.norm ?? ''] !== undefined || longestAt(lexicon, tokens, place, ({ as }) => as === 'dimension') !== null
}

/** “5” of “top 5” or of “5 highest”. */
function readLimit(cursor: Cursor): boolean {
  const norm = cursor.tokens[cursor.at]?.norm ?? ''
  const n = /^\d{1,3}$/.test(norm) ? Number(norm) : (numerals[norm] ?? 0)
  const beside = [cursor.tokens[cursor.at - 1], cursor.tokens[cursor.at + 1]].map((token) => token?.norm ?? '')
  if (n < 1 || !beside.some((word) => (cursor.lexicon.senses.get(word) ?? []).some((sense) => sense.as === 'word' && isOrder(sense.role)))) return false
  cursor.draft.limits.push(n)
  cursor.at += 1
  return true
}

const isOver = ({ at, tokens }: Cursor): boolean => at >= tokens.length

/** “which months”, “when”: periods are asked for one by one. What they are asked for is said elsewhere in the question, or they are strange. */
function readEach(cursor: Cursor): boolean {
  const token = cursor.tokens[cursor.at]
  const unit = units[token?.norm ?? ''] ?? null
  if (!token || (unit === null && token.norm !== 'when')) return false
  cursor.draft.each.push({ ...take(cursor, 1), token, unit })
  return true
}

/** “was churn higher in Q3 than in Q2”: the word says nothing that “than” does not. */
function readThan(cursor: Cursor): boolean {
  const { tokens, at } = cursor
  const isSaid = comparatives.has(tokens[at]?.norm ?? '') && tokens.slice(at).some(({ norm }) => norm === 'than')
  if (isSaid) cursor.at += 1
  return isSaid
}
const comparatives = new Set(['higher', 'lower', 'better', 'worse', 'more', 'less', 'larger', 'smaller'])

function readCurrency(cursor: Cursor): boolean {
  const currency = currencyOf(cursor.tokens[cursor.at]?.norm)
  if (currency !== null) cursor.draft.currencies.push({ ...take(cursor, 1), currency })
  return currency !== null
}

const intents: readonly Intent[] = ['value', 'show', 'trend', 'why', 'rank', 'forecast', 'onTrack', 'define']
const isIntent = (word: string | undefined): word is Intent => intents.some((intent) => intent === word)
const isClaim = (word: string | undefined): word is Claim => word === 'change' || word === 'drop' || word === 'rise'
const isOrder = (role: Role): role is Order & Role => role === 'highest' || role === 'lowest' || role === 'best' || role === 'worst'
