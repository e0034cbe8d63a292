import type { XmrDrawing } from '#engines/charts/xmrChart.ts'

/** What the points and the middle of a chart of gaps are called; nothing for charts of periods. */
export const gapWords = (chart: string | undefined): Pick<XmrDrawing, 'words'> => (isOfGaps(chart) ? { words: { point: 'gap', centre: 'Usual' } } : {})

/** Does a chart show the gaps between rare events, and not a value for each period? */
export const isOfGaps = (chart: string | undefined): boolean => chart === 't' || chart === 'g'
