import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '../../numbers/dates.ts'
import { expectedOf, isInDanger, outlookOf, scopeChange, type Sized } from './releases.ts'

const today = '2026-11-16'
const bet = (half: string | null, likely: string | null, due: string | null = null) => ({ due, half, likely })

describe('when a feature is done', () => {
  test('the forecast of its bet goes before its own time; without a forecast its time says it, and nothing says nothing', () => {
    expect(expectedOf({ due: null, bet: bet('2027-01-10', '2027-01-20') }, today)).toEqual({ half: '2027-01-10', likely: '2027-01-20', isOverdue: false })
    expect(expectedOf({ due: '2026-12-31', bet: bet('2026-12-01', '2026-12-08', '2026-12-31') }, today)?.likely).toBe('2026-12-08')
    expect(expectedOf({ due: '2026-12-31', bet: null }, today)).toEqual({ half: '2026-12-31', likely: '2026-12-31', isOverdue: false })
    expect(expectedOf({ due: null, bet: bet(null, null) }, today)).toBeNull()
    expect(expectedOf({ due: null, bet: null }, today)).toBeNull()
  })

  test('a part that comes before its bet moves by as many days as the bet is late, and not at all when it is early', () => {
    const part = (likely: string) => expectedOf({ due: '2026-12-15', bet: bet('2027-01-05', likely, '2026-12-31') }, today)
    expect(part('2027-01-14')).toEqual({ half: '2026-12-20', likely: '2026-12-29', isOverdue: false })
    expect(expectedOf({ due: '2026-12-15', bet: bet('2026-12-01', '2026-12-10', '2026-12-31') }, today)?.likely).toBe('2026-12-15')
  })

  test('a part that follows its bet does not come before its own time', () => {
    const follows = (likely: string) => expectedOf({ due: '2027-02-28', bet: bet(likely, likely, '2026-12-31') }, today)?.likely
    expect([follows('2026-12-20'), follows('2027-03-09')]).toEqual(['2027-02-28', '2027-03-09'])
  })

  test('what should have been done and is not, is not done before today', () =>
    expect(expectedOf({ due: '2026-10-31', bet: null }, today)).toEqual({ half: today, likely: today, isOverdue: true }))
})

describe('whether a promised day is kept', () => {
  type Days = readonly (readonly [half: string, likely: string] | null)[]
  const open = (...days: Days) => days.map((one, n) => ({ id: `F${n}`, expected: one && { half: one[0], likely: one[1], isOverdue: false } }))
  const level = (promised: string | null, ...days: Days) => outlookOf(promised, open(...days), today).level

  test('85 % in time is on track, an even chance only is at risk, less than that is late', () => {
    expect(level('2027-01-31', ['2027-01-10', '2027-01-31'])).toBe('onTrack')
    expect(level('2027-01-31', ['2027-01-31', '2027-02-01'])).toBe('atRisk')
    expect(level('2027-01-31', ['2027-02-01', '2027-02-02'])).toBe('late')
  })

  test('the slowest feature decides, by name and days', () =>
    expect(outlookOf('2027-01-31', open(['2026-12-01', '2026-12-05'], ['2027-01-20', '2027-02-13']), today)).toEqual({
      level: 'atRisk',
      half: '2027-01-20',
      likely: '2027-02-13',
      last: 'F1',
      days: 13,
      unknown: [],
      gone: [],
    }))

  test('a feature without a day makes a kept promise unknown, and takes back no broken one', () => {
    expect(level('2027-01-31', ['2026-12-01', '2026-12-05'], null)).toBe('unknown')
    expect(level('2027-01-31', ['2027-02-01', '2027-02-05'], null)).toBe('late')
    expect(outlookOf('2027-01-31', open(null), today)).toMatchObject({ half: null, last: null, unknown: ['F0'] })
  })

  test('nothing left to do is done, until its day has passed; without a day nothing is broken', () => {
    expect(level('2027-01-31')).toBe('done')
    expect(outlookOf('2026-11-10', [], today)).toMatchObject({ level: 'late', days: 6 })
    expect(level(today)).toBe('done')
    expect([level(null), level(null, ['2030-01-01', '2030-01-01'])]).toEqual(['done', 'undated'])
  })

  test('what will not come blocks it, whatever is done or late; the days of the rest stay told', () => {
    const blocked = (promised: string | null, ...days: Days) => outlookOf(promised, open(...days), today, ['F9'])
    for (const promised of [null, '2027-01-31', '2026-11-10'])
      for (const days of [[], [null], [['2027-01-10', '2027-02-13'] as const]]) {
        const rest = outlookOf(promised, open(...days), today)
        expect(blocked(promised, ...days)).toEqual({ ...rest, level: 'blocked', gone: ['F9'] })
      }
    expect((['blocked', 'late', 'atRisk', 'unknown', 'onTrack', 'done', 'undated'] as const).filter((one) => isInDanger({ level: one }))).toEqual(['blocked', 'late', 'atRisk']) // prettier-ignore
  })

  test('a later forecast never makes it better', () => {
    const order = ['done', 'onTrack', 'unknown', 'atRisk', 'late']
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.nat(30), fc.nat(60), (half, spread, more, promise) => {
        const at = (by: number) => outlookOf(addDays(today, promise), open([addDays(today, half + by), addDays(today, half + spread + by)]), today)
        const [before, after] = [at(0), at(more)]
        expect(order.indexOf(after.level)).toBeGreaterThanOrEqual(order.indexOf(before.level))
        expect(after.days).toBeGreaterThanOrEqual(before.days)
      }),
    )
  })
})

describe('what a frozen scope has become', () => {
  const of = (...some: readonly (readonly [string, number | null])[]): Sized[] => some.map(([id, effort]) => ({ id, effort }))

  test('what came in, what went out, what has another size, and the weeks of all that', () =>
    expect(scopeChange(of(['a', 4], ['b', 6], ['c', null]), of(['a', 5], ['c', null], ['d', 8]))).toEqual({
      added: ['d'],
      removed: ['b'],
      resized: [{ id: 'a', from: 4, to: 5 }],
      weeks: 3,
    }))

  test('the same scope is no change, in whichever order', () => {
    const scope = fc.uniqueArray(fc.tuple(fc.string(), fc.option(fc.nat(50))), { selector: ([id]) => id })
    fc.assert(
      fc.property(scope, (some) => {
        expect(scopeChange(of(...some), of(...some.toReversed()))).toEqual({ added: [], removed: [], resized: [], weeks: 0 })
      }),
    )
  })
})
