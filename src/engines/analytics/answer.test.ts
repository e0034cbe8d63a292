import { describe, expect, test } from 'vitest'
import { answer, drilled } from './answer.ts'
import { collector, type GivenEvent } from './columns/collect.ts'
import { readQuery } from './query/resolve.ts'
import { chance } from './testing/chance.ts'

const start = Date.UTC(2026, 0, 5)
const accounts = ['a0', 'a1', 'a2', 'a3', 'a4', 'a5'].map((id, place) => ({
  id,
  created: start + place * 86_400_000,
  properties: { plan: place % 2 ? 'pro' : 'free' },
}))

function place(seed: number) {
  const { below, pick } = chance(seed)
  const own = collector()
  const given = Array.from({ length: 120 }, (): GivenEvent => ({
    name: pick(['a', 'b', 'c']),
    ts: start + below(24 * 56) * 3_600_000,
    person: `p${below(12)}`,
    account: `a${below(6)}`,
    properties: { plan: pick(['pro', 'free', 'team']) },
  }))
  for (const event of given) own.add(event)
  return { events: own.events({ account: accounts }), now: start + 80 * 86_400_000 }
}

const range = { from: '2026-02-02', to: '2026-03-02' }
const [a, b] = [{ event: 'a' }, { event: 'b' }]
const questions: readonly Readonly<Record<string, unknown>>[] = [
  { kind: 'trend', unit: 'week', series: [{ sel: a }, { sel: { event: '*' }, math: 'active', activeDays: 7 }], breakdown: [{ by: 'event.plan', limit: 2 }] },
  { kind: 'trend', unit: 'day', series: [{ sel: a }, { sel: b, math: 'active', activeDays: 28 }] },
  { kind: 'trend', unit: 'week', series: [{ sel: a }], cumulative: true },
  { kind: 'funnel', steps: [a, b], breakdown: [{ by: 'account.plan' }] },
  { kind: 'funnel', steps: [a, b], view: 'over_time', unit: 'week', window: { n: 3, unit: 'day' } },
  { kind: 'retention', start: a, back: b, intervals: 4 },
  { kind: 'stickiness', sel: a, unit: 'week' },
  { kind: 'stickiness', sel: a, unit: 'week', cumulative: true, breakdown: [{ by: 'account.plan' }] },
  { kind: 'lifecycle', sel: a },
  { kind: 'lifecycle', sel: a, breakdown: [{ by: 'account.plan' }] },
  { kind: 'lifecycle', sel: { event: '*' }, breakdown: [{ by: 'event.plan', limit: 1 }] },
  { kind: 'activation', milestone: [{ sel: b }], range: { from: '2026-01-05', to: '2026-01-12' } },
  { kind: 'activation', milestone: [{ sel: b, times: 2 }], range: { from: '2026-01-05', to: '2026-02-02' }, breakdown: [{ by: 'account.plan' }] },
  { kind: 'adoption', features: [{ name: 'B', sel: b }] },
  { kind: 'adoption', features: [{ name: 'C', sel: { event: 'c' } }], breakdown: [{ by: 'account.plan' }], trailing: { n: 7, unit: 'day' } },
]

/** Every number of an answer that names who is behind it, with the number itself. */
function numbersIn(value: unknown): { readonly drill: string; readonly n: number }[] {
  if (Array.isArray(value)) return value.flatMap(numbersIn)
  if (typeof value !== 'object' || value === null) return []
  const own = Object.fromEntries(Object.entries(value))
  const n = own['count'] ?? own['converted'] ?? own['activated'] ?? own['adopted'] ?? own['actors'] ?? own['n'] ?? own['value']
  const inner = Object.values(own).flatMap(numbersIn)
  if (typeof own['drill'] !== 'string') return inner
  if ('dormant' in own)
    return ['new', 'returning', 'resurrecting', 'dormant'].flatMap((state) =>
      typeof own[state] === 'number' ? [{ drill: `${String(own['drill'])}:${state}`, n: Math.abs(own[state]) }] : [],
    )
  return typeof n === 'number' ? [...inner, { drill: own['drill'], n }] : inner
}

const isOfBirths = ({ kind }: Readonly<Record<string, unknown>>): boolean => kind === 'activation'

describe('behind every number stand as many as it says, also where the day of the answer cuts it', () => {
  test.each(questions)('%j', (question) => {
    for (let seed = 0; seed < 8; seed++) {
      const [own, query] = [
        place(seed),
        readQuery({ range, ...question, ...(seed % 2 === 0 ? {} : { asOf: isOfBirths(question) ? '2026-01-20' : '2026-02-19' }) }),
      ]
      const numbers = numbersIn(answer(query, own).data)
      expect(numbers.length).toBeGreaterThan(0)
      for (const { drill, n } of numbers) expect({ seed, drill, n: drilled(query, own, drill).length }).toEqual({ seed, drill, n })
    }
  })
})

