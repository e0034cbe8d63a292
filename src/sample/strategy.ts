import { periodOf } from '#engines/numbers/dates.ts'
import type { SampleObject } from './sampleObject.ts'
import { addDays, type Timeline } from './timeline.ts'

/** The three pillars, the vision above them, the next quarters' capacity of each squad, and the split of effort that the company has agreed on. */
export function strategy(time: Timeline): SampleObject[] {
  const quarters = [time.quarter, ...[40, 130, 220, 310].map((days) => periodOf(addDays(time.quarterEnd, days), 'quarter'))]
  return [...pillars(time), vision(time), ...quarters.flatMap((quarter) => squads.map((squad) => capacity(squad, quarter, time))), ...quarters.map(split)]
}

function pillars(time: Timeline): SampleObject[] {
  const until = String(Number(time.quarter.slice(0, 4)) + 2)
  const looksAgain = addDays(time.today, 60)
  const pillar = (
    key: string,
    order: number,
    title: string,
    statement: string,
    howWeWin: string,
    owner: string,
    leaves: readonly [string, string],
    reviewOn = looksAgain,
  ): SampleObject => ({
    noun: 'pillar',
    externalId: `pillar:${key}`,
    values: {
      title,
      statement,
      howWeWin,
      order,
      horizon: until,
      owner: `member:${owner}`,
      notDoing: [{ what: leaves[0], why: leaves[1], reviewOn }],
    },
    verbs: [{ verb: 'adopt', input: {}, by: `member:${owner}` }],
  })
  return [
    pillar(
      'keep',
      1,
      'Keep and grow mid-market',
      'Customers of fifty to five hundred people start without help, stay, and grow with us.',
      'Set-up that works the first time; proved by gross revenue retention.',
      'vera',
      ['A free plan for teams below ten people', 'They cost more support than they bring, and rarely grow.'],
      addDays(time.today, -9), // due: it stands on Vera’s Today
    ),
    pillar(
      'answers',
      2,
      'Answers for whole teams',
      'Everybody in a team gets answers without an analyst.',
      'Quick answers on large data; proved by adoption of Insights.',
      'mina',
      ['A mobile app with its own charts', 'Fewer than one account in twenty asked for it in a year.'],
    ),
    pillar(
      'trust',
      3,
      'Trusted by regulated buyers',
      'Banks and hospitals can say yes.',
      'Audit and data residency that auditors accept; proved by deals that no longer wait.',
      'tomas',
      ['Installation on customers’ own servers', 'It would take a third of Platform for four accounts.'],
    ),
  ]
}

/** The vision, published, with numbers that are read live. */
const vision = (time: Timeline): SampleObject => ({
  noun: 'document',
  externalId: 'document:vision',
  values: {
    title: 'Answers for whole teams',
    kind: 'vision',
    owner: 'member:vera',
    reviewOn: addDays(time.today, 120),
    body: [
      '# Where we will be',
      'In three years everybody in a team of fifty to five hundred gets answers without an analyst, and starts without us.',
      '# Where we play',
      'Mid-market first: it keeps {{metric:gross-revenue-retention|Mid-market}} of its revenue, all of our customers {{metric:gross-revenue-retention}}.',
      '# How we win',
      '- Set-up that works the first time.\n- Quick answers on large data.\n- Audit that regulated buyers accept.',
      'Customers who stay grow: net revenue retention is {{metric:net-revenue-retention}} on **{{metric:annual-recurring-revenue}}** of recurring revenue.',
    ].join('\n\n'),
  },
  verbs: [{ verb: 'publish', input: {} }],
})

const squads = [
  ['Core apps', 16, { Backend: 7, Frontend: 6, Design: 2, Data: 1 }],
  ['Insights', 11, { Data: 4, Frontend: 4, Design: 1 }],
  ['Connect', 10, { Backend: 7 }],
  ['Platform', 13, { Data: 5, Backend: 6 }],
  ['Identity', 8, { Security: 3, Backend: 3 }],
] as const

/** Public holidays of the first to the fourth quarter, in working days. */
const holidays = [3, 2, 2, 3]

function capacity([team, headcount, named]: (typeof squads)[number], period: string, time: Timeline): SampleObject {
  return {
    noun: 'capacityPlan',
    externalId: `capacity:${team}:${period}`,
    values: {
      title: `${team}, ${period}`,
      team,
      period,
      headcount,
      skills: Object.entries(named).map(([skill, people]) => ({ skill, people })),
      holidays: holidays[Number(period.slice(-1)) - 1],
      leave: 0.08,
      away:
        team === 'Platform'
          ? [{ from: addDays(time.quarterEnd, -20), to: addDays(time.quarterEnd, 70), people: 1, skill: 'Data', reason: 'Parental leave' }]
          : [],
    },
    verbs: [{ verb: 'confirm', input: {} }],
  }
}

const split = (period: string): SampleObject => ({
  noun: 'allocation',
  externalId: `allocation:${period}`,
  values: {
    title: `Split of effort, ${period}`,
    period,
    lines: [
      { investment: 'growth', target: 0.4 },
      { investment: 'retention', target: 0.25 },
      { investment: 'platform', target: 0.25, floor: 0.2 },
      { investment: 'compliance', target: 0.1, floor: 0.05 },
    ],
    rationale: 'Platform keeps a fifth whatever is promised; compliance what contracts ask for.',
  },
  verbs: [{ verb: 'approve', input: {} }],
})
