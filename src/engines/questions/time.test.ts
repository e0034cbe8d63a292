import { describe, expect, test } from 'vitest'
import { holding, latest, sayPeriod, startOf, endOf } from './calendar.ts'
import type { Calendar, Question, QuestionTime } from './question.ts'
import { timeAt } from './readTime.ts'
import { nameOf, resolveTime } from './resolveTime.ts'
import { tokenise } from './tokens.ts'

const plain: Calendar = { today: '2026-11-16', fiscalStart: 1 }
/** The United Kingdom’s government year, and one that parts calendar quarters. */
const april: Calendar = { ...plain, fiscalStart: 4 }
const february: Calendar = { ...plain, fiscalStart: 2 }

const read = (text: string, calendar = plain) => timeAt(tokenise(text), 0, calendar)

test.each([
  ['H2', { kind: 'range', from: '2026-07-01', to: '2026-12-31' }],
  ['H1 2025', { kind: 'range', from: '2025-01-01', to: '2025-06-30' }],
  ['2025-H2', { kind: 'range', from: '2025-07-01', to: '2025-12-31' }],
  ['fiscal year 2025', { kind: 'period', period: '2025' }],
  ['FY25 Q3', { kind: 'period', period: '2025-Q3' }],
  ['Q3 FY25', { kind: 'period', period: '2025-Q3' }],
  ['March 5th', { kind: 'period', period: '2026-03-05' }],
  ['5 March 2025', { kind: 'period', period: '2025-03-05' }],
  ['29 February', { kind: 'period', period: '2024-02-29' }],
  ['w07 2026', { kind: 'period', period: '2026-W07' }],
  ['yesterday', { kind: 'last', n: 1, unit: 'day' }],
  ['today', { kind: 'this', unit: 'day' }],
  ['quarter to date', { kind: 'this', unit: 'quarter' }],
  ['between 2026-01 and 2026-03', { kind: 'range', from: '2026-01-01', to: '2026-03-31' }],
  ['since last', null],
  ['30 February', null],
  ['2026-02-30', null],
  ['last', null],
  ['from March', null],
  ['from June 2026 to March 2026', null],
])('%s', (text, expected) => {
  expect(read(text)?.time ?? null).toEqual(expected)
})

describe('the fiscal calendar', () => {
  test('a year is named by the calendar year in which it ends; quarters count from its first month', () => {
    expect(holding('2026-11-16', 'year', april)).toBe('FY2027')
    expect(holding('2026-11-16', 'quarter', april)).toBe('2027-Q3')
    expect([startOf('2027-Q3', april), endOf('2027-Q3', april)]).toEqual(['2026-10-01', '2026-12-31'])
    expect([startOf('FY2027', april), endOf('FY2027', april)]).toEqual(['2026-04-01', '2027-03-31'])
    expect([startOf('2027-Q4', february), endOf('2027-Q4', february)]).toEqual(['2026-11-01', '2027-01-31'])
  })
  test('every day lies in the quarter and year that hold it', () => {
    for (let fiscalStart = 1; fiscalStart <= 12; fiscalStart++)
      for (let month = 1; month <= 12; month++) {
        const [day, calendar] = [`2026-${String(month).padStart(2, '0')}-15`, { ...plain, fiscalStart }]
        for (const unit of ['quarter', 'year'] as const) {
          const period = holding(day, unit, calendar)
          expect(startOf(period, calendar) <= day && day <= endOf(period, calendar)).toBe(true)
        }
      }
  })
  test('Q2 means the latest one that has begun', () => {
    expect(read('Q2', april)?.time).toEqual({ kind: 'period', period: '2027-Q2' })
    expect(read('Q4', april)?.time).toEqual({ kind: 'period', period: '2026-Q4' })
    expect(latest('2000-12', plain)).toBe('2025-12')
  })
  test('it is said so that it reads back', () => {
    expect(sayPeriod('2027-Q3', april)).toBe('Q3 FY2027')
    expect(read('Q3 FY2027', april)?.time).toEqual({ kind: 'period', period: '2027-Q3' })
    expect(nameOf('2026-Q4', april)).toBe('Q3 FY2027')
    expect(sayPeriod('2027-H1', april)).toBe('H1 FY2027')
    expect(read('H1 FY2027', april)).toMatchObject({ half: '2027-H1', time: { kind: 'range', from: '2026-04-01', to: '2026-09-30' } })
    expect(nameOf('2026-Q4', plain)).toBe('Q4 2026')
  })
})

const question = (time: QuestionTime | null, more: Partial<Question> = {}): Question => ({
  intent: 'show',
  metric: 'csat',
  claim: null,
  by: [],
  filters: [],
  time,
  grain: null,
  asOf: null,
  compare: null,
  order: null,
  limit: null,
  ...more,
})

