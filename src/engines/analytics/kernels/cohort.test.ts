import { describe, expect, test } from 'vitest'
import { answer, cohortMembers } from '../answer.ts'
import { collector, type GivenEvent, type GivenProfile } from '../columns/collect.ts'
import { readCohort, type CohortRule } from '../query/cohort.ts'
import { readQuery } from '../query/resolve.ts'
import { chance } from '../testing/chance.ts'
import { isInCohort } from '../testing/cohortReference.ts'

const start = Date.UTC(2026, 0, 5)
const hour = 3_600_000
const asOf = Date.UTC(2026, 0, 25, 23, 59, 59, 999)

/** Some were created after the day that is asked about, some at a time that nobody says; one account of each kind never did anything. */
function population(seed: number) {
  const { below, pick } = chance(seed)
  const account = ['a1', 'a2', 'a3', 'a4', 'silent', 'born late', 'unborn'].map((id, place): GivenProfile => ({
    id,
    created: id === 'born late' ? asOf + hour : place % 2 === 0 ? null : start - hour,
    properties: below(4) === 0 ? {} : { plan: pick(['free', 'pro']), seats: below(5) },
  }))
  const person = ['p1', 'p2', 'p3', 'quiet'].map((id): GivenProfile => ({ id, properties: below(4) === 0 ? {} : { role: pick(['admin', 'user']) } }))
  const events = Array.from({ length: 5 + below(40) }, (): GivenEvent => {
    const ts = start + below(24 * 30) * hour
    return {
      name: pick(['open', 'edit', 'share']),
      ts,
      received: below(6) === 0 ? ts + below(10) * 24 * hour : ts,
      person: pick(['p1', 'p2', 'p3', null]),
      account: pick(['a1', 'a2', 'a3', 'a4', 'born late', null]),
      properties: below(3) === 0 ? {} : { tier: pick(['gold', 'tin']) },
    }
  })
  return { events, profiles: { account, person } }
}

const equal = (prop: string, value: unknown) => ({ prop, op: 'eq', value })

function randomRule(seed: number, depth = 0): Readonly<Record<string, unknown>> {
  const { below, pick } = chance(seed * 31 + depth * 7)
  const range = pick([
    { from: '2026-01-05', to: '2026-01-19' },
    { from: '2026-01-12', to: '2026-02-10' },
  ])
  const sel = pick<unknown>([{ event: 'open' }, { event: ['edit', 'share'] }, { event: '*' }, { event: 'edit', where: equal('event.tier', 'gold') }])
  const inner = (place: number): unknown => (depth > 1 ? null : randomRule(seed * 3 + place + 1, depth + 1))
  const leaves: readonly Readonly<Record<string, unknown>>[] = [
    { did: sel, op: pick(['gte', 'eq', 'lte']), times: below(4), in: range },
    { notDid: sel, in: range },
    { sequence: [sel, { event: 'share' }], window: { n: pick([6, 48]), unit: 'hour' }, in: range },
    equal('account.plan', 'pro'),
    { all: [equal('account.plan', 'pro'), { prop: 'account.seats', op: 'gte', value: 2 }] },
    { not: equal('account.plan', 'free') },
    equal('person.role', 'admin'),
    equal('event.tier', 'gold'),
    { all: [equal('event.tier', 'gold'), { not: equal('person.role', 'user') }] },
    { ids: ['a1', 'silent', 'p2', 'nobody', 'born late'] },
  ]
  if (depth > 1 || below(2) === 0) return pick(leaves)
  return pick([{ all: [inner(0), inner(1)] }, { any: [inner(0), inner(1)] }, { not: inner(0) }])
}

describe('a cohort holds whom walking through each one’s events finds', () => {
  test.each(['person', 'account'] as const)('of %ss, by every rule and mix of rules, also those that never did anything', (of) => {
    let members = 0
    for (let seed = 0; seed < 1500; seed++) {
      const { events, profiles } = population(seed)
      const own = collector()
      for (const event of events) own.add(event)
      const def = readCohort({ kind: 'cohort', actor: of === 'person' ? 'person' : { group: 'account' }, def: randomRule(seed), asOf: '2026-01-25' })
      expect(readCohort(def)).toEqual(def)
      const found = cohortMembers(def, { events: own.events(profiles), now: 0 }).members
      const all = [...new Set([...events.flatMap((event) => event[of] ?? []), ...profiles[of].map(({ id }) => id)])].toSorted()
      const expected = all.filter((id) => isInCohort(id, def.def, { of, events, profiles, asOf }))
      expect({ seed, rule: def.def, found }).toEqual({ seed, rule: def.def, found: expected })
      members += found.length
    }
    expect(members).toBeGreaterThan(1000)
  })

  test('and a question asked of it counts those alone, as a filter, for one event, and as a line of a breakdown', () => {
    for (let seed = 0; seed < 200; seed++) {
      const { events, profiles } = population(seed)
      const rule: CohortRule = readCohort({ kind: 'cohort', def: randomRule(seed) }).def
      const def = readCohort({ kind: 'cohort', def: rule, asOf: null })
      const columns = (given: readonly GivenEvent[]) => {
        const own = collector()
        for (const event of given) own.add(event)
        return own.events(profiles)
      }
      const place = { events: columns(events), now: asOf, cohorts: new Map([['who', def]]) }
      const inside = new Set(cohortMembers({ ...def, asOf: '2026-01-25' }, place).members)
      const isIn = ({ account, ts, received }: GivenEvent): boolean => inside.has(account ?? '') && (received ?? ts) <= asOf
      const range = { from: '2026-01-05', to: '2026-02-05' }
      const total = (more: Readonly<Record<string, unknown>>, sel: Readonly<Record<string, unknown>> = { event: 'open' }): unknown =>
        answer(readQuery({ kind: 'trend', unit: 'year', range, series: [{ sel, math: 'total' }], ...more }), place).data
      const n = events.filter((event) => event.name === 'open' && isIn(event)).length
      const point = { series: [{ points: [{ value: n }] }] }
      expect({ seed, filtered: total({ where: { cohort: 'who' } }) }).toMatchObject({ seed, filtered: point })
      expect({ seed, ofOne: total({}, { event: 'open', where: { cohort: 'who' } }) }).toMatchObject({ seed, ofOne: point })
      if (n > 0)
        expect(JSON.stringify(total({ breakdown: [{ by: { cohorts: ['who'] } }] }))).toContain(
          `"breakdown":["who"],"points":[{"bucket":"2026-01-01","value":${n},`,
        )
    }
  })
})
