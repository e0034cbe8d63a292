import fc from 'fast-check'
import { expect, test } from 'vitest'
import { walkDays, type Grouping } from './active.ts'
import { withPieces } from './activity.ts'
import { counting } from './marks.ts'
import { presenceOf, trailing } from './presence.ts'
import { anyLog } from '#test/support/anyLog.ts'
import { activityOf, countedOf, day, pieceOf } from './testing/log.ts'

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
