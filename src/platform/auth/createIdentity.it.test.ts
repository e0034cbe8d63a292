import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '#test/support/postgres.ts'
import { setClock } from '../clock.ts'
import { createIdentity, type Identity, type IdentityOptions } from './createIdentity.ts'
import { migrateIdentity } from './migrateIdentity.ts'
import { credentialKinds, harmlessTables } from './revokePrincipal.ts'
import type { Visitor } from './sessions.ts'
import { createThrottle } from './throttle.ts'

const password = 'quiet harbour lights'
const vera = { name: 'Vera Lindqvist', email: 'vera@harborlight.example' }
const office: Visitor = { network: '203.0.113.7', userAgent: 'a browser' }
const workspace = '0198c0de-0000-7000-8000-000000000001'
const member = '0198c0de-0000-7000-8000-0000000000aa'
const hour = 3_600_000

let database: TestDatabase
let clock = setClock(new Date().toISOString())
let identity: Identity

beforeAll(async () => {
  database = await cloneDatabase({ name: 'identity', build: migrateIdentity })
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.app.query('delete from identity.person')
  await database.app.query('delete from identity.link')
  clock = setClock(new Date().toISOString())
  identity = identityWith({})
})

const identityWith = (options: Partial<IdentityOptions>): Identity =>
  createIdentity({ pool: database.app, secret: 's'.repeat(43), baseUrl: 'http://localhost:4400', clock, ...options })

/** What a browser sends back of a Set-Cookie. */
const sent = (setCookie: string): Headers => new Headers({ cookie: setCookie.split(';')[0] ?? '' })
const bearer = (key: string): Headers => new Headers({ authorization: `Bearer ${key}` })
const veraSignsIn = async () => {
  const person = (await identity.personByEmail(vera.email)) ?? (await identity.createPerson({ ...vera, password }))
  const { cookie } = await identity.signIn({ email: vera.email, password }, office)
  const principal = await identity.authenticate(sent(cookie))
  if (!principal) throw new Error('Vera is not signed in.')
  return { person, cookie, headers: sent(cookie), principal }
}

