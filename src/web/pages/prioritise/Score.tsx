import { CertaintyMark } from '#web/parts/Certainty.tsx'
import type { RankedBet, ShownScore } from './asked.ts'
import { wordsOf } from './words.ts'
import { lacksSays, sayScore } from './shown.ts'

/** Beside an open panel the ranking score and one other stay in sight. */
export const isExtra = (id: string, main: string): boolean => id !== main && id !== 'rice'

export function Score({
  bet,
  score,
  currency,
  isMain,
  isExtra: extra,
}: {
  readonly bet: RankedBet
  readonly score: ShownScore
  readonly currency: string
  readonly isMain: boolean
  readonly isExtra: boolean
}) {
  const own = bet.scores[score.id]
  if (!own) return null
  const { value, rank, band } = own
  const far = !isMain && rank !== null && Math.abs(rank - bet.rank) >= 3
  return (
    <td
      className={`r sc ${isMain ? 'b' : ''} ${far ? 'far' : ''} ${extra ? 'opt' : ''}`}
      data-l={wordsOf(score).says}
      title={value === null ? lacksSays(own, score.id) : undefined}
    >
      <span>
        {sayScore(value, score.id, currency)}
        {isMain && value !== null ? <CertaintyMark of={bet.stale.length > 0 ? 'stale' : 'estimated'} /> : !isMain && rank !== null && <i>{rank}</i>}
        {band && <em>{band}</em>}
      </span>
    </td>
  )
}

/** Where the bet ranks in eight of ten drawn worlds, and where it ranks now. */
export function Spread({ bet: { spread, rank }, of }: { readonly bet: RankedBet; readonly of: number }) {
  if (!spread) return null
  const x = (place: number): number => 3 + ((place - 1) / Math.max(1, of - 1)) * 60
  return (
    <>
      <svg width="66" height="14" viewBox="0 0 66 14" aria-hidden="true">
        <line x1="3" x2="63" y1="7" y2="7" stroke="var(--hairline)" />
        <rect x={x(spread.low) - 2} y="4" width={x(spread.high) - x(spread.low) + 4} height="6" rx="2" fill="var(--q3)" />
        <circle cx={x(rank)} cy="7" r="3" fill="var(--text)" />
      </svg>
      <span className="sr">{`Rank ${spread.low} to ${spread.high} in eight of ten draws`}</span>
    </>
  )
}
