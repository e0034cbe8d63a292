import { periodOf } from '#engines/numbers/dates.ts'
import type { SampleObject } from './sampleObject.ts'
import { addDays, type Timeline } from './timeline.ts'

/** Where Harborlight plays: three segments, whom it builds for, what they try to get done, and whom it is compared with. `heard` is what customers said. */
export function market(time: Timeline, heard: readonly SampleObject[]): SampleObject[] {
  return [...features(time), ...personas(heard), ...segments(time), ...jobs, ...competitors(time), ...deals(time)]
}

const dollars = (amount: number) => ({ amount, currency: 'USD' })
const is = (attribute: string, ...value: readonly string[]) => ({ prop: `account.${attribute}`, op: 'in', value })

/** Three capabilities whose use is measured: one that is used, one that hardly is (the launch without effect; its release ships it), one still in its beta. */
function features(time: Timeline): SampleObject[] {
  const feature = (key: string, title: string, initiative: string, owner: string, released: string | null, more: object = {}): SampleObject => ({
    noun: 'feature',
    externalId: `feature:${key}`,
    values: { title, initiative: `initiative:${initiative}`, owner: `member:${owner}`, ...more },
    verbs: [{ verb: 'plan', input: {} }, { verb: 'build', input: {} }, ...(released ? [{ verb: 'release', input: { on: released } }] : [])],
  })
  return [
    feature('insights', 'Insights', 'engine', 'mina', addDays(time.day(time.first, 1), -400)),
    feature('shared-home', 'Shared home', 'home', 'vera', null, { products: ['product:core'], effort: 120, delivery: 'done' }),
    feature('alerts', 'Alerts for teams', 'alerts', 'mina', null, { products: ['product:insights'], effort: 22, delivery: 'done' }),
  ]
}

function personas(heard: readonly SampleObject[]): SampleObject[] {
  const about = (bet: string): string[] =>
    heard
      .filter(({ verbs = [] }) => verbs.some(({ input }) => input['initiative'] === `initiative:${bet}`))
      .flatMap(({ externalId }) => externalId)
      .slice(0, 3)
  return [
    {
      noun: 'persona',
      externalId: 'persona:administrator',
      values: {
        title: 'The administrator of a growing company',
        kind: 'admin',
        goals: 'Everybody is in on the first day, and nobody has to ask her twice.',
        pains: 'Certificates expire on a Friday; the error says nothing that she can act on.',
        context: 'She runs forty tools with one colleague, for two to five hundred people.',
        evidence: about('sso'),
        owner: 'member:ines',
      },
      verbs: [{ verb: 'validate', input: {}, by: 'member:ines' }],
    },
    {
      noun: 'persona',
      externalId: 'persona:lead',
      values: {
        title: 'The team lead who answers for a number',
        kind: 'user',
        goals: 'To know before the meeting why the number moved.',
        pains: 'Every answer waits two days for an analyst.',
        evidence: about('analysts'),
        owner: 'member:mina',
      },
    },
  ]
}

function segments(time: Timeline): SampleObject[] {
  const year = String(Number(time.today.slice(0, 4)) - 1)
  const size = (what: string, amount: number, accounts: number, method: string, source: string) => ({
    what,
    amount: dollars(amount),
    accounts,
    year,
    method,
    source,
  })
  const registry = 'Business registers of the three regions'
  const segment = (key: string, order: number, values: Readonly<Record<string, unknown>>): SampleObject => ({
    noun: 'segment',
    externalId: `segment:${key}`,
    values: { order, owner: 'member:vera', ...values },
    verbs: [{ verb: 'activate', input: {} }],
  })
  return [
    segment('regulated', 1, {
      title: 'Regulated enterprise',
      priority: 'secondary',
      fit: 3,
      rule: { all: [is('segment', 'Enterprise'), is('industry', 'Banking', 'Insurance', 'Healthcare', 'Energy', 'Life sciences')] },
      summary: 'Large buyers who must show an auditor where data lies and who saw it.',
      sizing: [size('sam', 310_000_000, 1_900, 'Companies of this size in these industries, times the price of 400 seats', registry)],
    }),
    segment('mid-market', 2, {
      title: 'Mid-market',
      priority: 'primary',
      isIcp: true,
      fit: 4,
      rule: is('segment', 'Mid-market'),
      criteria: [
        { says: 'Fifty to five hundred people', rule: is('segment', 'Mid-market'), weight: 4 },
        { says: 'Buys more than the smallest plan', rule: is('plan', 'Business', 'Enterprise'), weight: 3 },
        { says: 'Came by a person, not by itself', rule: is('channel', 'Sales', 'Partner', 'Referral'), weight: 2 },
        { says: 'Where we have people', rule: is('region', 'North America', 'European Union'), weight: 1 },
      ],
      exclusions: [{ says: 'Small teams on the smallest plan', rule: { all: [is('segment', 'Small business'), is('plan', 'Team')] } }],
      buyers: ['persona:administrator', 'persona:lead'],
      summary: 'Companies that outgrew mail and spreadsheets and have one or two people for all their tools.',
      sizing: [
        size('tam', 4_200_000_000, 61_000, 'All companies of fifty to five hundred people, times the price of 180 seats', registry),
        size(
          'sam',
          1_450_000_000,
          21_000,
          'Those in our three regions that use at least one cloud directory',
          `${registry}; directory share from our own sales notes`,
        ),
        size('som', 96_000_000, 1_400, 'Those that our people and partners can speak with in a year', 'Capacity of sales and partners'),
      ],
    }),
    segment('small', 3, {
      title: 'Small teams',
      priority: 'avoid',
      fit: 2,
      rule: { all: [is('segment', 'Small business'), { not: { prop: 'account.channel', op: 'eq', value: 'Sales' } }] },
      summary: 'They start by themselves; whoever needs a seller costs more than it brings.',
    }),
  ]
}

