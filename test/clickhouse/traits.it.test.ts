import { expect, test } from 'vitest'
import { at } from '../house/testHouse.ts'
import { invited, ownerOf } from '../house/visitor.ts'
import { servedHouse } from '../ingest/served.ts'
import { chdb } from './chdb.ts'
import { serveShim } from './shim.ts'

const day = 86_400_000
const start = Date.now() - 20 * day
const when = (after: number): string => new Date(start + after * day).toISOString()
const track = (userId: string, after: number) => ({ type: 'track', userId, event: 'Opened', messageId: `${userId}${after}`, timestamp: when(after) })
const identify = (userId: string, after: number, traits: object) => ({
  type: 'identify',
  userId,
  traits,
  messageId: `${userId}${after}i`,
  timestamp: when(after),
})
const batch = [
  track('ann', 0),
  identify('ann', 1, { plan: 'free', seats: 3 }),
  identify('ann', 5, { plan: 'pro' }),
  track('ann', 6),
  identify('bob', 1, { plan: 'free' }),
  track('bob', 3),
  identify('bob', 9, { plan: null }),
  identify('cid', 4, { plan: 'team', seats: 30 }),
  track('cid', 7),
  track('dora', 4),
]

const peer = chdb()
if (peer.why !== null) console.warn(`Skipped: ${peer.why}`)

test.skipIf(peer.session === null)('what identify calls said of persons last is read on ClickHouse as the kernels read it', async () => {
  if (!peer.session) return
  const [served, shim] = [await servedHouse(), await serveShim(peer.session)]
  try {
    const { key } = await served.source('Web')
    const owner = await ownerOf(served.house, 'harbour')
    const headers = { 'content-type': 'application/json' }
    await fetch(`${served.url}/v1/batch`, { method: 'POST', headers, body: JSON.stringify({ writeKey: key, batch }) })
    const plain = { kind: 'trend', actor: 'person', range: { from: when(-1), to: when(19) }, unit: 'week', series: [{ sel: { event: 'Opened' } }] }
    const questions = [
      { breakdown: [{ by: 'person.plan' }] },
      { where: { prop: 'person.plan', op: 'in', value: ['pro', 'free'] } },
      { where: { not: { prop: 'person.seats', op: 'gt', value: 5 } }, breakdown: [{ by: 'person.seats', bins: [10] }] },
      { where: { prop: 'person.nothing', op: 'unset' } },
    ]
    const told = async () => {
      const found = []
      for (const more of questions) found.push((await owner('POST', '/api/v1/query', { body: { ...plain, ...more } })).body)
      return found
    }
    const here = await told()
    process.env['THROUGHLINE_CLICKHOUSE'] = shim.url
    expect((await served.house.cli('events', 'move', '--to', 'clickhouse', '--workspace', 'harbour', '--json')).exit).toBe(0)
    const there = await told()
    expect(there.map((each) => at(each, 'cost', 'engine'))).toEqual(questions.map(() => 'clickhouse'))
    const parts = (answers: readonly unknown[]) => answers.map((each) => ['data', 'warnings', 'hash'].map((part) => at(each, part)))
    expect(parts(there)).toEqual(parts(here))
    expect(JSON.stringify(at(here[0], 'data'))).toContain('"team"')
    const spec = { kind: 'cohort', actor: 'person', def: { where: { prop: 'person.plan', op: 'eq', value: 'team' } } }
    expect((await owner('POST', '/api/v1/analyses', { body: { title: 'Teams', kind: 'cohort', spec } })).status).toBe(201)
    const ofTeams = { body: { ...plain, where: { cohort: 'Teams' } } }
    const { visit: viewer } = await invited(served.house, owner, 'viewer')
    expect([(await owner('POST', '/api/v1/query', ofTeams)).status, (await viewer('POST', '/api/v1/query', ofTeams)).status]).toEqual([200, 403])
  } finally {
    delete process.env['THROUGHLINE_CLICKHOUSE']
    await served.stop()
    await shim.close()
    peer.close()
  }
})
