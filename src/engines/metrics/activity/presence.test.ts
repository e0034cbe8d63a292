import fc from 'fast-check'
import { expect, test } from 'vitest'
import { walkDays, type Grouping } from './active.ts'
import { withPieces, type Activity } from './activity.ts'
import { counting } from './marks.ts'
import { presenceOf, trailing } from './presence.ts'
import { anyLog } from '#test/support/anyLog.ts'
import { activityOf, countedOf, day, parts, pieceOf, type Happened } from './testing/log.ts'

const days = Array.from({ length: 60 }, (_, index) => ({ date: String(index).padStart(3, '0'), start: index * day, stop: (index + 1) * day }))
const lengths = { day: 1, week: 7, fourWeeks: 28 }
const dateBack = (date: string, back: number): string => String(Math.max(0, Number(date) - back)).padStart(3, '0')
const windows = Object.entries(lengths).map(([key, length]) => trailing(key, days, (date) => dateBack(date, length - 1)))
/** As a month does: it begins again every ten days. */
const decade = trailing('decade', days, (date) => `${date.slice(0, 2)}0`)

test.each(['actor', 'account'] as const)('one pass tells of every %s what walking day by day does, and goes on when more comes', (by) => {
  fc.assert(
    fc.property(
      anyLog(0, 40, 80),
      anyLog(40, 60, 80),
      anyLog(20, 60, 80),
      fc.constantFrom('none' as const, 'account' as const, 'name' as const),
      (first, more, late, of) => {
        let activity = activityOf(first)
        for (const next of [[], more, late]) {
          activity = withPieces(activity, [pieceOf(next)])
          const counted = { ...countedOf(activity), terms: 'the same' }
          const isIn = counting(activity, counted, by)
          const grouping: Grouping =
            of === 'account'
              ? { of, group: Int32Array.from(activity.accounts, (id) => id.length % 2), count: 2 }
              : of === 'name'
                ? { of, groups: activity.names.map((name) => (name === 'report' ? [0, 1] : [1])), count: 2 }
                : { of: 'none' }
          const seen = presenceOf(activity, { key: `${by} ${of}`, days, isIn, by, grouping, windows: [...windows, decade] })
          for (const walked of walkDays(activity, countedOf(activity), days, grouping, by)) {
            const at = Number(walked.date)
            for (let group = 0; group < (of === 'none' ? 1 : 2); group++) {
              const told = [...Object.keys(lengths), 'decade'].map((key) => seen(key, group)[at])
              const since = (from: number): number => walked.since(group, Math.max(0, from) * day)
              expect(told).toEqual([walked.daily(group), since(at - 6), since(at - 27), since(at - (at % 10))])
            }
          }
        }
      },
    ),
    { numRuns: 60 },
  )
})

