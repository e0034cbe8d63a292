import { paysOn, type Customer } from './customer.ts'
import type { Random } from './random.ts'
import type { SampleObject } from './sampleObject.ts'
import { addDays, at, daysBetween, type Timeline } from './timeline.ts'

interface Theme {
  readonly name: string
  readonly bet: string | null
  readonly product: string
  readonly mentions: number
  /** Who feels it. */
  readonly among: (customer: Customer) => boolean
  readonly importance: readonly [number, number]
  readonly words: readonly string[]
  /** The loud account and how many of the mentions are its own. */
  readonly loud?: readonly [name: string, mentions: number]
  readonly kind?: string
}

const paid = (customer: Customer): boolean => customer.plan !== 'Team'
/** What customers ask for, by need. One account asks for the report builder again and again. */
export const themes: readonly Theme[] = [
  {
    name: 'SSO set-up fails at certificates',
    bet: 'sso',
    product: 'identity',
    mentions: 46,
    among: (each) => each.sso,
    importance: [2, 3],
    kind: 'problem',
    words: [
      'We uploaded the certificate four times and it was refused four times.',
      'Seats we cannot provision are seats we will not renew.',
      'The metadata upload ends with a mismatch and no reason.',
      'Half of the department still signs in with passwords because the set-up stops.',
      'Support sent us a certificate that worked, but it took a week.',
    ],
  },
  {
    name: 'Analysts are a bottleneck for answers',
    bet: 'analysts',
    product: 'insights',
    mentions: 30,
    among: paid,
    importance: [1, 3],
    words: [
      'Every question goes through one analyst and comes back on Friday.',
      'I would ask more if I did not have to ask somebody.',
      'Our managers wait days for a number that is already in there.',
      'Could I type the question as I would say it?',
    ],
  },
  {
    name: 'Slow queries on large workspaces',
    bet: 'engine',
    product: 'platform',
    mentions: 26,
    among: (each) => each.segment === 'Enterprise',
    importance: [2, 3],
    kind: 'problem',
    words: [
      'The quarterly board opens in forty seconds.',
      'With all regions selected the answer times out.',
      'We split our workspace to make reports load, and regret it.',
      'Month-end is the slowest day, and it is the day we need it.',
    ],
  },
  {
    name: 'Alerts reach the wrong people',
    bet: 'alerts',
    product: 'insights',
    mentions: 24,
    among: paid,
    importance: [1, 2],
    words: [
      'The alert goes to whoever built the report and she left in spring.',
      'Alerts beta is the first thing that my team opens.',
      'Let the shift lead get it, not the whole channel.',
      'We like the routing; people asked for it.',
    ],
  },
  {
    name: 'Start from a template',
    bet: 'templates',
    product: 'core',
    mentions: 20,
    among: () => true,
    importance: [0, 2],
    words: [
      'An empty workspace is a hard start for a small team.',
      'A school year as a template would have saved us a fortnight.',
      'Show me what others in my industry set up first.',
      'We copied the set-up of a partner by hand.',
    ],
  },
  {
    name: 'Seat cuts surprise both sides',
    bet: 'seats',
    product: 'core',
    mentions: 14,
    among: (each) => each.segment === 'Mid-market',
    importance: [1, 3],
    words: [
      'Nobody told us that a third of the seats were idle until the renewal.',
      'I would rather move seats to another team than give them back.',
      'Tell me in the summer, not in the renewal call.',
    ],
  },
  {
    name: 'Audit log for regulated buyers',
    bet: 'audit',
    product: 'core',
    mentions: 11,
    among: (each) => each.industry === 'Banking' || each.industry === 'Healthcare',
    importance: [2, 3],
    words: [
      'Our auditor wants the log itself, not a screenshot.',
      'Without an export we cannot extend to the second region.',
      'Who saw which record is a question that we must answer within a day.',
    ],
  },
  {
    name: 'Partners wait on us',
    bet: 'partners',
    product: 'connect',
    mentions: 10,
    among: paid,
    importance: [0, 2],
    words: [
      'Our integrator could build it, if there were a kit.',
      'The connector we need is on a list since last year.',
      'We export by hand every night until the connector exists.',
    ],
  },
  {
    name: 'Custom report builder',
    bet: 'builder',
    product: 'insights',
    mentions: 50,
    among: paid,
    importance: [0, 1],
    loud: ['Polder Energy', 32],
    words: [
      'We need to assemble reports ourselves, column by column.',
      'The fixed reports lack the two columns that our regulator wants.',
      'When does the report builder come? We asked in the last three calls.',
      'A report builder would let us leave the spreadsheet.',
      'Our board pack needs a layout of its own.',
    ],
  },
]

const closers = [
  '',
  ' It comes up in every call.',
  ' We can show you on a screen.',
  ' Happy to try an early version.',
  ' This matters before the renewal.',
  ' Two colleagues said the same today.',
  ' For now we work around it.',
] as const
const channels = ['support', 'call', 'email', 'survey', 'portal', 'crm'] as const
const speakers = ['IT lead', 'Head of operations', 'Administrator', 'Team lead', 'Analyst', 'Project manager'] as const
/** Of each theme's mentions, the newest wait unread. */
const unread = 2

export function voices(customers: readonly Customer[], time: Timeline, draw: Random): SampleObject[] {
  const paying = customers.filter((customer) => !customer.internal && paysOn(customer, addDays(time.today, -60)))
  const said = themes.flatMap((theme) => mentionsOf(theme, paying, time, draw))
  return said.sort((a, b) => (a.saidAt < b.saidAt ? -1 : 1)).map((each, index) => toFeedback(each, index + 1))
}

interface Mention {
  readonly theme: Theme
  readonly customer: Customer
  readonly saidAt: string
  readonly body: string
  readonly by: string
  readonly channel: string
  readonly importance: number
  readonly fresh: boolean
}

function mentionsOf(theme: Theme, paying: readonly Customer[], time: Timeline, draw: Random): Mention[] {
  const loud = paying.find((customer) => customer.name === theme.loud?.[0])
  const others = draw.shuffle(paying.filter((customer) => theme.among(customer) && customer !== loud))
  const since = theme.bet === 'sso' ? daysBetween(time.day(-1, 24), time.today) - 1 : 175
  return Array.from({ length: theme.mentions }, (_, index) => {
    const fresh = index < unread
    const customer = loud && theme.loud && index < theme.loud[1] ? loud : (others[Math.floor(index / 1.3) % others.length] ?? draw.pick(paying))
    return {
      theme,
      customer,
      saidAt: at(addDays(time.today, -(fresh ? draw.int(1, 3) : draw.int(4, since))), draw.int(480, 1080)),
      body: `${theme.words[index % theme.words.length] ?? ''}${draw.pick(closers)}`,
      by: draw.pick(speakers),
      channel: draw.pick(channels),
      importance: draw.int(...theme.importance),
      fresh,
    }
  })
}

function toFeedback({ theme, customer, saidAt, body, by, channel, importance, fresh }: Mention, n: number): SampleObject {
  return {
    noun: 'feedback',
    externalId: `feedback:${n}`,
    values: { body, kind: theme.kind ?? 'request', channel, saidAt, saidBy: by, account: customer.id, product: `product:${theme.product}` },
    verbs: fresh ? [] : [{ verb: 'process', input: { theme: theme.name, initiative: theme.bet && `initiative:${theme.bet}`, importance }, by: 'member:dana' }],
  }
}
