import { createHash, randomBytes } from 'node:crypto'
import { Problem } from '#kernel'
import type { Pool, Transaction } from '../postgres/pool.ts'
import { checkPassword } from './passwords.ts'
import { acceptablePassword, addPerson, normalEmail, personByEmail, personById, type Person } from './people.ts'
import { authenticateSession, openSession, type OpenedSession, type SessionParts, type Visitor } from './sessions.ts'

export type LinkKind = 'owner' | 'invitation' | 'signin'

export interface NewLink {
  readonly kind: LinkKind
  /** Ids of the workspace and of the member row that it belongs to; handed back when it is redeemed. */
  readonly workspace: string
  readonly member: string
  /** Seconds. */
  readonly expiresIn: number
  /** Who it signs in; required for `signin`. */
  readonly person?: string
  /** Whom it invites; required for `invitation`, where the address cannot be changed by whoever opens it. */
  readonly email?: string
  readonly name?: string
}

export interface LinkView {
  readonly state: 'open' | 'used' | 'expired'
  readonly kind: LinkKind
  readonly workspace: string
  readonly member: string
  readonly email: string | null
  readonly name: string | null
  /** The address has an account already: its owner must be signed in, or give the password. */
  readonly isKnown: boolean
}

export interface Answers {
  readonly name?: string
  readonly email?: string
  readonly password?: string
}

export interface Redeemed extends OpenedSession {
  readonly kind: LinkKind
  readonly workspace: string
  readonly member: string
  readonly name: string
  readonly email: string
  /** A person was made by it, rather than recognised. */
  readonly isNew: boolean
}

/** Makes a link that works once and not after `expiresIn` seconds; answers its token, of which only the hash is kept. */
export async function issueLink({ pool, clock }: SessionParts, link: NewLink): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const expires = new Date(clock.millis() + link.expiresIn * 1000).toISOString()
  const email = link.email === undefined ? null : normalEmail(link.email)
  await pool.query(
    'insert into identity.link (hash, kind, workspace, member, person, email, name, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [hashOf(token), link.kind, link.workspace, link.member, link.person ?? null, email, link.name ?? null, clock.now(), expires],
  )
  return token
}

/** What the page behind a link needs to show; null when there is no such link. Reading does not use it up. */
export async function peekLink({ pool, clock }: SessionParts, token: string): Promise<LinkView | null> {
  const link = await findLink(pool, token)
  if (!link) return null
  const known = link.person !== null || (link.email !== null && (await personByEmail(pool, link.email)) !== null)
  const { kind, workspace, member, email, name } = link
  return { state: stateOf(link, clock.millis()), kind, workspace, member, email, name, isKnown: known }
}

/**
 * Uses a link up and signs in. An owner may come without a password and set one later; whoever is invited sets one. When the address has an
 * account, the link alone does not open it (whoever invites sees the link): its owner must be signed in (`headers`) or give the
 * password. Of several at once, one succeeds. Throws a Problem: missing, refused (`link-used`, `link-expired`, `sign-in-first`), invalid.
 */
export async function redeemLink(parts: SessionParts, token: string, answers: Answers, visitor: Visitor, headers?: Headers): Promise<Redeemed> {
  const link = await findLink(parts.pool, token)
  if (!link) throw new Problem('missing', 'This link is not known here.', 'Ask for a new one.')
  refuseClosed(stateOf(link, parts.clock.millis()))
  const arrival = await recognise(parts, link, answers, visitor, headers)
  const person = await parts.pool.transaction({ workspace: null }, async (tx) => {
    await claim(tx, token, parts.clock.now())
    return 'known' in arrival ? arrival.known : await addPerson(tx, arrival.fresh)
  })
  const opened = await openSession(parts, person.id, visitor)
  const { kind, workspace, member } = link
  return { ...opened, kind, workspace, member, name: person.name, email: person.email, isNew: 'fresh' in arrival }
}

type Link = {
  kind: LinkKind
  workspace: string
  member: string
  person: string | null
  email: string | null
  name: string | null
  expires_at: string
  used_at: string | null
}
type Arrival = { readonly known: Person } | { readonly fresh: { readonly name: string; readonly email: string; readonly passwordHash: string | null } }

async function findLink(pool: Pool, token: string): Promise<Link | null> {
  const { rows } = await pool.query<Link>('select kind, workspace, member, person, email, name, expires_at, used_at from identity.link where hash = $1', [
    hashOf(token),
  ])
  return rows[0] ?? null
}

async function claim(tx: Transaction, token: string, now: string): Promise<void> {
  const { rowCount } = await tx.query('update identity.link set used_at = $2 where hash = $1 and used_at is null and expires_at > $2', [hashOf(token), now])
  if (rowCount === 0) refuseClosed('used')
}

async function recognise(parts: SessionParts, link: Link, answers: Answers, visitor: Visitor, headers?: Headers): Promise<Arrival> {
  if (link.kind === 'signin') return { known: await personOf(parts.pool, link.person ?? '') }
  const email = link.email ?? normalEmail(answers.email ?? `${link.member}@owner.invalid`)
  const known = await personByEmail(parts.pool, email)
  if (known) {
    await prove(parts, known, answers, visitor, headers)
    return { known }
  }
  if (link.kind === 'invitation' && !answers.password)
    throw new Problem('invalid', 'Choose a password.', 'You sign in with it from now on.', { at: { field: 'password' } })
  const passwordHash = answers.password ? await (await parts.library.$context).password.hash(acceptablePassword(answers.password)) : null
  return { fresh: { name: answers.name?.trim() || link.name || 'Owner', email, passwordHash } }
}

/** Holding the link is no proof of owning the account. */
async function prove(parts: SessionParts, known: Person, { password }: Answers, visitor: Visitor, headers?: Headers): Promise<void> {
  const current = headers ? await authenticateSession(parts, headers) : null
  if (current?.personId === known.id) return
  if (!password) throw new Problem('refused', `${known.email} has an account already.`, 'Sign in with it, then open the link again.', { code: 'sign-in-first' })
  await checkPassword(parts, known, password, visitor)
}

async function personOf(pool: Pool, id: string): Promise<Person> {
  const person = await personById(pool, id)
  if (!person) throw new Problem('missing', 'This person is not known here.')
  return person
}

const stateOf = (link: Link, now: number): LinkView['state'] => (link.used_at ? 'used' : Date.parse(link.expires_at) <= now ? 'expired' : 'open')

function refuseClosed(state: LinkView['state']): void {
  if (state === 'used') throw new Problem('refused', 'This link was used already.', 'Sign in, or ask for a new link.', { code: 'link-used' })
  if (state === 'expired') throw new Problem('refused', 'This link has expired.', 'Ask for a new one.', { code: 'link-expired' })
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