describe('passwords and sessions', () => {
  test('the right password opens a session that names its person, however the address is written', async () => {
    const { person } = await veraSignsIn()
    const { cookie } = await identity.signIn({ email: '  Vera@HarborLight.example ', password }, office)
    expect(await identity.authenticate(sent(cookie))).toEqual({ personId: person.id, via: 'session', scope: 'write', ...vera })
  })

  test('on http://localhost the cookie is plain; on https it is bound to the host, and never readable by scripts', async () => {
    const { cookie } = await veraSignsIn()
    expect(cookie).toMatch(/^throughline=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/)
    const secure = await identityWith({ baseUrl: 'https://throughline.harborlight.example' }).signIn({ email: vera.email, password }, office)
    expect(secure.cookie).toMatch(/^__Host-throughline=/)
    expect(secure.cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(secure.cookie).not.toMatch(/Domain/i)
  })

  test('an unknown address, a wrong password, a person without one and no address at all get the same answer', async () => {
    await identity.createPerson({ ...vera, password })
    await identity.createPerson({ name: 'Mina Osei', email: 'mina@harborlight.example' })
    const tries = [vera.email, 'nobody@harborlight.example', 'mina@harborlight.example', 'not an address', "'; drop table person; --"]
    const answers = await Promise.all(
      tries.map((email) => identity.signIn({ email, password: 'a wrong password' }, office).catch((error: unknown) => JSON.stringify([String(error), error]))),
    )
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('bad-credentials')
  })

  test('an unknown address takes as long as a wrong password', async () => {
    const open = identityWith({ throttle: { attempt: () => undefined, forgive: () => undefined } })
    await open.createPerson({ ...vera, password })
    const millisOf = async (email: string): Promise<number> => {
      const start = performance.now()
      await open.signIn({ email, password: 'a wrong password' }, office).catch(() => undefined)
      return performance.now() - start
    }
    const times: Record<'known' | 'unknown' | 'shapeless', number[]> = { known: [], unknown: [], shapeless: [] }
    for (let round = 0; round < 11; round += 1) {
      times.known.push(await millisOf(vera.email))
      times.unknown.push(await millisOf('nobody@harborlight.example'))
      times.shapeless.push(await millisOf('nobody'))
    }
    const median = (list: number[]): number => [...list].sort((a, b) => a - b)[5] ?? 0
    const [known, unknown, shapeless] = [median(times.known), median(times.unknown), median(times.shapeless)]
    for (const other of [unknown, shapeless]) {
      expect(other / known).toBeGreaterThan(0.5)
      expect(other / known).toBeLessThan(2)
    }
  })

  test('guessing is slowed by account and by network, whether the account exists or not, and a success forgives', async () => {
    await identity.createPerson({ ...vera, password })
    const guess = (email: string, network: string) =>
      identity.signIn({ email, password: 'a wrong password' }, { network }).then(String, (error: unknown) => JSON.stringify(error))
    for (const email of [vera.email, 'nobody@harborlight.example']) {
      const answers = await Promise.all(Array.from({ length: 12 }, () => guess(email, '198.51.100.9')))
      expect(answers.filter((answer) => answer.includes('bad-credentials'))).toHaveLength(8)
      expect(answers.filter((answer) => answer.includes('too-many-attempts'))).toHaveLength(4)
    }
    await expect(identity.signIn({ email: vera.email, password }, { network: '198.51.100.9' })).rejects.toThrow('Too many attempts')
    expect((await identity.signIn({ email: vera.email, password }, office)).personId).toBeTruthy()
    clock.advance(16 * 60_000)
    expect((await identity.signIn({ email: vera.email, password }, { network: '198.51.100.9' })).personId).toBeTruthy()
  })

  test('a session ends after 12 idle hours, not while it is used, and after 30 days in any case', async () => {
    const idle = await veraSignsIn()
    clock.advance(12.1 * hour)
    expect(await identity.authenticate(idle.headers)).toBeNull()
    const { rows } = await database.app.query('select id from identity.session')
    expect(rows).toEqual([])
    clock = setClock(new Date().toISOString())
    identity = identityWith({})
    const busy = await veraSignsIn()
    for (let day = 0; day < 59; day += 1) {
      clock.advance(12 * hour - 1000)
      expect(await identity.authenticate(busy.headers), `half day ${day}`).not.toBeNull()
    }
    clock.advance(11.9 * hour)
    clock.advance(60_000 * 10)
    expect(await identity.authenticate(busy.headers)).toBeNull()
  })

  test('signing in clears away sessions that ended by themselves', async () => {
    await veraSignsIn()
    await database.app.query(`update identity.session set "updatedAt" = now() - interval '13 hours'`)
    await veraSignsIn()
    expect((await database.app.query('select id from identity.session')).rowCount).toBe(1)
  })

  test('signing out ends this session; signing out everywhere ends all', async () => {
    const [first, second, third] = [await veraSignsIn(), await veraSignsIn(), await veraSignsIn()]
    const { cookie } = await identity.signOut(first.headers)
    expect(cookie).toMatch(/^throughline=; Max-Age=0/)
    expect(await identity.authenticate(first.headers)).toBeNull()
    expect(await identity.authenticate(second.headers)).not.toBeNull()
    expect(await identity.signOutEverywhere(second.person.id)).toBe(2)
    expect(await identity.authenticate(second.headers)).toBeNull()
    expect(await identity.authenticate(third.headers)).toBeNull()
  })

  test('changing the password needs the current one, ends every session and opens a new one', async () => {
    const { person, headers } = await veraSignsIn()
    await expect(identity.setPassword({ personId: person.id, current: 'not this one', next: 'another long one' }, office)).rejects.toThrow('not right')
    await expect(identity.setPassword({ personId: person.id, current: password, next: 'short' }, office)).rejects.toThrow('shorter than 10')
    expect(await identity.authenticate(headers)).not.toBeNull()
    const { cookie } = await identity.setPassword({ personId: person.id, current: password, next: 'another long one' }, office)
    expect(await identity.authenticate(headers)).toBeNull()
    expect(await identity.authenticate(sent(cookie))).toMatchObject({ personId: person.id })
    await expect(identity.signIn({ email: vera.email, password }, office)).rejects.toThrow('not right')
  })

  test('a password is kept as salted scrypt, and one address belongs to one person', async () => {
    await identity.createPerson({ ...vera, password })
    await identity.createPerson({ name: 'Ines Falk', email: 'ines@harborlight.example', password })
    const { rows } = await database.app.query<{ password: string }>('select password from identity.credential')
    expect(new Set(rows.map((row) => row.password)).size).toBe(2)
    for (const row of rows) expect(row.password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/)
    await expect(identity.createPerson({ name: 'Vera again', email: 'VERA@harborlight.example' })).rejects.toThrow('belongs to somebody')
  })
})

describe('a copy of the database', () => {
  test('opens nothing: neither tokens, hashes nor a cookie signed with another secret', async () => {
    const { principal, cookie } = await veraSignsIn()
    await identity.createKey(principal, { workspaceId: workspace, name: 'Warehouse', scope: 'read' })
    const token = await identity.issueLink({ kind: 'signin', workspace, member, person: principal.personId, expiresIn: 60 })
    const { rows: texts } = await database.app.query<{ text: string }>(
      'select token as text from identity.session union select key from identity.apikey union select hash from identity.link union select password from identity.credential',
    )
    expect(texts).toHaveLength(4)
    const stolen = identityWith({ secret: 'x'.repeat(43) })
    const forged = await stolen.redeemLink(token, {}, office)
    for (const { text } of texts) {
      const tries = [
        new Headers({ cookie: `throughline=${text}` }),
        new Headers({ cookie: `throughline=${text}.${'A'.repeat(43)}%3D` }),
        bearer(text),
        bearer(`tl_${text}`),
      ]
      for (const headers of tries) expect(await identity.authenticate(headers)).toBeNull()
      expect(await identity.peekLink(text)).toBeNull()
    }
    expect(await identity.authenticate(sent(forged.cookie))).toBeNull()
    expect(await identity.authenticate(sent(cookie))).not.toBeNull()
    const altered = (cookie.split(';')[0] ?? '').replace(/=(.)/, (_, first: string) => `=${first === 'a' ? 'b' : 'a'}`)
    expect(await identity.authenticate(new Headers({ cookie: altered }))).toBeNull()
  })
})

describe('one-time links', () => {
  test('the first owner comes in without a password, and sets one later', async () => {
    const token = await identity.issueLink({ kind: 'owner', workspace, member, email: vera.email, name: vera.name, expiresIn: 3600 })
    expect(await identity.peekLink(token)).toEqual({ state: 'open', kind: 'owner', workspace, member, ...vera, isKnown: false })
    const opened = await identity.redeemLink(token, {}, office)
    expect(opened).toMatchObject({ kind: 'owner', workspace, member, isNew: true, ...vera })
    expect(await identity.authenticate(sent(opened.cookie))).toMatchObject({ personId: opened.personId, ...vera })
    await expect(identity.signIn({ email: vera.email, password }, office)).rejects.toThrow('not right')
    await identity.setPassword({ personId: opened.personId, next: password }, office)
    expect((await identity.signIn({ email: vera.email, password }, office)).personId).toBe(opened.personId)
  })

  test('a link works once, even for twenty at the same moment, and not after its time', async () => {
    const token = await identity.issueLink({ kind: 'owner', workspace, member, email: vera.email, expiresIn: 3600 })
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => identity.redeemLink(token, {}, office)))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(identity.redeemLink(token, {}, office)).rejects.toThrow('used already')
    expect(await identity.peekLink(token)).toMatchObject({ state: 'used' })
    const late = await identity.issueLink({ kind: 'owner', workspace, member, expiresIn: 60 })
    clock.advance(60_000)
    await expect(identity.redeemLink(late, {}, office)).rejects.toThrow('expired')
    await expect(identity.redeemLink('no such link', {}, office)).rejects.toThrow('not known')
  })

  test('an invitation keeps its address and asks for a password; a mistake does not use it up', async () => {
    const token = await identity.issueLink({ kind: 'invitation', workspace, member, email: 'Dana@Harborlight.example', name: 'Dana Whitlock', expiresIn: 3600 })
    await expect(identity.redeemLink(token, {}, office)).rejects.toThrow('Choose a password')
    await expect(identity.redeemLink(token, { password: 'short' }, office)).rejects.toThrow('shorter than 10')
    const opened = await identity.redeemLink(token, { email: 'other@harborlight.example', name: 'Dana W.', password }, office)
    expect(opened).toMatchObject({ isNew: true, name: 'Dana W.', email: 'dana@harborlight.example' })
  })

  test('a link to the address of an existing account does not open that account without its proof', async () => {
    const { person, headers } = await veraSignsIn()
    const stranger = await identity.createPerson({ name: 'Stranger', email: 'stranger@harborlight.example', password })
    const { cookie } = await identity.signIn({ email: stranger.email, password }, office)
    const invite = () => identity.issueLink({ kind: 'invitation', workspace, member, email: vera.email, expiresIn: 3600 })
    const token = await invite()
    expect(await identity.peekLink(token)).toMatchObject({ isKnown: true })
    await expect(identity.redeemLink(token, {}, office)).rejects.toThrow('has an account')
    await expect(identity.redeemLink(token, { password: 'chosen by the thief' }, office)).rejects.toThrow('not right')
    await expect(identity.redeemLink(token, {}, office, sent(cookie))).rejects.toThrow('has an account')
    expect(await identity.redeemLink(token, {}, office, headers)).toMatchObject({ personId: person.id, isNew: false })
    expect(await identity.redeemLink(await invite(), { password }, office)).toMatchObject({ personId: person.id, isNew: false })
  })

  test('only the hash of a token is kept', async () => {
    const token = await identity.issueLink({ kind: 'owner', workspace, member, expiresIn: 60 })
    const { rows } = await database.app.query<{ hash: string }>('select hash from identity.link')
    expect(rows).toEqual([{ hash: createHash('sha256').update(token).digest('hex') }])
  })
})