describe('time becomes days and a grain', () => {
  test.each<[string, QuestionTime, object]>([
    [
      'closed quarters only',
      { kind: 'last', n: 4, unit: 'quarter' },
      { from: '2025-10-01', to: '2026-09-30', grain: 'quarter', period: null, says: 'Q4 2025 to Q3 2026' },
    ],
    [
      'one closed month',
      { kind: 'last', n: 1, unit: 'month' },
      { from: '2026-10-01', to: '2026-10-31', grain: 'month', period: '2026-10', says: 'October 2026' },
    ],
    ['an open quarter', { kind: 'this', unit: 'quarter' }, { from: '2026-10-01', to: '2026-12-31', grain: 'quarter', period: '2026-Q4' }],
    [
      'a year by its months',
      { kind: 'period', period: '2025' },
      { from: '2025-01-01', to: '2025-12-31', grain: 'month', period: null, note: 'A year is told by its months.' },
    ],
    ['since a day', { kind: 'since', date: '2026-05-01' }, { from: '2026-05-01', to: '2026-11-16', grain: 'month', says: 'May 2026 to November 2026' }],
    ['a week', { kind: 'period', period: '2026-W12' }, { from: '2026-03-16', to: '2026-03-22', grain: 'week', period: '2026-W12' }],
  ])('%s', (_, time, expected) => {
    expect(resolveTime(question(time), plain, 'month')).toMatchObject(expected)
  })
  test('no time leaves the metric’s own', () => {
    expect(resolveTime(question(null), plain, 'month')).toMatchObject({ from: null, to: null, grain: null, says: null })
  })
  test('quarters that part calendar quarters are told by month, and it is said', () => {
    expect(resolveTime(question({ kind: 'last', n: 1, unit: 'quarter' }), february, 'month')).toMatchObject({
      from: '2026-08-01',
      to: '2026-10-31',
      grain: 'month',
      note: 'The fiscal year begins in February, so that its quarters are told by month.',
    })
  })
  test('a quarter of another fiscal year is measured as the calendar quarter that it is', () => {
    expect(resolveTime(question({ kind: 'period', period: '2027-Q2' }), april, 'month')).toMatchObject({
      from: '2026-07-01',
      grain: 'quarter',
      period: '2026-Q3',
      says: 'Q2 FY2027',
    })
  })
  test('a trend of a year is told by quarter where the metric is: by month most of it would be empty', () => {
    expect(resolveTime(question({ kind: 'last', n: 1, unit: 'year' }, { intent: 'trend' }), plain, 'quarter')).toMatchObject({ grain: 'quarter', period: null })
  })
  test('a trend of one quarter is told by month', () => {
    expect(resolveTime(question({ kind: 'period', period: '2026-Q2' }, { intent: 'trend' }), plain, 'month')).toMatchObject({ grain: 'month', period: null })
  })
  test('the end of a quarter is that quarter where a metric is told by quarter; a month that is named stays one', () => {
    expect(resolveTime(question({ kind: 'period', period: '2026-09', isEnd: true }), plain, 'quarter')).toMatchObject({
      grain: 'quarter',
      period: '2026-Q3',
      note: 'It is told by quarter: Q3 2026 ends with September 2026.',
    })
    expect(resolveTime(question({ kind: 'period', period: '2026-09', isEnd: true }), plain, 'month')).toMatchObject({ grain: 'month', period: '2026-09' })
    expect(resolveTime(question({ kind: 'period', period: '2026-09' }), plain, 'quarter')).toMatchObject({ grain: 'month', period: '2026-09' })
    expect(resolveTime(question({ kind: 'period', period: '2026-08', isEnd: true }), plain, 'quarter')).toMatchObject({ grain: 'month', period: '2026-08' })
  })
  test('“last” counts from the day of as-of; its own last day closes a month', () => {
    expect(resolveTime(question({ kind: 'last', n: 1, unit: 'month' }, { asOf: '2026-03-31' }), plain, 'month')).toMatchObject({ period: '2026-03' })
    expect(resolveTime(question({ kind: 'last', n: 1, unit: 'month' }, { asOf: '2026-03-30' }), plain, 'month')).toMatchObject({ period: '2026-02' })
  })
  test('on the last day of a period, today is not over: “last” is the period before, “yesterday” the day before', () => {
    const monthEnd: Calendar = { today: '2026-11-30', fiscalStart: 1 }
    expect(resolveTime(question({ kind: 'last', n: 1, unit: 'month' }), monthEnd, 'month')).toMatchObject({ period: '2026-10' })
    expect(resolveTime(question({ kind: 'last', n: 1, unit: 'day' }), monthEnd, 'day')).toMatchObject({ period: '2026-11-29' })
    expect(resolveTime(question({ kind: 'this', unit: 'day' }), monthEnd, 'day')).toMatchObject({ period: '2026-11-30' })
    expect(resolveTime(question({ kind: 'last', n: 1, unit: 'month' }), { ...monthEnd, today: '2026-12-01' }, 'month')).toMatchObject({ period: '2026-11' })
  })
  test('a forecast looks ahead', () => {
    expect(resolveTime(question({ kind: 'next', n: 2, unit: 'quarter' }, { intent: 'forecast' }), plain, 'month')).toMatchObject({
      from: null,
      grain: 'quarter',
      ahead: 2,
    })
  })
})