test('an account that never did anything stands under its own plan, among those that may', () => {
  const own = collector()
  own.add({ name: 'b', ts: start + 3_600_000, account: 'busy' })
  const events = own.events({ account: ['busy', 'idle'].map((id) => ({ id, created: start, properties: { plan: 'pro' } })) })
  const told = (question: Readonly<Record<string, unknown>>) =>
    answer(readQuery({ range: { from: '2026-01-05', to: '2026-01-12' }, breakdown: [{ by: 'account.plan' }], ...question }), {
      events,
      now: start + 40 * 86_400_000,
    }).data
  expect(told({ kind: 'adoption', features: [{ name: 'B', sel: b }] })).toMatchObject({ features: [{ breakdown: ['pro'], eligible: 2, adopted: 1 }] })
  expect(told({ kind: 'activation', milestone: [{ sel: b }] })).toMatchObject({ cohorts: [{ breakdown: ['pro'], eligible: 2, activated: 1 }] })
})

test('accounts and persons are asked about by their id, in conditions, in breakdowns and as those that may', () => {
  const own = collector()
  for (const [account, person] of [
    ['acme', 'ann'],
    ['acme', 'bob'],
    ['beta', 'cem'],
  ] as const)
    own.add({ name: 'a', ts: start + 3_600_000, account, person })
  const known = { events: own.events({ account: ['acme', 'beta', 'idle'].map((id) => ({ id, created: start })) }), now: start + 40 * 86_400_000 }
  const week = { from: '2026-01-05', to: '2026-01-12' }
  const asked = (question: Readonly<Record<string, unknown>>) => answer(readQuery({ range: week, ...question }), known)
  const is = (prop: string, value: unknown, op = 'eq') => ({ prop, op, value })
  const total = { kind: 'trend', unit: 'week', series: [{ sel: a, math: 'total' }] }
  expect(asked({ ...total, where: is('account.id', 'acme') })).toMatchObject({ warnings: [], data: { series: [{ points: [{ value: 2 }] }] } })
  expect(asked({ ...total, where: is('person.id', ['ann', 'cem'], 'in') }).data).toMatchObject({ series: [{ points: [{ value: 2 }] }] })
  expect(asked({ ...total, breakdown: [{ by: 'account.id', limit: 1 }] }).data).toMatchObject({ series: [{ breakdown: ['acme'] }, { breakdown: ['Other'] }] })
  const features = [{ name: 'A', sel: a, eligible: is('account.id', ['acme', 'idle'], 'in') }]
  expect(asked({ kind: 'adoption', features }).data).toMatchObject({ features: [{ eligible: 2, adopted: 1 }] })
})

test('the clock of an account that nobody says the creation of starts with its first event, also where others’ creation is known', () => {
  const own = collector()
  for (const account of ['known', 'unknown']) {
    own.add({ name: 'a', ts: start + 3_600_000, account })
    own.add({ name: 'b', ts: start + 7_200_000, account })
  }
  const events = own.events({ account: [{ id: 'known', created: start }] })
  const query = readQuery({ kind: 'activation', milestone: [{ sel: b }], range: { from: '2026-01-05', to: '2026-01-12' } })
  expect(answer(query, { events, now: start + 40 * 86_400_000 }).data).toMatchObject({ total: { eligible: 2, matured: 2, activated: 2 } })
})

