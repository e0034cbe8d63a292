import { expect, test } from 'vitest'
import { isAt, pathsOf } from './live.ts'

test('a change of a target renews its lists and every computed answer', () => {
  const paths = pathsOf(['metricTarget'])
  expect(paths).toContain('/metricTargets')
  expect(paths).toContain('/scorecard')
})

test('a segment, an account, a cohort or a note may change what a question about events answers; a bet does not', () => {
  for (const noun of ['segment', 'account', 'analysis', 'note']) expect(pathsOf([noun])).toContain('/query')
  expect(pathsOf(['initiative'])).not.toContain('/query')
  expect(isAt('/query#{"kind":"funnel"}', '/query')).toBe(true)
})

test('what the reader follows is asked again where its questions or the subscriptions changed, not with every change', () => {
  for (const noun of ['segment', 'analysis', 'analysisSubscription']) expect(pathsOf([noun])).toContain('/following')
  for (const noun of ['initiative', 'comment']) expect(pathsOf([noun])).not.toContain('/following')
})

test('a comment moves no figure', () => {
  expect(pathsOf(['comment'])).not.toContain('/scorecard')
})

test.each([
  ['/accounts', true],
  ['/accounts?limit=50', true],
  ['/accounts/ACC-1', true],
  ['/accountsOther', false],
])('%s belongs to /accounts: %s', (path, belongs) => {
  expect(isAt(path, '/accounts')).toBe(belongs)
})
