import { expect, test } from 'vitest'
import type { Calendar, Question, QuestionTime } from '#engines/questions/question.ts'
import { annualRecurringRevenue, incidentRate, netRevenueRetention, ticketRate } from '#metrics'
import { closing } from './closing.ts'

const calendar = (today: string, fiscalStart = 1): Calendar => ({ today, fiscalStart })
const plain = {
  intent: 'why',
  metric: 'annual-recurring-revenue',
  claim: 'change',
  by: [],
  filters: [],
  grain: null,
  asOf: null,
  order: null,
  limit: null,
} as const
const asked = (time: QuestionTime, compare: Question['compare'], more: Partial<Question> = {}): Question => ({
  ...plain,
  ...more,
  time,
  compare,
})
const period = (named: string): QuestionTime => ({ kind: 'period', period: named })
const against = (named: string): Question['compare'] => ({ with: 'period', period: named })
const ends = ({ time, compare }: Question) => [time?.kind === 'period' ? time.period : time, compare?.with === 'period' ? compare.period : compare]

test.each([
  ['a year that is over', period('2024'), against('2023'), 1, '2026-11-30', ['2024-12', '2023-12']],
  ['a half that is over', period('2025-H1'), against('2024-H2'), 1, '2026-11-30', ['2025-06', '2024-12']],
  ['a half against that of a year before', period('2025-H2'), { with: 'lastYear' }, 1, '2026-11-30', ['2025-12', '2024-12']],
  ['a fiscal year from April', period('FY2025'), against('FY2024'), 4, '2026-11-30', ['2025-03', '2024-03']],
  ['a fiscal half from February', period('2025-H1'), against('2024-H1'), 2, '2026-11-30', ['2024-07', '2023-07']],
  ['a year that runs is told up to its last closed month', { kind: 'this', unit: 'year' }, { with: 'prior' }, 1, '2026-11-15', ['2026-10', '2025-10']],
  ['so is a fiscal one', { kind: 'this', unit: 'year' }, { with: 'lastYear' }, 4, '2026-11-30', ['2026-10', '2025-10']],
  ['a half that runs', period('2026-H2'), against('2026-H1'), 1, '2026-11-15', ['2026-10', '2026-04']],
  ['last year against the one before', { kind: 'last', n: 1, unit: 'year' }, { with: 'prior' }, 1, '2026-11-30', ['2025-12', '2024-12']],
  ['an earlier year against a later base', period('2023'), against('2024'), 1, '2026-11-30', ['2023-12', '2024-12']],
] as const)('%s', (_, time, compare, fiscalStart, today, expected) => {
  for (const metric of [annualRecurringRevenue.annualRecurringRevenue, netRevenueRetention.netRevenueRetention])
    expect(ends(closing(asked(time, compare), metric, calendar(today, fiscalStart)).question)).toEqual(expected)
})

test('what adds up is told by the months of a year beside those of the year before, and of no other', () => {
  const now = calendar('2026-11-30')
  const years = asked(period('2024'), against('2023'))
  expect(closing(years, incidentRate.incidentRate, now)).toEqual({
    question: { ...years, intent: 'show', claim: null, compare: { with: 'lastYear' } },
    note: null,
  })
  for (const other of [asked(period('2024'), against('2022')), asked(period('2023'), against('2024'))])
    expect(closing(other, incidentRate.incidentRate, now)).toEqual({ question: other, note: null })
})

test('a rate over a year, a length that differs, and a line by month stay as they were asked', () => {
  const now = calendar('2026-11-30')
  const years = asked(period('2024'), against('2023'))
  expect(closing(years, ticketRate.ticketRate, now)).toEqual({ question: years, note: null })
  for (const other of [asked(period('2024'), against('2023-Q4')), asked(period('2024'), against('2023'), { grain: 'month' }), asked(period('2024'), null)])
    expect(closing(other, annualRecurringRevenue.annualRecurringRevenue, now)).toEqual({ question: other, note: null })
})
