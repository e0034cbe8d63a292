import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { factorSpread, kendallTau, kendallW, ranksOf } from './agreement.ts'
import { cutLine, type RankedItem } from './cutLine.ts'
import { kano, kanoCategory } from './kano.ts'
import { cd3, ice, opportunity, opportunityBand, rice, tradeOff, weighted, wsjf } from './scores.ts'
import { flipsWithin, flipThresholds, rankDraws } from './sensitivity.ts'
import { staleInputs } from './staleness.ts'

const a = { reach: 6000, impact: 1, confidence: 0.8, effort: 3 }
const b = { reach: 1200, impact: 3, confidence: 0.8, effort: 2 }
const riceValue = (inputs: Readonly<Record<string, number | null>>) => rice(inputs).value

test('the reference’s example scores 1600 and 1440, and A loses below a reach of 5400 or above an effort of 3.33', () => {
  expect([riceValue(a), riceValue(b)]).toEqual([1600, 1440])
  const flips = flipThresholds(riceValue, a, b, { reach: { min: 0, max: 20_000 }, effort: { min: 0.5, max: 24 } })
  expect(flips.map(({ key }) => key)).toEqual(['reach', 'effort'])
  expect(flips[0]).toMatchObject({ at: expect.closeTo(5400, 6), change: expect.closeTo(-0.1, 9) })
  expect(flips[1]).toMatchObject({ at: expect.closeTo(10 / 3, 9), change: expect.closeTo(1 / 9, 9) })
})

test('effort below half a person-month counts as half', () => expect(riceValue({ ...a, effort: 0.1 })).toBe(riceValue({ ...a, effort: 0.5 })))

test('the three forms of ICE, WSJF, CD3 and the opportunity score', () => {
  const inputs = { impact: 8, confidence: 5, ease: 2 }
  expect([ice.mean(inputs).value, ice.product(inputs).value, ice.sum(inputs).value]).toEqual([5, 80, 15])
  expect(wsjf({ businessValue: 8, timeCriticality: 13, riskReduction: 3, jobSize: 8 }).value).toBe(3)
  expect(cd3({ costOfDelay: 12_000, duration: 6 }).value).toBe(2000)
  expect([opportunity({ importance: 9, satisfaction: 4 }).value, opportunity({ importance: 4, satisfaction: 9 }).value]).toEqual([14, 4])
  expect([9.99, 10, 11.99, 12, 14.99, 15, 20].map(opportunityBand)).toEqual(['served', 'worth', 'worth', 'high', 'high', 'extreme', 'extreme'])
})

test('a weighted score cuts to the declared range and takes costs off', () => {
  const factors = [
    { key: 'value', low: 0, high: 10, weight: 3 },
    { key: 'cost', low: 0, high: 100, weight: -1 },
  ]
  expect(weighted(factors, { value: 10, cost: 50 }).value).toBeCloseTo((3 - 0.5) / 4, 12)
  expect(weighted(factors, { value: 99, cost: 500 }).value).toBeCloseTo(0.5, 12)
})

test('a missing input or a division by zero is unknown and named', () => {
  expect(rice({ reach: 1, impact: null, confidence: 0.8 })).toEqual({ value: null, missing: ['impact', 'effort'] })
  expect(cd3({ costOfDelay: 1, duration: 0 })).toEqual({ value: null, missing: ['duration above 0'] })
  expect(weighted([], {})).toEqual({ value: null, missing: ['weights above 0'] })
})

describe('sensitivity (R-4.2)', () => {
  const input = { min: 1, max: 10 }
  const score = (kind: 'mean' | 'product' | 'sum') => (inputs: Readonly<Record<string, number | null>>) => ice[kind](inputs).value
  const curved = (inputs: Readonly<Record<string, number | null>>) =>
    (inputs['impact'] ?? 0) ** 2 + Math.sqrt(inputs['confidence'] ?? 0) + (inputs['ease'] ?? 0)
  const figures = fc.record({
    impact: fc.double({ min: 1, max: 10, noNaN: true }),
    confidence: fc.double({ min: 1, max: 10, noNaN: true }),
    ease: fc.double({ min: 1, max: 10, noNaN: true }),
  })
  test.each([
    ['mean', score('mean')],
    ['product', score('product')],
    ['sum', score('sum')],
    ['curved', curved],
  ] as const)('%s: beyond a threshold the order turns, before it it stays; no flip is no flip on a grid', (_, rule) => {
    fc.assert(
      fc.property(figures, figures, (one, other) => {
        const [ahead, behind] = (rule(one) ?? 0) >= (rule(other) ?? 0) ? [one, other] : [other, one]
        const [top, target] = [rule(ahead) ?? 0, rule(behind) ?? 0]
        fc.pre(top - target > 1e-3)
        for (const { key, at, from } of flipThresholds(rule, ahead, behind, { impact: input, confidence: input, ease: input })) {
          const gap = (x: number) => (rule({ ...ahead, [key]: x }) ?? 0) - target
          if (at === null) for (let x = 1; x <= 10; x += 0.5) expect(gap(x)).toBeGreaterThan(-1e-6)
          else {
            expect(gap(at + (from - at) * 1e-6)).toBeGreaterThan(-1e-9)
            expect(gap(at - (from - at) * 1e-3)).toBeLessThan(1e-9)
          }
        }
      }),
    )
  })
})

