import { describe, expect, test } from 'vitest'
import { answer } from '#engines/analytics/answer.ts'
import { collector } from '#engines/analytics/columns/collect.ts'
import { readQuery } from '#engines/analytics/query/resolve.ts'
import { addDays, periodOf } from '#engines/numbers/dates.ts'
import { followedLines, type FollowedLine, type Pace } from './followedLine.ts'
import type { AnyRow, Context } from '#kernel'
import { followedNeeds, following, newsOf, type Followed } from './following.ts'

/** Thirty weeks from Monday 4 May 2026: ten new accounts a week start, and `through` of them share within the day. The week of the present is not over. */
const monday = '2026-05-04'
const today = addDays(monday, 30 * 7 + 2)
const usual = [5, 6, 5, 4, 6, 5, 5, 4, 5, 6]

function placeOf(through: (week: number) => number) {
  const own = collector()
  const accounts = []
  for (let week = 0; week <= 30; week++)
    for (let n = 0; n < 10; n++) {
      const [account, ts] = [`w${week}a${n}`, Date.parse(`${addDays(monday, week * 7)}T09:00:00Z`)]
      accounts.push({ id: account, created: ts })
      own.add({ name: 'started', ts, account, person: `p${account}` })
      if (n < through(week)) own.add({ name: 'shared', ts: ts + 3_600_000, account, person: `p${account}` })
    }
  return { events: own.events({ account: accounts }), now: Date.parse(`${today}T12:00:00Z`) }
}

const range = { last: 12, unit: 'week', includeCurrent: true }
const window = { n: 1, unit: 'day' }
const funnel = {
  kind: 'funnel',
  range,
  window,
  steps: [{ event: 'started' }, { event: 'shared' }],
  breakdown: [{ by: 'account.plan' }],
  beside: [{ cohort: 'a' }, { cohort: 'b' }],
}
const normally = (week: number): number => usual[week % 10] ?? 5
const falls = (week: number): number => (week === 29 ? 0 : normally(week))

const linesOf = (spec: Readonly<Record<string, unknown>>, pace: Pace, through = normally): Promise<FollowedLine[]> => {
  const place = placeOf(through)
  return followedLines(spec, pace, { day: today }, async (query) => answer(readQuery(query), place))
}
const last = periodOf(addDays(monday, 29 * 7), 'week')

describe('a funnel by week', () => {
  test('is the share that came through by when they entered; what is usual is said so', async () => {
    const lines = await linesOf(funnel, 'week')
    const points = Object(lines[0]?.measured).points
    expect(points.at(-1)).toEqual({ period: last, count: normally(29), size: 10, state: 'closed' })
    expect(points).toHaveLength(26)
    const news = newsOf(lines, 'week')
    expect(news).toMatchObject({ period: last, rule: null })
    expect(news.says).toMatch(/^60\.0% in week 48 of 2026, 10\.0 points more than the week before, inside the usual [\d.]+% to [\d.]+%\.$/)
  })

  test('that falls outside of its limits is told with how much it moved, and asks for a look until it was read', async () => {
    const news = newsOf(await linesOf(funnel, 'week', falls), 'week')
    expect(news).toMatchObject({ period: last, rule: 'outside' })
    expect(news.says).toMatch(/^0% in week 48 of 2026, 50\.0 points less than the week before, outside the usual [\d.]+% to [\d.]+%\.$/)
    const one = { id: '1', version: 1, key: 'ANL-1', title: 'Sharing', every: 'week' as const, ...news, isRead: false }
    expect(followedNeeds([one, { ...one, isRead: true }, { ...one, rule: null }])).toEqual([
      { kind: 'moved', title: '“Sharing” moved outside the usual', says: news.says, noun: 'analysis', id: 'ANL-1', cost: null, due: null, age: 'every week' },
    ])
  })
})

