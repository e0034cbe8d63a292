/** A measure by which a VP of Product is judged: its number and group in the list (kpis.md §4), and the figures that belong beside it. */
export interface Kpi {
  readonly no: number
  readonly key: string
  readonly group: string
  /** Parts of the same measure, shown under it: weekly and daily beside monthly users. */
  readonly also?: readonly string[]
}

const groups = {
  revenue: 'Revenue that stays',
  adoption: 'Adoption and value',
  quality: 'Satisfaction and reliability',
  learning: 'Learning and delivery',
  business: 'Business and people',
} as const

/** The 21 measures of the role, in the order of kpis.md §4. Each is a metric of this folder, by its public key. */
export const twentyOne: readonly Kpi[] = [
  { no: 1, key: 'net-revenue-retention', group: groups.revenue },
  { no: 2, key: 'gross-revenue-retention', group: groups.revenue },
  { no: 3, key: 'logo-churn-rate', group: groups.revenue },
  { no: 4, key: 'activation-rate', group: groups.adoption },
  { no: 5, key: 'time-to-value', group: groups.adoption },
  { no: 6, key: 'feature-adoption', group: groups.adoption },
  { no: 7, key: 'monthly-active-users', group: groups.adoption, also: ['weekly-active-users', 'daily-active-users', 'stickiness'] },
  { no: 8, key: 'cohort-retention', group: groups.adoption, also: ['cohort-logo-retention', 'cohort-revenue-retention'] },
  { no: 9, key: 'nps', group: groups.quality, also: ['csat'] },
  { no: 10, key: 'ticket-rate', group: groups.quality },
  { no: 11, key: 'incident-rate', group: groups.quality },
  { no: 12, key: 'slo-attainment', group: groups.quality, also: ['error-budget'] },
  { no: 13, key: 'escaped-defects', group: groups.quality },
  { no: 14, key: 'experiment-velocity', group: groups.learning },
  { no: 15, key: 'roadmap-outcome-attainment', group: groups.learning },
  { no: 16, key: 'delivery-predictability', group: groups.learning },
  { no: 17, key: 'cycle-time', group: groups.learning },
  { no: 18, key: 'product-margin', group: groups.business },
  { no: 19, key: 'stakeholder-satisfaction', group: groups.business },
  { no: 20, key: 'competency-growth', group: groups.business },
  { no: 21, key: 'quality-of-hire', group: groups.business, also: ['offer-acceptance', 'regretted-attrition'] },
]
