import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { agreementOf, deviationOf, talkOrder, toldFactor } from './blindRound.ts'

const twenty = { min: 1, max: 20 }

describe('what people gave for a factor', () => {
  test('is its median, its range, its deviation and the middle half as a share of the scale', () => {
    // sorted 3, 5, 8, 13, 13: type 7 quartiles 5 and 13; mean 8.4, squares 29.16 + 11.56 + 0.16 + 2 x 21.16 = 83.2, 83.2 / 4 = 20.8
    const told = toldFactor('jobSize', [13, 5, 8, 13, 3], twenty)
    expect(told).toMatchObject({ factor: 'jobSize', n: 5, median: 8, low: 3, high: 13, isSplit: true })
    expect(told.deviation).toBeCloseTo(Math.sqrt(20.8), 12)
    expect(told.spread).toBeCloseTo(8 / 19, 12)
  })

  test('has no median and no spread for fewer than three people, and no deviation for one', () => {
    expect(toldFactor('jobSize', [5, 8], twenty)).toMatchObject({ n: 2, median: null, spread: null, isSplit: false, low: 5, high: 8 })
    expect(toldFactor('jobSize', [], twenty)).toEqual({
      factor: 'jobSize',
      n: 0,
      median: null,
      low: null,
      high: null,
      deviation: null,
      spread: null,
      isSplit: false,
    })
    expect(deviationOf([5])).toBeNull()
  })

  test('is held against its highest value where the factor has no scale', () => {
    expect(toldFactor('reach', [100, 200, 300, 400, 400], null).spread).toBeCloseTo(200 / 400, 12)
    expect(toldFactor('reach', [0, 0, 0], null)).toMatchObject({ median: 0, spread: 0, isSplit: false })
  })

  test('does not depend on the order of people, is free of a shift of all, and a spread lies between 0 and 1', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 3, maxLength: 12 }), fc.integer({ min: 1, max: 50 }), (values, shift) => {
        const told = toldFactor('jobSize', values, twenty)
        expect(toldFactor('jobSize', values.toReversed(), twenty)).toEqual(told)
        const moved = values.map((value) => value + shift)
        expect(deviationOf(moved)).toBeCloseTo(deviationOf(values) ?? NaN, 9)
        for (const one of [told.spread, toldFactor('reach', values, null).spread]) expect(one ?? NaN).toBeGreaterThanOrEqual(0)
        expect(told.spread ?? NaN).toBeLessThanOrEqual(1)
        expect(toldFactor('reach', values, null).spread ?? NaN).toBeLessThanOrEqual(1)
        expect(told.median ?? NaN).toBeGreaterThanOrEqual(told.low ?? NaN)
        expect(told.median ?? NaN).toBeLessThanOrEqual(told.high ?? NaN)
      }),
    ))
})

describe('what to talk about first', () => {
  test('is the widest spread times the effort', () =>
    expect(
      talkOrder([
        { key: 'INI-1', spreads: [0.1, 0.5], weeks: 10 }, // 5
        { key: 'INI-2', spreads: [0.2], weeks: 40 }, // 8
        { key: 'INI-3', spreads: [0.9], weeks: 2 }, // 1.8
      ]),
    ).toEqual(['INI-2', 'INI-1', 'INI-3']))

  test('takes a bet without a size as large as the middle one, and one without a spread comes last', () =>
    expect(
      talkOrder([
        { key: 'INI-4', spreads: [null], weeks: 15 },
        { key: 'INI-1', spreads: [0.5], weeks: 10 }, // 5
        { key: 'INI-2', spreads: [0.5], weeks: null }, // 0.5 x 15 = 7.5
        { key: 'INI-3', spreads: [0.5], weeks: 20 }, // 10
      ]),
    ).toEqual(['INI-3', 'INI-2', 'INI-1', 'INI-4']))

  test('names every bet once, those of one weight by their keys', () => {
    expect(talkOrder([])).toEqual([])
    expect(
      talkOrder([
        { key: 'INI-10', spreads: [0.3], weeks: null },
        { key: 'INI-9', spreads: [0.3], weeks: null },
      ]),
    ).toEqual(['INI-9', 'INI-10'])
  })
})

describe('agreement of people', () => {
  test('is 1 when they rank alike, 0 when their ranks cancel, and leaves out who has a gap', () => {
    expect(
      agreementOf([
        [3, 2, 1],
        [30, 20, 10],
        [9, 8, 7],
        [1, null, 3],
      ]),
    ).toEqual({ w: 1, of: 3, leftOut: 1 })
    expect(
      agreementOf([
        [3, 2, 1],
        [1, 2, 3],
      ]).w,
    ).toBeCloseTo(0, 12)
    expect(agreementOf([[1, 2, null]])).toEqual({ w: null, of: 0, leftOut: 1 })
  })
})
