import { createHash, randomBytes } from 'node:crypto'
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
  /** Makes the token of a link, 256 random bits in base64url; it is answered this once. */
  issue(workspace: string, link: string): Promise<string>
  /** Null for a token that is unknown, revoked or expired, whose maker may not share any more, or whose workspace forbids it: one statement, whatever the reason. */
  open(token: string, now: string): Promise<OpenedLink | null>
  count(token: string, now: string): Promise<void>
  openings(workspace: string): Promise<ReadonlyMap<string, Openings>>
}

export const sharedLinks = (pool: Pool): SharedLinks => ({
  async issue(workspace, link) {
    const token = randomBytes(32).toString('base64url')
    await pool.query('insert into identity.shared (hash, workspace_id, link_id) values ($1, $2, $3)', [hashOf(token), workspace, link])
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
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
