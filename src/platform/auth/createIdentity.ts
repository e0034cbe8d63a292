import type { Clock } from '../clock.ts'
import type { Pool } from '../postgres/pool.ts'
import { cookieName, identityLibrary } from './identityLibrary.ts'
import { authenticateKey, createKey, listKeys, revokeKey, type KeyView, type NewKey } from './keys.ts'
import { issueLink, peekLink, redeemLink, type Answers, type LinkView, type NewLink, type Redeemed } from './links.ts'
import { setPassword, type NewPassword } from './passwords.ts'
import { acceptablePassword, addPerson, personByEmail, personById, type Person } from './people.ts'
import { revokePrincipal, type Revoked } from './revokePrincipal.ts'
import { authenticateSession, signIn, signOut, signOutEverywhere, type OpenedSession, type Principal, type SessionParts, type Visitor } from './sessions.ts'
import { createThrottle, type Throttle } from './throttle.ts'

export interface Identity {
  /** Who asks: by the key of `Authorization: Bearer tl_…`, else by the session cookie; a bad key does not fall back to the cookie.
   * With `wanted`, the workspace of that name (null: the first) is entered in the same statement. */
  authenticate(headers: Headers, wanted?: string | null): Promise<Principal | null>
  signIn(credentials: { readonly email: string; readonly password: string }, visitor: Visitor): Promise<OpenedSession>
  signOut(headers: Headers): Promise<{ readonly cookie: string }>
  signOutEverywhere(personId: string): Promise<number>
  issueLink(link: NewLink): Promise<string>
  peekLink(token: string): Promise<LinkView | null>
  redeemLink(token: string, answers: Answers, visitor: Visitor, headers?: Headers): Promise<Redeemed>
  setPassword(password: NewPassword, visitor: Visitor): Promise<OpenedSession>
  createKey(by: Principal, key: NewKey): Promise<{ readonly id: string; readonly key: string; readonly expiresAt: string }>
  listKeys(of: { readonly workspaceId: string; readonly personId?: string }): Promise<KeyView[]>
  revokeKey(key: { readonly workspaceId: string; readonly id: string }): Promise<boolean>
  revokePrincipal(personId: string): Promise<Revoked>
  createPerson(person: { readonly name: string; readonly email: string; readonly password?: string }): Promise<Person>
  personByEmail(email: string): Promise<Person | null>
  personById(id: string): Promise<Person | null>
}

export interface IdentityOptions {
  /** The serving login's pool; `migrateIdentity` has run on the same database. */
  readonly pool: Pool
  /** From `signingSecret(home)`: never from the database. */
  readonly secret: string
  /** Where people open the app. https makes the cookie `__Host-` and Secure. */
  readonly baseUrl: string
  readonly clock: Clock
  readonly throttle?: Throttle
}

/**
 * Who somebody is, and nothing of what they may do: a workspace's `member` rows name the person in `subject`.
 *
 * Single sign-on has its place here and no code yet. An identity provider's answer becomes a row of `identity.credential` with the issuer as
 * `providerId` and `sub` as `accountId` (never matched by e-mail), and then `openSession` in sessions.ts, as for a link. better-auth's sso
 * and scim plugins join in identityLibrary.ts; what they grant joins `credentialKinds` in revokePrincipal.ts.
 */
export function createIdentity({ pool, secret, baseUrl, clock, throttle = createThrottle(clock) }: IdentityOptions): Identity {
  const library = identityLibrary({ pool, secret, baseUrl })
  const parts: SessionParts = { library, pool, clock, throttle, cookie: cookieName(baseUrl.startsWith('https://')), secret }
  return {
    authenticate: (headers, wanted) => {
      const bearer = /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]
      return bearer === undefined ? authenticateSession(parts, headers, wanted) : authenticateKey(parts, bearer, wanted)
    },
    signIn: (credentials, visitor) => signIn(parts, credentials, visitor),
    signOut: (headers) => signOut(parts, headers),
    signOutEverywhere: (personId) => signOutEverywhere(parts, personId),
    issueLink: (link) => issueLink(parts, link),
    peekLink: (token) => peekLink(parts, token),
    redeemLink: (token, answers, visitor, headers) => redeemLink(parts, token, answers, visitor, headers),
    setPassword: (password, visitor) => setPassword(parts, password, visitor),
    createKey: (by, key) => createKey(parts, by, key),
    listKeys: (of) => listKeys(parts, of),
    revokeKey: (key) => revokeKey(parts, key),
    revokePrincipal: (personId) => revokePrincipal(pool, personId),
    createPerson: async ({ name, email, password }) => {
      const passwordHash = password === undefined ? null : await (await library.$context).password.hash(acceptablePassword(password))
      return pool.transaction({ workspace: null }, (tx) => addPerson(tx, { name, email, passwordHash }))
    },
    personByEmail: (email) => personByEmail(pool, email),
    personById: (id) => personById(pool, id),
  }
}
