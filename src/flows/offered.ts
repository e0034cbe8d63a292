import type { AnyMetric, Grain } from '#kernel'

/** A metric as faces offer it: with the grains that it answers, the finest first, and whether it is a part of a whole, which lies between 0 and 1. */
export type Offered = AnyMetric & { readonly grains: readonly Grain[]; readonly isShare?: boolean }
