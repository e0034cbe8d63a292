import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownerLink } from '../../src/house/links.ts'
import { at, baseUrl, testHouse, type TestHouse } from './testHouse.ts'
import { invited, keyed, open, ownerOf, visitor, type Answer, type Visitor } from './visitor.ts'

/** The REST door with real identity: who gets in, what they may, and how "no" is said. */
let house: TestHouse
let owner: Visitor
let nobody: Visitor
beforeAll(async () => {
  house = await testHouse()
  await house.cli('workspace', 'create', 'harborlight')
  owner = await ownerOf(house, 'harborlight')
  nobody = visitor(house)
})
afterAll(() => house.stop())

let made = 0
const product = async (visit: Visitor = owner): Promise<{ readonly id: string; readonly version: number; readonly key: string }> => {
  const { body, status, text } = await visit('POST', '/api/v1/products', { body: { name: `Berth ${(made += 1)}` } })
  if (status !== 201) throw new Error(text)
  return { id: String(body['id']), version: Number(body['version']), key: String(body['key']) }
}
/** Status and code of a problem that is whole; anything else as it came, so that it differs from what was expected. */
const problemIn = ({ status, headers, body, text }: Answer): unknown => {
  const { type, title, detail, code, request } = body
  const isWhole =
    headers.get('content-type') === 'application/problem+json' && body['status'] === status && type === `https://throughline.dev/problems/${String(code)}`
  return isWhole && [title, detail, request].every((word) => typeof word === 'string' && word !== '') ? [status, code] : { status, text }
}

