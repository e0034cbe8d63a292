/**
 * Every convention of the revenue ledger that a reasonable person could set otherwise (kpis.md section 3). The keys are the published switch names.
 * A policy travels with each number: the same lines give very different retention under equally defensible policies.
 */
export type RevenuePolicy = {
  /** Is `end` the first day without service (exclusive) or the last day with it? */
  readonly end_date: Choice<'end_date'>
  /** The day on which a line leaves: end of service, cancellation, one day after either, or the first day after the month in which service ends. */
  readonly churn_recognised: Choice<'churn_recognised'>
  /** A line that touches no month-end: left out, or booked as both a gain and a loss of its month. */
  readonly same_month_start_end: Choice<'same_month_start_end'>
  readonly reactivation: Choice<'reactivation'>
  readonly net_churn_subtracts_reactivation: Choice<'net_churn_subtracts_reactivation'>
  /** 0 to 90 days: a hole between two paid stretches that is no longer than this keeps the MRR before it. */
  readonly gap_grace_days: number
  readonly discounts: Choice<'discounts'>
  readonly trials: Choice<'trials'>
  readonly free: Choice<'free'>
  readonly one_time: Choice<'one_time'>
  readonly usage: Choice<'usage'>
  /** active_through_dunning: the line counts for `days` days from past_due_since, then leaves as delinquent. */
  readonly past_due: PastDue
  readonly paused: Choice<'paused'>
  readonly fx: Choice<'fx'>
  readonly refunds: Choice<'refunds'>
  readonly escalators: Choice<'escalators'>
  readonly grain: Choice<'grain'>
  readonly parent_as_of: Choice<'parent_as_of'>
  readonly merges: Choice<'merges'>
  readonly product_moves: Choice<'product_moves'>
  readonly cohort: CohortRule
  readonly method: Choice<'method'>
  readonly gross_method: Choice<'gross_method'>
  readonly window_months: Choice<'window_months'>
  readonly segment_as_of: Choice<'segment_as_of'>
  readonly ltv_churn: Choice<'ltv_churn'>
  readonly ltv_zero_churn: Choice<'ltv_zero_churn'>
  readonly late_data: Choice<'late_data'>
}

export type PastDue = { readonly rule: 'active_through_dunning'; readonly days: number } | { readonly rule: 'drop_at_once' } | { readonly rule: 'keep' }

/** min_contract: annual value (12 x MRR) of at least `value` major units of the reporting currency on lines of at least `term` months. */
export type CohortRule =
  | { readonly rule: 'all_active' }
  | { readonly rule: 'min_contract'; readonly value: number; readonly term: number }
  | { readonly rule: 'renewal_eligible' }

export type Switch = keyof RevenuePolicy

type Listed = typeof choices
type Choice<K extends keyof Listed> = Listed[K][number]

/** The allowed values of every switch that is a plain choice; the first is the default. */
export const choices = {
  end_date: ['exclusive', 'inclusive'],
  churn_recognised: ['service_end', 'cancellation', 'day_after_cancellation', 'day_after_service', 'month_complete'],
  same_month_start_end: ['ignore', 'count_both'],
  reactivation: ['own_bucket', 'back_in_cohort', 'as_new'],
  net_churn_subtracts_reactivation: ['no', 'yes'],
  discounts: ['net_all', 'permanent_only', 'gross'],
  trials: ['exclude', 'count_logo'],
  free: ['exclude', 'count_logo'],
  one_time: ['exclude', 'amortise', 'include'],
  usage: ['committed_only', 'exclude', 'trailing_3m_mean', 'include'],
  paused: ['zero', 'keep'],
  fx: ['constant_plan', 'month_end', 'at_purchase', 'payout'],
  refunds: ['ignore', 'early_annual_only', 'reduce'],
  escalators: ['expansion', 'exclude'],
  grain: ['parent', 'billing_account', 'subscription', 'product'],
  parent_as_of: ['close', 'open', 'as_was'],
  merges: ['follow_survivor', 'churn_and_new'],
  product_moves: ['netted', 'gross'],
  method: ['endpoint', 'monthly_flow', 'compounded', 'ttm_flow'],
  gross_method: ['endpoint_min', 'path_min', 'flow'],
  window_months: [12, 1, 3, 24],
  segment_as_of: ['open', 'close', 'current'],
  ltv_churn: ['trailing_6m', 'current', 'smoothed'],
  ltv_zero_churn: ['undefined', 'floor_1_67pct'],
  late_data: ['restate', 'adjust_current'],
} as const

export const defaultPolicy: RevenuePolicy = {
  end_date: 'exclusive',
  churn_recognised: 'service_end',
  same_month_start_end: 'ignore',
  reactivation: 'own_bucket',
  net_churn_subtracts_reactivation: 'no',
  gap_grace_days: 0,
  discounts: 'net_all',
  trials: 'exclude',
  free: 'exclude',
  one_time: 'exclude',
  usage: 'committed_only',
  past_due: { rule: 'active_through_dunning', days: 30 },
  paused: 'zero',
  fx: 'constant_plan',
  refunds: 'ignore',
  escalators: 'expansion',
  grain: 'parent',
  parent_as_of: 'close',
  merges: 'follow_survivor',
  product_moves: 'netted',
  cohort: { rule: 'all_active' },
  method: 'endpoint',
  gross_method: 'endpoint_min',
  window_months: 12,
  segment_as_of: 'open',
  ltv_churn: 'trailing_6m',
  ltv_zero_churn: 'undefined',
  late_data: 'restate',
}

/**
 * The published habits of other tools. Each sets only the switches that the tool documents; everything else stays at the default and is
 * listed as assumed. (Cancelling one of many lines is a contraction in every policy, as in ChartMogul.)
 */
export const presets = {
  default: {},
  stripe: { churn_recognised: 'cancellation', same_month_start_end: 'count_both', discounts: 'permanent_only', ltv_zero_churn: 'floor_1_67pct' },
  chartmogul: { churn_recognised: 'service_end', net_churn_subtracts_reactivation: 'yes', ltv_churn: 'trailing_6m' },
  profitwell: {
    churn_recognised: 'service_end',
    same_month_start_end: 'ignore',
    discounts: 'net_all',
    past_due: { rule: 'active_through_dunning', days: 30 },
    paused: 'zero',
    fx: 'at_purchase',
    refunds: 'early_annual_only',
    one_time: 'exclude',
    trials: 'exclude',
    ltv_churn: 'smoothed',
  },
  board: { cohort: { rule: 'all_active' }, method: 'endpoint', gross_method: 'endpoint_min', window_months: 12, grain: 'parent', fx: 'constant_plan' },
  paddle: { churn_recognised: 'cancellation', fx: 'payout', one_time: 'include', trials: 'count_logo' },
  recharge: { churn_recognised: 'day_after_cancellation', same_month_start_end: 'count_both' },
  recurly: { churn_recognised: 'month_complete', refunds: 'reduce' },
  posthog: { churn_recognised: 'day_after_service' },
  polar: { paused: 'keep' },
} as const satisfies Record<string, Partial<RevenuePolicy>>

export type PresetName = keyof typeof presets
