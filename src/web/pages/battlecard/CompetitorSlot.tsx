import type { AnyRow } from '#kernel'
import { Go } from '#web/url.tsx'

/** The way from a competitor to what is needed in a call against it. */
export function CompetitorSlot({ row }: { readonly row: AnyRow }) {
  if (row['state'] === 'retired') return null
  return (
    <p className="note">
      <Go className="link" to={`strategy/battlecards/${row.key}`}>
        Open the battlecard
      </Go>
      : what to say, ask and answer in a call, with the win rate and what may be claimed.
    </p>
  )
}
