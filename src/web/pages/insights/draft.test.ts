import { describe, expect, test } from 'vitest'
import { onlyMeant } from '#engines/analytics/query/meant.ts'
import { hashOf, readQuery } from '#engines/analytics/query/resolve.ts'
import {
  completed,
  conditionsOf,
  draftOf,
  eventText,
  isOfPersons,
  isSaved,
  itemsOf,
  kinds,
  kindWords,
  moved,
  pruned,
  put,
  queryOf,
  selOf,
  whereOf,
  withItems,
  withKind,
} from './draft.ts'
import { hasMore, switches, switchesFor } from './switches.ts'
import { comesWhole } from './telling.ts'

const where = {
  all: [
    { prop: 'account.plan', op: 'in', value: ['pro', 'team'] },
    { prop: 'event.seats', op: 'gte', value: 3 },
  ],
}
/** For each kind a question with every switch turned away from what is usual. */
const whole = {
  funnel: {
    steps: [{ event: 'a', where }, { event: ['b', 'c'], optional: true, within: { n: 2, unit: 'hour' }, label: 'b or c' }, { event: '*' }],
    order: 'strict',
    strictIgnores: [{ event: 'ping' }],
    window: { n: 3, unit: 'week' },
    windowEndInclusive: false,
    tail: 'range',
    reentry: 'first_entry',
    count: 'totals',
    exclusions: [{ sel: { event: 'x' }, after: 1, before: 3 }],
    exclusionEffect: 'cap',
    holdConstant: ['event.project'],
    tieMs: 1000,
    tieOrder: 'received',
    dedupeSameTypeInTie: true,
    attribution: { step: 2 },
    timeOf: 'all_completions',
    view: 'over_time',
    unit: 'month',
    fromStep: 1,
    toStep: 3,
  },
  retention: {
    start: { event: 'a' },
    back: { event: 'b', where },
    unit: 'month',
    intervals: 7,
    mode: 'rolling',
    rollingFloor: 'hour',
    entry: 'recurring',
    bound: 'on_or_after',
    brackets: [1, 3],
    interval0: 'returned',
    minOccurrences: 2,
    incomplete: 'hide',
    value: { prop: 'event.amount', math: 'sum' },
    cumulativeValue: true,
  },
  trend: {
    series: [
      { sel: { event: 'a' }, math: 'sum', value: 'event.amount' },
      { sel: { event: '*' }, math: 'active', activeDays: 30 },
    ],
    formula: 'A / B * 100',
    cumulative: true,
    unit: 'quarter',
  },
  stickiness: { sel: { event: 'a' }, unit: 'month', minOccurrences: 3, cumulative: true },
  lifecycle: { sel: { event: 'a' }, unit: 'day', newOn: 'actor_created' },
  paths: {
    startAt: { event: 'a' },
    endAt: { event: 'b' },
    include: { event: ['a', 'b', 'c'] },
    maxSteps: 7,
    gap: { n: 2, unit: 'hour' },
    collapseRepeats: false,
    clean: [{ regex: '\\d+', to: '' }],
    topPerLevel: 4,
    minCount: 3,
  },
  activation: {
    milestone: [{ sel: { event: 'a' }, times: 3, minPersons: 2 }],
    t0: { event: 'signed up' },
    within: { n: 30, unit: 'day' },
    combine: 'sequence',
    maturedOnly: false,
    unit: 'month',
  },
  adoption: {
    features: [{ name: 'Export', sel: { event: 'a' }, eligible: where }],
    minTimes: 3,
    minPersons: 2,
    trailing: { n: 90, unit: 'day' },
  },
} as const
const common = {
  range: { from: '2026-01-01', to: '2026-03-01' },
  actor: 'person',
  where,
  breakdown: [{ by: 'account.segment', limit: 3 }, { by: { cohorts: ['power'] } }],
  tz: 'Europe/Berlin',
  weekStart: 'sunday',
  compareTo: { from: '2025-01-01', to: '2025-03-01' },
  internal: 'include',
}

describe('a saved question', () => {
  test.each(kinds.flatMap((kind) => ['throughline', 'posthog', 'amplitude', 'mixpanel'].map((preset) => [kind, preset] as const)))(
    'of the kind %s, as %s, opens again whole: every switch is what it was',
    (kind, preset) => {
      const stored = { kind, ...common, ...whole[kind], preset } // kept before words that mean nothing of it were refused
      const saved = readQuery(onlyMeant(stored))
      const draft = draftOf({}, stored)
      expect(hashOf(readQuery(queryOf(draftOf({}, saved))))).toBe(hashOf(saved))
      expect(hashOf(readQuery(queryOf(draft)))).toBe(hashOf(saved))
      // and by way of the address, as a link does
      expect(hashOf(readQuery(queryOf(draftOf({ q: JSON.stringify(draft) }))))).toBe(hashOf(saved))
    },
  )
})

