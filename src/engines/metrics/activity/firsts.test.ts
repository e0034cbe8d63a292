import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { counting } from './marks.ts'
import { firstOf, reachedAt, seenBetween } from './firsts.ts'
import { anyLog } from '#test/support/anyLog.ts'
import { activityOf, countedOf, counts, day, type Happened } from './testing/log.ts'

const starts: Readonly<Record<string, number>> = { acme: 0, bolt: 10 * day, crux: 25 * day + 3600 }
const startsIn = (accounts: readonly string[]): Float64Array => Float64Array.from(accounts, (id) => starts[id] ?? Number.NaN)
const own = (log: readonly Happened[], id: string): Happened[] => log.filter((one) => one.account === id && counts(one)).toSorted((a, b) => a.at - b.at)

describe('for any log of events', () => {
  test('the first event of each account is the least of its events that count', () => {
    fc.assert(
      fc.property(anyLog(), (log) => {
        const activity = activityOf(log)
        const found = firstOf(activity, counting(activity, countedOf(activity), 'account'))
        for (const [code, id] of activity.accounts.entries()) expect(found[code]).toBe(own(log, id)[0]?.at ?? Number.NaN)
      }),
    )
  })

  test('a milestone is reached with the event that makes it often enough by enough people, inside the window', () => {
    fc.assert(
      fc.property(anyLog(), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 30 }), (log, count, users, days) => {
        const activity = activityOf(log)
        const milestone = { name: Uint8Array.from(activity.names, (name) => Number(name === 'report')), count, users }
        const found = reachedAt(activity, counting(activity, countedOf(activity), 'account'), startsIn(activity.accounts), milestone, days * day)
        for (const [code, id] of activity.accounts.entries()) {
          const since = starts[id] ?? Number.NaN
          const inside = own(log, id).filter(({ at, name }) => name === 'report' && at >= since && at < since + days * day)
          const enough = (upTo: number): boolean => {
            const until = inside.slice(0, upTo)
            return until.length >= count && (users === 1 || new Set(until.flatMap(({ actor }) => actor ?? [])).size >= users)
          }
          const reached = Array.from(inside.keys(), (index) => index + 1).find(enough)
          expect(found[code]).toBe(reached === undefined ? Number.NaN : inside[reached - 1]?.at)
        }
      }),
    )
  })

  test('a wider window never takes a milestone away', () => {
    fc.assert(
      fc.property(anyLog(), fc.nat(30), fc.nat(30), (log, days, more) => {
        const activity = activityOf(log)
        const milestone = { name: Uint8Array.from(activity.names, () => 1), count: 2, users: 1 }
        const reach = (within: number) =>
          reachedAt(activity, counting(activity, countedOf(activity), 'account'), startsIn(activity.accounts), milestone, within * day)
        const [narrow, wide] = [reach(days), reach(days + more)]
        expect([...narrow].map((at, code) => (Number.isNaN(at) ? at : wide[code]))).toEqual([...narrow])
      }),
    )
  })

  test('who is there between two ages is told from the own start, its end excluded', () => {
    fc.assert(
      fc.property(anyLog(), (log) => {
        const activity = activityOf(log)
        const found = seenBetween(activity, counting(activity, countedOf(activity), 'account'), startsIn(activity.accounts), 7 * day, 14 * day)
        for (const [code, id] of activity.accounts.entries()) {
          const since = starts[id] ?? Number.NaN
          expect(found[code]).toBe(Number(own(log, id).some(({ at }) => at >= since + 7 * day && at < since + 14 * day)))
        }
      }),
    )
  })
})
