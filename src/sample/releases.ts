import { periodOf } from '#engines/numbers/dates.ts'
import type { SampleObject, SampleVerb } from './sampleObject.ts'
import { addDays, type Timeline } from './timeline.ts'

/**
 * What customers got and will get: one release that leaked, one that did not, a beta too young to judge that went out by a decision, one frozen with a
 * late addition that waits for Operations, one whose day the query engine endangers, one further out, and a parking lot.
 */
export function releases(time: Timeline): SampleObject[] {
  return [early(time), ...features, ...shipped(time), ...coming(time)]
}

const step = (verb: string, input: SampleVerb['input'] = {}): SampleVerb => ({ verb, input })
const putIn = (feature: string, reason: string | null = null): SampleVerb => step('putIn', { feature: `feature:${feature}`, reason })

const homes = {
  signOn: { parent: 'feature:single-sign-on', products: ['product:identity'], owner: 'member:ines', teams: ['Identity'] },
  sso: { initiative: 'initiative:sso', products: ['product:identity'], owner: 'member:ines', teams: ['Identity'] },
  alerts: { initiative: 'initiative:alerts', products: ['product:insights'], owner: 'member:mina', teams: ['Insights'] },
  export: { initiative: 'initiative:export', products: ['product:core'], owner: 'member:tomas', teams: ['Core apps'] },
  audit: { initiative: 'initiative:audit', products: ['product:core'], owner: 'member:tomas', teams: ['Core apps'] },
  partners: { initiative: 'initiative:partners', products: ['product:connect'], owner: 'member:ines', teams: ['Connect'] },
}

/** `delivery` says how far the work is; without one nobody has planned it. */
function feature(key: string, title: string, home: keyof typeof homes, effort: number, delivery: 'doing' | 'done' | null, publicName?: string): SampleObject {
  return {
    noun: 'feature',
    externalId: `feature:${key}`,
    values: { title, ...homes[home], effort, delivery },
    verbs: [...(delivery ? [step('plan'), step('build')] : []), ...(publicName ? [step('publishName', { name: publicName })] : [])],
  }
}

const features: readonly SampleObject[] = [
  { noun: 'feature', externalId: 'feature:single-sign-on', values: { title: 'Single sign-on', level: 'epic', owner: 'member:ines' } },
  feature('sign-on', 'Self-service single sign-on', 'signOn', 21, 'done', 'Set up single sign-on yourself'),
  feature('certificates', 'Certificates checked before they apply', 'sso', 18, 'doing', 'Single sign-on in one sitting'),
  feature('alert-rules', 'Alert rules', 'alerts', 14, 'done', 'Rules for alerts'),
  feature('alert-digest', 'A digest of alerts each morning', 'alerts', 8, 'done', 'Your alerts, once a day'),
  feature('alert-chat', 'Alerts in chat', 'alerts', 6, 'doing', 'Alerts where you talk'),
  feature('export-region', 'Export that stays in its region', 'export', 15, 'doing', 'Exports that stay in your region'),
  feature('export-schedule', 'Exports on a schedule', 'export', 9, 'doing'),
  feature('audit-log', 'Audit log export', 'audit', 40, 'doing'),
  feature('audit-search', 'Search in the audit log', 'audit', 12, 'doing'),
  feature('connector-kit', 'Connector kit for partners', 'partners', 30, null),
]

/** Why a beta went out although what it waits for was not delivered. */
const early = (time: Timeline): SampleObject => ({
  noun: 'decision',
  externalId: 'decision:beta',
  values: {
    question: 'Do we open the beta of alerts before on-call is rehearsed?',
    context: 'Twelve accounts asked to try it. Operations rehearses its runbook when everybody gets it.',
    options: [
      { name: 'Open it to twelve accounts, in office hours', cost: 'One person on call', effect: 'Two months of use before everybody has it' },
      { name: 'Wait for Operations', cost: '$0', effect: 'Nothing is learned before the launch' },
    ],
    class: 'team',
    decider: 'member:mina',
  },
  verbs: [
    {
      verb: 'decide',
      input: {
        chosen: 'Open it to twelve accounts, in office hours',
        rationale: 'Twelve accounts in office hours need no runbook; what they use shapes the launch.',
        reviewOn: addDays(time.today, 60),
        noAssumptions: true,
        on: time.day(-1, 10),
      },
      by: 'member:mina',
    },
  ],
})

/** `owner` answers for it and does what is done to it. */
function version(
  key: string,
  of: { readonly product: string; readonly owner: string; readonly title: string },
  more: object,
  verbs: readonly SampleVerb[],
): SampleObject {
  const { product, owner, title } = of
  return {
    noun: 'release',
    externalId: `release:${key}`,
    values: { title, product: `product:${product}`, owner: `member:${owner}`, ...more },
    verbs: verbs.map((each) => ({ ...each, by: `member:${owner}` })),
  }
}

/** Their ids are those in the records of delivery, by which defects are charged to them. */
function shipped(time: Timeline): SampleObject[] {
  const [home, signOn, beta] = [time.day(-7, 9), time.day(-3, 14), time.day(-1, 15)]
  const told = (name: string, record: string, on: string) => ({ versionName: name, record, window: periodOf(on, 'month'), internalDate: on })
  return [
    version('home', { title: 'Shared home', product: 'core', owner: 'vera' }, told('Core 8.0', 'shared-home', home), [
      step('plan'),
      putIn('shared-home'),
      step('ship', { on: home }),
    ]),
    version('sign-on', { title: 'Self-service single sign-on', product: 'identity', owner: 'ines' }, told('Identity 3.1', 'self-service-sso', signOn), [
      step('plan'),
      putIn('sign-on'),
      step('ship', { on: signOn }),
    ]),
    version('alerts-beta', { title: 'Alerts for teams, beta', product: 'insights', owner: 'mina' }, told('Insights 5.3', 'alerts-beta', beta), [
      step('plan'),
      putIn('alert-rules'),
      step('ship', { on: beta, override: 'decision:beta' }),
    ]),
  ]
}

function coming(time: Timeline): SampleObject[] {
  const day = (days: number): string => addDays(time.today, days)
  return [
    version(
      'alerts',
      { title: 'Alerts for teams', product: 'insights', owner: 'mina' },
      { versionName: 'Insights 5.4', window: periodOf(day(18), 'month'), internalDate: day(18) },
      [
        step('plan'),
        putIn('alerts'),
        putIn('alert-digest'),
        step('announce', { on: day(28) }),
        step('freeze', { on: day(-9) }),
        { ...putIn('alert-chat', 'The largest account of the beta works in chat all day and reads no mail.'), day: day(-4) },
      ],
    ),
    version(
      'export',
      { title: 'Regional data export', product: 'core', owner: 'vera' },
      { versionName: 'Core 8.2', window: periodOf(day(58), 'quarter'), internalDate: day(58) },
      [step('plan'), putIn('export-region'), putIn('export-schedule'), step('announce', { on: day(65) })],
    ),
    version(
      'audit',
      { title: 'Audit log for regulated buyers', product: 'core', owner: 'tomas' },
      { versionName: 'Core 8.3', window: periodOf(day(110), 'quarter') },
      [step('plan'), putIn('audit-log'), putIn('audit-search')],
    ),
    version('connectors', { title: 'Connectors by partners', product: 'connect', owner: 'ines' }, {}, [putIn('connector-kit')]),
  ]
}
