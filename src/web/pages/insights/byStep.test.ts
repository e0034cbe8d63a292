import { describe, expect, test } from 'vitest'
import { readQuery } from '#engines/analytics/query/resolve.ts'
import { inOrder } from './byStep.ts'
import { itemsOf, queryOf, withItems, type Draft } from './draft.ts'

const four: Draft = {
  kind: 'funnel',
  range: { last: 12, unit: 'week' },
  steps: [{ event: 'a' }, { event: 'b', optional: true }, { event: 'c', within: { n: 2, unit: 'day' } }, { event: 'd' }],
  exclusions: [
    { sel: { event: 'x' }, after: 1, before: 3 },
    { sel: { event: 'y' }, after: 3, before: 4 },
  ],
  attribution: { step: 4 },
  fromStep: 1,
  toStep: 4,
}

describe('a funnel that loses its last step', () => {
  test('names no step beyond the end: an exclusion ends with the last one, and what lay beyond goes', () => {
    const three = withItems(four, itemsOf(four).slice(0, 3))
    expect(three).toMatchObject({ exclusions: [{ after: 1, before: 3 }], fromStep: 1 })
    expect(Object.keys(three)).not.toEqual(expect.arrayContaining(['attribution']))
    expect(Object.keys(three)).not.toEqual(expect.arrayContaining(['toStep']))
    expect(readQuery(queryOf(three))).toMatchObject({ toStep: null, attribution: 'first_touch' })
  })

  test('is still asked when a step in it is empty', () => {
    const items = itemsOf(four)
    const open = withItems(four, [...items.slice(0, 3), { sel: { event: '' }, own: {} }])
    expect(open).toMatchObject({ attribution: { step: 4 } })
    expect(readQuery(queryOf(open))).toMatchObject({ attribution: 'first_touch', toStep: null })
  })

  test('is refused by the engine, not mended, where somebody wrote a step that is not there', () => {
    expect(() => readQuery(queryOf({ ...four, attribution: { step: 7 } }))).toThrow('there are 4 steps')
  })
})

describe('a funnel in any order', () => {
  test('leaves out what the engine refuses there: optional steps, times of one step and exclusions between some', () => {
    const loose = inOrder(four, 'unordered')
    expect(readQuery(queryOf(loose))).toMatchObject({
      order: 'unordered',
      steps: [
        { optional: false, within: null },
        { optional: false, within: null },
        { optional: false, within: null },
        { optional: false, within: null },
      ],
      exclusions: [
        { after: 1, before: 4 },
        { after: 1, before: 4 },
      ],
    })
    const five = withItems(loose, [...itemsOf(loose), { sel: { event: 'e' }, own: {} }])
    expect(readQuery(queryOf(five))).toMatchObject({ exclusions: [{ before: 5 }, { before: 5 }] })
  })

  test('leaves the rest alone, and so does another order', () => {
    expect(inOrder({ kind: 'funnel' }, 'unordered')).toEqual({ kind: 'funnel', order: 'unordered' })
    expect(inOrder(four, 'strict')).toEqual({ ...four, order: 'strict' })
  })
})