const jobs: readonly SampleObject[] = (
  [
    [
      'access',
      'Give everybody access without help',
      'a new colleague starts or a certificate changes',
      'everybody to sign in at once',
      'nobody calls me',
      ['persona:administrator'],
      [
        ['Set-up works the first time', 9.1, 4.2, 64],
        ['I see what is wrong before people are locked out', 8.4, 3.9, 64],
        ['A change is undone within a minute', 6.2, 5.8, 64],
      ],
    ],
    [
      'why',
      'Know why a number moved',
      'my number moves and a meeting is near',
      'the reason in minutes',
      'I can say what we do about it',
      ['persona:lead'],
      [
        ['I get an answer without an analyst', 8.7, 5.1, 41],
        ['I can show where it comes from', 7.4, 5.6, 41],
      ],
    ],
    [
      'hand-over',
      'Hand work over without losing it',
      'somebody leaves or a project changes hands',
      'to pass on what is open in one sitting',
      'nothing is forgotten',
      ['persona:lead', 'persona:administrator'],
      [
        ['Nothing open is missed', 7.9, 7.6, 22],
        ['It looks the same for everybody', 4.1, 6.8, 22],
      ],
    ],
  ] as const
).map(([key, title, situation, motivation, outcome, who, outcomes]) => ({
  noun: 'job',
  externalId: `job:${key}`,
  values: {
    title,
    situation,
    motivation,
    outcome,
    personas: who,
    outcomes: outcomes.map(([statement, importance, satisfaction, n]) => ({ statement, importance, satisfaction, n })),
    basis: 'Job survey among customers of a year or more',
    owner: 'member:mina',
  },
  verbs: [{ verb: 'validate', input: {}, by: 'member:mina' }],
}))

/** What is heard in calls against the strongest of them, and what is asked early. */
const againstTarnbridge = {
  objections: [
    {
      objection: 'They set up single sign-on in an afternoon.',
      answer:
        'They do. Ours takes longer today, and the check of certificates that ends most failures comes next quarter. Offer the assisted set-up; promise no day.',
    },
    {
      objection: 'They are a third cheaper.',
      answer: 'For the first year. Add the second, and the analyst who exports for every answer: ask how many answers a week they need.',
    },
    {
      objection: 'Everything is in one price.',
      answer: 'So is what they will not use. Start with the team that has the number to answer for, and grow from there.',
    },
  ],
  landmines: [
    {
      question: 'Who gets you an answer when a number moves on the day of the meeting?',
      because: 'With them an analyst and an export; with us the lead, in the call.',
    },
    { question: 'What does the price become in the second year?', because: 'The discount ends, and the contract renews by itself.' },
    { question: 'Who may see the pay rounds of one team?', because: 'Their rights end at the whole space.' },
  ],
}

const againstSpreadsheets = {
  strengths: [{ point: 'Nobody has to learn anything', evidence: 'Said in most first calls' }],
  weaknesses: [{ point: 'Nobody knows what is current', evidence: 'Said in most first calls' }],
  objections: [
    { objection: 'What we have works.', answer: 'Ask when they last worked from the wrong version, and what it cost. Stay with that day.' },
    { objection: 'Another tool that nobody uses.', answer: 'Begin with one team and one weekly meeting; leave their mail alone.' },
  ],
  landmines: [{ question: 'Which of these sheets is the current one?', because: 'They will open three.' }],
}

