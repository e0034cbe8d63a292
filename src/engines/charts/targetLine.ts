import { lineMark, type Frame, type Mark } from './figure.ts'
import type { Plot } from './plot.ts'

/** Neighbouring periods that ask the same value, as engines/metrics/targets gives them; `upper` is the other end of a range. */
export type AskedStretch = { readonly from: string; readonly to: string; readonly value: number; readonly upper: number | null }

/** What is asked in each period of a chart: a value, both ends of a range, or nothing. */
export const askedIn = (stretches: readonly AskedStretch[], period: string): readonly number[] => {
  const found = stretches.find(({ from, to }) => period >= from && period <= to)
  return found ? [found.value, ...(found.upper === null ? [] : [found.upper])] : []
}

/** Targets as a stepped, dotted line: level over each stretch, and a riser where one follows on another. */
export function targetMarks(stretches: readonly AskedStretch[], periods: readonly string[], plot: Plot, { theme }: Frame): Mark[] {
  const half = (plot.right - plot.left) / periods.length / 2
  const drawn = stretches.flatMap((stretch) => {
    const inside = periods.flatMap((period, index) => (period >= stretch.from && period <= stretch.to ? [index] : []))
    const [first, last] = [inside[0], inside.at(-1)]
    return first === undefined || last === undefined ? [] : [{ ...stretch, first, last }]
  })
  const line = (from: readonly [number, number], to: readonly [number, number]): Mark => lineMark([...from], [...to], theme.text, { dash: [2, 3], z: 1 })
  return drawn.flatMap((one, at) => {
    const [left, right] = [plot.xOf(one.first) - half, plot.xOf(one.last) + half]
    const before = drawn[at - 1]
    const riser =
      before && before.last === one.first - 1 && before.upper === null && one.upper === null
        ? [line([left, plot.yOf(before.value)], [left, plot.yOf(one.value)])]
        : []
    return [...riser, ...[one.value, ...(one.upper === null ? [] : [one.upper])].map((value) => line([left, plot.yOf(value)], [right, plot.yOf(value)]))]
  })
}
