import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventStore } from '#test/support/eventStore.ts'
import { factReader } from './factReader.ts'
import { openJournal } from './journal.ts'
import { diskFiles } from './journalFiles.ts'
import { keptReads, type Reads } from './keptReads.ts'
import { decode } from './records.ts'
import type { Row } from './store.ts'
import { sealedName } from './withoutPersons.ts'

const facts = eventStore([
  { name: 'account_id', type: 'VARCHAR' },
  { name: 'user_id', type: 'VARCHAR' },
  { name: 'anonymous_id', type: 'VARCHAR' },
  { name: 'name', type: 'VARCHAR' },
  { name: 'quantity', type: 'DOUBLE' },
  { name: 'props', type: 'JSON' },
])
const day = Date.UTC(2026, 10, 2)

const heldColumns = ['held_id', 'class', 'field', 'place', 'reason', 'protocol', 'raw', 'sent_at', 'received_at']
const row = (id: string, more: { user?: string; device?: string; name?: string } = {}): Row => [
  id,
  day + 1,
  'harbour',
  more.user ?? null,
  more.device ?? null,
  more.name ?? 'Report opened',
  2.5,
  '{"size":3}',
]
const link = (kind: string, person: string, other: string): Row => [`${kind} ${person} ${other}`, kind, person, other, null, day]
const people = async (): Promise<unknown> => (await facts.store.query('ws', 'select event_id, user_id from event order by 1')).rows
const count = async (): Promise<unknown> => (await facts.store.query('ws', 'select count(*) from event')).rows[0]?.[0]

test('what was received can be read with its own values and with where it came from', async () => {
  await facts.arrive([row('e1', { user: 'vera' })])
  const { rows } = await facts.store.query(
    'ws',
    'select event_id, ts, account_id, user_id, quantity, props, source_id, source_key, revision, known_from from event',
  )
  expect(rows).toEqual([['e1', '2026-11-02T00:00:00.001Z', 'harbour', 'vera', 2.5, '{"size":3}', 'sdk/EVS-1', 'e1', 1, '2026-11-02T10:00:00.000Z']])
})

test('rows that were acknowledged and not written before the end are there after the next start, once', async () => {
  await facts.store.query('ws', 'select 1')
  await facts.arrive([row('e1'), row('e2')])
  await facts.arrive([row('e3')])
  await facts.store.close()
  await facts.open()
  expect(await count()).toBe(3)
  await facts.store.close()
  await facts.open()
  expect(await count()).toBe(3)
})

test('a rebuild from the journal gives the same rows and the same persons', async () => {
  await facts.arrive([row('e1', { device: 'd1' }), row('e2', { user: 'vera' })], [link('identify', '~d1', 'vera')])
  const before = await people()
  await facts.store.rebuild('ws')
  expect(await people()).toEqual(before)
  expect(before).toEqual([
    ['e1', 'vera'],
    ['e2', 'vera'],
  ])
})

test('an import that runs meanwhile and one that is taken back leave the stream alone', async () => {
  const batch = await facts.store.openBatch('ws', { id: 'b1', source: 'file', recordedAt: '2026-11-02T09:00:00Z' })
  await facts.arrive([row('e1')])
  await batch.add({
    fact: facts.shape,
    file: 'a.csv',
    rows: [[row('f1').map((value, at) => (at === 1 ? '2026-11-01T00:00:00Z' : value))]],
  })
  await facts.arrive([row('e2')])
  await batch.commit()
  await facts.arrive([row('e3')])
  expect(await count()).toBe(4)
  await facts.store.undoBatch('ws', 'b1', '2026-11-02T11:00:00Z')
  await facts.store.close()
  await facts.open()
  expect(await count()).toBe(3)
})

