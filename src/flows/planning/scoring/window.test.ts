import { expect, test } from 'vitest'
import type { Priorities, RankedBet } from './priorities.ts'
import { betIn, firstOf, summaryOf } from './window.ts'

const bet = (key: string, rank: number, ranks: Readonly<Record<string, number | null>>, more: Partial<RankedBet> = {}): RankedBet => ({
  id: `id-${key}`,
  key,
  title: `Bet ${key}`,
  stage: 'ready',
  team: 'Core',
  isMandatory: false,
  rank,
  scores: Object.fromEntries(Object.entries(ranks).map(([id, at]) => [id, { value: at, rank: at, missing: [], band: null }])),
  inputs: [],
  kano: null,
  flips: [],
  next: null,
  spread: null,
  weeks: 4,
  total: 4 * rank,
  isAbove: true,
  flags: [],
  stale: [],
  ...more,
})
const bets = [
  bet('INI-4', 1, { cd3: 1, rice: 4 }),
  bet('INI-2', 2, { cd3: 2, rice: 2 }, { weeks: null }),
  bet('INI-3', 3, { cd3: 3, rice: 3 }, { isAbove: false }),
  bet('INI-1', 4, { cd3: null, rice: 1 }),
]

test('a summary tells of all bets what a reader of the first would not see', () => {
  expect(summaryOf(bets, 'cd3', ['cd3', 'rice'])).toEqual({
    of: 4,
    fits: 2,
    unplaced: 1,
    leads: 'Bet INI-4',
    split: { bets: 2, first: ['INI-4', 'INI-1'] },
    below: 2,
  })
  expect(summaryOf(bets.slice(0, 2), 'wsjf', [])).toMatchObject({ leads: null, split: { bets: 0, first: [] }, below: null })
  const nowhere = [bet('INI-1', 1, { cd3: 1 }), bet('INI-2', 2, { cd3: 2 }, { team: null }), bet('INI-3', 3, { cd3: 3 }, { weeks: null })]
  expect(summaryOf(nowhere, 'cd3', [])).toMatchObject({ fits: 1, unplaced: 2 })
  expect(summaryOf([], 'cd3', [])).toEqual({ of: 0, fits: 0, unplaced: 0, leads: null, split: { bets: 0, first: [] }, below: null })
})

const answer: Priorities = {
  method: 'cd3',
  scores: [],
  today: '2026-11-16',
  currency: 'USD',
  quarters: [],
  bets,
  summary: summaryOf(bets, 'cd3', []),
  cut: { mode: 'strict', used: 0, capacity: 0, says: [] },
  agreement: { w: null, of: [] },
  draws: { draws: 0, seed: 1, k: 0 },
  weights: {},
}

test('the first are sent with what all say, and any bet is found by its key or id', () => {
  expect(firstOf(answer, 2)).toEqual({ ...answer, bets: bets.slice(0, 2) })
  expect([firstOf(answer, undefined), firstOf(answer, 9)]).toEqual([answer, answer])
  expect(betIn(answer, 'INI-3')).toEqual({ bet: bets[2], before: 'INI-2' })
  expect(betIn(answer, 'id-INI-4')).toEqual({ bet: bets[0], before: null })
  expect(() => betIn(answer, 'INI-9')).toThrow('INI-9 is no open bet.')
})
