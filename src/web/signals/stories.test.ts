import { expect, test } from 'vitest'
import type { SignalEntry } from './contract.ts'
import { storiesOf } from './stories.ts'

const signal = (metric: string, more: Partial<SignalEntry> = {}): SignalEntry => ({
  key: `${metric}/2026-10`,
  kind: 'newSignal',
  metric,
  metrics: [metric],
  period: '2026-10',
  says: 'Below the lower limit of 99.5% in October',
  severity: 'medium',
  rule: 'outside',
  also: [],
  name: metric,
  theme: 'Customers and revenue',
  unit: 'ratio',
  better: 'up',
  currency: 'USD',
  value: 0.99,
  centre: 1,
  line: null,
  driver: 'Mid-market is 3 pts under its last six months',
  part: 'Mid-market',
  owner: null,
  standsOut: true,
  verdict: null,
  ...more,
})
const told = (entries: readonly SignalEntry[]) => storiesOf(entries).map(({ lead, also }) => [lead.metric, ...also.map(({ metric }) => metric)])

test('what one part moved in one period stands together, led by net retention, where its first stood', () => {
  expect(
    told([signal('net-mrr-churn'), signal('slo-attainment', { theme: 'Quality and delivery', part: 'identity' }), signal('net-revenue-retention')]),
  ).toEqual([['net-revenue-retention', 'net-mrr-churn'], ['slo-attainment']])
})

test('another part, another period, another theme or no known part is another story', () => {
  const apart = [
    signal('a'),
    signal('b', { part: 'Enterprise' }),
    signal('c', { period: '2026-09' }),
    signal('d', { theme: 'Adoption and usage' }),
    signal('e', { part: null }),
    signal('f', { part: null }),
    signal('g', { kind: 'contractFailure' }),
  ]
  expect(told(apart)).toEqual([['a'], ['b'], ['c'], ['d'], ['e'], ['f'], ['g']])
})
