import { small } from '#engines/numbers/capital.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import type { ChartPoint, ControlChart, Signal } from './controlChart.ts'
import { liveSignals, plainest } from './judge.ts'

/** What a gap lies between, and what it is counted in: 'P0 or P1', days; 'failed release', releases. Words for one and for many. */
export type GapWords = { readonly event: string; readonly events: string; readonly one: string; readonly many: string }

/**
 * A chart of gaps between rare events in plain words, without a full stop: the news first, then how long the last event lies back beside what is usual.
 * '41 days since the last P0 or P1; usual 12', 'Rarer than before: 132 days since the last P0 or P1, above the upper limit of 95'.
 */
export function gapSentence(chart: ControlChart, words: GapWords): string {
  const latest = chart.points.findLast(({ isTested }) => isTested)
  const segment = chart.segments.at(-1)
  const waits = sayWait(chart, words)
  if (!segment || segment.strength === 'none' || segment.centre === null) return `${waits}; no limits yet: ${segment?.n ?? 0} of 6 gaps`
  const news = plainest(liveSignals(chart))
  const told = `${waits}; usual ${whole(segment.centre)}`
  const says = `${news && latest ? newsOf(news, latest, told, waits, words) : told}${isUnheard(chart, segment.centre) ? unheard : ''}`
  return segment.strength === 'provisional' ? `${says}; limits are provisional, from ${segment.n} gaps` : says
}

/** A wait longer than usual that was not held against the limits: newer rows may be missing. */
const isUnheard = ({ points }: ControlChart, centre: number): boolean => {
  const last = points.at(-1)
  return last?.state === 'open' && !last.isTested && (last.value ?? 0) > centre
}
const unheard = '; no newer row has come in, so nothing is concluded from the wait'

function newsOf({ rule, side, count }: Signal, point: ChartPoint, told: string, waits: string, words: GapWords): string {
  const turn = side === 'above' ? 'Rarer than before' : 'More often than before'
  if (rule === 'run') return `${turn}: ${count} gaps in a row ${side === 'above' ? 'longer' : 'shorter'} than usual. ${told}`
  if (rule === 'near') return `${turn}: three of the last four gaps near the ${side === 'above' ? 'upper' : 'lower'} limit. ${told}`
  const limit = `${side} the ${side === 'above' ? 'upper' : 'lower'} limit of ${whole((side === 'above' ? point.upper : point.lower) ?? 0)}`
  if (point.state === 'open') return `${turn}: ${small(waits)}, ${limit}`
  return `${turn}: ${many(point.value ?? 0, words)} up to ${showPeriod(point.period)}, ${limit}. ${told}`
}

/** The wait since the last event is the open end of the line; on the day of an event there is none. */
function sayWait({ points }: ControlChart, words: GapWords): string {
  const last = points.at(-1)
  return `${many(last?.state === 'open' ? (last.value ?? 0) : 0, words)} since the last ${words.event}`
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-US')
const many = (value: number, { one, many: more }: GapWords): string => `${whole(value)} ${Math.round(value) === 1 ? one : more}`
