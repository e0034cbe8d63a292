import type { PrintedFigure, PrintedReview } from './printed.ts'

/** October 2026 of the made-up company, as its review is printed: for the tests and the benchmark of the PDF. */
export function harborlightReview(): PrintedReview {
  return {
    key: 'REV-12',
    kind: 'mbr',
    period: '2026-10',
    asOf: '2026-11-16T06:30:00.000Z',
    headline: 'A month without growth: SSO failed and mid-market cut seats',
    wentWell: 'Insights adoption reached **34.2%**, eight weeks above its centre, since the Alerts beta.',
    isOff: 'ARR slipped to **$48.20M**: mid-market cut seats, and 47% of the loss sits in accounts whose SSO fails.',
    weAsk: '- Move five people to assisted set-up until 18 Dec\n- Connect pricing starts three weeks later',
    decisions: [
      { what: 'Assist SSO set-up until the flow is fixed', who: 'Product, Engineering, Platform', due: 'today 17:00' },
      { what: 'Connect pricing by usage, with a floor', who: 'CFO, CPO', due: '26 Nov' },
      { what: 'Promise audit log export to Tidemark Bank', who: 'Product, Engineering, Sales', due: '18 Nov' },
    ],
    risks: [
      { state: 'red', what: 'Three SSO-hit accounts renew within 30 days', who: '$0.42M ARR · I. Falk' },
      { state: 'amber', what: 'Regional export for Polder Energy 3 weeks late', who: '$0.21M ARR · T. Adeyemi' },
      { state: 'amber', what: 'Platform takes 26% of capacity, plan 20%', who: 'third review in amber · R. Okafor' },
    ],
    comments: [{ metric: 'net-revenue-retention', why: 'Mid-market cut seats; enterprise rose' }],
    figures: { rows },
    state: 'frozen',
    frozenAt: '2026-11-16T06:30:00.000Z',
    signature: '9f2c64d1a07be35c8814f0b2d6e97a3351c4f8807be2ad96130c5e7f42b8d91a',
  }
}

type Short = Pick<PrintedFigure, 'key' | 'name' | 'unit' | 'better' | 'value' | 'state'> & {
  readonly target: number | null
  readonly prior: number
  readonly why: string
  readonly owner: string
  readonly path: readonly number[]
}

function figure({ target, prior, path, owner, value, ...rest }: Short): PrintedFigure {
  const [first = 0, last = 1] = [Math.min(...path), Math.max(...path)]
  const now = value ?? prior
  const points = path.map((step, index) => ({
    period: months[index] ?? '',
    value: prior + ((step - (path.at(-2) ?? 0)) * Math.abs(now - prior)) / Math.max(1, last - first),
    mature: true,
  }))
  return {
    ...rest,
    value,
    grain: 'month',
    window: rest.unit === 'ratio' ? '12m' : null,
    currency: 'USD',
    interval: rest.unit === 'ratio' && value !== null ? { low: value - (1.2 - Math.min(1, value)) / 20, high: value + (1 - Math.min(0.98, value)) / 20 } : null,
    ...(rest.unit === 'ratio' && value !== null ? partsOf(value, rest.key.endsWith('retention')) : { numerator: null, denominator: null }),
    n: 2083,
    prior: { period: '2026-09', value: prior },
    target: target === null ? null : { value: target, by: '2026-12-31' },
    points: [...points.slice(0, -1), { period: '2026-10', value, mature: rest.key !== 'csat' }],
    owner: { name: 'Dana Whitlock', initials: owner },
    version: 1,
    policy: {
      id: 'p-7f3a',
      preset: 'default',
      switches: {
        end_date: 'exclusive',
        churn_recognised: 'service_end',
        past_due: { rule: 'active_through_dunning', days: 30 },
        reactivation: 'own_bucket',
        fx: 'constant_plan',
        grain: 'parent',
      },
    },
    trust:
      rest.state === 'untrusted'
        ? { state: 'untrusted', reasons: [{ check: 'usage-outside-subscription', says: 'Usage outside the subscription’s dates', count: 412 }] }
        : { state: 'trusted', reasons: [] },
    freshness: { newest: '2026-11-15', recordedAt: '2026-11-16T05:40:00.000Z' },
  }
}

