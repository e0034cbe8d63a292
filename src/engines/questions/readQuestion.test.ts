import { describe, expect, test } from 'vitest'
import type { Question, Reading } from './question.ts'
import { readQuestion } from './readQuestion.ts'
import { sentenceOf } from './sentenceOf.ts'
import { company } from './testing/company.ts'

const read = (text: string): Reading => readQuestion(text, company)
const plain = { claim: null, by: [], filters: [], time: null, grain: null, asOf: null, compare: null, order: null, limit: null }
const only = (dimension: string, ...values: string[]) => [{ dimension, op: 'is', values }]
const but = (dimension: string, ...values: string[]) => [{ dimension, op: 'isNot', values }]
const last = (n: number, unit: string) => ({ kind: 'last', n, unit })
const during = (period: string) => ({ kind: 'period', period })
const atEnd = (period: string) => ({ kind: 'period', period, isEnd: true })
const since = (date: string) => ({ kind: 'since', date })

/** Harborlight on 16 November 2026, its fiscal year the calendar year. */
const cases: readonly (readonly [string, Partial<Question> & Pick<Question, 'intent' | 'metric'>] | readonly [string, object])[] = [
  ['NRR by segment last 4 quarters', { intent: 'show', metric: 'net-revenue-retention', by: ['segment'], time: last(4, 'quarter') }],
  ['what is NRR', { intent: 'value', metric: 'net-revenue-retention' }],
  ['What’s our net revenue retention?', { intent: 'value', metric: 'net-revenue-retention' }],
  ['net-revenue-retention', { intent: 'show', metric: 'net-revenue-retention' }],
  ['show me ARR per region', { intent: 'show', metric: 'annual-recurring-revenue', by: ['region'] }],
  ['ARR by regions and plans', { intent: 'show', metric: 'annual-recurring-revenue', by: ['region', 'plan'] }],
  ['trend of CSAT since May 2026', { intent: 'trend', metric: 'csat', time: { kind: 'since', date: '2026-05-01' } }],
  ['CSAT over time', { intent: 'trend', metric: 'csat' }],
  ['why did activation drop in March?', { intent: 'why', metric: 'activation-rate', claim: 'drop', time: during('2026-03') }],
  ['why has GRR changed', { intent: 'why', metric: 'gross-revenue-retention', claim: 'change' }],
  ['Why is logo churn up this quarter?', { intent: 'why', metric: 'logo-churn-rate', claim: 'rise', time: { kind: 'this', unit: 'quarter' } }],
  ['did NRR fall in October', { intent: 'why', metric: 'net-revenue-retention', claim: 'drop', time: during('2026-10') }],
  ['what drove ARR in Q3', { intent: 'why', metric: 'annual-recurring-revenue', claim: 'change', time: during('2026-Q3') }],
  ['rank segments by NRR', { intent: 'rank', metric: 'net-revenue-retention', by: ['segment'], order: 'highest' }],
  ['rank GRR by plan, lowest first', { intent: 'rank', metric: 'gross-revenue-retention', by: ['plan'], order: 'lowest' }],
  ['top 3 regions by ARR', { intent: 'rank', metric: 'annual-recurring-revenue', by: ['region'], order: 'highest', limit: 3 }],
  ['which segment has the worst NRR', { intent: 'rank', metric: 'net-revenue-retention', by: ['segment'], order: 'worst' }],
  ['the 5 best plans for CSAT', { intent: 'rank', metric: 'csat', by: ['plan'], order: 'best', limit: 5 }],
  ['forecast ARR next 2 quarters', { intent: 'forecast', metric: 'annual-recurring-revenue', time: { kind: 'next', n: 2, unit: 'quarter' } }],
  ['outlook for NRR', { intent: 'forecast', metric: 'net-revenue-retention' }],
  ['forecast ARR to the end of the year', { intent: 'forecast', metric: 'annual-recurring-revenue', time: { kind: 'end', unit: 'year' } }],
  ['forecast ARR by year end', { intent: 'forecast', metric: 'annual-recurring-revenue', time: { kind: 'end', unit: 'year' } }],
  ['forecast ARR by quarter end', { intent: 'forecast', metric: 'annual-recurring-revenue', time: { kind: 'end', unit: 'quarter' } }],
  ['forecast ARR by the quarter end', { intent: 'forecast', metric: 'annual-recurring-revenue', time: { kind: 'end', unit: 'quarter' } }],
  ['forecast ARR by the month end', { intent: 'forecast', metric: 'annual-recurring-revenue', time: { kind: 'end', unit: 'month' } }],
  ['are we on track for ARR by the quarter’s end', { intent: 'onTrack', metric: 'annual-recurring-revenue', time: { kind: 'end', unit: 'quarter' } }],
  ['ARR by the quarter', { intent: 'show', metric: 'annual-recurring-revenue', grain: 'quarter' }],
  ['ARR by the plan', { intent: 'show', metric: 'annual-recurring-revenue', by: ['plan'] }],
  ['ARR by the plan Growth', { intent: 'show', metric: 'annual-recurring-revenue', filters: only('plan', 'Growth') }],
  ['ARR by the segment and the plan', { intent: 'show', metric: 'annual-recurring-revenue', by: ['segment', 'plan'] }],
  ['forecast ARR by the end of 2027', { intent: 'forecast', metric: 'annual-recurring-revenue', time: atEnd('2027-12') }],
  ['what will ARR be at the end of Q2 2027', { intent: 'forecast', metric: 'annual-recurring-revenue', time: atEnd('2027-06') }],
  ['forecast ARR by end of 2027', { intent: 'forecast', metric: 'annual-recurring-revenue', time: atEnd('2027-12') }],
  ['which segment loses the most customers', { intent: 'rank', metric: 'logo-churn-rate', by: ['segment'], order: 'highest' }],
  ['which plan is losing customers', { intent: 'rank', metric: 'logo-churn-rate', by: ['plan'], order: 'highest' }],
  ['which plans are losing the most customers', { intent: 'rank', metric: 'logo-churn-rate', by: ['plan'], order: 'highest' }],
  ['NRR by the end of last year', { intent: 'show', metric: 'net-revenue-retention', time: atEnd('2025-12') }],
  ['NRR at the end of last quarter', { intent: 'show', metric: 'net-revenue-retention', time: atEnd('2026-09') }],
  ['NRR as of the end of last quarter', { intent: 'show', metric: 'net-revenue-retention', asOf: '2026-09-30' }],
  ['forecast ARR end of next year', { intent: 'forecast', metric: 'annual-recurring-revenue', time: atEnd('2027-12') }],
  ['ARR by the quarter', { intent: 'show', metric: 'annual-recurring-revenue', grain: 'quarter' }],
  ['ARR by the segment and the month', { intent: 'show', metric: 'annual-recurring-revenue', by: ['segment'], grain: 'month' }],
  ['CSAT last month vs the same month last year', { intent: 'show', metric: 'csat', time: last(1, 'month'), compare: { with: 'lastYear' } }],
  ['how has NRR developed since May 2026', { intent: 'trend', metric: 'net-revenue-retention', time: { kind: 'since', date: '2026-05-01' } }],
  ['did NRR improve', { intent: 'trend', metric: 'net-revenue-retention' }],
  ['ARR from the end of last year to now', { intent: 'show', metric: 'annual-recurring-revenue', time: since('2025-12-31') }],
  ['ARR from the end of last year', { intent: 'show', metric: 'annual-recurring-revenue', time: since('2025-12-31') }],
  ['ARR since the end of last year', { intent: 'show', metric: 'annual-recurring-revenue', time: since('2025-12-31') }],
  ['ARR from March to now', { intent: 'show', metric: 'annual-recurring-revenue', time: since('2026-03-01') }],
  ['ARR from last quarter until today', { intent: 'show', metric: 'annual-recurring-revenue', time: since('2026-07-01') }],
  [
    'ARR from the end of last year to the end of last quarter',
    { intent: 'show', metric: 'annual-recurring-revenue', time: { kind: 'range', from: '2025-12-31', to: '2026-09-30' } },
  ],
  ['ARR as of November', { intent: 'show', metric: 'annual-recurring-revenue', asOf: '2026-11-16' }],
  ['ARR over the last 4 quarters', { intent: 'show', metric: 'annual-recurring-revenue', time: last(4, 'quarter') }],
  ['ARR throughout 2025', { intent: 'show', metric: 'annual-recurring-revenue', time: during('2025') }],
  ['how did ARR change over last quarter', { intent: 'why', metric: 'annual-recurring-revenue', claim: 'change', time: last(1, 'quarter') }],
  ['what improved NRR', { intent: 'why', metric: 'net-revenue-retention', claim: 'change' }],
  ['did NRR improve', { intent: 'trend', metric: 'net-revenue-retention' }],
  ['how much ARR did we add last month', { intent: 'why', metric: 'annual-recurring-revenue', claim: 'rise', time: last(1, 'month') }],
  ['how many tickets did we get last month', { intent: 'value', told: 'count', metric: 'ticket-rate', time: last(1, 'month') }],
  ['what percentage of customers churned last year', { intent: 'value', metric: 'logo-churn-rate', time: last(1, 'year') }],
  ['churn in Q3 vs Q2', { intent: 'show', metric: 'logo-churn-rate', time: during('2026-Q3'), compare: { with: 'period', period: '2026-Q2' } }],
  ['ARR in Q2 vs Q3 2024', { intent: 'show', metric: 'annual-recurring-revenue', time: during('2024-Q2'), compare: { with: 'period', period: '2024-Q3' } }],
  ['ARR in Q1 2025 vs Q4', { intent: 'show', metric: 'annual-recurring-revenue', time: during('2025-Q1'), compare: { with: 'period', period: '2024-Q4' } }],
  [
    'ARR in March 2025 vs the end of 2024',
    { intent: 'show', metric: 'annual-recurring-revenue', time: during('2025-03'), compare: { with: 'period', period: '2024-12' } },
  ],
  [
    'compare ARR in Q3 2024 with Q2',
    { intent: 'why', metric: 'annual-recurring-revenue', claim: 'change', time: during('2024-Q3'), compare: { with: 'period', period: '2024-Q2' } },
  ],
  [
    'compare ARR in Q2 with Q3 2024',
    { intent: 'show', metric: 'annual-recurring-revenue', time: during('2024-Q2'), compare: { with: 'period', period: '2024-Q3' } },
  ],
  [
    'compare ARR in Q2 and Q3 2024',
    { intent: 'why', metric: 'annual-recurring-revenue', claim: 'change', time: during('2024-Q3'), compare: { with: 'period', period: '2024-Q2' } },
  ],
  [
    'how did ARR move between H2 and H1 2025',
    { intent: 'why', metric: 'annual-recurring-revenue', claim: 'change', time: during('2025-H2'), compare: { with: 'period', period: '2025-H1' } },
  ],
  [
    'ARR in March 2026 vs March 2025',
    { intent: 'show', metric: 'annual-recurring-revenue', time: during('2026-03'), compare: { with: 'period', period: '2025-03' } },
  ],
  ['ARR in 2026 vs 2025', { intent: 'show', metric: 'annual-recurring-revenue', time: during('2026'), compare: { with: 'period', period: '2025' } }],
  ['CSAT trend by plan over the last year', { intent: 'trend', metric: 'csat', by: ['plan'], time: last(1, 'year') }],
  ['NRR for the Service plan', { intent: 'show', metric: 'net-revenue-retention', filters: only('plan', 'Service') }],
  ['NRR of Service plan customers', { intent: 'show', metric: 'net-revenue-retention', filters: only('plan', 'Service') }],
  ['forecast ARR eoq', { intent: 'forecast', metric: 'annual-recurring-revenue', time: { kind: 'end', unit: 'quarter' } }],
  ['what will ARR be at the end of the year', { intent: 'forecast', metric: 'annual-recurring-revenue', time: { kind: 'end', unit: 'year' } }],
  ['what will NRR be this quarter', { intent: 'forecast', metric: 'net-revenue-retention', time: { kind: 'this', unit: 'quarter' } }],
  ['will churn drop next quarter', { intent: 'forecast', metric: 'logo-churn-rate', time: { kind: 'next', n: 1, unit: 'quarter' } }],
  ['are we on track for ARR by the end of the year', { intent: 'onTrack', metric: 'annual-recurring-revenue', time: { kind: 'end', unit: 'year' } }],
  ['is churn getting worse', { intent: 'trend', metric: 'logo-churn-rate' }],
  ['how many customers did we lose last month', { intent: 'value', told: 'count', metric: 'logo-churn-rate', time: last(1, 'month') }],
  ['how many customers do we have', { intent: 'value', metric: 'paying-customers' }],
  ['accounts by region', { intent: 'show', metric: 'paying-customers', by: ['region'] }],
  ['NRR of Enterprise customers', { intent: 'show', metric: 'net-revenue-retention', filters: only('segment', 'Enterprise') }],
  ['NRR for customers in EMEA', { intent: 'show', metric: 'net-revenue-retention', filters: only('region', 'EMEA') }],
  ['CSAT of customers on plan Scale', { intent: 'show', metric: 'csat', filters: only('plan', 'Scale') }],
  ['how many tickets did customers open last month', { intent: 'value', told: 'count', metric: 'ticket-rate', time: last(1, 'month') }],
  ['how many tickets do our clients have', { intent: 'value', told: 'count', metric: 'ticket-rate' }],
  ['how predictable is our delivery', { intent: 'show', metric: 'delivery-predictability' }],
  ['what is the median cycle time', { intent: 'value', metric: 'cycle-time' }],
  ['is GRR improving', { intent: 'trend', metric: 'gross-revenue-retention' }],
  ['who owns NRR', { intent: 'define', metric: 'net-revenue-retention' }],
  ['compare Enterprise and SMB NRR', { intent: 'show', metric: 'net-revenue-retention', filters: only('segment', 'Enterprise', 'SMB') }],
  ['are we meeting our GRR target', { intent: 'onTrack', metric: 'gross-revenue-retention' }],
  ['is NRR on target?', { intent: 'onTrack', metric: 'net-revenue-retention' }],
  ['are we on track for NRR', { intent: 'onTrack', metric: 'net-revenue-retention' }],
  ['are we on track for the NRR target?', { intent: 'onTrack', metric: 'net-revenue-retention' }],
  ['will we hit our GRR goal', { intent: 'onTrack', metric: 'gross-revenue-retention' }],
  ['how is NRR defined', { intent: 'define', metric: 'net-revenue-retention' }],
  ['How is logo churn calculated?', { intent: 'define', metric: 'logo-churn-rate' }],
  ['what does GRR mean', { intent: 'define', metric: 'gross-revenue-retention' }],
  ['definition of csat', { intent: 'define', metric: 'csat' }],
  ['NRR for Enterprise', { intent: 'show', metric: 'net-revenue-retention', filters: only('segment', 'Enterprise') }],
  ['NRR for Enterprise and SMB', { intent: 'show', metric: 'net-revenue-retention', filters: only('segment', 'Enterprise', 'SMB') }],
  ['Enterprise NRR in 2026', { intent: 'show', metric: 'net-revenue-retention', filters: only('segment', 'Enterprise'), time: during('2026') }],
  ['NRR excluding SMB', { intent: 'show', metric: 'net-revenue-retention', filters: but('segment', 'SMB') }],
  ['NRR except for mid market', { intent: 'show', metric: 'net-revenue-retention', filters: but('segment', 'Mid-market') }],
  ['NRR where plan is Scale', { intent: 'show', metric: 'net-revenue-retention', filters: only('plan', 'Scale') }],
  ['NRR where plan is not Scale', { intent: 'show', metric: 'net-revenue-retention', filters: but('plan', 'Scale') }],
  ['NRR where plan = Scale or Starter', { intent: 'show', metric: 'net-revenue-retention', filters: only('plan', 'Scale', 'Starter') }],
  ['NRR where plan != Scale', { intent: 'show', metric: 'net-revenue-retention', filters: but('plan', 'Scale') }],
  ['NRR for the Growth plan', { intent: 'show', metric: 'net-revenue-retention', filters: only('plan', 'Growth') }],
  ['NRR for segment Growth', { intent: 'show', metric: 'net-revenue-retention', filters: only('segment', 'Growth') }],
  ['tickets in EMEA by priority', { intent: 'show', metric: 'ticket-rate', by: ['priority'], filters: only('region', 'EMEA') }],
  ['adoption of Alerts', { intent: 'show', metric: 'feature-adoption', filters: only('feature', 'alerts') }],
  ['NRR for Enterprise in EMEA', { intent: 'show', metric: 'net-revenue-retention', filters: [...only('segment', 'Enterprise'), ...only('region', 'EMEA')] }],
  ['NRR last month', { intent: 'show', metric: 'net-revenue-retention', time: last(1, 'month') }],
  ['NRR past twelve months', { intent: 'show', metric: 'net-revenue-retention', time: last(12, 'month') }],
  ['NRR for the last 6 full months', { intent: 'show', metric: 'net-revenue-retention', time: last(6, 'month') }],
  ['NRR year to date', { intent: 'show', metric: 'net-revenue-retention', time: { kind: 'this', unit: 'year' } }],
  ['csat ytd', { intent: 'show', metric: 'csat', time: { kind: 'this', unit: 'year' } }],
  ['NRR in December', { intent: 'show', metric: 'net-revenue-retention', time: during('2025-12') }],
  ['NRR in Dec 2024', { intent: 'show', metric: 'net-revenue-retention', time: during('2024-12') }],
  ['NRR in Q4', { intent: 'show', metric: 'net-revenue-retention', time: during('2026-Q4') }],
  ['NRR Q2 2025', { intent: 'show', metric: 'net-revenue-retention', time: during('2025-Q2') }],
  ['NRR in 2025-Q2', { intent: 'show', metric: 'net-revenue-retention', time: during('2025-Q2') }],
  ['NRR in H1 2026', { intent: 'show', metric: 'net-revenue-retention', time: { kind: 'range', from: '2026-01-01', to: '2026-06-30' } }],
  ['NRR from March to June', { intent: 'show', metric: 'net-revenue-retention', time: { kind: 'range', from: '2026-03-01', to: '2026-06-30' } }],
  ['NRR from November to February 2026', { intent: 'show', metric: 'net-revenue-retention', time: { kind: 'range', from: '2025-11-01', to: '2026-02-28' } }],
  ['active accounts in week 12', { intent: 'show', metric: 'active-accounts', time: during('2026-W12') }],
  ['active accounts on 16 March 2026', { intent: 'show', metric: 'active-accounts', time: during('2026-03-16') }],
  ['active accounts since 2026-03-16', { intent: 'show', metric: 'active-accounts', time: { kind: 'since', date: '2026-03-16' } }],
  ['ARR as of 31 March 2026', { intent: 'show', metric: 'annual-recurring-revenue', asOf: '2026-03-31' }],
  ['ARR as of March', { intent: 'show', metric: 'annual-recurring-revenue', asOf: '2026-03-31' }],
  ['NRR by quarter', { intent: 'show', metric: 'net-revenue-retention', grain: 'quarter' }],
  ['NRR by segment and quarter', { intent: 'show', metric: 'net-revenue-retention', by: ['segment'], grain: 'quarter' }],
  ['NRR vs prior', { intent: 'show', metric: 'net-revenue-retention', compare: { with: 'prior' } }],
  ['NRR last quarter vs last year', { intent: 'show', metric: 'net-revenue-retention', time: last(1, 'quarter'), compare: { with: 'lastYear' } }],
  ['NRR compared with last quarter', { intent: 'show', metric: 'net-revenue-retention', grain: 'quarter', compare: { with: 'prior' } }],
  ['NRR year over year', { intent: 'show', metric: 'net-revenue-retention', compare: { with: 'lastYear' } }],
  ['NRR vs target', { intent: 'show', metric: 'net-revenue-retention', compare: { with: 'target' } }],
  ['what is the target for NRR', { intent: 'value', metric: 'net-revenue-retention', compare: { with: 'target' } }],
  [
    'Enterprise NRR vs SMB',
    {
      intent: 'show',
      metric: 'net-revenue-retention',
      filters: only('segment', 'Enterprise'),
      compare: { with: 'segment', dimension: 'segment', value: 'SMB' },
    },
  ],
  ['NRR versus the Stripe policy', { intent: 'show', metric: 'net-revenue-retention', compare: { with: 'policy', preset: 'stripe' } }],
  ['NRR vs policy board', { intent: 'show', metric: 'net-revenue-retention', compare: { with: 'policy', preset: 'board' } }],
  ['NRR for ent', { intent: 'show', metric: 'net-revenue-retention', filters: only('segment', 'Enterprise') }],
  ['kundentreue', { intent: 'show', metric: 'net-revenue-retention' }],
]

