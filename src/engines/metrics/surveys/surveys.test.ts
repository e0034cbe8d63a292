import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answersNeeded, npsInterval } from '../../numbers/intervals.ts'
import { accountWeighted, apart, classesOf, heard, heardMore, npsVariance, oncePerYear, smallestChange, susOf, type Answer } from './surveys.ts'

const day = 86_400
const answer = (id: string, more: Partial<Answer> = {}): Answer => ({
  id,
  invite: null,
  at: 0,
  account: null,
  user: null,
  score: 10,
  least: 0,
  most: 10,
  surface: 'email',
  mode: 'relationship',
  ...more,
})

describe('net promoters', () => {
  test('120, 80 and 40 of 240 have a half-width of 9.4 points (kpis.md 4.9)', () => {
    const interval = npsInterval(120, 80, 40)
    expect(interval?.score).toBeCloseTo(100 / 3, 10)
    expect(((interval?.high ?? 0) - (interval?.low ?? 0)) / 2).toBeCloseTo(9.4, 1)
    expect(npsVariance({ promoters: 120, passives: 80, detractors: 40 })).toBeCloseTo(0.5 + 1 / 6 - 1 / 9, 12)
  })

  test('classes are those of Bain, and every answer is in one', () => {
    const scores = Array.from({ length: 11 }, (_, score) => answer(`R${score}`, { score }))
    expect(classesOf(scores)).toEqual({ promoters: 2, passives: 2, detractors: 7 })
  })

  test.each([
    [{ most: 5 }, 'from 0 to 5'],
    [{ least: 1 }, 'from 1 to 10'],
    [{ score: 11 }, 'is 11'],
  ])('another scale is refused: %j', (more, says) => {
    expect(() => classesOf([answer('R1', more)])).toThrow(says)
  })

  test('the smallest change is the one for which that many answers are needed', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), fc.integer({ min: 1, max: 200 }), (promoters, passives, detractors) => {
        const n = promoters + passives + detractors
        const variance = npsVariance({ promoters, passives, detractors })
        const change = smallestChange(variance, n)
        const needed = change > 0 ? answersNeeded(variance, change) : n
        expect(Math.abs(needed - n)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('the score lies in [−100, 100], inside an interval that shrinks as the same shares come from more people', () => {
    fc.assert(
      fc.property(fc.nat(80), fc.nat(80), fc.integer({ min: 1, max: 80 }), (promoters, passives, detractors) => {
        const [few, many] = [npsInterval(promoters, passives, detractors), npsInterval(4 * promoters, 4 * passives, 4 * detractors)]
        expect(Math.abs(few?.score ?? 999)).toBeLessThanOrEqual(100)
        expect(few?.low).toBeLessThanOrEqual(few?.score ?? -999)
        expect(few?.high).toBeGreaterThanOrEqual(few?.score ?? 999)
        expect((many?.high ?? 0) - (many?.low ?? 0)).toBeLessThanOrEqual((few?.high ?? 0) - (few?.low ?? 0))
      }),
    )
  })
})

describe('which answers count', () => {
  test('the last of an invitation, whatever their order', () => {
    const [early, late, free] = [answer('R1', { invite: 'I1', at: 1, score: 2 }), answer('R2', { invite: 'I1', at: 5 }), answer('R3', { at: 3 })]
    expect(heard([late, free, early]).last.map(({ id }) => id)).toEqual(['R3', 'R2'])
  })

  test('a person once in 365 days, from the last one that counted', () => {
    const at = (id: string, days: number) => answer(id, { user: 'ann', at: days * day })
    const { kept, left } = oncePerYear([at('R1', 0), at('R2', 200), at('R3', 365), answer('R4', { at: 366 * day })])
    expect(kept.map(({ id }) => id)).toEqual(['R1', 'R3', 'R4'])
    expect(left).toBe(1)
  })
})

test('accounts weigh the same, however many answers they gave', () => {
  const answers = [answer('R1', { account: 'acme' }), answer('R2', { account: 'acme' }), answer('R3', { account: 'bolt', score: 0 }), answer('R4')]
  expect(accountWeighted(answers, ({ score }) => score)).toBe(5)
  expect(accountWeighted([], ({ score }) => score)).toBeNull()
})

test('the usability scale is 2.5 times the adjusted items', () => {
  expect(susOf([5, 4, 2, 1, 2, 3, 2, 4, 5, 4])).toBe(50)
  expect(susOf([5, 1, 5, 1, 5, 1, 5, 1, 5, 1])).toBe(100)
  expect(susOf([3, 3, 3, 3, 3, 3, 3, 3, 3, 3])).toBe(50)
  expect(() => susOf([3])).toThrow(RangeError)
})

test('mixes of surfaces lie from 0 to 1 apart', () => {
  const [mail, app] = [
    [answer('R1'), answer('R2')],
    [answer('R3', { surface: 'app' }), answer('R4')],
  ]
  expect([apart(mail, mail), apart(mail, app), apart(mail, [answer('R5', { surface: 'app' })])]).toEqual([0, 0.5, 1])
})

test('answers that come later stand where they would had all come at once, or all are looked through again', () => {
  const any = fc.array(fc.record({ id: fc.nat(30), invite: fc.option(fc.nat(6)), at: fc.nat(20) }), { maxLength: 12 })
  let gone = 0
  fc.assert(
    fc.property(any, any, (some, others) => {
      const answersIn = (list: typeof some): Answer[] =>
        list.map(({ id, invite, at }) => answer(`R${id}`, { invite: invite === null ? null : `I${invite}`, at: at * day }))
      const unique = [...new Map([...some, ...others].map((one) => [one.id, one])).values()]
      const [first, more] = [answersIn(unique.slice(0, some.length)), answersIn(unique.slice(some.length))]
      const together = heardMore(heard(first), more)
      if (together === null) return
      gone += 1
      expect(together).toEqual(heard([...first, ...more]))
    }),
    { numRuns: 300 },
  )
  expect(gone).toBeGreaterThan(20)
})
