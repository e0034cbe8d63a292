import { describe, expect, test } from 'vitest'
import { addDays, addPeriods, daysInMonth, periodEnd } from '#engines/numbers/dates.ts'
import { companyOn } from '../house/companyOn.ts'
import type { Values } from './revenueFacts.ts'
import { stories } from './stories.ts'

const today = '2026-11-16'
const company = companyOn(today)
const rows = (fact: string): Values[] => [...(company.facts[fact] ?? [])]
const [accounts, lines, events, tickets] = [rows('account'), rows('subscription'), rows('event'), rows('ticket')]
const text = (row: Values, column: string): string => String(row[column] ?? '')
const segmentOf = new Map(accounts.map((row) => [text(row, 'id'), text(row, 'segment')]))
const idOf = (name: string): string => text(accounts.find((row) => row['name'] === name) ?? {}, 'id')

describe('what is hidden in Harborlight', () => {
  test('value comes sooner since the guided set-up, and late in enterprise as before', () => {
    const [setUp, firstDay] = ['2026-02-12', '2024-11-01']
    const first = (keep: (name: string) => boolean) => {
      const seen = new Map<string, string>()
      for (const row of events) {
        const [id, ts] = [text(row, 'account_id'), text(row, 'ts')]
        if (keep(text(row, 'name')) && ts < (seen.get(id) ?? '9')) seen.set(id, ts)
      }
      return seen
    }
    const [came, reached] = [first((name) => name === 'signed_in'), first((name) => name !== 'signed_in')]
    const middle = (segment: string, since: boolean) => {
      const days = accounts
        .filter((row) => row['segment'] === segment && text(row, 'created_at') >= firstDay && text(row, 'created_at') < '2026-09-01')
        .filter((row) => text(row, 'created_at') >= setUp === since)
        .flatMap((row) => {
          const [from, to] = [came.get(text(row, 'id')), reached.get(text(row, 'id'))]
          return from && to ? [(Date.parse(to) - Date.parse(from)) / 86_400_000] : []
        })
        .toSorted((a, b) => a - b)
      return Math.round(days[Math.floor(days.length / 2)] ?? 0)
    }
    expect({
      smallBefore: middle('Small business', false),
      smallSince: middle('Small business', true),
      midBefore: middle('Mid-market', false),
      midSince: middle('Mid-market', true),
      enterpriseBefore: middle('Enterprise', false),
      enterpriseSince: middle('Enterprise', true),
    }).toEqual(stories.settled.figures)
  })

  test('mid-market seats shrink where single sign-on fails, and nowhere else', () => {
    const hit = new Set(events.filter((row) => row['name'] === 'sso_setup_failed' && text(row, 'ts') >= '2026-09-24').map((row) => text(row, 'account_id')))
    const [before, after] = [revenue('2026-09-30'), revenue('2026-10-31')]
    const cut = (keep: (id: string) => boolean) => {
      const mine = [...before].filter(([id]) => keep(id))
      const lost = mine.reduce((sum, [id, was]) => sum + (after.has(id) ? Math.max(0, was - (after.get(id) ?? 0)) : 0), 0)
      return { lost, rate: lost / mine.reduce((sum, [, was]) => sum + was, 0) }
    }
    const mid = (id: string) => segmentOf.get(id) === 'Mid-market'
    const figures = {
      accountsHit: hit.size,
      contractionOfHit: Math.round(cut((id) => hit.has(id)).lost),
      contractionRateOfHit: round(cut((id) => hit.has(id)).rate),
      contractionRateOfOtherMidMarket: round(cut((id) => mid(id) && !hit.has(id)).rate),
      shareOfAllContraction: round(cut((id) => hit.has(id)).lost / cut(() => true).lost),
    }
    expect(figures).toEqual(stories.signOn.figures)
    expect([...hit].every(mid)).toBe(true)
  })

  test('monthly net retention leaves its limits in the last closed month only', () => {
    const months = Array.from({ length: 24 }, (_, index) => addPeriods('2026-10', index - 23))
    const values = months.map((month) => kept(revenue(periodEnd(addPeriods(month, -1))), revenue(periodEnd(month))))
    const [base, last] = [values.slice(0, -1), values.at(-1) ?? 1]
    const mean = base.reduce((sum, value) => sum + value, 0) / base.length
    const moving = base.slice(1).reduce((sum, value, index) => sum + Math.abs(value - (base[index] ?? value)), 0) / (base.length - 1)
    expect(last).toBeLessThan(mean - 2.66 * moving)
    for (const value of base) expect(Math.abs(value - mean)).toBeLessThan(2.66 * moving)
  })

  test('one account of small revenue makes most mentions of the report builder', () => {
    const feedback = company.objects.filter((object) => object.noun === 'feedback')
    const about = feedback.filter((object) => object.verbs?.some((verb) => verb.input['theme'] === 'Custom report builder'))
    const polder = idOf('Polder Energy')
    const now = revenue('2026-10-31')
    expect({
      mentions: feedback.length,
      mentionsOfTheme: about.length,
      shareOfTheme: round(about.filter((object) => object.values['account'] === polder).length / about.length),
      shareOfAllMentions: round(feedback.filter((object) => object.values['account'] === polder).length / feedback.length),
      shareOfRevenue: round((now.get(idOf('Polder Energy')) ?? 0) / total(now)),
    }).toEqual(stories.loud.figures)
  })

  test('tickets per account jump by their definition, not by a burden', () => {
    const rate = (months: readonly string[], keep: (row: Values) => boolean) =>
      round(
        months.reduce((sum, month) => sum + tickets.filter((row) => text(row, 'created_at').startsWith(month) && keep(row)).length / paying(month), 0) /
          months.length,
      )
    const [before, after] = [
      ['2026-01', '2026-02', '2026-03'],
      ['2026-04', '2026-05', '2026-06'],
    ]
    expect({
      before: rate(before, () => true),
      after: rate(after, () => true),
      beforeWithoutChat: rate(before, (row) => row['channel'] !== 'chat'),
      afterWithoutChat: rate(after, (row) => row['channel'] !== 'chat'),
    }).toEqual(stories.redefined.figures)
    const note = company.objects.find((object) => object.externalId === 'note:chats-count')
    expect(note?.values).toMatchObject({ kind: 'definition', on: '2026-04-01', metrics: ['ticket-rate'] })
  })

  test('the shared home moved nothing', () => {
    expect({ before: active('2026-03-08'), afterSixtyDays: active('2026-05-08'), adoption: adopted('home_pinned', 2, '2026-05-31', () => true) }).toEqual(
      stories.flat.figures,
    )
  })

  test('the read path of the query engine slips twice past the day it is needed', () => {
    const needed = company.objects.find((object) => object.externalId === 'dependency:read-path')
    const promises = (needed?.verbs ?? []).map((verb) => String(verb.input['promisedFor']))
    const days = (day: string | undefined) => Math.round((Date.parse(day ?? '') - Date.parse(String(needed?.values['neededBy']))) / 86_400_000)
    expect({
      firstPromise: days(promises[0]),
      lastPromise: days(promises.at(-1)),
      slips: promises.length - 1,
      revenueThatWaits: Math.round(revenue('2026-10-31').get(idOf('Polder Energy')) ?? 0),
    }).toEqual(stories.slip.figures)
  })

  test('Insights adoption rises in the beta of Alerts and not outside', () => {
    const beta = new Set(events.filter((row) => row['name'] === 'alert_acted_on').map((row) => text(row, 'account_id')))
    const insights = (end: string, keep: (id: string) => boolean) => adopted('insight_shared', 3, end, keep, ['Business', 'Enterprise'])
    expect({
      accounts: beta.size,
      before: insights('2026-09-14', () => true),
      now: insights('2026-10-31', () => true),
      betaBefore: insights('2026-09-14', (id) => beta.has(id)),
      betaNow: insights('2026-10-31', (id) => beta.has(id)),
      othersBefore: insights('2026-09-14', (id) => !beta.has(id)),
      othersNow: insights('2026-10-31', (id) => !beta.has(id)),
    }).toEqual(stories.beta.figures)
  })
})

