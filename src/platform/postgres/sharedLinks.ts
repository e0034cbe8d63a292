import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import type { Pool } from './pool.ts'

/** A link that lives, as its token opens it: which one, and the member in whose rights it reads. */
export interface OpenedLink {
  readonly link: string
  readonly workspace: { readonly id: string; readonly slug: string; readonly name: string; readonly currency: string; readonly timeZone: string }
  readonly maker: { readonly id: string; readonly name: string; readonly role: string }
}

export interface Openings {
  readonly openings: number
  /** An instant; null when nobody has opened it. */
  readonly lastOpenedAt: string | null
}

/** Tokens of shared links: which link each one opens, and how often it did. Only the hash of a token is kept. */
export interface SharedLinks {
  /** Makes the token of a link, 256 random bits in base64url; it is answered this once. Of a password only a salted hash is kept. */
  issue(workspace: string, link: string, password?: string | null): Promise<string>
  /** Null for a token that is unknown, revoked or expired, whose maker may not share any more, or whose workspace forbids it: one statement, whatever the reason. */
  open(token: string, now: string): Promise<OpenedLink | null>
  /** The instant at which a link ended that nothing but its time keeps shut; null for every other token. */
  ended(token: string, now: string): Promise<string | null>
  /** Whether this is the password of a link; of a link without one everything is. */
  unlocks(token: string, password: string): Promise<boolean>
  count(token: string, now: string): Promise<void>
  openings(workspace: string): Promise<ReadonlyMap<string, Openings>>
}

export const sharedLinks = (pool: Pool): SharedLinks => ({
  async issue(workspace, link, password) {
    const token = randomBytes(32).toString('base64url')
    const kept = password ? await lockOf(password, randomBytes(16)) : null
    await pool.query('insert into identity.shared (hash, workspace_id, link_id, password) values ($1, $2, $3, $4)', [hashOf(token), workspace, link, kept])
    return token
  },
  async open(token, now) {
    const { rows } = await pool.transaction({ workspace: null }, (tx) => tx.query<OpenRow>('select * from identity.open_shared($1, $2)', [hashOf(token), now]))
    const [row] = rows
    if (!row) return null
    return {
      link: row.link,
      workspace: { id: row.workspace, slug: row.slug, name: row.workspace_name, currency: row.currency, timeZone: row.time_zone },
      maker: { id: row.member, name: row.member_name, role: row.role },
    }
  },
  async ended(token, now) {
    const { rows } = await pool.transaction({ workspace: null }, (tx) =>
      tx.query<{ readonly ended: string | null }>('select identity.shared_ended($1, $2) as ended', [hashOf(token), now]),
    )
    return instant(rows[0]?.ended ?? null)
  },
  async unlocks(token, password) {
    const { rows } = await pool.query<{ readonly password: string | null }>('select password from identity.shared where hash = $1', [hashOf(token)])
    const kept = rows[0]?.password ?? null
    if (kept === null) return true
    const made = await lockOf(password, Buffer.from(kept.split(':')[0] ?? '', 'base64url'))
    return timingSafeEqual(Buffer.from(made), Buffer.from(kept))
  },
  count: async (token, now) =>
    void (await pool.query('update identity.shared set openings = openings + 1, last_opened_at = $2 where hash = $1', [hashOf(token), now])),
  async openings(workspace) {
    const { rows } = await pool.query<CountRow>('select link_id, openings, last_opened_at from identity.shared where workspace_id = $1', [workspace])
    return new Map(rows.map((row) => [row.link_id, { openings: Number(row.openings), lastOpenedAt: instant(row.last_opened_at) }]))
  },
})

type OpenRow = Readonly<Record<'link' | 'workspace' | 'slug' | 'workspace_name' | 'currency' | 'time_zone' | 'member' | 'member_name' | 'role', string>>
type CountRow = { readonly link_id: string; readonly openings: number; readonly last_opened_at: string | null }

const instant = (stored: string | null): string | null => (stored === null ? null : new Date(stored).toISOString())

/** Salt and scrypt of a password in base64url, by the defaults of Node (N 16,384, r 8, p 1). Letters that look alike in Unicode are the same (NFKC). */
const lockOf = (password: string, salt: Buffer): Promise<string> =>
  new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, 32, (error, key) =>
      error ? reject(error) : resolve(`${salt.toString('base64url')}:${key.toString('base64url')}`),
    ),
  )
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