test('merges before and after the rows arrived give the same persons, and a merge can be taken back', async () => {
  await facts.arrive([row('e1', { device: 'd1' })])
  expect(await people()).toEqual([['e1', '~d1']])
  const position = await facts.store.position('ws')
  await facts.arrive([], [link('identify', '~d1', 'vera')])
  expect(await people()).toEqual([['e1', 'vera']])
  expect(await facts.store.position('ws')).not.toBe(position)
  await facts.arrive([row('e2', { device: 'd1' }), row('e3', { user: 'mina' })], [link('alias', 'mina', 'vera')])
  expect(await people()).toEqual([
    ['e1', 'vera'],
    ['e2', 'vera'],
    ['e3', 'vera'],
  ])
  await facts.arrive([], [link('unmerge', 'mina', 'vera')])
  expect(await people()).toEqual([
    ['e1', 'vera'],
    ['e2', 'vera'],
    ['e3', 'mina'],
  ])
})

test('a person who is forgotten is in no answer, not of the past either, and a rebuild does not bring them back', async () => {
  await facts.arrive([row('e1', { device: 'd1' }), row('e2', { user: 'vera' }), row('e3', { user: 'mina' })], [link('identify', '~d1', 'vera')])
  await facts.store.forget('ws', ['vera', '~d1'], '2026-11-03T00:00:00Z')
  const past = async () => (await facts.store.query('ws', `select event_id from event_known('2026-11-02T12:00:00Z')`)).rows
  for (const again of [async () => undefined, () => facts.store.rebuild('ws')]) {
    await again()
    expect(await people()).toEqual([['e3', 'mina']])
    expect(await past()).toEqual([['e3']])
    const { rows } = await facts.store.query('ws', `select count(*) from store."event" where user_id = 'vera' or anonymous_id = 'd1'`)
    expect(rows).toEqual([[0]])
  }
})

test('of held events those go that bear the forgotten person’s id, and nobody else’s that only looks alike', async () => {
  const held: readonly (readonly [id: string, raw: string])[] = [
    ['h1', '{"type":"track","userId":"ann"}'],
    ['h2', '{"distinct_id":"x","properties":{"invited":["\\u0061nn"]}}'],
    ['h3', '{"userId":"anna","event":"Planner opened"}'],
    ['h4', '{"userId":"mina","event":"ann","properties":{"note":"planning with ann"}}'],
    ['h5', '{"user_id":42}'],
    ['h6', '{"user_id":421,"device":"d42"}'],
    ['h7', '{"anonymousId":"d1","event":"Opened","userId":"an'],
    ['h8', '{"userId":"ann","props":{"long":"cut of'],
    ['h9', '{"userId":"joanne","props":{"long":"cut of'],
    ['i1', '{"user_id":9007199254740993}'],
    ['i2', '{"user_id":9007199254740992}'],
    ['i3', '{"name":["ann"]}'],
  ]
  const rows = held.map(([id, raw]) => [id, 'unreadable', null, 0, 'why', 'segment', raw, null, day])
  await facts.receive({ table: 'event_held', columns: heldColumns, rows })
  await facts.store.forget('ws', ['ann', '42', '~d2', '9007199254740993'], '2026-11-03T00:00:00Z')
  for (const again of [async () => undefined, () => facts.store.rebuild('ws'), () => facts.store.purge('ws', '2026-11-03T02:00:00Z')]) {
    await again()
    const { rows } = await facts.store.query('ws', 'select held_id from store.event_held order by 1')
    expect(rows.flat()).toEqual(['h3', 'h4', 'h6', 'h7', 'h9', 'i2'])
  }
})

