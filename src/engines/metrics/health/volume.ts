import { grainOf } from '#engines/numbers/dates.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { wilson, type Interval } from '#engines/numbers/intervals.ts'
import { drawChart } from '../signal/drawChart.ts'
import { fullCycles } from '../signal/season.ts'

/** Rows that arrived for a period. A period without rows is 0, not absent. */
export type Volume = { readonly period: string; readonly rows: number; readonly state?: 'closed' | 'open' | 'immature' }

export type VolumeReading = {
  /** silent: no row any more, after six periods that had some. low, high: outside the limits. short: too few periods for limits. */
  readonly state: 'usual' | 'silent' | 'low' | 'high' | 'short'
  readonly period: string | null
  readonly rows: number | null
  readonly usual: { readonly low: number; readonly high: number } | null
  readonly says: string
}

/**
 * Did as many rows arrive as usual in the latest closed period? XmR on the periods before it; for days, after two weeks, with the weekday taken out (the limits are
 * then those of a day without its weekday's part). Six periods before the latest are needed.
 */
export function volumeOf(fact: string, volumes: readonly Volume[]): VolumeReading {
  const closed = volumes.filter(({ state }) => (state ?? 'closed') === 'closed')
  const [latest, before] = [closed.at(-1), closed.slice(0, -1)]
  if (!latest || before.length < 6)
    return {
      state: 'short',
      period: latest?.period ?? null,
      rows: latest?.rows ?? null,
      usual: null,
      says: `${before.length} periods before the latest are too few to know what is usual.`,
    }
  const points = closed.map(({ period, rows }) => ({ period, value: rows }))
  const isSeasonal = grainOf(latest.period) === 'day' && fullCycles(points) >= 3
  const { chart } = drawChart({ holds: 'value', points, isSeasonal }, { baselineEnd: before.at(-1)?.period ?? '', natural: { low: 0 } })
  const last = chart.points.at(-1)
  const usual = last?.drawn ? { low: last.drawn.lower, high: last.drawn.upper } : null
  const isOutside = last?.rules.includes('outside') ?? false
  const newest = closed.findLastIndex(({ rows }) => rows > 0)
  const isSilent = latest.rows === 0 && newest >= 5 && closed.slice(newest - 5, newest + 1).every(({ rows }) => rows > 0)
  const state = isSilent ? 'silent' : !isOutside ? 'usual' : (last?.value ?? 0) < (last?.centre ?? 0) ? 'low' : 'high'
  return { state, period: latest.period, rows: latest.rows, usual, says: say(fact, latest, state, closed[newest]?.period ?? null) }
}

function say(fact: string, { period, rows }: Volume, state: VolumeReading['state'], newest: string | null): string {
  const count = `${rows.toLocaleString('en-US')} row${rows === 1 ? '' : 's'} of ${fact} in ${showPeriod(period)}`
  if (state === 'silent' && newest !== null) return `No row of ${fact} since ${showPeriod(newest)}, after some in each of six periods.`
  if (state === 'usual') return `${count}, as usual.`
  return `${count}: ${state === 'low' ? 'fewer' : 'more'} than routine variation explains.`
}

export type Lateness = {
  readonly late: number
  readonly n: number
  readonly share: number | null
  readonly interval: Interval | null
  readonly worstHours: number | null
  readonly early: number
}

/** Rows that arrived later than `windowHours` after what they tell of (48 unless said). Instants in milliseconds; `early` rows arrived more than five minutes before it happened, which a clock explains. */
export function latenessOf(rows: readonly { readonly at: number; readonly receivedAt: number }[], windowHours = 48): Lateness {
  const hours = rows.map(({ at, receivedAt }) => (receivedAt - at) / 3_600_000)
  const late = hours.filter((each) => each > windowHours).length
  const early = hours.filter((each) => each < -5 / 60).length
  const worstHours = hours.reduce<number | null>((worst, each) => (worst === null || each > worst ? each : worst), null)
  return { late, n: rows.length, share: rows.length === 0 ? null : late / rows.length, interval: wilson(late, rows.length), worstHours, early }
}
