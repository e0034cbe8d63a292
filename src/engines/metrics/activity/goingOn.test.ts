import fc from 'fast-check'
import { expect, test } from 'vitest'
import { usageByAge } from './ages.ts'
import { withPieces, type Activity } from './activity.ts'
import { firstOf, reachedAt, seenBetween } from './firsts.ts'
import { counting } from './marks.ts'
import { anyLog } from '#test/support/anyLog.ts'
import { activityOf, countedOf, day, pieceOf } from './testing/log.ts'
import { countsOfUse, usesIn } from './uses.ts'

/** Folds that go on from where they stood, beside the same folds begun anew: rows behind the last, and late ones between. */

const spans = Array.from({ length: 9 }, (_, place) => ({ start: place * 7 * day, stop: (place + 1) * 7 * day }))
const starts = (activity: Activity): Float64Array =>
  Float64Array.from(activity.accounts, (id) => ({ acme: 0, bolt: 10 * day, crux: 25 * day + 3600 })[id] ?? Number.NaN)

function told(activity: Activity, key: string) {
  const counted = { ...countedOf(activity), ...(key === '' ? {} : { terms: key }) }
  const [any, use] = [counting(activity, counted, 'account', 'any'), counting(activity, counted, 'actor')]
  const milestone = { name: Uint8Array.from(activity.names, (name) => Number(name === 'report')), count: 2, users: 2 }
  const first = firstOf(activity, any, null, key)
  const reached = reachedAt(activity, any, starts(activity), milestone, 14 * day, key)
  const later = seenBetween(activity, use, reached, 7 * day, 21 * day, key)
  const own = <T>(list: ArrayLike<T>, ids: readonly string[]): [string, T | undefined][] => ids.map((id, place) => [id, list[place]])
  const usage = (by: 'actor' | 'account', rolling: number | null) => {
    const { cohort, worth, ages } = usageByAge(activity, use, by, spans, rolling, key)
    const ids = by === 'actor' ? activity.actors : activity.accounts
    return ids.map((id, who) => [id, cohort[who], Array.from(worth.subarray(who * ages, (who + 1) * ages))])
  }
  return JSON.stringify([
    own(first, activity.accounts),
    own(reached, activity.accounts),
    own(later, activity.accounts),
    usage('actor', null),
    usage('account', null),
    usage('actor', 10 * day),
  ])
}

test('what came behind or between is added as if all had been there from the start', () => {
  fc.assert(
    fc.property(anyLog(0, 40, 60), anyLog(40, 60, 60), anyLog(0, 60, 60), (first, more, late) => {
      let activity = activityOf(first)
      for (const next of [[], more, late]) {
        activity = withPieces(activity, [pieceOf(next)])
        expect(told(activity, 'the same')).toBe(told(activity, ''))
      }
    }),
    { numRuns: 60 },
  )
})

const anyStart = fc.constantFrom(Number.NaN, 0, 3 * day, 10 * day, 25 * day + 3600, 41 * day, 55 * day)
const anyStarts = fc.record({ acme: anyStart, bolt: anyStart, crux: anyStart })

test('accounts that start at another time since, or came to a start, are told as if they had always started there', () => {
  let restarts = 0
  const anyStep = fc.record({ own: anyStarts, then: anyStarts, more: anyLog(40, 60, 25), isBehind: fc.boolean() })
  const [count, users] = [fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 })]
  fc.assert(
    fc.property(anyLog(0, 40, 60), count, users, fc.array(anyStep, { minLength: 2, maxLength: 4 }), (first, count_, users_, steps) => {
      let activity = activityOf(first)
      const found = (asked: Activity, own: Readonly<Record<string, number>>, key: string) => {
        const isIn = counting(asked, { ...countedOf(asked), terms: 'the same' }, 'account', 'any')
        const at = Float64Array.from(asked.accounts, (id) => own[id] ?? Number.NaN)
        const milestone = { name: Uint8Array.from(asked.names, (name) => Number(name === 'report')), count: count_, users: users_ }
        const marks = [reachedAt(asked, isIn, at, milestone, 14 * day, key), seenBetween(asked, isIn, at, 7 * day, 21 * day, key)]
        return marks.map((each) => each.slice(0, at.length))
      }
      let before: Readonly<Record<string, number>> = {}
      for (const { own, then, more, isBehind } of steps) {
        const earlier = activity
        activity = withPieces(activity, [pieceOf(more.filter(({ at }) => at >= (activity.at[activity.length - 1] ?? 0)))])
        restarts += Object.entries(own).filter(([id, at]) => !Object.is(at, before[id])).length
        expect(found(activity, own, 'starts')).toEqual(found(activity, own, ''))
        // who asks of fewer events, with starts as they were then, moves nothing of what is known
        if (isBehind) found(earlier, then, 'starts')
        expect(found(activity, own, 'starts')).toEqual(found(activity, own, ''))
        before = own
      }
    }),
    { numRuns: 200 },
  )
  expect(restarts).toBeGreaterThan(100)
})