test('forgotten persons are taken out of every file within a day: the journal is written anew in its place, and says the same of everybody else', async () => {
  const canary = 'vera-7Q2x'
  const imported = [row('i1', { user: canary }), row('i2', { user: 'mina' })].map((own) => own.map((value, at) => (at === 1 ? '2026-11-01T00:00:00Z' : value)))
  await facts.store.ingest('ws', { id: 'b1', source: 'file', recordedAt: '2026-11-02T09:00:00Z', fact: facts.shape, file: 'event.csv', rows: [imported] })
  await facts.arrive([row('e1', { device: 'd1' }), row('e2', { user: canary }), row('e3', { user: 'mina' })], [link('identify', '~d1', canary)])
  await facts.store.receive('ws', {
    at: '2026-11-02T10:00:01.000Z',
    source: 'sdk/EVS-1',
    tables: [
      { table: 'event_held', columns: heldColumns, rows: [['h1', 'malformed', null, 0, 'why', 'own', `{"user_id":"${canary}"}`, null, day]] },
      { table: 'event_profile', columns: ['profile_id', 'kind', 'subject', 'traits', 'ts'], rows: [['p1', 'person', canary, '{"city":"Rome"}', day]] },
    ],
  })
  const everywhere = async (): Promise<string> => {
    await facts.store.close()
    const folders = await readdir(join(facts.home, 'facts'), { recursive: true, withFileTypes: true })
    const files = await Promise.all(folders.filter((one) => one.isFile()).map(async (one) => await readFile(join(one.parentPath, one.name), 'latin1')))
    const text = (await journaled()) + files.join('')
    await facts.open()
    return text
  }
  expect(await facts.store.purge('ws', '2026-11-03T00:00:00Z')).toBe('nobody')
  await facts.store.forget('ws', [canary, '~d1'], '2026-11-03T00:00:00Z')
  expect(await everywhere()).toContain(canary)
  expect(await people()).toEqual([
    ['e3', 'mina'],
    ['i2', 'mina'],
  ])
  await facts.arrive([row('e4', { user: 'later' })])
  expect(await facts.store.purge('ws', '2026-11-03T02:00:00Z')).toBe('done')
  expect(await people()).toEqual([
    ['e3', 'mina'],
    ['e4', 'later'],
    ['i2', 'mina'],
  ])
  const left = await everywhere()
  expect(left).not.toContain(canary)
  expect(left).not.toContain('Rome')
  expect(left).toContain(sealedName(canary))
  expect(await facts.store.purge('ws', '2026-11-04T02:00:00Z')).toBe('nobody')
  await facts.arrive([row('e5', { user: 'mina' })])
  for (const again of [async () => undefined, () => facts.store.rebuild('ws')]) {
    await again()
    expect(await people()).toEqual([
      ['e3', 'mina'],
      ['e4', 'later'],
      ['e5', 'mina'],
      ['i2', 'mina'],
    ])
    const known = (await facts.store.query('ws', 'select distinct person from store.forgotten order by 1')).rows.flat()
    expect(known).toEqual([canary, '~d1'].map(sealedName).toSorted())
  }
  await facts.store.undoBatch('ws', 'b1', '2026-11-05T00:00:00Z')
  expect(await count()).toBe(3)
})

const journaled = async (): Promise<string> => {
  const journal = await openJournal(join(facts.home, 'facts/ws/journal'))
  let text = ''
  for await (const { payload } of journal.read()) text += JSON.stringify(decode(payload))
  await journal.close()
  return text
}

test('a purge that is cut off at any file is done again, names last; and whoever is forgotten again later is purged again', async () => {
  for (let replaced = 0, isCut = true; isCut; replaced++) {
    await facts.store.dropWorkspace('ws')
    await facts.store.close()
    let left = replaced
    const replace = async (from: string, to: string): Promise<void> => {
      if (left-- <= 0) throw new Error('cut off')
      await diskFiles.replace(from, to)
    }
    await facts.open({ journal: { files: { ...diskFiles, replace }, segmentBytes: 1 } })
    await facts.arrive([row('e1', { user: 'vera' })])
    const few = { table: 'event', columns: ['event_id', 'ts', 'user_id'], rows: [['e0', day, 'vera']] } // as a version wrote it that knew no devices
    await facts.receive(few)
    await facts.store.forget('ws', ['vera'], '2026-11-03T00:00:00Z')
    await facts.arrive([row('e2', { user: 'vera' }), row('e3', { user: 'mina' })]) // it was under way while she was forgotten
    isCut = await facts.store.purge('ws', '2026-11-03T02:00:00Z').then(
      () => false,
      () => true,
    )
    await facts.store.close()
    await facts.open()
    expect(await facts.store.purge('ws', '2026-11-04T02:00:00Z')).toBe(isCut ? 'done' : 'nobody')
    expect(await people()).toEqual([['e3', 'mina']])
    expect(replaced).toBeLessThan(9)
  }
  await facts.store.forget('ws', ['vera'], '2026-11-05T00:00:00Z')
  expect(await facts.store.purge('ws', '2026-11-05T02:00:00Z')).toBe('done')
  await facts.store.close()
  expect(await journaled()).not.toContain('"vera"')
  await facts.open()
})

