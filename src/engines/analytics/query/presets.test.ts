import { describe, expect, test } from 'vitest'
import { answer } from '../answer.ts'
import { collector, type GivenEvent } from '../columns/collect.ts'
import { chance } from '../testing/chance.ts'
import { earliestOfLongest, heldChain, referenceFunnel } from '../testing/funnelReference.ts'
import { referenceRetention } from '../testing/kernelReference.ts'
import type { FunnelQuery, RetentionQuery } from './kinds.ts'
import { readQuery } from './resolve.ts'

/** What each vendor says that its numbers mean, written down apart from the presets, for the evaluators that try everything. */
const day = 86_400_000
const start = Date.UTC(2026, 0, 5)
const range = { from: '2026-01-05', to: '2026-01-19' }
const span = { from: start, to: start + 14 * day }
const now = start + 200 * day

const days = (n: number) => ({ n, unit: 'day' as const })
type Means<Q> = Readonly<Partial<Q>>
const funnels: Readonly<Record<string, Means<FunnelQuery>>> = {
  posthog: { window: days(14), tail: 'range', reentry: 'any_chain', exclusionEffect: 'remove', tieMs: 0 },
  amplitude: { window: days(1), tail: 'window', reentry: 'any_chain', exclusionEffect: 'remove', tieMs: 1000, tieOrder: 'step', dedupeSameTypeInTie: true },
  mixpanel: { window: days(7), tail: 'window', reentry: 'first_entry', exclusionEffect: 'cap', tieMs: 0 },
}
const retentions: Readonly<Record<string, Means<RetentionQuery>>> = {
  posthog: { mode: 'calendar', entry: 'recurring', weekStart: 'sunday', interval0: 'starters' },
  amplitude: { mode: 'rolling', rollingFloor: 'hour', entry: 'first_in_range', interval0: 'starters' },
  mixpanel: { mode: 'calendar', entry: 'first_ever', interval0: 'returned' },
}

/** Bursts within a second, hours and days, so that ties, windows and the end of the range all matter. */
function randomEvents(seed: number): GivenEvent[] {
  const { below, pick } = chance(seed)
  const gap = (): number => pick([below(900), below(3) * 3_600_000, below(4) * day, day, 7 * day])
  return ['p0', 'p1', 'p2'].flatMap((person) => {
    let ts = start - day + below(12) * day
    return Array.from({ length: 3 + below(7) }, () => {
      ts += gap()
      return {
        name: pick(['a', 'b', 'c', 'a', 'x']),
        ts,
        person,
        account: `acc ${person}`,
        properties: below(4) === 0 ? {} : { plan: pick(['free', 'pro', 'team']) },
      }
    })
  })
}

const vendors = Object.keys(funnels)
const asked = (given: readonly GivenEvent[], query: Readonly<Record<string, unknown>>): unknown => {
  const own = collector()
  for (const event of given) own.add(event)
  return answer(readQuery({ range, ...query }), { events: own.events(), now }).data
}
const at = (value: unknown, key: string): unknown => Reflect.get(Object(value), key)
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const countsOf = (line: unknown): number[] => listOf(at(line, 'steps')).map((step) => Number(at(step, 'count')))
const steps = ['a', 'b', 'c'].map((event) => ({ event, where: null, label: null, optional: false, within: null }))

