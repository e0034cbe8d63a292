import { isRare, type RareEvents } from '#engines/metrics/signal/measuredLine.ts'
import type { GapWords } from '#engines/metrics/signal/gapSentence.ts'
import type { CountedEvents } from '#engines/metrics/ways/way.ts'
import { isOld } from '#engines/metrics/health/rhythm.ts'
import { wayOf } from '#engines/metrics/ways/ways.ts'
import { addDays } from '#engines/numbers/dates.ts'
import type { AnyMetric, Context, Measurement, Point } from '#kernel'

/** The events of a metric that happen less than once in a period, and the words for the gaps between them. */
export interface Rare {
  readonly events: RareEvents
  readonly words: GapWords
  /** In days, or as a count of units. */
  readonly unit: 'days' | 'count'
  /** No row of any kind is new (a small incident, an offer): whether it is quiet or the feed is silent is unknown, so that nothing is concluded from the wait. */
  readonly isStale: boolean
}

/** What a request may hold of days (series/timing.ts): a little over four years. */
const reach = 1500

/**
 * The events behind a line that counts fewer than one in a period, from the metric’s own figures by single days; null for every other line. `points`: the line of
 * separate periods, by which it is judged whether they are rare.
 */
export async function rareEventsOf(ctx: Context, key: string, metric: AnyMetric, measured: Measurement, points: readonly Point[]): Promise<Rare | null> {
  const way = metric.compute ? wayOf(metric.compute) : null
  const counted = way?.events
  if (!counted || !isRare(points)) return null
  const { asOf } = measured
  const newest = measured.freshness.inputs.find(({ fact }) => fact === way.counts)?.newest
  const daily = await ctx.measure({ metric: key, asOf, from: addDays(asOf, 1 - reach), grain: 'day', ...(metric.window ? { window: '1d' } : {}) })
  return {
    events: counted.between === 'days' ? datesIn(daily, asOf) : unitsIn(daily),
    words: wordsOf(counted),
    unit: counted.between === 'days' ? 'days' : 'count',
    isStale: !newest || isOld(metric.grain, newest, asOf),
  }
}

const wordsOf = ({ event, events, between }: CountedEvents): GapWords => ({ event, events, ...(between === 'days' ? { one: 'day', many: 'days' } : between) })

function datesIn({ points }: Measurement, asOf: string): RareEvents {
  const told = points.filter(({ numerator }) => (numerator ?? 0) > 0)
  const dates = told.flatMap(({ period, numerator }) => Array.from({ length: numerator ?? 0 }, () => period))
  return { between: 'time', dates, unsettled: told.filter(({ mature }) => !mature).map(({ period }) => period), asOf }
}

const unitsIn = ({ points }: Measurement): RareEvents => ({
  between: 'units',
  days: points.flatMap(({ period, numerator, denominator, mature }) =>
    numerator === null || denominator === null || denominator <= 0
      ? []
      : [{ period, count: numerator, size: denominator, ...(mature ? {} : { state: 'immature' as const }) }],
  ),
})
