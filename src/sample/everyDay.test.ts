import { describe, expect, test } from 'vitest'
import { addDays, addPeriods, countPeriods, periodOf, periodsBetween, periodStart } from '#engines/numbers/dates.ts'
import { netRevenueRetention } from '#metrics/netRevenueRetention.ts'
import { companyOn } from '../house/companyOn.ts'
import { billedRows } from './billing.ts'
import { book } from './book.ts'
import { commitments } from './commitments.ts'
import { costRows } from './costs.ts'
import type { Customer } from './customer.ts'
import { incidentRows, releaseRows, sliRows, workRows } from './delivery.ts'
import { effortRows } from './effort.ts'
import { initiativeRows } from './initiatives.ts'
import { balance, total } from './ledger.ts'
import { random } from './random.ts'
import type { Values } from './revenueFacts.ts'
import { assessmentRows, headcountRows, hiringRows, pulses } from './team.ts'
import { timeline, type Timeline } from './timeline.ts'

/** Sixteen months of days on which somebody may start: four turns of a quarter, one of a year, and a 29th of February. */
const days = Array.from({ length: 487 }, (_, index) => addDays('2026-11-05', index))
/** Of each month the days around its closing, one in the middle and the last. */
const turns = days.filter((day) => ['01', '02', '04', '05', '06', '16'].includes(day.slice(8)) || addDays(day, 1).endsWith('01'))
const timeOn = (today: string): Timeline => timeline(today, netRevenueRetention.maturityDays)
const books = new Map<string, Customer[]>()
const bookOn = (today: string): Customer[] => books.getOrInsertComputed(today, () => book(timeOn(today), 1))
const text = (row: Values, column: string): string => String(row[column] ?? '')
const monthOf = (row: Values, column: string): string => text(row, column).slice(0, 7)
/** How many rows fall into each period that any falls into. */
const counted = (rows: Iterable<Values>, of: (row: Values) => string): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(rows, of)].map(([period, some]) => [period, some.length]))

/** The last closed month, by the calendar of the machine. */
function closedBy(today: string): string {
  const [year, month, day] = [Number(today.slice(0, 4)), Number(today.slice(5, 7)), Number(today.slice(8))]
  const back = day >= netRevenueRetention.maturityDays ? 2 : 3
  return new Date(Date.UTC(year, month - back, 1)).toISOString().slice(0, 7)
}