test.each<[string, Readonly<Record<string, unknown>>, unknown]>([
  ['new in a week', { kind: 'trend', range, series: [{ sel: { event: 'started' } }], cumulative: true }, { value: 10, state: 'closed' }],
  ['active in a week', { kind: 'lifecycle', range, sel: { event: '*' } }, { value: 10, state: 'closed' }],
  [
    'activated in time',
    { kind: 'activation', range, within: window, milestone: [{ sel: { event: 'shared' } }] },
    { count: normally(29), size: 10, state: 'closed' },
  ],
  ['back after a week', { kind: 'retention', range, start: { event: 'started' }, back: { event: '*' } }, { count: 0, size: 10, state: 'open' }],
  ['regular', { kind: 'stickiness', range, sel: { event: 'started' } }, { value: 1, state: 'closed' }],
  [
    'using it',
    { kind: 'adoption', range, trailing: { n: 7, unit: 'day' }, features: [{ name: 'Share', sel: { event: 'shared' } }] },
    { count: normally(29), size: 300, state: 'closed' },
  ],
])('a line of those %s', async (_, spec, point) => {
  const [line] = await linesOf(spec, 'week')
  expect(Object(line?.measured).points.at(-1)).toEqual({ period: last, ...Object(point) })
})

test('by month each is told as of the end of the month, and a use that counts for 90 days shares its windows', async () => {
  const trailing = { n: 90, unit: 'day' }
  const [line] = await linesOf({ kind: 'adoption', range, trailing, features: [{ name: 'Share', sel: { event: 'shared' } }] }, 'month')
  expect(line).toMatchObject({ name: 'Share', unit: 'percent', measured: { holds: 'share', span: 3 } })
  expect(Object(line?.measured).points.at(-1)).toMatchObject({ period: '2026-11', size: 310 }) // those of Monday 30 November too
  const [trend] = await linesOf({ kind: 'trend', range, series: [{ sel: { event: 'started' }, math: 'total' }] }, 'month')
  expect(Object(trend?.measured).points.at(-1)).toEqual({ period: '2026-11', value: 50, state: 'closed' })
})

test('of several lines the one that speaks up is told by name, and without a complete period nothing is', async () => {
  const series = [{ sel: { event: 'started' } }, { sel: { event: 'shared' } }]
  expect(newsOf(await linesOf({ kind: 'trend', range, series }, 'week', falls), 'week')).toMatchObject({
    rule: 'outside',
    says: expect.stringMatching(/^shared: 0 in week 48 of 2026, 5 less than the week before, outside the usual/),
  })
  expect(newsOf([], 'week')).toEqual({ period: null, says: 'No week is complete yet.', rule: null })
  expect(await linesOf({ kind: 'paths', range }, 'week')).toEqual([])
})

