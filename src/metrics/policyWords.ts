/** Every switch of the revenue policy in words: what is asked, and what each answer means (kpis.md §3). Policies with an argument are told by their rule. */
const words: Readonly<Record<string, { readonly asks: string; readonly answers: Readonly<Record<string, string>> }>> = {
  end_date: {
    asks: 'What the end date of a line says',
    answers: { exclusive: 'The end is the first day without service', inclusive: 'The end is the last day with service' },
  },
  churn_recognised: {
    asks: 'The day on which a cancelled line leaves',
    answers: {
      service_end: 'Leaves when the paid time ends',
      cancellation: 'Leaves on the day of the cancellation',
      day_after_cancellation: 'Leaves the day after the cancellation',
      day_after_service: 'Leaves the day after the last service',
      month_complete: 'Leaves when the month of its end is complete',
    },
  },
  same_month_start_end: {
    asks: 'A line that begins and ends between two closes',
    answers: { ignore: 'Is left out', count_both: 'Counts as a gain and a loss' },
  },
  reactivation: {
    asks: 'A customer who comes back',
    answers: { own_bucket: 'Is a movement of its own', back_in_cohort: 'Is back among those who stayed', as_new: 'Is a new customer' },
  },
  net_churn_subtracts_reactivation: {
    asks: 'Net churn and customers who come back',
    answers: { no: 'Returners do not lower net churn', yes: 'Returners lower net churn' },
  },
  gap_grace_days: { asks: 'Days without a contract that are still the same contract', answers: {} },
  discounts: {
    asks: 'Discounts',
    answers: {
      net_all: 'Every discount lowers recurring revenue',
      permanent_only: 'Only discounts without an end lower it',
      gross: 'Discounts do not lower it',
    },
  },
  trials: { asks: 'Trials', answers: { exclude: 'Are not customers', count_logo: 'Count as customers without revenue' } },
  free: { asks: 'Free plans', answers: { exclude: 'Are not customers', count_logo: 'Count as customers without revenue' } },
  one_time: { asks: 'One-time charges', answers: { exclude: 'Do not recur', amortise: 'Are spread over their term', include: 'Count in their month' } },
  usage: {
    asks: 'Usage charges',
    answers: {
      committed_only: 'Only the committed minimum recurs',
      exclude: 'Do not recur',
      trailing_3m_mean: 'The mean of three months recurs',
      include: 'Count in full',
    },
  },
  past_due: {
    asks: 'A customer who is late to pay',
    answers: { active_through_dunning: 'Stays until dunning ends, then leaves as delinquent', drop_at_once: 'Leaves at once', keep: 'Stays' },
  },
  paused: { asks: 'A paused line', answers: { zero: 'Pays nothing while it is paused', keep: 'Counts as if it paid' } },
  fx: {
    asks: 'Exchange rates',
    answers: {
      constant_plan: 'One planned rate for all months',
      month_end: 'The rate of each month’s end',
      at_purchase: 'The rate of the purchase',
      payout: 'The rate of the payout',
    },
  },
  refunds: {
    asks: 'Refunds',
    answers: { ignore: 'Are cash and change no recurring price', early_annual_only: 'Count when an annual plan ends early', reduce: 'Lower recurring revenue' },
  },
  escalators: { asks: 'Agreed price rises', answers: { expansion: 'Are growth', exclude: 'Are no growth' } },
  grain: {
    asks: 'Who counts as one customer',
    answers: {
      parent: 'The parent company',
      billing_account: 'The account that is billed',
      subscription: 'Each subscription',
      product: 'Each product of an account',
    },
  },
  parent_as_of: {
    asks: 'Whose subsidiary an account was',
    answers: { close: 'As at the close, for both ends', open: 'As at the opening, for both ends', as_was: 'As it was at each end' },
  },
  merges: { asks: 'Accounts that merge', answers: { follow_survivor: 'The survivor takes over the history', churn_and_new: 'One leaves, one is new' } },
  product_moves: { asks: 'Moves between products of one account', answers: { netted: 'Cancel out', gross: 'Are a loss and a gain' } },
  cohort: {
    asks: 'Who is in the retention cohort',
    answers: {
      all_active: 'Everybody who paid at the start',
      min_contract: 'Contracts above a value and term',
      renewal_eligible: 'Only contracts that came up for renewal',
    },
  },
  method: {
    asks: 'How retention is computed',
    answers: {
      endpoint: 'Both ends of the window, for those of the start',
      monthly_flow: 'The flows of one month',
      compounded: 'Twelve monthly ratios multiplied',
      ttm_flow: 'All flows of the window, later joiners’ losses included',
    },
  },
  gross_method: {
    asks: 'How gross retention caps growth',
    answers: { endpoint_min: 'The lesser of both ends', path_min: 'The lowest point on the way', flow: 'Every loss on the way' },
  },
  window_months: { asks: 'Months that retention looks back', answers: {} },
  segment_as_of: { asks: 'Which segment an account counts in', answers: { open: 'That of the opening', close: 'That of the close', current: 'That of today' } },
  ltv_churn: {
    asks: 'The churn behind lifetime value',
    answers: { trailing_6m: 'Of six months', current: 'Of this month', smoothed: 'Smoothed over twelve months' },
  },
  ltv_zero_churn: { asks: 'Lifetime value without churn', answers: { undefined: 'Is not given', floor_1_67pct: 'Takes churn as 1.67%' } },
  late_data: { asks: 'Rows that arrive late', answers: { restate: 'Change the past, and it is logged', adjust_current: 'Are booked in the current month' } },
}

/** Where the values are numbers, or rules with an argument. */
const offered: Readonly<Record<string, readonly string[]>> = {
  window_months: ['12', '1', '3', '24'],
  gap_grace_days: ['0', '15', '30', '60', '90'],
  cohort: ['all_active', 'renewal_eligible'],
  past_due: ['active_through_dunning(30)', 'active_through_dunning(15)', 'drop_at_once', 'keep'],
}

/** What a switch asks, in words. */
export const asksOf = (name: string): string => words[name]?.asks ?? name.replaceAll('_', ' ')

/** What a value of a switch means; a number or a rule’s argument is told with it. */
export function meaningOf(name: string, value: unknown): string {
  const text = typeof value === 'object' && value !== null ? Object.values(value).map(String) : [String(value)]
  const [rule = '', argument] = /^(\w+)(?:\((.*)\))?$/.exec(text.length > 1 ? `${text[0]}(${text.slice(1).join(', ')})` : (text[0] ?? ''))?.slice(1) ?? []
  const answer = words[name]?.answers[rule]
  if (answer === undefined) return name === 'window_months' ? `${rule} months` : name === 'gap_grace_days' ? `${rule} days` : text.join(', ')
  return argument ? `${answer} (${argument}${name === 'past_due' ? ' days' : ''})` : answer
}

export const switchNames: readonly string[] = Object.keys(words)

/** The values that a person is offered for each switch, the default first. Switches without an effect on retention and movements are left out. */
export const valuesOf: readonly (readonly [string, readonly string[]])[] = Object.entries(words)
  .filter(([name]) => name !== 'late_data' && !name.startsWith('ltv_'))
  .map(([name, { answers }]) => [name, offered[name] ?? Object.keys(answers)])
