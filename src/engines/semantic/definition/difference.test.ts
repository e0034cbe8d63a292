import { expect, test } from 'vitest'
import { differenceOf } from './difference.ts'
import { defined, p1Share } from './testing.ts'
import { readable } from './words.ts'

const own = defined(p1Share)
const differing = (change: object) => differenceOf(own, defined({ ...p1Share, ...change }))

test('nothing differs from itself', () => {
  expect(differing({})).toEqual({ changes: [], changesMeaning: false })
})

test('prose is told and changes no meaning', () => {
  expect(differing({ question: 'How urgent are we?' })).toEqual({
    changesMeaning: false,
    changes: [
      {
        path: 'question',
        before: 'How often is it urgent?',
        after: 'How urgent are we?',
        isProse: true,
        says: 'The question was “How often is it urgent?”; now it is “How urgent are we?”.',
      },
    ],
  })
})

test('a changed number-bearing member says which, member by member', () => {
  const { changes, changesMeaning } = differing({
    policy: 'board',
    dimensions: undefined,
    type_params: { ...p1Share.type_params, denominator: { name: 'ticket_count', filter: "{{ Dimension('ticket__area') }} = 'billing'" } },
  })
  expect(changesMeaning).toBe(true)
  expect(changes.map(({ says }) => says)).toEqual([
    "The denominator: the filter was not given; now it is “ticket area = 'billing'”.",
    'The list of dimensions was “account__segment”; now it is not given.',
    'The policy was not given; now it is “board”.',
  ])
  expect(changes.every(({ isProse }) => !isProse)).toBe(true)
})

test.each([
  ["{{ TimeDimension('metric_time', 'month') }} > '2026-01-01'", "metric_time by month > '2026-01-01'"],
  ["{{ TimeDimension('metric_time', 'week') }} > '2026-01-01'", "metric_time by week > '2026-01-01'"],
  ["{{ TimeDimension('metric_time').grain('week') }} > '2026-01-01'", "metric_time by week > '2026-01-01'"],
  ["{{ Metric('ticket_count', group_by=['account', 'ticket__area']) }} > 5", 'ticket_count by account and ticket area > 5'],
  ["{{ Dimension('ticket__priority') }} = 'p1'", "ticket priority = 'p1'"],
])('a condition is told with all that it says: %s', (condition, says) => {
  expect(readable(condition)).toBe(says)
})

test('a new definition is all new', () => {
  const { changes, changesMeaning } = differenceOf(null, own)
  expect(changesMeaning).toBe(true)
  expect(changes.map(({ path }) => path)).toContain('type_params')
  expect(changes.every(({ before }) => before === undefined)).toBe(true)
})
