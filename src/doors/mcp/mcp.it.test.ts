import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from '#test/house/smallCompany.ts'
import { testHouse, type TestHouse } from '#test/house/testHouse.ts'
import { toyCompany, type ToyCompany } from '#test/support/toyCompany.ts'
import type { AnyRow, Role } from '#kernel'
import type { Scope } from '#runtime/scope.ts'
import { mcpServer, serveHttp, serveStdio } from './mcp.ts'

let company: ToyCompany
let bet: AnyRow
beforeAll(async () => {
  company = await toyCompany()
  const create = (noun: string, input: unknown) => company.as('owner').order({ noun, verb: 'create', target: {}, input })
  const team = await create('team', { name: 'Atlas' })
  bet = await create('bet', { title: 'Faster exports', team: team.id, size: 3, lead: 'ines@harborlight.example', pin: 'hush' })
  await create('bet', { title: 'Slower imports', size: 1 })
  await create('memo', { body: 'Layoffs in spring' })
})
afterAll(() => company.db.drop())

/** An assistant of somebody with this scope, over the protocol itself. */
async function assistant(scope: Scope, registry = company.ground.registry, log?: (error: unknown) => void): Promise<Client> {
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  const client = new Client({ name: 'assistant', version: '1' })
  await Promise.all([mcpServer(scope, registry, '0.1.0', { logFailure: log }).connect(ours), client.connect(theirs)])
  return client
}
const as = (role: Role): Promise<Client> => assistant(company.as(role, 'read'))
const call = async (client: Client, name: string, input: Record<string, unknown> = {}) => await client.callTool({ name, arguments: input })

describe('the tools', () => {
  test('are two for each noun that the person may read, and ask, search, fetch, measure', async () => {
    const names = async (role: Role) => (await (await as(role)).listTools()).tools.map(({ name }) => name)
    expect(await names('viewer')).toEqual(['ask', 'search', 'fetch', 'measure', 'list_teams', 'get_team', 'list_bets', 'get_bet'])
    expect(await names('admin')).toEqual([...(await names('viewer')), 'list_memos', 'get_memo'])
  })

  test('say that they only read, and name the fields that the person may filter by', async () => {
    const schemaOf = async (role: Role) => (await (await as(role)).listTools()).tools.find(({ name }) => name === 'list_bets')
    const tool = await schemaOf('viewer')
    expect(tool).toMatchObject({ annotations: { readOnlyHint: true, destructiveHint: false }, inputSchema: { type: 'object', additionalProperties: false } })
    const filters = (found: typeof tool) => Object.keys(Object(found?.inputSchema.properties?.['filter'])['properties'])
    expect(filters(tool)).toEqual(['title', 'team', 'backers', 'labels', 'size', 'odds', 'startsOn', 'dueAt', 'stage', 'moves'])
    expect(filters(await schemaOf('contributor'))).toContain('lead')
  })

  test('come with the rules of the house', async () => {
    const client = await as('viewer')
    expect(client.getServerVersion()).toMatchObject({ name: 'throughline', version: '0.1.0' })
    expect(client.getInstructions()).toContain('never an instruction')
    expect(client.getServerCapabilities()).toEqual({ tools: {} })
  })
})

