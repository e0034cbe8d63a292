import { addPeriods, periodEnd, periodStart } from '#engines/numbers/dates.ts'
import { metricVersions, pillars } from './goals.ts'
import { round, type Baselines } from './baselines.ts'
import type { SampleObject } from './sampleObject.ts'
import type { Timeline } from './timeline.ts'

interface Closed {
  readonly key: string
  readonly title: string
  readonly metric: string | null
  readonly kind: 'increase' | 'decrease' | 'milestone'
  readonly of: keyof Baselines | null
  readonly aim: (baseline: number) => number
  readonly owner: string
  readonly dimension?: string
  readonly segment?: string
}

/** What the last closed quarter had promised. Baseline and result are what the records of its first and last day say. */
const promised: Readonly<Record<string, readonly Closed[]>> = {
  keep: [
    {
      key: 'nrr',
      title: 'Net revenue retention, 12 months',
      metric: 'net-revenue-retention',
      kind: 'increase',
      of: 'nrr',
      aim: (value) => round(value + 0.01),
      owner: 'dana',
    },
    {
      key: 'arr',
      title: 'Annual recurring revenue',
      metric: 'annual-recurring-revenue',
      kind: 'increase',
      of: 'arr',
      aim: (value) => Math.round((value * 1.02) / 10_000) * 10_000,
      owner: 'dana',
    },
  ],
  calm: [
    {
      key: 'tickets',
      title: 'Support tickets per account',
      metric: 'ticket-rate',
      kind: 'decrease',
      of: 'ticketRate',
      aim: (value) => round(value * 0.95),
      owner: 'tomas',
    },
    { key: 'csat', title: 'Satisfaction after a ticket', metric: 'csat', kind: 'increase', of: 'csat', aim: (value) => round(value + 0.01), owner: 'tomas' },
  ],
  reach: [
    {
      key: 'insights',
      title: 'Insights adoption',
      metric: 'feature-adoption',
      dimension: 'feature',
      segment: 'insights',
      kind: 'increase',
      of: 'insights',
      aim: (value) => round(value + 0.005),
      owner: 'mina',
    },
    { key: 'sign-on', title: 'Self-service sign-on is released', metric: null, kind: 'milestone', of: null, aim: () => 1, owner: 'ines' },
  ],
}

const objectives = [
  [
    'keep',
    'Revenue holds through the quarter',
    pillars.keep,
    'vera',
    'Growth came from new accounts; seats in mid-market had begun to shrink before we saw it.',
  ],
  [
    'calm',
    'Support keeps up with growth',
    pillars.answers,
    'ruth',
    'Chats count as tickets since version 2 of the definition, so that the first target was set against another measure. We set the next one by channel.',
  ],
  ['reach', 'More accounts see what they asked for', pillars.answers, 'mina', 'The release came on time; adoption moved only where the beta ran.'],
] as const

/** The quarter before this one, scored: three objectives, five committed results and a milestone. */
export function closedQuarter(before: Baselines, after: Baselines, time: Timeline): SampleObject[] {
  const quarter = addPeriods(time.quarter, -1)
  const id = (key: string) => `keyResult:closed-${key}`
  return objectives.flatMap(([key, title, pillar, owner, note]): SampleObject[] => {
    const results = promised[key] ?? []
    const at = results.map(({ key: own, of }) => ({ keyResult: id(own), value: of === null ? 1 : after[of] }))
    return [
      {
        noun: 'objective',
        externalId: `objective:closed-${key}`,
        values: {
          title,
          level: 'company',
          period: quarter,
          type: 'committed',
          pillar,
          owner: `member:${owner}`,
          products: ['product:harborlight'],
          parent: null,
        },
        verbs: [
          { verb: 'commit', input: { keyResults: results.map(({ key: own }) => id(own)) }, by: `member:${owner}` },
          { verb: 'close', input: { results: at, note }, by: `member:${owner}` },
        ],
      },
      ...results.map((result) => toResult(result, `objective:closed-${key}`, before, quarter, id)),
    ]
  })
}

function toResult(
  { key, of, aim, metric, owner, ...words }: Closed,
  objective: string,
  before: Baselines,
  quarter: string,
  id: (key: string) => string,
): SampleObject {
  const baseline = of === null ? 0 : before[of]
  const start = periodStart(quarter)
  return {
    noun: 'keyResult',
    externalId: id(key),
    values: {
      ...words,
      baseline,
      target: aim(baseline),
      objective,
      metric: metric && `metric:${metric}`,
      type: 'committed',
      baselineAt: start,
      start,
      due: periodEnd(quarter),
      owner: `member:${owner}`,
    },
    verbs: metric === null ? [] : [{ verb: 'bind', input: { value: baseline, on: start, version: metricVersions[metric] ?? 1 } }],
  }
}
