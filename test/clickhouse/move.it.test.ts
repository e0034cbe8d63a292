import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectClickHouse } from '#platform/clickhouse/clickhouse.ts'
import { askWorkspace } from '../../src/house/events/analyticsQuery.ts'
import { reachCopies } from '../../src/house/events/clickhouseReach.ts'
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
    .map(({ id, account, person, ts, received, name, props }) =>
      [
        id,
        account ?? '',
        person ?? '',
        new Date(ts).toISOString(),
        new Date(received ?? ts).toISOString(),
        cell(name),
        cell(/^\{(?!.*("second"|\\u0000|551615|1e20|2e19))/.test(props) ? props : ''),
      ].join(','),
    )
    .join('\n')}`
const rows = randomEvents(1, 400).filter(({ account }) => account !== null)
const [event] = rows

/** The whole way: import, move, ask, import more, ask again, go back; against ClickHouse's HTTP interface in front of chdb. */
describe.skipIf(peer.session === null)('the events of a workspace move to ClickHouse and back', () => {
  let house: TestHouse
  let shim: Shim
  const move = (to: string) => house.cli('events', 'move', '--to', to, '--workspace', 'small', '--json')
  const ask = async (kind: string, where: unknown = null): Promise<Reply> => {
    const path = join(house.cwd, 'query.json')
    await writeFile(path, JSON.stringify({ ...makers[kind]?.(3), where, asOf: '2026-05-01' }))
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
    const walked = join(house.cwd, 'walked.json')
    const steps = [{ event: 'start' }, { event: 'back' }]
    await writeFile(walked, JSON.stringify({ kind: 'funnel', order: 'strict', steps, range: { from: '2026-03-20', to: '2026-04-08' } }))
    const left = await house.json('query', '--workspace', 'small', '--query', walked)
    expect([at(left, 'cost', 'engine'), at(left, 'cost', 'left')]).toEqual(['kernel', expect.stringContaining('is not counted in ClickHouse')])
    await move('embedded')
    const here = await all()
    expect(engines(here)).toEqual(['kernel'])
    expect(there.map(({ data, hash }) => ({ data, hash }))).toEqual(here.map(({ data, hash }) => ({ data, hash })))
  })

  test('conditions, breakdowns and numbers of properties are read there as here, with the same warnings', async () => {
    const plan = { prop: 'event.plan', op: 'contains', value: 'R' }
    const few = { any: [plan, { not: { prop: 'event.amount', op: 'lt', value: 3 } }, { prop: 'event.word', op: 'regex', value: '^.$' }] }
    const path = join(house.cwd, 'properties.json')
    const askEach = async (): Promise<Reply[]> => {
      const found: Reply[] = []
      for (const more of [
        { ...makers['trend']?.(3), where: few, breakdown: [{ by: 'event.plan', limit: 3 }] },
        {
          ...makers['trend']?.(4),
          where: null,
          series: ['sum', 'avg', 'p90'].map((math) => ({ sel: { event: '*' }, math, value: 'event.mixed' })),
          formula: null,
        },
        { ...makers['retention']?.(3), where: { prop: 'account.segment', op: 'eq', value: 'smb' }, breakdown: [{ by: 'event.amount', bins: 4 }] },
        { ...makers['stickiness']?.(3), where: plan, breakdown: [{ by: 'account.segment' }, { by: 'event.never', limit: 2 }] },
        { ...makers['lifecycle']?.(3), where: { prop: 'event.it\'s \\ "odd"', op: 'set' }, breakdown: [{ by: 'event.mixed', limit: 4 }] },
        { ...makers['funnel']?.(3), where: { not: { all: [plan, { prop: 'event.mixed', op: 'gte', value: 'a' }] } } },
      ]) {
        await writeFile(path, JSON.stringify({ ...more, asOf: '2026-05-01' }))
        found.push(await house.json('query', '--workspace', 'small', '--query', path))
      }
      return found
    }
    await move('embedded')
    const here = await askEach()
    await move('clickhouse')
    const there = await askEach()
    if (!event) throw new Error('no events')
    const huge = csv([{ ...event, id: 'huge', props: '{"plan":"pro","id":98765432109876543210}' }])
    const { import: id } = await house.json('import', await house.folder('huge', { 'event.csv': huge }), '--workspace', 'small')
    const left = await ask('stickiness', plan)
    expect([at(left, 'cost', 'engine'), at(left, 'cost', 'left')]).toEqual(['kernel', expect.stringContaining('numbers too large to be read')])
    expect((await house.cli('import', 'undo', String(id), '--workspace', 'small')).exit).toBe(0)
    await move('embedded')
    expect([engines(here), engines(there)]).toEqual([['kernel'], ['clickhouse']])
    expect(there.map(({ data, hash, warnings }) => ({ data, hash, warnings }))).toEqual(here.map(({ data, hash, warnings }) => ({ data, hash, warnings })))
    expect(JSON.stringify(there.map(({ warnings }) => warnings))).toContain('bear event.mixed as')
  })

  test('a saved cohort is judged there as here, and left to the kernels where only they can', async () => {
    const scope = await house.app.workspaces.operate('small', 'test')
    const march = { from: '2026-03-16', to: '2026-04-02' }
    const save = (title: string, def: unknown) => scope.perform('analysis', 'create', {}, { title, kind: 'cohort', spec: { kind: 'cohort', def } })
    await save('Busy', { did: { event: 'start' }, times: 5, in: march })
    await save('Came back', { sequence: [{ event: 'start' }, { event: 'back' }], window: { n: 1, unit: 'day' }, in: march })
    const both = async (): Promise<Reply[]> => [await ask('trend', { cohort: 'Busy' }), await ask('retention', { cohort: 'Busy', not: true })]
    const here = await both()
    await move('clickhouse')
    const there = await both()
    expect([engines(here), engines(there), engines([await ask('trend', { cohort: 'Came back' })])]).toEqual([['kernel'], ['clickhouse'], ['kernel']])
    expect(there.map(({ data }) => data)).toEqual(here.map(({ data }) => data))
    expect(there[0]?.['data']).not.toEqual((await ask('trend'))['data'])
    await move('embedded')
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

  const elsewhere = 'http://default:secret@127.0.0.1:9/default'
  const workspaceId = async (): Promise<string> => (await house.app.workspaces.list()).find(({ slug }) => slug === 'small')?.id ?? ''
  /** What a look into ClickHouse itself finds. */
  const there = async (condition = '1'): Promise<number> =>
    Number(peer.session?.query(`SELECT count() FROM throughline_event WHERE workspace = '${await workspaceId()}' AND ${condition}`, 'TSV').trim())

  test('what is taken back, and who is forgotten, is soon not there either, though nobody asks', async () => {
    const before = await there()
    const { import: id } = await house.json('import', await house.folder('again', { 'event.csv': csv(rows.slice(250)) }), '--workspace', 'small')
    await ask('trend')
    expect(await there()).toBeGreaterThan(before)
    expect((await house.cli('import', 'undo', String(id), '--workspace', 'small')).exit).toBe(0)
    await house.app.store.rested()
    expect(await there()).toBe(before)
    const { person } = rows.slice(0, 250).find((row) => row.person !== null) ?? { person: '' }
    expect(await there(`person = '${person}'`)).toBeGreaterThan(0)
    await house.app.store.forget(await workspaceId(), [String(person)], house.app.clock.now())
    await house.app.store.rested()
    expect(await there(`person = '${person}'`)).toBe(0)
  })

  test('a server that is away meanwhile hears of it when it is back', async () => {
    const { person } = rows.slice(0, 250).findLast((row) => row.person !== null) ?? { person: '' }
    process.env['THROUGHLINE_CLICKHOUSE'] = elsewhere
    await house.app.store.forget(await workspaceId(), [String(person)], house.app.clock.now())
    await reachCopies(house.app)
    expect(await there(`person = '${person}'`)).toBeGreaterThan(0)
    process.env['THROUGHLINE_CLICKHOUSE'] = shim.url
    await reachCopies(house.app)
    expect(await there(`person = '${person}'`)).toBe(0)
    const inserts = shim.inserts()
    await reachCopies(house.app)
    expect(shim.inserts()).toBe(inserts)
  })

  test('whoever asks while others ask, import and move gets the whole truth, by one store or the other', async () => {
    const scope = await house.app.workspaces.operate('small', 'test')
    const trend = async () => at(await askWorkspace(house.app, scope, { ...makers['trend']?.(3), where: null, asOf: '2026-05-01' }), 'data')
    const asking = () => Promise.all([trend(), trend(), trend(), trend()])
    const before = await trend()
    const id = await house.json('import', join(house.cwd, 'again'), '--workspace', 'small')
    const [first, second] = await Promise.all([asking(), asking()])
    const after = await trend()
    expect([...first, ...second]).toEqual(Array.from({ length: 8 }, () => after))
    expect(after).not.toEqual(before)
    const thereAndBack = move('embedded').then(() => move('clickhouse'))
    const [answers] = await Promise.all([asking(), thereAndBack, asking()])
    expect(answers).toEqual(Array.from({ length: 4 }, () => after))
    expect((await house.cli('import', 'undo', String(id['import']), '--workspace', 'small')).exit).toBe(0)
    expect(await trend()).toEqual(before)
  })

  test('rows that came between what is known of a copy and the question are asked with what is known of them', async () => {
    const scope = await house.app.workspaces.operate('small', 'test')
    const ask = () => askWorkspace(house.app, scope, { ...makers['stickiness']?.(3), sel: { event: 'brand new' }, where: null, asOf: '2026-05-01' })
    const fresh = await house.folder('fresh', { 'event.csv': csv(rows.slice(250, 260).map((row) => ({ ...row, name: 'brand new' }))) })
    const { turns } = house.app.clickHouse
    const { together } = turns
    let id: unknown
    turns.together = async (name, work) => {
      turns.together = together
      id = at(await house.json('import', fresh, '--workspace', 'small'), 'import')
      await ask()
      return await together(name, work)
    }
    const first = await ask()
    expect(await ask()).toMatchObject({ n: first.n, warnings: 'warnings' in first && first.warnings })
    expect((await house.cli('import', 'undo', String(id), '--workspace', 'small')).exit).toBe(0)
  })

  test('a server that is away is told by name, and the way back stands open', async () => {
    process.env['THROUGHLINE_CLICKHOUSE'] = elsewhere
    const path = join(house.cwd, 'query.json')
    const { exit, err, out } = await house.cli('query', '--workspace', 'small', '--query', path, '--json')
    expect([exit, `${err}${out}`]).toEqual([1, expect.stringContaining('ClickHouse at http://127.0.0.1:9/default does not answer')])
    expect(`${err}${out}`).not.toContain('secret')
    const back = await move('embedded')
    expect([back.exit, back.out]).toEqual([0, expect.stringContaining('nothing was compared')])
    expect(engines([await ask('funnel')])).toEqual(['kernel'])
    expect(await there()).toBeGreaterThan(0)
    process.env['THROUGHLINE_CLICKHOUSE'] = shim.url
    await reachCopies(house.app)
    expect(await there()).toBe(0)
    expect(await readdir(join(house.app.home, 'clickhouse'))).toEqual([])
  })
})

test('an address that is none is refused before anything is sent', () => {
  expect(() => connectClickHouse('host:8123')).toThrow('The address of ClickHouse is no URL.')
})
