import type { SampleObject, SampleVerb } from './sampleObject.ts'
import { addDays, type Timeline } from './timeline.ts'

/** What waits for what, and what could hurt. Days are counted from today. */
export function links(time: Timeline, accountId: (name: string) => string): SampleObject[] {
  return [...dependencies(time), ...risks(time, accountId)]
}

function dependencies(time: Timeline): SampleObject[] {
  const day = (days: number) => addDays(time.today, days)
  const agree = (days: number): SampleVerb => ({ verb: 'agree', input: { promisedFor: day(days) } })
  const slip = (days: number, reason: string): SampleVerb => ({ verb: 'repromise', input: { promisedFor: day(days), reason } })
  const need = (
    key: string,
    title: string,
    from: string,
    to: string | null,
    provider: string,
    giver: string | null,
    taker: string,
    needed: number,
    verbs: readonly SampleVerb[],
    more: Readonly<Record<string, unknown>> = {},
  ): SampleObject => ({
    noun: 'dependency',
    externalId: `dependency:${key}`,
    values: {
      title,
      from: `initiative:${from}`,
      to: to && `initiative:${to}`,
      provider,
      giver: giver && `member:${giver}`,
      taker: `member:${taker}`,
      neededBy: day(needed),
      ...more,
    },
    verbs,
  })
  return [
    need('read-path', 'Query engine, read path', 'export', 'engine', 'Platform', 'ruth', 'tomas', 21, [
      agree(14),
      slip(28, 'The storage format changed after the load test.'),
      slip(42, 'Identity work took two of four engineers.'),
    ]),
    need('metering', 'Query engine, metering', 'pricing', 'engine', 'Platform', 'ruth', 'ines', 44, [
      agree(44),
      slip(102, 'Follows the read path; nobody is free before.'),
    ]),
    need('write-path', 'Query engine, write path', 'audit', 'engine', 'Platform', 'ruth', 'tomas', 60, [agree(53)], { type: 'startStart' }),
    need('identity-32', 'Identity service 3.2', 'sso', null, 'Platform', 'ruth', 'ines', 11, [agree(11), slip(18, 'Certificate tests found a second fault.')], {
      external: 'Identity service team',
    }),
    need(
      'rotation',
      'Automatic certificate rotation',
      'sso',
      null,
      'Platform',
      'ruth',
      'ines',
      -10,
      [agree(-10), { verb: 'deliver', input: { on: day(-10) } }],
      { external: 'Identity service team' },
    ),
    need('runbook', 'On-call runbook rehearsed', 'alerts', null, 'Operations', 'tomas', 'mina', 4, [agree(7)], {
      external: 'Operations',
      type: 'requiresStatus',
    }),
    need('roster-feed', 'Roster feed from the district', 'rostering', null, 'Quarry Hill Schools', null, 'ines', 14, [agree(12)], {
      external: 'Quarry Hill Schools, district office',
      type: 'external',
    }),
    need('terms', 'Terms for usage billing', 'pricing', null, 'Legal', null, 'ines', 15, [], { external: 'Legal' }),
    need('sso-first', 'SSO set-up before new prices', 'pricing', 'sso', 'Identity', 'ines', 'ines', 32, [agree(32)], { strength: 'soft' }),
    need(
      'signals',
      'Seat signals',
      'templates',
      'seats',
      'Core apps',
      'ines',
      'mina',
      110,
      [{ verb: 'refuse', input: { reason: 'Signals stay inside Core until the first renewals have used them.' } }],
      { strength: 'soft' },
    ),
  ]
}

interface Danger {
  readonly key: string
  readonly title: string
  readonly kind: string
  readonly probability: number
  readonly loss: number
  readonly owner: string
  readonly review: number
  readonly response: string
  readonly cause: string
  readonly effect: string
  readonly bets?: readonly string[]
  readonly accounts?: readonly string[]
  readonly near?: number
  /** What its owner has done about it; days are counted from today. */
  readonly accepted?: readonly [reason: string, days: number]
  readonly mitigated?: readonly [mitigation: string, probability: number]
}

