import type { Role } from './object.ts'

export type Grain = 'day' | 'week' | 'month' | 'quarter'
export type Unit = 'ratio' | 'money' | 'count' | 'ratePerAccount' | 'score' | 'days' | 'hours'

/** What an executive files a metric under, in the order in which boards show them. */
export const themes = ['Customers and revenue', 'Adoption and usage', 'Quality and delivery', 'Bets and learning', 'People and stakeholders'] as const
export type Theme = (typeof themes)[number]

/** Which engine computes it, and with what. Each is data that runtime/measure hands to engines/metrics. */
export type Computation =
  | { readonly by: 'revenue'; readonly measure: 'nrr' | 'grr' | 'logoChurn' | 'movements' | 'arr' }
  | { readonly by: 'perPayingAccount'; readonly fact: string; readonly at: string; readonly where?: Filter }
  | { readonly by: 'share'; readonly fact: string; readonly at: string; readonly where: Filter; readonly hit: Filter }
  | { readonly by: 'activeUsers'; readonly measure: 'actors' | 'accounts' | 'stickiness' }
  | { readonly by: 'activation' }
  | { readonly by: 'timeToValue' }
  | { readonly by: 'usageRetention'; readonly measure: 'usage' }
  | { readonly by: 'customerRetention'; readonly measure: 'logo' | 'revenue' }
  | { readonly by: 'adoption' }
  | { readonly by: 'incidents'; readonly severities: readonly string[] }
  | { readonly by: 'defects'; readonly measure: 'escaped' | 'removal' }
  | {
      readonly by: 'experiments' | 'outcomes' | 'stakeholders' | 'competency' | 'flow' | 'ramp' | 'effort' | 'agreement' | 'productRevenue' | 'productRetention'
    }
  | { readonly by: 'delivery'; readonly measure: 'frequency' | 'leadTime' | 'failures' | 'restore' }
  | { readonly by: 'predictability'; readonly measure: 'items' | 'value' | 'roadmap' | 'calibration' }
  | { readonly by: 'margin'; readonly measure: 'margin' | 'costToServe' }
  | { readonly by: 'hiring'; readonly measure: 'offers' | 'attrition' | 'quality' }
  | { readonly by: 'promoters'; readonly instrument: 'nps' }
  | { readonly by: 'answers'; readonly instrument: 'csat' | 'ces' | 'sus' }
  | { readonly by: 'tickets' }
  | {
      readonly by: 'revenueFlows'
      readonly measure: 'netMrrChurn' | 'quickRatio' | 'averageRevenue' | 'customers' | 'winBack' | 'lifetimeValue' | 'voluntaryChurn' | 'delinquentChurn'
    }
  | { readonly by: 'renewals' }
  | { readonly by: 'slo'; readonly measure: 'attainment' | 'errorBudget' | 'level' }

/** A condition on the columns of a fact; all must hold. `top` is the given share of the row's own scale, for surveys. */
export type Filter = readonly {
  readonly column: string
  readonly is?: string | number | boolean | null
  readonly isNot?: string | number | boolean | null
  readonly topBox?: number
}[]

export interface Metric {
  readonly says: string
  /** The question that it answers, as an executive would ask it. */
  readonly question: string
  readonly name: string
  readonly theme: Theme
  readonly unit: Unit
  readonly better: 'up' | 'down' | 'within'
  readonly grain: Grain
  /** The trailing window when none is asked: 12m, 28d; null when the metric is per period. */
  readonly window: string | null
  readonly compute: Computation
  /** Facts it reads: the failure of an error check on one of them makes it untrusted. */
  readonly inputs: readonly string[]
  /** Nouns of the record that it reads besides. */
  readonly nouns?: readonly string[]
  /** Check ids that touch it, when not all checks of its inputs do. */
  readonly checks?: readonly string[]
  /** Who may see it, when it hides small groups by itself; otherwise who may see all its facts. */
  readonly read?: Role
  readonly guardrails: readonly string[]
  readonly dimensions: readonly string[]
  /** Days after a period's end until its value may be called closed. */
  readonly maturityDays: number
  /** Below this denominator a rate carries a warning. */
  readonly minN: number
  readonly formula: string
  readonly version: number
}

/** A metric of the code or of people: those who define one say what it computes in the semantic layer's terms, so that no computation is named here. */
export type AnyMetric = Omit<Metric, 'compute'> & {
  readonly compute?: Computation
  /** Nobody has certified it yet. */
  readonly isDraft?: boolean
}

export const metric = (definition: Metric): Metric => definition

export const isMetric = (value: unknown): value is Metric => typeof value === 'object' && value !== null && 'compute' in value && 'question' in value
