import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at } from '../house/testHouse.ts'
import { invited, ownerOf, type Visitor } from '../house/visitor.ts'
import { servedHouse, type ServedHouse } from '../ingest/served.ts'
import { chdb } from './chdb.ts'
import { serveShim, type Shim } from './shim.ts'

const peer = chdb()
if (peer.why !== null) console.warn(`Skipped: ${peer.why}`)

/** What is known of persons, asked of a workspace that stands on ClickHouse: the numbers of the kernels, and nothing for whoever may not see it. */
describe.skipIf(peer.session === null)('persons of a workspace on ClickHouse', () => {
  let served: ServedHouse
  let shim: Shim
  let owner: Visitor
  let viewer: Visitor
  const day = 86_400_000
  const start = Date.now() - 20 * day
  const when = (after: number): string => new Date(start + after * day).toISOString()
  const move = (to: string) => served.house.cli('events', 'move', '--to', to, '--workspace', 'harbour', '--json')
  const range = { from: when(-1), to: when(19) }
  const trend = { kind: 'trend', actor: 'person', range, unit: 'year', series: [{ sel: { event: 'Opened' }, math: 'total' }] }
  const ask = async (more: Readonly<Record<string, unknown>>, who = owner) => await who('POST', '/api/v1/query', { body: { ...trend, ...more } })

  beforeAll(async () => {
    if (!peer.session) return
    served = await servedHouse()
    shim = await serveShim(peer.session)
    process.env['THROUGHLINE_CLICKHOUSE'] = shim.url
    owner = await ownerOf(served.house, 'harbour')
    viewer = (await invited(served.house, owner, 'viewer')).visit
    const { key } = await served.source('Web')
    const batch = ['ann', 'bob', 'cid'].flatMap((userId, at) => [
      ...(at < 2 ? [{ type: 'identify', userId, traits: { plan: at === 0 ? 'pro' : 'free' }, messageId: `${userId}i`, timestamp: when(1) }] : []),
      { type: 'track', userId, event: 'Opened', properties: { email: `${userId}@example.org` }, messageId: userId, timestamp: when(2) },
    ])
    const headers = { 'content-type': 'application/json' }
    await fetch(`${served.url}/v1/batch`, { method: 'POST', headers, body: JSON.stringify({ writeKey: key, batch }) })
    const properties = [{ name: 'email', kind: 'text', required: false, class: 'personal' }]
    await owner('POST', '/api/v1/eventDefinitions', { body: { eventName: 'Opened', properties } })
    await move('clickhouse')
  })
  afterAll(async () => {
    if (!peer.session) return
    delete process.env['THROUGHLINE_CLICKHOUSE']
    await served.stop()
    await shim.close()
    peer.close()
  })

  const lines = (body: unknown): unknown[] => [at(body, 'data', 'series')].flat().map((line) => [at(line, 'breakdown', 0), at(line, 'points', 0, 'value')])

  test('what identify calls said of them is a property there too', async () => {
    const def = { where: { prop: 'person.plan', op: 'eq', value: 'pro' } }
    await owner('POST', '/api/v1/analyses', { body: { title: 'Paying', kind: 'cohort', spec: { kind: 'cohort', actor: 'person', def } } })
    for (const more of [
      { breakdown: [{ by: 'person.plan' }] },
      { where: { prop: 'group.person.plan', op: 'eq', value: 'pro' } },
      { where: { cohort: 'Paying' } },
      { breakdown: [{ by: 'person.never' }] },
    ]) {
      const there = await ask(more)
      await move('embedded')
      const here = await ask(more)
      await move('clickhouse')
      expect([there.status, lines(there.body), at(there.body, 'warnings')]).toEqual([200, lines(here.body), at(here.body, 'warnings')])
    }
    const told = await ask({ breakdown: [{ by: 'person.plan' }] })
    expect(new Set(lines(told.body).map((line) => JSON.stringify(line)))).toEqual(new Set(['["pro",1]', '["free",1]', '[null,1]']))
    expect(at(told.body, 'cost', 'engine')).toBe('clickhouse')
    expect(at((await ask({ breakdown: [{ by: 'person.never' }] })).body, 'cost', 'engine')).toBe('clickhouse')
  })

  test('whoever may not see a property asks by no saved cohort that reads it', async () => {
    const def = { did: { event: 'Opened', where: { prop: 'event.email', op: 'eq', value: 'ann@example.org' } }, in: range }
    await owner('POST', '/api/v1/analyses', { body: { title: 'Ann', kind: 'cohort', spec: { kind: 'cohort', actor: 'person', def } } })
    await owner('POST', '/api/v1/analyses', {
      body: { title: 'Not Ann', kind: 'cohort', spec: { kind: 'cohort', actor: 'person', def: { where: { cohort: 'Ann', not: true } } } },
    })
    for (const more of [{ where: { cohort: 'Ann' } }, { where: { cohort: 'Not Ann' } }, { breakdown: [{ by: { cohorts: ['Ann'] } }] }]) {
      const told = await ask(more)
      expect([told.status, at(told.body, 'cost', 'engine')]).toEqual([200, 'clickhouse'])
      const refused = await ask(more, viewer)
      expect([refused.status, refused.text.includes('event.email')]).toEqual([403, true])
    }
    expect((await ask({}, viewer)).status).toBe(200)
  })
})
