import { showNumber, type ShowOptions, type Unit } from '#engines/numbers/showNumber.ts'
import { grainOf } from '#engines/numbers/dates.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import type { ChartPoint, ControlChart, Signal } from './controlChart.ts'

/** The news of a chart's latest closed point in plain words, without a full stop: 'Below the lower limit of 99.6% in October', 'Eight weeks above the centre', 'Routine variation'. */
export function signalSentence(chart: ControlChart, unit: Unit, options: ShowOptions = {}): string {
  const latest = chart.points.findLast(({ isTested }) => isTested)
  if (!latest) return 'No closed period yet'
  const segment = chart.segments[latest.segment]
  if (!segment || segment.strength === 'none')
    return segment && segment.n >= 6 ? 'No variation to set limits by' : `No limits yet: ${segment?.n ?? 0} of 6 closed periods`
  const live = chart.signals.filter((signal) => signal.segment === latest.segment && signal.to === latest.period)
  const news = (['outside', 'run', 'near'] as const).map((rule) => live.find((signal) => signal.rule === rule)).find((signal) => signal !== undefined)
  const words = news ? describe(news, latest, unit, options) : 'Routine variation'
  return segment.strength === 'provisional' ? `${words}; limits are provisional, from ${segment.n} periods` : words
}

const counts = ['Zero', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven', 'Twelve']

function describe(signal: Signal, point: ChartPoint, unit: Unit, options: ShowOptions): string {
  const limit = signal.side === 'above' ? 'upper limit' : 'lower limit'
  const periods = `${grainOf(point.period)}s`
  if (signal.rule === 'run') return `${counts[signal.count] ?? signal.count} ${periods} ${signal.side} the centre`
  if (signal.rule === 'near') return `${counts[3]} of the last four ${periods} nearer the ${limit} than the centre`
  const value = signal.side === 'above' ? point.upper : point.lower
  return `${signal.side === 'above' ? 'Above' : 'Below'} the ${limit} of ${showNumber(value, unit, options)} in ${monthOrPeriod(point.period)}`
}

function monthOrPeriod(period: string): string {
  return grainOf(period) === 'month' ? (showPeriod(period).split(' ')[0] ?? period) : showPeriod(period)
}
