import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { counting } from '../activity/marks.ts'
import { anyLog } from '#test/support/anyLog.ts'
import { activityOf, countedOf, counts, day, type Happened } from '../activity/testing/log.ts'
import { usageByAge } from '../activity/ages.ts'
import { cohortCells, membersByCohort, stretchesOf, type Members } from './matrix.ts'

const week = 7 * day
const spans = Array.from({ length: 6 }, (_, index) => ({ start: 2 * week + index * week, stop: 3 * week + index * week }))
const usage = (log: readonly Happened[], rolling: number | null = null) => {
  const activity = activityOf(log)
  return { activity, members: usageByAge(activity, counting(activity, countedOf(activity), 'actor'), 'actor', spans, rolling) }
}
const closed = (cohort: number, age: number): boolean => cohort + age < spans.length

/** A second computation, person by person, over sets of weeks. */
function naive(log: readonly Happened[], cohort: number, age: number): [number, number] {
  const mine = Map.groupBy(
    log.filter((one) => counts(one) && one.actor !== null && one.at < 8 * week),
    ({ actor }) => actor,
  )
  const weeks = [...mine.values()].map((own) => new Set(own.map(({ at }) => Math.floor(at / week) - 2)))
  const members = weeks.filter((own) => Math.min(...own) === cohort)
  return [members.filter((own) => own.has(cohort + age)).length, members.length]
}

describe('the matrix of any log', () => {
  test('by the calendar is that of counting weeks of each person, whose cohort is the week of its first event ever', () => {
    fc.assert(
      fc.property(anyLog(), (log) => {
        const { members } = usage(log)
        for (const [cohort, row] of cohortCells(members, 6, { of: 'exact' }, closed).entries()) {
          expect(membersByCohort(members, 6)[cohort]?.length).toBe(naive(log, cohort, 0)[1])
          for (const { age, value, numerator, denominator } of row) {
            const [hits, size] = naive(log, cohort, age)
            if (!closed(cohort, age) || size === 0) expect([value, numerator]).toEqual([null, null])
            else expect([numerator, denominator]).toEqual([hits, size])
          }
        }
      }),
    )
  })

  test('unbounded is at least exact and never rises with age; age 0 is everybody; intervals hold their share', () => {
    fc.assert(
      fc.property(anyLog(), fc.boolean(), (log, isRolling) => {
        const { members } = usage(log, isRolling ? week : null)
        const [exact, unbounded] = [cohortCells(members, 6, { of: 'exact' }, closed), cohortCells(members, 6, { of: 'unbounded' }, closed)]
        for (const [cohort, row] of unbounded.entries()) {
          let before = 1
          for (const [place, { value, interval }] of row.entries()) {
            const plain = exact[cohort]?.[place]
            expect(plain?.value === null).toBe(value === null)
            if (value === null) continue
            expect(value).toBeGreaterThanOrEqual(plain?.value ?? 1)
            expect(value).toBeLessThanOrEqual(before)
            expect(interval?.low).toBeLessThanOrEqual(value)
            expect(interval?.high).toBeGreaterThanOrEqual(value)
            before = value
          }
          if (exact[cohort]?.[0]?.value !== null) expect(exact[cohort]?.[0]?.value).toBe(1)
        }
      }),
    )
  })

  test('a bracket is at least each of its ages and at most their sum, and waits for its last one', () => {
    fc.assert(
      fc.property(anyLog(), (log) => {
        const { members } = usage(log)
        const exact = cohortCells(members, 6, { of: 'exact' }, closed)
        for (const [cohort, row] of cohortCells(members, 6, { of: 'bracket', stretches: stretchesOf('0,1-2,3-5') }, closed).entries()) {
          const cell = row.find(({ age }) => age === 1)
          const [one, two] = [exact[cohort]?.[1], exact[cohort]?.[2]]
          if (!closed(cohort, 2)) expect(cell?.value).toBeNull()
          else if (cell?.value !== null && cell?.value !== undefined) {
            expect(cell.value).toBeGreaterThanOrEqual(Math.max(one?.value ?? 0, two?.value ?? 0))
            expect(cell.value).toBeLessThanOrEqual((one?.value ?? 0) + (two?.value ?? 0) + 1e-12)
          }
        }
      }),
    )
  })

  test('rolling ages begin with the first event itself, not with the week', () => {
    const log = [
      { at: 2 * week + 6 * day, account: 'acme', actor: 'ann', name: 'report' },
      { at: 3 * week + day, account: 'acme', actor: 'ann', name: 'report' },
    ]
    const at = (rolling: number | null, age: number) => cohortCells(usage(log, rolling).members, 6, { of: 'exact' }, closed)[0]?.[age]?.value
    expect([at(null, 1), at(week, 1)]).toEqual([1, 0])
  })
})

describe('revenue', () => {
  // two customers of one cohort: 100 then 150 then nothing, 300 then 200 then 200
  const members: Members = { cohort: Int32Array.from([0, 0, -1]), isPresence: false, worth: Float64Array.from([100, 150, 0, 300, 200, 200, 9, 9, 9]), ages: 3 }

  test('is the ratio of sums, not the mean of ratios', () => {
    const [row] = cohortCells(members, 1, { of: 'exact' }, () => true)
    expect(row?.map(({ value }) => value)).toEqual([1, 350 / 400, 200 / 400])
    expect(row?.[2]).toMatchObject({ numerator: 200, denominator: 400 })
  })

  test('one age alone is the same as in the whole table', () => {
    const only = cohortCells(members, 1, { of: 'exact' }, () => true, undefined, 1)
    expect(only).toEqual([[cohortCells(members, 1, { of: 'exact' }, () => true)[0]?.[1]]])
  })

  test('groups keep their own members', () => {
    expect(cohortCells(members, 1, { of: 'exact' }, () => true, membersByCohort(members, 1, [0]))[0]?.map(({ value }) => value)).toEqual([1, 1.5, 0])
  })
})

test.each(['', '1-', '3-1', '0,0', '0-2,2-3', 'a'])('“%s” are no stretches of ages', (text) => {
  expect(() => stretchesOf(text)).toThrow(RangeError)
})
