import { daysBetween } from '#engines/numbers/dates.ts'
import { civil, sayDay } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { Banner } from './Banner.tsx'

/** Files that end long ago fill the months since with nothing: says so above the numbers, with the way to the day on which the rows end. */
export function OldRows({ newest }: { readonly newest: string | null }) {
  const { asOf, set } = useUrl()
  const { serverTime, workspace } = useMe()
  if (asOf || !newest || daysBetween(newest, civil(serverTime, workspace.timeZone)) <= longAgo) return null
  return (
    <Banner
      tone="plain"
      says={`The newest row is of ${sayDay(newest)}.`}
      action={
        <button type="button" className="link" onClick={() => set({ asOf: newest })}>
          See the numbers of that day
        </button>
      }
    >
      Nothing came since, so that the last months stand still.
    </Banner>
  )
}

/** Days without a row after which it is no late feed any more, but history. */
const longAgo = 45
