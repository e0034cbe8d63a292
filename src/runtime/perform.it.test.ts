import { afterAll, beforeAll, expect, test } from 'vitest'
import { toyCompany, type ToyCompany } from '#test/support/toyCompany.ts'
import type { AnyRow, Role } from '#kernel'

let company: ToyCompany
beforeAll(async () => {
  company = await toyCompany()
})
afterAll(() => company.db.drop())

const create = (noun: string, input: unknown, role: Role = 'editor'): Promise<AnyRow> => company.as(role).order({ noun, verb: 'create', target: {}, input })
const order = (noun: string, verb: string, id: string, input: unknown = {}, role: Role = 'editor'): Promise<AnyRow> =>
  company.as(role).order({ noun, verb, target: { id }, input })
const changesOf = async (id: string) => (await company.as('owner').changes({ object: id })).items

test('creating gives a row with its key, its initial values and nulls, and leaves one change', async () => {
  const row = await create('bet', { title: 'Faster exports', startsOn: '2026-12-01', budget: '1250 eur' })
  expect(row).toMatchObject({
    version: 1,
    stage: 'idea',
    moves: 0,
    startsOn: '2026-12-01',
    budget: { amount: 1250, currency: 'EUR' },
    team: null,
    archivedAt: null,
    source: null,
    health: null,
  })
  expect(row.key).toMatch(/^BET-\d+$/)
  const next = await create('bet', { title: 'Slower imports' })
  expect(Number(next.key.slice(4))).toBe(Number(row.key.slice(4)) + 1)
  const [only, ...more] = await changesOf(row.id)
  expect(more).toEqual([])
  expect(only).toMatchObject({ noun: 'bet', verb: 'create', version: 1, before: null, actorName: 'Vera the editor', door: 'test' })
  expect(only?.after).toMatchObject({ title: 'Faster exports', startsOn: '2026-12-01' })
})

test('the road asks in its order: known, allowed, loaded, current, parsed, decided', async () => {
  const row = await create('bet', { title: 'In order' })
  const stop = (role: Role, id: string, version: number, input: unknown) =>
    company.as(role).order({ noun: 'bet', verb: 'stop', target: { id, version }, input })
  await expect(order('bet', 'halt', row.id)).rejects.toMatchObject({ kind: 'missing', message: 'A bet has no verb “halt”.' })
  await expect(order('bett', 'stop', row.id)).rejects.toMatchObject({ kind: 'missing', hint: expect.stringContaining('bet') })
  await expect(stop('editor', company.ground.newId(), 9, {})).rejects.toMatchObject({ kind: 'forbidden' })
  await expect(stop('admin', company.ground.newId(), 9, {})).rejects.toMatchObject({ kind: 'missing' })
  await expect(stop('admin', row.id, 9, {})).rejects.toMatchObject({ details: { code: 'stale-version' } })
  await expect(stop('admin', row.id, 1, {})).rejects.toMatchObject({ kind: 'invalid', details: { code: 'required', at: { field: 'reason' } } })
  expect(await stop('admin', row.id, 1, { reason: 'No pull.' })).toMatchObject({ stage: 'stopped', version: 2 })
})

test('a refusal is an answer with its reason and the next step, and leaves no trace', async () => {
  const row = await create('bet', { title: 'Live once' })
  await order('bet', 'start', row.id)
  await expect(order('bet', 'start', row.id)).rejects.toMatchObject({ kind: 'refused', message: 'It is live already.', hint: 'Stop it first.' })
  expect(await company.as('viewer').one('bet', row.id)).toMatchObject({ version: 2, moves: 1 })
  expect(await changesOf(row.id)).toHaveLength(2)
})

test('a stale version is told with the current row, as its reader may see it', async () => {
  const row = await create('bet', { title: 'Two tabs', pin: '1234', lead: 'ines@harborlight.example' })
  await order('bet', 'edit', row.id, { size: 3 })
  const stale = company.as('contributor').order({ noun: 'bet', verb: 'edit', target: { id: row.id, version: 1 }, input: { size: 5 } })
  await expect(stale).rejects.toMatchObject({
    kind: 'conflict',
    message: `${row.key} has changed since you loaded it: you saw version 1, it is at 2.`,
    details: { code: 'stale-version', more: { current: { id: row.id, version: 2, size: 3, pin: null } } },
  })
})

