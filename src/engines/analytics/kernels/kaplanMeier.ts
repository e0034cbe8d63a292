export interface SurvivalCurve {
  /** Seconds by which half, three quarters and nine tenths got there; null when the curve does not fall so far. */
  readonly median: number | null
  readonly p75: number | null
  readonly p90: number | null
  /** Share that had not got there yet, after each time at which somebody did. */
  readonly curve: readonly { readonly sec: number; readonly notYet: number; readonly atRisk: number }[]
  readonly censored: number
}

/**
 * The product-limit estimate of the time to an event, actors not there yet being censored at the end of what is known, never dropped.
 * Kaplan and Meier 1958, JASA 53. Censoring at a time comes after the events of that time.
 */
export function kaplanMeier(waits: readonly { readonly time: number; readonly isEvent: boolean }[]): SurvivalCurve {
  const sorted = waits.toSorted((a, b) => a.time - b.time)
  const curve: { sec: number; notYet: number; atRisk: number }[] = []
  let share = 1
  for (let at = 0; at < sorted.length;) {
    const time = sorted[at]?.time ?? 0
    const atRisk = sorted.length - at
    let events = 0
    while (at < sorted.length && sorted[at]?.time === time) if (sorted[at++]?.isEvent) events++
    if (events === 0) continue
    share *= 1 - events / atRisk
    curve.push({ sec: time, notYet: share, atRisk })
  }
  const by = (left: number): number | null => curve.find(({ notYet }) => notYet <= left + 1e-12)?.sec ?? null
  return { median: by(0.5), p75: by(0.25), p90: by(0.1), curve, censored: sorted.filter(({ isEvent }) => !isEvent).length }
}