describe('a comparison', () => {
  const other = { from: '2026-01-05', to: '2026-02-02' }
  test.each(questions.filter(({ kind, breakdown }) => kind !== 'activation' && !(kind === 'trend' && breakdown)))(
    'gives the answer over the time before: %j',
    (question) => {
      const own = place(3)
      const query = readQuery({ range, ...question, compareTo: 'previous' })
      const [both, alone] = [answer(query, own), answer(readQuery({ range: other, ...question }), own)]
      const plain = (data: unknown): unknown => JSON.parse(JSON.stringify(data).replaceAll('before/', ''))
      const compared = query.kind === 'trend' ? { series: numbersOf(both.data, 'compare'), compare: null } : both.compare?.data
      expect(plain(compared)).toEqual(plain(alone.data))
      if (query.kind !== 'trend') expect(both.compare?.span).toEqual({ from: '2026-01-05T00:00:00.000Z', to: '2026-02-02T00:00:00.000Z' })
      const [first] = numbersIn(query.kind === 'trend' ? numbersOf(both.data, 'compare') : both.compare?.data)
      expect(drilled(query, own, first?.drill ?? '')).toHaveLength(first?.n ?? -1)
    },
  )

  test.each([
    { unit: 'week', series: [{ sel: a, math: 'total' }, { sel: a }, { sel: { event: '*' }, math: 'active' }], breakdown: [{ by: 'event.plan', limit: 2 }] },
    {
      unit: 'week',
      series: [{ sel: b, math: 'total' }],
      breakdown: [
        { by: 'account.id', limit: 2 },
        { by: 'event.plan', limit: 1 },
      ],
    },
    { unit: 'month', series: ['a', 'c'].map((event) => ({ sel: { event }, math: 'total' })), formula: 'A - B', breakdown: [{ by: 'event.plan', limit: 1 }] },
    { unit: 'day', series: [{ sel: a, math: 'total' }], breakdown: [{ by: 'account.id', limit: 3 }], range: { from: '2026-02-10', to: '2026-02-12' } },
  ])('of lines is with the same lines, “Other” the rest: %j', (question) => {
    for (let seed = 0; seed < 8; seed++) {
      const own = place(seed)
      const past = (more: object) => values(answer(readQuery({ kind: 'trend', ...question, breakdown: [], range: other, ...more }), own).data, 'series')
      const query = readQuery({ kind: 'trend', range, ...question, compareTo: other })
      const { data, warnings } = answer(query, own)
      const before = values(data, 'compare')
      expect({ seed, lines: before.map(({ line }) => line) }).toEqual({ seed, lines: values(data, 'series').map(({ line }) => line) })
      expect(warnings.filter(({ message }) => message.includes('gathered')).length).toBeLessThan(2)
      const size = before.length / ('formula' in question ? 1 : question.series.length)
      const whole = past({})[0]?.values ?? []
      expect(whole.map((_, at) => before.slice(0, size).reduce((sum, each) => sum + (each.values[at] ?? 0), 0))).toEqual(whole)
      for (const [at, { line, values: told }] of before.entries()) {
        const where = { all: question.breakdown.map(({ by }, part) => ({ prop: by, op: 'eq', value: line[part] })) }
        if (!line.includes('Other')) expect({ seed, line, told }).toEqual({ seed, line, told: past({ where })[Math.floor(at / size)]?.values })
      }
      for (const { drill, n } of numbersIn(data).filter(() => !String(question.series[0]?.math).includes('total')))
        expect({ seed, drill, n: drilled(query, own, drill).length }).toEqual({ seed, drill, n })
    }
  })

  test('of months is with as many whole months, however long they are', () => {
    const query = readQuery({
      kind: 'trend',
      unit: 'month',
      range: { last: 2, unit: 'month' },
      asOf: '2026-05-10',
      series: [{ sel: a }],
      compareTo: 'previous',
    })
    const lines: unknown = numbersOf(answer(query, place(1)).data, 'compare')
    const points = Array.isArray(lines) ? numbersOf(lines[0], 'points') : null
    expect(Array.isArray(points) ? points.map((point) => numbersOf(point, 'bucket')) : null).toEqual(['2026-01-01', '2026-02-01'])
  })
})

/** The lines of a trend with their values. */
function values(data: unknown, part: 'series' | 'compare'): { readonly line: readonly unknown[]; readonly values: readonly (number | null)[] }[] {
  const lines = numbersOf(data, part)
  return Array.isArray(lines)
    ? lines.map(({ breakdown, points }) => ({ line: breakdown, values: points.map(({ value }: { value: number | null }) => value) }))
    : []
}

const numbersOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([own]) => own === key)?.[1] : undefined