describe('a period counts once it is over', () => {
  const stamps = { version: 1, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {} }
  /** What the reader is told at an instant in New York. */
  async function toldAt(instant: string, spec: Readonly<Record<string, unknown>>, asOf?: string): Promise<Followed | undefined> {
    const lists: Readonly<Record<string, AnyRow[]>> = {
      analysisSubscription: [{ ...stamps, id: '1', key: 'SUB-1', analysis: '2', every: 'week', state: 'active' }],
      analysis: [{ ...stamps, id: '2', key: 'ANL-1', title: 'Sharing', spec }],
    }
    const ctx: Pick<Context, 'workspace' | 'me' | 'now' | 'read'> = {
      workspace: { id: '', slug: '', name: '', currency: 'USD', timeZone: 'America/New_York' },
      me: { id: 'mina', name: 'Mina', role: 'owner', door: 'rest' },
      now: () => instant,
      read: async (noun) => ({ items: lists[noun] ?? [], next: null, total: 1 }),
    }
    const place = { ...placeOf(normally), now: Date.parse(instant) }
    const [one] = await following(ctx, async (query) => answer(readQuery(query, { tz: 'America/New_York' }), place), asOf)
    return one
  }
  const trend = { kind: 'trend', range, series: [{ sel: { event: 'started' } }], asOf: null }
  const before = periodOf(addDays(monday, 28 * 7), 'week')

  test('in the zone of the workspace: at two on Monday in Greenwich it is still Sunday in New York', async () => {
    const next = addDays(monday, 30 * 7)
    expect((await toldAt(`${next}T02:00:00.000Z`, trend))?.period).toBe(before)
    expect((await toldAt(`${next}T05:00:00.000Z`, trend))?.period).toBe(last)
  })

  test('of a question with a breakdown too, as of the whole', async () => {
    const lifecycle = { kind: 'lifecycle', range, sel: { event: 'started' } }
    const next = `${addDays(monday, 30 * 7)}T12:00:00.000Z`
    const told = await toldAt(next, { ...lifecycle, breakdown: [{ by: 'account.plan' }] })
    expect(told).toMatchObject({ period: last, says: expect.stringMatching(/^10 in week 48/) })
    expect(told).toEqual(await toldAt(next, lifecycle))
  })

  test('for a funnel once its window has passed, to the hour, also where the day of the present is asked for by name', async () => {
    const next = addDays(monday, 30 * 7)
    const half = { ...funnel, window: { n: 12, unit: 'hour' } }
    expect((await toldAt(`${next}T06:00:00.000Z`, half))?.period).toBe(before)
    expect((await toldAt(`${next}T06:00:00.000Z`, half, next))?.period).toBe(before)
    expect((await toldAt(`${next}T18:00:00.000Z`, half))?.period).toBe(last)
    expect((await toldAt(`${next}T18:00:00.000Z`, half, addDays(next, -1)))?.period).toBe(before)
  })
})

describe('what is usual', () => {
  const active = (activeDays: number) => ({ kind: 'trend', range, series: [{ sel: { event: 'started' }, math: 'active', activeDays }] })
  test('of those active in 28 days is read from weeks that share no day', async () => {
    expect((await linesOf(active(28), 'week')).map(({ measured }) => measured.span)).toEqual([4])
    expect((await linesOf(active(7), 'week')).map(({ measured }) => measured.span)).toEqual([1])
    expect((await linesOf(active(30), 'month')).map(({ measured }) => measured.span)).toEqual([1])
    const formula = { ...active(28), series: [{ sel: { event: 'started' } }, { sel: { event: 'shared' }, math: 'active', activeDays: 28 }], formula: 'A - B' }
    expect((await linesOf(formula, 'week')).map(({ measured, natural }) => [measured.span, natural])).toEqual([[4, undefined]])
    expect(newsOf(await linesOf(active(28), 'week'), 'week').says).toBe('40 in week 48 of 2026, as in week 44 of 2026, inside the usual 40 to 40.')
  })

  test.each<[unknown, number]>([
    [{ n: 4, unit: 'week' }, 4],
    [{ n: 2, unit: 'week' }, 2],
    [{ n: 36, unit: 'hour' }, 1],
    [undefined, 4],
  ])('of uses that count for %j has windows of %i weeks', async (trailing, span) => {
    const features = [{ name: 'Share', sel: { event: 'shared' } }]
    const [line] = await linesOf({ kind: 'adoption', range, features, ...(trailing ? { trailing } : {}) }, 'week')
    expect([line?.measured.span, line?.natural]).toEqual([span, { low: 0, high: 1 }])
  })

  test('of a count begins at nothing where it cannot be less; a sum of values may be', async () => {
    const rare = (week: number): number => (week % 5 === 0 ? 8 : 0)
    const trend = { kind: 'trend', range, series: [{ sel: { event: 'shared' } }] }
    expect(newsOf(await linesOf(trend, 'week', rare), 'week').says).toMatch(/inside the usual 0 to [\d.]+\.$/)
    const [sum] = await linesOf({ ...trend, series: [{ sel: { event: 'shared' }, math: 'sum', value: 'event.credit' }] }, 'week')
    expect(sum?.natural).toBeUndefined()
  })
})