describe('signing in', () => {
  test('a one-time link opens once, also when twenty open it at the same moment', async () => {
    const path = (await ownerLink(house.app, 'harborlight', baseUrl)).replace(`${baseUrl}/welcome/`, '/api/v1/welcome/')
    expect((await nobody('GET', path)).body).toMatchObject({ state: 'open', kind: 'signin', workspace: 'harborlight' })
    const answers = await Promise.all(Array.from({ length: 20 }, () => nobody('POST', path, { body: {} })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const answer of answers.filter(({ status }) => status !== 200)) expect(problemIn(answer)).toEqual([422, 'link-used'])
    expect((await nobody('GET', path)).body).toMatchObject({ state: 'used' })
  })

  test('a link that was never given is not found, and tells nothing', async () => {
    expect(problemIn(await nobody('GET', '/api/v1/welcome/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'))).toEqual([404, 'missing'])
  })

  test('without a session every route under /api is closed, and says how to come in', async () => {
    for (const path of ['/api/v1/products', '/api/v1/me', '/api/v1/metrics/csat', '/api/v1/changes', '/api/v1/nothing', '/api/v2/products'])
      expect(problemIn(await nobody('GET', path))).toEqual([401, 'unauthenticated'])
    expect(problemIn(await visitor(house, { cookie: 'throughline=forged' })('GET', '/api/v1/me'))).toEqual([401, 'unauthenticated'])
    expect(problemIn(await visitor(house, { authorization: 'Bearer tl_forged' })('GET', '/api/v1/me'))).toEqual([401, 'unauthenticated'])
  })

  test('an invited person signs in again with the password, out everywhere, and in no more with the old cookie', async () => {
    const { visit } = await invited(house, owner, 'editor', 'Dana Whitlock')
    expect((await visit('GET', '/api/v1/me')).body).toMatchObject({
      member: { name: 'Dana Whitlock', role: 'editor' },
      workspace: { slug: 'harborlight' },
      workspaces: [{ slug: 'harborlight', role: 'editor' }],
    })
    expect(problemIn(await nobody('POST', '/api/v1/session', { body: { email: 'dana.whitlock@harborlight.example', password: 'wrong' } }))).toEqual([
      422,
      'bad-credentials',
    ])
    const again = await nobody('POST', '/api/v1/session', { body: { email: 'Dana.Whitlock@harborlight.example', password: 'quiet harbour lights' } })
    expect(again).toMatchObject({ status: 200, body: { signedIn: true } })
    expect(again.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/)
    expect((await visit('DELETE', '/api/v1/sessions')).body).toEqual({ ended: 2 })
    expect(problemIn(await visit('GET', '/api/v1/me'))).toEqual([401, 'unauthenticated'])
  })

  test('somebody who was deactivated is out at once, with every session and key, and is answered as a stranger', async () => {
    const { visit, member } = await invited(house, owner, 'admin', 'Tomas Adeyemi')
    const key = await keyed(house, visit, 'write')
    expect((await key.visit('GET', '/api/v1/products')).status).toBe(200)
    expect((await owner('POST', `/api/v1/members/${member}/deactivate`)).status).toBe(200)
    expect(problemIn(await visit('GET', '/api/v1/products'))).toEqual([401, 'unauthenticated'])
    expect(problemIn(await key.visit('GET', '/api/v1/products'))).toEqual([401, 'unauthenticated'])
  })
})

describe('keys', () => {
  test('a key that may read cannot write, and one that may write can', async () => {
    const [reads, writes] = [await keyed(house, owner, 'read'), await keyed(house, owner, 'write')]
    const { id } = await product(writes.visit)
    expect((await reads.visit('GET', `/api/v1/products/${id}`)).status).toBe(200)
    expect(problemIn(await reads.visit('POST', '/api/v1/products', { body: { name: 'No' } }))).toEqual([403, 'read-only-key'])
    expect(problemIn(await reads.visit('POST', `/api/v1/products/${id}/archive`))).toEqual([403, 'read-only-key'])
    expect(problemIn(await reads.visit('POST', '/api/v1/reviews/generate', { body: { kind: 'mbr', period: '2024-12' } }))).toEqual([403, 'read-only-key'])
    expect(problemIn(await reads.visit('POST', '/api/v1/changes/1/undo'))).toEqual([403, 'read-only-key'])
    expect(problemIn(await reads.visit('POST', '/api/v1/members/invite', { body: { name: 'Eve', email: 'eve@harborlight.example', role: 'admin' } }))).toEqual([
      403,
      'read-only-key',
    ])
  })

  test('a key cannot make keys, end them, or take the sample away, whatever its scope', async () => {
    const { visit, id } = await keyed(house, owner, 'write')
    for (const [method, path] of [
      ['POST', '/api/v1/keys'],
      ['DELETE', `/api/v1/keys/${id}`],
      ['POST', '/api/v1/sample/remove'],
    ] as const)
      expect(problemIn(await visit(method, path, { body: { name: 'more' } }))).toEqual([403, 'forbidden'])
  })

  test('a revoked key is dead at once, is listed no more, and its text is shown nowhere', async () => {
    const { visit, id, text } = await keyed(house, owner, 'read')
    const listed = await owner('GET', '/api/v1/keys')
    expect([listed.body['items']].flat().map((key) => at(key, 'id'))).toContain(id)
    expect(listed.text).not.toContain(text)
    expect((await owner('DELETE', `/api/v1/keys/${id}`)).body).toEqual({ revoked: true })
    expect(problemIn(await visit('GET', '/api/v1/products'))).toEqual([401, 'unauthenticated'])
    expect(problemIn(await owner('DELETE', `/api/v1/keys/${id}`))).toEqual([404, 'missing'])
    expect((await owner('GET', '/api/v1/keys')).text).not.toContain(id)
  })

  test('a key opens its own workspace only', async () => {
    await house.company('second')
    const second = await ownerOf(house, 'second')
    const { visit } = await keyed(house, second, 'write')
    expect((await visit('GET', '/api/v1/workspaces')).body['items']).toMatchObject([{ slug: 'second' }])
    expect(problemIn(await visit('GET', '/api/v1/products', { headers: { 'x-workspace': 'harborlight' } }))).toEqual([404, 'missing'])
  })
})

describe('roles', () => {
  test('a viewer reads, may not write, and gets a reason that names the role', async () => {
    const { visit } = await invited(house, owner, 'viewer', 'Ines Falk')
    const { id } = await product()
    expect((await visit('GET', `/api/v1/products/${id}`)).status).toBe(200)
    const refused = await visit('POST', `/api/v1/products/${id}/edit`, { body: { name: 'Mine' } })
    expect(problemIn(refused)).toEqual([403, 'forbidden'])
    expect(refused.body['hint']).toMatch(/role editor/)
    for (const path of ['/api/v1/keys', '/api/v1/members/invite'])
      expect(problemIn(await visit('POST', path, { body: { name: 'x', email: 'x@harborlight.example', role: 'admin' } }))).toEqual([403, 'forbidden'])
    expect(problemIn(await visit('GET', '/api/v1/changes'))).toEqual([403, 'forbidden'])
  })

  test('nobody raises a role by editing the member, and only administrators change roles', async () => {
    const { visit, member } = await invited(house, owner, 'editor', 'Mina Osei')
    expect(problemIn(await visit('POST', `/api/v1/members/${member}/setRole`, { body: { role: 'admin' } }))).toEqual([403, 'forbidden'])
    const edited = await owner('POST', `/api/v1/members/${member}/edit`, { body: { role: 'owner' } })
    expect(edited).toMatchObject({ status: 400, body: { field: 'role' } })
    expect(await owner('POST', `/api/v1/members/${member}/setRole`, { body: { role: 'admin' } })).toMatchObject({ status: 200, body: { role: 'admin' } })
  })
})

describe('writing', () => {
  test('a stale version is a 412 with both versions, and changes nothing', async () => {
    const { id, version } = await product()
    const first = await owner('POST', `/api/v1/products/${id}/edit`, { body: { name: 'First' }, headers: { 'if-match': `"${version}"` } })
    expect(first).toMatchObject({ status: 200, body: { name: 'First', version: version + 1 } })
    expect(first.headers.get('etag')).toBe(`"${version + 1}"`)
    const stale = await owner('POST', `/api/v1/products/${id}/edit`, { body: { name: 'Second' }, headers: { 'if-match': `"${version}"` } })
    expect(problemIn(stale)).toEqual([412, 'stale-version'])
    expect(stale.body['detail']).toContain(`you saw version ${version}, it is at ${version + 1}`)
    expect(at(stale.body, 'more', 'current')).toMatchObject({ id, name: 'First', version: version + 1 })
    expect((await owner('GET', `/api/v1/products/${id}`)).body).toMatchObject({ name: 'First', version: version + 1 })
  })

  test('of twenty writers of one version, one wins', async () => {
    const { id, version } = await product()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        owner('POST', `/api/v1/products/${id}/edit`, { body: { name: `Writer ${index}` }, headers: { 'if-match': `"${version}"` } }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 19 }, () => 412)])
  })

  test('an Idempotency-Key has one effect under twenty calls at once; with another body it is refused', async () => {
    const send = (name: string) => owner('POST', '/api/v1/products', { body: { name }, headers: { 'idempotency-key': 'launch-42' } })
    const answers = await Promise.all(Array.from({ length: 20 }, () => send('Only one')))
    expect(new Set(answers.map(({ status, body }) => `${status} ${String(body['id'])}`))).toHaveLength(1)
    expect((await owner('GET', '/api/v1/products?q=Only')).body).toMatchObject({ total: 1 })
    expect(problemIn(await send('Another one'))).toEqual([422, 'idempotency-key-reused'])
  })

  test.each([
    ['an unknown field', { name: 'A', colour: 'red' }, 'colour'],
    ['a value outside its choices', { name: 'C', kind: 'galaxy' }, 'kind'],
    ['a missing one', { summary: 'no name' }, 'name'],
    ['a number that is none', { name: 'D', investment: 'much' }, 'investment'],
  ])('%s is a 400 that points at it', async (_, body, field) => {
    const answer = await owner('POST', '/api/v1/products', { body })
    expect(answer).toMatchObject({ status: 400, body: { pointer: `/${field}`, field } })
    expect(problemIn(answer)).toEqual([400, String(answer.body['code'])])
  })

  test.each([
    ['no JSON', '{"name": ', 400, 'invalid'],
    ['a list', '[]', 400, 'invalid'],
    ['a tower of brackets', '['.repeat(5000), 400, 'invalid'],
    ['three megabytes', `{"name":"${'x'.repeat(3_000_000)}"}`, 413, 'too-large'],
  ])('a body that is %s is refused', async (_, text, status, code) => {
    const { text: key } = await keyed(house, owner, 'write')
    const answer = await house.door.request('/api/v1/products', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: text,
    })
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ code })
  })

  test('a write from another site is refused, whatever the cookie; the same site and keys may', async () => {
    const write = (origin: string) => owner('POST', '/api/v1/products', { body: { name: `From ${origin}` }, headers: { origin } })
    for (const origin of ['https://evil.example', 'http://localhost:3001', 'null', 'http://localhost:3000.evil.example'])
      expect(problemIn(await write(origin))).toEqual([403, 'cross-site'])
    expect((await write('http://localhost:3000')).status).toBe(201)
    const { visit } = await keyed(house, owner, 'write')
    expect((await visit('POST', '/api/v1/products', { body: { name: 'By a program' }, headers: { origin: 'https://tools.example' } })).status).toBe(201)
  })

  test('prototype names in a body poison nothing', async () => {
    const { text } = await keyed(house, owner, 'write')
    const answer = await house.door.request('/api/v1/products', {
      method: 'POST',
      headers: { authorization: `Bearer ${text}`, 'content-type': 'application/json' },
      body: '{"name":"Safe","__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}',
    })
    expect(answer.status).toBe(400)
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined()
  })
})

