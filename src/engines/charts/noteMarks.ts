import { boxMark, lineMark, textMark, type Mark } from './figure.ts'
import type { Plot } from './plot.ts'
import type { Theme } from './theme.ts'

/** Something that happened in a period and may explain the line. */
export interface PeriodNote {
  readonly letter: string
  readonly period: string
}

/** A boxed letter on top of the period of each note, and a dotted line down to the axis. A note of no period that is drawn is left out. */
export function noteMarks(notes: readonly PeriodNote[], periods: readonly string[], plot: Plot, theme: Theme): Mark[] {
  return notes.flatMap(({ letter, period }) => {
    const index = periods.indexOf(period)
    if (index < 0) return []
    const x = plot.xOf(index)
    return [
      lineMark([x, 24], [x, plot.bottom], theme.greyLine, { dash: [1, 3], z: 1 }),
      boxMark(x - 8.5, 7, 17, 17, { fill: theme.ground, stroke: theme.control }, { radius: 4, z: 1 }),
      textMark(theme, x, 16, letter, { fill: theme.text, align: 'center' }),
    ]
  })
}
