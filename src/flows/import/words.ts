/** Words that exports of other tools use for our choices, by fact and column. The left side is in lower case with single spaces. */
export const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'subscription.billing_period': {
    monthly: 'month',
    mo: 'month',
    m: 'month',
    'per month': 'month',
    '1 month': 'month',
    p1m: 'month',
    quarterly: 'quarter',
    q: 'quarter',
    'per quarter': 'quarter',
    '3 months': 'quarter',
    p3m: 'quarter',
    'half yearly': 'half_year',
    'semi annual': 'half_year',
    semiannual: 'half_year',
    biannual: 'half_year',
    'half year': 'half_year',
    '6 months': 'half_year',
    p6m: 'half_year',
    annual: 'year',
    annually: 'year',
    yearly: 'year',
    y: 'year',
    'per year': 'year',
    '12 months': 'year',
    p1y: 'year',
    p12m: 'year',
  },
  'subscription.status': {
    active: 'paid',
    live: 'paid',
    current: 'paid',
    trialing: 'trial',
    trialling: 'trial',
    'in trial': 'trial',
    'free trial': 'trial',
    unpaid: 'past_due',
    overdue: 'past_due',
    'past due': 'past_due',
    pause: 'paused',
    'on hold': 'paused',
    canceled: 'ended',
    cancelled: 'ended',
    expired: 'ended',
    churned: 'ended',
    inactive: 'ended',
    terminated: 'ended',
  },
  'subscription.kind': {
    subscription: 'recurring',
    'one time': 'one_time',
    'one off': 'one_time',
    onetime: 'one_time',
    setup: 'one_time',
    metered: 'usage',
    overage: 'usage',
  },
  'subscription.churn_type': { involuntary: 'delinquent', 'payment failed': 'delinquent', 'non payment': 'delinquent' },
  'ticket.priority': {
    urgent: 'p1',
    critical: 'p1',
    blocker: 'p1',
    highest: 'p1',
    '1': 'p1',
    sev1: 'p1',
    high: 'p2',
    major: 'p2',
    '2': 'p2',
    sev2: 'p2',
    medium: 'p3',
    normal: 'p3',
    moderate: 'p3',
    '3': 'p3',
    sev3: 'p3',
    low: 'p4',
    minor: 'p4',
    lowest: 'p4',
    trivial: 'p4',
    '4': 'p4',
    sev4: 'p4',
  },
  'incident.severity': {
    sev0: 'p0',
    critical: 'p0',
    sev1: 'p1',
    major: 'p1',
    high: 'p1',
    sev2: 'p2',
    minor: 'p2',
    medium: 'p2',
    sev3: 'p3',
    low: 'p3',
    '0': 'p0',
    '1': 'p1',
    '2': 'p2',
    '3': 'p3',
  },
  'defect.phase': {
    'before release': 'pre_release',
    internal: 'pre_release',
    qa: 'pre_release',
    test: 'pre_release',
    testing: 'pre_release',
    staging: 'pre_release',
    'after release': 'post_release',
    escaped: 'post_release',
    production: 'post_release',
    prod: 'post_release',
    customer: 'post_release',
    live: 'post_release',
  },
  'experiment.decision': {
    shipped: 'ship',
    'roll out': 'ship',
    'rolled out': 'ship',
    stopped: 'stop',
    'roll back': 'stop',
    killed: 'stop',
    iterated: 'iterate',
  },
  'commitment_snapshot.period_kind': { iteration: 'sprint', pi: 'increment', 'program increment': 'increment', 'planning interval': 'increment', q: 'quarter' },
  'cost_line.cost_class': { direct: 'direct_cogs', cogs: 'direct_cogs', shared: 'shared_cogs', overhead: 'opex', 'operating expense': 'opex' },
  'hiring.kind': {
    'offer made': 'offer_extended',
    offered: 'offer_extended',
    accepted: 'offer_accepted',
    declined: 'offer_declined',
    rejected: 'offer_declined',
    withdrawn: 'offer_withdrawn',
    hired: 'started',
    joined: 'started',
    left: 'exit',
    exited: 'exit',
    terminated: 'exit',
  },
  'survey_response.instrument': {
    'net promoter score': 'nps',
    'customer satisfaction': 'csat',
    satisfaction: 'csat',
    'customer effort score': 'ces',
    'customer effort': 'ces',
    'system usability scale': 'sus',
  },
  'survey_response.mode': { relational: 'relationship', transaction: 'transactional' },
  'work_item_transition.level': { task: 'story', issue: 'story', bug: 'story', 'user story': 'story' },
  'fx_rate.kind': { plan: 'plan', budget: 'plan', 'month end': 'month_end', closing: 'month_end', avg: 'average', mean: 'average' },
  'slo.window_kind': { 'calendar month': 'calendar', sliding: 'rolling' },
}

const empty = new Set(['', 'null', '\\n', 'n/a', '#n/a', '-', '–', '—'])
const emptyValue = new Set([...empty, 'na', 'none', 'nil', 'nan', 'undefined', 'unknown', 'not set', 'never', 'ongoing'])

/** Longer cells are values for certain: this runs for every cell of a file. */
const longest = 20

/** No value at all. In columns of words, “none” and “NA” may be values (North America, Namibia). */
export function isEmpty(cell: unknown, inWords: boolean): boolean {
  if (cell === null || cell === undefined || cell === '') return true
  return typeof cell === 'string' && cell.length < longest && (inWords ? empty : emptyValue).has(cell.trim().toLowerCase())
}

/** Our choice for a word of theirs; undefined when it is not known. */
export function toChoice(fact: string, column: string, cell: unknown, choices: readonly string[]): string | undefined {
  const word = String(cell)
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
  return choices.find((choice) => choice.replaceAll('_', ' ') === word) ?? words[`${fact}.${column}`]?.[word]
}

const yes = new Set(['true', 'yes', 'y', '1', 't', 'on', 'x', 'wahr', 'ja', 'oui', 'vrai', 'si', 'sí', '✓'])
const no = new Set(['false', 'no', 'n', '0', 'f', 'off', 'falsch', 'nein', 'non', 'faux'])

export function readBoolean(cell: unknown): boolean | null {
  if (typeof cell === 'boolean') return cell
  const word = String(cell).trim().toLowerCase()
  return yes.has(word) ? true : no.has(word) ? false : null
}
