import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { closeSubscriptions, importInto, line, openSubscriptions, ws } from '#test/support/subscriptionStore.ts'
import { positionsIn, positionsSql } from './positions.ts'
import type { FactStore } from './store.ts'
import { WorkspaceFacts } from './workspaceFacts.ts'

let home: string
let store: FactStore
beforeEach(async () => {
  ;({ home, store } = await openSubscriptions())
})
afterEach(async () => {
  vi.restoreAllMocks()
  await closeSubscriptions(home, store)
})

test('where the facts stand is not remembered from before a change that ended while it was read', async () => {
  await importInto(store, 'one', [line('a', 100)], {})
  const asked = vi.spyOn(WorkspaceFacts.prototype, 'positions')
  await store.positions(ws)
  const [facts] = asked.mock.contexts
  if (!(facts instanceof WorkspaceFacts)) throw new TypeError('Nobody was asked.')
  const gate = Promise.withResolvers<undefined>()
  const change = facts.exclusively(async (projection) => {
    await gate.promise
    const entry = { kind: 'undo', batch: 'one', at: '2026-01-01T00:00:00.000Z' } as const
    await projection.apply(entry, await facts.append(entry))
  })
  const reading = facts.reading.bind(facts)
  vi.spyOn(facts, 'reading').mockImplementationOnce(async (work) => {
    const found = await reading(work)
    gate.resolve(undefined)
    await change
    return found
  })
  const before = await facts.positions()
  const now = positionsIn((await store.query(ws, positionsSql)).rows)
  expect(before.all).not.toBe(now.all)
  expect((await facts.positions()).all).toBe(now.all)
})