describe('API keys', () => {
  test('a key names its person, workspace and scope, lasts 90 days, and its use is noted', async () => {
    const { principal } = await veraSignsIn()
    const { key, id, expiresAt } = await identity.createKey(principal, { workspaceId: workspace, name: 'Warehouse', scope: 'read' })
    expect(key).toMatch(/^tl_[0-9A-Za-z]{46}$/)
    expect(Math.round((Date.parse(expiresAt) - clock.millis()) / (24 * hour))).toBe(90)
    expect(await identity.listKeys({ workspaceId: workspace })).toMatchObject([
      { id, name: 'Warehouse', scope: 'read', lastUsedAt: null, start: key.slice(0, 8), personId: principal.personId },
    ])
    expect(await identity.authenticate(bearer(key))).toEqual({ personId: principal.personId, via: 'key', scope: 'read', workspaceId: workspace, ...vera })
    const [used] = await identity.listKeys({ workspaceId: workspace })
    expect(Date.parse(used?.lastUsedAt ?? '')).toBeGreaterThan(clock.millis() - hour)
    const write = await identity.createKey(principal, { workspaceId: workspace, name: 'Import', scope: 'write', days: 1 })
    expect(await identity.authenticate(bearer(write.key))).toMatchObject({ scope: 'write' })
  })

  test('a key cannot make keys, and does not hide behind a good cookie when it is bad', async () => {
    const { principal, headers } = await veraSignsIn()
    const { key } = await identity.createKey(principal, { workspaceId: workspace, name: 'Warehouse', scope: 'write' })
    const asKey = await identity.authenticate(bearer(key))
    if (!asKey) throw new Error('The key is refused.')
    await expect(identity.createKey(asKey, { workspaceId: workspace, name: 'Second', scope: 'write' })).rejects.toThrow('cannot make API keys')
    headers.set('authorization', 'Bearer tl_wrong')
    expect(await identity.authenticate(headers)).toBeNull()
  })

  test('a key is revoked by its own workspace only, and is dead at once; an expired one is dead too', async () => {
    const { principal } = await veraSignsIn()
    const made = await identity.createKey(principal, { workspaceId: workspace, name: 'Warehouse', scope: 'read' })
    expect(await identity.revokeKey({ workspaceId: member, id: made.id })).toBe(false)
    expect(await identity.listKeys({ workspaceId: member })).toEqual([])
    expect(await identity.revokeKey({ workspaceId: workspace, id: made.id })).toBe(true)
    expect(await identity.authenticate(bearer(made.key))).toBeNull()
    expect(await identity.revokeKey({ workspaceId: workspace, id: 'no id' })).toBe(false)
    const old = await identity.createKey(principal, { workspaceId: workspace, name: 'Old', scope: 'read' })
    await database.app.query(`update identity.apikey set "expiresAt" = $2 where id = $1`, [old.id, new Date(clock.millis() - 1000)])
    expect(await identity.authenticate(bearer(old.key))).toBeNull()
    for (const days of [0, 367, 1.5])
      await expect(identity.createKey(principal, { workspaceId: workspace, name: 'Odd', scope: 'read', days })).rejects.toThrow('1 to 366')
  })
})

