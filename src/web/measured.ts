import type { Measurement, Point } from '#kernel'

/** What the address asks of the metric: the same words as in the API. */
export const askedOf = (search: Readonly<Record<string, string>>) => ({
  asOf: search['asOf'],
  grain: search['grain'],
  window: search['window'],
  policy: search['policy'],
})

/** The newest closed point with a value: what the headline says. Open periods are drawn but not compared. */
export const closedPoint = (measured: Measurement): Point | undefined => measured.points.findLast(({ mature, value }) => mature && value !== null)
