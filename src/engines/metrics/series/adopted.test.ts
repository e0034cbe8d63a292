import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyLog } from '#test/support/anyLog.ts'
import { activityOf, day, parts } from '../activity/testing/log.ts'
import { everyRow } from '../activity/marks.ts'
import { usesIn } from '../activity/uses.ts'
import { adoptedIn, adoptionFigures, type Roster } from './adopted.ts'
import { adoptionFigure, type Feature, type Person, type Placed } from './adoption.ts'

const accounts = ['none', ...parts.accounts]
const plans = ['small', 'big', 'huge']

const anyFeature = (): fc.Arbitrary<Feature> =>
  fc.record({
    id: fc.uuid(),
    event: fc.constantFrom(...parts.names),
    least: fc.integer({ min: 1, max: 3 }),
    area: fc.constant(null),
    plans: fc.option(fc.subarray(plans)),
    from: fc.constant(null),
  })
const anyone = fc.record({ actor: fc.constantFrom('ann', 'bob', 'cem', 'stranger'), account: fc.constantFrom(...accounts), since: fc.nat(90 * day) })
const anyCase = fc.record({
  log: anyLog(0, 84, 150),
  features: fc.array(anyFeature(), { maxLength: 4 }),
  planOf: fc.array(fc.constantFrom(...plans), { minLength: 5, maxLength: 5 }),
  payers: fc.shuffledSubarray(accounts),
  mrr: fc.array(fc.nat(500), { minLength: 5, maxLength: 5 }),
  listed: fc.option(fc.array(anyone, { maxLength: 6 })),
  groupOf: fc.array(fc.nat(1), { minLength: 5, maxLength: 5 }),
})

/** The same case as both ways of telling take it. */
function read({ log, features, planOf, payers, mrr, listed }: typeof anyCase extends fc.Arbitrary<infer Case> ? Case : never) {
  const activity = activityOf(log)
  const placed = features.map((feature, place): Placed => ({ place, feature }))
  const featuresOf = activity.names.map((name) => placed.filter(({ feature }) => feature.event === name).map(({ place }) => place))
  const uses = (stop: number) => usesIn(activity, { start: stop - 28 * day, stop }, everyRow(activity), features.length, featuresOf)
  const [now, before, stop] = [uses(84 * day), uses(28 * day), 84 * day]
  const codeOf = (id: string): number => activity.accounts.indexOf(id)
  const people = listed?.map((one) => ({ ...one, code: activity.actors.indexOf(one.actor) }))
  const seen = activity.actors.flatMap((_, code): (Person & { account: string })[] =>
    now.accountOf(code) < 0 ? [] : [{ code, since: Number.NEGATIVE_INFINITY, account: activity.accounts[now.accountOf(code)] ?? '' }],
  )
  const roster: Roster = {
    plan: planOf,
    placeOfCode: Int32Array.from(activity.accounts, (id) => accounts.indexOf(id)),
    listed: people
      ? {
          code: Int32Array.from(people, ({ code }) => code),
          place: Int32Array.from(people, ({ account }) => accounts.indexOf(account)),
          since: Float64Array.from(people, ({ since }) => since),
        }
      : null,
  }
  const adopted = adoptedIn(placed, placed, roster, { uses: now.columns, before: before.columns, stop })
  const one = (id: string) => ({ id, code: codeOf(id), plan: planOf[accounts.indexOf(id)] ?? '', mrr: mrr[accounts.indexOf(id)] ?? 0 })
  const moment = {
    payers: payers.map(one),
    people: Map.groupBy<string, Person & { account: string }>(people ?? seen, ({ account }) => account),
    stop,
    uses: now,
    before,
  }
  const paying = { place: Int32Array.from(payers, (id) => accounts.indexOf(id)), mrr: Float64Array.from(payers, (id) => one(id).mrr) }
  return { placed, adopted, roster, moment, paying }
}

test('columns of accounts tell of every group what telling payer by payer does', () => {
  fc.assert(
    fc.property(anyCase, (one) => {
      const { placed, adopted, roster, moment, paying } = read(one)
      const groupAt = Int32Array.from(one.groupOf)
      expect(adoptionFigures(adopted, roster, paying, null, 1)).toEqual([adoptionFigure(placed, moment)])
      expect(adoptionFigures(adopted, roster, paying, groupAt, 2)).toEqual(
        [0, 1].map((group) => adoptionFigure(placed, { ...moment, payers: moment.payers.filter((_, payer) => groupAt[paying.place[payer] ?? 0] === group) })),
      )
    }),
    { numRuns: 400 },
  )
})

test('use outside of a plan is told apart', () => {
  fc.assert(
    fc.property(anyCase, (one) => {
      const { placed, adopted, moment } = read(one)
      const outside = moment.payers.filter(
        ({ code, plan }) =>
          code >= 0 && placed.some(({ feature, place }) => feature.plans !== null && !feature.plans.includes(plan) && moment.uses.count(place, code) > 0),
      )
      expect(moment.payers.filter(({ id }) => adopted.outside[accounts.indexOf(id)] === 1)).toEqual(outside)
    }),
  )
})

test('what is kept of a stretch does not hold what was read for it', async () => {
  setFlagsFromString('--expose-gc')
  const told = () => {
    const [counts, weeks, people, last] = [new Int32Array(5), new Uint32Array(5), new Int32Array(5), new Int32Array(5)]
    const roster: Roster = { plan: plans, placeOfCode: Int32Array.of(0, 1, 2), listed: null }
    const feature: Feature = { id: 'F1', event: 'report', least: 1, area: null, plans: ['big'], from: null }
    const uses = { features: 1, counts, weeks, people, last }
    return { adopted: adoptedIn([{ place: 0, feature }], [], roster, { uses, before: uses, stop: day }), read: new WeakRef(counts) }
  }
  const { adopted, read } = told()
  await new Promise(setImmediate)
  runInNewContext('gc')()
  expect(read.deref()).toBeUndefined()
  expect(plans.map(adopted.isAble)).toEqual([false, true, false])
})
