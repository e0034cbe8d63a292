import { startOf, unitOf } from '#engines/questions/calendar.ts'
import { isCompared } from '#engines/questions/isCompared.ts'
import { list, refuse } from '#engines/questions/replies.ts'
import type { Intent, Question, Refusal, Vocabulary } from '#engines/questions/question.ts'
import { nameOf, type Span } from '#engines/questions/resolveTime.ts'
import { sayComparison, sentenceOf } from '#engines/questions/sentenceOf.ts'
import { lastOfEach } from './closing.ts'
import type { Offered } from '../offered.ts'

/** A comparison that the answer would pass over, or draw between other periods than those that were named. */
export function incomparable(question: Question, span: Span, vocabulary: Vocabulary, metric: Offered): Refusal | null {
  const { compare, intent } = question
  if (compare === null || intent === 'define') return null
  const without = { label: 'Without the comparison', ask: sentenceOf({ ...question, compare: null }, vocabulary) }
  if (!isCompared(intent, compare))
    return refuse(
      'unsupported',
      `What is asked with “${asking[intent] ?? intent}” is not told against ${sayComparison(compare, vocabulary)}.`,
      intent === 'why' ? 'A change runs from one time to another: name both.' : 'Ask for the figure against it.',
      { choices: [without, { label: 'The figure against it', ask: figureAgainst(question, vocabulary) }] },
    )
  const isTwoYears = compare.with === 'period' && ['year', 'half'].includes(unitOf(compare.period)) // they are refused by what they are
  if (intent === 'why' && !isTwoYears && span.period === null && span.from !== null)
    return refuse(
      'unsupported',
      `${span.says ?? 'That'} is told from its first to its last ${span.grain ?? metric.grain}, against nothing else.`,
      'Name one period.',
      {
        choices: [without],
      },
    )
  return compare.with === 'period' ? apart(question, compare.period, span, vocabulary, metric) : null
}

const asking: Readonly<Partial<Record<Intent, string>>> = { why: 'why', rank: 'rank', forecast: 'forecast', onTrack: 'on track' }

const figureAgainst = (question: Question, vocabulary: Vocabulary): string => {
  const isAhead = question.time?.kind === 'next' || question.time?.kind === 'end'
  return sentenceOf({ ...question, intent: 'show', claim: null, order: null, limit: null, time: isAhead ? null : question.time }, vocabulary)
}

/** Two periods that were named are compared as what they are, or not at all: a year is no figure of its last month. */
function apart(question: Question, period: string, span: Span, vocabulary: Vocabulary, metric: Offered): Refusal | null {
  const { calendar } = vocabulary
  const { time } = question
  const without = { label: 'Without the comparison', ask: sentenceOf({ ...question, compare: null }, vocabulary) }
  const said = sayComparison({ with: 'period', period }, vocabulary)
  if (span.period === null && time?.kind !== 'period' && (time?.kind !== 'last' || time.n > 1) && time?.kind !== 'this')
    return refuse('unsupported', `Which period is set against ${said}?`, 'Name one period of the same length before “vs”.', { choices: [without] })
  const unit = unitOf(period)
  const own = time?.kind === 'period' ? unitOf(time.period) : time?.kind === 'last' || time?.kind === 'this' ? time.unit : unit
  if (own !== unit)
    return refuse(
      'unsupported',
      `${span.says ?? 'That'} is a ${own} and ${said} a ${unit}: the two are not of one length.`,
      'Compare two periods of one length.',
      {
        choices: [without],
      },
    )
  if (span.grain !== unit || span.period === null) {
    const plain = question.intent === 'trend' || question.grain !== null ? { ...question, intent: 'show' as const, grain: null } : null
    const closed =
      unit === 'year' || unit === 'half' ? lastOfEach(question, metric.grains.find((grain) => grain === 'quarter') ?? metric.grain, calendar) : null
    const isTold = plain !== null && metric.grains.some((grain) => grain === unit)
    return refuse(
      'unsupported',
      `${metric.name} is told here by ${span.grain ?? metric.grain}, so that two ${unit === 'half' ? 'half-year' : unit}s are not set against each other.`,
      isTold ? 'Compare them without a line of shorter periods.' : `Compare two periods that it is told by: ${list(metric.grains)}.`,
      {
        choices: [
          ...(isTold ? [{ label: 'Compare the two', ask: sentenceOf(plain, vocabulary) }] : []),
          ...(closed ? [{ label: `${closed.time} against ${closed.base}`, ask: sentenceOf(closed.question, vocabulary) }] : []),
          without,
        ],
      },
    )
  }
  const [now, then] = [startOf(period, calendar), span.from]
  if (now === then)
    return refuse('unsupported', `${nameOf(span.period, calendar)} is set against itself.`, 'Name another period behind “vs”.', { choices: [without] })
  if (question.intent === 'why' && then !== null && now > then && time?.kind === 'period') {
    const turned: Question = { ...question, time: { kind: 'period', period }, compare: { with: 'period', period: time.period } }
    return refuse(
      'unsupported',
      `${said} comes after ${nameOf(span.period, calendar)}: a change is explained up to the later one.`,
      'Name the later one first.',
      {
        choices: [{ label: 'The later one first', ask: sentenceOf(turned, vocabulary) }],
      },
    )
  }
  if (now > (question.asOf ?? calendar.today)) return refuse('immature', `${said} has not begun.`, 'Name a period that has.', { choices: [without] })
  return null
}
