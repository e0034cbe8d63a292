import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Activity } from '#engines/metrics/activity/activity.ts'
import { readPiece } from '#engines/metrics/activity/reading.ts'
import { factReader } from '#platform/columnar/factReader.ts'
import { factSegments } from '#platform/columnar/sealed/factSegments.ts'
import type { Row } from '#platform/columnar/store.ts'
import { eventStore } from '#test/support/eventStore.ts'
import { fileActivity, readActivity, type Read } from './activity.ts'

const facts = eventStore([
  { name: 'account_id', type: 'VARCHAR' },
  { name: 'user_id', type: 'VARCHAR' },
  { name: 'anonymous_id', type: 'VARCHAR' },
  { name: 'session_id', type: 'VARCHAR' },
  { name: 'name', type: 'VARCHAR' },
  { name: 'quantity', type: 'DOUBLE' },
])
const ws = 'ws'
const start = Date.UTC(2026, 10, 2)
let clock = 0
const now = (): string => new Date(start + (clock += 60_000)).toISOString()

const reader = async () => factReader(facts.store, ws, ['event'], await facts.store.positions(ws))
const segments = () => factSegments(facts.store, ws, 1)
const told = (activity: Activity): string[] =>
  Array.from({ length: activity.length }, (_, row) =>
    JSON.stringify([
      activity.at[row],
      activity.accounts[activity.account[row] ?? -1],
      activity.actors[activity.actor[row] ?? -1] ?? null,
      activity.names[activity.name[row] ?? -1],
      activity.quantity?.[row] ?? 1,
    ]),
  ).toSorted()

/** The same from the view, which knows nothing of segments. */
async function counted(): Promise<string[]> {
  const { rows } = await facts.store.query(
    ws,
    'select epoch_ms(ts), account_id, user_id, name, coalesce(quantity, 1) from event where account_id is not null and name is not null',
  )
  return rows.map(([ts, ...rest]) => JSON.stringify([Math.floor(Number(ts) / 1000) - Date.UTC(2000, 0, 1) / 1000, ...rest])).toSorted()
}

/** Files bring instants as text, streams as milliseconds. */
const asText = ([id = null, ts = null, ...rest]: Row): Row => [id, new Date(Number(ts)).toISOString(), ...rest]

type Step =
  | { readonly does: 'import'; readonly rows: readonly Row[] }
  | { readonly does: 'stream'; readonly rows: readonly Row[] }
  | { readonly does: 'link'; readonly person: string; readonly device: string }
  | { readonly does: 'undo' | 'forget'; readonly which: number }
  | { readonly does: 'purge'; readonly which: number; readonly rows: readonly Row[] }
  | { readonly does: 'file' | 'restart' }

const anyRow: fc.Arbitrary<Row> = fc
  .record({
    id: fc.nat(40),
    at: fc.integer({ min: 0, max: 50 * 86_400_000 }),
    account: fc.constantFrom('acme', 'bolt', null),
    user: fc.constantFrom('ann', 'bob', null),
    device: fc.constantFrom('d1', 'd2', null),
    name: fc.constantFrom('report', 'alert'),
    often: fc.constantFrom(null, 1, 3),
  })
  .map(({ id, at, account, user, device, name, often }) => [`e${id}`, start - at, account, user, device, null, name, often])

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('import' as const), rows: fc.uniqueArray(anyRow, { selector: ([id]) => id, minLength: 1, maxLength: 12 }) }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('stream' as const), rows: fc.array(anyRow, { minLength: 1, maxLength: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('link' as const), person: fc.constantFrom('ann', 'bob'), device: fc.constantFrom('~d1', '~d2') }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('undo' as const, 'forget' as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('purge' as const), which: fc.nat(), rows: fc.array(anyRow, { minLength: 1, maxLength: 12 }) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('file' as const, 'restart' as const) }) },
)

const linkColumns = ['link_id', 'kind', 'person', 'other', 'group_type', 'ts']

test('whatever is imported, streamed, linked, taken back or forgotten, what is kept in files and in memory tells what the rows tell', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 3, maxLength: 9 }), async (steps) => {
      await facts.store.dropWorkspace(ws)
      const batches: string[] = []
      let [read, events]: [Read | null, number] = [null, 0]
      const arrive = (table: string, columns: readonly string[], rows: readonly Row[]): Promise<void> =>
        facts.store.receive(ws, { at: now(), source: 'sdk', tables: [{ table, columns, rows }] })
      const stream = async (rows: readonly Row[]): Promise<void> => {
        const named = rows.map(([, ...rest]) => [`s${(events += 1)}`, ...rest])
        const columns = facts.shape.columns.map(({ name }) => name)
        await arrive('event', columns, named)
      }
      const forget = (which: number): Promise<void> => facts.store.forget(ws, [['ann', 'bob', '~d1'][which % 3] ?? ''], now())
      for (const step of steps) {
        if (step.does === 'import') {
          const id = `b${(run += 1)}`
          await facts.store.ingest(ws, { id, source: 'file', recordedAt: now(), file: 'events.csv', fact: facts.shape, rows: [step.rows.map(asText)] })
          batches.push(id)
        } else if (step.does === 'stream') await stream(step.rows)
        else if (step.does === 'link') await arrive('event_link', linkColumns, [[`l${(events += 1)}`, 'identify', step.person, step.device, null, start]])
        else if (step.does === 'undo') {
          const [batch] = batches.splice(step.which % Math.max(1, batches.length), 1)
          if (batch) await facts.store.undoBatch(ws, batch, now())
        } else if (step.does === 'forget') await forget(step.which)
        else if (step.does === 'purge') {
          await forget(step.which)
          await facts.store.purge(ws, now())
          await stream(step.rows) // as many rows as were there, or more, before anybody asks
        } else if (step.does === 'file') await fileActivity(await reader(), segments())
        else {
          await facts.store.close()
          await facts.open()
          read = null
        }
        read = await readActivity(await reader(), segments(), read)
        expect(told(read.activity)).toEqual(await counted())
        expect(told((await readActivity(await reader(), segments(), null)).activity)).toEqual(told(read.activity))
      }
    }),
    { numRuns: 16 },
  )
}, 300_000)

