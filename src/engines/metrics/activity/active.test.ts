import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { walkDays, type Grouping } from './active.ts'
import { anyLog } from '#test/support/anyLog.ts'
import { activityOf, countedOf, counts, day, type Happened } from './testing/log.ts'

const days = Array.from({ length: 60 }, (_, index) => ({ date: String(index), start: index * day, stop: (index + 1) * day }))
const people = (log: readonly Happened[], from: number, to: number, account?: string): number =>
  new Set(
    log
      .filter((one) => counts(one) && one.actor !== null && one.at >= from && one.at < to && (account === undefined || one.account === account))
      .map((one) => one.actor),
  ).size

describe('for any log of events', () => {
  test('daily, weekly and monthly figures are those of counting a set of names, and rise in that order', () => {
    fc.assert(
      fc.property(anyLog(), (log) => {
        const activity = activityOf(log)
        for (const seen of walkDays(activity, countedOf(activity), days, { of: 'none' }, 'actor')) {
          const end = (Number(seen.date) + 1) * day
          const found = [seen.daily(0), seen.since(0, end - 7 * day), seen.since(0, end - 28 * day)]
          expect(found).toEqual([1, 7, 28].map((back) => people(log, end - back * day, end)))
          expect(found).toEqual(found.toSorted((a, b) => a - b))
        }
      }),
      { numRuns: 40 },
    )
  })

  test('groups are counted by themselves: the largest is at most the whole, and the whole at most their sum', () => {
    fc.assert(
      fc.property(anyLog(), (log) => {
        const activity = activityOf(log)
        const grouping: Grouping = { of: 'account', group: Int32Array.from(activity.accounts.keys()), count: activity.accounts.length }
        for (const seen of walkDays(activity, countedOf(activity), days, grouping, 'actor')) {
          const end = (Number(seen.date) + 1) * day
          const parts = activity.accounts.map((_, group) => seen.since(group, end - 28 * day))
          expect(parts).toEqual(activity.accounts.map((account) => people(log, end - 28 * day, end, account)))
          const all = people(log, end - 28 * day, end)
          expect(all).toBeGreaterThanOrEqual(Math.max(0, ...parts))
          expect(all).toBeLessThanOrEqual(parts.reduce((sum, part) => sum + part, 0))
        }
      }),
      { numRuns: 40 },
    )
  })

  test('an event of a kind that belongs to two groups counts in both', () => {
    const activity = activityOf([{ at: 0, account: 'acme', actor: 'ann', name: 'report' }])
    const [first] = walkDays(activity, countedOf(activity), days, { of: 'name', groups: [[0, 1]], count: 3 }, 'actor')
    expect([0, 1, 2].map((group) => first?.daily(group))).toEqual([1, 1, 0])
  })

  test('accounts are counted whoever acted, and by unknown people too, but not by bots', () => {
    const activity = activityOf([
      { at: 0, account: 'acme', actor: null, name: 'report' },
      { at: 1, account: 'bolt', actor: 'bot', name: 'report' },
    ])
    const [accounts] = walkDays(activity, countedOf(activity), days, { of: 'none' }, 'account')
    const [actors] = walkDays(activity, countedOf(activity), days, { of: 'none' }, 'actor')
    expect([accounts?.daily(0), actors?.daily(0)]).toEqual([1, 0])
  })

  test('an event at midnight belongs to the day that begins', () => {
    const activity = activityOf([{ at: day, account: 'acme', actor: 'ann', name: 'report' }])
    const [first, second] = walkDays(activity, countedOf(activity), days, { of: 'none' }, 'actor')
    expect([first?.daily(0), second?.daily(0)]).toEqual([0, 1])
  })
})
