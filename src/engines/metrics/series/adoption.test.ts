import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyLog } from '#test/support/anyLog.ts'
import { activityOf, day, type Happened } from '../activity/testing/log.ts'
import { everyRow } from '../activity/marks.ts'
import { usesIn } from '../activity/uses.ts'
import { adoptionFigure, type Feature, type Moment, type Payer, type Placed } from './adoption.ts'

const feature = (id: string, more: Partial<Feature> = {}): Feature => ({ id, event: id, least: 1, area: null, plans: null, from: null, ...more })
const plans: Readonly<Record<string, string>> = { acme: 'big', bolt: 'small', crux: 'big', dune: 'small' }

/** The last 28 of 60 days, and the same stretch eight weeks before. */
function moment(log: readonly Happened[], features: readonly Feature[], payers: readonly string[]): Moment & { readonly placed: readonly Placed[] } {
  const activity = activityOf(log)
  const featuresOf = activity.names.map((name) => features.flatMap(({ event }, place) => (event === name ? [place] : [])))
  const read = (stop: number) => usesIn(activity, { start: stop - 28 * day, stop }, everyRow(activity), features.length, featuresOf)
  const people = Map.groupBy(
    activity.actors.map((id, code) => ({ code, since: 0, id })),
    ({ id }) => ({ ann: 'acme', bob: 'bolt', cem: 'crux' })[id] ?? 'dune',
  )
  return {
    placed: features.map((one, place) => ({ place, feature: one })),
    payers: payers.map((id): Payer => ({ id, code: activity.accounts.indexOf(id), plan: plans[id] ?? '', mrr: id === 'acme' ? 300 : 100 })),
    people,
    stop: 60 * day,
    uses: read(60 * day),
    before: read(4 * day),
  }
}

const everyone = ['acme', 'bolt', 'crux', 'dune']
const event = (dayOf: number, account: string, actor: string | null, name = 'report'): Happened => ({ at: dayOf * day, account, actor, name })

describe('by hand', () => {
  const log = [
    event(3, 'bolt', 'bob'),
    event(3, 'crux', 'cem'),
    event(33, 'acme', 'ann'),
    event(34, 'acme', 'ann'),
    event(41, 'acme', 'dia'),
    event(59, 'crux', 'cem'),
  ]

  test('breadth, depth, weeks, revenue and people are numbers of their own', () => {
    const { placed, ...read } = moment(log, [feature('report')], everyone)
    // Acme (300 of 600 a month) did it three times in two weeks, Crux once; of four people Ann, Cem and Dia did
    expect(adoptionFigure(placed, read)).toMatchObject({
      value: 0.5,
      numerator: 2,
      denominator: 4,
      parts: { breadth: 0.5, depth: 2, weeks: 1.5, revenueWeighted: 400 / 600, users: 3 / 4, stillAfter8Weeks: 0.5 },
    })
  })

  test('a feature of some plans is owed by those plans alone, and use elsewhere counts nowhere', () => {
    const { placed, ...read } = moment(log, [feature('report', { plans: ['small'] })], everyone)
    expect(adoptionFigure(placed, read)).toMatchObject({ value: 0, numerator: 0, denominator: 2 })
  })

  test('often enough is k times', () => {
    const { placed, ...read } = moment(log, [feature('report', { least: 2 })], everyone)
    expect(adoptionFigure(placed, read)).toMatchObject({ numerator: 1, parts: { depth: 3 } })
  })

  test('nobody who could is no denominator', () => {
    const { placed, ...read } = moment(log, [feature('report', { plans: ['none'] })], everyone)
    expect(adoptionFigure(placed, read)).toMatchObject({ value: null, reason: 'no_denominator' })
  })
})

describe('for any log', () => {
  test('numerator and depth are those of counting events by account', () => {
    fc.assert(
      fc.property(anyLog(), fc.integer({ min: 1, max: 3 }), (log, least) => {
        const { placed, ...read } = moment(log, [feature('report', { least })], everyone)
        const times = everyone.map((id) => log.filter(({ account, name, at }) => account === id && name === 'report' && at >= 32 * day).length)
        const adopters = times.filter((n) => n >= least)
        expect(adoptionFigure(placed, read)).toMatchObject({
          numerator: adopters.length,
          denominator: 4,
          parts: { depth: adopters.length === 0 ? null : adopters.reduce((sum, n) => sum + n, 0) / adopters.length },
        })
      }),
    )
  })

  test('more accounts that could use it and did not never raise the numerator; groups add up to the whole', () => {
    fc.assert(
      fc.property(anyLog(), (log) => {
        const used = log.filter(({ account }) => account === 'acme' || account === 'bolt')
        const some = moment(used, [feature('report')], ['acme', 'bolt'])
        const all = moment(used, [feature('report')], everyone)
        expect(adoptionFigure(all.placed, all).numerator).toBe(adoptionFigure(some.placed, some).numerator)
        const rest = moment(used, [feature('report')], ['crux', 'dune'])
        const sum = (side: 'numerator' | 'denominator') => (adoptionFigure(some.placed, some)[side] ?? 0) + (adoptionFigure(rest.placed, rest)[side] ?? 0)
        expect([sum('numerator'), sum('denominator')]).toEqual([adoptionFigure(all.placed, all).numerator, adoptionFigure(all.placed, all).denominator])
      }),
    )
  })
})
