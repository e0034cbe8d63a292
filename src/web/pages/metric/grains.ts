import type { AnyMetric, Grain } from '#kernel'

const fromCoarsest = ['quarter', 'month', 'week', 'day'] as const satisfies readonly Grain[]
type Way = NonNullable<AnyMetric['compute']>['by']

const monthEnds: readonly Grain[] = ['quarter', 'month']
/** Ways that do not tell every grain: revenue stands at month-ends, and what people say of one another is told by whole quarters. A test asks the engines. */
const told: Partial<Readonly<Record<Way, readonly Grain[]>>> = {
  revenue: monthEnds,
  revenueFlows: monthEnds,
  productRevenue: monthEnds,
  productRetention: monthEnds,
  agreement: monthEnds,
  margin: monthEnds,
  customerRetention: ['month'],
  tickets: ['month'],
  competency: ['quarter'],
  stakeholders: ['quarter'],
}

/** The grains that a metric’s page offers: its own, then what is longer, then what is shorter, three at most. One with a trailing window has its own alone. */
export function grainsOf({ grain, window, compute }: Pick<AnyMetric, 'grain' | 'window' | 'compute'>): readonly Grain[] {
  if (window) return [grain]
  const own = fromCoarsest.indexOf(grain)
  const others = [...fromCoarsest.slice(0, own).toReversed(), ...fromCoarsest.slice(own + 1)]
  const may = (compute && told[compute.by]) ?? fromCoarsest
  return [grain, ...others.filter((one) => may.includes(one))].slice(0, 3)
}