test('an edit changes the fields that it names; one that changes nothing leaves no version and no change', async () => {
  const row = await create('bet', { title: 'Small steps', labels: ['a', 'b'], size: 2 })
  expect(await order('bet', 'edit', row.id, { size: 2, labels: ['a', 'b'] })).toMatchObject({ version: 1 })
  expect(await order('bet', 'edit', row.id, { size: null })).toMatchObject({ version: 2, size: null, labels: ['a', 'b'] })
  const [edit] = await changesOf(row.id)
  expect(edit).toMatchObject({ before: { size: 2 }, after: { size: null }, version: 2 })
})

test.each([
  [{ stage: 'live' }, 'There is no field “stage”.'],
  [{ moves: 9 }, 'There is no field “moves”.'],
  [{ health: 'good' }, 'There is no field “health”.'],
  [{ id: '0' }, 'There is no field “id”.'],
  [{ title: null }, '“title” is required.'],
  [{ size: 1.5 }, '“size”: expected a whole number, got 1.5.'],
  [{ labels: Array.from({ length: 201 }, (_, index) => `l${index}`) }, '“labels”: has 201 words; 200 are allowed.'],
  [{ startsOn: '2026-02-30' }, '“startsOn”: 2026-02-30 is not a day of the calendar.'],
])('create and edit refuse %j', async (input, message) => {
  await expect(create('bet', { title: 'Bad input', ...input })).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining(message) })
  const row = await create('bet', { title: `For ${message}` })
  await expect(order('bet', 'edit', row.id, input)).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining(message) })
})

test('what a verb decides is parsed like anybody’s input', async () => {
  const row = await create('bet', { title: 'Blunder' })
  await expect(order('bet', 'blunder', row.id)).rejects.toMatchObject({ kind: 'invalid', details: { at: { field: 'size' } } })
})

test('doors cannot reach inner verbs; the system can', async () => {
  const row = await create('bet', { title: 'Inner' })
  await expect(order('bet', 'settle', row.id)).rejects.toMatchObject({ kind: 'forbidden' })
  expect(await company.as('owner').orderInner({ noun: 'bet', verb: 'settle', target: { id: row.id }, input: {} })).toMatchObject({ stage: 'stopped' })
})

test('a verb that the noun goes without says why', async () => {
  const row = await create('memo', { body: 'Keep.' }, 'admin')
  await expect(order('memo', 'edit', row.id, { body: 'Rewrite.' }, 'owner')).rejects.toMatchObject({ kind: 'refused', message: 'What was written stays.' })
})

test('a read-only key changes nothing, by any road', async () => {
  const row = await create('bet', { title: 'Read only' })
  const reader = company.as('owner', 'read')
  const forbidden = { kind: 'forbidden', details: { code: 'read-only-key' } }
  const roads: (() => Promise<unknown>)[] = [
    () => reader.order({ noun: 'bet', verb: 'start', target: { id: row.id }, input: {} }),
    () => reader.orderInner({ noun: 'bet', verb: 'settle', target: { id: row.id }, input: {} }),
    () => reader.perform('bet', 'start', { id: row.id }, {}),
    () => reader.undo(1),
    () => reader.upsert('r', []),
    () => reader.undoBatch('r'),
    () => reader.seal('r'),
    () => reader.hold('r', 'f', []),
  ]
  for (const road of roads) await expect(road()).rejects.toMatchObject(forbidden)
  expect(await changesOf(row.id)).toHaveLength(1)
})

