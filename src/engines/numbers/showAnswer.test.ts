import { describe, expect, test } from 'vitest'
import { conclusionOf, exhibitOf, spanOf, type Told } from './showAnswer.ts'

const query = { kind: 'funnel', actor: { group: 'account' } }
const steps = [
  { label: 'signed_up', count: 200, fromStart: 1, fromPrev: 1 },
  { label: 'invited', count: 80, fromStart: 0.4, fromPrev: 0.4 },
  { label: 'paid', count: 60, fromStart: 0.3, fromPrev: 0.75 },
]

test('a funnel says who came through and where most are lost, from the numbers that stand beneath', () => {
  expect(exhibitOf({ query, data: { steps } })).toEqual({
    conclusion: '30.0% of 200 accounts came through; most are lost before “invited”',
    lines: [
      { label: 'signed_up', count: 200, share: 1 },
      { label: 'invited', count: 80, share: 0.4 },
      { label: 'paid', count: 60, share: 0.3 },
    ],
  })
})

test('nobody is lost before a step that may be left out, and it ends no funnel', () => {
  const [start, invited, paid] = steps.map((step) => ({ ...step, optional: step.label === 'invited' }))
  if (!start || !invited || !paid) throw new Error('three steps')
  expect(conclusionOf({ query, data: { steps: [start, { ...invited, fromPrev: 0.1 }, { ...paid, fromPrev: 0.3 }] } })).toBe(
    '30.0% of 200 accounts came through; most are lost before “paid”',
  )
  expect(conclusionOf({ query, data: { steps: [start, paid, invited] } })).toBe('30.0% of 200 accounts came through; most are lost before “paid”')
  expect(conclusionOf({ query, data: { steps: [start, invited] } })).toBe('40.0% of 200 accounts came to “invited”')
})

test('a lifecycle is told by the newest interval that is over', () => {
  const bucket = { bucket: '2026-11-23', complete: true, new: 2, returning: 380, resurrecting: 10, dormant: -9 }
  const open = { bucket: '2026-11-30', complete: false, new: 0, returning: 3, resurrecting: 0, dormant: null }
  const lifecycle = { ...query, kind: 'lifecycle', unit: 'week' }
  expect(conclusionOf({ query: lifecycle, data: { buckets: [bucket, open] } })).toBe(
    '392 accounts active in the week from 23 November 2026: 2 new, 10 back again, and 9 gone quiet',
  )
  expect(conclusionOf({ query: lifecycle, data: { buckets: [open] } })).toBe('No whole week lies in this range')
})

const trend: Told = {
  series: [
    {
      label: 'paid',
      points: [
        { bucket: '2026-10-05', value: 12, complete: true },
        { bucket: '2026-10-12', value: 9, complete: true },
        { bucket: '2026-10-19', value: 1, complete: false },
      ],
    },
    { label: 'left', points: [{ bucket: '2026-10-19', value: 1, complete: false }] },
  ],
}

test.each<[string, Told, string, unknown]>([
  [
    'what no one entered is not zero percent',
    { steps: [{ label: 'a', count: 0, fromStart: null, fromPrev: null }] },
    'No accounts took the first step in this range',
    { label: 'a', count: 0, share: null },
  ],
  [
    'retention is told by its first interval',
    {
      mean: [
        { interval: 0, rate: 1 },
        { interval: 1, rate: 0.42 },
      ],
    },
    '42.0% of the accounts came back in the first week after their start',
    { label: 'week 0', count: null, share: 1 },
  ],
  [
    'a cohort without a whole interval has no rate',
    { mean: [{ interval: 1, rate: null }] },
    'No cohort has a whole interval behind it yet',
    { label: 'week 1', count: null, share: null },
  ],
  [
    'activation names those who had the time',
    { total: { matured: 1200, activated: 300, rate: 0.25 }, ttv: { median: 7200 } },
    '25.0% of 1,200 accounts got there in time; half were there after 2 h',
    { label: 'in time', count: 300, share: 0.25 },
  ],
  [
    'a part that is not over is no newest number',
    trend,
    'paid fell 25.0% in the week from 12 October 2026, against the week before, the largest move of 2 lines',
    { label: 'paid, 2026-10-12', count: 9, share: null },
  ],
  [
    'paths name the commonest step',
    {
      links: [
        { from: 'login', to: 'home', n: 2 },
        { from: 'home', to: 'report', n: 7 },
      ],
    },
    'Most often home is followed by report',
    { label: 'login, then home', count: 2, share: null },
  ],
  [
    'regularity is counted by intervals',
    { bins: [{ intervals: 3, actors: 5 }] },
    'How regularly accounts come',
    { label: '3 of the weeks', count: 5, share: null },
  ],
])('%s', (_, data, conclusion, first) => {
  const own = exhibitOf({ query: { ...query, unit: 'week' }, data })
  expect([own.conclusion, own.lines[0]]).toEqual([conclusion, first])
})