test('draws: an item that is sure to lead leads in every world; two alike lead in half of them', () => {
  const range = { low: 1, likely: 2, high: 3 }
  const sure = rankDraws(
    riceValue,
    [
      { id: 'a', inputs: { ...a, reach: 1e9 } },
      { id: 'b', inputs: { ...b, effort: range } },
    ],
    { seed: 1, k: 1 },
  )
  expect(sure.items[0]).toEqual({ id: 'a', inTop: 1, low: 1, high: 1 })
  const alike = rankDraws(
    riceValue,
    [
      { id: 'a', inputs: { ...b, effort: range } },
      { id: 'b', inputs: { ...b, effort: range } },
    ],
    { seed: 1, k: 1, draws: 4000 },
  )
  expect(alike.aheadOfNext[0]).toBeCloseTo(0.5, 1)
  expect(rankDraws(riceValue, [{ id: 'a', inputs: a }], { seed: 9, k: 1 })).toEqual(rankDraws(riceValue, [{ id: 'a', inputs: a }], { seed: 9, k: 1 }))
})

test('the table of Kano, and a category that is mixed below six points', () => {
  expect([
    kanoCategory('like', 'dislike'),
    kanoCategory('like', 'like'),
    kanoCategory('expect', 'dislike'),
    kanoCategory('dislike', 'like'),
    kanoCategory('neutral', 'neutral'),
    kanoCategory('liveWith', 'like'),
  ]).toEqual(['P', 'Q', 'M', 'R', 'I', 'R'])
  const answers = [
    ...Array.from({ length: 50 }, () => ({ functional: 'like', dysfunctional: 'neutral' }) as const),
    ...Array.from({ length: 30 }, () => ({ functional: 'expect', dysfunctional: 'dislike' }) as const),
    ...Array.from({ length: 20 }, () => ({ functional: 'neutral', dysfunctional: 'neutral' }) as const),
  ]
  expect(kano(answers)).toMatchObject({ n: 100, category: 'A', strength: expect.closeTo(0.2, 9), better: 0.5, worse: -0.3 })
  expect(kano([...answers.slice(0, 5), ...answers.slice(50, 55)])).toMatchObject({ category: 'mixed', strength: 0 })
  expect(kano([])).toMatchObject({ n: 0, category: null, better: null })
})

describe('agreement', () => {
  test('Kendall’s W by hand: 3 raters, 3 items, two of them agree', () => {
    expect(
      kendallW([
        [3, 2, 1],
        [3, 2, 1],
        [1, 2, 3],
      ]),
    ).toBeCloseTo(1 / 9, 12) // rank sums 5, 6, 7: S = 2, 12 x 2 / (9 x 24)
    expect(
      kendallW([
        [9, 5, 1],
        [8, 2, 1],
      ]),
    ).toBe(1)
    expect(
      kendallW([
        [1, 1],
        [1, 1],
      ]),
    ).toBeNull()
  })
  test('W lies in [0, 1] and is the mean rank correlation moved to that range (Kendall and Gibbons: r = (mW - 1) / (m - 1))', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 3, max: 7 }), fc.integer(), (m, n, seed) => {
        const ratings = Array.from({ length: m }, (_r, r) =>
          Array.from({ length: n }, (_i, i) => ((i * 7919 + (r + 1) * 104729 + Math.abs(seed % 1000) * (i + r)) % 997) + i / 1000),
        )
        const w = kendallW(ratings) ?? 0
        const ranks = ratings.map(ranksOf)
        const pairs: number[] = []
        for (let x = 0; x < m; x += 1) for (let y = x + 1; y < m; y += 1) pairs.push(pearson(ranks[x] ?? [], ranks[y] ?? []))
        expect((m * w - 1) / (m - 1)).toBeCloseTo(pairs.reduce((sum, r) => sum + r, 0) / pairs.length, 8)
      }),
    )
  })
  test('tau-b: all pairs agree, all differ, one of three differs', () => {
    expect([kendallTau([1, 2, 3], [4, 5, 6]), kendallTau([1, 2, 3], [6, 5, 4]), kendallTau([1, 2, 3], [1, 3, 2])]).toEqual([1, -1, 1 / 3])
    expect(kendallTau([1, 1], [1, 2])).toBeNull()
  })
  test('a spread needs three raters and flags a quarter of the scale', () => {
    expect(factorSpread([1, 9], { min: 1, max: 10 })).toMatchObject({ n: 2, spread: null, isSplit: false })
    expect(factorSpread([1, 5, 9], { min: 0, max: 10 })).toEqual({ n: 3, median: 5, spread: 0.4, isSplit: true })
    expect(factorSpread([5, 5, 6], { min: 0, max: 10 })).toMatchObject({ isSplit: false })
  })
})

