import { afterAll, beforeAll, expect, test } from 'vitest'
import { isProblem, type AnyRow } from '#kernel'
import type { Scope } from '#runtime/scope.ts'
import { toyCompany, type ToyCompany } from '../support/toyCompany.ts'

let company: ToyCompany
let [ours, theirs]: Scope[] = []
let foreign: AnyRow
let foreignTeam: AnyRow
let own: AnyRow
const absent = '01900000-0000-7000-8000-00000000dead'

beforeAll(async () => {
  company = await toyCompany()
  ours = company.as('owner')
  theirs = company.as('owner', 'write', company.stranger)
  const create = (scope: Scope | undefined, noun: string, input: unknown) =>
    scope?.order({ noun, verb: 'create', target: {}, input }, { idempotencyKey: 'same' }) ?? expect.unreachable()
  foreign = await create(theirs, 'bet', { title: 'Their secret plan' })
  foreignTeam = await theirs?.order({
    noun: 'team',
    verb: 'create',
    target: {},
    input: { name: 'Their team' },
    source: { connection: 'sheet', externalId: 'theirs' },
  })
  own = await create(ours, 'bet', { title: 'Our plan' })
})
afterAll(() => company.db.drop())

type Road = (scope: Scope, id: string) => Promise<unknown>
const performs = (verb: string, input: (id: string) => unknown = () => ({}), target: (id: string) => object = (id) => ({ id })): Road => {
  return (scope, id) => scope.order({ noun: 'bet', verb, target: target(id), input: input(id) })
}

/** Every place of the runtime that takes an id from outside. */
const roads: Readonly<Record<string, Road>> = {
  'read by id': (scope, id) => scope.one('bet', id),
  'read as of the past': (scope, id) => scope.one('bet', id, '2026-11-16'),
  'read as another noun': (scope, id) => scope.one('team', id),
  edit: performs('edit', () => ({ size: 1 })),
  'edit a version': performs(
    'edit',
    () => ({ size: 1 }),
    (id) => ({ id, version: 1 }),
  ),
  'a verb': performs('start'),
  archive: performs('archive'),
  restore: performs('restore'),
  'a verb by the system’s road': (scope, id) => scope.perform('bet', 'settle', { id }, {}),
  'a reference in create': performs(
    'create',
    (team) => ({ title: 'x', team }),
    () => ({}),
  ),
  'a reference in edit': performs(
    'edit',
    (team) => ({ team }),
    () => ({ id: own.id }),
  ),
  'one of several references': performs(
    'edit',
    (id) => ({ backers: [id] }),
    () => ({ id: own.id }),
  ),
  'a reference in an upsert': (scope, team) => scope.upsert('r', [{ noun: 'bet', source: { connection: 'c', externalId: 'e' }, values: { title: 'x', team } }]),
  'references in an upsert': (scope, team) =>
    scope.upsert('r', [{ noun: 'bet', source: { connection: 'c', externalId: 'e' }, values: { title: 'x', backers: [team] } }]),
  'a filter by id': (scope, id) => scope.read('bet', { filter: { id } }),
  'a filter by reference': (scope, team) => scope.read('bet', { filter: { team: [team] } }),
  'a filter by references': (scope, backers) => scope.read('bet', { filter: { backers } }),
  'a cursor': (scope, id) => scope.read('bet', { sort: 'title', cursor: Buffer.from(JSON.stringify(['title', 'A', id])).toString('base64url') }),
  'the history of an object': (scope, object) => scope.changes({ object }),
  'the changes of a person': (scope, actor) => scope.changes({ actor }),
  'the changes of a request': (scope, request) => scope.changes({ request }),
  'undo of a request': (scope, id) => scope.undoBatch(id),
  search: (scope, id) => scope.search(id),
}

/** What comes back, with the asked id and what differs from call to call taken out. */
async function answerTo(road: Road, id: string): Promise<unknown> {
  const outcome = await road(ours ?? expect.unreachable(), id).catch((error: unknown) => error)
  const shown = isProblem(outcome) ? { kind: outcome.kind, message: outcome.message, hint: outcome.hint, details: outcome.details } : outcome
  return JSON.parse(JSON.stringify({ outcome: shown ?? null }).replaceAll(id, '(id)'))
}

test.each(Object.entries(roads))('a foreign id is answered exactly like an absent one: %s', async (_, road) => {
  const nothing = await answerTo(road, absent)
  for (const id of [foreign.id, foreignTeam.id, company.stranger.id]) expect(await answerTo(road, id)).toEqual(nothing)
})

test('none of that changed the stranger’s rows', async () => {
  expect(await theirs?.one('bet', foreign.id)).toEqual(foreign)
  expect((await theirs?.read('bet'))?.total).toBe(1)
})

test('the same human key, idempotency key and external id are each company’s own', async () => {
  expect([foreign.key, own.key]).toEqual(['BET-1', 'BET-1'])
  expect((await ours?.one('bet', 'BET-1'))?.id).toBe(own.id)
  const counts = await ours?.upsert('r', [
    { noun: 'bet', source: { connection: 'sheet', externalId: 'b' }, values: { title: 'Ours', team: { externalId: 'theirs' } } },
  ])
  expect(counts).toMatchObject({ created: 1 })
  const { items } = (await ours?.read('bet', { filter: { 'source.externalId': 'b' } })) ?? { items: [] }
  expect(items[0]).toMatchObject({ team: null })
})

test('nothing of the stranger is in our lists, history, feed or words', async () => {
  const heard: unknown[] = []
  const stop = ours?.listen((told) => heard.push(told))
  await theirs?.order({ noun: 'bet', verb: 'edit', target: { id: foreign.id }, input: { size: 1 } })
  await company.ground.live.drain(company.stranger.id)
  stop?.()
  const seen = [
    await ours?.read('bet', { archived: true }),
    await ours?.read('bet', { asOf: '2026-11-16' }),
    await ours?.changes({ limit: 1000 }),
    await ours?.search('their'),
    heard,
  ]
  expect(JSON.stringify(seen)).not.toMatch(new RegExp(`${foreign.id}|Their|${company.stranger.id}`))
  expect(await ours?.verify()).toMatchObject({ valid: true })
  expect(await theirs?.verify()).toMatchObject({ valid: true, checked: 3 })
})

test('undo takes the number of our own change, never of theirs', async () => {
  const { head } = (await theirs?.verify()) ?? expect.unreachable()
  const before = await theirs?.one('bet', foreign.id)
  await ours?.undo(Math.min(head.seq, 1)).catch(() => undefined)
  await expect(ours?.undo(1_000)).rejects.toMatchObject({ kind: 'missing' })
  expect(await theirs?.one('bet', foreign.id)).toEqual(before)
})
