import type { ControlChart, Signal } from './controlChart.ts'

/** Signals that another choice of baseline or process change takes away or brings. */
export type Recomputed = { readonly gone: readonly Signal[]; readonly come: readonly Signal[]; readonly says: string }

/**
 * What a new choice of limits does to the signals of the same series, to be shown before the choice is saved and kept with it: nobody recomputes limits to hide a
 * signal (kpis.md, section 6). A pattern is the same when rule, side and an overlap in time agree.
 */
export function recomputed(before: ControlChart, after: ControlChart): Recomputed {
  const missing = (from: readonly Signal[], other: readonly Signal[]) => from.filter((signal) => !other.some((twin) => isSame(signal, twin)))
  const [gone, come] = [missing(before.signals, after.signals), missing(after.signals, before.signals)]
  return { gone, come, says: say(gone.length, come.length) }
}

function isSame(one: Signal, other: Signal): boolean {
  return one.rule === other.rule && one.side === other.side && one.from <= other.to && other.from <= one.to
}

function say(gone: number, come: number): string {
  const count = (n: number) => `${n} signal${n === 1 ? '' : 's'}`
  if (gone === 0 && come === 0) return 'The signals stay the same.'
  if (gone === 0) return `${count(come)} would appear.`
  return come === 0 ? `${count(gone)} would disappear.` : `${count(gone)} would disappear and ${come} appear.`
}
