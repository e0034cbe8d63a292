import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
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
  const [password, setPassword] = useState('')
  const read = useQuery({ ...sharedPage(params['token'] ?? '', password), staleTime: Number.POSITIVE_INFINITY, retry: false })
  const problem = isProblem(read.error) ? read.error : null
  const isLocked = problem?.details.code === 'password-needed' || problem?.details.code === 'wrong-password'
  return (
    <main className="page p-shared" id="main">
      {read.data && <Page page={read.data} />}
      {isLocked && <Locked wrong={problem?.details.code === 'wrong-password' ? problem.message : null} open={setPassword} />}
      {problem?.kind === 'missing' && <Nothing ended={problem.details.more?.['ended']} />}
      {read.isError && !isLocked && problem?.kind !== 'missing' && <Failed isWhole name="This page" error={read.error} again={() => void read.refetch()} />}
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
          <div className="acts no-print">
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

/** A link with a password shows nothing of itself before it is given. */
function Locked({ wrong, open }: { readonly wrong: string | null; readonly open: (password: string) => void }) {
  return (
    <>
      <title>A page with a password</title>
      <h1>This page asks for a password</h1>
      <p className="note">Whoever sent you the link knows it.</p>
      <form
        className="form lock"
        onSubmit={(event) => {
          event.preventDefault()
          const given = new FormData(event.currentTarget).get('password')
          if (typeof given === 'string' && given !== '') open(given)
        }}
      >
        <div className="fld">
          <label htmlFor="link-password">Password</label>
          <input id="link-password" name="password" type="password" className="inp" autoComplete="off" aria-describedby="link-wrong" required />
          <p id="link-wrong" className="err" role="alert">
            {wrong}
          </p>
        </div>
        <button type="submit" className="btn pri">
          Open
        </button>
      </form>
    </>
  )
}

/** A link whose time is over says when it ended; one that was taken back has the words of one that never was. */
function Nothing({ ended }: { readonly ended: unknown }) {
  if (typeof ended === 'string')
    return (
      <>
        <title>This page is closed</title>
        <h1>This page is closed</h1>
        <p className="note">{`It could be read until ${sayDay(ended.slice(0, 10))}. Ask whoever sent you the link for a new one.`}</p>
      </>
    )
  return (
    <>
      <title>Nothing to see here</title>
      <h1>There is nothing to see here</h1>
      <p className="note">The link is not whole, or it was taken back. Ask whoever sent it to you for a new one.</p>
    </>
  )
}
