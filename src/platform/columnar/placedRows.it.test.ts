import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { closeSubscriptions, importInto, line, nextInstant, openSubscriptions, ws } from '#test/support/subscriptionStore.ts'
import { placedRows, type Placed } from './placedRows.ts'
import type { FactStore, Row } from './store.ts'

let home: string
let store: FactStore
beforeEach(async () => {
  ;({ home, store } = await openSubscriptions())
})
afterEach(() => closeSubscriptions(home, store))

const columns = ['id', 'mrr', 'start']
const read = async (before: Placed | null): Promise<Placed> => {
  const placed = await placedRows(store, ws, 'subscription', columns, before)
  if (!placed) throw new Error('Subscriptions are read so.')
  return placed
}
const standing = async (): Promise<unknown[]> =>
  (await store.query(ws, 'select id, mrr, start from subscription')).rows.map(([id, mrr, start]) => ({ id, mrr, start }))

test('rows that stay are the same objects; what came stands behind them, and what was replaced or taken back is gone', async () => {
  await importInto(store, 'one', [line('a', 10), line('b', 20), line('c', 30)])
  const first = await read(null)
  await importInto(store, 'two', [line('d', 40)])
  const second = await read(first)
  expect(second.rows.slice(0, 3).every((row, place) => row === first.rows[place])).toBe(true)
  await importInto(store, 'three', [line('b', 25)])
  const third = await read(second)
  expect(third.rows).toEqual(await standing())
  expect(third.rows.map(({ id }) => id)).toEqual(['a', 'c', 'd', 'b'])
  expect(third.rows[0]).toBe(first.rows[0])
  await store.undoBatch(ws, 'three', nextInstant())
  expect((await read(third)).rows).toEqual(await standing())
})

test('nothing that came is the same list, and a store that was made again is read anew', async () => {
  await importInto(store, 'one', [line('a', 10), line('b', 20)])
  const first = await read(null)
  expect((await read(first)).rows).toBe(first.rows)
  await store.rebuild(ws)
  const again = await read(first)
  expect(again.rows).toEqual(first.rows)
  expect(again.rows[0]).not.toBe(first.rows[0])
})

test('what came and was taken back between two readings leaves the list as it was', async () => {
  await importInto(store, 'one', [line('a', 10), line('b', 20)])
  const first = await read(null)
  await importInto(store, 'two', [line('c', 30)])
  await store.undoBatch(ws, 'two', nextInstant())
  const second = await read(first)
  expect(second.rows).toBe(first.rows)
  expect(second.state).not.toEqual(first.state)
})

test('events are not read so: their view names persons as known now', async () => {
  expect(await placedRows(store, ws, 'event', ['event_id'], null)).toBeNull()
})

const anyRows: fc.Arbitrary<Row[]> = fc.uniqueArray(
  fc.tuple(fc.nat(9), fc.nat(50)).map(([id, mrr]) => line(`L${id}`, mrr)),
  { selector: ([id]) => id, minLength: 1, maxLength: 5 },
)
const anyStep = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('import' as const), rows: anyRows, isRead: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('undo' as const), which: fc.nat(), isRead: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('rebuild' as const), isRead: fc.boolean() }) },
)

test('whatever is imported, corrected, taken back or made again, rows that were gone on from are those of the table', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 3, maxLength: 10 }), async (steps) => {
      await store.dropWorkspace(ws)
      const batches: string[] = []
      let placed: Placed | null = null
      await importInto(store, `first${(run += 1)}`, [line('L0', 1)])
      for (const step of steps) {
        if (step.does === 'import') {
          batches.push(`b${(run += 1)}`)
          await importInto(store, `b${run}`, step.rows)
        } else if (step.does === 'undo') {
          const [batch] = batches.splice(step.which % Math.max(1, batches.length), 1)
          if (batch) await store.undoBatch(ws, batch, nextInstant())
        } else await store.rebuild(ws)
        if (!step.isRead) continue
        placed = await read(placed)
        expect(placed.rows).toEqual(await standing())
      }
    }),
    { numRuns: 8 },
  )
}, 120_000)
