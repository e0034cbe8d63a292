import type { SampleObject } from './sampleObject.ts'
import { addDays, type Timeline } from './timeline.ts'

/** Decisions with their options and assumptions: one reopened by a broken assumption, one that waits, two that hold, one replaced. */
export function decisions(time: Timeline): SampleObject[] {
  return [oldSetUp(time), setUp(time), pricing(time), sequence(time), sharedHome(time)]
}

const vera = 'member:vera'

const oldSetUp = (time: Timeline): SampleObject => ({
  noun: 'decision',
  externalId: 'decision:assist-61',
  values: {
    question: 'Who sets up single sign-on: we or the account?',
    context: 'Set-up by us takes nine days of waiting.',
    options: [
      { name: 'We set it up', cost: '2 people' },
      { name: 'The account does it alone', cost: '$0' },
    ],
    class: 'team',
    decider: vera,
  },
  verbs: [
    {
      verb: 'decide',
      input: {
        chosen: 'We set it up',
        rationale: 'No flow exists yet.',
        rejected: [{ option: 'The account does it alone', why: 'Without a flow three in four would call us anyway.' }],
        reviewOn: time.day(-6, 1),
        noAssumptions: true,
        on: time.day(-14, 9),
      },
    },
    { verb: 'supersede', input: { by: 'decision:sso' } },
  ],
})

const setUp = (time: Timeline): SampleObject => ({
  noun: 'decision',
  externalId: 'decision:sso',
  values: {
    question: 'Do we assist SSO set-up until the flow is fixed?',
    context: 'Self-service single sign-on cuts nine days from time to value on Business. Certificates are handled by hand on our side.',
    options: [
      { name: 'Keep self-service, fix it next quarter', summary: 'As decided first.', cost: '$0', effect: '−$26k ARR a week until it is fixed' },
      {
        name: 'Assist every set-up, fix the flow in five weeks',
        summary: 'Recommended by Ines Falk.',
        cost: '5 people, 5 weeks',
        effect: 'Stops new losses within a week',
      },
      {
        name: 'Withdraw self-service SSO',
        summary: 'Proposed by Support.',
        cost: '2 people, for good',
        effect: 'Stops new losses at once, adds nine days',
      },
    ],
    assumptions: [
      { says: 'Gross retention of mid-market stays at 89 % or more.', metric: 'gross-revenue-retention', segment: 'Mid-market', atLeast: 0.89 },
      { says: 'Support stays below two tickets an account in three months.', metric: 'ticket-rate', atMost: 0.667 },
      { says: 'Rotation happens once a year and is rehearsed.' },
    ],
    initiatives: ['initiative:sso', 'initiative:pricing'],
    metrics: ['metric:gross-revenue-retention', 'metric:ticket-rate'],
    class: 'crossFunctional',
    decider: vera,
    consulted: ['member:tomas', 'member:ruth', 'member:ines'],
    decideBy: time.today,
    costOfDelay: '$26k of ARR a week',
  },
  verbs: [
    { verb: 'request', input: {} },
    {
      verb: 'decide',
      input: {
        chosen: 'Keep self-service, fix it next quarter',
        rationale: 'The pilot of 26 accounts did well, and rotation happens once a year.',
        rejected: [
          {
            option: 'Assist every set-up, fix the flow in five weeks',
            why: 'Five people on set-ups are five people off the audit log that three renewals wait for.',
          },
          { option: 'Withdraw self-service SSO', why: 'Nine more days to value for every new account on Business.' },
        ],
        reviewOn: addDays(time.today, 76),
        confidence: 0.7,
        on: time.day(-5, 27),
      },
    },
    { verb: 'submit', input: {}, by: 'member:ines', on: { noun: 'businessCase', externalId: 'case:sso' } },
    { verb: 'approve', input: { decision: 'decision:sso' }, by: vera, on: { noun: 'businessCase', externalId: 'case:sso' } },
    { verb: 'reopen', input: { because: 'Gross retention of mid-market fell below 89 %: accounts whose set-up fails since incident 212 cut seats.' } },
  ],
})

const pricing = (time: Timeline): SampleObject => ({
  noun: 'decision',
  externalId: 'decision:pricing',
  values: {
    question: 'Does Connect charge by usage, with a floor?',
    context: 'Connect is a small part of revenue, and its heaviest users pay least for each sync.',
    options: [
      { name: 'Keep a price per connector', cost: '$0' },
      { name: 'Usage with a committed floor', cost: 'three weeks', effect: '$1.1M in the third year, estimated' },
    ],
    assumptions: [{ says: 'Nobody pays more than a fifth more at renewal.' }],
    initiatives: ['initiative:pricing'],
    metrics: ['metric:annual-recurring-revenue'],
    class: 'executive',
    reversible: 'oneWay',
    decider: 'member:amara',
    consulted: [vera, 'member:ines'],
    decideBy: addDays(time.today, 10),
  },
  verbs: [{ verb: 'request', input: {} }],
})

const sequence = (time: Timeline): SampleObject => ({
  noun: 'decision',
  externalId: 'decision:sequence',
  values: {
    question: 'Does Connect pricing start before or after the identity work?',
    options: [{ name: 'Before' }, { name: 'After' }],
    assumptions: [{ says: 'Identity work ends this quarter.' }],
    initiatives: ['initiative:pricing', 'initiative:sso'],
    class: 'crossFunctional',
    decider: vera,
  },
  verbs: [
    {
      verb: 'decide',
      input: {
        chosen: 'After',
        rationale: 'Both need the same two engineers, and losses weigh more than gains.',
        rejected: [{ option: 'Before', why: 'A month of gains in price does not pay for a month of lost seats.' }],
        reviewOn: addDays(time.today, 45),
        confidence: 0.8,
        on: addDays(time.today, -24),
      },
    },
  ],
})

const sharedHome = (time: Timeline): SampleObject => ({
  noun: 'decision',
  externalId: 'decision:home',
  values: {
    question: 'Do we launch the shared home to everybody?',
    options: [{ name: 'Launch to all' }, { name: 'Do nothing' }, { name: 'Ten percent first' }],
    assumptions: [{ says: 'Active accounts rise within 60 days.', metric: 'active-accounts' }],
    initiatives: ['initiative:home'],
    metrics: ['metric:active-accounts'],
    class: 'team',
    decider: vera,
  },
  verbs: [
    {
      verb: 'decide',
      input: {
        chosen: 'Launch to all',
        rationale: 'The test group liked it.',
        rejected: [{ option: 'Ten percent first', why: 'Support would explain two homes for a quarter.' }],
        reviewOn: time.day(-4, 9),
        confidence: 0.65,
        on: time.day(-8, 20),
      },
    },
    { verb: 'recordOutcome', input: { asExpected: false, note: 'Active accounts did not move in 60 days. Next time ten percent first.' } },
  ],
})
