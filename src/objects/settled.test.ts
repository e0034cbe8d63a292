import { expect, test } from 'vitest'
import { decision } from './governance/decision.ts'
import { keyResult } from './goals/keyResult.ts'
import { metricTarget } from './metrics/metricTarget.ts'
import { review } from './reviews/review.ts'

const row = (state: string) => ({ id: '', key: 'X-1', version: 1, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {}, state })

test('the words of a review are open until it is sent', () => {
  expect(review.settled(row('frozen'), ['wentWell'])).toBeNull()
  expect(review.settled(row('sent'), ['wentWell'])).toContain('It was sent')
})

test('a decided decision keeps its text and may change its links', () => {
  expect(decision.settled(row('awaiting'), ['options'])).toBeNull()
  expect(decision.settled(row('decided'), ['options'])).toContain('never changes')
  expect(decision.settled(row('decided'), ['initiatives'])).toBeNull()
})

test('an active key result keeps its terms and may change its owner', () => {
  expect(keyResult.settled(row('draft'), ['target'])).toBeNull()
  expect(keyResult.settled(row('active'), ['owner', 'target'])).toContain('retarget')
  expect(keyResult.settled(row('active'), ['owner'])).toBeNull()
})

test('an agreed target keeps its terms and may change its rationale', () => {
  expect(metricTarget.settled(row('agreed'), ['by'])).toContain('stay as they were')
  expect(metricTarget.settled(row('agreed'), ['rationale'])).toBeNull()
})
