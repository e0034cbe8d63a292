import { expect, test } from 'vitest'
import type { BetScore, RankedBet } from './asked.ts'
import { inputWords, wordsOf } from './words.ts'
import { causeSays, agreementSays, headline, lacksSays, sayScore, sayStale, wordOf } from './shown.ts'
import { workedOut } from './workedOut.ts'

const methods = ['cd3', 'rice', 'wsjf', 'ice-product', 'kano', 'opportunity', 'weighted']
const scores = methods.map((id) => ({ id, reads: [], formula: null }))
const bet = (key: string, rank: number, ranks: Readonly<Record<string, number>>, more: Partial<RankedBet> = {}): RankedBet => {
  const of = (by: string): BetScore => ({ value: ranks[by] ? 1 / ranks[by] : null, rank: ranks[by] ?? null, missing: [], band: null })
  return {
    id: key,
    key,
    title: `Bet ${key}`,
    stage: 'ready',
    team: 'Core',
    isMandatory: false,
    rank,
    scores: Object.fromEntries(methods.map((id) => [id, of(id)])),
    inputs: [],
    kano: null,
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
const summary = { of: 2, fits: 2, unplaced: 0, leads: 'Bet INI-1', split: { bets: 0, first: [] }, below: null }
const said = (more: object = {}, w: number | null = 0.9, says: readonly string[] = []) =>
  headline({ summary: { ...summary, ...more }, cut: { ...cut, says }, agreement: { w, of: ['cd3', 'rice'] }, method: 'cd3', scores })

test('scores that cannot be compared do not agree', () => {
  expect(said()).toBe('Two bets fit; Bet INI-1 leads, the scores agree')
  expect(said({}, null)).toBe('Two bets fit; Bet INI-1 leads, too few scores are complete to compare')
  expect(said({ split: { bets: 1, first: ['INI-1'] } })).toBe('Two bets fit; Bet INI-1 leads, the scores split on INI-1')
  expect(said({ split: { bets: 5, first: ['INI-1', 'INI-2', 'INI-3'] } })).toContain('the scores split on INI-1, INI-2, INI-3 and 2 more')
})

test('bets without a place and a ranking without a score are told', () => {
  expect(said({ fits: 1, unplaced: 2 })).toContain('One bet fits, 2 bets without a squad or a size aside;')
  expect(said({ fits: 0 })).toContain('No bets fit;')
  expect(said({ fits: 1, leads: null }, null)).toBe('One bet fits; no bet has its CD3 inputs yet, so that none leads')
})

test('a floor that is missed is named with what it gets, and agreement is told in words', () => {
  expect(said({ fits: 1 }, 0.9, ['Platform gets 0% of the effort that fits, below its floor of 20%.'])).toBe(
    'One bet fits; Bet INI-1 leads, the scores agree; Platform gets 0% of the effort that fits, below its floor of 20%',
  )
  expect([0.9, 0.59, 0.4, 0.1].map((w) => agreementSays({ w, of: ['cd3', 'rice'] }))).toEqual([
    '2 scores largely agree (W = 0.90)',
    '2 scores agree in part (W = 0.59)',
    '2 scores agree little (W = 0.40)',
    '2 scores hardly agree (W = 0.10)',
  ])
})

test('scores of one column are written in one way', () =>
  expect([4954, 30_400, 140_000, 24.13].map((value) => sayScore(value, 'SFM-1', 'USD'))).toEqual(['4,954', '30,400', '140,000', '24.1']))

test('inputs are said in words, never by the names of fields', () => {
  expect(sayStale({ input: 'iceImpact', says: '95 days old, limit 90' })).toBe('impact, 95 days old, limit 90')
  expect(wordOf('costOfDelay')).toBe('cost of delay')
  for (const name of Object.keys(inputWords)) expect(wordOf(name)).not.toMatch(/[A-Z]/)
  for (const score of scores) expect(wordsOf(score).means).not.toBe('')
})

test('why a score is missing is told in words: an input, nobody asked, or answers that speak against it', () => {
  const none = { value: null, rank: null, missing: ['iceImpact', 'reach'], band: null }
  expect(lacksSays(none, 'rice')).toBe('Lacks impact, reach')
  expect(lacksSays({ ...none, missing: [] }, 'SFM-1')).toBe('Its formula has no answer for these figures')
  expect(lacksSays(none, 'kano')).toMatch('No customer was asked')
  expect(lacksSays({ ...none, band: 'reverse' }, 'kano')).toMatch('rather not have it')
})

test('the trade-off model is told and worked out by its own axes and weights', () => {
  const axes = ['growth', 'retention', 'risk', 'cost']
  const score = { id: 'trade-off', reads: axes, formula: null }
  const inputs = axes.map((name, at) => ({ ...blank, name, value: [0.9, 0, -1, 0.25][at] ?? 0 }))
  const shown = bet('INI-1', 1, {}, { inputs, scores: { 'trade-off': { value: 0.14, rank: 1, missing: [], band: null } } })
  expect(wordsOf(score).means).toBe('growth 35, retention 35, risk 20, cost 10, each −1 to 1')
  expect(workedOut(shown, { method: 'trade-off', scores: [score], currency: 'USD' })).toBe('0.35 × 0.9 + 0.35 × 0 + 0.2 × −1 + 0.1 × 0.25 = 0.14')
})

test('a formula of the workspace goes by its name and shows its figures in their places', () => {
  const own = { id: 'SFM-1', key: 'SFM-1', version: 1, name: 'Ours', formula: 'min(reach, 5) * impact', means: null }
  const score = { id: 'SFM-1', reads: ['reach', 'impact'], formula: own }
  const input = (name: string, value: number) => ({ ...blank, name, value })
  const shown = bet('INI-1', 1, {}, { inputs: [input('reach', 40), input('impact', 2)], scores: { 'SFM-1': { value: 10, rank: 1, missing: [], band: null } } })
  const answer = { method: 'SFM-1', scores: [score], currency: 'USD' }
  expect(wordsOf(score)).toEqual({ says: 'Ours', means: own.formula })
  expect(workedOut(shown, answer)).toBe('min(40, 5) * 2 = 10')
})

test.each([
  [0.001234, 'SFM-1', '0.0012'],
  [12.345, 'rice', '12.3'],
  [1234.5, 'SFM-1', '1,235'],
  [1.43, 'kano', '143'],
  [null, 'kano', '–'],
])('%d by %s is said as %s', (value, method, says) => expect(sayScore(value, method, 'USD')).toBe(says))

const blank = {
  low: null,
  high: null,
  source: 'judgement',
  from: null,
  metric: null,
  asOf: '2026-11-01',
  age: 1,
  limit: 90,
  stale: null,
  row: null,
  kept: null,
  instead: null,
} as const

test.each([
  [
    { input: 'confidence', from: 0.5, to: 0.8, by: 'person', who: 'Ines Falk', on: '2026-11-12', why: 'Pilots paid.' },
    'Confidence 50% → 80%, Ines Falk, 12 Nov 2026: Pilots paid.',
  ],
  [{ input: 'reach', from: null, to: 12, by: 'metric', who: null, on: null, why: null }, 'Reach first told: 12, its metric reads so'],
  [{ input: 'duration', from: 4, to: null, by: 'squad', who: null, on: null, why: null }, 'Duration no longer told, was 4, what its squad gives'],
  [{ input: null, from: null, to: null, by: 'formula', who: 'Vera', on: '2026-11-03', why: null }, 'The formula was rewritten, Vera, 3 Nov 2026'],
  [{ input: null, from: null, to: null, by: 'others', who: null, on: null, why: null }, 'Nothing of its own: others moved'],
] as const)('what moved a score is told: %j', (cause, says) => expect(causeSays(cause, 'USD')).toBe(says))