const round = (value: number): number => Math.round(value * 1000) / 1000
const total = (sums: ReadonlyMap<string, number>): number => [...sums.values()].reduce((sum, each) => sum + each, 0)

/** Dollars a year by account on a day, from the lines as a file would hold them. */
function revenue(day: string): Map<string, number> {
  const rates = new Map([
    ['USD', 1],
    ...rows('fx_rate')
      .filter((row) => row['kind'] === 'plan')
      .map((row): [string, number] => [text(row, 'currency'), Number(row['rate'])]),
  ])
  const perYear = new Map([
    ['month', 12],
    ['quarter', 4],
    ['year', 1],
  ])
  const sums = new Map<string, number>()
  for (const line of lines) {
    if (line['status'] === 'trial' || line['account_id'] === 'A-0000' || text(line, 'start') > day || (line['end'] !== null && text(line, 'end') <= day))
      continue
    const dollars =
      Number(line['unit_amount']) *
      Number(line['quantity']) *
      (perYear.get(text(line, 'billing_period')) ?? Number.NaN) *
      (rates.get(text(line, 'currency')) ?? Number.NaN)
    sums.set(text(line, 'account_id'), (sums.get(text(line, 'account_id')) ?? 0) + dollars)
  }
  return sums
}

function kept(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): number {
  return [...before.keys()].reduce((sum, id) => sum + (after.get(id) ?? 0), 0) / total(before)
}

/** Paying accounts of a month, averaged over its days. */
function paying(month: string): number {
  const days = daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5)))
  return Array.from({ length: days }, (_, index) => revenue(`${month}-${String(index + 1).padStart(2, '0')}`).size).reduce((sum, each) => sum + each, 0) / days
}

/** Share of the accounts that paid on a day with any event in the 28 days up to it. */
function active(end: string): number {
  const payers = revenue(end)
  const seen = new Set(events.filter((row) => inside(row, end)).map((row) => text(row, 'account_id')))
  return round([...payers.keys()].filter((id) => seen.has(id)).length / payers.size)
}

function adopted(name: string, least: number, end: string, keep: (id: string) => boolean, plans?: readonly string[]): number {
  const payers = revenue(end)
  const eligible = accounts.filter((row) => payers.has(text(row, 'id')) && keep(text(row, 'id')) && (!plans || plans.includes(text(row, 'plan'))))
  const uses = Map.groupBy(
    events.filter((row) => row['name'] === name && inside(row, end)),
    (row) => text(row, 'account_id'),
  )
  return round(eligible.filter((row) => (uses.get(text(row, 'id'))?.length ?? 0) >= least).length / eligible.length)
}

const inside = (row: Values, end: string): boolean => text(row, 'ts').slice(0, 10) <= end && text(row, 'ts').slice(0, 10) >= addDays(end, -27)
