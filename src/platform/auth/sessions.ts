import { isAPIError } from 'better-auth/api'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { Problem } from '#kernel'
import type { Clock } from '../clock.ts'
import type { Pool } from '../postgres/pool.ts'
import { networkHeader, sessionDays, type IdentityLibrary } from './identityLibrary.ts'
import { entering, toEntered, type Entered, type EnteredRow } from '../postgres/directory.ts'
import type { Throttle } from './throttle.ts'

/** Who asks, as far as identity knows. What they may do is decided elsewhere. */
export interface Principal {
  readonly personId: string
  readonly via: 'session' | 'key'
  /** A session may write; a key may do what it was made for. */
  readonly scope: 'read' | 'write'
  /** The only workspace that a key opens; absent for sessions. */
  readonly workspaceId?: string
  readonly name: string
  readonly email: string
  /** Where the record of that workspace stood: `<workspace>:<seq>`. */
  readonly head?: string | null
  /** The workspace that was asked for, when one was. */
  readonly entered?: Entered
}

/** What a door knows of the one who asks. `network` is the address of the socket, or what a trusted proxy says. */
export interface Visitor {
  readonly network: string
  readonly userAgent?: string
}

/** A session that was just opened; `cookie` is the value of a Set-Cookie header. */
export interface OpenedSession {
  readonly personId: string
  readonly cookie: string
}

export interface SessionParts {
  readonly library: IdentityLibrary
  readonly pool: Pool
  readonly clock: Clock
  readonly throttle: Throttle
  /** The name of the session cookie, and what it is signed with. */
  readonly cookie: string
  readonly secret: string
}

export const idleHours = 12
const touchMinutes = 5

/**
 * Opens a session for the right password. Unknown address, wrong password and person without one get the same answer after the
 * same work (the library hashes in each case). Throws a Problem: refused, with code `bad-credentials` or `too-many-attempts`.
 */
export async function signIn(
  { library, pool, clock, throttle }: SessionParts,
  { email, password }: { email: string; password: string },
  visitor: Visitor,
): Promise<OpenedSession> {
  const account = email.trim().normalize('NFC').toLowerCase()
  throttle.attempt(account, visitor.network)
  try {
    const { headers, response } = await library.api.signInEmail({
      body: { email: isMailShaped(account) ? account : 'nobody@invalid.example', password: password.slice(0, 1000) },
      headers: headersOf(visitor),
      returnHeaders: true,
    })
    throttle.forgive(account, visitor.network)
    await pool.query('delete from identity.session where "userId" = $1 and "updatedAt" < $2', [
      response.user.id,
      new Date(clock.millis() - idleHours * 3_600_000).toISOString(),
    ])
    return { personId: response.user.id, cookie: cookieIn(headers) }
  } catch (error) {
    if (isAPIError(error) && error.statusCode < 500) throw badCredentials()
    throw error
  }
}

/** Opens a session without a password; whoever calls it has proof of another kind. */
export async function openSession({ library }: SessionParts, personId: string, visitor: Visitor): Promise<OpenedSession> {
  const { headers } = await library.api.openSession({ body: { personId }, headers: headersOf(visitor), returnHeaders: true })
  return { personId, cookie: cookieIn(headers) }
}

/**
 * Who the cookie stands for; null when it is absent, forged, revoked, 12 hours idle or 30 days old. Asks the database each time, in one
 * statement: the library's own road takes three and several times the processor time, for every request of everybody.
 */
export async function authenticateSession({ pool, clock, cookie, secret }: SessionParts, headers: Headers, wanted?: string | null): Promise<Principal | null> {
  const token = sessionToken(headers.get('cookie') ?? '', cookie, secret)
  if (token === null) return null
  const enters = wanted === undefined ? null : entering('p.id::text', 'null::uuid', '$2')
  const { rows } = await pool.query<SessionRow & EnteredRow>(
    `select s.id, s."userId", s."createdAt", s."updatedAt", p.name, p.email ${enters?.columns ?? ''}
     from identity.session s join identity.person p on p.id = s."userId" ${enters?.join ?? ''} where s.token = $1`,
    enters ? [token, wanted] : [token],
  )
  const [found] = rows
  if (!found) return null
  const now = clock.millis()
  const isIdle = now - Date.parse(found.updatedAt) > idleHours * 3_600_000
  const isOld = now - Date.parse(found.createdAt) > sessionDays * 86_400_000
  if (isIdle || isOld) {
    await pool.query('delete from identity.session where id = $1', [found.id])
    return null
  }
  if (now - Date.parse(found.updatedAt) > touchMinutes * 60_000)
    await pool.query('update identity.session set "updatedAt" = $2 where id = $1', [found.id, clock.now()])
  const entered = wanted === undefined ? {} : { entered: toEntered(wanted, found), head: found.head }
  return { personId: found.userId, via: 'session', scope: 'write', name: found.name, email: found.email, ...entered }
}

/** Ends the session of this cookie; answers the Set-Cookie that removes it. */
export async function signOut({ library }: SessionParts, headers: Headers): Promise<{ cookie: string }> {
  const { headers: answer } = await library.api.signOut({ headers: new Headers({ cookie: headers.get('cookie') ?? '' }), returnHeaders: true })
  return { cookie: cookieIn(answer) }
}

/** Ends every session of a person, this one included; answers how many there were. */
export async function signOutEverywhere({ pool }: SessionParts, personId: string): Promise<number> {
  const { rowCount } = await pool.query('delete from identity.session where "userId" = $1', [personId])
  return rowCount
}

export const badCredentials = (): Problem =>
  new Problem('refused', 'The e-mail address or the password is not right.', 'Check both, or ask an administrator for a sign-in link.', {
    code: 'bad-credentials',
  })

type SessionRow = { id: string; userId: string; createdAt: string; updatedAt: string; name: string; email: string }

/** The token in a cookie that the library signed: `token.signature`, with HMAC-SHA-256 in base64; null when the signature is not ours. */
function sessionToken(cookies: string, name: string, secret: string): string | null {
  const sent = cookies.split('; ').find((one) => one.startsWith(`${name}=`))
  const value = sent?.slice(name.length + 1)
  const [, token, signature] = /^([\w-]+)(?:\.|%2E)([\w%+/=-]+)$/i.exec(value ?? '') ?? []
  if (token === undefined || signature === undefined) return null
  const [wanted, given] = [createHmac('sha256', secret).update(token).digest(), Buffer.from(decoded(signature), 'base64')]
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? token : null
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

const headersOf = ({ network, userAgent }: Visitor): Headers =>
  new Headers({ [networkHeader]: network, ...(userAgent ? { 'user-agent': userAgent.slice(0, 300) } : {}) })

/** What the library answers at once with “invalid” would be told apart by time; such an address is looked up as one that nobody has. */
const isMailShaped = (account: string): boolean => /^[a-z0-9_'+.-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/.test(account) && !/^\.|\.\.|\.@/.test(account)

function cookieIn(headers: Headers): string {
  const cookie = headers.getSetCookie().find((one) => /throughline=/.test(one))
  if (!cookie) throw new Problem('unavailable', 'No session cookie was made.', 'Try again.')
  return cookie
}
