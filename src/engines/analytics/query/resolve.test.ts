import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isQueryRefusal } from '../refusal.ts'
import { readCohort } from './cohort.ts'
import { sha256 } from './hash.ts'
import { onlyMeant } from './meant.ts'
import { hashOf, readQuery } from './resolve.ts'

const range = { last: 4, unit: 'week' }
const funnel = (more: Readonly<Record<string, unknown>> = {}) => ({ kind: 'funnel', range, steps: [{ event: 'a' }, { event: 'b' }, { event: 'c' }], ...more })

function refusal(given: unknown): { at: string; message: string; hint: string } {
  try {
    readQuery(given)
  } catch (error) {
    if (isQueryRefusal(error)) return { at: error.at, message: error.message, hint: error.hint }
    throw error
  }
  throw new Error('it was not refused')
}

describe('a query that cannot be asked is refused with its place and what to write', () => {
  test.each([
    [{ kind: 'tunnel' }, 'kind', 'Use trend, funnel'],
    [funnel({ stpes: [] }), 'stpes', 'It has kind, actor'],
    [funnel({ steps: [{ event: 'a' }] }), 'steps', 'Give 2 to 20'],
    [funnel({ steps: [{ event: 'a', optional: true }, { event: 'b' }, { event: 'c' }] }), 'steps[0].optional', 'Start with a step'],
    [funnel({ exclusions: [{ sel: { event: 'x' }, after: 3, before: 2 }] }), 'exclusions[0]', 'smaller'],
    [funnel({ window: { n: 0, unit: 'day' } }), 'window.n', 'a whole number from 1'],
    [funnel({ order: 'unordered', steps: [{ event: 'a' }, { event: 'b', within: { n: 1, unit: 'day' } }] }), 'steps', '"order": "ordered"'],
    [funnel({ tz: 'Mars/Base' }), 'tz', 'IANA'],
    [funnel({ range: undefined }), 'range', '"last": 12'],
    [funnel({ where: { prop: 'plan', op: 'eq', value: 1 } }), 'where.prop', 'event.plan'],
    [funnel({ where: { prop: 'event.a\\"b', op: 'set' } }), 'where.prop', 'another name'],
    [funnel({ where: { prop: 'event.a\\', op: 'set' } }), 'where.prop', 'another name'],
    [funnel({ where: { prop: 'event.plan', op: 'regex', value: '(' } }), 'where.value', 'pattern'],
    [funnel({ where: { prop: 'event.plan', op: 'set', value: 1 } }), 'where.value', 'Leave it out'],
    [{ kind: 'trend', range, series: [{ sel: { event: 'a' }, math: 'sum' }] }, 'series[0].value', 'event.amount'],
    [{ kind: 'trend', range, series: [{ sel: { event: 'a' } }], formula: 'A / B' }, 'formula', 'A is the first of 1'],
    [funnel({ strictIgnores: [{ event: 'ping' }] }), 'strictIgnores', '"order": "strict"'],
    [{ kind: 'retention', range, start: { event: 'a' }, back: { event: 'a' }, cumulativeValue: true }, 'cumulativeValue', '"value"'],
    [{ kind: 'adoption', actor: 'person', range, features: [{ name: 'A', sel: { event: 'a' } }], minPersons: 2 }, 'minPersons', '"account"'],
    [
      { kind: 'activation', actor: 'session', range, milestone: [{ sel: { event: 'a' } }, { sel: { event: 'b' }, minPersons: 2 }] },
      'milestone[1].minPersons',
      '"account"',
    ],
    [null, '', 'kind'],
  ])('%j at “%s”', (given, at, hint) => {
    const found = refusal(given)
    expect(found.at).toBe(at)
    expect(found.hint).toContain(hint)
  })

  const sel = { event: 'a' }
  const by = [{ by: 'account.plan' }]
  const several = { features: [{ name: 'A', sel }], minPersons: 2 }
  test.each([
    [funnel({ strictIgnores: [{ event: 'ping' }] }), funnel()],
    [
      { kind: 'retention', range, start: sel, back: sel, cumulativeValue: true, value: null },
      { kind: 'retention', range, start: sel, back: sel },
    ],
    [
      { kind: 'adoption', preset: 'posthog', range, ...several },
      { kind: 'adoption', preset: 'posthog', range, ...several, minPersons: 1 },
    ],
    [
      { kind: 'activation', actor: 'session', range, milestone: [{ sel, minPersons: 2, times: 3 }] },
      { kind: 'activation', actor: 'session', range, milestone: [{ sel, times: 3 }] },
    ],
  ])('one that was stored before is read without it: %j', (stored, meant) => {
    expect(refusal(stored).at).toMatch(/strictIgnores|cumulativeValue|minPersons/)
    expect(hashOf(readQuery(onlyMeant(stored)))).toBe(hashOf(readQuery(meant)))
    const cohort = { kind: 'cohort', def: { all: [{ not: { cell: { query: stored, drill: 'a' } } }, { ids: ['a'] }] } }
    expect(onlyMeant(cohort)).toEqual({ ...cohort, def: { all: [{ not: { cell: { query: onlyMeant(stored), drill: 'a' } } }, { ids: ['a'] }] } })
  })

  test('what is meant is kept in a stored one', () => {
    const kept = [
      funnel({ order: 'strict', strictIgnores: [sel], breakdown: by }),
      { kind: 'adoption', range, ...several },
      { kind: 'paths', range, breakdown: by },
    ]
    expect(kept.map(onlyMeant)).toEqual(kept)
  })

  test('a cohort too', () => {
    expect(() => readCohort({ kind: 'cohort', def: { did: { event: 'a' }, tiems: 3, in: range } })).toThrow('def.tiems')
    expect(readCohort({ kind: 'cohort', def: { prop: 'account.plan', op: 'eq', value: 'pro' } }).def).toHaveProperty('where')
  })
})