describe('the switches of the page', () => {
  test.each(switches.flatMap((each) => each.kinds.map((kind) => [kind, each.key, each] as const)))(
    '%s: every choice of %s is one that the engine knows',
    (kind, key, each) => {
      const draft = { kind, range: common.range, ...whole[kind] }
      const plain = Object.fromEntries(Object.entries(draft).filter(([own]) => !['brackets', 'exclusions', 'unit'].includes(own)))
      for (const { id } of [...each.options, ...(each.more?.(draft) ?? [])]) {
        if (kind === 'retention' && key === 'unit' && !['"day"', '"week"', '"month"'].includes(id)) continue
        const value: unknown = JSON.parse(id)
        const own =
          key === 'order' && id === '"unordered"' ? { ...plain, steps: [{ event: 'a' }, { event: 'b' }], attribution: 'first_touch', toStep: 2 } : plain
        expect(readQuery(queryOf(put(own, key, value)))).toMatchObject({ [key]: value })
      }
      const bare = readQuery(
        queryOf(
          withItems(
            { kind, range: common.range },
            itemsOf(draft).map(({ sel, own }) => ({ sel, own: own['name'] ? { name: own['name'] } : {} })),
          ),
        ),
      )
      if (key !== 'unit' && key !== 'intervals') expect(Object.entries(bare).find(([own]) => own === key)?.[1]).toEqual(JSON.parse(each.usual))
    },
  )
})

describe('“More choices”', () => {
  test('offers the value at each step that there is', () => {
    const lineOf = switches.find(({ key }) => key === 'attribution')
    expect(lineOf?.more?.({ kind: 'funnel', steps: [{ event: 'a' }, { event: 'b' }] }).map(({ id }) => id)).toEqual(['{"step":1}', '{"step":2}'])
  })

  test('offers what means something for the question as it stands, and what was chosen all the same', () => {
    const offered = (draft: Readonly<Record<string, unknown>>) => switchesFor('funnel', draft, false).map(({ key }) => key)
    const dependent = ['attribution', 'exclusionEffect', 'unorderedEntry']
    expect(offered({}).filter((key) => dependent.includes(key))).toEqual([])
    expect(offered({ breakdown: [{ by: 'event.plan' }], exclusions: [{}], order: 'unordered' })).toEqual(expect.arrayContaining(dependent))
    expect(offered({ attribution: 'last_touch', breakdown: [] })).toContain('attribution')
    expect(switchesFor('retention', { mode: 'calendar' }, false).map(({ key }) => key)).not.toContain('rollingFloor')
  })

  test.each(kinds)('stands closed for a %s that is saved as it comes, and open for one that was turned', (kind) => {
    const plain = readQuery(
      queryOf(
        withItems(
          { kind, range: { last: 12, unit: 'week' } },
          itemsOf({ kind, ...whole[kind] }).map(({ sel }) => ({ sel, own: {} })),
        ),
      ),
    )
    expect(hasMore(kind, draftOf({}, plain))).toBe(false)
    expect(hasMore(kind, { kind, ...whole[kind], internal: 'include' })).toBe(true)
    expect(hasMore(kind, { kind, preset: 'mixpanel' })).toBe(true)
  })

  test('stands open for an exclusion, a property held and a value shown', () => {
    expect(hasMore('funnel', { exclusions: whole.funnel.exclusions })).toBe(true)
    expect(hasMore('funnel', { holdConstant: ['event.project'] })).toBe(true)
    expect(hasMore('retention', { value: whole.retention.value })).toBe(true)
    expect(hasMore('trend', { value: whole.retention.value })).toBe(false)
  })
})

describe('a name in a box with a list', () => {
  test.each([
    ['picked from the list', undefined, true],
    ['picked from the list, as other browsers say it', 'insertReplacementText', true],
    ['pasted', 'insertFromPaste', true],
    ['typed', 'insertText', false],
    ['composed on a phone', 'insertCompositionText', false],
    ['reached by deleting', 'deleteContentBackward', false],
  ])('%s', (_, inputType, isTaken) => {
    expect(comesWhole(inputType)).toBe(isTaken)
  })
})

