import { keeper } from '#engines/numbers/once.ts'
import { isFew } from '#engines/numbers/isFew.ts'
import { nothing, type Point, type Series } from './figure.ts'
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

/** Where no row of the counted fact was ever brought in, there is no zero, of the number or beside it: nothing is known. */
export const unfed = <S extends Series>(series: S): S => ({
  ...series,
  points: series.points.map((point) => ({ ...point, ...nothing('no_data'), ...(point.parts ? { parts: unknown(point.parts) } : {}) })),
  ...(series.groups ? { groups: [] } : {}),
})

const unknown = (parts: NonNullable<Point['parts']>): Point['parts'] => Object.fromEntries(Object.keys(parts).map((name) => [name, null]))

/** What is said beside a number that rests on few rows. */
export const smallNotes = (n: number | null, minN: number): string[] => (isFew(n, minN) ? [`n = ${n}: fewer than ${minN}, so read it with care.`] : [])
