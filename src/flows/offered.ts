import type { AnyMetric, Grain } from '#kernel'

/** A metric as faces offer it: with the grains that it answers, the finest first. */
export type Offered = AnyMetric & { readonly grains: readonly Grain[] }