describe('a resolved query', () => {
  test('says every default, and what a preset means, in explicit fields', () => {
    expect(readQuery(funnel())).toMatchObject({
      actor: { group: 'account' },
      reentry: 'any_chain',
      window: { n: 14, unit: 'day' },
      windowEndInclusive: true,
      tail: 'window',
    })
    expect(readQuery(funnel({ preset: 'mixpanel' }))).toMatchObject({
      actor: 'person',
      reentry: 'first_entry',
      window: { n: 7, unit: 'day' },
      exclusionEffect: 'cap',
    })
    expect(readQuery(funnel({ preset: 'amplitude' }))).toMatchObject({ reentry: 'earliest_longest', tieMs: 1000, dedupeSameTypeInTie: true })
    expect(readQuery(funnel({ preset: 'posthog', order: 'unordered' }))).toMatchObject({ weekStart: 'sunday', tail: 'range', exclusionEffect: 'keep_entry' })
    expect(readQuery(funnel({ preset: 'mixpanel', actor: { group: 'account' } }))).toMatchObject({ actor: { group: 'account' } })
  })

  test('reads itself again, and has one hash for every spelling', () => {
    const query = readQuery(funnel({ preset: 'posthog' }))
    expect(readQuery(query)).toEqual(query)
    const turned = Object.fromEntries(Object.entries(funnel({ preset: 'posthog' })).toReversed())
    expect(hashOf(readQuery(turned))).toBe(hashOf(query))
    expect(hashOf(readQuery(funnel({ windowEndInclusive: false })))).not.toBe(hashOf(readQuery(funnel())))
    expect(hashOf(readQuery(funnel({ order: 'ordered' })))).toBe(hashOf(readQuery(funnel())))
  })

  test('counts persons in one spelling, in a cohort too, and whatever the workspace or a preset would count', () => {
    const actor = { group: 'person' }
    for (const preset of ['throughline', 'posthog']) expect(readQuery(funnel({ preset, actor }))).toEqual(readQuery(funnel({ preset, actor: 'person' })))
    expect(readQuery(funnel(), { actor })).toEqual(readQuery(funnel({ actor: 'person' })))
    expect(readCohort({ kind: 'cohort', actor, def: { ids: ['ann'] } }).actor).toBe('person')
    expect(() => readQuery(funnel({ actor: { group: 'person', of: 'acme' } }))).toThrow('actor')
  })
})

test('SHA-256 is that of the standard', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad') // FIPS 180-4, example 1
  fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => sha256(text) === createHash('sha256').update(text.toWellFormed()).digest('hex')))
})
