import { expect, test } from 'vitest'
import { initiative } from '#objects'
import { rowOf } from '#test/support/rowOf.ts'
import { driftSays, foundIn, isCommitted, isOpen, splitOf, worthOf } from './bets.ts'

const bet = (values: object) => rowOf('INI-1', values)

test('the roadmap calls open and committed what the noun of a bet does, which the first load cannot hold', () => {
  const stages: unknown = initiative.initiative.fields.stage.schema['enum']
  if (!Array.isArray(stages)) throw new Error('A stage is one of some.')
  expect(stages).toContain('paused')
  for (const stage of stages) {
    expect([stage, isOpen(bet({ stage }))]).toEqual([stage, !initiative.isOver(stage)])
    expect([stage, isCommitted(bet({ stage }))]).toEqual([stage, initiative.isFlying(stage)])
  }
})

test('the split counts Now and Next by weeks, leaves unsized bets apart, and names the largest drift', () => {
  const bets = [
    bet({ horizon: 'now', investment: 'growth', effort: { likely: 10 } }),
    bet({ horizon: 'next', investment: 'platform', effort: { likely: 30 } }),
    bet({ horizon: 'later', investment: 'growth', effort: { likely: 99 } }),
    bet({ horizon: 'next', investment: 'growth', effort: null }),
  ]
  const agreed = bet({
    period: '2026-Q4',
    state: 'approved',
    lines: [
      { investment: 'growth', target: 0.75 },
      { investment: 'platform', target: 0.25, floor: 0.2 },
    ],
  })
  const split = splitOf(bets, [agreed], '2026-Q4')
  expect(split).toMatchObject({
    weeks: 40,
    unsized: 1,
    shares: [
      { investment: 'growth', share: 0.25, target: 0.75 },
      { investment: 'platform', share: 0.75, floor: 0.2 },
    ],
  })
  expect(driftSays(split.shares)).toBe('Growth lacks 50 points of what was agreed')
  expect(driftSays([])).toBe('No split of effort is agreed for this quarter')
})

test('a bet is found by all the words of a search, in its title, key or squads, whatever their case', () => {
  const bets = [bet({ title: 'Query engine', teams: ['Data'] }), bet({ title: 'Engine room', teams: [], key: 'INI-7' })]
  const titles = (words: string) => foundIn(bets, words).map((row) => row['title'])
  expect([titles(''), titles('ENGINE data'), titles('ini-7'), titles('engine nobody')]).toEqual([
    ['Query engine', 'Engine room'],
    ['Query engine'],
    ['Engine room'],
    [],
  ])
})

test('what a bet brings in a year is its likely amount, in its currency; null where nobody said or may read it', () => {
  expect(worthOf(bet({ value: { likely: { amount: 460000, currency: 'EUR' }, costOfDelayPerWeek: null } }))).toEqual({ amount: 460000, currency: 'EUR' })
  for (const value of [null, undefined, {}, { likely: null }]) expect(worthOf(bet({ value }))).toBeNull()
})
