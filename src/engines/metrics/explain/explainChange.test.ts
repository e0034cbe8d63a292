import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explainChange, type AccountPair } from './explainChange.ts'
import { rateMix } from './rateMix.ts'

const row = (
  account: string,
  [y0, x0]: readonly [number, number],
  [y1, x1]: readonly [number, number],
  dimensions: AccountPair['dimensions'],
): AccountPair => ({
  account,
  before: { numerator: y0, denominator: x0 },
  after: { numerator: y1, denominator: x1 },
  dimensions,
})
const side = fc.tuple(fc.nat(1000), fc.integer({ min: 1, max: 1000 }))
const rows = fc.array(
  fc
    .tuple(side, side, fc.constantFrom('EU', 'US', null), fc.constantFrom('smb', 'mid', 'enterprise'))
    .map(([before, after, region, segment]) => ({ before, after, region, segment })),
  { minLength: 1, maxLength: 30 },
)
const toPairs = (drawn: readonly { before: readonly [number, number]; after: readonly [number, number]; region: string | null; segment: string }[]) =>
  drawn.map(({ before, after, region, segment }, index) => row(`A-${index}`, before, after, { region, segment }))
const total = (parts: readonly { readonly part: number }[]) => parts.reduce((sum, { part }) => sum + part, 0)

describe('parts', () => {
  test.each(['ratio', 'sum'] as const)('groups of every dimension, and accounts with the rest, sum to the change of a %s', (of) => {
    fc.assert(
      fc.property(rows, fc.nat(12), (drawn, top) => {
        const answer = explainChange(toPairs(drawn), ['region', 'segment'], { of, top })
        if (!answer) throw new Error('both sides have a denominator')
        const scale = 1e-9 * Math.max(1, ...drawn.flatMap(({ before, after }) => [before[0], after[0]]))
        for (const { groups } of answer.dimensions) {
          expect(Math.abs(total(groups) - answer.change)).toBeLessThan(scale)
          expect(groups.reduce((sum, { accounts }) => sum + accounts, 0)).toBe(drawn.length)
        }
        expect(total(answer.accounts) + answer.rest).toBeCloseTo(answer.change, 9)
        expect(answer.accounts.length).toBeLessThanOrEqual(top)
      }),
    )
  })
  test('the parts of the accounts of a group are its rate and mix together', () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        const pairs = toPairs(drawn)
        const accounts = explainChange(pairs, [], { of: 'ratio', top: 99 })?.accounts ?? []
        const split = rateMix(pairs.map(({ account, before, after }) => ({ segment: account, before, after })))
        for (const { segment, byRate, byMix } of split?.parts ?? [])
          expect(accounts.find(({ account }) => account === segment)?.part ?? 0).toBeCloseTo(byRate + byMix, 9)
      }),
    )
  })
  test('swapping the periods turns every part around', () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        const turned = drawn.map(({ before, after, ...rest }) => ({ before: after, after: before, ...rest }))
        const [one, other] = [drawn, turned].map((each) => explainChange(toPairs(each), ['segment'], { of: 'ratio' })?.dimensions[0]?.groups ?? [])
        for (const { group, byRate, byMix } of one ?? []) {
          const twin = other?.find((each) => each.group === group)
          expect(byRate + (twin?.byRate ?? NaN)).toBeCloseTo(0, 9)
          expect(byMix + (twin?.byMix ?? NaN)).toBeCloseTo(0, 9)
        }
      }),
    )
  })
})

