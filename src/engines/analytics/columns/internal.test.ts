import { describe, expect, test } from 'vitest'
import { answer } from '../answer.ts'
import { readQuery } from '../query/resolve.ts'
import { chance } from '../testing/chance.ts'
import { collector, type GivenEvent } from './collect.ts'
import { withoutInternal } from './internal.ts'

const start = Date.UTC(2026, 0, 5)
const range = { from: '2026-01-05', to: '2026-02-02' }
const [accounts, persons] = [
  ['a1', 'a2', 'a3', 'ours'].map((id) => ({ id, created: start, properties: { is_internal: id === 'ours', plan: id === 'a1' ? 'pro' : 'free' } })),
  ['p1', 'p2', 'bot', 'staff'].map((id) => ({ id, created: start, properties: { is_internal: id === 'staff', is_service: id === 'bot' } })),
]

function randomEvents(seed: number): GivenEvent[] {
  const { below, pick } = chance(seed)
  return Array.from({ length: 80 }, () => ({
    name: pick(['signed up', 'invited', 'shared']),
    ts: start + below(24 * 27) * 3_600_000,
    person: pick(['p1', 'p2', 'bot', 'staff', null]),
    account: pick(['a1', 'a2', 'a3', 'ours', null]),
    properties: { plan: pick(['pro', 'free']) },
  }))
}

function eventsOf(given: readonly GivenEvent[], isOurs: (id: string) => boolean = () => true) {
  const own = collector()
  for (const event of given) own.add(event)
  return own.events({ account: accounts.filter(({ id }) => isOurs(id)), person: persons.filter(({ id }) => isOurs(id)) })
}

const left = (id: string | null | undefined): boolean => id !== 'ours' && id !== 'bot' && id !== 'staff'
const questions = [
  {
    kind: 'trend',
    range,
    unit: 'week',
    series: [{ sel: { event: '*' }, math: 'total' }, { sel: { event: 'invited', where: { prop: 'event.plan', op: 'eq', value: 'pro' } } }],
  },
  { kind: 'funnel', range, steps: [{ event: 'signed up' }, { event: 'shared' }], breakdown: [{ by: 'account.plan' }], actor: 'person' },
  { kind: 'activation', range, milestone: [{ sel: { event: 'shared' } }] },
  { kind: 'adoption', range, features: [{ name: 'Share', sel: { event: 'shared' } }] },
  { kind: 'retention', range, start: { event: 'signed up' }, back: { event: '*' } },
].map((query) => readQuery({ ...query, asOf: '2026-03-01' }))

describe('leaving our own people out', () => {
  test('gives what the same events without them give, in every kind of question', () => {
    for (let seed = 0; seed < 60; seed++) {
      const given = randomEvents(seed)
      const [cut, plain] = [
        withoutInternal(eventsOf(given)),
        eventsOf(
          given.filter(({ account, person }) => left(account) && left(person)),
          left,
        ),
      ]
      for (const query of questions)
        expect({ seed, data: answer(query, { events: cut, now: 0 }).data }).toEqual({ seed, data: answer(query, { events: plain, now: 0 }).data })
    }
  })

  test('changes nothing where there are none, and is made once', () => {
    const own = collector()
    for (const event of randomEvents(1)) own.add(event)
    const events = own.events()
    expect(withoutInternal(events)).toBe(events)
    const known = eventsOf(randomEvents(2))
    expect(withoutInternal(known).ts).toBe(withoutInternal({ ...known }).ts)
    expect(withoutInternal(known).length).toBeLessThan(known.length)
  })
})