describe('reading', () => {
  test('a list is filtered, sorted, cut into pages that meet, and read as of the past', async () => {
    const before = new Date(Date.now() - 1).toISOString() // what is made in the same millisecond is there as of it
    const names = ['Alpha quay', 'Beta quay', 'Gamma quay', 'Delta quay', 'Epsilon quay']
    for (const name of names) await owner('POST', '/api/v1/products', { body: { name, kind: 'platform' } })
    const seen: string[] = []
    let next = ''
    do {
      const { body } = await owner('GET', `/api/v1/products?kind=platform&sort=-name&limit=2${next && `&cursor=${encodeURIComponent(next)}`}`)
      seen.push(...[body['items']].flat().map((one) => String(at(one, 'name'))))
      expect(body['total']).toBe(5)
      next = String(body['next'] ?? '')
    } while (next)
    expect(seen).toEqual(names.toSorted().toReversed())
    expect((await owner('GET', `/api/v1/products?kind=platform&asOf=${before}`)).body).toMatchObject({ items: [], total: 0 })
    expect(problemIn(await owner('GET', '/api/v1/products?limit=5000'))).toEqual([400, 'invalid'])
    expect(problemIn(await owner('GET', '/api/v1/products?sort=shoe'))).toEqual([400, 'unknown-sort'])
    for (const wrong of ['shoe=42', 'cursor=nonsense', 'asOf=yesterday', 'kind[about]=platform']) {
      const answer = await owner('GET', `/api/v1/products?${wrong}`)
      expect(problemIn(answer)).toEqual([400, String(answer.body['code'])])
    }
  })

  test('every answer carries the headers that keep a browser safe', async () => {
    for (const answer of [
      await owner('GET', '/api/v1/me'),
      await nobody('GET', '/api/v1/me'),
      await nobody('GET', '/healthz'),
      await nobody('GET', '/api/openapi.json'),
    ]) {
      expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    }
    expect((await owner('GET', '/api/v1/me')).headers.get('cache-control')).toBe('no-store')
  })

  test.each([
    'metrics/net-revenue-retention?asOf=2024-13-01',
    'metrics/net-revenue-retention?from=2024-99',
    'metrics/net-revenue-retention?window=0m',
    'metrics/net-revenue-retention?window=9999999m',
    'metrics/net-revenue-retention?grain=fortnight',
    'metrics/net-revenue-retention?policy={',
    'metrics/net-revenue-retention?policy={"end_date":"maybe"}',
    'metrics/net-revenue-retention?by=shoe',
    'metrics/net-revenue-retention?knownAt=yesterday',
    'metrics/csat?from=0001-01-01&grain=day',
    'metrics/mrr-movements/behind',
    'metrics/mrr-movements/behind?period=2024-13',
    'metrics/mrr-movements/behind?period=soon',
    'metrics/mrr-movements/behind?period=2024-12&movement=sideways',
    'metrics/mrr-movements/policies?asOf=soon',
    'scorecard?asOf=soon',
    'products/PRD-1?asOf=soon',
    'products?updatedAt[gte]=soon',
    'products?owner=nobody',
    'search?limit=-1',
    'changes?before=-1',
    'changes?object=nothing',
  ])('no question is answered with a failure of ours: %s', async (path) => {
    const answer = await owner('GET', `/api/v1/${path}`)
    expect(answer.text).not.toContain('Something failed on our side')
    if (answer.status !== 200) expect(problemIn(answer)).toEqual([answer.status, String(answer.body['code'])])
    expect([200, 400, 404, 422]).toContain(answer.status)
  })

  test('what nobody serves is a 404 problem, for any method', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) expect(problemIn(await owner(method, '/api/v1/unicorns'))).toEqual([404, 'missing'])
    expect(problemIn(await owner('GET', '/api/v1/metrics/luck'))).toEqual([404, 'missing'])
  })
})

