import fc from 'fast-check'
import { parseFormula } from '../formula/parse.ts'
import { describe, expect, test } from 'vitest'
import { returnsOf, riskedValue, simulateValue, swingsOf, type BusinessCase } from './riskedValue.ts'

/** The worked example of portfolio reference 1: discovery 100 at 0 (0.5), build 300 at 1 (0.8), inflow 600 at 2 and at 3, 10 %. */
const worked: BusinessCase = {
  rate: 0.1,
  stages: [
    { name: 'discovery', start: 0, end: 1, chance: 0.5, cost: 100 },
    { name: 'build', start: 1, end: 2, chance: 0.8, cost: 300 },
  ],
  flows: [
    { name: 'first year', at: 2, amount: 600 },
    { name: 'second year', at: 3, amount: 600 },
  ],
}

describe('value', () => {
  test('the published example comes to 142.30', () => {
    expect(riskedValue(worked)).toBeCloseTo(-100 - (0.5 * 300) / 1.1 + (0.4 * 600) / 1.21 + (0.4 * 600) / 1.331, 9)
    expect(riskedValue(worked)).toBeCloseTo(142.3, 2)
  })
  test('a stage that is sure, at no rate, is plain money out and in', () =>
    expect(riskedValue({ rate: 0, stages: [{ name: 'a', start: 0, end: 1, chance: 1, cost: 70 }], flows: [{ name: 'b', at: 1, amount: 100 }] })).toBe(30))
  test('stages beside each other do not wait for each other', () => {
    const both = {
      rate: 0,
      stages: [1, 2].map((n) => ({ name: `s${n}`, start: 0, end: 1, chance: 0.5, cost: 10 })),
      flows: [{ name: 'in', at: 1, amount: 100 }],
    }
    expect(riskedValue(both)).toBe(100 * 0.25 - 20)
  })
  test('nothing done is worth nothing', () => expect(riskedValue({ rate: 0.1, stages: [], flows: [] })).toBe(0))
})

