import { addDays, daysBetween, periodEnd, periodStart } from '#engines/numbers/dates.ts'
import { showDate, type Context, type Group, type Measurement, type MeasureRequest, type Point } from '#kernel'

/** The day up to which an earlier period is told beside one that runs: as many days into it, at most its last. */
export function sameDayOf(running: string, earlier: string, asOf: string): string {
  const day = addDays(periodStart(earlier), daysBetween(periodStart(running), asOf))
  return day < periodEnd(earlier) ? day : periodEnd(earlier)
}

/** The measurement with its earlier period told up to a day, in the whole and in each group: like is set against like. */
export async function withSameDays(ctx: Context, request: MeasureRequest, measured: Measurement, earlier: string, day: string): Promise<Measurement> {
  const then = await ctx.measure({ ...request, asOf: day, from: periodStart(earlier), to: day })
  const swapped = (points: readonly Point[], own: readonly Point[]): Point[] => {
    const cut = own.find(({ period }) => period === earlier)
    return points.flatMap((point) => (point.period === earlier ? (cut ? [cut] : []) : [point]))
  }
  const groups = measured.groups?.map((group): Group => ({
    ...group,
    points: swapped(group.points, then.groups?.find(({ key }) => key === group.key)?.points ?? []),
  }))
  return { ...measured, points: swapped(measured.points, then.points), ...(groups ? { groups } : {}) }
}

/** “Both are told up to the same day, 30 Aug 2026 and 30 Nov 2026: the later period is still open.” */
export const saySameDays = (day: string, asOf: string): string =>
  `Both are told up to the same day, ${showDate(day)} and ${showDate(asOf)}: the later period is still open.`
