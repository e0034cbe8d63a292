import { grainOf } from '#engines/numbers/dates.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { textMark, type Mark } from './figure.ts'
import { textWidth } from './interWidths.ts'
import type { Theme } from './theme.ts'

const gap = 22
const strides = {
  day: [1, 7, 14, 28, 56, 112],
  week: [1, 2, 4, 8, 13, 26, 52],
  month: [1, 2, 3, 6, 12, 24],
  quarter: [1, 2, 4, 8],
  year: [1, 2, 5, 10],
} as const

/** Places after a start, such as weeks 0 to 12: numbers and their unit, with the widest even stride that fits, counted from the first. */
export function placeMarks(theme: Theme, places: readonly string[], unit: string, xOf: (index: number) => number, y: number): Mark[] {
  const last = places.length - 1
  if (last < 0) return []
  const cell = last === 0 ? Infinity : (xOf(last) - xOf(0)) / last
  const widest = Math.max(...places.map((place) => textWidth(place)))
  const stride = strides.month.find((step) => step * cell >= widest + gap) ?? Math.ceil((widest + gap) / cell)
  return [
    ...places.flatMap((place, index) => (index % stride === 0 ? [textMark(theme, xOf(index), y, place, { fill: theme.muted, align: 'center' })] : [])),
    textMark(theme, xOf(0), y + 16, `${unit}s after the start`, { fill: theme.text }),
  ]
}

/** Names periods under their points: the widest even stride that fits, counted back from the last, which stands in text colour; the year below the first label of each year. */
export function periodMarks(theme: Theme, periods: readonly string[], xOf: (index: number) => number, y: number): Mark[] {
  const last = periods.length - 1
  if (last < 0) return []
  const grain = grainOf(periods[0] ?? '')
  const cell = last === 0 ? Infinity : (xOf(last) - xOf(0)) / last
  const widest = Math.max(...periods.map((period) => textWidth(showPeriod(period, 'bare'))))
  const stride = strides[grain].find((step) => step * cell >= widest + gap) ?? Math.ceil((widest + gap) / cell)
  const shown = periods.map((period, index) => ({ period, index })).filter(({ index }) => (last - index) % stride === 0)
  const years = grain === 'year' ? [] : shown.filter(({ period }, place) => place === 0 || shown[place - 1]?.period.slice(0, 4) !== period.slice(0, 4))
  const apart = years.filter(({ index }, place) => place === years.length - 1 || xOf(years[place + 1]?.index ?? 0) - xOf(index) >= 36)
  return [
    ...shown.map(({ period, index }) =>
      textMark(theme, xOf(index), y, showPeriod(period, 'bare'), { fill: index === last ? theme.text : theme.muted, align: 'center' }),
    ),
    ...apart.map(({ period, index }) => textMark(theme, xOf(index), y + 16, period.slice(0, 4), { fill: theme.text, align: 'center' })),
  ]
}
