import type { State } from '#web/contract.ts'
import { words } from '#web/vocabulary.ts'
import type { Allocated, Row } from './asked.ts'

export const percent = (share: number | null | undefined): string => (share === null || share === undefined ? '–' : `${Math.round(share * 100)}%`)

/** A drift in points, with its sign; a dash where it is unknown. */
export function points(drift: number | null): string {
  if (drift === null) return '–'
  const rounded = Math.round(drift * 100)
  return rounded === 0 ? '0' : `${rounded > 0 ? '+' : '−'}${Math.abs(rounded)}`
}

type Standing = NonNullable<Row['planned']['standing']>
export const standings: Readonly<Record<Standing, { readonly state: State; readonly says: string }>> = {
  within: { state: 'green', says: 'as agreed' },
  over: { state: 'amber', says: 'over' },
  under: { state: 'amber', says: 'under' },
  belowFloor: { state: 'red', says: 'below its floor' },
  overCap: { state: 'red', says: 'over its cap' },
  aboveCeiling: { state: 'red', says: 'above its ceiling' },
}

/** What a reader must know first: the hard rule that is broken, else the widest drift, of what was spent where that is known. */
export function headline({ split, agreed }: Allocated): string {
  const done = split.actual !== null
  const [side, verb] = done ? (['actual', 'got'] as const) : (['planned', 'is planned with'] as const)
  if (split.rows.length === 0) return 'No committed bet and no recorded effort falls into this quarter'
  if (!agreed) return 'No split of effort is agreed for this quarter'
  const broken = split.rows.find((row) => row[side]?.standing === 'belowFloor' || row[side]?.standing === 'aboveCeiling')
  if (broken) {
    const isLow = broken[side]?.standing === 'belowFloor'
    return `${words(broken.investment)} ${verb} ${percent(broken[side]?.share)} of the effort, ${isLow ? 'below its floor of' : 'above its ceiling of'} ${percent(isLow ? broken.floor : broken.ceiling)}`
  }
  const gaps = split.rows.flatMap((row) => {
    const share = row[side]?.share
    return share == null || row.target === null || row[side]?.standing === 'within' ? [] : [{ row, gap: share - row.target }]
  })
  const [widest] = gaps.toSorted((a, b) => Math.abs(b.gap) - Math.abs(a.gap))
  if (!widest) return done ? 'Effort went where it was agreed to go' : 'The plan follows the agreed split'
  return `${words(widest.row.investment)} ${verb} ${percent(widest.row[side]?.share)} of the effort where ${percent(widest.row.target)} was agreed`
}