describe('cut line', () => {
  const ranking: RankedItem[] = [
    { id: 'a', effort: { core: 6 }, themes: { growth: 1 } },
    { id: 'b', effort: { core: 5 } },
    { id: 'c', effort: { core: 4 }, needs: ['b'], mandatory: false },
    { id: 'd', effort: { web: 3 }, mandatory: true },
  ]
  test('strict stops at the first that does not fit, fill goes on', () => {
    expect(cutLine(ranking, { core: 10, web: 2 }, 'strict')).toMatchObject({ above: ['a'], below: ['b', 'c', 'd'] })
    const fill = cutLine(ranking, { core: 10, web: 2 }, 'fill', { platform: 0.2 })
    expect(fill).toMatchObject({ above: ['a', 'c'], below: ['b', 'd'], used: { core: 10 } })
    expect(fill.flags.map(({ flag }) => flag)).toEqual(['mandatory-below', 'prerequisite-below', 'floor-missed'])
  })
  test('no squad is ever over its capacity, and nothing is lost', () => {
    const items = fc
      .array(fc.record({ core: fc.nat(9), web: fc.nat(9) }), { maxLength: 12 })
      .map((efforts) => efforts.map((effort, at) => ({ id: `i${at}`, effort })))
    fc.assert(
      fc.property(items, fc.nat(20), fc.nat(20), fc.constantFrom('strict' as const, 'fill' as const), (list, core, web, mode) => {
        const line = cutLine(list, { core, web }, mode)
        expect([...line.above, ...line.below].toSorted()).toEqual(list.map(({ id }) => id).toSorted())
        for (const [squad, limit] of [
          ['core', core],
          ['web', web],
        ] as const)
          expect(list.filter(({ id }) => line.above.includes(id)).reduce((sum, { effort }) => sum + effort[squad], 0)).toBeLessThanOrEqual(limit)
      }),
    )
  })
})

test('inputs grow stale by their source, and a change of scope spoils an estimate', () => {
  const at = (source: 'reach' | 'effort' | 'judgement', asOf: string) => ({ key: source, source, asOf })
  expect(staleInputs([at('reach', '2026-10-02'), at('effort', '2026-09-02'), at('judgement', '2026-08-03')], '2026-11-01')).toEqual([])
  expect(staleInputs([at('reach', '2026-10-01'), at('effort', '2026-09-01'), at('judgement', '2026-08-02')], '2026-11-01').map(({ key }) => key)).toEqual([
    'reach',
    'effort',
    'judgement',
  ])
  expect(
    staleInputs(
      [
        { ...at('effort', '2026-10-20'), scopeChangedOn: '2026-10-25' },
        { key: 'nps', source: 'metric', asOf: '2026-10-31', isFeedFresh: false },
      ],
      '2026-11-01',
    ),
  ).toHaveLength(2)
})

function pearson(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [x, y].map((values) => values.reduce((sum, value) => sum + value, 0) / values.length)
  const sum = (f: (i: number) => number) => x.reduce((total, _, i) => total + f(i), 0)
  const [dx, dy] = [(i: number) => (x[i] ?? 0) - (mx ?? 0), (i: number) => (y[i] ?? 0) - (my ?? 0)]
  return sum((i) => dx(i) * dy(i)) / Math.sqrt(sum((i) => dx(i) ** 2) * sum((i) => dy(i) ** 2))
}

test('flips are worked out within a budget of scores, the long score sooner at its end, and draws score once what has no range', () => {
  let scores = 0
  const counted = (inputs: Readonly<Record<string, number | null>>): number => {
    scores += 1
    return Math.floor(inputs['x'] ?? 0) // no closed form: looked for cell by cell
  }
  const pairs = (cost: number): number => {
    const flips = flipsWithin(3000, counted, cost)
    return Array.from({ length: 100 }, () => flips({ x: 1.5 }, { x: 99.5 }, { x: { min: 0, max: 20 } })).filter((one) => one !== null).length
  }
  expect(pairs(1)).toBeGreaterThan(3)
  expect(scores).toBeLessThan(4000)
  expect(pairs(5)).toBeLessThan(pairs(1) / 2)
  scores = 0
  const items = Array.from({ length: 50 }, (_, n) => ({ id: String(n), inputs: { x: n } }))
  expect(rankDraws(counted, items, { draws: 500, seed: 1, k: 3 }).items[0]).toMatchObject({ inTop: 0, low: 50, high: 50 })
  expect(scores).toBe(50)
})

test('a trade-off weighs its axes; one that nobody judged makes it unknown', () => {
  const weights = { growth: 0.5, retention: 0.3, cost: 0.2 }
  expect(tradeOff(weights, { growth: 1, retention: -1, cost: 0.5 }).value).toBeCloseTo(0.3, 12)
  expect(tradeOff(weights, { growth: 1, retention: 1, cost: 1 }).value).toBeCloseTo(1, 12)
  expect(tradeOff(weights, { growth: 1, retention: null })).toEqual({ value: null, missing: ['retention', 'cost'] })
})