test.each([
  ['actor', 'account'],
  ['account', 'account'],
  ['actor', 'actor'],
] as const)('every %s is told in the groups that each %s is in now, whichever it was in when it was counted', (by, of) => {
  const ids = fc.array(fc.constantFrom(...parts[`${of}s`].filter((id) => id !== null)), { maxLength: 3 })
  const everybody: readonly string[] = parts.actors.filter((id) => id !== null)
  const anyLoyal = fc.subarray([...everybody])
  let moves = 0
  fc.assert(
    fc.property(
      anyLoyal,
      anyLog(0, 40, 80),
      fc.array(fc.tuple(ids, anyLog(30, 60, 20), fc.boolean()), { minLength: 2, maxLength: 4 }),
      (loyal, drawn, days_) => {
        // some act for one account alone, which is found without another look at all rows, until they act for another too
        const homeOf = (actor: string): string => parts.accounts[everybody.indexOf(actor) % parts.accounts.length] ?? ''
        const atHome = <T extends Happened>(log: readonly T[]) =>
          log.map((one) => (one.actor !== null && loyal.includes(one.actor) ? { ...one, account: homeOf(one.actor) } : one))
        let activity = activityOf(atHome(drawn))
        const groups = new Map<string, number>()
        for (const [moved, more, isLate] of [[[], [], true] as const, ...days_]) {
          const last = activity.at[activity.length - 1] ?? 0
          activity = withPieces(activity, [pieceOf(isLate ? atHome(more) : more.filter(({ at }) => at >= last))])
          for (const id of moved) groups.set(id, ((groups.get(id) ?? id.length % 3) + 1) % 3)
          const counted = { ...countedOf(activity), terms: 'the same' }
          const list = of === 'account' ? activity.accounts : activity.actors
          const group = Int32Array.from(list, (id) => groups.get(id) ?? id.length % 3)
          moves += list.filter((id) => moved.some((one) => one === id)).length
          const grouping: Grouping = { of, group, count: 3 }
          const seen = presenceOf(activity, { key: `${by} ${of}`, days, isIn: counting(activity, counted, by), by, grouping, windows: [...windows, decade] })
          for (const walked of walkDays(activity, countedOf(activity), days, grouping, by)) {
            const at = Number(walked.date)
            for (let one = 0; one < 3; one++) {
              const told = [...Object.keys(lengths), 'decade'].map((key) => seen(key, one)[at])
              const since = (from: number): number => walked.since(one, Math.max(0, from) * day)
              expect(told).toEqual([walked.daily(one), since(at - 6), since(at - 27), since(at - (at % 10))])
            }
          }
        }
      },
    ),
    { numRuns: 120 },
  )
  expect(moves).toBeGreaterThan(20)
})

test('who asks of the events before the last ones came, with accounts as they were then, moves nothing of what was counted since', () => {
  const seenBy = (activity: Activity, place: (id: string) => number) => {
    const counted = { ...countedOf(activity), terms: 'the same' }
    const grouping: Grouping = { of: 'account', group: Int32Array.from(activity.accounts, place), count: 2 }
    const seen = presenceOf(activity, { key: 'by plan', days, isIn: counting(activity, counted, 'actor'), by: 'actor', grouping, windows })
    return [0, 1].map((group) => [...seen('day', group)].slice(0, 30))
  }
  const at = (date: number, account: string, actor: string) => ({ at: date * day + 1, account, actor, name: 'report' })
  const first = [at(1, 'acme', 'ann'), at(2, 'bolt', 'bob')]
  const more = [at(20, 'acme', 'ann'), at(21, 'crux', 'cem')]
  const before = activityOf(first)
  const after = withPieces(before, [pieceOf(more)])
  expect(after.origin).toBe(before.origin)
  const now = (id: string): number => Number(id === 'acme')
  const told = seenBy(after, now)
  expect(seenBy(before, () => 0)).toEqual(seenBy(activityOf(first), () => 0))
  expect(seenBy(after, now)).toEqual(told)
  expect(seenBy(after, () => 0)).toEqual(seenBy(activityOf([...first, ...more]), () => 0))
})

test('who acted for one account alone and acts for another since is told in the groups of both when the first moves', () => {
  const at = (date: number, account: string, actor: string) => ({ at: date * day + 1, account, actor, name: 'report' })
  const groups = new Map([
    ['acme', 0],
    ['bolt', 0],
    ['crux', 1],
  ])
  const seenBy = (activity: Activity) => {
    const isIn = counting(activity, { ...countedOf(activity), terms: 'the same' }, 'actor')
    const grouping: Grouping = { of: 'account', group: Int32Array.from(activity.accounts, (id) => groups.get(id) ?? 0), count: 3 }
    const seen = presenceOf(activity, { key: 'by plan', days, isIn, by: 'actor', grouping, windows })
    return [0, 1, 2].map((group) => [...seen('week', group)].slice(0, 59))
  }
  const rows = [at(1, 'acme', 'ann'), at(2, 'bolt', 'bob')]
  let activity = activityOf(rows)
  seenBy(activity)
  groups.set('bolt', 2)
  seenBy(activity)
  activity = withPieces(activity, [pieceOf([at(20, 'crux', 'ann')])])
  seenBy(activity)
  groups.set('acme', 1)
  expect(seenBy(activity)).toEqual(seenBy(activityOf([...rows, at(20, 'crux', 'ann')])))
})
