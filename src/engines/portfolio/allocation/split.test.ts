import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitOf, type Agreed, type Piece } from './split.ts'

const agreed = (investment: string, target: number, floor: number | null = null, ceiling: number | null = null): Agreed => ({
  investment,
  target,
  floor,
  ceiling,
})
const piece = (investment: string, weeks: number, bet: string | null = `${investment} bet`, squad = 'Core'): Piece => ({ investment, weeks, bet, squad })

const targets = [agreed('growth', 0.5), agreed('platform', 0.3, 0.2), agreed('compliance', 0.2, 0.1, 0.25)]

describe('a quarter of 100 person-weeks, worked out by hand', () => {
  const plan = [piece('growth', 40, 'a'), piece('growth', 16, 'b'), piece('platform', 18, 'c'), piece('compliance', 26, 'd')]
  const spent = [piece('growth', 24, 'a'), piece('platform', 12, 'c'), piece('compliance', 8, 'd'), piece('maintenance', 10, null), piece('growth', 6, 'x')]
  const split = splitOf(targets, plan, spent)
  const row = (name: string) => split.rows.find(({ investment }) => investment === name)

  test('drift is planned less target, then actual less planned', () => {
    expect(row('growth')).toMatchObject({ planned: { weeks: 56, share: 0.56, standing: 'over' }, actual: { weeks: 30, share: 0.5, standing: 'within' } })
    expect(row('growth')?.planDrift).toBeCloseTo(0.06, 12)
    expect(row('growth')?.executionDrift).toBeCloseTo(-0.06, 12)
  })

  test('a floor and a ceiling hold exactly, whatever the tolerance', () => {
    expect(row('platform')).toMatchObject({ planned: { share: 0.18, standing: 'belowFloor' }, actual: { share: 0.2, standing: 'under' } })
    expect(row('compliance')?.planned.standing).toBe('aboveCeiling')
    expect(splitOf(targets, plan, null, { tolerance: 1 }).rows.map(({ planned }) => planned.standing)).toEqual(['within', 'belowFloor', 'aboveCeiling'])
  })

  test('misallocation is half of all gaps: (6 + 12 + 6) / 2 of the plan', () => {
    expect(split.misallocation.planned).toBeCloseTo(0.12, 12)
    // 0, −10, −6.67, +16.67 points: half of 33.33
    expect(split.misallocation.actual).toBeCloseTo(1 / 6, 12)
  })

  test('what the agreed split does not name was promised nothing; upkeep has its cap instead', () => {
    expect(row('maintenance')).toMatchObject({ target: 0, planned: { standing: 'within' }, actual: { standing: 'overCap' } })
    expect(splitOf(targets, [piece('growth', 9), piece('cost', 1)], null).rows.at(-1)).toMatchObject({
      investment: 'cost',
      target: 0,
      planned: { standing: 'over' },
    })
    expect(splitOf(targets, plan, spent, { upkeepCap: 0.2 }).rows.find(({ investment }) => investment === 'maintenance')?.actual?.standing).toBe('within')
  })

  test('upkeep is weighed by what was spent: 10 of 60 is above 15 %', () => expect(split.upkeep).toMatchObject({ planned: 0, actual: 10 / 60, isOver: true }))

  test('work for bets outside of the plan is unplanned; upkeep is not', () => expect(split.unplanned).toEqual({ weeks: 6, share: 0.1 }))

  test('each kind names the bets that make it up, the largest first', () =>
    expect(row('growth')?.bets).toEqual([
      { bet: 'a', planned: 40, actual: 24 },
      { bet: 'b', planned: 16, actual: 0 },
      { bet: 'x', planned: 0, actual: 6 },
    ]))
})

test('without a record of effort the actual side is unknown, never zero', () => {
  const split = splitOf(targets, [piece('growth', 10)], null)
  expect(split).toMatchObject({ actual: null, unplanned: null, misallocation: { actual: null }, upkeep: { actual: null, isOver: false } })
  for (const row of split.rows) expect([row.actual, row.executionDrift]).toEqual([null, null])
})

test('without a plan its shares are unknown, and without an agreed split nothing drifts', () => {
  expect(splitOf(targets, [], null)).toMatchObject({ planned: 0, misallocation: { planned: null }, upkeep: { planned: null, isOver: null } })
  expect(splitOf([], [piece('growth', 10)], null)).toMatchObject({
    rows: [{ target: null, planDrift: null, planned: { share: 1, standing: null } }],
    misallocation: { planned: null },
  })
})

describe('for any plan and record', () => {
  const kind = fc.constantFrom('growth', 'platform', 'compliance', 'maintenance', 'unclassified')
  const pieces = fc.array(
    fc.record({ investment: kind, weeks: fc.integer({ min: 1, max: 400 }), bet: fc.constantFrom('a', 'b', null), squad: fc.constantFrom('Core', 'Platform') }),
    { minLength: 1, maxLength: 20 },
  )

  test('shares sum to one, drifts to nothing, bets to their row, and misallocation lies between 0 and 1', () => {
    fc.assert(
      fc.property(pieces, pieces, (plan, spent) => {
        const { rows, misallocation, actual } = splitOf(targets, plan, spent)
        const sum = (pick: (row: (typeof rows)[number]) => number | null | undefined): number => rows.reduce((all, row) => all + (pick(row) ?? NaN), 0)
        expect(sum((row) => row.planned.share)).toBeCloseTo(1, 9)
        expect(sum((row) => row.actual?.share)).toBeCloseTo(1, 9)
        expect(sum((row) => row.planDrift)).toBeCloseTo(0, 9)
        expect(sum((row) => row.executionDrift)).toBeCloseTo(0, 9)
        expect(sum((row) => row.bets.reduce((all, bet) => all + (bet.actual ?? NaN), 0))).toBeCloseTo(actual ?? NaN, 9)
        for (const share of [misallocation.planned, misallocation.actual]) expect(share).toSatisfy((x: number) => x >= 0 && x <= 1 + 1e-9)
      }),
    )
  })

  test('twice the effort is the same split, and the order of pieces does not matter', () => {
    fc.assert(
      fc.property(pieces, (plan) => {
        const shares = (some: readonly Piece[]) =>
          Object.fromEntries(splitOf(targets, some, null).rows.map(({ investment, planned }) => [investment, Math.round((planned.share ?? NaN) * 1e9)]))
        const one = shares(plan)
        expect(shares(plan.map((each) => ({ ...each, weeks: each.weeks * 2 })))).toEqual(one)
        expect(shares(plan.toReversed())).toEqual(one)
      }),
    )
  })
})
