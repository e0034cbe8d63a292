import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inPlace } from '#flows/planning/aside.ts'
import { setClock } from '#platform/clock.ts'
import { restDoor } from '../../src/doors/rest/rest.ts'
import { house as houseOf } from '../../src/house/house.ts'
import { at, baseUrl, testHouse, type Reply, type TestHouse } from './testHouse.ts'
import { invited, keyed, ownerOf, visitor, type Visitor } from './visitor.ts'

/** Views for people without an account, as a reviewer of security would try them: real identity, real rows, a clock that the test moves. */
const clock = setClock(new Date(Date.now() - 20 * 86_400_000).toISOString()) // behind sessions, whose moments are the machine’s
let house: TestHouse
let owner: Visitor
let nobody: Visitor
let ines: { readonly visit: Visitor; readonly member: string }
const bets: Record<string, string> = {}
beforeAll(async () => {
  house = await testHouse({ clock })
  await house.company('harborlight')
  await house.company('rival')
  owner = await ownerOf(house, 'harborlight')
  nobody = visitor(house)
  ines = await invited(house, owner, 'editor', 'Ines Castellano')
  const add = async (name: string, values: object, storied?: object) => {
    const { body, text, status } = await owner('POST', '/api/v1/initiatives', { body: values })
    if (status !== 201) throw new Error(text)
    bets[name] = String(body['id'])
    if (storied) await owner('POST', `/api/v1/initiatives/${bets[name]}/publishStory`, { body: storied })
  }
  const value = { likely: { amount: 987_654, currency: 'USD' } }
  const forecast = { half: '2027-02-10', likely: '2027-03-04' }
  const sso = { title: 'SSO for harbour chains', horizon: 'now', timeframe: '2027-02', confidence: 0.73, owner: ines.member, value, forecast }
  await add('sso', sso, { title: 'Sign in with your own accounts', benefit: 'No other password.', window: '2027-Q1' })
  await add('quay', { title: 'Buy Quayside', horizon: 'later', hypothesis: 'A secret of the board' })
})
afterAll(() => house.stop())

const made = async (
  audience: string,
  more: object = {},
  by: Visitor = ines.visit,
): Promise<{ readonly path: string; readonly row: Reply; readonly id: string }> => {
  const { body, status, text } = await by('POST', '/api/v1/sharing/links', { body: { name: 'Our plan', audience, ...more } })
  if (status !== 201) throw new Error(text)
  const link = String(body['link'])
  expect(link).toMatch(new RegExp(`^${baseUrl}/shared/[\\w-]{43}$`))
  return { path: link.replace(`${baseUrl}/shared/`, '/api/v1/shared/'), row: Object(body['row']), id: String(at(body, 'row', 'id')) }
}
/** What a refusal says, without the number of the request. */
const said = ({ status, text, headers }: Awaited<ReturnType<Visitor>>) => ({
  status,
  body: text.replace(/"request":"[^"]+"/, ''),
  headers: Object.fromEntries([...headers].filter(([name]) => name !== 'date')),
})
const closed = async () => said(await nobody('GET', `/api/v1/shared/${'A'.repeat(43)}`))