describe('revoking a principal', () => {
  test('ends every session, key and link of that person within the call, and of nobody else', async () => {
    const { person, headers, principal } = await veraSignsIn()
    const second = await veraSignsIn()
    const { key } = await identity.createKey(principal, { workspaceId: workspace, name: 'Warehouse', scope: 'write' })
    const link = await identity.issueLink({ kind: 'signin', workspace, member, person: person.id, expiresIn: 3600 })
    await identity.createPerson({ name: 'Ines Falk', email: 'ines@harborlight.example', password })
    const ines = await identity.signIn({ email: 'ines@harborlight.example', password }, office)
    expect(await identity.revokePrincipal(person.id)).toEqual({ session: 2, key: 1, link: 1 })
    for (const dead of [headers, second.headers, bearer(key)]) expect(await identity.authenticate(dead)).toBeNull()
    await expect(identity.redeemLink(link, {}, office)).rejects.toThrow('not known')
    expect(await identity.authenticate(sent(ines.cookie))).not.toBeNull()
  })

  test('every table that names a person is a kind of credential that is revoked, or is listed as harmless', async () => {
    const { rows } = await database.owner.query<{ table: string; column: string }>(`
      select c.relname as table, a.attname as column from pg_constraint k
      join pg_class c on c.oid = k.conrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = any (k.conkey)
      where k.contype = 'f' and k.confrelid = 'identity.person'::regclass`)
    const joined = Object.values(credentialKinds).map(({ table, person }) => `${table}.${person.replaceAll('"', '')}`)
    expect(
      rows
        .map(({ table, column }) => `${table}.${column}`)
        .filter((one) => !harmlessTables.some((table) => one.startsWith(`${table}.`)))
        .sort(),
    ).toEqual([...joined].sort())
  })
})

describe('the schema', () => {
  test('migrating again changes nothing, and a changed or unknown migration is refused', async () => {
    const other = await cloneDatabase({ name: 'identity', build: migrateIdentity })
    try {
      await migrateIdentity(other.owner)
      await other.owner.query(`update identity.migration set sha256 = 'changed'`)
      await expect(migrateIdentity(other.owner)).rejects.toThrow('has changed since it was run')
      await other.owner.query(`insert into identity.migration values ('999-later.sql', 'x')`)
      await expect(migrateIdentity(other.owner)).rejects.toThrow('newer version')
    } finally {
      await other.drop()
    }
  })

  test('the throttle counts a household of IPv6 as one, and the serving login owns no table', async () => {
    const throttle = createThrottle(clock, { windowMinutes: 15, perPair: 100, perAccount: 100, perNetwork: 3 })
    for (const address of ['2001:db8::1', '2001:db8:0:0:ffff::2', '2001:db8::3']) throttle.attempt(address, address)
    expect(() => throttle.attempt('another', '2001:db8::4')).toThrow('Too many')
    expect(() => throttle.attempt('another', '2001:db8:0:1::4')).not.toThrow()
    await expect(database.app.query('drop table identity.session')).rejects.toThrow('must be owner')
  })
})