test('where hundreds start at another time, all is told anew', () => {
  const ids = Array.from({ length: 400 }, (_, place) => `A${place}`)
  const activity = activityOf(ids.flatMap((account, place) => [0, 9, 30].map((date) => ({ at: date * day + place, account, actor: account, name: 'report' }))))
  const isIn = counting(activity, countedOf(activity), 'account', 'any')
  const milestone = { name: Uint8Array.from(activity.names, () => 1), count: 2, users: 1 }
  const found = (start: number, key: string) => {
    const at = new Float64Array(activity.accounts.length).fill(start)
    return [reachedAt(activity, isIn, at, milestone, 14 * day, key).slice(), seenBetween(activity, isIn, at, 7 * day, 21 * day, key).slice()]
  }
  const moved = [0, 5 * day, 20 * day, 0].map((start) => found(start, 'moved'))
  expect(moved).toEqual([0, 5 * day, 20 * day, 0].map((start) => found(start, '')))
  expect(moved[0]).not.toEqual(moved[1])
})

test('an as-of day before what was folded is told by itself', () => {
  fc.assert(
    fc.property(anyLog(0, 60, 60), fc.integer({ min: 1, max: 8 }), (log, until) => {
      const activity = activityOf(log)
      const isIn = counting(activity, countedOf(activity), 'actor')
      usageByAge(activity, isIn, 'actor', spans, null, 'kept')
      const cut = spans.slice(0, until)
      const short = spans.map((span, place) => (place < until ? span : { ...span, stop: Math.min(span.stop, cut.at(-1)?.stop ?? 0) }))
      expect(usageByAge(activity, isIn, 'actor', short, null, 'kept')).toEqual(usageByAge(activity, isIn, 'actor', short, null))
    }),
    { numRuns: 30 },
  )
})

test('some of the periods that are folded are told as if they were folded alone', () => {
  fc.assert(
    fc.property(anyLog(0, 60, 60), fc.nat(7), fc.integer({ min: 1, max: 8 }), fc.constantFrom(null, 10 * day), (log, first, count, rolling) => {
      const activity = activityOf(log)
      const isIn = counting(activity, countedOf(activity), 'actor')
      const some = spans.slice(first, first + count)
      const among = usageByAge(activity, isIn, 'actor', some, rolling, 'kept', spans)
      const alone = usageByAge(activity, isIn, 'actor', some, rolling)
      const shown = ({ cohort, worth, ages }: typeof alone) =>
        Array.from(cohort, (own, who) => (own < 0 ? null : [own, Array.from(worth.subarray(who * ages, (who + 1) * ages))]))
      expect(shown(among)).toEqual(shown(alone))
    }),
    { numRuns: 60 },
  )
})

test('counts alone are those of the full columns', () => {
  fc.assert(
    fc.property(anyLog(0, 60, 60), fc.integer({ min: 0, max: 50 }), (log, from) => {
      const activity = activityOf(log)
      const isIn = counting(activity, countedOf(activity), 'account', 'any')
      const featuresOf = activity.names.map((name) => (name === 'report' ? [0, 1] : name === 'alert' ? [1] : []))
      const span = { start: from * day, stop: (from + 10) * day }
      expect(countsOfUse(activity, span, isIn, 2, featuresOf).counts).toEqual(usesIn(activity, span, isIn, 2, featuresOf).columns.counts)
    }),
    { numRuns: 30 },
  )
})