describe('which dimension explains', () => {
  const accounts = Array.from({ length: 60 }, (_, index) => {
    const plan = index % 2 === 0 ? 'Team' : 'Scale'
    const loss = plan === 'Team' ? 20 + (index % 3) : index % 3
    return row(`A-${index}`, [100, 100], [100 - loss, 100], {
      plan,
      region: ['EU', 'US', 'APAC'][Math.floor(index / 2) % 3] ?? null,
      id: `A-${index}`,
      pair: `P-${index >> 1}`,
    })
  })
  test('the dimension that the loss follows comes first; one group per account cannot tell', () => {
    const { dimensions = [] } = explainChange(accounts, ['region', 'id', 'plan', 'pair'], { of: 'ratio' }) ?? {}
    expect(dimensions[0]).toMatchObject({ dimension: 'plan', isSimpson: false })
    expect(dimensions[0]?.explains).toBeGreaterThan(0.95)
    expect(dimensions[0]?.groups[0]).toMatchObject({ group: 'Team', accounts: 30, byMix: 0, byRate: expect.closeTo(-0.105, 6) })
    expect(dimensions.find(({ dimension }) => dimension === 'region')?.explains).toBe(0)
    expect(dimensions.at(-1)).toMatchObject({ dimension: 'id', explains: null })
  })
  test('many small groups earn nothing by being many', () => {
    const { dimensions = [] } = explainChange(accounts, ['pair'], { of: 'ratio' }) ?? {}
    expect(dimensions[0]?.explains).toBe(0)
  })
  test('explained and unexplained variance agree with the F ratio: epsilon squared = (F - 1)(k - 1) / (F(k - 1) + n - k)', () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        const found = explainChange(toPairs(drawn), ['segment'], { of: 'sum' })?.dimensions[0]
        const [n, k] = [drawn.length, found?.groups.length ?? 0]
        const moves = drawn.map(({ before, after, segment }) => ({ segment, move: after[0] - before[0] }))
        const mean = (list: readonly { move: number }[]) => list.reduce((sum, { move }) => sum + move, 0) / list.length
        const groups = [...Map.groupBy(moves, ({ segment }) => segment).values()]
        const between = groups.reduce((sum, list) => sum + list.length * (mean(list) - mean(moves)) ** 2, 0)
        const within = groups.reduce((sum, list) => sum + list.reduce((part, { move }) => part + (move - mean(list)) ** 2, 0), 0)
        if (n - k < 1 || between + within === 0) {
          expect(found?.explains).toBeNull()
          return
        }
        if (k === 1 || within === 0) return
        const f = between / (k - 1) / (within / (n - k))
        expect(found?.explains).toBeCloseTo(Math.max(0, ((f - 1) * (k - 1)) / (f * (k - 1) + n - k)), 6)
      }),
    )
  })
})

test('Berkeley, 1973: women’s share of admissions is lower in all, and the departments tell another story', () => {
  // Bickel, Hammel, O'Connell 1975, Science 187: applicants and admitted of the six largest departments; before stands for men, after for women
  const departments = [
    ['A', [512, 825], [89, 108]],
    ['B', [353, 560], [17, 25]],
    ['C', [120, 325], [202, 593]],
    ['D', [138, 417], [131, 375]],
    ['E', [53, 191], [94, 393]],
    ['F', [22, 373], [24, 341]],
  ] as const
  const answer = explainChange(
    departments.map(([department, men, women]) => row(department, men, women, { department })),
    ['department'],
    { of: 'ratio' },
  )
  expect(answer?.before).toBeCloseTo(0.445, 3)
  expect(answer?.after).toBeCloseTo(0.304, 3)
  const [found] = answer?.dimensions ?? []
  const [rate, mix] = (['byRate', 'byMix'] as const).map((part) => found?.groups.reduce((sum, group) => sum + group[part], 0) ?? 0)
  expect(mix).toBeLessThan(-0.14)
  expect(rate).toBeGreaterThan(0)
  expect(found?.isSimpson).toBe(false)
})

test('an empty side has no ratio, and no rows have no sum', () => {
  expect(explainChange([row('A', [1, 1], [0, 0], {})], ['plan'], { of: 'ratio' })).toBeNull()
  expect(explainChange([], ['plan'], { of: 'sum' })).toBeNull()
  expect(explainChange([row('A', [1, 1], [4, 0], {})], ['plan'], { of: 'sum' })?.dimensions[0]?.groups).toEqual([
    { group: '(none)', accounts: 1, part: 3, byRate: 3, byMix: 0 },
  ])
})
