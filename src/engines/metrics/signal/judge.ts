import type { ControlChart, Signal } from './controlChart.ts'

/** The patterns that the latest closed point of a chart completes or continues: what is news now. */
export function liveSignals(chart: ControlChart): Signal[] {
  const latest = chart.points.findLast(({ isTested }) => isTested)
  return latest ? chart.signals.filter(({ to }) => to === latest.period) : []
}

/** Does the process that runs now have limits? */
export const hasLimits = ({ segments }: ControlChart): boolean => (segments.at(-1)?.centre ?? null) !== null

/** The name of a signal, the same while it lasts, so that a person's word about it stays with it. */
export const signalKey = (metric: string, { rule, side, from }: Pick<Signal, 'rule' | 'side' | 'from'>): string => `newSignal/${metric}/${rule}/${side}/${from}`

/** Of several patterns at one point the plainest tells it: a value outside, then a run, then points near a limit. */
export const plainest = (signals: readonly Signal[]): Signal | undefined =>
  (['outside', 'run', 'near'] as const).map((rule) => signals.find((signal) => signal.rule === rule)).find((signal) => signal !== undefined)
