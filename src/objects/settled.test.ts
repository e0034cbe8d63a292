import { expect, test } from 'vitest'
import { decision } from './governance/decision.ts'
import { keyResult } from './goals/keyResult.ts'
import { metricTarget } from './metrics/metricTarget.ts'
import { review } from './reviews/review.ts'

test('the words of a review are open until it is sent', () => {
  expect(review.settled({ state: 'frozen' }, ['wentWell'])).toBeNull()
  expect(review.settled({ state: 'sent' }, ['wentWell'])).toContain('It was sent')
})

test('a decided decision keeps its text and may change its links', () => {
  expect(decision.settled({ state: 'awaiting' }, ['options'])).toBeNull()
  expect(decision.settled({ state: 'decided' }, ['options'])).toContain('never changes')
  expect(decision.settled({ state: 'decided' }, ['initiatives'])).toBeNull()
})

test('an active key result keeps its terms and may change its owner', () => {
  expect(keyResult.settled({ state: 'draft' }, ['target'])).toBeNull()
  expect(keyResult.settled({ state: 'active' }, ['owner', 'target'])).toContain('retarget')
  expect(keyResult.settled({ state: 'active' }, ['owner'])).toBeNull()
})

test('an agreed target keeps its terms and may change its rationale', () => {
  expect(metricTarget.settled({ state: 'agreed' }, ['by'])).toContain('stay as they were')
  expect(metricTarget.settled({ state: 'agreed' }, ['rationale'])).toBeNull()
})
