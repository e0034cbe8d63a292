import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import type { Welcome } from '#web/contract.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { Mark } from '#web/parts/Mark.tsx'
import { Failed, Waiting } from '#web/parts/Tile.tsx'
import { welcome } from '#web/resources.ts'
import { useUrl } from '#web/url.tsx'
import '#web/styles/door.css'

export function WelcomeView() {
  const { params } = useUrl()
  const token = params['token'] ?? ''
  const read = useQuery({ ...welcome(token), staleTime: Number.POSITIVE_INFINITY, retry: false })
  return (
    <main className="p-door" id="main">
      <title>Welcome · Throughline</title>
      <div className="signin">
        <Mark />
        {read.data && <Answer token={token} link={read.data} />}
        {read.isError && <Failed isWhole name="This link" error={read.error} again={() => void read.refetch()} />}
        {read.isPending && <Waiting name="The link" lines={2} />}
      </div>
    </main>
  )
}

function Answer({ token, link }: { readonly token: string; readonly link: Welcome }) {
  if (link.kind === 'used' || link.kind === 'expired') {
    return (
      <>
        <h1>{link.kind === 'used' ? 'This link has been used' : 'This link has expired'}</h1>
        <p className="note">
          A link works once. Sign in with your password, or ask for a new link: start the server again with a fresh link, or have an admin invite you again.
        </p>
        <div className="fld">
          <a className="btn pri" href="/signin">
            Sign in
          </a>
        </div>
      </>
    )
  }
  return link.kind !== 'invitation' ? <Entry token={token} workspace={link.workspace} /> : <Invited token={token} link={link} />
}

/** Sends the link’s answer once and goes on to the workspace that it belongs to. */
function useEnter(token: string) {
  const navigate = useNavigate()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (body: Readonly<Record<string, string>>) =>
      call<{ readonly workspace: string }>(`/welcome/${encodeURIComponent(token)}`, { method: 'POST', body, idempotencyKey: `welcome-${token}` }),
    onSuccess: ({ workspace }) => {
      cache.clear()
      return navigate({ to: `/${workspace}/today`, replace: true })
    },
  })
}

function Entry({ token, workspace }: { readonly token: string; readonly workspace: string }) {
  const { mutate, isError, error } = useEnter(token)
  const isSent = useRef(false)
  useEffect(() => {
    if (!isSent.current) mutate({})
    isSent.current = true
  }, [mutate])
  return (
    <>
      <h1>{`Opening ${workspace}`}</h1>
      {isError ? (
        <Banner tone="red" says={isProblem(error) ? error.message : 'The link did not work.'}>
          {isProblem(error) ? error.hint : ''}
        </Banner>
      ) : (
        <p className="note">You are signed in. This link will not work again; set a password in Settings.</p>
      )}
    </>
  )
}

function Invited({ token, link }: { readonly token: string; readonly link: Welcome }) {
  const { mutate, isPending, error } = useEnter(token)
  const [name, setName] = useState(link.name ?? '')
  const [password, setPassword] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        mutate({ name, password, ...(link.email ? { email: link.email } : {}) })
      }}
    >
      <h1>{`Join ${link.workspace}`}</h1>
      <p className="note">{link.email}</p>
      <div className="fld">
        <label htmlFor="name">Name</label>
        <input id="name" className="inp" autoComplete="name" required value={name} onChange={(event) => setName(event.target.value)} />
      </div>
      <div className="fld">
        <label htmlFor="new-password">Password</label>
        <input
          id="new-password"
          className="inp"
          type="password"
          autoComplete="new-password"
          minLength={10}
          required
          aria-describedby="pw-help"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <p className="help" id="pw-help">
          At least ten characters; pasting from a password store works.
        </p>
      </div>
      {isProblem(error) && (
        <Banner tone="red" says={error.message}>
          {error.hint}
        </Banner>
      )}
      <div className="fld">
        <button type="submit" className="btn pri" disabled={isPending}>
          Join
        </button>
      </div>
    </form>
  )
}
