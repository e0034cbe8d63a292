import { entering, toEntered, type EnteredRow } from '../postgres/directory.ts'
import { createHash } from 'node:crypto'
import { Problem } from '#kernel'
import { isKeyText } from './keyText.ts'
import type { Principal, SessionParts } from './sessions.ts'

export interface NewKey {
  readonly workspaceId: string
  readonly name: string
  readonly scope: 'read' | 'write'
  /** 1 to 366; 90 unless told. */
  readonly days?: number
}

export interface KeyView {
  readonly id: string
  readonly name: string
  readonly personId: string
  readonly workspaceId: string
  readonly scope: 'read' | 'write'
  /** The first characters, to tell keys apart: `tl_4fG2k`. */
  readonly start: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly lastUsedAt: string | null
}

/** Makes a key for the person of a session; its text is shown this once and kept as a hash. A key cannot make keys. Throws a Problem: forbidden, invalid. */
export async function createKey(
  { library }: SessionParts,
  by: Principal,
  { workspaceId, name, scope, days = 90 }: NewKey,
): Promise<{ readonly id: string; readonly key: string; readonly expiresAt: string }> {
  if (by.via === 'key') throw new Problem('forbidden', 'An API key cannot make API keys.', 'Sign in as a person and make it in Settings.')
  if (!Number.isInteger(days) || days < 1 || days > 366)
    throw new Problem('invalid', 'A key lasts 1 to 366 days.', 'Give the number of days.', { at: { field: 'days' } })
  const label = name.trim()
  if (label.length < 1 || label.length > 120)
    throw new Problem('invalid', 'A key needs a name of at most 120 characters.', 'Name what uses it.', { at: { field: 'name' } })
  const made = await library.api.createApiKey({
    body: {
      userId: by.personId,
      name: label,
      expiresIn: days * 86_400,
      metadata: { workspaceId },
      permissions: { api: scope === 'write' ? ['read', 'write'] : ['read'] },
    },
  })
  return { id: made.id, key: made.key, expiresAt: new Date(made.expiresAt ?? 0).toISOString() }
}

/**
 * Who a key stands for; null when it is malformed, unknown, revoked or expired. Asks the database each time, in one statement, and notes
 * the use once a minute at most, so that reading by key writes next to nothing. Keys are kept as the library keeps them: SHA-256, base64url.
 */
export async function authenticateKey({ pool, clock }: SessionParts, text: string, wanted?: string | null): Promise<Principal | null> {
  if (!isKeyText(text)) return null
  const enters = wanted === undefined ? null : entering('p.id::text', `(k.metadata::jsonb ->> 'workspaceId')::uuid`, '$3')
  const values = [createHash('sha256').update(text).digest('base64url'), clock.now()]
  const { rows } = await pool.query<KnownKey & EnteredRow>(
    `select k.id, k."referenceId", k.permissions, k.metadata::jsonb ->> 'workspaceId' as workspace, k."lastRequest", p.name, p.email ${enters?.columns ?? ''}
     from identity.apikey k join identity.person p on p.id = k."referenceId" ${enters?.join ?? ''}
     where k.key = $1 and k.enabled and (k."expiresAt" is null or k."expiresAt" > $2)`,
    enters ? [...values, wanted] : values,
  )
  const [key] = rows
  if (!key?.workspace) return null
  if (key.lastRequest === null || clock.millis() - Date.parse(key.lastRequest) > 60_000)
    await pool.query('update identity.apikey set "lastRequest" = $2 where id = $1', [key.id, clock.now()])
  const entered = wanted === undefined ? {} : { entered: toEntered(wanted, key), head: key.head }
  return { personId: key.referenceId, via: 'key', scope: scopeIn(key.permissions), workspaceId: key.workspace, name: key.name, email: key.email, ...entered }
}

/** The living keys of a workspace, of one person or of all, the newest first. */
export async function listKeys(
  { pool, clock }: SessionParts,
  { workspaceId, personId }: { readonly workspaceId: string; readonly personId?: string },
): Promise<KeyView[]> {
  const { rows } = await pool.query<KeyRow>(
    `select id, name, "referenceId", start, permissions, "createdAt", "expiresAt", "lastRequest" from identity.apikey
     where metadata::jsonb ->> 'workspaceId' = $1 and ($2::uuid is null or "referenceId" = $2) and "expiresAt" > $3 order by "createdAt" desc, id`,
    [workspaceId, personId ?? null, clock.now()],
  )
  return rows.map(({ id, name, referenceId, start, permissions, createdAt, expiresAt, lastRequest }) => ({
    id,
    name,
    personId: referenceId,
    workspaceId,
    scope: scopeIn(permissions),
    start,
    createdAt,
    expiresAt,
    lastUsedAt: lastRequest,
  }))
}

/** Ends a key of this workspace at once; false when there is none of this id. */
export async function revokeKey({ pool }: SessionParts, { workspaceId, id }: { readonly workspaceId: string; readonly id: string }): Promise<boolean> {
  const { rowCount } = await pool.query(`delete from identity.apikey where id::text = $1 and metadata::jsonb ->> 'workspaceId' = $2`, [id, workspaceId])
  return rowCount > 0
}

type KeyRow = {
  id: string
  name: string
  referenceId: string
  start: string
  permissions: string
  createdAt: string
  expiresAt: string
  lastRequest: string | null
}

type KnownKey = Pick<KeyRow, 'id' | 'referenceId' | 'permissions'> & { workspace: string | null; lastRequest: string | null; name: string; email: string }

const scopeIn = (permissions: unknown): 'read' | 'write' => (JSON.stringify(permissions).includes('write') ? 'write' : 'read')
