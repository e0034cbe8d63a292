import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { wilson, type Interval } from '#engines/numbers/intervals.ts'

/** Good and valid events of [start, end), instants in milliseconds. Whole counts, 0 <= good <= valid. A tenant's windows are a series of their own. */
export type SliWindow = { readonly start: number; readonly end: number; readonly good: number; readonly valid: number; readonly tenant?: string | null }

/** `target` is the share of good events that is promised, above 0 and below 1. `days` is the length of the window that it is promised over; see calendarOf for calendar windows. */
export type Objective = { readonly target: number; readonly kind: 'rolling' | 'calendar'; readonly days: number }

/** A promise of everything leaves nothing to fail with, and one of nothing is none. */
export const leavesBudget = (target: number): boolean => target > 0 && target < 1

export type WindowResult = SliWindow & {
  readonly isClosed: boolean
  /** good / valid; null without valid events. */
  readonly sli: number | null
  /** Speed of spending: 1 spends the budget exactly in one window. (1 - SLI) / (1 - target). */
  readonly burn: number | null
  /** Share of the error budget spent: the burn for a closed window, burn x elapsed share for an open one. */
  readonly consumed: number | null
  /** 1 - consumed; negative when overspent. */
  readonly remaining: number | null
  /** Equality meets the objective. An open window has no verdict. */
  readonly state: 'met' | 'missed' | 'no_data' | 'open'
}

/** SLI = good / valid, error budget, burn and verdict of each window as of an instant. Windows of one tenant must not overlap. */
export function readWindows({ target }: Objective, windows: readonly SliWindow[], asOf: number): WindowResult[] {
  const budget = budgetOf(target)
  requireApart(windows)
  return windows.map((window) => {
    const isClosed = window.end <= asOf
    if (window.valid === 0) return { ...window, isClosed, sli: null, burn: null, consumed: null, remaining: null, state: isClosed ? 'no_data' : 'open' }
    const sli = window.good / window.valid
    const burn = budget.spent(window.good, window.valid)
    const elapsed = isClosed ? 1 : Math.max(0, Math.min(1, (asOf - window.start) / (window.end - window.start)))
    const consumed = burn * elapsed
    const verdict = budget.isMet(window.good, window.valid) ? 'met' : 'missed'
    return { ...window, isClosed, sli, burn, consumed, remaining: 1 - consumed, state: isClosed ? verdict : 'open' }
  })
}

export type Attainment = {
  readonly value: number | null
  readonly interval: Interval | null
  readonly met: number
  readonly closed: number
  readonly noData: number
  readonly reason: 'no_data' | 'unsupported' | null
}

/**
 * Closed windows met / closed windows with data, over one or many objectives; windows without valid events are in neither side and are counted apart.
 * Percentages are never averaged. Rolling and calendar objectives are never counted together, whichever of their windows closed: `unsupported`. Rolling windows overlap, so that no interval is told of them.
 */
export function attainment(objectives: readonly { readonly objective: Objective; readonly windows: readonly SliWindow[] }[]): Attainment {
  const kinds = new Set(objectives.map(({ objective }) => objective.kind))
  if (kinds.size > 1) return { value: null, interval: null, met: 0, closed: 0, noData: 0, reason: 'unsupported' }
  let [met, counted, noData] = [0, 0, 0]
  for (const { objective, windows } of objectives) {
    const budget = budgetOf(objective.target)
    for (const { good, valid } of windows) {
      if (valid === 0) noData++
      else counted++
      if (valid > 0 && budget.isMet(good, valid)) met++
    }
  }
  const interval = kinds.has('rolling') ? null : wilson(met, counted)
  return { value: counted === 0 ? null : met / counted, interval, met, closed: counted, noData, reason: counted === 0 ? 'no_data' : null }
}

/**
 * Burn alerts of the Google SRE workbook, chapter 5: both the long and the short look-back (minutes) must spend at the pace that takes `share` of the budget in the
 * long one. Over 30 days that is 14.4, 6 and 1 times the even pace; over other windows as much as the same share asks.
 */
export const burnAlerts = [
  { share: 0.02, long: 60, short: 5, urgency: 'page' },
  { share: 0.05, long: 360, short: 30, urgency: 'page' },
  { share: 0.1, long: 4320, short: 360, urgency: 'ticket' },
] as const

/** Times as fast as spends the budget exactly in its window: the share of the budget x the window / the look-back. */
export const paceOf = ({ share, long }: Pick<(typeof burnAlerts)[number], 'share' | 'long'>, days: number): number =>
  Math.round(((share * days * 1440) / long) * 1e9) / 1e9

type Counts = Pick<SliWindow, 'good' | 'valid'>
export type Burning = (typeof burnAlerts)[number] & { readonly burn: number }

/** The most urgent alert that holds, given counts of each look-back in minutes; null when none does or a look-back has no valid events. */
export function burnAlert({ target, days }: Objective, lookBack: (minutes: number) => Counts): Burning | null {
  const budget = budgetOf(target)
  const isBurning = (minutes: number, burn: number) => {
    const { good, valid } = lookBack(minutes)
    requireCounts({ good, valid })
    return valid > 0 && budget.spent(good, valid) >= burn * (1 - 1e-12)
  }
  const paced = burnAlerts.map((alert) => ({ ...alert, burn: paceOf(alert, days) }))
  return paced.find(({ long, short, burn }) => isBurning(long, burn) && isBurning(short, burn)) ?? null
}

/** The verdict is exact: the target is read as the decimal that it prints as, and whole counts are compared without division. */
function budgetOf(target: number) {
  if (!(target > 0 && target < 1)) throw new OutOfRange(`An objective lies above 0 and below 1 (a promise of 100% leaves no error budget), not ${target}.`)
  const places = 12
  const scaled = BigInt(Math.round(target * 10 ** places))
  const whole = 10n ** BigInt(places)
  return {
    isMet: (good: number, valid: number) => BigInt(good) * whole >= scaled * BigInt(valid),
    spent: (good: number, valid: number) => Number((BigInt(valid - good) * whole * 10n ** 15n) / ((whole - scaled) * BigInt(valid))) / 1e15,
  }
}

/** Counts that are no counts, and windows of one tenant that overlap, are refused. */
export function requireApart(windows: readonly SliWindow[]): void {
  const ends = new Map<string | null, number>()
  for (const window of windows.toSorted((one, other) => one.start - other.start)) {
    requireCounts(window)
    if (!(window.start < window.end)) throw new OutOfRange('A window starts before it ends.')
    const tenant = window.tenant ?? null
    if ((ends.get(tenant) ?? -Infinity) > window.start)
      throw new OutOfRange(
        `Windows of ${tenant ?? 'one objective'} overlap: the one from ${new Date(window.start).toISOString().slice(0, 16)} begins before the one before it ends. Correct its times, or undo the import that brought it.`,
      )
    ends.set(tenant, window.end)
  }
}

function requireCounts({ good, valid }: Counts): void {
  if (!Number.isSafeInteger(good) || !Number.isSafeInteger(valid) || good < 0 || good > valid)
    throw new OutOfRange(`Good events are whole and between 0 and the valid ones: ${good} of ${valid}.`)
}
