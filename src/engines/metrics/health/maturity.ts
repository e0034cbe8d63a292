/** The ladder (kpis.md, section 7; the public GitLab handbook uses a similar one), lowest first. */
export const stages = ['defined', 'instrumented', 'computed', 'dashboarded', 'targeted', 'guarded', 'inReview'] as const
export type Stage = (typeof stages)[number]

/** What the records say of a metric; counts of records, so that the stage is derived and never set. */
export type Records = {
  readonly hasDefinition: boolean
  /** Every input that the definition names has at least one row. */
  readonly hasInputs: boolean
  /** A value other than null was computed for a closed period. */
  readonly computedPeriods: number
  readonly dashboards: number
  /** Targets with a baseline that are agreed. */
  readonly targets: number
  readonly guardrails: number
  /** Reviews, frozen or open, whose pack cites it. */
  readonly reviews: number
}

export type Maturity = {
  /** The highest rung with all rungs below it; null below the first. */
  readonly stage: Stage | null
  /** The next rung, and what it takes. */
  readonly next: { readonly stage: Stage; readonly says: string } | null
  /** Rungs that are met above a gap: a target on a metric that nobody computes. */
  readonly ahead: readonly Stage[]
}

/** The stage of a metric. */
export function maturityOf(records: Records): Maturity {
  const gap = stages.findIndex((stage) => !rungs[stage].isMet(records))
  if (gap === -1) return { stage: stages.at(-1) ?? null, next: null, ahead: [] }
  const next = stages[gap]
  return {
    stage: stages[gap - 1] ?? null,
    next: next ? { stage: next, says: rungs[next].asks } : null,
    ahead: stages.slice(gap + 1).filter((stage) => rungs[stage].isMet(records)),
  }
}

const rungs: Readonly<Record<Stage, { readonly isMet: (records: Records) => boolean; readonly asks: string }>> = {
  defined: { isMet: ({ hasDefinition }) => hasDefinition, asks: 'Write down what counts and what does not.' },
  instrumented: { isMet: ({ hasInputs }) => hasInputs, asks: 'Bring in the facts that it is made from.' },
  computed: { isMet: ({ computedPeriods }) => computedPeriods > 0, asks: 'Compute it for a closed period.' },
  dashboarded: { isMet: ({ dashboards }) => dashboards > 0, asks: 'Put it where people look.' },
  targeted: { isMet: ({ targets }) => targets > 0, asks: 'Agree on a target with a measured baseline.' },
  guarded: { isMet: ({ guardrails }) => guardrails > 0, asks: 'Name what must not get worse meanwhile.' },
  inReview: { isMet: ({ reviews }) => reviews > 0, asks: 'Read it in a review.' },
}

export type Portfolio = {
  readonly metrics: number
  readonly byStage: Readonly<Record<Stage | 'none', number>>
  /** With an agreed target over all. */
  readonly targetCoverage: { readonly with: number; readonly of: number }
  readonly unknownHealth: number
  readonly changesThisQuarter: number
  /** Pairs whose definitions read nearly the same, the closest first. */
  readonly nearDuplicates: readonly { readonly one: string; readonly other: string; readonly likeness: number }[]
}

export type PortfolioMetric = {
  readonly id: string
  readonly records: Records
  readonly isHealthKnown: boolean
  readonly changesThisQuarter: number
  readonly definition: string
}

/** The whole dictionary at a glance. Definitions are near duplicates from a likeness of 0.7 (words shared over words used, Jaccard 1912). */
export function portfolioOf(metrics: readonly PortfolioMetric[]): Portfolio {
  const stageOf = metrics.map(({ records }) => maturityOf(records).stage ?? 'none')
  const count = (stage: Stage | 'none') => stageOf.filter((each) => each === stage).length
  return {
    metrics: metrics.length,
    byStage: {
      none: count('none'),
      defined: count('defined'),
      instrumented: count('instrumented'),
      computed: count('computed'),
      dashboarded: count('dashboarded'),
      targeted: count('targeted'),
      guarded: count('guarded'),
      inReview: count('inReview'),
    },
    targetCoverage: { with: metrics.filter(({ records }) => records.targets > 0).length, of: metrics.length },
    unknownHealth: metrics.filter(({ isHealthKnown }) => !isHealthKnown).length,
    changesThisQuarter: metrics.reduce((total, metric) => total + metric.changesThisQuarter, 0),
    nearDuplicates: duplicates(metrics),
  }
}

function duplicates(metrics: readonly PortfolioMetric[]): Portfolio['nearDuplicates'] {
  const words = metrics.map(({ id, definition }) => ({ id, words: new Set(definition.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) }))
  const pairs = words.flatMap((one, index) =>
    words.slice(index + 1).map((other) => ({ one: one.id, other: other.id, likeness: likeness(one.words, other.words) })),
  )
  return pairs.filter((pair) => pair.likeness >= 0.7).toSorted((a, b) => b.likeness - a.likeness)
}

function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const all = one.union(other).size
  return all === 0 ? 0 : one.intersection(other).size / all
}