describe('a question reads as one query', () => {
  test.each(cases)('%s', (text, expected) => {
    expect(read(text)).toEqual({ kind: 'question', question: { ...plain, ...expected } })
  })

  test.each(cases)('“%s”, said in the grammar’s own words, reads the same', (text) => {
    const first = read(text)
    if (first.kind !== 'question') throw new Error(JSON.stringify(first))
    expect(read(sentenceOf(first.question, company))).toEqual(first)
  })
})

describe('what is tied is asked back', () => {
  test('two metrics of one by-word', () => {
    expect(read('retention by segment')).toMatchObject({
      kind: 'didYouMean',
      choices: [
        { label: 'Net revenue retention', ask: 'Net revenue retention by segment' },
        { label: 'Gross revenue retention', ask: 'Gross revenue retention by segment' },
      ],
    })
  })
  test('one value of two dimensions; each choice then reads', () => {
    const answer = read('NRR for Growth last quarter')
    expect(answer).toMatchObject({ kind: 'didYouMean', says: '“Growth” is the name of a segment (Growth) and a plan (Growth).' })
    const asks = answer.kind === 'didYouMean' ? answer.choices.map(({ ask }) => read(ask)) : []
    expect(asks.map((each) => (each.kind === 'question' ? each.question.filters[0]?.dimension : each))).toEqual(['segment', 'plan'])
  })
  test('a value of two dimensions behind vs', () => {
    expect(read('NRR vs Growth')).toMatchObject({ kind: 'didYouMean', choices: [{ ask: 'NRR vs segment Growth' }, { ask: 'NRR vs plan Growth' }] })
  })
  test('a value that only one of the metric’s dimensions holds is no tie', () => {
    expect(read('NRR for Scale')).toMatchObject({ kind: 'question', question: { filters: [{ dimension: 'plan' }] } })
  })
  test('a rank without a dimension', () => {
    expect(read('rank NRR')).toMatchObject({
      kind: 'didYouMean',
      says: 'Rank Net revenue retention by what?',
      choices: expect.arrayContaining([{ label: 'by segment', ask: 'rank NRR by segment' }]),
    })
  })
  test('a dimension that stands alone', () => {
    expect(read('segment NRR')).toMatchObject({ kind: 'didYouMean', notUnderstood: ['segment'], choices: [{ ask: 'by segment NRR' }, { ask: 'NRR' }] })
  })
})

