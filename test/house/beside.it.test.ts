import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Workspace } from '#kernel'
import { openFactStore, type FactStore } from '#platform/columnar/store.ts'
import { createLog } from '#platform/log.ts'
import { factDesks, factShapes } from '#runtime/factDesks.ts'
import { appRegistry } from '../../src/house/app.ts'

/** Files beside the store may be lost at any time: what goes wrong with them never costs a number. */
const workspace: Workspace = { id: 'ws', slug: 'ws', name: 'Brown', currency: 'USD', timeZone: 'UTC' }
const words = appRegistry()
let home = ''
let store: FactStore
let said: string[] = []
/** Which questions to the store fail now. */
let isFailing = (_: string): boolean => false

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'throughline-beside-'))
  said = []
  isFailing = () => false
  store = await openFactStore({ home, facts: factShapes(words), log: createLog({ write: (line) => void said.push(line) }) })
})
afterEach(async () => {
  await store.close()
  await rm(home, { recursive: true, force: true })
})

const deskOf = (own: FactStore = store) => factDesks(words, own, null, () => '2026-03-01T06:00:00Z')(workspace)
const faulty = (): FactStore => ({
  ...store,
  query: (ws, sql, values) => (isFailing(sql) ? Promise.reject(new Error('The disk does not answer.')) : store.query(ws, sql, values)),
})
const request = { metric: 'active-accounts', asOf: '2026-02-28' }

test('numbers and faults are told though nothing can be written beside the store, and the log says so', async () => {
  await store.positions(workspace.id)
  await mkdir(dirname(store.beside(workspace.id)), { recursive: true })
  await writeFile(store.beside(workspace.id), 'a file where the folder would stand')
  const desk = deskOf()
  expect(Array.isArray(await desk.quality())).toBe(true)
  expect(await desk.measure(request)).toHaveProperty('value')
  await store.rested()
  expect(said.join()).toContain('A file beside the store was not written')
})

test('answers of a former process that cannot be read are made anew', async () => {
  isFailing = (sql) => sql.includes('identity')
  const desk = deskOf(faulty())
  expect(Array.isArray(await desk.quality())).toBe(true)
})

test('checks that failed once are made again when they are next asked for', async () => {
  const desk = deskOf(faulty())
  isFailing = (sql) => !/store\.(progress|moved)/.test(sql)
  await expect(desk.quality()).rejects.toThrow('The disk does not answer.')
  isFailing = () => false
  expect(Array.isArray(await desk.quality())).toBe(true)
})

test('an import does not wait for files and checks, and closing the store waits for those that are under way', async () => {
  const put: (() => Promise<unknown>)[] = []
  await deskOf({ ...store, aside: (work) => void put.push(work) }).seal('b')
  expect(put.length).toBe(1)
  const done: string[] = []
  let go: () => void = () => undefined
  const begun = new Promise<void>((begin) => store.aside(() => (begin(), new Promise<void>((resolve) => (go = resolve)).then(() => void done.push('first')))))
  store.aside(() => Promise.reject(new Error('It comes too late.')))
  await begun
  const closed = store.close().then(() => done.push('closed'))
  go()
  await closed
  expect(done).toEqual(['first', 'closed'])
  expect(said).toEqual([])
})

test('work that nobody waits for is told to the log when it fails, and the next is done', async () => {
  let isDone = false
  store.aside(() => Promise.reject(new Error('The disk is full.')))
  store.aside(async () => void (isDone = true))
  await store.rested()
  expect([isDone, said.join()]).toEqual([true, expect.stringContaining('The disk is full.')])
})
