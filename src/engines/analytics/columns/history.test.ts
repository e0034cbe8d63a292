import { expect, test } from 'vitest'
import { answer } from '../answer.ts'
import { readQuery } from '../query/resolve.ts'
import { asFiled } from '../testing/asFiled.ts'
import { chance } from '../testing/chance.ts'
import { collector, type GivenEvent, type GivenProfile } from './collect.ts'
import { historyOf, versionAt } from './history.ts'

const hour = 3_600_000
const start = Date.UTC(2026, 2, 2)
const range = { from: '2026-03-02', to: '2026-03-16' }

test('what was said holds from its instant on; before anything was said nothing holds, and of one instant the last', () => {
  const codes = ['pro', 'free', 'team']
  const given = [
    { id: 'b', since: 20, properties: { plan: 'free' } },
    { id: 'b', since: 10, properties: { plan: 'pro' } },
    { id: 'b', since: 20, properties: { plan: 'team' } },
    { id: 'c', since: null, properties: { plan: 'free' } },
  ]
  const history = historyOf(
    given,
    4,
    (id) => ['', 'a', 'b', 'c'].indexOf(id),
    (_, value) => codes.indexOf(String(value)),
  )
  const at = (key: number, instant: number): string | null | undefined => {
    const version = history && versionAt(history, key, instant)
    return version == null ? null : codes[history?.columns.get('plan')?.[version] ?? -1]
  }
  expect([9, 10, 19, 20].map((instant) => at(2, instant))).toEqual([undefined, 'pro', 'pro', 'team'])
  expect([at(3, -Infinity), at(1, 20)]).toEqual(['free', null])
  expect(
    historyOf(
      [{ id: 'c' }],
      4,
      () => 3,
      () => 0,
    ),
  ).toBeUndefined()
})

/** Random logs of accounts that change plan, some of them undated, some never named. */
function company(seed: number): { readonly events: readonly GivenEvent[]; readonly accounts: readonly GivenProfile[] } {
  const { below, pick } = chance(seed)
  const events = Array.from({ length: 10 + below(40) }, () => ({
    name: pick(['start', 'next']),
    ts: start + below(24 * 14) * hour,
    person: `p${below(6)}`,
    account: below(9) === 0 ? null : `a${below(5)}`,
  }))
  const accounts = Array.from({ length: below(8) }, () => ({
    id: `a${below(4)}`,
    since: below(4) === 0 ? null : start + below(14) * 24 * hour,
    properties: below(8) === 0 ? {} : { plan: pick(['pro', 'free']), seats: below(3) },
  }))
  return { events, accounts }
}

/** The value of a property of an account at an instant, by looking through all that was said. */
function saidAt(accounts: readonly GivenProfile[], account: string | null | undefined, name: string, instant: number): unknown {
  const said = accounts.filter(({ id, since }) => id === account && (since ?? -Infinity) <= instant)
  const newest = Math.max(...said.map(({ since }) => since ?? -Infinity))
  return said.findLast(({ since }) => (since ?? -Infinity) === newest)?.properties?.[name] ?? null
}

/** Every kind of question, with a line or a filter by a property. */
const questionsBy = (ref: string): readonly Readonly<Record<string, unknown>>[] => {
  const [breakdown, where] = [[{ by: ref }], { prop: ref, op: 'eq', value: 'pro' }]
  const [first, next] = [{ event: 'start' }, { event: 'next' }]
  return [
    { kind: 'trend', unit: 'day', series: [{ sel: { event: '*' }, math: 'total' }, { sel: first }], breakdown },
    { kind: 'trend', unit: 'week', series: [{ sel: next, math: 'active', activeDays: 7 }], where },
    { kind: 'funnel', steps: [first, next], breakdown },
    { kind: 'funnel', steps: [first, { ...next, where }] },
    { kind: 'funnel', steps: [first, next], breakdown, reentry: 'earliest_longest', attribution: 'last_touch' },
    { kind: 'retention', start: first, back: next, unit: 'day', intervals: 3, breakdown },
    { kind: 'retention', start: { ...first, where }, back: next, unit: 'week', intervals: 1 },
    { kind: 'stickiness', sel: next, unit: 'week', breakdown },
    { kind: 'lifecycle', sel: next, unit: 'week', breakdown },
    { kind: 'paths', where },
  ]
}

/** What was said by then stands on each event as well. */
function bothWays(seed: number) {
  const { events, accounts } = company(seed)
  const own = collector()
  for (const event of events) own.add({ ...event, properties: { then: saidAt(accounts, event.account, 'plan', event.ts) } })
  return { events: own.events({ account: accounts }), now: Date.UTC(2027, 0, 1) }
}

test('at the event, every kind of question tells what it tells of a property that the event itself bears', () => {
  let moved = 0
  for (let seed = 0; seed < 150; seed++) {
    const own = bothWays(seed)
    const place = seed % 3 === 0 ? { ...own, events: asFiled(own.events, 4096) } : own
    const told = (given: Readonly<Record<string, unknown>>): unknown => answer(readQuery({ range, tz: 'UTC', ...given }), place).data
    for (const [at, borne] of questionsBy('event.then').entries()) {
      const asked = { ...questionsBy('account.plan')[at], actor: seed % 2 === 0 ? 'person' : { group: 'account' } }
      const then = told({ ...asked, propTime: 'at_event' })
      expect(then, `${seed} ${JSON.stringify(asked)}`).toEqual(told({ ...borne, actor: asked.actor }))
      if (JSON.stringify(then) !== JSON.stringify(told(asked))) moved++
    }
  }
  expect(moved).toBeGreaterThan(300)
})

test('what bears no day is read as it is now, and the answer says so', () => {
  const own = collector()
  own.add({ name: 'start', ts: start, account: 'a0', person: 'p0' })
  const asked = (since: number | null): unknown => {
    const events = own.events({ account: [{ id: 'a0', since, properties: { plan: 'pro' } }], person: [{ id: 'p0', properties: { role: 'admin' } }] })
    const given = { kind: 'trend', range, series: [{ sel: { event: '*' } }], breakdown: [{ by: 'account.plan' }, { by: 'person.id' }], propTime: 'at_event' }
    return answer(readQuery(given), { events, now: Date.UTC(2027, 0, 1) }).warnings
  }
  expect(asked(null)).toEqual([{ code: 'note', message: 'Nothing that is known of account.plan bears a day: it is read as it is now.' }])
  expect(asked(start)).toEqual([])
})