test('a dimension is said as people say it, and a metric without any says so', () => {
  const metrics = [
    {
      key: 'stakeholder-satisfaction',
      name: 'Stakeholder satisfaction',
      synonyms: [],
      dimensions: ['rater_group', 'question_id'],
      unit: 'score',
      grains: ['quarter'],
    },
    { key: 'regretted-attrition', name: 'Regretted attrition', synonyms: [], dimensions: [], unit: 'ratio', grains: ['quarter'] },
  ]
  const people = (text: string) => readQuestion(text, { ...company, metrics: [...company.metrics, ...metrics] })
  expect(people('stakeholder satisfaction by horoscope')).toMatchObject({
    hint: 'It can be told by rater group and question id.',
    choices: [
      { label: 'by rater group', ask: 'stakeholder satisfaction by rater group' },
      { label: 'by question id', ask: 'stakeholder satisfaction by question id' },
    ],
  })
  expect(people('stakeholder satisfaction by function')).toMatchObject({ question: { by: ['rater_group'] } })
  expect(people('stakeholder satisfaction by rater group')).toMatchObject({ question: { by: ['rater_group'] } })
  expect(people('regretted attrition by segment')).toMatchObject({ hint: 'It is told as a whole alone.' })
})

test('a movement of revenue is no figure of its own: what to ask instead is offered, and reads', () => {
  const answer = read('expansion MRR by segment last quarter')
  expect(answer).toMatchObject({ kind: 'refusal', code: 'unknown_metric', choices: [{ ask: 'why did ARR change by segment last quarter' }] })
  expect(answer.kind === 'refusal' && read(answer.choices[0]?.ask ?? '')).toMatchObject({ question: { intent: 'why', metric: 'annual-recurring-revenue' } })
  const beside = read('NRR expansion MRR')
  expect(beside).toMatchObject({ kind: 'refusal', code: 'unknown_metric', choices: [{ ask: 'why did ARR change' }] })
})