describe('an answer warns of what would else be a zero that looks true', () => {
  const own = collector()
  own.add({ name: 'pay', ts: start + 3_600_000, person: 'ann', account: 'acme', properties: { plan: 'pro', seats: 3, amount: 'ten', paid: true } })
  own.add({ name: 'pay', ts: start + 7_200_000, person: 'bob', account: 'acme', properties: { plan: 'free', seats: 5, amount: 12 } })
  const known = { events: own.events(), now: start + 40 * 86_400_000 }
  const week = { from: '2026-01-05', to: '2026-01-12' }
  const warnings = (question: Readonly<Record<string, unknown>>): readonly string[] =>
    answer(readQuery({ range: week, ...question }), known).warnings.map(({ message }) => message)
  const sum = (value: string) => ({ kind: 'trend', series: [{ sel: { event: 'pay' }, math: 'sum', value }] })
  const where = (prop: string, value: unknown, op = 'eq') => ({ kind: 'trend', series: [{ sel: { event: 'pay', where: { prop, op, value } } }] })
  const pay = { event: 'pay' }

  test.each([
    [sum('event.plan'), 'No value of event.plan is a number, so that nothing is counted of it.'],
    [sum('event.amount'), 'Some events bear event.amount as a text, such as “ten”; those are left out.'],
    [
      { kind: 'retention', start: pay, back: pay, value: { prop: 'event.plan', math: 'avg' } },
      'No value of event.plan is a number, so that nothing is counted of it.',
    ],
    [where('event.seats', '3'), 'event.seats is never a text: nothing equals “3”.'],
    [where('event.paid', ['yes', true], 'in'), 'event.paid is never a text: nothing equals “yes”.'],
    [where('event.paid', ['yes', 3, 'no', true], 'in'), 'event.paid is never a text: nothing equals “yes”, “no”.'],
    [where('event.paid', ['yes', 3, 'no', true], 'in'), 'event.paid is never a number: nothing equals “3”.'],
    [where('event.seats', ['1', '2', '3', '4', '5'], 'nin'), 'event.seats is never a text: everything differs from “1”, “2”, “3” and 2 more.'],
    [where('event.seats', '3', 'ne'), 'event.seats is never a text: everything differs from “3”.'],
    [where('event.plan', 3, 'gt'), 'event.plan is never a number: nothing is more than “3”.'],
    [where('event.plan', 3, 'lte'), 'event.plan is never a number: nothing is at most “3”.'],
    [{ kind: 'trend', series: [{ sel: pay }], breakdown: [{ by: 'event.plan', bins: 4 }] }, 'No value of event.plan is a number, so that it has no bins.'],
    [{ kind: 'trend', actor: { group: 'team' }, series: [{ sel: pay }] }, 'Nothing in these events is called event.team.'],
    [{ kind: 'lifecycle', sel: pay, newOn: 'actor_created' }, 'The source does not say when actors were created; the first event of each is taken.'],
  ])('%j', (question, message) => expect(warnings(question)).toContain(message))

  test('and of nothing where all fits', () => {
    for (const question of [sum('event.seats'), where('event.amount', 'ten'), where('event.seats', 3, 'gt'), where('event.plan', '3', 'contains')])
      expect(warnings(question)).toEqual([])
  })

  test('who is not said to have been created is new with the first event', () => {
    const { data } = answer(readQuery({ range: week, kind: 'lifecycle', sel: pay, newOn: 'actor_created', actor: 'person' }), known)
    expect(data).toMatchObject({ buckets: [{ new: 2, resurrecting: 0 }] })
  })
})

test('what ends with the day that is asked about is over: its last millisecond is known', () => {
  const own = collector()
  const each = (name: string, day: number, person: string): GivenEvent => ({ name, ts: Date.UTC(2026, 0, day, 12), person, account: null, properties: {} })
  for (const event of [each('a', 6, 'p'), each('a', 7, 'q'), each('a', 13, 'p')]) own.add(event)
  const known = { events: own.events({}), now: Date.UTC(2026, 1, 1) }
  const ask = (query: object) =>
    answer(readQuery({ range: { from: '2026-01-12', to: '2026-01-19' }, actor: 'person', asOf: '2026-01-18', unit: 'week', ...query }), known)
  const lifecycle = ask({ kind: 'lifecycle', sel: a })
  expect(lifecycle).toMatchObject({ partial: false, data: { buckets: [{ complete: true, returning: 1, dormant: -1 }] } })
  expect(ask({ kind: 'lifecycle', sel: a, asOf: '2026-01-17' })).toMatchObject({ partial: true, data: { buckets: [{ complete: false, dormant: null }] } })
  expect(ask({ kind: 'trend', series: [{ sel: a }] })).toMatchObject({ data: { series: [{ points: [{ complete: true }] }] } })
  expect(ask({ kind: 'retention', start: a, back: a, intervals: 2 })).toMatchObject({
    data: { cohorts: [{ cells: [{ complete: true }, { complete: false }] }] },
  })
  const funnel = {
    kind: 'funnel',
    steps: [a, b],
    view: 'over_time',
    unit: 'day',
    window: { n: 1, unit: 'day' },
    range: { from: '2026-01-16', to: '2026-01-19' },
  }
  expect(ask(funnel)).toMatchObject({ data: { over_time: [{ complete: true }, { complete: true }, { complete: false }] } })
})