test('what arrived before somebody is forgotten is theirs, in its table or on its way there', async () => {
  await facts.store.query('ws', 'select 1')
  await facts.arrive([row('e1', { user: 'vera' })])
  await facts.store.forget('ws', ['vera'], '2026-11-03T00:00:00Z')
  expect(await people()).toEqual([])
})

test('a file does not bring back who was forgotten while it was open or before it, and the next purge takes them out of it too', async () => {
  const file = async (id: string, first: () => Promise<unknown>): Promise<void> => {
    const batch = await facts.store.openBatch('ws', { id, source: 'file', recordedAt: '2026-11-02T09:00:00Z' })
    const rows = [row(`${id}-1`, { user: 'vera' }), row(`${id}-2`, { user: 'mina' })].map((own) =>
      own.map((value, at) => (at === 1 ? '2026-11-01T00:00:00Z' : value)),
    )
    await batch.add({ fact: facts.shape, file: 'a.csv', rows: [rows] })
    await first()
    await batch.commit()
  }
  await facts.arrive([row('e1', { user: 'vera' })])
  await file('b1', () => facts.store.forget('ws', ['vera'], '2026-11-03T00:00:00Z'))
  expect(await people()).toEqual([['b1-2', 'mina']])
  expect(await facts.store.purge('ws', '2026-11-03T02:00:00Z')).toBe('done')
  await file('b2', async () => expect(await facts.store.purge('ws', '2026-11-04T02:00:00Z')).toBe('nobody'))
  for (const again of [
    async () => undefined,
    () => facts.store.rebuild('ws'),
    () => facts.store.purge('ws', '2026-11-04T03:00:00Z'),
    () => facts.store.rebuild('ws'),
  ]) {
    await again()
    expect(await people()).toEqual([
      ['b1-2', 'mina'],
      ['b2-2', 'mina'],
    ])
    expect((await facts.store.query('ws', `select count(*) from event_known('2100-01-01') where user_id = 'vera'`)).rows).toEqual([[0]])
  }
  expect(await facts.store.purge('ws', '2026-11-05T02:00:00Z')).toBe('nobody')
  await facts.store.close()
  expect(await journaled()).not.toContain('"vera"')
  await facts.open()
})

test('a purge waits for an import that is under way, and ends none', async () => {
  await facts.arrive([row('e1', { user: 'vera' })])
  await facts.store.forget('ws', ['vera'], '2026-11-03T00:00:00Z')
  const batch = await facts.store.openBatch('ws', { id: 'b1', source: 'file', recordedAt: '2026-11-02T09:00:00Z' })
  expect(await facts.store.purge('ws', '2026-11-03T02:00:00Z')).toBe('busy')
  await batch.add({ fact: facts.shape, file: 'a.csv', rows: [[row('f1', { user: 'mina' }).map((value, at) => (at === 1 ? '2026-11-01T00:00:00Z' : value))]] })
  await batch.commit()
  expect(await people()).toEqual([['f1', 'mina']])
  expect(await facts.store.purge('ws', '2026-11-03T02:01:00Z')).toBe('done')
})

