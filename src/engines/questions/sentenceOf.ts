import { small } from '../numbers/capital.ts'
import { sayThreshold } from './scanThreshold.ts'
import { sayPeriod } from './calendar.ts'
import { list } from './replies.ts'
import type { Calendar, Comparison, Question, QuestionFilter, QuestionTime, Vocabulary } from './question.ts'

/** The question in the grammar’s own words: reading them again gives the same question. */
export function sentenceOf(question: Question, vocabulary: Vocabulary): string {
  const isFigure = question.intent === 'value' || question.intent === 'show' || question.intent === 'trend'
  const named = [question.metric, ...(isFigure ? (question.also ?? []) : [])].map((metric) =>
    small(vocabulary.metrics.find(({ key }) => key === metric)?.name ?? metric),
  )
  const name = list(named)
  const details = detailsOf(question, vocabulary)
  const tail = details === '' ? '' : ` ${details}`
  const claim = question.claim ?? 'change'
  if (isFigure && question.told)
    return `${question.told === 'count' ? 'Count behind' : 'Share of'} ${name}${tail}${question.intent === 'trend' ? ', trend' : ''}`
  switch (question.intent) {
    case 'value':
      return `What is ${name}${tail}?`
    case 'show':
      return `Show ${name}${tail}`
    case 'trend':
      return `Trend of ${name}${tail}`
    case 'why':
      return `Why did ${name} ${claim}${tail}?`
    case 'rank':
      return `Rank ${name}${tail}, ${question.order ?? 'highest'}${question.limit === null ? '' : ` ${question.limit}`} first`
    case 'forecast':
      return `Forecast ${name}${tail}`
    case 'onTrack':
      return `Are we on track for ${name}${tail}?`
    case 'define':
      return `How is ${name}${tail} defined?`
  }
}

function detailsOf(question: Question, vocabulary: Vocabulary): string {
  const by = [...question.by, ...(question.grain === null ? [] : [question.grain])]
  const parts = [
    by.length > 0 ? `by ${by.join(' and ')}` : '',
    ...question.filters.map(sayFilter),
    question.time === null ? '' : sayTime(question.time, vocabulary),
    question.asOf === null ? '' : `as of ${question.asOf}`,
    question.compare === null ? '' : `vs ${sayComparison(question.compare, vocabulary)}`,
    question.threshold && ['value', 'show', 'trend'].includes(question.intent) ? sayThreshold(question.threshold) : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** for segment Enterprise; excluding plan Free or Trial. */
export const sayFilter = ({ dimension, op, values }: QuestionFilter): string => `${op === 'is' ? 'for' : 'excluding'} ${dimension} ${values.join(' or ')}`

export const sayTime = (time: QuestionTime, { calendar }: Vocabulary): string => sayTimeOf(time, calendar)

export function sayTimeOf(time: QuestionTime, calendar: Calendar): string {
  switch (time.kind) {
    case 'last':
    case 'next':
      return time.n === 1 ? `${time.kind} ${time.unit}` : `${time.kind} ${time.n} ${time.unit}s`
    case 'this':
      return `this ${time.unit}`
    case 'end':
      return `to the end of the ${time.unit}`
    case 'since':
      return `since ${time.date}`
    case 'period':
      return `${time.isEnd ? 'at the end of' : 'in'} ${sayPeriod(time.period, calendar)}`
    case 'range':
      return `from ${time.from} to ${time.to}`
  }
}

export function sayComparison(compare: Comparison, { calendar }: Vocabulary): string {
  if (compare.with === 'period') return sayPeriod(compare.period, calendar)
  if (compare.with === 'segment') return `${compare.dimension} ${compare.value}`
  if (compare.with === 'policy') return `policy ${compare.preset}`
  return { prior: 'prior', lastYear: 'last year', target: 'target' }[compare.with]
}