const files = async (): Promise<string[]> =>
  (await readdir(facts.store.beside(ws), { recursive: true }).catch(() => [])).filter((name) => name.endsWith('.segment'))

test('files are of one state of the store: made again from the journal it has others, and nobody forgotten stays in them', async () => {
  await facts.store.ingest(ws, {
    id: 'b',
    source: 'file',
    recordedAt: now(),
    file: 'e.csv',
    fact: facts.shape,
    rows: [[asText(['e1', start, 'acme', 'ann', null, null, 'report', null])]],
  })
  await fileActivity(await reader(), segments())
  const [before] = await files()
  expect(before).toMatch(/-1_0\.segment$/)
  await facts.store.rebuild(ws)
  expect(told((await readActivity(await reader(), segments(), null)).activity)).toEqual(await counted())
  expect((await files()).map((name) => name === before)).toEqual([false])
  await facts.store.forget(ws, ['ann'], now())
  expect(await files()).toEqual([])
  expect(told((await readActivity(await reader(), segments(), null)).activity)).toEqual([])
})

test('many files become one that tells the same', async () => {
  for (let batch = 0; batch < 15; batch++) {
    const rows: Row[] = [0, 1].map((each) => [
      `e${batch}-${each}`,
      start + batch * 7 - each * 100_000,
      each === 0 ? 'acme' : 'bolt',
      `u${batch % 4}`,
      null,
      null,
      'report',
      batch === 9 ? 4 : null,
    ])
    await facts.store.ingest(ws, { id: `many${batch}`, source: 'file', recordedAt: now(), file: 'e.csv', fact: facts.shape, rows: [rows.map(asText)] })
    await fileActivity(await reader(), segments())
  }
  expect((await files()).length).toBeLessThan(15)
  expect(told((await readActivity(await reader(), segments(), null)).activity)).toEqual(await counted())
})

const imported = async (id: string, ids: readonly string[], name = 'report'): Promise<void> => {
  const rows = ids.map((each, index) => asText([each, start - index * 1000, 'acme', 'ann', null, null, name, null]))
  await facts.store.ingest(ws, { id, source: 'file', recordedAt: now(), file: 'e.csv', fact: facts.shape, rows: [rows] })
}
const all = { after: -1, upTo: 1 }
const readAll = async () => readPiece(await reader(), { places: all, salt: 0 })

test('a file of many that does not hold any more is made anew once, not at each start', async () => {
  await imported('old', ['e1', 'e2'])
  await segments().between(all, readAll)
  await imported('new', ['e1'], 'alert') // replaces a row within the file
  let asked = 0
  const read = async () => ((asked += 1), await readAll())
  const short = { after: -1, upTo: 0 }
  await segments().between(short, async () => readPiece(await reader(), { places: short, salt: 0 }))
  expect((await files()).length).toBe(2)
  await segments().between(all, read)
  await segments().between(all, read)
  expect(asked).toBe(1)
  expect(told((await readActivity(await reader(), segments(), null)).activity)).toEqual(await counted())
})

test('rows that were read before somebody was forgotten, or before the workspace was removed, are not filed afterwards', async () => {
  await imported('b', ['e1', 'e2'])
  const meanwhile = (work: () => Promise<void>) => segments().between(all, async () => await readAll().finally(work))
  await meanwhile(() => facts.store.forget(ws, ['ann'], now()))
  expect(await readdir(facts.store.beside(ws)).catch(() => [])).toEqual([])
  await meanwhile(() => facts.store.dropWorkspace(ws))
  expect(existsSync(facts.store.beside(ws))).toBe(false)
})

test('what a process left that was stopped while it forgot or wrote is gone when the workspace opens', async () => {
  await imported('b', ['e1', 'e2'])
  await segments().between(all, readAll)
  const [kept = ''] = await files()
  await writeFile(join(facts.store.beside(ws), `${kept}.1.draft`), 'ann')
  await mkdir(join(facts.store.beside(ws), 'former'))
  await writeFile(join(facts.store.beside(ws), 'former', kept.split('/').at(-1) ?? ''), 'ann')
  await facts.store.close()
  await facts.open()
  await facts.store.positions(ws)
  expect((await readdir(facts.store.beside(ws), { recursive: true })).toSorted()).toEqual([kept.split('/')[0], kept])
})

test('two who file the same rows at once both succeed, and a file that cannot be written costs nothing', async () => {
  await imported('b', ['e1', 'e2'])
  const both = await Promise.all([1, 2, 3, 4].map(() => segments().between(all, readAll)))
  expect(both.map((found) => found.length)).toEqual([1, 1, 1, 1])
  expect((await readdir(facts.store.beside(ws), { recursive: true })).filter((name) => name.includes('draft'))).toEqual([])
  await rm(facts.store.beside(ws), { recursive: true })
  await writeFile(facts.store.beside(ws), 'a file where the folder would stand')
  expect(told((await readActivity(await reader(), segments(), null)).activity)).toEqual(await counted())
})
