import { useQuery } from '@tanstack/react-query'
import { isProblem } from '#kernel'
import { Mark } from '#web/parts/Mark.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { Failed, Waiting } from '#web/parts/Tile.tsx'
import { sayDay } from '#web/say.ts'
import { sharedPage, type SharedPage } from '#web/sharing/contract.ts'
import { Seen } from '#web/sharing/Seen.tsx'
import { useUrl } from '#web/url.tsx'
import '#web/sharing/sharing.css'

/** A page without an account and without a way in: a view, who shared it, as of when and until when. */
export function SharedView() {
  const { params } = useUrl()
  const read = useQuery({ ...sharedPage(params['token'] ?? ''), staleTime: Number.POSITIVE_INFINITY, retry: false })
  return (
    <main className="page p-shared" id="main">
      {read.data && <Page page={read.data} />}
      {read.isError &&
        (isProblem(read.error) && read.error.kind === 'missing' ? (
          <Nothing />
        ) : (
          <Failed isWhole name="This page" error={read.error} again={() => void read.refetch()} />
        ))}
      {read.isPending && <Waiting name="The page" lines={8} />}
    </main>
  )
}

function Page({ page: { name, company, sharedBy, audienceName, until, view } }: { readonly page: SharedPage }) {
  const { search } = useUrl()
  const usual = view.subject === 'roadmap' ? view.lens : 'horizons'
  const other = usual === 'horizons' ? 'timeline' : 'horizons'
  return (
    <>
      <title>{`${name} · ${company}`}</title>
      <meta name="robots" content="noindex, nofollow" />
      <p className="from">
        <Mark /> {company}
      </p>
      <div className="xh">
        <h1>{name}</h1>
        {view.subject === 'roadmap' && (
          <div className="acts noprint">
            <Segments
              name="lens"
              label="Lens"
              value={search['lens'] ?? usual}
              options={[usual, other].map((id) => ({ id, says: id === 'timeline' ? 'Timeline' : 'Now, next, later' }))}
            />
          </div>
        )}
      </div>
      <p className="note num">{`Shared by ${sharedBy} for ${audienceName.toLowerCase()}. As of ${sayDay(view.asOf)}; this page closes on ${sayDay(until)}.`}</p>
      <Seen view={view} {...(search['lens'] ? { lens: search['lens'] } : {})} />
      <footer className="note">Plans change. This page is for those who were sent its link; please do not pass it on.</footer>
    </>
  )
}

/** The same words for a link that never was and for one that is over. */
function Nothing() {
  return (
    <>
      <title>Nothing to see here</title>
      <h1>There is nothing to see here</h1>
      <p className="note">The link may be over, or it was taken back. Ask whoever sent it to you for a new one.</p>
    </>
  )
}