const partsOf = (value: number, isMoney: boolean) =>
  isMoney ? { numerator: Math.round(value * 401_608_750) / 100, denominator: 4_016_087.5 } : { numerator: Math.round(value * 2083), denominator: 2083 }

const months = ['2025-11', '2025-12', '2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10']
const rising = [2, 4, 3, 5, 6, 6, 8, 9, 9, 11, 12, 13]
const falling = [12, 11, 12, 12, 11, 11, 10, 11, 10, 9, 9, 3]

const monthlyRetention = [1.006, 1.008, 1.004, 1.007, 1.009, 1.005, 1.008, 1.006, 1.007, 1.005, 1.004, 0.9896].map((value, index) => ({
  period: months[index] ?? '',
  value,
  mature: index < 11,
}))

const rows: readonly PrintedFigure[] = [
  figure({
    key: 'feature-adoption',
    name: 'Insights adoption',
    unit: 'ratio',
    better: 'up',
    value: 0.342,
    target: 0.32,
    prior: 0.319,
    state: 'green',
    why: 'Alerts beta brings eligible accounts back',
    owner: 'MO',
    path: rising,
  }),
  figure({
    key: 'active-accounts',
    name: 'Active accounts',
    unit: 'count',
    better: 'up',
    value: 4312,
    target: 4600,
    prior: 4296,
    state: 'amber',
    why: 'Fewer new Business teams start',
    owner: 'VL',
    path: rising,
  }),
  figure({
    key: 'ticket-rate',
    name: 'P1, P2 tickets per 100 accounts',
    unit: 'ratePerAccount',
    better: 'down',
    value: 6.1,
    target: 4.5,
    prior: 5.2,
    state: 'red',
    why: 'Incident 212; 61% concern SSO',
    owner: 'TA',
    path: rising,
  }),
  figure({
    key: 'csat',
    name: 'Customer satisfaction',
    unit: 'ratio',
    better: 'up',
    value: 0.861,
    target: 0.88,
    prior: 0.872,
    state: 'untrusted',
    why: '',
    owner: 'TA',
    path: falling,
  }),
  figure({
    key: 'slo-attainment',
    name: 'SLO attainment',
    unit: 'ratio',
    better: 'up',
    value: 0.9993,
    target: 0.999,
    prior: 0.9995,
    state: 'green',
    why: 'Routine variation',
    owner: 'TA',
    path: falling,
  }),
  figure({
    key: 'error-budget',
    name: 'Error budget left',
    unit: 'ratio',
    better: 'up',
    value: null,
    target: null,
    prior: 0.41,
    state: 'none',
    why: '',
    owner: 'TA',
    path: falling,
  }),
  figure({
    key: 'logo-churn-rate',
    name: 'Logo churn rate',
    unit: 'ratio',
    better: 'down',
    value: 0.084,
    target: 0.08,
    prior: 0.081,
    state: 'amber',
    why: 'Two partners consolidated',
    owner: 'DW',
    path: rising,
  }),
  figure({
    key: 'gross-revenue-retention',
    name: 'Gross revenue retention',
    unit: 'ratio',
    better: 'up',
    value: 0.898,
    target: 0.91,
    prior: 0.904,
    state: 'amber',
    why: 'Contraction in mid-market',
    owner: 'DW',
    path: falling,
  }),
  {
    ...figure({
      key: 'net-revenue-retention',
      name: 'Net revenue retention',
      unit: 'ratio',
      better: 'up',
      value: 1.064,
      target: 1.1,
      prior: 1.079,
      state: 'red',
      why: 'not shown',
      owner: 'DW',
      path: falling,
    }),
    control: { name: 'Monthly NRR', points: monthlyRetention },
  },
  {
    ...figure({
      key: 'annual-recurring-revenue',
      name: 'Annual recurring revenue',
      unit: 'money',
      better: 'up',
      value: 48_202_140,
      target: 49_100_000,
      prior: 48_261_000,
      state: 'amber',
      why: 'First month without growth since 2024',
      owner: 'DW',
      path: falling,
    }),
    movement: {
      opening: 48_261_000,
      new: 380_140,
      reactivation: 61_000,
      expansion: 380_000,
      contraction: 520_000,
      churn: 360_000,
      fx: 0,
      transfer: 0,
      closing: 48_202_140,
    },
  },
]
