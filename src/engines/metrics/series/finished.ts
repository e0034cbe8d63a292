import { keeper } from '#engines/numbers/once.ts'
import { isFew } from '#engines/numbers/isFew.ts'
import { showWhen } from '#engines/numbers/showPeriod.ts'
import { periodEnd } from '../../numbers/dates.ts'
import { groupOf, nothing, type Group, type Point, type Series } from './figure.ts'
import { isMature, type Timing } from './timing.ts'

/** Marks the points whose time for late facts has not passed; `today` is the day of knowledge. */
export function matured<S extends Series>(series: S, maturityDays: number, time: Timing, today: string): S {
  const known = kept(time, `${maturityDays} ${today}`, () => new Map())
  const hasPassed = (period: string): boolean => {
    const found = known.get(period) ?? isMature(period, time, maturityDays, today)
    known.set(period, found)
    return found
  }
  const mark = <P extends Point>(point: P): P => (point.mature && !hasPassed(point.period) ? { ...point, mature: false } : point)
  return {
    ...series,
    points: series.points.map(mark),
    ...(series.groups ? { groups: series.groups.map((group) => ({ ...group, points: group.points.map(mark) })) } : {}),
  }
}

/** Metrics that are asked in the same time wait for the same periods. */
const kept = keeper<Timing, Map<string, boolean>>(20)

/** Where no row of the counted fact lies, there is no zero, of the number or beside it: nothing is known, neither without any row nor before the first one. */
export function fedOnly<S extends Told>(series: S, fed: Fed | undefined, time: Timing): S {
  if (!fed?.rows) return { ...series, points: series.points.map(untold), ...(series.groups ? { groups: [] } : {}) }
  const { oldest = null } = fed
  if (oldest === null || !isBefore(time.periods[0] ?? oldest, oldest)) return series
  const cut = <P extends Point>(point: P): P => (isBefore(point.period, oldest) ? untold(point) : point)
  const { headline = time.headline } = series
  return {
    ...series,
    points: series.points.map(cut),
    ...(series.groups ? { groups: series.groups.map((group) => groupCut(group, cut, headline)) } : {}),
  }
}

/** A series with the period that gives its headline, where the last closed one cannot. */
type Told = Series & { readonly headline?: string | null }
/** The rows of a fact, and the first of their days of business. */
type Fed = { readonly rows: number; readonly oldest?: string | null }

const untold = <P extends Point>(point: P): P => ({ ...point, ...nothing('no_data'), ...(point.parts ? { parts: unknown(point.parts) } : {}) })

const isBefore = (period: string, day: string): boolean => periodEnd(period) < day

function groupCut(group: Group, cut: (point: Point) => Point, headline: string | null): Group {
  const points = group.points.map(cut)
  const head = group.points.find(({ period }) => period === headline)
  return head && cut(head) !== head ? groupOf(group.key, points, headline) : { ...group, points }
}

const unknown = (parts: NonNullable<Point['parts']>): Point['parts'] => Object.fromEntries(Object.keys(parts).map((name) => [name, null]))

/** What is said beside a number that rests on few rows; the period is named, since others stand beside it. */
export const smallNotes = (n: number | null, minN: number, period: string | null): string[] =>
  isFew(n, minN) ? [`n = ${n}${period === null ? '' : ` ${showWhen(period)}`}: fewer than ${minN}, so read it with care.`] : []
