/* oxlint-disable jsx-a11y/no-autofocus -- the page is this one form */
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { CircleAlert } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import { Icon } from '#web/parts/Icon.tsx'
import { Mark } from '#web/parts/Mark.tsx'
import { useUrl } from '#web/url.tsx'
import '#web/styles/door.css'

export function SigninView() {
  const { search } = useUrl()
  const navigate = useNavigate()
  const cache = useQueryClient()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [reason, setReason] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setReason(null)
    try {
      await call('/session', { method: 'POST', body: { email, password } })
      cache.clear()
      await navigate({ href: innerAddress(search['to']), replace: true })
    } catch (error) {
      setReason(isProblem(error) ? `${error.message} ${error.hint}`.trim() : 'That did not work. Try again.')
    } finally {
      setBusy(false)
    }
  }
  return (
    <main className="p-door" id="main">
      <title>Sign in · Throughline</title>
      <form className="signin" onSubmit={(event) => void submit(event)}>
        <Mark />
        <h1>Sign in</h1>
        <div className="fld">
          <label htmlFor="email">E-mail</label>
          <input
            id="email"
            className="inp"
            type="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </div>
        <div className="fld">
          <label htmlFor="password">Password</label>
          <input
            id="password"
            className={`inp ${reason ? 'bad' : ''}`}
            type="password"
            autoComplete="current-password"
            required
            value={password}
            aria-describedby={reason ? 'why' : undefined}
            aria-invalid={reason !== null}
            onChange={(event) => setPassword(event.target.value)}
          />
          {reason && (
            <p className="err" id="why" role="alert">
              <Icon of={CircleAlert} />
              {reason}
            </p>
          )}
        </div>
        <div className="fld">
          <button type="submit" className="btn pri" disabled={isBusy}>
            {isBusy ? 'Signing in' : 'Sign in'}
          </button>
        </div>
        <p className="note">First time here? Use the one-time link that the start command printed, or the link of your invitation.</p>
      </form>
    </main>
  )
}

/** Only addresses of this app are followed. */
const innerAddress = (to: string | undefined): string => (to && /^\/(?![/\\])/.test(to) ? to : '/')