describe('a slip of the finger is shown, never corrected in silence', () => {
  test('in a metric', () => {
    expect(read('show net revenue retenton')).toMatchObject({
      kind: 'didYouMean',
      notUnderstood: ['net', 'retenton'],
      choices: expect.arrayContaining([{ label: 'Net revenue retention', ask: 'show Net revenue retention' }]),
    })
    expect(read('actve accounts by plan')).toMatchObject({
      kind: 'didYouMean',
      notUnderstood: ['actve'],
      choices: expect.arrayContaining([{ label: 'Active accounts', ask: 'Active accounts by plan' }]),
    })
  })
  test('in a value', () => {
    expect(read('NRR for Entreprise')).toMatchObject({
      kind: 'didYouMean',
      notUnderstood: ['Entreprise'],
      choices: [{ ask: 'NRR for segment Enterprise' }],
    })
  })
  test('in a value whose dimension is named: what is in the data instead', () => {
    expect(read('NRR where plan is Scael')).toMatchObject({
      kind: 'refusal',
      code: 'unsupported',
      says: '“Scael” is not a plan in your data.',
      choices: [{ label: 'Scale', ask: 'NRR where plan is Scale' }, { label: 'Starter' }, { label: 'Growth' }, { label: 'Service' }],
    })
  })
  test('in a value behind vs or excluding', () => {
    expect(read('NRR vs Scael')).toMatchObject({ kind: 'didYouMean', notUnderstood: ['Scael'], choices: [{ ask: 'NRR vs plan Scale' }] })
    expect(read('NRR excluding Zzyzx')).toMatchObject({
      kind: 'didYouMean',
      notUnderstood: ['Zzyzx'],
      choices: expect.arrayContaining([{ label: 'segment Enterprise', ask: 'NRR excluding segment Enterprise' }]),
    })
  })
  test('in a month', () => {
    expect(read('NRR in Octobr')).toMatchObject({ kind: 'didYouMean', choices: [{ ask: 'NRR in october' }] })
  })
  test('every word that was not understood is named', () => {
    expect(read('NRR by segment splendidly frobnicated')).toMatchObject({ kind: 'didYouMean', notUnderstood: ['splendidly', 'frobnicated'] })
  })
  test('a movement of revenue is asked for by why, with what stands behind it, never with what stands before', () => {
    expect(read('top 5 accounts by expansion MRR last quarter')).toMatchObject({ kind: 'refusal', choices: [{ ask: 'why did ARR change last quarter' }] })
  })
  test('nothing is offered that reads the same, or that a short word only looks like', () => {
    expect(read('will ARR end up this quarter')).toMatchObject({ choices: [{ label: 'Leave out “end”' }] })
    expect(read('NRR quarter')).toMatchObject({ choices: [{ label: 'quarters' }, { label: 'Leave out “quarter”' }] })
  })
  test.each([
    ['trend of ARR by segment, top 3', 'change'],
    ['which segment grew its ARR the most', 'rise'],
    ['top 3 segments by ARR drop', 'drop'],
    ['why did ARR fall in the top 3 segments', 'drop'],
  ])('%s: the rank of a change is refused, and what was supposed is kept', (text, claim) => {
    expect(read(text)).toMatchObject({
      kind: 'refusal',
      code: 'unsupported',
      says: 'Parts are ranked by where they stand, not by how they changed.',
      choices: [{ ask: `Why did annual recurring revenue ${claim} by segment?` }, { ask: 'Rank annual recurring revenue by segment, highest first' }],
    })
  })
  test.each([
    ['why is churn highest in SMB', { intent: 'why', filters: only('segment', 'SMB') }, '“highest” picks nothing out here: all parts of the change are told.'],
    ['why did ARR drop the most in EMEA', { intent: 'why', claim: 'drop', filters: only('region', 'EMEA') }, '“most”'],
    ['what drove ARR the most', { intent: 'why' }, '“most”'],
    ['biggest reason for churn', { intent: 'why' }, '“biggest”'],
    ['why did ARR drop in the largest segment', { intent: 'why', claim: 'drop', by: ['segment'] }, '“largest”'],
    ['are we on track for our best NRR', { intent: 'onTrack' }, '“best” picks nothing out here: the figure is told whole.'],
    ['forecast the highest ARR', { intent: 'forecast' }, '“highest”'],
  ])('%s: nothing is picked out, and it is said', (text, question, says) => {
    expect(read(text)).toMatchObject({ kind: 'question', question, notes: [expect.stringContaining(says)] })
  })
  test.each([
    ['ARR up over last quarter', ['over'], ['ARR up vs last quarter', 'ARR up last quarter']],
    ['rank segments over target by NRR', ['over'], ['rank segments vs target by NRR', 'rank segments target by NRR']],
    ['NRR over Enterprise', ['over'], ['NRR vs Enterprise', 'NRR Enterprise']],
  ])('%s: “over” is a time or nothing', (text, notUnderstood, asks) => {
    const answer = read(text)
    expect(answer).toMatchObject({ kind: 'didYouMean', notUnderstood })
    expect(answer.kind === 'didYouMean' && answer.choices.map(({ ask }) => ask)).toEqual(asks)
  })
  test('how many were added is asked back where it may be how many there were', () => {
    expect(read('how many tickets were added last month')).toMatchObject({
      kind: 'didYouMean',
      choices: [{ ask: 'how many tickets were last month' }, { ask: 'how many tickets were changed last month' }],
    })
    expect(read('how many tickets were last month')).toMatchObject({ question: { intent: 'value', metric: 'ticket-rate', time: last(1, 'month') } })
    expect(read('how many tickets were changed last month')).toMatchObject({ question: { intent: 'why', metric: 'ticket-rate', time: last(1, 'month') } })
  })
  test('“monthly NRR” is not taken for another number', () => {
    expect(read('monthly NRR')).toMatchObject({ kind: 'didYouMean', notUnderstood: ['monthly'], choices: [{ label: 'by month' }, {}] })
  })
})

