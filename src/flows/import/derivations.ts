/** A column that a file does not hold, but lets us know. Headings are normalised; the first that the file has is used. */
export type Derivation = { readonly fact: string; readonly column: string } & (
  | { readonly rule: 'whenTrue'; readonly headings: readonly string[]; readonly value: string }
  | { readonly rule: 'after'; readonly headings: readonly string[]; readonly start: string; readonly unit: 'minutes' | 'hours' | 'seconds' }
  | { readonly rule: 'lookup'; readonly by: string; readonly in: string; readonly key: string }
)

export const derivations: readonly Derivation[] = [
  { fact: 'subscription', column: 'status', rule: 'whenTrue', headings: ['is_trial', 'trial', 'on_trial'], value: 'trial' },
  {
    fact: 'ticket',
    column: 'first_response_at',
    rule: 'after',
    headings: ['first_response_time_minutes', 'first_reply_time_in_minutes', 'first_response_minutes'],
    start: 'created_at',
    unit: 'minutes',
  },
  {
    fact: 'ticket',
    column: 'resolved_at',
    rule: 'after',
    headings: ['resolution_time_hours', 'full_resolution_time_in_hours'],
    start: 'created_at',
    unit: 'hours',
  },
  { fact: 'event', column: 'account_id', rule: 'lookup', by: 'subscription_id', in: 'subscription', key: 'id' },
]

/** A second fact in the same rows: a ticket that carries the customer's score is also a survey response. */
export interface SecondFact {
  readonly of: string
  readonly fact: string
  readonly headings: readonly string[]
  /** The column that the heading fills. */
  readonly fills: string
  /** Their column in terms of the first fact's columns; the first that the file has is used, the next stands in when it is empty. */
  readonly columns: Readonly<Record<string, readonly string[]>>
  readonly constants: Readonly<Record<string, unknown>>
}

export const secondFacts: readonly SecondFact[] = [
  {
    of: 'ticket',
    fact: 'survey_response',
    headings: ['satisfaction_score', 'csat', 'csat_score', 'satisfaction_rating', 'customer_satisfaction'],
    fills: 'score',
    columns: { id: ['id'], account_id: ['account_id'], user_id: ['user_id'], ts: ['resolved_at', 'created_at'] },
    constants: { instrument: 'csat', scale_min: 1, scale_max: 5, mode: 'transactional' },
  },
]

/** What a score's heading says about its instrument and its scale. */
export const scales: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  nps_score: { instrument: 'nps', scale_min: 0, scale_max: 10 },
  nps: { instrument: 'nps', scale_min: 0, scale_max: 10 },
  csat_score: { instrument: 'csat', scale_min: 1, scale_max: 5 },
  csat: { instrument: 'csat', scale_min: 1, scale_max: 5 },
  satisfaction_score: { instrument: 'csat', scale_min: 1, scale_max: 5 },
  ces_score: { instrument: 'ces', scale_min: 1, scale_max: 7 },
  sus_score: { instrument: 'sus', scale_min: 0, scale_max: 100 },
}

/** Why a well-known column stays out. */
export const leftOut: Readonly<Record<string, string>> = {
  arr: 'Left out: computed here as 12 × MRR.',
  arr_amount: 'Left out: computed here as 12 × MRR.',
  annual_recurring_revenue: 'Left out: computed here as 12 × MRR.',
  upgrade_flag: 'Left out: movements are read from the ledger.',
  downgrade_flag: 'Left out: movements are read from the ledger.',
  resolution_time_hours: 'Left out: computed from created and resolved.',
  seats: 'Left out: seats belong to subscriptions.',
}

/** Facts whose business time lies in the past by their nature. */
export const pastOnly: ReadonlySet<string> = new Set([
  'event',
  'ticket',
  'churn_event',
  'survey_response',
  'incident',
  'work_item_transition',
  'sli_window',
  'defect',
  'release',
  'pulse',
  'assessment',
  'hiring',
])

/** Columns that name a month; any day of it counts as its first. */
export const wholeMonths: ReadonlySet<string> = new Set(['fx_rate.month', 'headcount.month', 'control_total.month'])
