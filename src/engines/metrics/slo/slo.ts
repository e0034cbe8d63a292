import { wilson, type Interval } from '#engines/numbers/intervals.ts'

/** Good and valid events of [start, end), instants in milliseconds. Whole counts, 0 <= good <= valid. A tenant's windows are a series of their own. */
export type SliWindow = { readonly start: number; readonly end: number; readonly good: number; readonly valid: number; readonly tenant?: string | null }

/** `target` is the share of good events that is promised, above 0 and below 1. */
export type Objective = { readonly target: number; readonly kind: 'rolling' | 'calendar' }

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
  readonly reason: 'no_data' | null
}

/**
 * Closed windows met / closed windows with data, over one or many objectives; windows without valid events are in neither side and are counted apart.
 * Percentages are never averaged. Rolling and calendar objectives are refused together.
 */
export function attainment(objectives: readonly { readonly objective: Objective; readonly windows: readonly SliWindow[] }[], asOf: number): Attainment {
  if (new Set(objectives.map(({ objective }) => objective.kind)).size > 1)
    throw new RangeError('Rolling and calendar objectives cannot be counted together; measure each kind alone.')
  const closed = objectives.flatMap(({ objective, windows }) => readWindows(objective, windows, asOf)).filter((window) => window.isClosed)
  const met = closed.filter((window) => window.state === 'met').length
  const noData = closed.filter((window) => window.state === 'no_data').length
  const counted = closed.length - noData
  return { value: counted === 0 ? null : met / counted, interval: wilson(met, counted), met, closed: counted, noData, reason: counted === 0 ? 'no_data' : null }
}

/** One window from several that touch end to start: good and valid add up. Null for none; gaps, overlaps and mixed tenants are refused. */
export function mergeWindows(windows: readonly SliWindow[]): SliWindow | null {
  const sorted = windows.toSorted((one, other) => one.start - other.start)
  const first = sorted[0]
  if (!first) return null
  requireApart(sorted)
  return sorted.slice(1).reduce((whole, next) => {
    if (next.start !== whole.end || (next.tenant ?? null) !== (whole.tenant ?? null)) throw new RangeError('Only adjacent windows of one tenant can be merged.')
    return { ...whole, end: next.end, good: whole.good + next.good, valid: whole.valid + next.valid }
  }, first)
}

/** Burn alerts of the Google SRE workbook, chapter 5, for a 30-day window: both the long and the short look-back must burn at least this fast. Minutes. */
export const burnAlerts = [
  { burn: 14.4, long: 60, short: 5, urgency: 'page' },
  { burn: 6, long: 360, short: 30, urgency: 'page' },
  { burn: 1, long: 4320, short: 360, urgency: 'ticket' },
] as const

type Counts = Pick<SliWindow, 'good' | 'valid'>

/** The most urgent alert that holds, given counts of each look-back in minutes; null when none does or a look-back has no valid events. */
export function burnAlert({ target }: Objective, lookBack: (minutes: number) => Counts): (typeof burnAlerts)[number] | null {
  const budget = budgetOf(target)
  const isBurning = (minutes: number, burn: number) => {
    const { good, valid } = lookBack(minutes)
    requireCounts({ good, valid })
    return valid > 0 && budget.spent(good, valid) >= burn * (1 - 1e-12)
  }
  return burnAlerts.find((alert) => isBurning(alert.long, alert.burn) && isBurning(alert.short, alert.burn)) ?? null
}

/** The verdict is exact: the target is read as the decimal that it prints as, and whole counts are compared without division. */
function budgetOf(target: number) {
  if (!(target > 0 && target < 1)) throw new RangeError(`An objective lies above 0 and below 1 (a promise of 100% leaves no error budget), not ${target}.`)
  const places = 12
  const scaled = BigInt(Math.round(target * 10 ** places))
  const whole = 10n ** BigInt(places)
  return {
    isMet: (good: number, valid: number) => BigInt(good) * whole >= scaled * BigInt(valid),
    spent: (good: number, valid: number) => Number((BigInt(valid - good) * whole * 10n ** 15n) / ((whole - scaled) * BigInt(valid))) / 1e15,
  }
}

function requireApart(windows: readonly SliWindow[]): void {
  const ends = new Map<string | null, number>()
  for (const window of windows.toSorted((one, other) => one.start - other.start)) {
    requireCounts(window)
    if (!(window.start < window.end)) throw new RangeError('A window starts before it ends.')
    const tenant = window.tenant ?? null
    if ((ends.get(tenant) ?? -Infinity) > window.start)
      throw new RangeError(
        `Windows of ${tenant ?? 'one objective'} overlap: the one from ${new Date(window.start).toISOString().slice(0, 16)} begins before the one before it ends. Correct its times, or undo the import that brought it.`,
      )
    ends.set(tenant, window.end)
  }
}

function requireCounts({ good, valid }: Counts): void {
  if (!Number.isSafeInteger(good) || !Number.isSafeInteger(valid) || good < 0 || good > valid)
    throw new RangeError(`Good events are whole and between 0 and the valid ones: ${good} of ${valid}.`)
}