describe('a vendor’s preset counts what the vendor says it counts', () => {
  test.each(vendors)('%s: funnels, ordered, strict and in any order, with and without an exclusion', (preset) => {
    let converted = 0
    for (let seed = 0; seed < 400; seed++) {
      const { pick } = chance(seed + 3)
      const given = randomEvents(seed)
      const order = pick(['ordered', 'ordered', 'strict', 'unordered'] as const)
      const exclusions = pick([[], [{ sel: { event: 'x', where: null, label: null }, after: 1, before: 3 }]])
      const ours = readQuery({ kind: 'funnel', range, steps })
      if (ours.kind !== 'funnel') throw new Error('not a funnel')
      const kept = preset === 'posthog' && order === 'unordered' ? { exclusionEffect: 'keep_entry' as const } : {}
      const meant = { ...ours, actor: 'person' as const, order, exclusions, ...funnels[preset], ...kept }
      const found = countsOf(asked(given, { kind: 'funnel', steps, preset, order, exclusions }))
      const expected = referenceFunnel(meant, given, span)
      expect({ seed, order, exclusions, found }).toEqual({ seed, order, exclusions, found: expected })
      converted += expected[2] ?? 0
    }
    expect(converted).toBeGreaterThan(50)
  })

  test.each(vendors)('%s: retention', (preset) => {
    for (let seed = 0; seed < 300; seed++) {
      const { pick } = chance(seed + 9)
      const given = randomEvents(seed)
      const unit = preset === 'mixpanel' ? pick(['day', 'week', null]) : preset === 'amplitude' ? pick(['day', null]) : pick(['day', 'week'])
      const question = { kind: 'retention', start: { event: 'a' }, back: { event: pick(['a', 'b']) }, intervals: 5, ...(unit ? { unit } : {}) }
      const ours = readQuery({ range, ...question })
      if (ours.kind !== 'retention') throw new Error('not a retention')
      const ofBirth = preset === 'mixpanel' && unit === null ? { mode: 'rolling' as const } : {}
      const meant = { ...ours, actor: 'person' as const, unit: unit === 'week' ? ('week' as const) : ('day' as const), ...retentions[preset], ...ofBirth }
      const found = listOf(at(asked(given, { ...question, preset }), 'cohorts')).flatMap((cohort) =>
        at(cohort, 'size') === 0 ? [] : [[at(cohort, 'size'), ...listOf(at(cohort, 'cells')).map((cell) => at(cell, 'n'))]],
      )
      const expected = [...referenceRetention(meant, given, span)].toSorted(([a], [b]) => a - b).map(([, cells]) => cells)
      expect({ seed, question, found }).toEqual({ seed, question, found: expected })
    }
  })
})

const planOf = (event: GivenEvent | undefined): string => String(event?.properties?.['plan'] ?? '(none)')

describe('a vendor’s breakdown of a funnel puts each person under the value that the vendor takes', () => {
  test.each([
    [
      'amplitude',
      'of the first step, on the earliest of the longest paths',
      (query: FunnelQuery, own: readonly GivenEvent[]) => planOf(earliestOfLongest(query, own, span)),
    ],
    [
      'mixpanel',
      'that the path tells first',
      (query: FunnelQuery, own: readonly GivenEvent[]) => {
        const chain = heldChain(query, own, span)
        return planOf(chain.find((event) => planOf(event) !== '(none)') ?? chain[0])
      },
    ],
  ] as const)('%s: %s', (preset, _, valueOf) => {
    for (let seed = 0; seed < 400; seed++) {
      const given = randomEvents(seed)
      const query = readQuery({ kind: 'funnel', range, steps, preset, breakdown: [{ by: 'event.plan' }] })
      if (query.kind !== 'funnel') throw new Error('not a funnel')
      const expected: Record<string, number[]> = {}
      for (const person of new Set(given.map((event) => event.person))) {
        const own = given.filter((event) => event.person === person)
        const counts = referenceFunnel({ ...query, reentry: preset === 'amplitude' ? 'any_chain' : 'first_entry' }, own, span)
        const line = valueOf(query, own)
        if ((counts[0] ?? 0) > 0) expected[line] = counts.map((n, step) => n + (expected[line]?.[step] ?? 0))
      }
      const lines = listOf(at(asked(given, { kind: 'funnel', steps, preset, breakdown: [{ by: 'event.plan' }] }), 'breakdown'))
      const found = Object.fromEntries(lines.map((line) => [String(listOf(at(line, 'breakdown'))[0] ?? '(none)'), countsOf(line)]))
      expect({ seed, found }).toEqual({ seed, found: expected })
    }
  })
})