const dangers: readonly Danger[] = [
  {
    key: 'renewals',
    title: 'Three SSO-hit accounts renew within 30 days',
    kind: 'market',
    probability: 0.6,
    loss: 420_000,
    owner: 'ines',
    review: 7,
    response: 'reduce',
    cause: 'Certificates are rejected on set-up since incident 212; the fix lands after two of the renewals.',
    effect: 'Seats cut, or the contract is not renewed.',
    bets: ['sso'],
    accounts: ['Castellan Health', 'Kestrel Mutual', 'Alder Insurance'],
    near: 24,
  },
  {
    key: 'ostler',
    title: 'Ostler bundles connectors at no charge',
    kind: 'market',
    probability: 0.4,
    loss: 620_000,
    owner: 'ines',
    review: 14,
    response: 'reduce',
    cause: 'A competitor gives 64 connectors away on every plan.',
    effect: 'Connect loses its price.',
    bets: ['pricing'],
  },
  {
    key: 'hosting',
    title: 'Buyers in the EU ask for hosting we lack',
    kind: 'market',
    probability: 0.35,
    loss: 550_000,
    owner: 'ruth',
    review: 20,
    response: 'avoid',
    cause: 'No region in the EU yet.',
    effect: 'Deals wait or go elsewhere.',
  },
  {
    key: 'polder',
    title: 'Regional export for Polder Energy is three weeks late',
    kind: 'delivery',
    probability: 0.8,
    loss: 210_000,
    owner: 'tomas',
    review: 4,
    response: 'reduce',
    cause: 'The read path of the query engine slipped twice.',
    effect: 'A written promise is broken.',
    bets: ['export', 'engine'],
    accounts: ['Polder Energy'],
    near: 32,
  },
  {
    key: 'capacity',
    title: 'Platform takes 26% of capacity, plan 20%',
    kind: 'delivery',
    probability: 0.9,
    loss: 120_000,
    owner: 'ruth',
    review: 14,
    response: 'accept',
    cause: 'Identity work after the incident.',
    effect: 'Growth bets start later.',
    accepted: ['Reliability first until the set-up works; growth bets wait.', 30],
  },
  {
    key: 'audit',
    title: 'Audit log export misses its contract date',
    kind: 'delivery',
    probability: 0.32,
    loss: 310_000,
    owner: 'tomas',
    review: 9,
    response: 'reduce',
    cause: 'Security review has one reviewer.',
    effect: 'Tidemark Bank does not extend.',
    bets: ['audit'],
    accounts: ['Tidemark Bank'],
    near: 76,
  },
  {
    key: 'engine',
    title: 'Query engine cannot hold twice today’s load',
    kind: 'technicalDebt',
    probability: 0.25,
    loss: 800_000,
    owner: 'ruth',
    review: 15,
    response: 'reduce',
    cause: 'Row storage, nine years old.',
    effect: 'Slow answers on the largest workspaces.',
    bets: ['engine'],
  },
  {
    key: 'rotation',
    title: 'Certificates rotate by hand',
    kind: 'technicalDebt',
    probability: 0.3,
    loss: 400_000,
    owner: 'ruth',
    review: 28,
    response: 'reduce',
    cause: 'Rotation once a year, by one person.',
    effect: 'Another incident 212.',
    bets: ['sso'],
    mitigated: ['Rotation is automatic and rehearsed monthly.', 0.1],
  },
  {
    key: 'person',
    title: 'One engineer knows certificate handling',
    kind: 'people',
    probability: 0.3,
    loss: 200_000,
    owner: 'tomas',
    review: 11,
    response: 'reduce',
    cause: 'Nobody else was on the first project.',
    effect: 'The set-up fix stops with one absence.',
    bets: ['sso'],
  },
]

function risks(time: Timeline, accountId: (name: string) => string): SampleObject[] {
  const day = (days: number) => addDays(time.today, days)
  return dangers.map(({ key, loss, owner, review, bets: about, accounts, near, accepted, mitigated, ...plain }) => ({
    noun: 'risk',
    externalId: `risk:${key}`,
    values: {
      ...plain,
      impact: { amount: loss, currency: 'USD' },
      owner: `member:${owner}`,
      reviewOn: day(review),
      proximity: near === undefined ? null : day(near),
      initiatives: (about ?? []).map((each) => `initiative:${each}`),
      accounts: (accounts ?? []).map(accountId),
    },
    verbs: [
      ...(accepted ? [{ verb: 'accept', input: { reason: accepted[0], reviewOn: day(accepted[1]) }, by: `member:${owner}` }] : []),
      ...(mitigated ? [{ verb: 'mitigate', input: { mitigation: mitigated[0], probability: mitigated[1] }, by: `member:${owner}` }] : []),
    ],
  }))
}
