import { addPeriods, countPeriods, grainOf, weekday, type Grain } from '#engines/numbers/dates.ts'
import type { Point } from './controlChart.ts'
import { mean } from './xmr.ts'

/** Periods in a cycle of the season: a year, or the week for days. */
export function cycleOf(grain: Grain): number {
  return { day: 7, week: 52, month: 12, quarter: 4, year: 1 }[grain]
}

/** Whole cycles that the closed points of a series cover. */
export function fullCycles(series: readonly Point[]): number {
  const first = series[0]
  if (!first) return 0
  return Math.floor(series.filter((point) => (point.state ?? 'closed') === 'closed').length / cycleOf(grainOf(first.period)))
}

/** Each point less the same period a cycle before (52 weeks before for weeks); a point without such a partner is left out, a gap on either side stays a gap. */
export function yearOverYear(series: readonly Point[]): Point[] {
  const before = new Map(series.map((point) => [point.period, point.value]))
  return series.flatMap((point) => {
    const partner = before.get(addPeriods(point.period, -cycleOf(grainOf(point.period))))
    if (partner === undefined) return []
    return [{ ...point, value: point.value === null || partner === null ? null : point.value - partner }]
  })
}

/** What each phase of the cycle (month 1 to 12, quarter, ISO week, weekday) adds, or multiplies by. Factors sum to 0, or average 1. */
export type Season = { readonly kind: 'additive' | 'multiplicative'; readonly factors: ReadonlyMap<number, number> }

/**
 * Seasonal factors by classical decomposition: the trend is the centred moving average over a cycle, a factor the mean of what departs from it, centred.
 * Multiplicative when every closed value is positive, else additive. Persons 1919; Kendall and Stuart 1983, The Advanced Theory of Statistics 3; R `decompose`.
 * Null when some phase is never seen with a trend: two full cycles without gaps are enough. Only closed points up to `until` are read.
 */
export function seasonOf(series: readonly Point[], { kind, until }: { readonly kind?: Season['kind']; readonly until?: string } = {}): Season | null {
  const read = series.filter((point) => (point.state ?? 'closed') === 'closed' && (until === undefined || point.period <= until))
  const first = read[0]
  if (!first) return null
  const cycle = cycleOf(grainOf(first.period))
  const chosen = kind ?? (read.every(({ value }) => value === null || value > 0) ? 'multiplicative' : 'additive')
  const departures = Map.groupBy(departuresOf(read, cycle, chosen), ({ phase }) => phase)
  if (departures.size < cycle) return null
  const raw = [...departures].map(([phase, seen]) => [phase, mean(seen.map(({ by }) => by))] as const)
  const middle = mean(raw.map(([, factor]) => factor))
  return { kind: chosen, factors: new Map(raw.map(([phase, factor]) => [phase, chosen === 'additive' ? factor - middle : factor / middle])) }
}

/** The series without its season: value - factor, or value / factor; in the unit of the series. */
export function withoutSeason<P extends Point>(series: readonly P[], season: Season): P[] {
  const phases = phasesOf(series, placesOf(series))
  return series.map((point, index) => {
    const factor = factorOf(phases[index] ?? 0, season)
    return { ...point, value: point.value === null ? null : season.kind === 'additive' ? point.value - factor : point.value / factor }
  })
}

/** A value without season as that of its period: the other way round. */
export function withSeason(period: string, value: number, season: Season): number {
  const factor = factorOf(phaseOf(period, grainOf(period)), season)
  return season.kind === 'additive' ? value + factor : value * factor
}

function factorOf(phase: number, { kind, factors }: Season): number {
  return factors.get(phase) ?? (kind === 'additive' ? 0 : 1)
}

function departuresOf(series: readonly Point[], cycle: number, kind: Season['kind']): { phase: number; by: number }[] {
  const places = placesOf(series)
  const phases = phasesOf(series, places)
  const values: (number | null | undefined)[] = []
  series.forEach(({ value }, index) => (values[places[index] ?? 0] = value))
  return series.flatMap(({ value }, index) => {
    const trend = trendAt(places[index] ?? 0, cycle, values)
    if (value === null || trend === null || (kind === 'multiplicative' && trend === 0)) return []
    return [{ phase: phases[index] ?? 0, by: kind === 'additive' ? value - trend : value / trend }]
  })
}

/** Periods from the first point to each; a series without missing periods, which is the rule, is read off its ends. */
function placesOf(series: readonly Point[]): readonly number[] {
  const [first, last] = [series[0]?.period, series.at(-1)?.period]
  if (first === undefined || last === undefined) return []
  const isWhole = countPeriods(first, last) === series.length - 1
  return series.map(({ period }, index) => (isWhole ? index : countPeriods(first, period)))
}

/** An even cycle takes half of either end, so that the average stands in the middle of its own period. */
function trendAt(place: number, cycle: number, values: readonly (number | null | undefined)[]): number | null {
  const reach = Math.floor(cycle / 2)
  let total = 0
  for (let step = -reach; step <= reach; step++) {
    const value = values[place + step]
    if (value === undefined || value === null) return null
    total += cycle % 2 === 0 && Math.abs(step) === reach ? value / 2 : value
  }
  return total / cycle
}

/** Phases of a whole series; weekdays are counted on from the first, since reading each date costs more than all the rest. */
function phasesOf(series: readonly Point[], places: readonly number[]): number[] {
  const first = series[0]?.period
  if (first === undefined) return []
  const grain = grainOf(first)
  if (grain !== 'day') return series.map(({ period }) => phaseOf(period, grain))
  const start = weekday(first) - 1
  return places.map((place) => ((start + place) % 7) + 1)
}

/** Month 1 to 12, quarter, ISO week (53 shares the season of 52), weekday. */
function phaseOf(period: string, grain: Grain): number {
  if (grain === 'day') return weekday(period)
  if (grain === 'year') return 1
  return grain === 'week' ? Math.min(52, Number(period.slice(6))) : Number(period.slice(grain === 'month' ? 5 : 6))
}