describe('the calendar of the company on every day of sixteen months', () => {
  test('counts from the last month that is closed, and knows what is over and open after it', () => {
    for (const today of days) {
      const time = timeOn(today)
      expect({ today, last: time.month(0), over: time.month(time.over), open: time.month(time.open) }).toEqual({
        today,
        last: closedBy(today),
        over: addPeriods(today.slice(0, 7), -1),
        open: addDays(today, -1).slice(0, 7),
      })
      expect(time.closedOn <= today && time.closedOn > time.end(0), `on ${today}`).toBe(true)
      expect([time.quarterStart <= today, today <= time.quarterEnd, addPeriods(time.baselineMonth, 1)]).toEqual([true, true, time.quarterStart.slice(0, 7)])
    }
  })

  test('what comes by the month is there for every month that is over, in its usual number', () => {
    for (const today of days) {
      const time = timeOn(today)
      const whole = (from: number) => periodsBetween(time.month(from), time.month(time.over))
      const each = (from: number, count: number) => Object.fromEntries(whole(from).map((month) => [month, count]))
      expect(
        counted(costRows(time, random(1, 'costs')), (row) => monthOf(row, 'period_start')),
        `on ${today}`,
      ).toEqual(each(-23, 8))
      expect(
        counted(headcountRows(time), (row) => monthOf(row, 'month')),
        `on ${today}`,
      ).toEqual(each(-35, 5))
      const plain = [...releaseRows(time, random(1, 'releases'))].filter((row) => /-\d{4}-\d{2}$/.test(text(row, 'id')))
      expect(
        counted(plain, (row) => monthOf(row, 'released_at')),
        `on ${today}`,
      ).toMatchObject(each(time.first, 3))
      const born = (rows: Iterable<Values>) =>
        counted(
          [...rows].filter((row) => row['from_state'] === null && row['parked'] === false),
          (row) => monthOf(row, 'at'),
        )
      expect(born(workRows(time, random(1, 'work'))), `on ${today}`).toMatchObject(each(-23, 26))
      expect(born(initiativeRows(time, random(1, 'initiatives'))), `on ${today}`).toMatchObject(each(-23, 3))
    }
  })

  test('what comes by week, sprint, quarter, half-year or now and then goes on to the day before', () => {
    for (const today of days) {
      const [time, yesterday] = [timeOn(today), addDays(today, -1)]
      const weeks = [...new Set([...effortRows(time)].map((row) => text(row, 'week')))]
      expect([weeks.at(-1), weeks.length], `on ${today}`).toEqual([
        addDays(yesterday, -((Date.parse(yesterday) / 86_400_000 + 3) % 7)),
        1 + countPeriods(periodOf(weeks[0] ?? '', 'week'), periodOf(yesterday, 'week')),
      ])
      const { snapshots } = commitments(time, random(1, 'commitments'))
      const sprints = [...new Set(snapshots.filter((row) => row['period_kind'] === 'sprint').map((row) => text(row, 'period_start')))]
      expect(
        sprints.every((start, index) => index === 0 || start === addDays(sprints[index - 1] ?? '', 14)) && addDays(sprints.at(-1) ?? '', 14) >= today,
        `on ${today}`,
      ).toBe(true)
      const waves = [...new Set(pulses(time, random(1, 'pulses')).answers.map((row) => text(row, 'wave_id')))]
      expect(waves, `on ${today}`).toEqual(periodsBetween(addPeriods(time.quarter, -6), addPeriods(time.quarter, -1)))
      const halves = new Set([...assessmentRows(time, random(1, 'assessments'))].map((row) => text(row, 'half')))
      const half = Number(today.slice(5, 7)) <= 6 ? 0 : 1
      const last = Number(today.slice(0, 4)) * 2 + half - 1
      expect([...halves], `on ${today}`).toEqual([last - 2, last - 1, last].map((one) => `${Math.floor(one / 2)}-H${(one % 2) + 1}`))
      const opened = [...hiringRows(time, random(1, 'hiring'))]
        .filter((row) => row['kind'] === 'opened')
        .map((row) => text(row, 'at').slice(0, 10))
        .sort()
      expect(
        opened.every((day, index) => day < today && (opened[index + 1] ?? yesterday) <= addDays(day, 36)),
        `${today} after ${opened.at(-1)}`,
      ).toBe(true)
    }
  })
})