describe('a link', () => {
  test('opens without an account, says who shared it, as of when and until when, and is kept by nobody on the way', async () => {
    const { path, row } = await made('squad')
    const { status, body, headers } = await nobody('GET', path)
    expect(status).toBe(200)
    expect(body).toMatchObject({ name: 'Our plan', company: 'harborlight', audience: 'squad', sharedBy: 'Ines Castellano', until: row['expiresAt'] })
    expect(at(body, 'view', 'asOf')).toBe(clock.now().slice(0, 10))
    expect(Date.parse(String(row['expiresAt'])) - clock.millis()).toBe(30 * 86_400_000)
    expect(Object.fromEntries(['cache-control', 'x-robots-tag', 'referrer-policy', 'set-cookie', 'etag'].map((name) => [name, headers.get(name)]))).toEqual({
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow',
      'referrer-policy': 'no-referrer',
      'set-cookie': null,
      etag: null,
    })
    const page = await nobody('GET', path.replace('/api/v1', ''))
    expect(page.headers.get('x-robots-tag')).toBe('noindex, nofollow')
    expect(page.headers.get('cache-control')).toBe('no-store')
  })

  test('shows each audience what it may see; the preview is the same to the letter', async () => {
    const holds: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
      board: [
        ['SSO for harbour chains', '987654', '2027-02', 'Buy Quayside'],
        ['0.73', '2027-02-10', 'INI-', 'A secret of the board', 'No other password.'],
      ],
      executive: [['SSO for harbour chains', '987654', '0.73', 'Ines Castellano', 'INI-1', 'Buy Quayside'], ['A secret of the board']],
      squad: [
        ['SSO for harbour chains', '0.73', '2027-02', 'INI-1'],
        ['987654', 'A secret of the board'],
      ],
      gtm: [
        ['Sign in with your own accounts', 'Buy Quayside', '2027-Q1'],
        ['987654', '0.73', '2027-02-10', 'INI-', 'A secret of the board'],
      ],
      customer: [
        ['Sign in with your own accounts', 'No other password.', '2027-Q1'],
        ['987654', '0.73', '2027-02', '2027-03', 'INI-', 'Quayside', 'Ines', 'SSO'],
      ],
    }
    for (const [audience, [shown, hidden]] of Object.entries(holds)) {
      const { path } = await made(audience)
      const { text, body } = await nobody('GET', path)
      for (const word of shown) expect(text).toContain(word)
      for (const word of [...hidden, ...Object.values(bets), ines.member, clock.now().slice(0, 16)]) expect(text).not.toContain(word)
      const preview = await ines.visit('POST', '/api/v1/sharing/preview', { body: { name: 'Our plan', audience } })
      expect(preview.body['view']).toEqual(body['view'])
    }
  })

  test('an unknown, a malformed, a revoked one and one of another workspace that is gone are answered exactly alike; one whose time is over says when it ended', async () => {
    const nothing = await closed()
    expect(nothing.status).toBe(404)
    for (const path of ['x', 'A'.repeat(5000), '%00', '..%2F..%2Fme', `${'é'.repeat(20)}`])
      expect(said(await nobody('GET', `/api/v1/shared/${path}`))).toEqual(nothing)
    const [old, ended] = [await made('squad', { days: 1 }), await made('squad')]
    expect((await ines.visit('POST', `/api/v1/sharing/links/${ended.id}/revoke`)).status).toBe(200)
    expect(said(await nobody('GET', ended.path))).toEqual(nothing)
    clock.advance(86_400_000 - 1)
    expect((await nobody('GET', old.path)).status).toBe(200)
    clock.advance(1)
    const over = await nobody('GET', old.path)
    expect(over.status).toBe(404)
    expect(over.body).toMatchObject({ code: 'expired', detail: 'This page is closed.', more: { ended: old.row['expiresAt'] } })
    for (const word of ['Our plan', 'Harbour', 'harborlight', 'Ines', 'squad']) expect(over.text).not.toContain(word)
    expect((await ines.visit('POST', `/api/v1/sharing/links/${old.id}/revoke`)).status).toBe(200)
    expect(said(await nobody('GET', old.path))).toEqual(nothing)
    const rival = await ownerOf(house, 'rival')
    const theirs = await made('squad', {}, rival)
    expect((await nobody('GET', theirs.path)).body).toMatchObject({ company: 'rival', view: { lanes: [{ bets: [] }, { bets: [] }, { bets: [] }] } })
    await house.app.database.app.query('delete from identity.workspace where slug = $1', ['rival'])
    expect(said(await nobody('GET', theirs.path))).toEqual(nothing)
  })

  test('the token stands nowhere: not in the record, not in its history, not in a list; only its hash is kept', async () => {
    const { path, id } = await made('gtm')
    const token = path.split('/').at(-1) ?? ''
    const texts = await Promise.all(
      ['/api/v1/sharing/links', '/api/v1/shareLinks', `/api/v1/shareLinks/${id}`, `/api/v1/shareLinks/${id}/history`, '/api/v1/changes'].map((one) =>
        owner('GET', one),
      ),
    )
    for (const { status, text } of texts) expect([status, text.includes(token)]).toEqual([200, false])
    const { rows } = await house.app.database.app.query('select hash from identity.shared')
    expect(rows.every(({ hash }) => /^[0-9a-f]{64}$/.test(String(hash)))).toBe(true)
  })

  test('counts its openings for those who may share, and every step is in the record', async () => {
    const { path, id } = await made('squad', { name: 'Counted' })
    for (let n = 0; n < 3; n += 1) await nobody('GET', path)
    const items = [(await owner('GET', '/api/v1/sharing/links')).body['items']].flat()
    const own = items.find((one) => at(one, 'id') === id)
    expect(own).toMatchObject({ name: 'Counted', openings: 3, lastOpenedAt: clock.now(), standing: 'open', makerName: 'Ines Castellano' })
    await owner('POST', `/api/v1/sharing/links/${id}/revoke`)
    const history = [(await owner('GET', `/api/v1/shareLinks/${id}/history`)).body['items']].flat()
    expect(history.map((line) => [at(line, 'verb'), at(line, 'actor', 'name')])).toEqual([
      ['revoke', 'Owner of harborlight'],
      ['share', 'Ines Castellano'],
    ])
  })

  test('shows a day of the past when it was asked to', async () => {
    const day = clock.now().slice(0, 10)
    clock.advance(3 * 86_400_000)
    await owner('POST', '/api/v1/initiatives', { body: { title: 'Thought of later', horizon: 'next' } })
    const [then, present] = [await made('squad', { asOf: day }), await made('squad')]
    expect((await nobody('GET', then.path)).text).not.toContain('Thought of later')
    expect((await nobody('GET', present.path)).text).toContain('Thought of later')
  })
})

