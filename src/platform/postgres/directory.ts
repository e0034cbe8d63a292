import type { Pool, Transaction } from './pool.ts'

export interface Listed {
  readonly id: string
  readonly slug: string
  readonly isSample: boolean
}

/** Which workspaces exist and who belongs to which: the one table that stands outside all workspaces. It answers names and ids, never content. */
export interface Directory {
  workspaces(): Promise<Listed[]>
  bySlug(slug: string): Promise<Listed | null>
  add(workspace: Listed): Promise<void>
  rename(id: string, slug: string): Promise<void>
  setSample(id: string, isSample: boolean): Promise<void>
  join(person: string, workspace: string, member: string): Promise<void>
  leave(person: string, workspace: string): Promise<void>
  membershipsOf(person: string): Promise<{ readonly workspace: Listed; readonly member: string }[]>
}

export function directory(pool: Pool): Directory {
  const listed = (row: Record<string, unknown>): Listed => ({ id: String(row['id']), slug: String(row['slug']), isSample: row['is_sample'] === true })
  const columns = 'w.id, w.slug, w.is_sample'
  return {
    workspaces: async () => (await pool.query(`SELECT ${columns} FROM identity.workspace w ORDER BY w.created_at`)).rows.map(listed),
    async bySlug(slug) {
      const { rows } = await pool.query(`SELECT ${columns} FROM identity.workspace w WHERE w.slug = $1`, [slug])
      return rows[0] ? listed(rows[0]) : null
    },
    add: async ({ id, slug, isSample }) =>
      void (await pool.query('INSERT INTO identity.workspace (id, slug, is_sample) VALUES ($1, $2, $3)', [id, slug, isSample])),
    rename: async (id, slug) => void (await pool.query('UPDATE identity.workspace SET slug = $2 WHERE id = $1', [id, slug])),
    setSample: async (id, isSample) => void (await pool.query('UPDATE identity.workspace SET is_sample = $2 WHERE id = $1', [id, isSample])),
    join: async (person, workspace, member) =>
      void (await pool.query(
        'INSERT INTO identity.membership (person_id, workspace_id, member_id) VALUES ($1, $2, $3) ON CONFLICT (person_id, workspace_id) DO UPDATE SET member_id = EXCLUDED.member_id',
        [person, workspace, member],
      )),
    leave: async (person, workspace) =>
      void (await pool.query('DELETE FROM identity.membership WHERE person_id = $1 AND workspace_id = $2', [person, workspace])),
    async membershipsOf(person) {
      const { rows } = await pool.query(
        `SELECT ${columns}, m.member_id FROM identity.membership m JOIN identity.workspace w ON w.id = m.workspace_id WHERE m.person_id = $1 ORDER BY w.created_at`,
        [person],
      )
      return rows.map((row) => ({ workspace: listed(row), member: String(row['member_id']) }))
    },
  }
}

/** A workspace and somebody's own member row in it, as the statement found them that proved who they are. */
export interface Entered {
  /** The name that was asked for; null for the person's first workspace. */
  readonly asked: string | null
  /** Null when they belong to no such workspace. */
  readonly found: {
    readonly workspace: { readonly id: string; readonly slug: string; readonly name: string; readonly currency: string; readonly timeZone: string }
    readonly member: { readonly id: string; readonly name: string; readonly role: string; readonly state: string }
  } | null
}

/**
 * What a statement joins that finds a person, so that it enters their workspace in the same journey: `person` and `only` are its expressions
 * for the person's id and the one workspace that may be entered, `wanted` its parameter for the name.
 */
export const entering = (person: string, only: string, wanted: string): { readonly columns: string; readonly join: string } => ({
  columns: `, e.workspace as entered, e.slug, e.workspace_name, e.currency, e.time_zone, e.member, e.member_name, e.role, e.state,
    (select concat(c.workspace_id, ':', c.seq, ':', c.hash) from app.chain c where c.workspace_id = e.workspace) as head`,
  join: `left join lateral identity.enter(${person}, ${only}, ${wanted}) e on true`,
})

export type EnteredRow = Readonly<
  Record<'entered' | 'slug' | 'workspace_name' | 'currency' | 'time_zone' | 'member' | 'member_name' | 'role' | 'state' | 'head', string | null>
>

export function toEntered(asked: string | null, row: EnteredRow): Entered {
  const text = (name: keyof EnteredRow): string => row[name] ?? ''
  if (row.entered === null) return { asked, found: null }
  return {
    asked,
    found: {
      workspace: { id: row.entered, slug: text('slug'), name: text('workspace_name'), currency: text('currency'), timeZone: text('time_zone') },
      member: { id: text('member'), name: text('member_name'), role: text('role'), state: text('state') },
    },
  }
}

/** A workspace with one of its members; without a member those columns are null. */
type Entry = { slug: string; name: string; currency: string; time_zone: string; member: string | null; member_name: string; role: string; state: string }

/** The workspace as its own row tells it, and the member named, or its owner: one statement, because every request asks it. */
export async function readEntry(tx: Transaction, workspace: string, member?: string): Promise<Entry | undefined> {
  const chosen = member === undefined ? `m.role = 'owner' and m.state = 'active'` : 'm.id = $2'
  const { rows } = await tx.query<Entry>(
    `select w.slug, w.name, w.currency, w.time_zone, m.id as member, m.name as member_name, m.role, m.state
     from app.workspace w left join app.member m on m.workspace_id = w.workspace_id and ${chosen} where w.id = $1 order by m.created_at limit 1`,
    member === undefined ? [workspace] : [workspace, member],
  )
  return rows[0]
}
