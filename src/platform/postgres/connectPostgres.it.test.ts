import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '#test/support/postgres.ts'
import { asLogin, connectPostgres, withClient } from './connectPostgres.ts'
import { assertHarmless } from './roles.ts'

let db: TestDatabase
let home: string
beforeAll(async () => {
  db = await cloneDatabase()
  home = mkdtempSync(join(tmpdir(), 'throughline-connect-'))
})
afterAll(async () => {
  await db.drop()
  rmSync(home, { recursive: true, force: true })
})

test('two URLs, one for serving and one for owning, are enough', async () => {
  const postgres = await connectPostgres({ databaseUrl: db.urls.app, ownerUrl: db.urls.owner })
  await postgres.owner.query('create table jobs.one (id int)')
  await postgres.app.query('insert into jobs.one values (1)')
  expect((await postgres.app.query('select id from jobs.one')).rows).toEqual([{ id: 1 }])
  expect(postgres.durability).toBe('power-loss')
  await postgres.close()
})

test('a superuser may not serve', async () => {
  const serving = connectPostgres({ databaseUrl: db.urls.admin, ownerUrl: db.urls.owner })
  await expect(serving).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('is a superuser') })
})

test('the owner may not serve', async () => {
  const serving = connectPostgres({ databaseUrl: db.urls.owner, ownerUrl: db.urls.owner })
  await expect(serving).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('owns tables') })
})

test.each([
  ['bypassrls', 'bypasses row-level security'],
  ['createrole', 'may create roles'],
  ['in role pg_read_all_data', 'is a member of another role'],
  ['', 'is not throughline_app'],
])('a login made with “%s” may not serve', async (attributes, why) => {
  const name = `odd_${inject('postgres').prefix}${attributes.replaceAll(' ', '_')}`
  await withClient(db.urls.admin, (client) => client.query(`create role ${name} login password 'odd' ${attributes}`))
  try {
    await expect(withClient(asLogin(db.urls.admin, name, 'odd'), assertHarmless)).rejects.toMatchObject({ message: expect.stringContaining(why) })
  } finally {
    await withClient(db.urls.admin, (client) => client.query(`drop role ${name}`))
  }
})

test('logins that another installation uses are not taken over', async () => {
  const connecting = connectPostgres({ databaseUrl: db.urls.admin, home })
  await expect(connecting).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining('throughline_owner') })
})

test('a wrong password, a missing database and a dead server are each told in words without the password', async () => {
  const url = (text: string) => connectPostgres({ databaseUrl: text, ownerUrl: text })
  await expect(url(asLogin(db.urls.app, 'throughline_app', 'guess'))).rejects.toMatchObject({ kind: 'refused', message: expect.not.stringContaining('guess') })
  await expect(url(db.urls.app.replace(/\/test_\w+/, '/no_such_database'))).rejects.toMatchObject({
    kind: 'missing',
    message: expect.stringContaining('no_such_database'),
  })
  await expect(url('postgres://a:guess@127.0.0.1:1/x')).rejects.toMatchObject({ kind: 'unavailable', message: expect.stringContaining('127.0.0.1:1') })
})
