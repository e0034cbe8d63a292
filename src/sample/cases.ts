import type { Baselines } from './baselines.ts'
import type { SampleObject } from './sampleObject.ts'
import { addDays, type Timeline } from './timeline.ts'

/**
 * Two business cases and what they rest on. That of the set-up is approved by the decision that was reopened since (decisions.ts), and
 * gross retention of mid-market is near the value at which it asks whether to stop; that of the prices is a draft.
 */
export function cases(from: Baselines, time: Timeline): SampleObject[] {
  return [...assumptions(time), setUp(from, time), pricing(from, time)]
}

const assumptions = (time: Timeline): SampleObject[] => [
  {
    noun: 'assumption',
    externalId: 'assumption:certificates',
    values: {
      statement: 'Set-ups fail over certificates, not over prices or people.',
      kind: 'feasibility',
      importance: 5,
      certainty: 0.8,
      owner: 'member:ines',
    },
    verbs: [
      {
        verb: 'confirm',
        input: { evidence: 'Nineteen of the last twenty-two failed set-ups stopped at a certificate.', holdsUntil: addDays(time.today, 90) },
        by: 'member:ines',
      },
    ],
  },
  {
    noun: 'assumption',
    externalId: 'assumption:midMarket',
    values: {
      statement: 'Mid-market keeps at least 89 % of its revenue without us.',
      kind: 'market',
      metric: 'gross-revenue-retention',
      segment: 'Mid-market',
      atLeast: 0.89,
      importance: 4,
      certainty: 0.6,
      owner: 'member:vera',
    },
  },
  {
    noun: 'assumption',
    externalId: 'assumption:floor',
    values: {
      statement: 'Nobody pays more than a fifth more at renewal.',
      kind: 'viability',
      importance: 4,
      certainty: 0.5,
      owner: 'member:ines',
    },
  },
]

const stage = (option: string, name: string, chance: number, [low, likely, high]: Ends, [start, end]: readonly [number, number]) => ({
  option,
  name,
  chance,
  low,
  likely,
  high,
  start,
  end,
})
const flow = (option: string, name: string, at: number, [low, likely, high]: Ends) => ({ option, name, at, low, likely, high })
const computed = (option: string, name: string, kind: string, at: number, formula: string) => ({ option, name, kind, at, likely: 0, formula })
type Ends = readonly [low: number, likely: number, high: number]
const sure = (amount: number): Ends => [amount, amount, amount]

function setUp({ grrMid }: Baselines, time: Timeline): SampleObject {
  const [fix, assist, leave] = ['Keep self-service, fix it next quarter', 'Assist every set-up', 'Leave it as it is']
  return {
    noun: 'businessCase',
    externalId: 'case:sso',
    values: {
      title: 'Single sign-on that sets itself up',
      kind: 'retention',
      subject: 'initiative:sso',
      sponsor: 'member:ines',
      problem: 'One set-up in four fails over a certificate; accounts whose set-up fails cut seats within a quarter.',
      narrative: 'A flow that checks certificates before it applies them ends most failures, and costs less than people who do it by hand for good.',
      rate: 0.1,
      options: [
        { name: fix, summary: 'Checks, then a staged roll-out.' },
        { name: assist, summary: 'Five people for five weeks, then one for good.' },
        { name: leave, isNothing: true, summary: 'Support goes on repairing set-ups.' },
      ],
      proposes: fix,
      stages: [
        stage(fix, 'Certificate checks', 0.85, [180_000, 260_000, 380_000], [0, 0.4]),
        stage(fix, 'Staged roll-out', 0.95, [20_000, 30_000, 60_000], [0.4, 0.6]),
        stage(assist, 'Assisted set-ups', 0.95, [90_000, 120_000, 160_000], [0, 0.1]),
      ],
      flows: [
        flow(fix, 'Seats kept, first year', 1, [250_000, 600_000, 850_000]),
        flow(fix, 'Seats kept, second year', 2, [300_000, 800_000, 1_200_000]),
        flow(assist, 'Seats kept, first year', 1, [200_000, 400_000, 600_000]),
        flow(assist, 'Seats kept, second year', 2, [200_000, 400_000, 600_000]),
        flow(assist, 'One engineer, first year', 1, sure(-150_000)),
        flow(assist, 'One engineer, second year', 2, sure(-150_000)),
        flow(leave, 'Repairs by Support, first year', 1, sure(-60_000)),
        flow(leave, 'Repairs by Support, second year', 2, sure(-60_000)),
      ],
      assumptions: ['assumption:certificates', 'assumption:midMarket'],
      successMetrics: [
        {
          metric: 'gross-revenue-retention',
          segment: 'Mid-market',
          baseline: grrMid,
          target: Math.round((grrMid + 0.016) * 1000) / 1000,
          by: addDays(time.quarterEnd, 180),
        },
      ],
      killCriteria: [
        {
          metric: 'gross-revenue-retention',
          segment: 'Mid-market',
          comparison: 'below',
          value: 0.88,
          judged: 'always',
          by: addDays(time.quarterEnd, 180),
          action: 'pivot',
          decider: 'member:vera',
        },
      ],
    },
  }
}

