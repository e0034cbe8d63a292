import type { Choice, Question } from '#engines/questions/question.ts'
import { isAhead } from '#engines/questions/readQuestion.ts'
import { sentenceOf } from '#engines/questions/sentenceOf.ts'
import type { Metrics } from './answer.ts'
import type { Plan } from './plan.ts'

/** Where a reader would go next. Each is a question that the grammar reads. */
export function followUpsOf({ question, metric, vocabulary }: Plan, metrics: Metrics): Choice[] {
  const plain: Question = {
    ...question,
    also: undefined,
    told: undefined,
    threshold: undefined,
    by: [],
    filters: [],
    time: null,
    grain: null,
    compare: null,
    order: null,
    limit: null,
    claim: null,
  }
  const closed = isAhead(question.time) || question.time?.kind === 'this' ? null : question.time
  const [dimension] = metric.dimensions
  const [guardrail] = metric.guardrails.filter((key) => metrics.has(key))
  const wished: readonly (readonly [string, Question, boolean])[] = [
    ['Why did it change?', { ...plain, intent: 'why', claim: 'change', time: closed }, question.intent !== 'why'],
    [
      `By ${dimension ?? ''}`,
      { ...plain, intent: 'show', by: dimension === undefined ? [] : [dimension], time: closed },
      dimension !== undefined && question.by[0] !== dimension,
    ],
    ['Over the last 12 months', { ...plain, intent: 'trend', time: { kind: 'last', n: 12, unit: 'month' } }, question.intent !== 'trend'],
    ['Against last year', { ...plain, intent: 'value', time: closed, compare: { with: 'lastYear' } }, question.compare?.with !== 'lastYear'],
    ['Are we on track?', { ...plain, intent: 'onTrack' }, question.intent !== 'onTrack'],
    [`Its guardrail, ${metrics.get(guardrail ?? '')?.name ?? ''}`, { ...plain, intent: 'value', metric: guardrail ?? '' }, guardrail !== undefined],
    ['How is it defined?', { ...plain, intent: 'define', asOf: null }, question.intent !== 'define'],
  ]
  return wished
    .filter(([, , isOffered]) => isOffered)
    .map(([label, asks]) => ({ label, ask: sentenceOf(asks, vocabulary) }))
    .slice(0, 5)
}