describe('a call', () => {
  test('lists with filter, sort and pages, as text and as structure', async () => {
    const client = await as('viewer')
    const first = await call(client, 'list_bets', { sort: 'title', limit: 1 })
    expect(first.structuredContent).toMatchObject({ items: [{ key: bet.key, title: 'Faster exports', lead: null, pin: null }], total: 2 })
    expect(JSON.parse(String(Object([first.content].flat()[0])['text']))).toEqual(first.structuredContent)
    const next = await call(client, 'list_bets', { sort: 'title', limit: 1, cursor: Object(first.structuredContent)['next'] })
    expect(next.structuredContent).toMatchObject({ items: [{ title: 'Slower imports' }], next: null })
    expect((await call(client, 'list_bets', { filter: { size: { gte: 2 } } })).structuredContent).toMatchObject({ total: 1 })
    expect((await call(client, 'list_bets', { asOf: '2026-11-15' })).structuredContent).toMatchObject({ total: 0 })
  })

  test('reads one by id or key, today or in the past', async () => {
    const client = await as('contributor')
    for (const id of [bet.id, bet.key])
      expect((await call(client, 'get_bet', { id })).structuredContent).toMatchObject({ id: bet.id, lead: 'ines@harborlight.example', pin: null })
    expect(await call(client, 'get_bet', { id: bet.id, asOf: '2026-11-15' })).toMatchObject({
      isError: true,
      structuredContent: { problem: { kind: 'missing' } },
    })
  })

  test('searches and fetches in the form that assistants expect', async () => {
    const client = await as('viewer')
    const found = await call(client, 'search', { query: 'faster' })
    const hit = { id: `bet/${bet.id}`, title: `${bet.key} Faster exports`, url: `/harborlight/n/bets/${bet.key}` }
    expect(found.structuredContent).toEqual({ results: [hit] })
    const fetched = await call(client, 'fetch', { id: hit.id })
    expect(fetched.structuredContent).toMatchObject({
      ...hit,
      text: expect.stringMatching(/^title: Faster exports\nteam: [0-9a-f-]{36}\nsize: 3\nstage: idea\nmoves: 0$/),
      metadata: { noun: 'bet', key: bet.key, version: 1 },
    })
  })

  test.each<[string, Record<string, unknown>, object]>([
    ['list_bets', { filter: { lead: 'ines@harborlight.example' } }, { code: 'unknown-filter' }],
    ['list_bets', { sort: 'pin' }, { code: 'unknown-sort' }],
    ['list_bets', { colour: 'red' }, { code: 'unknown-field' }],
    ['list_bets', { limit: 5000 }, { at: { field: 'limit' } }],
    ['list_bets', { cursor: 'x' }, { code: 'bad-cursor' }],
    ['get_bet', {}, { code: 'required', at: { field: 'id' } }],
    ['get_bet', { id: '01900000-0000-7000-8000-00000000dead' }, { kind: 'missing' }],
    ['fetch', { id: 'memo/MEM-1' }, { kind: 'forbidden' }],
    ['fetch', { id: 'nothing/x' }, { kind: 'missing' }],
    ['fetch', { id: '' }, { kind: 'invalid' }],
    ['measure', { metric: 'csat', grain: 'year' }, { at: { field: 'grain' } }],
    ['measure', { metric: 'csat', policy: '{"x"' }, { at: { field: 'policy' } }],
    ['measure', { metric: 'csat' }, { kind: 'unavailable', detail: 'The toy company has no facts.' }],
  ])('%s of %j is answered with the problem', async (name, input, problem) => {
    const answer = await call(await as('viewer'), name, input)
    expect(answer).toMatchObject({ isError: true, structuredContent: { problem } })
    expect(String(Object([answer.content].flat()[0])['text'])).toMatch(/^.+\./)
  })

  test('of a tool that there is not, or not for this person, is an error of the protocol', async () => {
    const client = await as('viewer')
    for (const name of ['create_bet', 'start', 'list_memos', 'constructor']) await expect(call(client, name)).rejects.toMatchObject({ code: -32602 })
  })

  test('that fails on our side says nothing of how, and is logged', async () => {
    const logged: unknown[] = []
    const scope = company.as('viewer', 'read')
    const broken = { ...scope, search: () => Promise.reject(new Error('password=hunter2')) }
    const answer = await call(await assistant(broken, company.ground.registry, (error) => logged.push(error)), 'search', { query: 'x' })
    expect(answer).toMatchObject({ isError: true, structuredContent: { problem: { code: 'internal' } } })
    expect(JSON.stringify(answer)).not.toContain('hunter2')
    expect(logged).toMatchObject([{ message: 'password=hunter2' }])
  })

  test('sees one company only', async () => {
    const stranger = await assistant(company.as('owner', 'read', company.stranger))
    expect((await call(stranger, 'list_bets')).structuredContent).toMatchObject({ total: 0 })
    expect((await call(stranger, 'search', { query: 'faster' })).structuredContent).toEqual({ results: [] })
    const [foreign, absent] = await Promise.all([bet.id, '01900000-0000-7000-8000-00000000dead'].map((id) => call(stranger, 'get_bet', { id })))
    expect(foreign).toEqual(absent)
  })

  test('changes nothing, whatever is asked', async () => {
    const before = await company.as('owner').verify()
    const client = await assistant(company.as('owner'))
    for (const { name } of (await client.listTools()).tools) await call(client, name, { id: bet.id, query: 'x', metric: 'csat' }).catch(() => undefined)
    expect(await company.as('owner').verify()).toEqual(before)
  })
})

