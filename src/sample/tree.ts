import type { SampleObject } from './sampleObject.ts'

type Belief = readonly [
  from: string,
  to: string,
  name: string,
  terms: {
    readonly sign: 'plus' | 'minus'
    readonly lag: number
    readonly confidence: number
    readonly evidence: 'experiment' | 'regression' | 'opinion'
    readonly because: string
  },
  owner: string,
]

/** What recurring revenue is made of, what the company believes moves it, and what must not get worse meanwhile. */
export const tree: readonly SampleObject[] = [...identities(), ...beliefs(), ...guards()]

function identities(): SampleObject[] {
  const part = (from: string, to: string, name: string, operation: 'sum' | 'product', position: number, sign: 'plus' | 'minus' = 'plus'): SampleObject => ({
    noun: 'metricDriver',
    externalId: `driver:${from}:${to}`,
    values: { name, from, to, kind: 'identity', operation, position, sign, owner: 'member:dana' },
  })
  const mrr = 'mrr-movements:closing'
  return [
    part(mrr, 'annual-recurring-revenue', 'ARR is twelve times MRR', 'product', 1),
    part('constant:12', 'annual-recurring-revenue', 'Twelve months make a year', 'product', 2),
    part('mrr-movements:opening', mrr, 'MRR opens where the month before closed', 'sum', 1),
    part('mrr-movements:new', mrr, 'New customers add to MRR', 'sum', 2),
    part('mrr-movements:expansion', mrr, 'Expansion adds to MRR', 'sum', 3),
    part('mrr-movements:reactivation', mrr, 'Customers who come back add to MRR', 'sum', 4),
    part('mrr-movements:contraction', mrr, 'Contraction takes from MRR', 'sum', 5, 'minus'),
    part('mrr-movements:churn', mrr, 'Churn takes from MRR', 'sum', 6, 'minus'),
    part('mrr-movements:fx', mrr, 'Exchange rates move MRR', 'sum', 7),
    part('mrr-movements:transfer', mrr, 'Transfers between parents are nothing in total', 'sum', 8),
  ]
}

function beliefs(): SampleObject[] {
  const known: readonly Belief[] = [
    [
      'feature-adoption',
      'mrr-movements:expansion',
      'Adoption leads to expansion',
      {
        sign: 'plus',
        lag: 3,
        confidence: 0.6,
        evidence: 'regression',
        because: 'Accounts that use two products or more bought seats twice as often in the year before.',
      },
      'mina',
    ],
    [
      'active-accounts',
      'gross-revenue-retention',
      'Active accounts stay',
      { sign: 'plus', lag: 2, confidence: 0.7, evidence: 'regression', because: 'Accounts without an event in 28 days left four times as often.' },
      'vera',
    ],
    [
      'ticket-rate',
      'csat',
      'Tickets lower satisfaction',
      { sign: 'minus', lag: 0, confidence: 0.8, evidence: 'opinion', because: 'The support desk hears it; nobody has tried it.' },
      'tomas',
    ],
    [
      'csat',
      'logo-churn-rate',
      'Satisfied customers leave less',
      { sign: 'minus', lag: 3, confidence: 0.5, evidence: 'opinion', because: 'Exit calls name service in a third of the losses.' },
      'tomas',
    ],
    [
      'slo-attainment',
      'ticket-rate',
      'Kept promises save tickets',
      {
        sign: 'minus',
        lag: 1,
        confidence: 0.7,
        evidence: 'experiment',
        because: 'Two regions had the new gateway a quarter earlier; their tickets fell by a fifth against the others.',
      },
      'ruth',
    ],
    [
      'logo-churn-rate',
      'mrr-movements:churn',
      'Customers who leave take their revenue',
      { sign: 'plus', lag: 0, confidence: 0.9, evidence: 'regression', because: 'Large and small accounts leave at about the same rate.' },
      'dana',
    ],
    [
      'gross-revenue-retention',
      'net-revenue-retention',
      'What stays can grow',
      { sign: 'plus', lag: 0, confidence: 0.8, evidence: 'opinion', because: 'Expansion has been steady for two years, so that losses decide.' },
      'dana',
    ],
  ]
  return known.map(([from, to, name, terms, owner]) => ({
    noun: 'metricDriver',
    externalId: `driver:${from}:${to}`,
    values: { name, from, to, kind: 'hypothesis', ...terms, owner: `member:${owner}` },
  }))
}

function guards(): SampleObject[] {
  const guard = (from: string, to: string, name: string): SampleObject => ({
    noun: 'metricDriver',
    externalId: `driver:${from}:${to}:guard`,
    values: { name, from, to, kind: 'guardrail', owner: 'member:vera' },
  })
  return [
    guard('csat', 'mrr-movements:new', 'New customers must not cost the service of those we have'),
    guard('error-budget', 'feature-adoption', 'Releases for adoption must not spend the error budget'),
  ]
}
