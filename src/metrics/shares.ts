import { isMetric, type AnyMetric } from '#kernel'
import * as metrics from './index.ts'

/** Metrics that are a part of a whole, as the flag beside each definition says: they lie between 0 and 1, whatever happens. */
export const shares: ReadonlySet<AnyMetric> = new Set(
  Object.values(metrics).flatMap((words) => ('isShare' in words ? Object.values<unknown>(words).filter(isMetric) : [])),
)