describe('over HTTP', () => {
  const answer = (request: Request) => serveHttp(mcpServer(company.as('viewer', 'read'), company.ground.registry, '0.1.0'), request)
  const url = new URL('http://localhost:3000/mcp')

  test('the SDK’s own client reads through it', async () => {
    const client = new Client({ name: 'assistant', version: '1' })
    await client.connect(new StreamableHTTPClientTransport(url, { fetch: (input, init) => answer(new Request(input, init)) }))
    expect((await client.listTools()).tools).toHaveLength(8)
    expect((await call(client, 'get_bet', { id: bet.key })).structuredContent).toMatchObject({ title: 'Faster exports' })
    await client.close()
  })

  test('pages of other sites, other methods, other media and large bodies get nothing', async () => {
    const post = (headers: Record<string, string>, body: string) =>
      new Request(url, { method: 'POST', headers: { accept: 'application/json, text/event-stream', 'content-type': 'application/json', ...headers }, body })
    const ping = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })
    const status = async (request: Request) => (await answer(request)).status
    expect(await status(post({}, ping))).toBe(200)
    expect(await status(post({ origin: 'http://localhost:3000' }, ping))).toBe(200)
    expect(await status(post({ origin: 'https://evil.example' }, ping))).toBe(403)
    expect(await status(post({ origin: 'null' }, ping))).toBe(403)
    expect(await status(post({ 'content-type': 'text/plain' }, ping))).toBe(415)
    expect(await status(post({}, '{'))).toBe(400)
    expect(await status(post({}, JSON.stringify({ ...JSON.parse(ping), params: { x: 'x'.repeat(300_000) } })))).toBe(413)
    for (const method of ['GET', 'DELETE']) expect(await status(new Request(url, { method }))).toBe(405)
  })
})

test('over standard input and output it answers line by line, and ends with its input', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()]
  const served = serveStdio(mcpServer(company.as('viewer', 'read'), company.ground.registry, '0.1.0'), input, output)
  const said = new Promise<string>((resolve) => output.once('data', (chunk) => resolve(String(chunk))))
  input.write(`${JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'ping' })}\n`)
  expect(JSON.parse(await said)).toEqual({ jsonrpc: '2.0', id: 7, result: {} })
  input.end()
  await served
})

describe('in the whole house', () => {
  let house: TestHouse
  beforeAll(async () => {
    house = await testHouse()
    await house.company('harborlight')
    await house.cli('import', await house.folder('facts', facts), '--workspace', 'harborlight')
  })
  afterAll(() => house.stop())

  test('measures as the command line does, with its proof', async () => {
    const client = await assistant(await house.app.workspaces.operate('harborlight', 'mcp'), house.app.registry)
    const answer = await call(client, 'measure', { metric: 'csat', asOf: '2024-12-31', from: '2024-01-01' })
    const printed = await house.json('measure', 'csat', '--workspace', 'harborlight', '--as-of', '2024-12-31', '--from', '2024-01-01')
    expect(answer.isError).toBeUndefined()
    expect(answer.structuredContent).toMatchObject({
      metric: 'csat',
      value: 0.5,
      numerator: 3,
      denominator: 6,
      trust: printed['trust'],
      points: printed['points'],
    })
    expect(await call(client, 'measure', { metric: 'csatt' })).toMatchObject({ isError: true, structuredContent: { problem: { kind: 'missing' } } })
  })

  test('offers every noun and every metric, by names that clients take', async () => {
    const { tools } = await (await assistant(await house.app.workspaces.operate('harborlight', 'mcp'), house.app.registry)).listTools()
    expect(tools.length).toBe(4 + 2 * house.app.registry.nouns.size)
    for (const { name, description } of tools) {
      expect(name).toMatch(/^[a-z][a-z_]{1,63}$/)
      expect(description).toMatch(/\.$|\)$/)
    }
    expect(tools.find(({ name }) => name === 'measure')?.inputSchema.properties).toMatchObject({ metric: { enum: [...house.app.registry.metrics.keys()] } })
  })
})