describe('draws', () => {
  test('with fixed amounts the mean lies within three standard errors of the value, and the worlds are the three that there are', () => {
    const risky = { ...worked, stages: worked.stages.map((stage) => (stage.name === 'build' ? { ...stage, chance: 0.6 } : stage)) }
    const told = simulateValue(risky, { seed: 7 })
    expect(Math.abs(told.mean - riskedValue(risky))).toBeLessThan(3 * told.standardError)
    const [failsEarly, failsLate] = [-100, -100 - 300 / 1.1]
    expect(told).toMatchObject({ p10: expect.closeTo(failsLate, 9), p50: expect.closeTo(failsEarly, 0), worstTenth: expect.closeTo(failsLate, 9) })
    expect(told.p90).toBeCloseTo(failsLate + 600 / 1.21 + 600 / 1.331, 9)
    expect(told.loss).toBeCloseTo(0.7, 1)
  })
  test('the same seed gives the same answer, another one another', () => {
    const wide = { ...worked, flows: worked.flows.map((flow) => ({ ...flow, amount: { low: 300, likely: 600, high: 1500 } })) }
    expect(simulateValue(wide, { seed: 1, draws: 500 })).toEqual(simulateValue(wide, { seed: 1, draws: 500 }))
    expect(simulateValue(wide, { seed: 1, draws: 500 }).mean).not.toBe(simulateValue(wide, { seed: 2, draws: 500 }).mean)
  })
  test('the spread holds every world once, in steps without a gap, and is one step when all are alike', () => {
    const wide = { ...worked, flows: worked.flows.map((flow) => ({ ...flow, amount: { low: 300, likely: 600, high: 1500 } })) }
    const { spread } = simulateValue(wide, { seed: 1, draws: 2000 })
    expect(spread).toHaveLength(24)
    expect(spread.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
    for (const [index, { from }] of spread.entries()) if (index > 0) expect(from).toBeCloseTo(spread[index - 1]?.to ?? 0, 6)
    expect(simulateValue({ rate: 0.1, stages: [], flows: [{ name: 'in', at: 0, amount: 5 }] }, { seed: 1, draws: 100 }).spread).toEqual([
      { from: 5, to: 5, share: 1 },
    ])
  })
  test('quantiles are in order and the worst tenth lies below them', () => {
    const amount = fc
      .record({ a: fc.integer({ min: -500, max: 500 }), b: fc.nat(300), c: fc.nat(300) })
      .map(({ a, b, c }) => ({ low: a, likely: a + b, high: a + b + c }))
    fc.assert(
      fc.property(amount, amount, fc.double({ min: 0, max: 1, noNaN: true }), (cost, flow, chance) => {
        const told = simulateValue(
          { rate: 0.08, stages: [{ name: 's', start: 0, end: 1, chance, cost }], flows: [{ name: 'f', at: 2, amount: flow }] },
          { seed: 3, draws: 200 },
        )
        expect(told.worstTenth).toBeLessThanOrEqual(told.p10 + 1e-9)
        expect(told.p10).toBeLessThanOrEqual(told.p50)
        expect(told.p50).toBeLessThanOrEqual(told.p90)
        expect(told.loss).toBeGreaterThanOrEqual(0)
        expect(told.loss).toBeLessThanOrEqual(1)
      }),
      { numRuns: 40 },
    )
  })
})

describe('returns', () => {
  test('of the worked example: 378.66 earned for 236.36 spent, paid back in the third year', () => {
    // 0.4 x 600 / 1.21 + 0.4 x 600 / 1.331 = 378.66; 100 + 0.5 x 300 / 1.1 = 236.36; running sums -100, -250, -10, 230
    const { roi, payback } = returnsOf(worked)
    expect(roi).toBeCloseTo(378.663 / 236.364 - 1, 4)
    expect(payback).toBe(3)
  })
  test('what is spent late moves the payback behind it, what never pays back has none, and who spends nothing has neither', () => {
    const late = { ...worked, stages: [...worked.stages, { name: 'move', start: 5, end: 6, chance: 1, cost: 900 }] }
    expect(returnsOf(late).payback).toBeNull()
    expect(returnsOf({ ...late, flows: [...late.flows, { name: 'rest', at: 7, amount: 2000 }] }).payback).toBe(7)
    expect(returnsOf({ rate: 0.1, stages: [], flows: [{ name: 'gift', at: 1, amount: 5 }] })).toEqual({ roi: null, payback: null })
    expect(returnsOf({ rate: 0.1, stages: [], flows: [{ name: 'loss', at: 1, amount: -5 }] })).toEqual({ roi: -1, payback: null })
  })
  test('what is spent counts wherever it is written: as a stage, as a line of costs, as cash below nothing', () => {
    const earns = { name: 'earned', at: 1, amount: 900 }
    const own = { rate: 0.1, stages: [], flows: [{ name: 'bought', at: 0, amount: 500, isCost: true }, earns] }
    const stage = { name: 'bought', start: 0, end: 0, chance: 1, cost: 500 }
    const told = { roi: expect.closeTo(900 / 1.1 / 500 - 1, 12), payback: 1 }
    expect(returnsOf(own)).toEqual(told)
    expect(returnsOf({ ...own, flows: [{ name: 'bought', at: 0, amount: -500 }, earns] })).toEqual(told)
    expect(returnsOf({ ...own, stages: [stage], flows: [earns] })).toEqual(told)
    expect(returnsOf({ ...own, stages: [{ ...stage, cost: 10 }] }).roi).toBeCloseTo(900 / 1.1 / 510 - 1, 12)
  })
  test('a return is above nothing exactly where the value is', () => {
    const piece = fc.record({ at: fc.nat(6), amount: fc.integer({ min: 1, max: 900 }), chance: fc.double({ min: 0.05, max: 1, noNaN: true }) })
    const holds = fc.check(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), fc.array(piece, { maxLength: 4 }), (spends, earns) => {
        const of: BusinessCase = {
          rate: 0.1,
          stages: spends.map(({ at, amount, chance }, n) => ({ name: `s${n}`, start: at, end: at + 1, chance, cost: amount })),
          flows: earns.map(({ at, amount }, n) => ({ name: `f${n}`, at, amount, isCost: n % 2 === 1 })),
        }
        const [value, { roi }] = [riskedValue(of), returnsOf(of)]
        return Math.abs(value) < 1e-6 || (roi ?? 0) > 0 === value > 0
      }),
    )
    expect(holds.counterexample).toBeNull()
  })
})

describe('swings', () => {
  const wide: BusinessCase = {
    ...worked,
    stages: [{ name: 'discovery', start: 0, end: 1, chance: 0.5, cost: { low: 80, likely: 100, high: 150 } }, ...worked.stages.slice(1)],
    flows: [{ name: 'first year', at: 2, amount: { low: 100, likely: 600, high: 900 } }, ...worked.flows.slice(1)],
  }
  test('the widest comes first; a cost swings the other way', () => {
    const [first, second, ...none] = swingsOf(wide)
    expect(none).toEqual([])
    expect(first).toMatchObject({ name: 'first year', high: expect.closeTo(riskedValue(wide) + (0.4 * 300) / 1.21, 9) })
    expect(second?.low).toBeGreaterThan(second?.high ?? 0)
  })
  test('a cost is told in its own figures: the low end is what costs least', () => {
    const amount = { low: 0, likely: 120, high: 300 }
    const of: BusinessCase = {
      rate: 0,
      stages: [],
      flows: [
        { name: 'in', at: 0, amount: 200 },
        { name: 'lost', at: 0, amount, isCost: true },
      ],
    }
    expect(riskedValue(of)).toBe(80)
    expect(swingsOf(of)).toEqual([{ name: 'lost', low: 200, high: -100, breakEven: expect.closeTo(200, 9) }])
  })
  test('at its break-even a figure makes the case worth nothing', () => {
    for (const { name, breakEven } of swingsOf(wide)) {
      const put = <T extends { readonly name: string }>(all: readonly T[], field: string): T[] =>
        all.map((one) => (one.name === name ? { ...one, [field]: breakEven } : one))
      expect(riskedValue({ ...wide, stages: put(wide.stages, 'cost'), flows: put(wide.flows, 'amount') })).toBeCloseTo(0, 6)
    }
  })
})

