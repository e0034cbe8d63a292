import { expect, test } from 'vitest'
import { stateOfBusiness, type Signalled } from './stateOfBusiness.ts'

const arr = {
  key: 'annual-recurring-revenue',
  value: 48_100_000,
  prior: { period: '2026-10', value: 48_200_000 },
  period: '2026-11',
  trust: { state: 'trusted', reasons: [] },
  currency: 'USD',
  signal: { gaps: null },
} as const
const churn: Signalled = {
  key: 'delinquent-churn/2026-10',
  kind: 'newSignal',
  metric: 'delinquent-churn',
  period: '2026-10',
  name: 'Delinquent churn',
  theme: 'Customers and revenue',
  unit: 'ratio',
  better: 'down',
  currency: 'USD',
  says: 'Above the upper limit of 0.49% in October',
  rule: 'outside',
  value: 0.00501,
  centre: 0.002,
  driver: 'Mid-market is 0.8 pts over its last six months',
}
const read = (...of: Parameters<typeof stateOfBusiness>): string =>
  stateOfBusiness(...of)
    .map((part) => ('text' in part ? part.text : part.figure))
    .join('')

test('what drives a signal stands with its metric, not with revenue, and both say their month', () => {
  expect(read([arr], [churn], 0, '2026-12-01')).toBe(
    'ARR slipped to $48.1M in Nov. Delinquent churn at 0.501% in Oct is above its usual range: Mid-market is 0.8 pts over its last six months.',
  )
  expect(read([arr], [{ ...churn, rule: 'trend', says: 'Six months in a row rising', driver: null }], 0, '2026-12-01')).toBe(
    'ARR slipped to $48.1M in Nov. Delinquent churn at 0.501%: six months in a row rising.',
  )
})

test('of another year than that of the day the year is said', () => {
  expect(read([arr], [], 0, '2027-01-03')).toBe('ARR slipped to $48.1M in Nov 2026. Everything else is routine variation.')
})

test('a month that has ended and is not closed says so', () => {
  expect(read([{ ...arr, trust: { state: 'provisional', reasons: [] } }], [], 0, '2026-12-01')).toBe(
    'ARR slipped to $48.1M in Nov, still open. Everything else is routine variation.',
  )
})

test('net retention is told before other revenue, and revenue before the rest', () => {
  const [usage, retention] = [
    { ...churn, metric: 'stickiness', name: 'Stickiness', theme: 'Adoption and usage' },
    { ...churn, metric: 'net-revenue-retention', name: 'Net revenue retention' },
  ]
  expect(read([], [usage, churn, retention], 0, '2026-12-01')).toMatch(/^Net revenue retention/)
  expect(read([], [usage, churn], 0, '2026-12-01')).toMatch(/^Delinquent churn/)
})

test('metrics that contradict their data are counted, revenue by its name', () => {
  expect(read([{ ...arr, trust: { state: 'untrusted', reasons: [] } }], [], 2, '2026-12-01')).toContain(
    'It and 1 other metric cannot be trusted until contradictions in the data are settled. No other broke its limits.',
  )
})
