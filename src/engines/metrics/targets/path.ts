import { daysBetween } from '#engines/numbers/dates.ts'

/** How a target is approached. stepped: the value in force from each date on, until the next. none: only the end counts. */
export type Path =
  | { readonly kind: 'linear' }
  | { readonly kind: 'none' }
  | { readonly kind: 'stepped'; readonly steps: readonly { readonly from: string; readonly value: number }[] }

/** From a measured start to an aim; dates are civil, values in the metric's unit. */
export type Course = { readonly start: number; readonly startsOn: string; readonly aim: number; readonly by: string; readonly path: Path }

/**
 * Where the path stands on a date. linear: even per day between both ends. stepped: the last step begun. Before the start, and on a path of kind none before its
 * end, null: nothing is asked yet. From the end on, the aim.
 */
export function pathValue({ start, startsOn, aim, by, path }: Course, date: string): number | null {
  const days = daysBetween(startsOn, by)
  if (days <= 0) throw new RangeError(`A target is due after its start: ${by} does not follow ${startsOn}.`)
  if (daysBetween(date, by) <= 0) return aim
  const gone = daysBetween(startsOn, date)
  if (gone < 0 || path.kind === 'none') return null
  if (path.kind === 'linear') return start + ((aim - start) * gone) / days
  return (
    path.steps
      .filter(({ from }) => daysBetween(from, date) >= 0)
      .toSorted((a, b) => daysBetween(b.from, a.from))
      .at(-1)?.value ?? null
  )
}
