/** One part of a metric over the same periods as the whole. A count has no denominator. */
export type DriverGroup = {
  readonly key: string
  readonly points: readonly { readonly period: string; readonly value: number | null; readonly denominator: number | null }[]
}

export type Driver = {
  readonly key: string
  /** Its value in the period, less the mean of the periods before. */
  readonly change: number
  readonly value: number
  readonly before: number
  /** Its share of all that moved in the direction of the whole; 1 when it is the only one. */
  readonly share: number
}

/**
 * The part that moved most with the whole in one period, against its own mean over up to six periods before, weighted by its denominator. Arithmetic, never a
 * cause. Null when no part has a past, or none moved that way.
 */
export function likelyDriver(groups: readonly DriverGroup[], period: string, side: 'above' | 'below'): Driver | null {
  const way = side === 'above' ? 1 : -1
  const moves = groups.flatMap(({ key, points }) => {
    const at = points.findIndex((point) => point.period === period)
    const now = points[at]
    const past = points.slice(Math.max(0, at - 6), Math.max(0, at)).flatMap(({ value }) => (value === null ? [] : [value]))
    if (!now || now.value === null || past.length === 0) return []
    const before = past.reduce((sum, value) => sum + value, 0) / past.length
    const change = now.value - before
    return [{ key, change, value: now.value, before, weight: change * (now.denominator ?? 1) * way }]
  })
  const along = moves.filter(({ weight }) => weight > 0)
  const total = along.reduce((sum, { weight }) => sum + weight, 0)
  const most = along.toSorted((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1))[0]
  if (!most) return null
  const { weight, ...told } = most
  return { ...told, share: weight / total }
}
