import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Goal } from '../targets/goal.ts'
import { barFault, scoreOf, scoreVersions, type Bar } from './score.ts'

const up = (baseline: number, value: number): Bar => ({ baseline, goal: { direction: 'up', value } })
const down = (baseline: number, value: number): Bar => ({ baseline, goal: { direction: 'down', value } })
const range: Bar = { baseline: 10, goal: { direction: 'within', low: 20, high: 30 } }

describe('score', () => {
  test.each([
    [up(100, 120), 110, 0.5],
    [up(100, 120), 130, 1],
    [up(100, 120), 90, 0],
    [down(0.04, 0.02), 0.03, 0.5],
    [down(0.04, 0.02), 0.05, 0],
    [range, 25, 1],
    [range, 15, 0.5],
    [range, 35, 0.5],
    [range, 45, 0],
    [{ ...range, baseline: 25 }, 31, 0],
    [{ ...range, baseline: 25 }, 30, 1],
  ])('%o at %f is %f', (bar, now, score) => {
    expect(scoreOf(bar, now)).toBeCloseTo(score, 12)
  })
  test('an unmeasured result has no score yet', () => {
    expect(scoreOf(up(1, 2), null)).toBeNull()
  })
})

describe('what is refused', () => {
  test.each([
    [up(5, 5), 'the same number'],
    [up(5, 4), 'shall rise'],
    [down(4, 5), 'shall fall'],
    [{ baseline: 1, goal: { direction: 'within', low: 3, high: 2 } } as Bar, 'ends below its start'],
  ])('%o', (bar, words) => {
    expect(barFault(bar)).toContain(words)
    expect(() => scoreOf(bar, 4)).toThrow(words)
  })
})

describe('properties', () => {
  const number = fc.integer({ min: -1000, max: 1000 })
  const bar: fc.Arbitrary<Bar> = fc
    .tuple(number, number, fc.boolean(), fc.nat(100))
    .filter(([baseline, value, isRange]) => isRange || baseline !== value)
    .map(([baseline, value, isRange, width]) => {
      if (isRange) return { baseline, goal: { direction: 'within', low: value, high: value + width } }
      return { baseline, goal: { direction: value > baseline ? 'up' : 'down', value } }
    })
  test('between 0 and 1, 0 at the baseline, 1 at the target', () => {
    fc.assert(
      fc.property(bar, number, (drawn, now) => {
        const score = scoreOf(drawn, now) ?? -1
        expect(score >= 0 && score <= 1).toBe(true)
        const { goal, baseline } = drawn
        const isInside = goal.direction === 'within' && baseline >= goal.low && baseline <= goal.high
        expect(scoreOf(drawn, baseline)).toBe(isInside ? 1 : 0)
        expect(scoreOf(drawn, goal.direction === 'within' ? goal.low : goal.value)).toBe(1)
      }),
    )
  })
  test('nearer to the target is never lower', () => {
    fc.assert(
      fc.property(bar, number, number, (drawn, one, other) => {
        const { goal } = drawn
        const away = (now: number) =>
          goal.direction === 'within' ? Math.max(0, goal.low - now, now - goal.high) : goal.direction === 'up' ? goal.value - now : now - goal.value
        const [near, far] = away(one) <= away(other) ? [one, other] : [other, one]
        expect(scoreOf(drawn, near) ?? -1).toBeGreaterThanOrEqual(scoreOf(drawn, far) ?? 2)
      }),
    )
  })
  test('a change of units, negation included, leaves the score', () => {
    fc.assert(
      fc.property(
        bar,
        number,
        fc.integer({ min: -20, max: 20 }).filter((factor) => factor !== 0),
        number,
        (drawn, now, factor, offset) => {
          const map = (value: number) => value * factor + offset
          const turn = (goal: Goal): Goal => {
            if (goal.direction === 'within')
              return { direction: 'within', low: Math.min(map(goal.low), map(goal.high)), high: Math.max(map(goal.low), map(goal.high)) }
            return { direction: factor > 0 ? goal.direction : goal.direction === 'up' ? 'down' : 'up', value: map(goal.value) }
          }
          expect(scoreOf({ baseline: map(drawn.baseline), goal: turn(drawn.goal) }, map(now))).toBeCloseTo(scoreOf(drawn, now) ?? NaN, 9)
        },
      ),
    )
  })
})

test('a redefined metric keeps both scores and is flagged', () => {
  expect(scoreVersions({ version: 1, bar: up(10, 20), now: 18 }, { version: 2, bar: up(8, 20), now: 11 })).toEqual({
    score: 0.25,
    committedScore: 0.8,
    isRedefined: true,
  })
  expect(scoreVersions({ version: 1, bar: up(10, 20), now: 18 }, { version: 1, bar: up(10, 20), now: 18 }).isRedefined).toBe(false)
})
