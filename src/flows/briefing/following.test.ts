import { describe, expect, test } from 'vitest'
import { answer } from '#engines/analytics/answer.ts'
import { collector } from '#engines/analytics/columns/collect.ts'
import { readQuery } from '#engines/analytics/query/resolve.ts'
import { addDays, periodOf } from '#engines/numbers/dates.ts'
import { followedLines, type FollowedLine, type Pace } from './followedLine.ts'
import { followedNeeds, newsOf } from './following.ts'

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
  return followedLines(spec, pace, today, async (query) => answer(readQuery(query), place))
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