describe('who may share', () => {
  test('editors and above; a viewer and a contributor neither share, preview, list nor revoke', async () => {
    const { id } = await made('squad')
    for (const role of ['viewer', 'contributor']) {
      const { visit } = await invited(house, owner, role, `Noor the ${role}`)
      const body = { audience: 'squad' }
      const tries = [
        visit('POST', '/api/v1/sharing/links', { body }),
        visit('POST', '/api/v1/sharing/preview', { body }),
        visit('GET', '/api/v1/sharing/links'),
        visit('GET', '/api/v1/shareLinks'),
        visit('GET', `/api/v1/shareLinks/${id}`),
        visit('POST', `/api/v1/sharing/links/${id}/revoke`),
      ]
      expect((await Promise.all(tries)).map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403])
      expect((await visit('GET', '/api/v1/changes')).text).not.toContain('shareLink')
    }
    expect((await nobody('POST', '/api/v1/sharing/links', { body: { audience: 'squad' } })).status).toBe(401)
  })

  test('a key shares nothing: what it made would outlive it', async () => {
    const { visit } = await keyed(house, owner, 'write')
    expect((await visit('POST', '/api/v1/sharing/links', { body: { audience: 'squad' } })).status).toBe(403)
  })

  test('an editor revokes their own links, an administrator all', async () => {
    const { id } = await made('squad', {}, owner)
    expect((await ines.visit('POST', `/api/v1/sharing/links/${id}/revoke`)).body).toMatchObject({ detail: 'Somebody else made it.' })
    expect((await owner('POST', `/api/v1/sharing/links/${id}/revoke`)).status).toBe(200)
  })

  test('what was revoked stays closed: neither the verb of the noun nor an undo reaches it', async () => {
    const { id, path } = await made('squad', {}, owner)
    expect((await owner('POST', `/api/v1/shareLinks/${id}/revoke`)).status).not.toBe(200)
    expect((await nobody('GET', path)).status).toBe(200)
    await owner('POST', `/api/v1/sharing/links/${id}/revoke`)
    const seq = at((await owner('GET', `/api/v1/shareLinks/${id}/history`)).body, 'items', 0, 'seq')
    expect(await owner('POST', `/api/v1/changes/${String(seq)}/undo`)).toMatchObject({ status: 403 })
    expect((await nobody('GET', path)).status).toBe(404)
  })

  test('a link lives as long as its maker may share: it stops with a lower role and opens with the old one, and ends when they leave', async () => {
    const { visit, member } = await invited(house, owner, 'editor', 'Tomas Adeyemi')
    const { path, id } = await made('squad', {}, visit)
    const standing = async () =>
      at(
        [(await owner('GET', '/api/v1/sharing/links')).body['items']].flat().find((one) => at(one, 'id') === id),
        'standing',
      )
    expect([(await nobody('GET', path)).status, await standing()]).toEqual([200, 'open'])
    await owner('POST', `/api/v1/members/${member}/setRole`, { body: { role: 'viewer' } })
    expect([said(await nobody('GET', path)), await standing()]).toEqual([await closed(), 'stopped'])
    await owner('POST', `/api/v1/members/${member}/setRole`, { body: { role: 'editor' } })
    expect([(await nobody('GET', path)).status, await standing()]).toEqual([200, 'open'])
    await owner('POST', `/api/v1/members/${member}/deactivate`)
    expect([said(await nobody('GET', path)), await standing()]).toEqual([await closed(), 'stopped'])
  })

  test('a workspace may forbid it: nothing is shared any more, and what was shared does not open', async () => {
    const { path } = await made('squad')
    const { body } = await owner('GET', '/api/v1/workspaces')
    const id = String(at([body['items']].flat()[0], 'id'))
    expect((await ines.visit('POST', `/api/v1/workspaces/${id}/edit`, { body: { sharing: 'forbidden' } })).status).toBe(403)
    expect((await owner('POST', `/api/v1/workspaces/${id}/edit`, { body: { sharing: 'forbidden' } })).status).toBe(200)
    expect((await ines.visit('POST', '/api/v1/sharing/links', { body: { audience: 'squad' } })).body).toMatchObject({ code: 'sharing-forbidden' })
    expect(said(await nobody('GET', path))).toEqual(await closed())
    await owner('POST', `/api/v1/workspaces/${id}/edit`, { body: { sharing: 'allowed' } })
    expect((await nobody('GET', path)).status).toBe(200)
  })

  test.each([
    [{ audience: 'everybody' }, 400, 'Say for whom it is.'],
    [{ audience: 'squad', days: 366 }, 400, 'A link lives 1 to 365 days.'],
    [{ audience: 'squad', days: 0 }, 400, 'A link lives 1 to 365 days.'],
    [{ audience: 'squad', subject: 'list', of: 'shareLink' }, 422, 'No field of shareLinks is for squads.'],
    [{ audience: 'customer', subject: 'list', of: 'product' }, 422, 'No field of products is for customers.'],
    [{ audience: 'squad', subject: 'list', of: 'initiative', sort: '-value' }, 422, 'This list is filtered or sorted by “value”, which squads may not see.'],
  ])('%j is refused', async (body, status, detail) => {
    const answer = await ines.visit('POST', '/api/v1/sharing/links', { body })
    expect([answer.status, answer.body['detail']]).toEqual([status, detail])
  })
})