test('archiving puts a row out of lists and closes it; restoring opens it again', async () => {
  const row = await create('bet', { title: 'Put away' })
  expect((await order('bet', 'archive', row.id)).archivedAt).toMatch(/^2026-11-16T/)
  const listed = async (archived: boolean) => (await company.as('viewer').read('bet', { filter: { id: row.id }, archived })).items.length
  expect([await listed(false), await listed(true)]).toEqual([0, 1])
  await expect(order('bet', 'edit', row.id, { size: 1 })).rejects.toMatchObject({ kind: 'refused', message: `${row.key} is archived.` })
  await expect(order('bet', 'start', row.id)).rejects.toMatchObject({ kind: 'refused' })
  expect(await order('bet', 'archive', row.id)).toMatchObject({ version: 2 })
  expect(await order('bet', 'restore', row.id)).toMatchObject({ archivedAt: null, version: 3 })
  expect((await changesOf(row.id)).map((change) => change.after)).toEqual([{ archivedAt: null }, { archivedAt: expect.any(String) }, expect.anything()])
})

test('a consequence runs in the same transaction and under the same rules', async () => {
  const pitched = await company.as('editor').order({ noun: 'bet', verb: 'pitch', target: {}, input: { title: 'New ground', team: 'Pioneers' } })
  const [bet, team] = (await company.as('owner').changes({ request: (await changesOf(pitched.id))[0]?.request ?? '' })).items.toReversed()
  expect([bet?.noun, team?.noun, team?.verb, team?.after['name']]).toEqual(['bet', 'team', 'create', 'Pioneers'])
  const again = company.as('editor').order({ noun: 'bet', verb: 'pitch', target: {}, input: { title: 'Second try', team: 'Pioneers' } })
  await expect(again).rejects.toMatchObject({ kind: 'conflict' })
  expect((await company.as('viewer').read('bet', { search: 'second try' })).items).toEqual([])
  const weak = company.as('contributor').order({ noun: 'bet', verb: 'pitch', target: {}, input: { title: 'Third try', team: 'Settlers' } })
  await expect(weak).rejects.toMatchObject({ kind: 'forbidden' })
})

test('the answer shows what consequences did to the same row', async () => {
  const row = await create('bet', { title: 'Adopted' })
  expect(await order('bet', 'adopt', row.id)).toMatchObject({ size: 1, stage: 'live', version: 3 })
})

test('a duplicate names the field and the value; an archived row frees it', async () => {
  const row = await create('team', { name: 'Billing' })
  const duplicate = { kind: 'conflict', message: 'Another team has the name “Billing”.', details: { code: 'duplicate', at: { field: 'name' } } }
  await expect(create('team', { name: 'Billing' })).rejects.toMatchObject(duplicate)
  const other = await create('team', { name: 'Payments' })
  await expect(order('team', 'edit', other.id, { name: 'Billing' })).rejects.toMatchObject(duplicate)
  await order('team', 'archive', row.id)
  expect(await create('team', { name: 'Billing' })).toMatchObject({ version: 1 })
  await expect(order('team', 'restore', row.id)).rejects.toMatchObject({ kind: 'conflict', details: { code: 'duplicate' } })
  const both = await create('bet', { title: 'Twin', team: other.id })
  await expect(create('bet', { title: 'Twin', team: other.id })).rejects.toMatchObject({ message: `Another bet has the title “Twin” and team “${other.id}”.` })
  expect(both.version).toBe(1)
})

test('a reason rides along, whatever its letters, and the chain still verifies', async () => {
  const row = await create('bet', { title: 'Reasons' })
  const why = `half an emoji \uD83D and a zero \u0000 byte`
  await company.as('editor').order({ noun: 'bet', verb: 'start', target: { id: row.id }, input: {}, why })
  expect((await changesOf(row.id))[0]?.why).toBe('half an emoji \uFFFD and a zero  byte')
  expect(await company.as('viewer').verify()).toMatchObject({ valid: true, firstBad: null })
})

test('a field may be called as a word of SQL is', async () => {
  const row = await create('team', { name: 'Reserved', from: '2026-01-01', group: 'select' })
  expect(row).toMatchObject({ from: '2026-01-01', group: 'select' })
  const { items } = await company.as('viewer').read('team', { filter: { group: 'select', from: { gte: '2026-01-01' } }, sort: '-from' })
  expect(items.map(({ id }) => id)).toEqual([row.id])
})
