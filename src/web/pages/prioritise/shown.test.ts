import { expect, test } from 'vitest'
import { inputWords, methodWords, type Method, type RankedBet } from './asked.ts'
import { headline, sayStale, wordOf } from './shown.ts'

const methods: readonly Method[] = ['cd3', 'rice', 'wsjf', 'ice', 'opportunity', 'weighted']
const bet = (key: string, rank: number, ranks: Partial<Record<Method, number>>, more: Partial<RankedBet> = {}): RankedBet => {
  const of = (by: Method): RankedBet['scores'][Method] => ({ value: ranks[by] ? 1 / ranks[by] : null, rank: ranks[by] ?? null, missing: [] })
  return {
    id: key,
    key,
    title: `Bet ${key}`,
    stage: 'ready',
    team: 'Core',
    isMandatory: false,
    rank,
    scores: { cd3: of('cd3'), rice: of('rice'), wsjf: of('wsjf'), ice: of('ice'), opportunity: of('opportunity'), weighted: of('weighted') },
    inputs: [],
    flips: [],
    next: null,
    spread: null,
    weeks: 4,
    total: 4,
    isAbove: true,
    flags: [],
    stale: [],
    ...more,
  }
}
const cut = { mode: 'strict', used: 4, capacity: 9, says: [] } as const
const said = (bets: readonly RankedBet[], of: readonly Method[] = ['cd3', 'rice'], w: number | null = 0.9) =>
  headline({ bets, cut, agreement: { w, of }, method: 'cd3' })

test('scores that cannot be compared do not agree', () => {
  const bets = [bet('INI-1', 1, { cd3: 1, rice: 1 }), bet('INI-2', 2, { cd3: 2, rice: 2 })]
  expect(said(bets)).toBe('Two bets fit; Bet INI-1 leads, the scores agree')
  expect(said(bets, [], null)).toBe('Two bets fit; Bet INI-1 leads, too few scores are complete to compare')
  expect(said([bet('INI-1', 1, { cd3: 1, rice: 4 }), ...bets.slice(1)])).toContain('the scores split on INI-1')
})

test('without a score no bet leads', () => {
  expect(said([bet('INI-1', 1, {})], [], null)).toBe('One bet fits; no bet has its CD3 inputs yet, so that none leads')
})

test('what has no squad or no size takes no capacity and is not counted as fitting', () => {
  const bets = [bet('INI-1', 1, { cd3: 1 }), bet('INI-2', 2, { cd3: 2 }, { team: null }), bet('INI-3', 3, { cd3: 3 }, { weeks: null })]
  expect(said(bets)).toContain('One bet fits, 2 bets without a squad or a size aside;')
  expect(said([bet('INI-1', 1, { cd3: 1 }, { isAbove: false })])).toContain('No bets fit;')
})

test('inputs are said in words, never by the names of fields', () => {
  expect(sayStale({ input: 'iceImpact', says: '95 days old, limit 90' })).toBe('impact, 95 days old, limit 90')
  expect(wordOf('costOfDelay')).toBe('cost of delay')
  for (const name of Object.keys(inputWords)) expect(wordOf(name)).not.toMatch(/[A-Z]/)
  expect(Object.keys(methodWords)).toEqual(methods)
})