describe('the books on the days around the closing of each month', () => {
  const kept = (customers: readonly Customer[], from: string, to: string): number => {
    const [before, after] = [balance(customers, from), balance(customers, to)]
    return [...before.keys()].reduce((sum, id) => sum + (after.get(id) ?? 0), 0) / total(before)
  }

  test('net retention breaks in the last closed month and in no other, those that are over and open included', () => {
    for (const today of turns) {
      const [time, customers] = [timeOn(today), bookOn(today)]
      const of = (month: number) => kept(customers, time.end(month - 1), time.end(month))
      const values = Array.from({ length: 23 }, (_, index) => of(index - 23))
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      const moving = values.slice(1).reduce((sum, value, index) => sum + Math.abs(value - (values[index] ?? value)), 0) / (values.length - 1)
      const isOut = (value: number): boolean => Math.abs(value - mean) > 2.66 * moving
      expect({ today, last: of(0) < mean - 2.66 * moving, before: values.filter(isOut), over: time.over > 0 && isOut(of(1)) }).toEqual({
        today,
        last: true,
        before: [],
        over: false,
      })
    }
  })

  test('every month that is over has its comings, goings and changes; nothing happens on the day itself or after it', () => {
    for (const today of turns) {
      const [time, customers] = [timeOn(today), bookOn(today)]
      const lines = customers.flatMap((customer) => customer.lines)
      expect(
        lines.filter(({ start, end }) => start >= today || (end !== null && end >= today)),
        `on ${today}`,
      ).toEqual([])
      const [begun, ended] = [
        counted(
          lines.map(({ start }) => ({ start })),
          (row) => monthOf(row, 'start'),
        ),
        counted(
          lines.filter(({ end }) => end !== null).map(({ end }) => ({ end })),
          (row) => monthOf(row, 'end'),
        ),
      ]
      for (const month of periodsBetween(time.month(-11), time.month(time.over)))
        expect({ today, month, begun: (begun[month] ?? 0) > 25, ended: (ended[month] ?? 0) > 20 }).toEqual({ today, month, begun: true, ended: true })
      const billed = [...billedRows(customers, time, random(1, 'billing'))].map((row) => monthOf(row, 'month'))
      expect(billed, `on ${today}`).toEqual(periodsBetween(time.month(time.first), time.month(time.over)))
    }
  })

  test('services are watched every day, and what fails after the rotation is over by the day before', () => {
    for (const today of turns) {
      const time = timeOn(today)
      const watched = new Set([...sliRows(time, random(1, 'sli'))].map((row) => text(row, 'start').slice(0, 10)))
      expect([watched.size, [...watched].at(-1)], `on ${today}`).toEqual([(Date.parse(today) - Date.parse(time.day(-23, 1))) / 86_400_000, addDays(today, -1)])
      const incidents = incidentRows([], time, random(1, 'incidents'))
      expect(
        incidents.every((row) => text(row, 'impact_end') < today),
        `on ${today}`,
      ).toBe(true)
    }
  })
})

describe.each(['2026-12-01', '2026-12-05', '2026-12-06', '2027-01-01', '2027-02-03', '2027-04-01', '2028-02-29'])('the company of %s', (today) => {
  const company = companyOn(today)
  const rows = (fact: string): Values[] => [...(company.facts[fact] ?? [])]

  test('is used on every day up to the one before, and writes tickets on every workday, as many as ever', () => {
    const isWorkday = (day: string) => new Date(day).getUTCDay() % 6 !== 0
    for (const [fact, column, from] of [
      ['event', 'ts', -23],
      ['ticket', 'created_at', -35],
    ] as const) {
      const byDay = counted(rows(fact), (row) => text(row, column).slice(0, 10))
      const all = periodsBetween(periodStart(addPeriods(company.closedMonth, from)), addDays(today, -1))
      expect((Object.keys(byDay).sort().at(-1) ?? '9') < today, `${fact} ends before ${today}`).toBe(true)
      expect(
        all.slice(-90).filter((day) => isWorkday(day) && !byDay[day]),
        `${fact} on a workday`,
      ).toEqual([])
      const mean = (some: readonly string[]) => some.filter(isWorkday).reduce((sum, day) => sum + (byDay[day] ?? 0), 0) / some.filter(isWorkday).length
      const share = mean(all.slice(-20)) / mean(all.slice(-110, -20))
      expect(share > 0.75 && share < 1.35, `${fact}: ${share} of what was usual`).toBe(true)
    }
  })

  test('says of the last closed month what is said of it, and not before that month was closed', () => {
    const { closedOn } = timeOn(today)
    const verdict = company.record.find(({ objects }) =>
      objects.some(({ values }) => values['metricKey'] === 'net-revenue-retention' && values['verdict'] === 'real'),
    )
    expect(verdict?.objects.map(({ values }) => values['period'])).toContain(company.closedMonth)
    for (const { day, steps } of company.record)
      for (const { externalId, verb } of steps)
        if (verb === 'reopen' && externalId === 'decision:sso') expect(day >= closedOn, `${externalId} on ${day}`).toBe(true)
    expect((verdict?.day ?? '') >= closedOn).toBe(true)
  })

  test('names each deal by the month in which it was closed', () => {
    const deals = company.objects.filter(({ noun }) => noun === 'deal')
    expect(deals.filter(({ values }) => !text(values, 'title').endsWith(`, ${text(values, 'closedOn').slice(0, 7)}`))).toEqual([])
  })
})
