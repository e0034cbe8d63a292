import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '#test/support/postgres.ts'
import { integer, object, ref, text, type Noun } from '#kernel'
import * as facts from '#facts'
import * as metrics from '#metrics'
import * as objects from '#objects'
import { readCatalog } from '#platform/postgres/catalog.ts'
import { migrate } from '#platform/postgres/migrate.ts'
import type { Pool } from '#platform/postgres/pool.ts'
import { registry } from '../registry.ts'
import { desiredTables, diffTables, tableOf, type Table } from './ddl.ts'

const folder = join(import.meta.dirname, '../migrations')
const migrations = readdirSync(folder).map((name) => ({ name, sql: readFileSync(join(folder, name), 'utf8') }))
const words = registry(objects, facts, metrics)
const recordTables = ['chain', 'change', 'counter', 'idempotency', 'outbox', 'said']

let db: TestDatabase
beforeAll(async () => {
  db = await cloneDatabase({ name: 'migrations', build: (owner) => migrate(owner, migrations) })
})
afterAll(() => db.drop())

const rowsOf = async <R extends Record<string, unknown>>(sql: string): Promise<R[]> => (await db.owner.query<R>(sql)).rows
const catalog = (of: Pool = db.owner): Promise<Table[]> => of.read({ workspace: null }, (tx) => readCatalog(tx, 'app'))

describe('the migrations', () => {
  test('give exactly what the definitions want', async () => {
    const have = (await catalog()).filter(({ name }) => !recordTables.includes(name))
    expect(diffTables(have, desiredTables(words))).toEqual({ sql: [], lossy: [] })
    expect(have.map(({ name }) => name).toSorted()).toEqual([...words.nouns.keys()].map(tableOf).toSorted())
  })

  test('run once, and refuse a step that changed or that only a newer version knows', async () => {
    expect(await migrate(db.owner, migrations)).toEqual([])
    const changed = migrations.map((step, index) => (index === 0 ? { ...step, sql: `${step.sql} ` } : step))
    await expect(migrate(db.owner, changed)).rejects.toMatchObject({ kind: 'unavailable', message: 'The step 0001-record.sql has changed since it ran.' })
    await expect(migrate(db.owner, migrations.slice(1))).rejects.toMatchObject({ message: expect.stringContaining('used by a newer version') })
  })
})

describe('every table of a workspace', () => {
  test('forces row security, with the one policy and no other', async () => {
    const tables = await rowsOf<{ name: string; on: boolean; forced: boolean; policies: string[]; roles: boolean; uses: string; checks: string }>(`
      select c.relname as name, c.relrowsecurity as "on", c.relforcerowsecurity as forced, array_agg(p.polname::text) as policies,
        bool_and(p.polroles = '{0}' and p.polcmd = '*' and p.polpermissive) as roles, min(pg_get_expr(p.polqual, c.oid)) as uses, min(pg_get_expr(p.polwithcheck, c.oid)) as checks
      from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_policy p on p.polrelid = c.oid
      where n.nspname = 'app' and c.relkind in ('r', 'p') group by 1, 2, 3`)
    expect(tables.map(({ name }) => name).toSorted()).toEqual([...recordTables, ...[...words.nouns.keys()].map(tableOf)].toSorted())
    const rule = `(workspace_id = ( SELECT (NULLIF(current_setting('app.workspace'::text, true), ''::text))::uuid AS "nullif"))`
    for (const { name, ...rest } of tables)
      expect({ name, ...rest }).toEqual({ name, on: true, forced: true, policies: ['workspace'], roles: true, uses: rule, checks: rule })
  })

  test('starts its primary key, its unique indexes and its references with the workspace', async () => {
    const indexes = await rowsOf<{ name: string; columns: string[] }>(`
      select i.relname as name, array_agg(a.attname::text order by k.place) as columns
      from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = c.relnamespace,
        unnest(x.indkey::int[]) with ordinality as k (number, place) join pg_attribute a on a.attnum = k.number
      where a.attrelid = c.oid and n.nspname = 'app' and (x.indisunique or x.indisprimary) group by 1`)
    expect(indexes.length).toBeGreaterThan(60)
    for (const { name, columns } of indexes) expect([name, columns[0]]).toEqual([name, 'workspace_id'])
    const without = await rowsOf(
      `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'app' and c.relkind = 'r' and not exists (select from pg_index x where x.indrelid = c.oid and x.indisprimary)`,
    )
    expect(without).toEqual([])
    const references = await rowsOf<{ name: string; text: string }>(
      `select conname as name, pg_get_constraintdef(oid) as text from pg_constraint where contype = 'f' and connamespace = 'app'::regnamespace`,
    )
    expect(references.length).toBeGreaterThan(20)
    for (const { text: says } of references)
      expect(says).toMatch(/^FOREIGN KEY \(workspace_id, "?\w+"?\) REFERENCES app\.\w+\(workspace_id, id\) DEFERRABLE INITIALLY DEFERRED$/)
  })

  test('gives the serving login the rights that it needs and no more', async () => {
    const granted = await rowsOf<{ name: string; rights: string }>(`
      select table_name as name, string_agg(privilege_type, ' ' order by privilege_type) as rights from information_schema.role_table_grants
      where table_schema = 'app' and grantee = 'throughline_app' group by 1`)
    const whole = 'DELETE INSERT SELECT UPDATE'
    const special: Record<string, string> = { change: 'INSERT SELECT', confirmed: whole, idempotency: whole, outbox: whole }
    expect(Object.fromEntries(granted.map(({ name, rights }) => [name, rights]))).toEqual(
      Object.fromEntries((await catalog()).map(({ name }) => [name, special[name] ?? 'INSERT SELECT UPDATE'])),
    )
    const others = await rowsOf(
      `select table_name, grantee from information_schema.role_table_grants where table_schema = 'app' and grantee not in ('throughline_app', 'throughline_owner')`,
    )
    expect(others).toEqual([])
  })
})

