import type { Baselines } from './baselines.ts'
import type { SampleObject } from './sampleObject.ts'
import { addDays, type Timeline } from './timeline.ts'

/** Objectives of the quarter with their key results, committed with measured baselines and checked in by their owners. */
export function goals(from: Baselines, time: Timeline): SampleObject[] {
  const objective = (
    key: string,
    title: string,
    level: string,
    pillar: string,
    owner: string,
    products: readonly string[],
    results: readonly string[],
  ): SampleObject => ({
    noun: 'objective',
    externalId: `objective:${key}`,
    values: {
      title,
      level,
      period: time.quarter,
      type: 'committed',
      pillar,
      owner: `member:${owner}`,
      products: products.map((each) => `product:${each}`),
      parent: level === 'company' ? null : 'objective:grow',
    },
    verbs: [{ verb: 'commit', input: { keyResults: results.map((each) => `keyResult:${each}`) }, by: `member:${owner}` }],
  })
  return [
    objective('grow', 'Customers grow with us again', 'company', pillars.keep, 'vera', ['harborlight'], ['nrr', 'arr']),
    objective('start', 'Business accounts start without help', 'productLine', pillars.keep, 'ines', ['identity'], ['grr', 'sso']),
    objective('calm', 'Quick and calm as data grows', 'productLine', pillars.answers, 'ruth', ['platform', 'core'], ['tickets', 'csat']),
    objective('answers', 'Answers reach the people who act', 'productLine', pillars.answers, 'mina', ['insights'], ['insights']),
    objective('regulated', 'Regulated buyers can say yes', 'productLine', pillars.trust, 'tomas', ['core'], ['audit']),
    ...results.map((result) => toKeyResult(result, from, time)),
  ]
}

export const pillars = { keep: 'Keep and grow mid-market', answers: 'Answers for whole teams', trust: 'Trusted by regulated buyers' } as const

interface Result {
  readonly key: string
  readonly objective: string
  readonly title: string
  readonly metric: string | null
  readonly kind: 'increase' | 'decrease' | 'milestone'
  /** The measured baseline it starts from, and the target made of it; a milestone starts from nothing. */
  readonly from: keyof Baselines | null
  readonly aim: (baseline: number) => number
  readonly owner: string
  /** What its owner said in the third week, when all were on their way, and what they say now. */
  readonly begun: readonly [confidence: number, message: string]
  readonly words: readonly [health: string, confidence: number, message: string]
  readonly segment?: string
  readonly dimension?: string
}

const rise = (value: number, by: number): number => Math.round((value + by) * 10_000) / 10_000

