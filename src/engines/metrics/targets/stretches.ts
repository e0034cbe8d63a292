import { daysBetween, grainOf, periodEnd, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { pathValue, type Path } from './path.ts'

/** A dated target as its line is drawn: in force after `startsOn`, until `by`. `upper` is the other end of a range. */
export interface LineTarget {
  readonly value: number
  readonly upper: number | null
  readonly startsOn: string
  readonly by: string
  readonly path: Path
}

/** Neighbouring periods that ask the same. */
export interface Stretch {
  readonly from: string
  readonly to: string
  readonly value: number
  readonly upper: number | null
}

/**
 * The stepped line of the targets of one part over the periods of a series (kpis.md §6): in each period the value of the nearest target that is due in it or later and
 * was set before it ended; of a path in steps the step that is asked by the period's end. Of two for one day the first given counts. Periods that no
 * target covers are gaps.
 */
export function targetStretches(targets: readonly LineTarget[], periods: readonly string[]): Stretch[] {
  const sorted = targets.toSorted((a, b) => daysBetween(b.by, a.by))
  const found: Stretch[] = []
  let isJoined = false
  for (const period of periods) {
    const asked = askedIn(sorted, period)
    const last = found.at(-1)
    if (asked && last && isJoined && last.value === asked.value && last.upper === asked.upper) found[found.length - 1] = { ...last, to: period }
    else if (asked) found.push({ from: period, to: period, ...asked })
    isJoined = asked !== null
  }
  return found
}

function askedIn(targets: readonly LineTarget[], period: string): { readonly value: number; readonly upper: number | null } | null {
  const end = periodEnd(period)
  const target = targets.find(({ by, startsOn }) => by >= periodStart(period) && startsOn < end)
  if (!target) return null
  const { value, upper, path, startsOn, by } = target
  if (path.kind !== 'stepped' || isDueIn(by, period)) return { value, upper }
  const step = pathValue({ start: value, startsOn, aim: value, by, path }, end)
  return step === null ? null : { value: step, upper: null }
}

function isDueIn(by: string, period: string): boolean {
  return periodOf(by, grainOf(period)) === period
}