function competitors(time: Timeline): SampleObject[] {
  const day = (days: number) => addDays(time.today, -days)
  return [
    {
      noun: 'competitor',
      externalId: 'competitor:tarnbridge',
      values: {
        title: 'Tarnbridge',
        kind: 'direct',
        positioning: 'One place for all work of companies of any size, at one price.',
        strengths: [
          { point: 'Set-up in an afternoon', evidence: 'Four of nineteen lost deals named it' },
          { point: 'One price for everything', evidence: 'Their price list' },
        ],
        weaknesses: [
          { point: 'Answers need an export', evidence: 'Their own help pages' },
          { point: 'No rights below a whole space', evidence: 'A trial of our own' },
        ],
        pricing: 'One price a seat, everything in it; a third off the first year for whoever brings an old contract.',
        ...againstTarnbridge,
        threat: 4,
        segments: ['segment:mid-market', 'segment:small'],
        claims: [
          { claim: 'Teams find answers without an export', capability: 'feature:insights' },
          { claim: 'Everybody begins the day on one page', capability: 'feature:shared-home' },
        ],
        owner: 'member:mina',
      },
      verbs: [
        { verb: 'track', input: {} },
        {
          verb: 'recordMove',
          input: { on: day(66), kind: 'price', what: 'A third off the first year for companies that bring their old contract.', threat: 3, response: 'ignore' },
        },
        {
          verb: 'reassess',
          input: {
            capabilities: [
              { capability: 'feature:insights', standing: 'behind', checkedOn: day(24), source: 'A trial of our own' },
              { capability: 'feature:shared-home', standing: 'ahead', checkedOn: day(131), source: 'Their release notes' },
            ],
          },
        },
        {
          verb: 'recordMove',
          input: {
            on: day(12),
            kind: 'product',
            what: 'A check of certificates before they are applied, on every plan.',
            threat: 4,
            response: 'respond',
            decision: 'decision:sso',
          },
        },
      ],
    },
    {
      noun: 'competitor',
      externalId: 'competitor:spreadsheets',
      values: {
        title: 'Mail and spreadsheets',
        kind: 'statusQuo',
        positioning: 'It is there, everybody knows it, and it costs nothing more.',
        ...againstSpreadsheets,
        threat: 3,
        segments: ['segment:small', 'segment:mid-market'],
        claims: [{ claim: 'You hear of it before it is late', capability: 'feature:alerts' }],
        owner: 'member:vera',
      },
      verbs: [
        { verb: 'track', input: {} },
        { verb: 'reassess', input: { capabilities: [{ capability: 'feature:insights', standing: 'absent', checkedOn: day(40) }] } },
      ],
    },
  ]
}

/** Sales of a year: how many were won and lost against whom, and what decided them. The share won against Tarnbridge falls since it cut its price. */
function deals(time: Timeline): SampleObject[] {
  const reasons = ['product', 'price', 'trust', 'service', 'timing', 'product', 'price'] as const
  const sizes = [38_000, 64_000, 21_000, 86_000, 47_000, 29_000] as const
  return runs.flatMap(([competitor, segment, outcome, count, from, spread], run) =>
    Array.from({ length: count }, (_, n): SampleObject => {
      const closedOn = addDays(time.today, -(from + n * spread))
      const name = `${buyers[(run * 5 + n) % buyers.length]} ${segment === 'Mid-market' ? 'Group' : segment === 'Enterprise' ? 'Holding' : 'Studio'}`
      return {
        noun: 'deal',
        externalId: `deal:${run}-${n}`,
        values: {
          title: `${name}, ${periodOf(closedOn, 'month')}`,
          outcome,
          competitor: competitor ? `competitor:${competitor}` : null,
          segment,
          amount: dollars(sizes[(run + n) % sizes.length] ?? 40_000),
          reason: outcome === 'noDecision' ? 'timing' : (reasons[(run * 3 + n) % reasons.length] ?? 'other'),
          words: said[outcome][(n + run) % 4] ?? null,
          closedOn,
        },
      }
    }),
  )
}

type Run = readonly [competitor: string | null, segment: string, outcome: 'won' | 'lost' | 'noDecision', count: number, from: number, spread: number]
const runs: readonly Run[] = [
  ['tarnbridge', 'Mid-market', 'won', 9, 14, 37],
  ['tarnbridge', 'Mid-market', 'lost', 14, 6, 13],
  ['tarnbridge', 'Small business', 'lost', 5, 20, 40],
  ['tarnbridge', 'Enterprise', 'won', 4, 30, 70],
  ['spreadsheets', 'Small business', 'won', 11, 9, 30],
  ['spreadsheets', 'Mid-market', 'won', 6, 25, 48],
  ['spreadsheets', 'Small business', 'lost', 4, 33, 60],
  [null, 'Enterprise', 'won', 5, 18, 66],
  [null, 'Mid-market', 'noDecision', 7, 11, 44],
]
const buyers = ['Alder', 'Bellwether', 'Castellan', 'Dunmore', 'Eastgate', 'Fenwick', 'Garrow', 'Hallam', 'Ivory', 'Juniper', 'Kestrel'] as const
/** What some of them said; most say nothing. */
const said: Readonly<Record<Run[2], readonly string[]>> = {
  won: ['They saw an answer in the first call that took them two days before.', 'The team lead asked for it by name.'],
  lost: [
    'Single sign-on stood in an afternoon there; here it took a week and a ticket.',
    'A third less in the first year, and the board looks at the first year.',
  ],
  noDecision: ['The budget went to another year.'],
}