function pricing({ arr, nrr }: Baselines, time: Timeline): SampleObject {
  const [usage, raise, keep] = ['Usage with a committed floor', 'Raise the price by eight percent', 'Keep a price per connector']
  return {
    noun: 'businessCase',
    externalId: 'case:pricing',
    values: {
      title: 'Connect charges by usage',
      kind: 'pricing',
      subject: 'initiative:pricing',
      sponsor: 'member:ines',
      problem: 'The heaviest users of Connect pay least for each sync.',
      rate: 0.12,
      options: [{ name: usage }, { name: raise }, { name: keep, isNothing: true }],
      proposes: usage,
      inputs: [
        { name: 'accounts', low: 180, likely: 240, high: 280, says: 'Accounts that use Connect and renew within the two years; billing.' },
        { name: 'syncs', low: 9, likely: 15, high: 21, says: 'Thousand syncs of an account in a year, above what the floor covers; usage.' },
        { name: 'price', low: 150, likely: 250, high: 300, says: 'Dollars for a thousand syncs; the talks with twelve accounts.' },
        { name: 'growth', low: 1, likely: 1.22, high: 1.4, says: 'Syncs of the third year over the second; usage of the last two years.' },
      ],
      stages: [
        stage(usage, 'Metering', 0.8, [90_000, 140_000, 240_000], [0, 0.25]),
        stage(usage, 'Move of the contracts', 0.7, [120_000, 180_000, 320_000], [0.25, 1]),
        stage(raise, 'Notice and talks', 0.9, [20_000, 30_000, 50_000], [0, 0.25]),
      ],
      flows: [
        computed(usage, 'Charges by usage', 'revenue', 2, 'accounts * syncs * price'),
        computed(usage, 'Charges by usage', 'revenue', 3, 'accounts * syncs * price * growth'),
        { ...flow(usage, 'Lost to the floor', 2, [0, 120_000, 300_000]), kind: 'cost' },
        { ...flow(raise, 'Eight percent more', 1, [80_000, 210_000, 260_000]), kind: 'revenue' },
        { ...flow(raise, 'Lost at renewals', 1, [40_000, 110_000, 260_000]), kind: 'cost' },
      ],
      assumptions: ['assumption:floor'],
      successMetrics: [{ metric: 'annual-recurring-revenue', baseline: arr, target: Math.round(arr * 1.023), by: addDays(time.quarterEnd, 400) }],
      killCriteria: [
        {
          metric: 'net-revenue-retention',
          comparison: 'below',
          value: Math.round((nrr - 0.06) * 100) / 100,
          judged: 'always',
          by: addDays(time.quarterEnd, 400),
          action: 'stop',
        },
      ],
    },
  }
}
