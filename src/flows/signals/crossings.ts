import { outlook } from '#engines/metrics/forecast/outlook.ts'
import type { FeedInput } from '#engines/metrics/signal/feed.ts'
import type { Goal } from '#engines/metrics/targets/goal.ts'
import { grainOf, periodOf } from '#engines/numbers/dates.ts'
import { showNumber } from '#engines/numbers/showNumber.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import type { Watched } from './watched.ts'

/** Lines that drift across their target before it falls due. A steady line crosses nothing: where it stands against the target is told elsewhere. */
export function crossingsOf({ card, charts }: Pick<Watched, 'card' | 'charts'>): FeedInput['forecasts'] {
  return card.items.flatMap((item) => {
    const { key, target, control, better, history, unit, currency, trust } = item
    if (!target || control || better === 'within') return []
    const goal: Goal = { direction: better, value: target.value }
    const periodIn = (from: string): string => (charts.get(key)?.rare ? periodOf(from, grainOf(history[0]?.period ?? from)) : from)
    const segments = charts.get(key)?.drawn.chart.segments ?? []
    const changes = segments.flatMap(({ from, cause }) => (cause === null ? [] : [{ period: periodIn(from), cause }]))
    const points = history.map(({ period, value, mature }) => ({ period, value, state: mature ? ('closed' as const) : ('open' as const) }))
    const { forecast, aim } = outlook(points, { goal, start: null, startsOn: target.by, by: target.by, path: { kind: 'none' } }, { changes })
    if (forecast.model === null || forecast.model === 'level' || !aim?.crossing || aim.crossing.period > aim.period) return []
    const { period, isReached } = aim.crossing
    const says = `${isReached ? 'On its course to reach' : 'On its course to lose'} the target of ${showNumber(target.value, unit, { currency })} in ${showPeriod(period)}`
    return [{ metric: key, target: target.name, period, says, isTrusted: trust.state !== 'untrusted' }]
  })
}
