import { expect, test } from 'vitest'
import { readQuery } from '#engines/analytics/query/resolve.ts'
import { kinds, kindWords, queryOf, wordsOf } from './words.ts'

test.each(kinds)('what the builder says of %s is a query that the engine reads', (kind) => {
  const events = ['signed up', 'invited', 'shared'].slice(0, kindWords[kind].most)
  for (const preset of ['', 'posthog', 'amplitude', 'mixpanel'])
    for (const last of ['4week', '24month']) {
      const query = queryOf(wordsOf({ kind, events: JSON.stringify(events), by: 'account.segment', preset, last, actor: 'person' }), '2026-06-01')
      expect(readQuery(query)).toMatchObject({ kind, actor: 'person', asOf: '2026-06-01' })
    }
})

test('an address that somebody broke means its first choices, and asks nothing until there are events', () => {
  const words = wordsOf({ kind: 'tunnel', events: '[1,', last: 'ever', window: '3', preset: 'none', actor: 'robot' })
  expect(words).toEqual({ kind: 'funnel', events: [], actor: 'account', by: '', last: '12week', window: '14', preset: '' })
  expect(queryOf(words, undefined)).toBeNull()
})
