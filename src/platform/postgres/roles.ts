import type pg from 'pg'
import { Problem } from '#kernel'

/** The two logins: `throughline_owner` owns and migrates, `throughline_app` serves; it owns nothing and bypasses nothing. */
export const roles = { owner: 'throughline_owner', app: 'throughline_app' } as const
export const schemas = ['app', 'identity', 'jobs'] as const

export type Passwords = { readonly owner: string; readonly app: string }

/** Makes the logins, or gives them these passwords. `client` must be allowed to create roles. */
export async function makeRoles(client: pg.Client, passwords: Passwords): Promise<void> {
  for (const [kind, name] of Object.entries(roles)) {
    const password = client.escapeLiteral(kind === 'owner' ? passwords.owner : passwords.app)
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name])
    if (rowCount === 0) await client.query(`create role ${name} login nosuperuser nobypassrls nocreaterole nocreatedb noinherit password ${password}`)
    else await client.query(`alter role ${name} password ${password}`)
    await client.query(`alter role ${name} set timezone = 'UTC'`)
  }
}

/** Lets the owner build in this database. Nobody gets temporary tables there: the serving login is to own nothing (only the database's owner can forbid it; others get a warning). */
export async function openDatabase(client: pg.Client, database: string): Promise<void> {
  const name = client.escapeIdentifier(database)
  await client.query(`revoke temporary on database ${name} from public`)
  await client.query(`grant connect, create on database ${name} to ${roles.owner}`)
  await client.query(`grant connect on database ${name} to ${roles.app}`)
}

/**
 * Makes the schemas as their owner. Tables of `app` are granted one by one by the migrations that make them (the log may not be altered);
 * those of `identity` and `jobs` come from libraries and are granted as they come.
 */
export async function makeSchemas(client: pg.Client): Promise<void> {
  for (const schema of schemas) {
    await client.query(`create schema if not exists ${schema}`)
    await client.query(`grant usage on schema ${schema} to ${roles.app}`)
    if (schema === 'app') continue
    await client.query(`alter default privileges in schema ${schema} grant select, insert, update, delete on tables to ${roles.app}`)
    await client.query(`alter default privileges in schema ${schema} grant usage, select on sequences to ${roles.app}`)
  }
}

/** Throws a Problem unless this login is harmless: no superuser, no way around row security, no other role, no table of its own. */
export async function assertHarmless(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ login: string; superuser: boolean; bypasses: boolean; creates: boolean; member: boolean; owns: boolean }>(`
    select rolname as login, rolsuper as superuser, rolbypassrls as bypasses, rolcreaterole or rolcreatedb as creates,
      exists (select from pg_auth_members m where m.member = r.oid) as member,
      exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relowner = r.oid and n.nspname !~ '^pg_')
        or exists (select from pg_namespace n where n.nspowner = r.oid)
        or exists (select from pg_database d where d.datdba = r.oid) as owns
    from pg_roles r where rolname = current_user`)
  const found = rows[0]
  if (!found) throw refused('the login', 'is unknown to the server')
  if (found.superuser) throw refused(found.login, 'is a superuser')
  if (found.bypasses) throw refused(found.login, 'bypasses row-level security')
  if (found.creates) throw refused(found.login, 'may create roles or databases')
  if (found.owns) throw refused(found.login, 'owns tables, schemas or databases')
  if (found.member) throw refused(found.login, 'is a member of another role')
  if (found.login !== roles.app) throw refused(found.login, `is not ${roles.app}, the login that migrations grant rights to`)
}

/** PostgreSQL 15 or newer in UTF-8; throws a Problem that says what was found. */
export async function assertSupported(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
  )
  const { version = 0, encoding = '' } = rows[0] ?? {}
  if (version < 150_000)
    throw new Problem('unavailable', `The database runs PostgreSQL ${Math.floor(version / 10_000)}.`, 'Throughline needs PostgreSQL 15 or newer.')
  if (encoding !== 'UTF8') throw new Problem('unavailable', `The database stores text as ${encoding}.`, 'Create it with ENCODING UTF8.')
}

const refused = (login: string, why: string): Problem =>
  new Problem(
    'refused',
    `Throughline does not serve as “${login}”: it ${why}.`,
    'Row-level security must hold for the serving login. Give DATABASE_URL a plain login and DATABASE_OWNER_URL the one that owns the tables.',
  )