describe('inputs', () => {
  const figure = (formula: string) => ({ formula: parseFormula(formula) })
  const seats = { name: 'seats', amount: { low: 100, likely: 200, high: 400 } }
  const sold: BusinessCase = {
    rate: 0.1,
    inputs: [seats, { name: 'price', amount: 3 }],
    stages: [{ name: 'build', start: 0, end: 1, chance: 0.8, cost: figure('100 + seats') }],
    flows: [
      { name: 'first year', at: 1, amount: figure('seats * price') },
      { name: 'second year', at: 2, amount: figure('seats * price * 1.5') },
    ],
  }
  test('a formula is worth what its figures are', () => expect(riskedValue(sold)).toBeCloseTo(-300 + (0.8 * 600) / 1.1 + (0.8 * 900) / 1.21, 9))
  test('an input is drawn once in a world, so that what shares it moves together', () => {
    const certain = {
      ...sold,
      stages: [],
      rate: 0,
      inputs: [seats],
      flows: [
        { name: 'in', at: 0, amount: figure('seats') },
        { name: 'out', at: 0, amount: figure('0 - seats') },
      ],
    }
    const told = simulateValue(certain, { seed: 5, draws: 300 })
    expect(told).toMatchObject({ p10: expect.closeTo(0, 9), p90: expect.closeTo(0, 9), loss: 0 })
  })
  test('the swing is that of the input, not of what it is used in, and its break-even makes the case worth nothing', () => {
    const [only, ...none] = swingsOf(sold)
    expect(none).toEqual([])
    expect(only).toMatchObject({
      name: 'seats',
      low: riskedValue({
        ...sold,
        inputs: [
          { ...seats, amount: 100 },
          { name: 'price', amount: 3 },
        ],
      }),
    })
    expect(
      riskedValue({
        ...sold,
        inputs: [
          { ...seats, amount: only?.breakEven ?? 0 },
          { name: 'price', amount: 3 },
        ],
      }),
    ).toBeCloseTo(0, 6)
  })
  test('where formulas bend the value its root is found too', () => {
    const bent = { ...sold, stages: [], flows: [{ name: 'in', at: 0, amount: figure('seats ^ 2 - 40000 + seats') }] }
    const [swing] = swingsOf(bent)
    expect(riskedValue({ ...bent, inputs: [{ ...seats, amount: swing?.breakEven ?? 0 }] })).toBeCloseTo(0, 4)
  })
  test('the break-even of a rate that divides is found, that of a leap too, and a division by nothing is none', () => {
    const quotient = (formula: string, { cost = 1700, mrr = 100, churn = { low: 0.03, likely: 0.05, high: 0.08 } } = {}): BusinessCase => ({
      rate: 0,
      inputs: [
        { name: 'mrr', amount: mrr },
        { name: 'churn', amount: churn },
      ],
      stages: [{ name: 'build', start: 0, end: 0, chance: 1, cost }],
      flows: [{ name: 'lifetime', at: 0, amount: figure(formula) }],
    })
    expect(swingsOf(quotient('mrr / churn'))[0]?.breakEven).toBeCloseTo(100 / 1700, 12) // 0.0588
    expect(swingsOf(quotient('mrr / churn', { cost: 1990 }))[0]?.breakEven).toBeCloseTo(100 / 1990, 12)
    expect(swingsOf(quotient('mrr / churn', { cost: 1000 }))[0]?.breakEven).toBeCloseTo(0.1, 9) // beyond its range
    expect(swingsOf(quotient('mrr / (churn - 0.06)', { cost: 0 }))[0]?.breakEven).toBeNull()
    expect(swingsOf(quotient('if(churn > 0.06, 900, 2000)'))[0]?.breakEven).toBeCloseTo(0.06, 12)
    expect(swingsOf(quotient('0 * churn', { cost: 0 }))[0]?.breakEven).toBeNull()
  })
  test('a formula that has no answer counts nothing, and spoils nothing', () =>
    expect(
      riskedValue({
        ...sold,
        stages: [],
        flows: [
          { name: 'in', at: 0, amount: figure('1 / (seats - 200)') },
          { name: 'sure', at: 0, amount: 5 },
        ],
      }),
    ).toBe(5))
})
