import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import { useKeyBoard } from '#web/keys.tsx'
import { Banner } from '#web/parts/Banner.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { useMe } from '#web/session.ts'

/** Your own password, sessions and keys of the keyboard. */
export function You() {
  const { person } = useMe()
  const { singleKeys, setSingleKeys } = useKeyBoard()
  return (
    <div className="form narrow">
      <section>
        <SectionHead title={person.name} count={person.email} />
        <Password />
      </section>
      <section className="sec">
        <SectionHead title="Sessions" />
        <SignOutEverywhere />
      </section>
      <section className="sec">
        <SectionHead title="Keyboard" />
        <label className="tick sec-note">
          <input type="checkbox" checked={singleKeys} onChange={(event) => setSingleKeys(event.target.checked)} />
          <span>Single keys such as J, K and G T. They never fire in a text field.</span>
        </label>
      </section>
    </div>
  )
}

function Password() {
  const say = useSay()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation({
    mutationFn: () => call<unknown>('/password', { method: 'POST', body: { next, ...(current ? { current } : {}) } }),
    onSuccess: () => {
      say('Password set')
      setCurrent('')
      setNext('')
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate()
      }}
    >
      <div className="fld">
        <label htmlFor="current">Current password</label>
        <input
          id="current"
          className="inp"
          type="password"
          autoComplete="current-password"
          aria-describedby="current-help"
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <p className="help" id="current-help">
          Leave it empty when none was set: you came by a one-time link.
        </p>
      </div>
      <div className="fld">
        <label htmlFor="next">New password</label>
        <input
          id="next"
          className="inp"
          type="password"
          autoComplete="new-password"
          minLength={10}
          required
          aria-describedby="next-help"
          value={next}
          onChange={(event) => setNext(event.target.value)}
        />
        <p className="help" id="next-help">
          At least ten characters.
        </p>
      </div>
      {change.isError && (
        <Banner tone="red" says={isProblem(change.error) ? change.error.message : 'The password was not changed.'}>
          {isProblem(change.error) ? change.error.hint : ''}
        </Banner>
      )}
      <div className="savebar">
        <button type="submit" className="btn pri" disabled={change.isPending}>
          Set the password
        </button>
      </div>
    </form>
  )
}

function SignOutEverywhere() {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const end = useMutation({
    mutationFn: () => call<unknown>('/sessions', { method: 'DELETE' }),
    onSuccess: () => {
      cache.clear()
      return navigate({ to: '/signin' })
    },
  })
  return (
    <div className="sec-note">
      <p className="note">Ends every session of yours at once, this one included.</p>
      <button type="button" className="btn" disabled={end.isPending} onClick={() => end.mutate()}>
        Sign out everywhere
      </button>
      {isProblem(end.error) && <p className="red t12">{end.error.message}</p>}
    </div>
  )
}
