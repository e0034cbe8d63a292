import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import { movesOf, scoreboard, scoreHypothesis, type Move } from './hypotheses.ts'
import type { HypothesisEdge } from './tree.ts'

const edge: HypothesisEdge = {
  kind: 'hypothesis',
  id: 'activation-retention',
  from: 'activation',
  to: 'retention',
  lag: 2,
  sign: 1,
  confidence: 0.6,
  evidence: 'opinion',
}
const moves = (list: readonly Move[]) => new Map(list.map((move, index) => [addPeriods('2026-01', index), move]))
const outcomes = (input: readonly Move[], output: readonly Move[], over: Partial<HypothesisEdge> = {}) =>
  scoreHypothesis({ ...edge, ...over }, moves(input), moves(output)).byPeriod.map(({ outcome }) => outcome)

describe('moves', () => {
  const calm = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]
  const series = (values: readonly (number | null)[]) => values.map((value, index) => ({ period: addPeriods('2025-01', index), value }))
  test('only what leaves routine variation has moved', () => {
    const found = movesOf(series([...calm, 30, 10, null, -20]), { baselineEnd: '2025-12' })
    expect([...found.values()].slice(11)).toEqual(['still', 'up', 'still', 'unknown', 'down'])
  })
  test('without limits nothing is known', () => {
    expect([...movesOf(series([1, 2, 3])).values()]).toEqual(['unknown', 'unknown', 'unknown'])
  })
})

describe('scores', () => {
  test('the output follows within the lag', () => {
    expect(outcomes(['still', 'up', 'still', 'still', 'still'], ['still', 'still', 'still', 'up', 'still'])[1]).toBe('confirmed')
  })
  test('after the lag it is too late', () => {
    expect(outcomes(['up', 'still', 'still', 'still'], ['still', 'still', 'still', 'up'])[0]).toBe('refuted')
  })
  test('a move the other way speaks against it, unless the sign says so', () => {
    expect(outcomes(['up', 'still', 'still'], ['still', 'down', 'still'])[0]).toBe('against')
    expect(outcomes(['up', 'still', 'still'], ['still', 'down', 'still'], { sign: -1 })[0]).toBe('confirmed')
  })
  test('a lag that has not passed is pending, unless the answer came early', () => {
    expect(outcomes(['still', 'up'], ['still', 'still'])[1]).toBe('pending')
    expect(outcomes(['still', 'up'], ['still', 'up'])[1]).toBe('confirmed')
  })
  test('a move that lasts is scored once, and a still input says nothing', () => {
    expect(outcomes(['up', 'up', 'up', 'still'], ['up', 'up', 'up', 'still'])).toEqual(['confirmed', 'quiet', 'quiet', 'quiet'])
  })
  test('an unmeasured output leaves it unknown', () => {
    expect(outcomes(['up', 'still', 'still'], ['unknown', 'still', 'still'])[0]).toBe('unknown')
  })
  test('the score tells the share with its interval, in words too', () => {
    const score = scoreHypothesis(edge, moves(['up', 'still', 'still', 'down', 'still', 'still']), moves(['up', 'still', 'still', 'still', 'up', 'still']))
    expect(score).toMatchObject({ tested: 2, confirmed: 1, against: 1, share: 0.5 })
    expect(score.says).toBe('The input moved twice, the output followed once; once it moved the other way.')
    expect(scoreHypothesis(edge, moves(['still']), moves(['still']))).toMatchObject({
      share: null,
      interval: null,
      says: expect.stringContaining('Not tested yet'),
    })
  })
  test('turning the output around with the sign changes nothing', () => {
    const move = fc.constantFrom<Move>('up', 'down', 'still', 'unknown')
    const turn = (one: Move): Move => (one === 'up' ? 'down' : one === 'down' ? 'up' : one)
    fc.assert(
      fc.property(fc.array(move, { maxLength: 12 }), fc.array(move, { maxLength: 12 }), (input, output) => {
        expect(outcomes(input, output)).toEqual(outcomes(input, output.map(turn), { sign: -1 }))
      }),
    )
  })
})

test('beliefs without a verdict come last', () => {
  const scored = (id: string, input: readonly Move[], output: readonly Move[]) => scoreHypothesis({ ...edge, id }, moves(input), moves(output))
  const board = scoreboard([
    scored('untested', ['still'], ['still']),
    scored('wrong', ['up', 'still', 'still'], ['still', 'still', 'still']),
    scored('right', ['up'], ['up']),
  ])
  expect(board.map(({ id }) => id)).toEqual(['right', 'wrong', 'untested'])
})