test('the serving login owns nothing, bypasses nothing, and no function lends it another’s rights', async () => {
  const owned = await rowsOf(`
    select c.relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = 'throughline_app' union all
    select p.proname from pg_proc p join pg_roles r on r.oid = p.proowner where r.rolname = 'throughline_app' union all
    select n.nspname from pg_namespace n join pg_roles r on r.oid = n.nspowner where r.rolname = 'throughline_app'`)
  expect(owned).toEqual([])
  expect(await rowsOf(`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles where rolname = 'throughline_app'`)).toEqual([
    { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false },
  ])
  const functions = `from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('app', 'identity', 'jobs')`
  expect(await rowsOf(`select proname ${functions} and prosecdef`)).toEqual([])
  expect(
    await rowsOf(
      `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'app' and c.relkind in ('v', 'm') and not coalesce('security_invoker=true' = any(c.reloptions), false)`,
    ),
  ).toEqual([])
})

describe('a difference', () => {
  const noun = (more: Partial<Noun['fields']> = {}, unique: string[][] = []): Noun => ({
    ...object('thing', { says: 'A thing.', key: 'THG', chapter: 'toys', title: 'name', fields: { name: text({ required: true }), ...more } }),
    unique,
  })
  const other = object('order', {
    says: 'Has a name that SQL uses.',
    key: 'ORD',
    chapter: 'toys',
    title: 'name',
    fields: { name: text(), from: ref('thing'), user: text() },
  })
  const wanted = (...nouns: Noun[]) => desiredTables(registry(Object.fromEntries(nouns.map((each) => [each.noun, { [each.noun]: each }])), {}, {}))

  /** What the diff's SQL makes of the database, as the catalog shows it. */
  async function after(have: Table[], want: Table[]): Promise<Table[]> {
    const { sql, lossy } = diffTables(have, want)
    expect(lossy).toEqual([])
    if (sql.length > 0) await db.owner.query(sql.join('\n'))
    return (await catalog()).filter(({ name }) => want.some((table) => table.name === name))
  }

  test('is written as SQL that leads there, step by step, and then there is none', async () => {
    const steps = [
      wanted(noun()),
      wanted(noun({ size: integer() }), other),
      wanted(noun({ size: integer(), from: ref('order') }, [['name', 'from']]), other),
      wanted(
        {
          ...noun({ size: integer(), from: ref('order') }, [['name', 'from']]),
          fields: { ...noun({ size: integer(), from: ref('order') }).fields, name: text() },
        },
        other,
      ),
    ]
    let have: Table[] = []
    for (const want of steps) {
      have = await after(have, want)
      expect(diffTables(have, want)).toEqual({ sql: [], lossy: [] })
    }
  })

  test('that would lose something, or that rows could not follow, is named and not written', () => {
    const have = wanted(noun({ size: integer(), old: text() }, [['name']]), other)
    const lossy = (want: Table[]) => diffTables(have, want)
    expect(lossy(wanted(noun({ size: integer(), old: text() }, [['name']]))).lossy).toEqual(['table app.order is in the database and in no definition'])
    const want = wanted(noun({ size: text(), must: text({ required: true }) }), {
      ...other,
      fields: { ...other.fields, name: text({ required: true }), from: ref('order') },
    })
    expect(lossy(want)).toEqual({
      sql: [],
      lossy: [
        'app.thing.size is bigint, the definition says text',
        'app.thing.must is required, and existing rows have no value for it',
        'app.thing.old is in no definition',
        'thing_name_unique of app.thing is in no definition',
        'app.order.name becomes required',
        expect.stringMatching(/^order_from_fkey of app\.order is “FOREIGN KEY .* app\.thing\(.*”, the definition says “FOREIGN KEY .* app\."order"\(/),
      ],
    })
  })
})