test('answers that were kept before a purge are not taken up again after it, however many rows came since', async () => {
  const reads: Reads = new Map()
  const told = async (): Promise<unknown> => {
    const reader = keptReads(factReader(facts.store, 'ws', ['event'], await facts.store.positions('ws')), reads)
    const rows = await reader.added(
      'event',
      (places) => ({
        text: `SELECT event_id, user_id FROM store."event" WHERE known_to IS NULL AND rowid > $1::bigint AND rowid <= $2::bigint ORDER BY 1`,
        values: [places?.after ?? -1, places?.upTo ?? 1_000_000],
      }),
      (before, more) => [...before, ...more],
    )
    return rows.map((one) => `${String(one['event_id'])}:${String(one['user_id'])}`)
  }
  await facts.arrive([row('e1', { user: 'vera' }), row('e2', { user: 'mina' })])
  expect(await told()).toEqual(['e1:vera', 'e2:mina'])
  await facts.store.forget('ws', ['vera'], '2026-11-03T00:00:00Z')
  await facts.store.purge('ws', '2026-11-03T02:00:00Z')
  await facts.arrive([row('e3', { user: 'otto' }), row('e4', { user: 'otto' })])
  expect(await told()).toEqual(['e2:mina', 'e3:otto', 'e4:otto'])
})

test('held events wait for a while and then go, with what became of them; a rebuild does not bring them back', async () => {
  const held = (id: string, received: number) => [
    id,
    'malformed',
    null,
    0,
    'why',
    'segment',
    received === day ? 'said too early' : 'said in time',
    null,
    received,
  ]
  const tables = [
    { table: 'event_held', columns: heldColumns, rows: [held('old', day), held('settled', day), held('new', day + 2)] },
    {
      table: 'event_settled',
      columns: ['held_id', 'state'],
      rows: [
        ['settled', 'dismissed'],
        ['new', 'replayed'],
      ],
    },
  ]
  await facts.receive(...tables)
  const before = new Date(day + 1).toISOString()
  expect(await facts.store.expireHeld('ws', before, '2026-12-03T00:00:00Z')).toBe(2)
  expect(await facts.store.expireHeld('ws', before, '2026-12-03T00:00:00Z')).toBe(0)
  await facts.store.close()
  expect(await journaled()).not.toContain('said too early')
  expect(await journaled()).toContain('said in time')
  await facts.open()
  for (const again of [async () => undefined, () => facts.store.rebuild('ws')]) {
    await again()
    expect((await facts.store.query('ws', 'select held_id from store.event_held')).rows).toEqual([['new']])
    expect((await facts.store.query('ws', 'select held_id, state from store.event_settled')).rows).toEqual([['new', 'replayed']])
  }
})

test('what expired and still stands in the journal leaves it with the next purge', async () => {
  const held = (id: string, received: number) => [id, 'malformed', null, 0, 'why', 'segment', `said on ${received - day}`, null, received]
  const arriveHeld = (rows: readonly Row[]): Promise<void> => facts.receive({ table: 'event_held', columns: heldColumns, rows })
  await arriveHeld([held('old', day)])
  await facts.store.expireHeld('ws', new Date(day + 1).toISOString(), '2026-12-03T00:00:00Z')
  await arriveHeld([held('late', day), held('new', day + 2)])
  await facts.arrive([row('e1', { user: 'vera' })])
  await facts.store.forget('ws', ['vera'], '2026-12-03T00:00:00Z')
  expect(await facts.store.purge('ws', '2026-12-03T02:00:00Z')).toBe('done')
  expect((await facts.store.query('ws', 'select held_id from store.event_held')).rows).toEqual([['new']])
  await facts.store.close()
  const journal = await journaled()
  expect([journal.includes('said on 0'), journal.includes('said on 2')]).toEqual([false, true])
  await facts.open()
})

test('many requests at once share flushes, and all of their rows are there', async () => {
  await Promise.all(Array.from({ length: 200 }, (_, request) => facts.arrive(Array.from({ length: 50 }, (__, index) => row(`r${request}-${index}`)))))
  expect(await count()).toBe(10_000)
  expect(await facts.store.waiting('ws')).toBe(0)
})
