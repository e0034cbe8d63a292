import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { demandBySegment, sized, type Voice } from './evidence.ts'

const voice = (id: number, account: string | null): Voice => ({ id: String(id), account })
const pays = new Map([
  ['acme', 60_000],
  ['brill', 30_000],
  ['cove', 10_000],
  ['free', 0],
])

test('voices, accounts and what these pay are counted, each once', () => {
  const told = sized([voice(1, 'acme'), voice(2, 'acme'), voice(3, 'brill'), voice(4, 'free'), voice(5, null), voice(1, 'acme')], pays)
  expect(told).toEqual({
    voices: 5,
    accounts: 3,
    unnamed: 1,
    paying: 2,
    revenue: 90_000,
    loudest: { account: 'acme', share: 2 / 4 },
    heaviest: { account: 'acme', share: 60 / 90 },
    isLoud: true,
  })
})

test('without a ledger nobody knows who pays, which is not nothing', () => {
  expect(sized([voice(1, 'acme')], null)).toMatchObject({ accounts: 1, paying: null, revenue: null, heaviest: null })
  expect(sized([voice(1, 'free')], pays)).toMatchObject({ accounts: 1, paying: 0, revenue: 0, heaviest: null })
  expect(sized([], pays)).toEqual({ voices: 0, accounts: 0, unnamed: 0, paying: 0, revenue: 0, loudest: null, heaviest: null, isLoud: false })
})

test('32 voices of 50 from one account are loud, three of twelve are not', () => {
  const one = Array.from({ length: 50 }, (_, n) => voice(n, n < 32 ? 'polder' : `other ${n}`))
  expect(sized(one, pays)).toMatchObject({ loudest: { account: 'polder', share: 0.64 }, isLoud: true })
  const many = Array.from({ length: 12 }, (_, n) => voice(n, n < 3 ? 'polder' : `other ${n}`))
  expect(sized(many, pays)).toMatchObject({ loudest: { account: 'polder', share: 0.25 }, isLoud: false })
})

describe('whatever is said', () => {
  const voices = fc.array(fc.record({ id: fc.integer({ min: 0, max: 40 }).map(String), account: fc.constantFrom('acme', 'brill', 'cove', 'free', null) }), {
    maxLength: 60,
  })
  /** A voice has one account. */
  const settled = (all: readonly Voice[]): Voice[] => all.map(({ id }) => all.find((one) => one.id === id) ?? { id, account: null })

  test('the order of rows changes nothing, and more voices of an account that is there change no revenue', () =>
    fc.assert(
      fc.property(voices, (given) => {
        const all = settled(given)
        const told = sized(all, pays)
        expect(sized(all.toReversed(), pays)).toEqual(told)
        const [known] = all.filter(({ account }) => account !== null)
        if (known) expect(sized([...all, { id: 'more', account: known.account }], pays)).toMatchObject({ revenue: told.revenue, accounts: told.accounts })
      }),
    ))

  test('a whole pays no more than its parts together and no less than the larger one', () =>
    fc.assert(
      fc.property(voices, fc.integer({ min: 0, max: 60 }), (given, cut) => {
        const all = settled(given)
        const [one, other, whole] = [all.slice(0, cut), all.slice(cut), all].map((part) => sized(part, pays))
        expect(whole?.revenue ?? NaN).toBeLessThanOrEqual((one?.revenue ?? NaN) + (other?.revenue ?? NaN))
        expect(whole?.revenue ?? NaN).toBeGreaterThanOrEqual(Math.max(one?.revenue ?? NaN, other?.revenue ?? NaN))
      }),
    ))
})

describe('demand by segment', () => {
  const segmentOf = new Map([
    ...Array.from({ length: 10 }, (_, n) => [`m${n}`, 'Mid-market'] as const),
    ...Array.from({ length: 8 }, (_, n) => [`e${n}`, 'Enterprise'] as const),
    ['x', ''],
  ])
  const heard = new Set(['m0', 'm1', 'm2', 'm3', 'm4', 'e0', 'e1', 'e2', 'e3', 'x'])
  const said = new Set(['m0', 'm1', 'e0', 'e1', 'e2', 'x'])

  test('is a share of those heard, not of all; a segment with fewer than five heard has none, and stands last', () => {
    expect(
      demandBySegment(
        said,
        heard,
        segmentOf,
        new Map([
          ['m0', 100],
          ['e1', 900],
        ]),
      ),
    ).toEqual([
      { segment: 'Mid-market', accounts: 2, of: 10, heard: 5, share: 0.4, revenue: 100 },
      { segment: 'Enterprise', accounts: 3, of: 8, heard: 4, share: null, revenue: 900 },
    ])
  })

  test('whoever says it was heard, also where nothing else of them is known; without a ledger revenue is unknown', () => {
    expect(demandBySegment(said, new Set(), segmentOf, null)[0]).toMatchObject({ segment: 'Enterprise', heard: 3, share: null, revenue: null })
  })
})
