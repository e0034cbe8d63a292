import { addDays, addPeriods, periodEnd, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { round, type Baselines } from './baselines.ts'
import type { SampleObject } from './sampleObject.ts'
import type { Timeline } from './timeline.ts'

/** The metrics with their owners, the targets of this quarter and the one before it, each from its second day on, and the notes that may explain a line. */
export function measures({ from, before }: { readonly from: Baselines; readonly before: Baselines }, time: Timeline): SampleObject[] {
  return [...metrics(), ...targetsBefore(before, time), ...targets(from, time), ...notes(time), ...judgements(time)]
}

const catalogue = [
  [
    'annual-recurring-revenue',
    'Annual recurring revenue',
    'money',
    'up',
    'dana',
    'Twelve times the monthly recurring revenue at the month’s end, at plan rates.',
  ],
  [
    'net-revenue-retention',
    'Net revenue retention',
    'ratio',
    'up',
    'dana',
    'Recurring revenue today from the accounts that paid us twelve months ago, divided by what they paid then. New customers never enter.',
  ],
  ['gross-revenue-retention', 'Gross revenue retention', 'ratio', 'up', 'dana', 'As net retention, but each account counts at most what it paid at the start.'],
  ['logo-churn-rate', 'Logo churn', 'ratio', 'down', 'dana', 'Paying accounts at the month’s opening that pay nothing at its close.'],
  ['mrr-movements', 'MRR movements', 'money', 'up', 'dana', 'How recurring revenue went from opening to closing; the parts sum exactly.'],
  [
    'feature-adoption',
    'Feature adoption',
    'ratio',
    'up',
    'mina',
    'Of the accounts whose plan includes it, the share that did its core work often enough in 28 days.',
  ],
  ['active-accounts', 'Active accounts', 'count', 'up', 'vera', 'Accounts with at least one product event in 28 days.'],
  ['ticket-rate', 'Support tickets per account', 'ratio', 'down', 'tomas', 'Tickets by e-mail and portal in the month for each account that paid.'],
  ['csat', 'Customer satisfaction', 'ratio', 'up', 'tomas', 'The share of answers in the two best boxes of their scale.'],
  ['slo-attainment', 'SLO attainment', 'ratio', 'up', 'ruth', 'Closed service-level windows that kept their promise.'],
  ['error-budget', 'Error budget left', 'ratio', 'up', 'ruth', 'What remains of the failures that the promise allows.'],
] as const

function metrics(): SampleObject[] {
  return catalogue.map(([metricKey, name, unit, direction, owner, definition]) => ({
    noun: 'metric',
    externalId: `metric:${metricKey}`,
    values: { name, metricKey, definition, origin: 'computed', unit, direction, owner: `member:${owner}`, grain: 'month' },
    verbs: [
      ...(metricKey === 'ticket-rate'
        ? [
            {
              verb: 'revise',
              by: 'member:tomas',
              input: {
                definition: 'Tickets by e-mail, portal and chat in the month for each account that paid. Chats with a person count since this version.',
              },
            },
          ]
        : []),
      { verb: 'certify', input: {} },
    ],
  }))
}

interface Span {
  readonly quarter: string
  readonly baselineMonth: string
  readonly day: string
}

const spanOf = ({ today }: Timeline, quarter: string): Span => {
  const second = addDays(periodStart(quarter), 1)
  return { quarter, baselineMonth: periodOf(addDays(periodStart(quarter), -1), 'month'), day: second < today ? second : today }
}

interface Asked {
  readonly key: string
  readonly name: string
  readonly direction: 'up' | 'down'
  readonly baseline: number
  readonly goal: number
  readonly owner: string
  readonly id?: string
  readonly more?: SampleObject['values']
}

const target = ({ quarter, baselineMonth, day }: Span, { key, name, direction, baseline, goal, owner, id, more = {} }: Asked): SampleObject => ({
  noun: 'metricTarget',
  externalId: `target:${key}:${quarter}${id ? `:${id}` : ''}`,
  day,
  values: {
    name,
    metric: `metric:${key}`,
    direction,
    baseline,
    baselineSpan: baselineMonth,
    target: goal,
    by: periodEnd(quarter),
    kind: 'committed',
    owner: `member:${owner}`,
    ...more,
  },
  verbs: [{ verb: 'agree', input: {} }],
})

/** What the quarter before had promised. Its key results promised the same, but for gross retention, which had a target alone. */
function targetsBefore(from: Baselines, time: Timeline): SampleObject[] {
  const quarter = addPeriods(time.quarter, -1)
  const one = (key: string, name: string, baseline: number, goal: number, owner: string): SampleObject =>
    target(spanOf(time, quarter), { key, name: `${name} by the end of ${quarter.slice(5)}`, direction: goal > baseline ? 'up' : 'down', baseline, goal, owner })
  const goalArr = Math.round((from.arr * 1.02) / 10_000) * 10_000
  return [
    one('net-revenue-retention', `NRR ${percent(from.nrr + 0.01)}`, from.nrr, round(from.nrr + 0.01), 'dana'),
    one('gross-revenue-retention', `GRR ${percent(from.grr + 0.005)}`, from.grr, round(from.grr + 0.005), 'dana'),
    one('annual-recurring-revenue', `ARR $${(goalArr / 1e6).toFixed(2)}M`, from.arr, goalArr, 'dana'),
    one('ticket-rate', 'A twentieth fewer tickets per account', from.ticketRate, round(from.ticketRate * 0.95), 'tomas'),
    one('csat', `Satisfaction ${percent(from.csat + 0.01)}`, from.csat, round(from.csat + 0.01), 'tomas'),
  ]
}

function targets(from: Baselines, time: Timeline): SampleObject[] {
  const span = spanOf(time, time.quarter)
  const csat = Math.max(0.86, round(from.csat + 0.02))
  const rise = round((csat - from.csat) / 3)
  const stepped: SampleObject['values'] = {
    path: 'stepped',
    steps: [1, 2, 3].map((month) => ({
      from: periodStart(addPeriods(time.baselineMonth, month)),
      value: month === 3 ? csat : round(from.csat + month * rise),
    })),
  }
  const large = Math.min(0.98, round(from.csatEnterprise + 0.03))
  const goalArr = Math.round((from.arr * 1.019) / 10_000) * 10_000
  const dana = { direction: 'up', owner: 'dana' } as const
  const tomas = { direction: 'up', owner: 'tomas' } as const
  const [nrr, grr] = [round(from.nrr + 0.021), round(from.grr + 0.008)]
  return [
    target(span, { ...dana, key: 'net-revenue-retention', name: `NRR ${percent(nrr)} by the quarter’s end`, baseline: from.nrr, goal: nrr }),
    target(span, { ...dana, key: 'gross-revenue-retention', name: `GRR ${percent(grr)} by the quarter’s end`, baseline: from.grr, goal: grr }),
    target(span, {
      ...dana,
      key: 'annual-recurring-revenue',
      name: `ARR $${(goalArr / 1e6).toFixed(2)}M by the quarter’s end`,
      baseline: from.arr,
      goal: goalArr,
    }),
    target(span, {
      ...tomas,
      key: 'ticket-rate',
      name: 'A seventh fewer tickets per account',
      direction: 'down',
      baseline: from.ticketRate,
      goal: round(from.ticketRate * 0.86),
    }),
    target(span, { ...tomas, key: 'csat', name: 'Satisfaction back above 85 %', baseline: from.csat, goal: csat, more: stepped }),
    ...(large > from.csatEnterprise
      ? [
          target(span, {
            ...tomas,
            key: 'csat',
            name: `Satisfaction of Enterprise at ${percent(large)}`,
            baseline: from.csatEnterprise,
            goal: large,
            id: 'enterprise',
            more: { segment: 'Enterprise', kind: 'aspirational', baselineN: from.csatEnterpriseN },
          }),
        ]
      : []),
  ]
}

function notes(time: Timeline): SampleObject[] {
  const note = (key: string, name: string, on: string, kind: string, metricKeys: readonly string[], says: string, owner: string): SampleObject => ({
    noun: 'note',
    externalId: `note:${key}`,
    values: { name, on, kind, metrics: metricKeys, says, owner: `member:${owner}` },
  })
  const revenue = ['net-revenue-retention', 'gross-revenue-retention', 'annual-recurring-revenue', 'mrr-movements']
  return [
    note(
      'team-price',
      'Pricing change, Team plan',
      time.day(-12, 1),
      'pricing',
      revenue,
      'Renewals on the Team plan go up by six percent; nobody else is touched.',
      'dana',
    ),
    note(
      'shared-home',
      'Shared home launched',
      time.day(-7, 9),
      'launch',
      ['active-accounts', 'feature-adoption'],
      'One start page for a whole team. Promised: more active accounts within 60 days.',
      'vera',
    ),
    note(
      'chats-count',
      'Chats with a person count as tickets',
      time.day(-6, 1),
      'definition',
      ['ticket-rate'],
      'New definition, version 2: the chat desk moved into the ticket system. E-mail and portal tickets are counted as before, so compare those across the line.',
      'tomas',
    ),
    note(
      'sso-release',
      'Self-service SSO released',
      time.day(-3, 14),
      'launch',
      ['ticket-rate', ...revenue],
      'Business and Enterprise accounts set up single sign-on without us.',
      'ines',
    ),
    note(
      'alerts-beta',
      'Alerts for teams, beta with 73 accounts',
      time.day(-1, 15),
      'launch',
      ['feature-adoption', 'active-accounts'],
      'Invited at random among accounts on Business and Enterprise.',
      'mina',
    ),
    note(
      'incident-212',
      'Incident 212, certificate rotation, 41 accounts',
      time.day(-1, 24),
      'incident',
      ['slo-attainment', 'error-budget', 'csat', 'ticket-rate', ...revenue],
      'Uploaded certificates stopped matching. Sign-in was mended after twelve days; set-ups on two of five identity providers still fail.',
      'ines',
    ),
  ]
}

/** One declared break, and what its people said of signals: two worth the look, one noise, one put off. */
function judgements(time: Timeline): SampleObject[] {
  const verdict = (metricKey: string, pattern: string, month: number, verdict: string, says: string, reason: string, judge: string): SampleObject => ({
    noun: 'signalVerdict',
    externalId: `verdict:${metricKey}:${month}`,
    values: {
      signal: `newSignal/${metricKey}/${pattern}/${time.month(month)}`,
      says,
      metricKey,
      rule: pattern.split('/')[0],
      period: time.month(month),
      verdict,
      reason,
      judge: `member:${judge}`,
      ...(verdict === 'muted' ? { until: addDays(time.today, 14) } : {}),
    },
  })
  return [
    {
      noun: 'processChange',
      externalId: 'change:chats-count',
      values: {
        name: 'Chats with a person count as tickets',
        metrics: ['ticket-rate'],
        on: time.day(-6, 1),
        cause: 'Version 2 of the definition: the chat desk moved into the ticket system.',
        evidence: 'E-mail and portal tickets run on at their old level; the difference is the chats.',
        owner: 'member:tomas',
      },
    },
    verdict(
      'csat',
      'outside/below',
      -9,
      'noise',
      'Customer satisfaction: Below the lower limit',
      'The survey went to trial accounts by mistake for three days.',
      'tomas',
    ),
    verdict(
      'logo-churn-rate',
      'outside/above',
      -14,
      'real',
      'Logo churn: Above the upper limit',
      'Two resellers closed; their accounts left together.',
      'dana',
    ),
    verdict(
      'net-revenue-retention',
      'outside/below',
      0,
      'real',
      'Net revenue retention: Below the lower limit',
      'Seats fall where SSO set-up fails; see the decision that was reopened.',
      'dana',
    ),
    verdict(
      'error-budget',
      'outside/below',
      0,
      'muted',
      'Error budget left: Below the lower limit',
      'The same incident as SLO attainment; its review comes first.',
      'ruth',
    ),
  ]
}

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`
