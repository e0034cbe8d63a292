import { createHash, randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { withClient } from '#platform/postgres/connectPostgres.ts'
import { createPool, type Pool } from '#platform/postgres/pool.ts'
import { makeSchemas, openDatabase } from '#platform/postgres/roles.ts'
import { inDatabase } from './testServer.ts'

/** A database of this test's own, seen by the two logins as in production. */
export interface TestDatabase {
  readonly app: Pool
  readonly owner: Pool
  /** URLs for tests that connect by themselves; `admin` is a superuser. */
  readonly urls: { readonly app: string; readonly owner: string; readonly admin: string }
  /** Closes the pools and removes the database. */
  drop(): Promise<void>
}

/** What a template holds: built once per run by the first test that asks, then copied (some 60 ms). */
export interface Template {
  readonly name: string
  readonly build: (owner: Pool) => Promise<unknown>
}

/** Copies the template, or makes a database with only the empty schemas app, identity and jobs. */
export async function cloneDatabase(template: Template = { name: 'empty', build: async () => undefined }): Promise<TestDatabase> {
  const server = inject('postgres')
  const source = await builtTemplate(template)
  const name = `${server.prefix}${randomBytes(6).toString('hex')}`
  await withClient(server.admin, async (client) => {
    await client.query(`create database ${name} template ${source}`)
    await openDatabase(client, name)
  })
  const urls = { app: inDatabase(server.app, name), owner: inDatabase(server.owner, name), admin: inDatabase(server.admin, name) }
  const [app, owner] = [createPool(urls.app, { max: 4 }), createPool(urls.owner, { max: 2, isMigrating: true })]
  const drop = async (): Promise<void> => {
    await Promise.all([app.close(), owner.close()])
    await withClient(server.admin, (client) => client.query(`drop database ${name} with (force)`))
  }
  return { app, owner, urls, drop }
}

/** Test files run at once: an advisory lock lets one of them build, while the others wait and then find it. */
async function builtTemplate({ name, build }: Template): Promise<string> {
  const server = inject('postgres')
  const database = `${server.prefix}template_${createHash('sha256').update(name).digest('hex').slice(0, 8)}`
  await withClient(server.admin, async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [database])
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
    if (rowCount) return
    await client.query(`create database ${database}_new`)
    await openDatabase(client, `${database}_new`)
    await withClient(inDatabase(server.owner, `${database}_new`), makeSchemas)
    const owner = createPool(inDatabase(server.owner, `${database}_new`), { max: 2, isMigrating: true })
    await build(owner).finally(() => owner.close())
    await client.query(`alter database ${database}_new rename to ${database}`)
  })
  return database
}
