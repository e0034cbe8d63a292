import { expect, test } from 'vitest'
import { standingOf } from './standingOf.ts'

test('what could not be told is never called usual', () => {
  const [usual, moved, untold] = [
    { rule: null, period: '2026-W47' },
    { rule: 'outside', period: '2026-W47' },
    { rule: null, period: null },
  ] as const
  expect([[usual, usual], [usual, untold], [untold], [usual, moved, untold]].map(standingOf)).toEqual([
    'all as usual',
    '1 of 2 told, as usual',
    'nothing to tell yet',
    '1 of 3 not as usual',
  ])
})
