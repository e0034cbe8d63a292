import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectClickHouse } from '#platform/clickhouse/clickhouse.ts'
import { at, testHouse, type Reply, type TestHouse } from '../house/testHouse.ts'
import { chdb } from './chdb.ts'
import { makers, randomEvents } from './randomQueries.ts'
import { serveShim, type Shim } from './shim.ts'

const peer = chdb()
if (peer.why !== null) console.warn(`Skipped: ${peer.why}`)

const accounts = `id,name,segment,created_at,is_internal\n${Array.from({ length: 12 }, (_, n) => `acc ${n},Account ${n},smb,2026-03-0${1 + (n % 9)},${n === 5}`).join('\n')}`
const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`
const csv = (rows: ReturnType<typeof randomEvents>): string =>
  `event_id,account_id,user_id,ts,received_at,name,props\n${rows
    .map(({ id, account, person, ts, received, name }) =>
      [id, account ?? '', person ?? '', new Date(ts).toISOString(), new Date(received ?? ts).toISOString(), cell(name), cell('{"plan":"pro"}')].join(','),
    )
    .join('\n')}`
const rows = randomEvents(1, 400).filter(({ account }) => account !== null)

/** The whole way: import, move, ask, import more, ask again, go back; against ClickHouse's HTTP interface in front of chdb. */
describe.skipIf(peer.session === null)('the events of a workspace move to ClickHouse and back', () => {
  let house: TestHouse
  let shim: Shim
  const move = (to: string) => house.cli('events', 'move', '--to', to, '--workspace', 'small', '--json')
  const ask = async (kind: string, seed = 3): Promise<Reply> => {
    const path = join(house.cwd, 'query.json')
    await writeFile(path, JSON.stringify({ ...makers[kind]?.(seed), asOf: '2026-05-01' }))
    return await house.json('query', '--workspace', 'small', '--query', path)
  }
  const kinds = Object.keys(makers)
  const all = async (): Promise<Reply[]> => {
    const found: Reply[] = []
    for (const kind of kinds) found.push(await ask(kind))
    return found
  }
  const engines = (answers: readonly Reply[]): unknown[] => [...new Set(answers.map((answer) => at(answer, 'cost', 'engine')))]

  beforeAll(async () => {
    if (!peer.session) return
    house = await testHouse()
    shim = await serveShim(peer.session)
    process.env['THROUGHLINE_CLICKHOUSE'] = shim.url
    await house.company('small')
    await house.json('import', await house.folder('facts', { 'account.csv': accounts, 'event.csv': csv(rows.slice(0, 250)) }), '--workspace', 'small')
  })
  afterAll(async () => {
    if (!peer.session) return
    delete process.env['THROUGHLINE_CLICKHOUSE']
    await house.stop()
    await shim.close()
    peer.close()
  })

  test('a copy that lost a row is refused by name, and the workspace stays where it was', async () => {
    shim.fault = 'lose'
    const { exit, err, out } = await move('clickhouse')
    shim.fault = 'none'
    expect([exit, `${err}${out}`]).toEqual([1, expect.stringContaining('ClickHouse does not hold what the embedded store holds')])
    expect(engines([await ask('stickiness')])).toEqual(['kernel'])
  })

  test('a batch whose answer was lost is sent again and counted once', async () => {
    shim.fault = 'deaf'
    const { exit, out, err } = await move('clickhouse')
    expect([exit, err]).toEqual([0, ''])
    const moved = JSON.parse(out)
    expect(moved.events.map((each: Reply) => [each['embedded'], each['isEqual']])).toEqual(moved.events.map((each: Reply) => [each['clickhouse'], true]))
    expect(moved.events.reduce((sum: number, each: Reply) => sum + Number(each['embedded']), 0)).toBe(250)
    expect(out).not.toContain('secret')
  })

  test('answers are those of before, by ClickHouse; what it does not count, the kernels answer', async () => {
    const there = await all()
    expect(engines(there)).toEqual(['clickhouse'])
    const paths = join(house.cwd, 'paths.json')
    await writeFile(paths, JSON.stringify({ kind: 'paths', range: { from: '2026-03-20', to: '2026-04-08' } }))
    expect(engines([await house.json('query', '--workspace', 'small', '--query', paths)])).toEqual(['kernel'])
    await move('embedded')
    const here = await all()
    expect(engines(here)).toEqual(['kernel'])
    expect(there.map(({ data, hash }) => ({ data, hash }))).toEqual(here.map(({ data, hash }) => ({ data, hash })))
  })

  test('events that come later are in the next answer, and an import that is taken back is in none', async () => {
    await move('clickhouse')
    const before = await ask('trend')
    const { import: id } = await house.json('import', await house.folder('more', { 'event.csv': csv(rows.slice(250)) }), '--workspace', 'small')
    const after = await ask('trend')
    expect(engines([before, after])).toEqual(['clickhouse'])
    expect(after['data']).not.toEqual(before['data'])
    expect((await house.cli('import', 'undo', String(id), '--workspace', 'small')).exit).toBe(0)
    expect((await ask('trend'))['data']).toEqual(before['data'])
  })

  test('a server that is away is told by name, and the way back stands open', async () => {
    process.env['THROUGHLINE_CLICKHOUSE'] = 'http://default:secret@127.0.0.1:9/default'
    const path = join(house.cwd, 'query.json')
    const { exit, err, out } = await house.cli('query', '--workspace', 'small', '--query', path, '--json')
    expect([exit, `${err}${out}`]).toEqual([1, expect.stringContaining('ClickHouse at http://127.0.0.1:9/default does not answer')])
    expect(`${err}${out}`).not.toContain('secret')
    const back = await move('embedded')
    expect([back.exit, back.out]).toEqual([0, expect.stringContaining('nothing was compared')])
    expect(engines([await ask('funnel')])).toEqual(['kernel'])
    process.env['THROUGHLINE_CLICKHOUSE'] = shim.url
  })
})

test('an address that is none is refused before anything is sent', () => {
  expect(() => connectClickHouse('host:8123')).toThrow('The address of ClickHouse is no URL.')
})
