import { burnAlert, burnAlerts, type Burning, type Objective, type SliWindow } from './slo.ts'

/** An alert that holds now, in words. `burn`: times as fast as spends the budget exactly in its window. */
export type BurnAlert = Burning & { readonly says: string }

export type BurnReading =
  | { readonly state: 'burning'; readonly alert: BurnAlert }
  | { readonly state: 'quiet'; readonly alert: null }
  /** The windows are too long or too old to tell the short look-back. */
  | { readonly state: 'too coarse' | 'no_data'; readonly alert: null }

/**
 * Multi-window, multi-burn-rate alerts (Google SRE workbook, chapter 5; kpis.md 4.12) from fine windows of events: 2 % of the budget in 1 h (and 5 min), 5 % in 6 h (and
 * 30 min), 10 % in 3 d (and 6 h); over a window of 30 days these are 14.4, 6 and 1 times the even pace. The long and the short look-back must both burn that fast, so
 * that a spike which is over does not page and a slow leak is not missed.
 * Windows that end in (asOf - look-back, asOf] count; they must be no longer than the shortest look-back, 5 minutes. Instants in milliseconds.
 */
export function burnOf(objective: Objective, windows: readonly SliWindow[], asOf: number): BurnReading {
  const known = windows.filter(({ end }) => end <= asOf && end > asOf - longest * minute)
  if (known.every(({ valid }) => valid === 0)) return { state: 'no_data', alert: null }
  if (known.some(({ start, end }) => end - start > shortest * minute)) return { state: 'too coarse', alert: null }
  const lookBack = (minutes: number) =>
    known
      .filter(({ end }) => end > asOf - minutes * minute)
      .reduce((sum, { good, valid }) => ({ good: sum.good + good, valid: sum.valid + valid }), { good: 0, valid: 0 })
  const alert = burnAlert(objective, lookBack)
  return alert ? { state: 'burning', alert: { ...alert, says: sayBurn(alert, objective.days) } } : { state: 'quiet', alert: null }
}

const minute = 60_000
const longest = Math.max(...burnAlerts.map(({ long }) => long))
const shortest = Math.min(...burnAlerts.map(({ short }) => short))

/** A budget of `days` days at burn b lasts days / b. */
function sayBurn({ burn, long, short }: Burning, window: number): string {
  const days = window / burn
  const lasts =
    days >= window
      ? `would be spent before its ${span(window * 1440)} end`
      : days < 3
        ? `would last ${Math.round(days * 24)} hours`
        : `would last ${Math.round(days)} days`
  return `burns at ${burn} times the even pace or faster over ${span(long)} and ${span(short)}; at that pace the error budget ${lasts}`
}

function span(minutes: number): string {
  const [count, word] = minutes >= 2880 ? [minutes / 1440, 'day'] : minutes >= 60 ? [minutes / 60, 'hour'] : [minutes, 'minute']
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

/** The alert of a pace and its long look-back in minutes, in words, for a window in days; null for a look-back of none. */
export function burningAt(burn: number, lookBack: number, days: number): BurnAlert | null {
  const alert = burnAlerts.find(({ long }) => long === lookBack)
  return alert ? { ...alert, burn, says: sayBurn({ ...alert, burn }, days) } : null
}