const results: readonly Result[] = [
  {
    key: 'nrr',
    objective: 'grow',
    title: 'Net revenue retention, 12 months',
    metric: 'net-revenue-retention',
    kind: 'increase',
    from: 'nrr',
    aim: (value: number) => rise(value, 0.021),
    owner: 'dana',
    begun: [0.6, 'The plan is agreed with every account team.'],
    words: ['offTrack', 0.1, 'Seats return only after SSO works.'],
  },
  {
    key: 'arr',
    objective: 'grow',
    title: 'Annual recurring revenue',
    metric: 'annual-recurring-revenue',
    kind: 'increase',
    from: 'arr',
    aim: (value: number) => Math.round((value * 1.019) / 10_000) * 10_000,
    owner: 'dana',
    begun: [0.6, 'Renewals of the month are signed but for two.'],
    words: ['offTrack', 0.15, 'First month without growth; mid-market cut seats.'],
  },
  {
    key: 'grr',
    objective: 'start',
    title: 'Gross revenue retention, mid-market',
    metric: 'gross-revenue-retention',
    segment: 'Mid-market',
    kind: 'increase',
    from: 'grrMid',
    aim: (value: number) => rise(value, 0.008),
    owner: 'ines',
    begun: [0.55, 'Twelve set-ups began; two needed our help.'],
    words: ['offTrack', 0.2, 'The accounts that cut are the ones whose set-up fails.'],
  },
  {
    key: 'sso',
    objective: 'start',
    title: 'Set-up works with five identity providers',
    metric: null,
    kind: 'milestone',
    from: null,
    aim: () => 1,
    owner: 'ines',
    begun: [0.7, 'The first of five providers works from end to end.'],
    words: ['atRisk', 0.5, 'Certificate upload works on three of five; metadata upload lands this week.'],
  },
  {
    key: 'tickets',
    objective: 'calm',
    title: 'Support tickets per account',
    metric: 'ticket-rate',
    kind: 'decrease',
    from: 'ticketRate',
    aim: (value: number) => rise(value * 0.86, 0),
    owner: 'tomas',
    begun: [0.6, 'Certificates fill the queue; one desk takes them from now on.'],
    words: ['offTrack', 0.2, 'Most of the rise concerns SSO; the rest is where it was.'],
  },
  {
    key: 'csat',
    objective: 'calm',
    title: 'Satisfaction after a ticket',
    metric: 'csat',
    kind: 'increase',
    from: 'csat',
    aim: (value: number) => Math.max(0.86, rise(value, 0.02)),
    owner: 'tomas',
    begun: [0.6, 'Replies go out within a day again.'],
    words: ['atRisk', 0.35, 'Identity tickets pull it down.'],
  },
  {
    key: 'insights',
    objective: 'answers',
    title: 'Insights adoption',
    metric: 'feature-adoption',
    dimension: 'feature',
    segment: 'insights',
    kind: 'increase',
    from: 'insights',
    aim: (value: number) => rise(value, 0.01),
    owner: 'mina',
    begun: [0.7, 'Twelve accounts use the beta every week.'],
    words: ['onTrack', 0.7, 'Growing since the Alerts beta; the last accounts come slowest.'],
  },
  {
    key: 'audit',
    objective: 'regulated',
    title: 'Audit log export in the hands of three banks',
    metric: null,
    kind: 'milestone',
    from: null,
    aim: () => 1,
    owner: 'tomas',
    begun: [0.6, 'Two banks want the preview.'],
    words: ['atRisk', 0.35, 'Three are freed by the preview; the release comes after the quarter.'],
  },
]

/** What is done about each that is not on track, and by when. */
const steps: Readonly<Record<string, (time: Timeline) => { readonly cause: string; readonly nextStep: string; readonly nextBy: string }>> = {
  nrr: step('quality', 'Call the ten accounts that cut most seats', 14),
  arr: step('demand', 'Offer annual terms to mid-market renewals', 21),
  grr: step('quality', 'Assist every set-up until the fix is out', 12),
  sso: step('delivery', 'Finish metadata upload and test five providers', 7),
  tickets: step('quality', 'Answer SSO tickets from one desk', 10),
  csat: step('quality', 'Reply to identity tickets within four hours', 10),
  audit: step('delivery', 'Give the third bank the preview under contract', 18),
}

function step(cause: string, nextStep: string, days: number) {
  return (time: Timeline) => ({ cause, nextStep, nextBy: addDays(time.today, days) })
}

function toKeyResult({ key, objective, begun, words, owner, metric, from, aim, ...values }: Result, measured: Baselines, time: Timeline): SampleObject {
  const [health, confidence, message] = words
  const baseline = from === null ? 0 : measured[from]
  return {
    noun: 'keyResult',
    externalId: `keyResult:${key}`,
    values: {
      ...values,
      baseline,
      target: aim(baseline),
      objective: `objective:${objective}`,
      metric: metric && `metric:${metric}`,
      type: 'committed',
      baselineAt: time.quarterStart,
      start: time.quarterStart,
      due: time.quarterEnd,
      owner: `member:${owner}`,
    },
    verbs: [
      ...(metric === null ? [] : [{ verb: 'bind', input: { value: baseline, on: time.quarterStart, version: metricVersions[metric] ?? 1 } }]),
      {
        verb: 'checkIn',
        input: { health: 'onTrack', confidence: begun[0], message: begun[1] },
        by: `member:${owner}`,
        day: addDays(time.quarterStart, 15),
      },
      { verb: 'checkIn', input: { health, confidence, message, ...(health === 'onTrack' ? {} : steps[key]?.(time)) }, by: `member:${owner}` },
    ],
  }
}

/** Definitions under which the sample’s key results were committed; 1 when left out. */
export const metricVersions: Readonly<Record<string, number>> = { 'ticket-rate': 2, csat: 3, 'feature-adoption': 2 }