describe('what cannot be is refused with its reason', () => {
  test.each([
    ['', 'unknown_metric', 'The question names no metric.'],
    ['how are things', 'unknown_metric', 'No metric is called “things”.'],
    ['what is NPS', 'unknown_metric', 'Net promoter score cannot be answered: no promoter survey is measured here.'],
    ['NRR by horoscope', 'dimension_not_allowed', 'Net revenue retention has no horoscope: its facts do not say which horoscope a row belongs to.'],
    ['NRR for each horoscope', 'dimension_not_allowed', 'Net revenue retention has no horoscope: its facts do not say which horoscope a row belongs to.'],
    ['NRR by service', 'dimension_not_allowed', 'Net revenue retention has no service: its facts do not say which service a row belongs to.'],
    [
      'uptime for Enterprise',
      'dimension_not_allowed',
      'Service level has no segment (“Enterprise” is one): its facts do not say which segment a row belongs to.',
    ],
    ['why did NRR and GRR change', 'unsupported', 'That asks for two metrics at once.'],
    ['NRR last month last quarter', 'unsupported', 'The question names two stretches of time.'],
    ['NRR vs target vs prior', 'unsupported', 'The question names two comparisons.'],
    ['show NRR next quarter', 'unsupported', 'What lies ahead can only be forecast.'],
    ['ARR eoy', 'unsupported', 'What lies ahead can only be forecast.'],
    ['what is ARR at the end of the year', 'unsupported', 'What lies ahead can only be forecast.'],
    ['trend of ARR by the end of the quarter', 'unsupported', 'What lies ahead can only be forecast.'],
  ])('%s', (text, code, says) => {
    expect(read(text)).toMatchObject({ kind: 'refusal', code, says })
  })
  test('what lies ahead offers its forecast, which reads', () => {
    expect(read('what is ARR by segment at the end of the year')).toMatchObject({
      choices: [{ label: 'Forecast it', ask: 'Forecast annual recurring revenue to the end of the year' }],
    })
    expect(read('ARR by the end of the year')).toMatchObject({ choices: [{ ask: 'Forecast annual recurring revenue to the end of the year' }] })
  })
  test('“will” and “end up” are no mere filling', () => {
    expect(read('will ARR end up this quarter')).toMatchObject({ kind: 'didYouMean', notUnderstood: ['end'] })
  })
  test('a median of a metric that is none is not told as its total', () => {
    expect(read('what is the median ARR')).toMatchObject({
      kind: 'didYouMean',
      notUnderstood: ['median'],
      choices: expect.arrayContaining([{ label: 'Leave out “median”', ask: 'what is the ARR' }]),
    })
  })
  test('customers beside a metric that is not measured do not answer in its place', () => {
    expect(read('NPS of our customers')).toMatchObject({ code: 'unknown_metric', says: expect.stringContaining('Net promoter score cannot be answered') })
  })
  test('an impossible dimension names those that are possible, each one press away', () => {
    const answer = read('NRR by service last quarter')
    expect(answer).toMatchObject({ hint: 'It can be told by segment, plan, industry, region and channel.' })
    expect(answer.kind === 'refusal' && answer.choices.map(({ ask }) => read(ask).kind)).toEqual(['question', 'question', 'question', 'question', 'question'])
  })
})