describe('the record', () => {
  test('the live feed tells a change within its workspace, and stays silent about another one', async () => {
    const second = await open(house, await ownerLink(house.app, 'second', baseUrl))
    const { text } = await keyed(house, owner, 'read')
    const stop = new AbortController()
    const feed = await house.door.request('/api/v1/changes', { headers: { accept: 'text/event-stream', authorization: `Bearer ${text}` }, signal: stop.signal })
    expect(feed.headers.get('content-type')).toContain('text/event-stream')
    const reader = feed.body?.getReader()
    const hear = async (): Promise<string> => new TextDecoder().decode((await reader?.read())?.value)
    expect(await hear()).toBe(': listening\n\n')
    await second('POST', '/api/v1/products', { body: { name: 'Canary' } })
    const { id } = await product()
    const told = await hear()
    expect(told).toMatch(/^event: change\ndata: /)
    expect(JSON.parse(told.replace(/^event: change\ndata: /, ''))).toMatchObject({ noun: 'product', id, verb: 'create' })
    stop.abort()
    await reader?.cancel()
  })

  test('a change is in the history, can be undone once, and the chain stays whole', async () => {
    const { id } = await product()
    await owner('POST', `/api/v1/products/${id}/edit`, { body: { name: 'Mistake', _why: 'A slip.' } })
    const history = (await owner('GET', `/api/v1/products/${id}/history`)).body['items']
    expect(history).toMatchObject([{ verb: 'edit', why: 'A slip.', object: { id } }, { verb: 'create' }])
    const undone = await owner('POST', `/api/v1/changes/${String(at(history, 0, 'seq'))}/undo`)
    expect(undone).toMatchObject({ status: 200, body: { id, name: expect.stringMatching(/^Berth/) } })
    expect((await owner('GET', '/api/v1/audit/verify')).body).toMatchObject({ valid: true, checked: expect.any(Number) })
  })
})