describe('a draft', () => {
  test('of an older address means what it meant', () => {
    const search = {
      kind: 'adoption',
      events: '["exported","shared"]',
      by: 'account.segment',
      last: '6month',
      window: '30',
      actor: 'person',
      preset: 'posthog',
    }
    expect(queryOf(draftOf(search), '2026-06-01')).toEqual({
      kind: 'adoption',
      range: { last: 6, unit: 'month', includeCurrent: true },
      actor: 'person',
      breakdown: [{ by: 'account.segment', limit: 8 }],
      preset: 'posthog',
      trailing: { n: 30, unit: 'day' },
      features: [
        { name: 'exported', sel: { event: 'exported' } },
        { name: 'shared', sel: { event: 'shared' } },
      ],
      asOf: '2026-06-01',
    })
  })

  test('of an address that somebody broke is an empty funnel, which asks nothing until there are two steps', () => {
    const draft = draftOf({ q: '{"kind"', kind: '' })
    expect(draft).toEqual({ kind: 'funnel', range: { last: 12, unit: 'week', includeCurrent: true } })
    const one = withItems(draft, [
      { sel: { event: 'a' }, own: {} },
      { sel: { event: '' }, own: {} },
    ])
    expect(queryOf(one)).toBeNull()
    expect(queryOf(withItems(draft, [...itemsOf(one), { sel: { event: 'b' }, own: { optional: false } }]))).toMatchObject({
      steps: [{ event: 'a' }, { event: 'b', optional: false }],
    })
  })

  test.each(kinds.flatMap((from) => kinds.map((to) => [from, to] as const)))('that was a %s can be asked as %s with the same events', (from, to) => {
    const draft = withKind({ kind: from, ...common, ...whole[from] }, to)
    const events = itemsOf(draft)
      .map(({ sel }) => eventText(sel))
      .filter(Boolean)
    expect(events.length).toBeLessThanOrEqual(kindWords[to].most)
    const query = queryOf(draft)
    if (query) expect(readQuery(query)).toMatchObject({ kind: to, actor: 'person', internal: 'include' })
    else expect(events.length).toBeLessThan(kindWords[to].least)
  })

  test('is asked without what another choice took the meaning from, and keeps it for when that is turned back', () => {
    const strict = { kind: 'funnel', ...common, ...whole.funnel }
    expect(queryOf(put(strict, 'order', 'ordered'))).not.toHaveProperty('strictIgnores')
    expect(queryOf(strict)).toHaveProperty('strictIgnores')
    expect(queryOf(put({ kind: 'retention', ...common, ...whole.retention }, 'value', undefined))).not.toHaveProperty('cumulativeValue')
    for (const kind of ['paths', 'lifecycle'] as const) expect(queryOf({ ...withKind(strict, kind), ...whole[kind] })).toHaveProperty('breakdown')
  })

  test.each([
    [{ actor: 'person' }, false],
    [{ actor: { group: 'person' } }, false],
    [{ actor: 'session' }, false],
    [{ actor: undefined, preset: 'posthog' }, false],
    [{ actor: { group: 'account' }, preset: 'posthog' }, true],
    [{ actor: undefined }, true],
  ])('of %j asks for several persons in each: %s', (whom, isAsked) => {
    const [adoption, activation] = [
      { kind: 'adoption', ...common, ...whole.adoption, ...whom },
      { kind: 'activation', ...common, ...whole.activation, ...whom },
    ]
    expect(readQuery(queryOf(adoption))).toMatchObject({ minPersons: isAsked ? 2 : 1, minTimes: 3 })
    expect(readQuery(queryOf(activation))).toMatchObject({ milestone: [{ minPersons: isAsked ? 2 : 1, times: 3 }] })
    expect(switchesFor('adoption', adoption, false).some(({ key }) => key === 'minPersons')).toBe(isAsked)
    expect(isOfPersons(adoption)).toBe(!isAsked && whom.actor !== 'session')
  })

  test('takes a name that is begun for the one event that it fits, and leaves every other as it was typed', () => {
    const events = ['signed_in', 'insight_shared', 'report_exported', 'report_viewed', 'Report'].map((name) => ({ name }))
    const told = ['sig', 'SIGNED_IN', 'exp', 'report', 'report_', 'rep', 'later', '*', '', 'insight | sig'].map((text) => completed(text, events))
    expect(told).toEqual(['signed_in', 'signed_in', 'exp', 'Report', 'report_', 'rep', 'later', '*', '', 'insight_shared | signed_in'])
  })

  test('names several events with a line between them, and any event with a star', () => {
    expect(selOf('a | b', { label: 'x' })).toEqual({ event: ['a', 'b'], label: 'x' })
    expect(eventText({ event: ['a', 'b'] })).toBe('a | b')
    expect(selOf('*')).toEqual({ event: '*' })
  })

  test('moves a step up and down', () => {
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
  })

  test('draws a filter as a list of conditions, and leaves alone what it cannot draw', () => {
    expect(whereOf(conditionsOf(where) ?? [])).toEqual(where)
    expect([conditionsOf(null), conditionsOf(where.all[0]), conditionsOf({ any: where.all })]).toEqual([[], [where.all[0]], null])
    expect(pruned({ where: null, steps: [{ event: 'a', where: null }], breakdown: [] })).toEqual({ steps: [{ event: 'a' }] })
  })
})

test('a question that was saved in few words is the saved one until something is chosen anew', () => {
  const spec = { kind: 'trend', range: { last: 4, unit: 'week' }, unit: 'week', series: [{ sel: { event: 'a' } }] }
  const resolved = readQuery(spec)
  expect(isSaved(spec, draftOf({}, spec), resolved)).toBe(true)
  expect(isSaved(resolved, draftOf({}, resolved), resolved)).toBe(true)
  const where = { prop: 'event.plan', op: 'eq', value: 'pro' }
  for (const other of [
    { ...spec, where },
    { ...spec, unit: 'day' },
  ])
    expect(isSaved(spec, draftOf({ q: JSON.stringify(other) }), readQuery(other))).toBe(false)
})
