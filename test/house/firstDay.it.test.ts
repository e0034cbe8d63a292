import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { persons } from '#engines/identity/persons.ts'
import { openFactStore, type FactStore } from '#platform/columnar/store.ts'
import { silentLog } from '#platform/log.ts'
import { factDesks, factShapes } from '#runtime/factDesks.ts'
import { desksAtWork, words, type Values } from './desks.ts'

/** Where the log begins is told by the clocks of the workspace: a month in which nothing lies there has no zero, and one in which something lies keeps its number. */
const workspace = { id: 'ws', slug: 'ws', name: 'Brown', currency: 'USD', timeZone: 'UTC' }
let home = ''
let store: FactStore

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'throughline-first-day-'))
  store = await openFactStore({ home, facts: factShapes(words), persons, log: silentLog })
})
afterEach(async () => {
  await store.close()
  await rm(home, { recursive: true, force: true })
})

test('the first event, and the first account, lie in the month of the workspace’s own clocks', async () => {
  const { bring, now } = desksAtWork(store, home, { workspace, from: Date.UTC(2024, 11, 1) })
  const event = (id: string, ts: string): Values => ({ event_id: id, ts, account_id: 'A', user_id: 'U', name: 'report' })
  await bring('account', [{ id: 'A', created_at: '2024-01-31T20:00:00Z', is_internal: false }])
  await bring('event', [event('E1', '2024-01-31T20:00:00Z'), event('E2', '2024-02-20T20:00:00Z')])
  const told = async (timeZone: string, metric: string) => {
    const desk = factDesks(words, store, null, now)({ ...workspace, timeZone })
    const { points, freshness } = await desk.measure({ metric, asOf: '2024-06-30', from: '2024-01-01', grain: 'month' })
    const [fed] = freshness.inputs.filter(({ fact }) => fact === (metric === 'activation-rate' ? 'account' : 'event'))
    return [fed?.oldest, ...points.slice(0, 3).map(({ value, reason }) => value ?? reason)]
  }
  expect(await told('UTC', 'active-accounts')).toEqual(['2024-01-31', 1, 1, 0])
  expect(await told('Asia/Tokyo', 'active-accounts')).toEqual(['2024-02-01', 'no_data', 1, 0])
  expect((await told('UTC', 'activation-rate')).slice(0, 2)).toEqual(['2024-01-31', 1])
  expect((await told('Asia/Tokyo', 'activation-rate')).slice(0, 3)).toEqual(['2024-02-01', 'no_data', 1])
})

test('what nobody did on the evening before the first day in UTC is a zero there, not unknown', async () => {
  const { bring, now } = desksAtWork(store, home, { workspace, from: Date.UTC(2024, 11, 1) })
  await bring('account', [{ id: 'A', created_at: '2024-02-01T03:00:00Z', is_internal: false }])
  await bring('event', [{ event_id: 'E', ts: '2024-02-01T03:00:00Z', account_id: 'A', user_id: 'U', name: 'login' }])
  const desk = factDesks(words, store, null, now)({ ...workspace, timeZone: 'America/Los_Angeles' })
  const { points } = await desk.measure({ metric: 'activation-rate', asOf: '2024-06-30', from: '2024-01-01', grain: 'month' })
  expect(points.slice(0, 2).map(({ value, n, reason }) => [value, n, reason ?? null])).toEqual([
    [0, 1, null],
    [null, null, 'no_denominator'],
  ])
})