describe('a trend says what moved', () => {
  const line = (label: string, values: readonly (number | null)[], breakdown: readonly string[] = []) => ({
    label,
    breakdown,
    points: values.map((value, at) => ({ bucket: `2026-11-0${at + 1}`, value, complete: true })),
  })
  const said = (data: Told, more: object = {}) => conclusionOf({ query: { ...query, kind: 'trend', unit: 'day', ...more }, data })

  test('lately, against the mean of at most four parts before', () => {
    expect(said({ series: [line('paid', [1000, 10, 10, 20, 20, 12])] })).toBe('paid fell 20.0% on 6 November 2026, against the mean of the 4 days before')
    expect(said({ series: [line('paid', [10, 12])] }, { series: [{ math: 'unique' }] })).toBe(
      'paid rose 20.0% on 2 November 2026, against the day before, different accounts',
    )
    expect(said({ series: [line('paid', [0, 0])] })).toBe('paid stayed at zero on 2 November 2026, against the day before')
    expect(said({ series: [line('paid', [0, 3])] })).toBe('paid rose from zero to 3 on 2 November 2026, against the day before')
    expect(said({ series: [line('paid', [3, 3])] })).toBe('paid held at 3 on 2 November 2026, against the day before')
  })

  test('in months, years and hours, in their words', () => {
    const when = (unit: string, bucket: string) =>
      said({ series: [{ label: 'paid', points: ['2020', bucket].map((each, at) => ({ bucket: each, value: at + 1, complete: true })) }] }, { unit })
    expect(when('month', '2026-11-01')).toBe('paid rose 100.0% in November 2026, against the month before')
    expect(when('year', '2026-01-01')).toBe('paid rose 100.0% in 2026, against the year before')
    expect(when('hour', '2026-11-01T10:00')).toBe('paid rose 100.0% in the hour from 2026-11-01 10:00, against the hour before')
    expect(when('quarter', '2026-10-01')).toBe('paid rose 100.0% in the quarter from 1 October 2026, against the quarter before')
  })

  test('against the stretch that it is compared with, the line that moved most by its name', () => {
    const data = {
      series: [line('paid', [10, 20], ['pro']), line('paid', [3, 3], ['free'])],
      compare: [line('paid', [20, 30], ['pro']), line('paid', [1, 1], ['free'])],
    }
    expect(said(data)).toBe('pro fell 40.0% on average, against the time that it is compared with, the largest move of 2 lines')
    expect(exhibitOf({ query: { ...query, kind: 'trend' }, data }).conclusion).toBe('paid') // who reads an exhibit may not see what it is broken down by
  })

  test('nothing of what only grows, or has no part that is over', () => {
    expect(said({ series: [line('paid', [1, 2])] }, { cumulative: true })).toBe('paid')
    expect(said({ series: [line('paid', [1]), line('left', [null, null])] })).toBe('paid, left')
  })
})

test('a funnel over time tells the newest parts that are over', () => {
  const over_time = Array.from({ length: 12 }, (_, at) => ({ bucket: `w${at}`, converted: at, rate: at / 12, complete: at < 11 }))
  expect(exhibitOf({ query, data: { over_time } }).lines.map(({ label }) => label)).toEqual(['w3', 'w4', 'w5', 'w6', 'w7', 'w8', 'w9', 'w10'])
})

test('whoever is counted is named', () => {
  const said = (more: object) => conclusionOf({ query: { ...query, ...more }, data: { steps } }).split(' ')[3]
  expect([said({}), said({ actor: 'person' }), said({ actor: 'session' }), said({ count: 'totals' }), said({ count: 'sessions' })]).toEqual([
    'accounts',
    'persons',
    'sessions',
    'attempts',
    'sessions',
  ])
})

test.each([
  [null, '–'],
  [30, '30 s'],
  [200, '3.3 min'],
  [7200, '2 h'],
  [864_000, '10 days'],
])('%s seconds are said as %s', (seconds, said) => expect(spanOf(seconds)).toBe(said))

test('groups beside each other are told by the most and the least, and whether chance may tell them apart', () => {
  const group = (name: string, of: number, count: number, low: number, high: number) => ({
    name,
    data: {
      steps: [
        { label: 'a', count: of, fromStart: 1, fromPrev: 1 },
        { label: 'b', count, fromStart: count / of, fromPrev: count / of, ci95: { low, high } },
      ],
    },
  })
  const [large, small, mid] = [group('Large', 40, 20, 0.35, 0.65), group('Small', 100, 10, 0.05, 0.17), group('Mid', 50, 10, 0.11, 0.33)]
  expect(exhibitOf({ query, data: { steps }, beside: [small, large] })).toEqual({
    conclusion: '50.0% of 40 in Large, 10.0% of 100 in Small: accounts that came through',
    lines: [
      { label: 'Small', count: 10, share: 0.1 },
      { label: 'Large', count: 20, share: 0.5 },
    ],
  })
  expect(conclusionOf({ query, data: { steps }, beside: [mid, small] })).toMatch(/accounts that came through; their intervals overlap$/)
  expect(conclusionOf({ query, data: { steps }, beside: [mid, small, large] })).toContain('in Small, Mid between:')
  expect(
    conclusionOf({
      query: { kind: 'trend', actor: 'person' },
      data: trend,
      beside: [
        { name: 'Large', data: trend },
        { name: 'Small', data: trend },
      ],
    }),
  ).toBe('Large beside Small: paid, left')
  expect(exhibitOf({ query: { kind: 'trend', actor: 'person' }, data: trend, beside: [{ name: 'Large', data: trend }] }).lines).toEqual([
    { label: 'Large: paid, 2026-10-12', count: 9, share: null },
  ])
})