test('a list is shared with its filter and columns, people by name for colleagues', async () => {
  const { path } = await made('squad', { subject: 'list', of: 'initiative', columns: ['title', 'owner'], filter: { horizon: 'now' } })
  expect((await nobody('GET', path)).body['view']).toMatchObject({
    subject: 'list',
    columns: [{ name: 'title' }, { name: 'owner' }, { name: 'horizon' }].slice(0, 2),
    rows: [['SSO for harbour chains', 'Ines Castellano']],
  })
})

describe('a link with a password', () => {
  const word = 'vier grüne Boote'
  const tried = (path: string, password?: string) =>
    nobody('GET', path, password === undefined ? {} : { headers: { 'link-password': encodeURIComponent(password) } })

  test('shows nothing of itself without it, and everything with it; only its salted hash is kept', async () => {
    const { path, id } = await made('squad', { password: word })
    const asked = await tried(path)
    expect([asked.status, asked.body['code']]).toEqual([403, 'password-needed'])
    const wrong = await tried(path, 'vier graue Boote')
    expect([wrong.status, wrong.body['code'], wrong.body['detail']]).toEqual([403, 'wrong-password', 'That is not its password.'])
    for (const { text } of [asked, wrong]) for (const hidden of ['Our plan', 'harborlight', 'Ines', 'SSO', id]) expect(text).not.toContain(hidden)
    expect((await tried(path, word)).body).toMatchObject({ name: 'Our plan', audience: 'squad' })
    expect((await tried(path, word.normalize('NFD'))).status).toBe(200)
    const listed = await owner('GET', '/api/v1/sharing/links')
    expect([listed.body['items']].flat().find((one) => at(one, 'id') === id)).toMatchObject({ isLocked: true, openings: 2, standing: 'open' })
    const dump = JSON.stringify([listed.text, (await owner('GET', `/api/v1/shareLinks/${id}/history`)).text])
    expect(dump).not.toMatch(/Boote/)
    const rows = await house.app.database.app.query<{ password: string }>('select password from identity.shared where link_id = $1', [id])
    expect(rows.rows[0]?.password).toMatch(/^[\w-]{22}:[\w-]{43}$/)
  })

  test('takes 20 wrong words in a quarter of an hour, then none, the right one neither', async () => {
    const { path } = await made('squad', { password: word })
    for (let n = 0; n < 20; n += 1) expect((await tried(path, `wrong ${n}`)).status).toBe(403)
    expect((await tried(path, word)).body['code']).toBe('too-many')
    clock.advance(15 * 60_000)
    expect((await tried(path, word)).status).toBe(200)
  })

  test.each(['short', 'x'.repeat(201), 12])('%j is no password', async (password) => {
    const { status, body } = await ines.visit('POST', '/api/v1/sharing/links', { body: { name: 'Our plan', audience: 'squad', password } })
    expect([status, body['detail']]).toEqual([400, 'A password of a link has 6 to 200 characters.'])
  })
})

test('guessing is slowed for a network, good tokens too, and forgotten with time', async () => {
  const guarded = { ...house, door: restDoor(houseOf(house.app, baseUrl, inPlace)) }
  const guess = visitor(guarded)
  const { path } = await made('squad')
  const first: number[] = []
  for (let n = 0; n < 60; n += 1) first.push((await guess('GET', `/api/v1/shared/${String(n).padStart(43, 'x')}`)).status)
  expect(new Set(first)).toEqual(new Set([404]))
  const [slowed, known] = [await guess('GET', `/api/v1/shared/${'z'.repeat(43)}`), await guess('GET', path)]
  expect([slowed.status, known.status]).toEqual([429, 429])
  expect(at(slowed.body, 'more', 'retryAfter')).toBeGreaterThan(0)
  clock.advance(15 * 60_000)
  expect((await guess('GET', path)).status).toBe(200)
})
