import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toyCompany, toys, type ToyCompany } from '#test/support/toyCompany.ts'
import type { AnyRow } from '#kernel'
import type { Scope } from './scope.ts'

let company: ToyCompany
let vera: Scope
beforeAll(async () => {
  company = await toyCompany()
  vera = company.as('owner')
})
afterAll(() => company.db.drop())

const order = (noun: string, verb: string, id: string | null, input: unknown = {}): Promise<AnyRow> =>
  vera.order({ noun, verb, target: id === null ? {} : { id }, input })
const lastSeq = async (): Promise<number> => (await vera.changes({ limit: 1 })).items[0]?.seq ?? 0

describe('undo', () => {
  test('takes a change back by a new change that names it', async () => {
    const row = await order('bet', 'create', null, { title: 'Undone', size: 1 })
    await order('bet', 'edit', row.id, { size: 2, labels: ['x'] })
    const edit = await lastSeq()
    expect(await vera.undo(edit)).toMatchObject({ size: 1, labels: null, version: 3 })
    expect((await vera.changes({ object: row.id })).items[0]).toMatchObject({
      verb: 'undo',
      undoes: edit,
      before: { size: 2, labels: ['x'] },
      after: { size: 1, labels: null },
    })
    expect(await vera.undo(await lastSeq())).toMatchObject({ size: 2, labels: ['x'], version: 4 })
  })

  test('of a creation archives, of an archiving restores', async () => {
    const row = await order('bet', 'create', null, { title: 'Never mind' })
    const created = await lastSeq()
    expect(await vera.undo(created)).toMatchObject({ archivedAt: expect.any(String) })
    await expect(vera.undo(created)).rejects.toMatchObject({ kind: 'conflict', details: { code: 'changed-since' } })
    await order('bet', 'restore', row.id)
    await order('bet', 'archive', row.id)
    expect(await vera.undo(await lastSeq())).toMatchObject({ archivedAt: null })
  })

  test('is refused where the same field was changed since, and goes around other fields', async () => {
    const row = await order('bet', 'create', null, { title: 'Moving on', size: 1, odds: 0.5 })
    await order('bet', 'edit', row.id, { size: 2 })
    const sized = await lastSeq()
    await order('bet', 'edit', row.id, { odds: 0.7 })
    expect(await vera.undo(sized)).toMatchObject({ size: 1, odds: 0.7 })
    await order('bet', 'edit', row.id, { size: 9 })
    await expect(vera.undo(sized)).rejects.toMatchObject({ kind: 'conflict', message: `${row.key} has changed again since.` })
  })

  test('takes the role that the verb took, however often it went back and forth', async () => {
    const row = await order('bet', 'create', null, { title: 'Above your role' })
    await order('bet', 'stop', row.id, { reason: 'Enough.' })
    const stopped = await lastSeq()
    await expect(company.as('editor').undo(stopped)).rejects.toMatchObject({ kind: 'forbidden', message: 'The role editor may not undo “stop” of a bet.' })
    await vera.undo(stopped)
    await expect(company.as('editor').undo(await lastSeq())).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(company.as('viewer').undo(await lastSeq())).rejects.toMatchObject({ kind: 'forbidden' })
    expect(await company.as('admin').undo(await lastSeq())).toMatchObject({ stage: 'stopped' })
  })

  test('leaves alone what the system did, and what it cannot know', async () => {
    const row = await order('bet', 'create', null, { title: 'Sealed', pin: '1234' })
    await vera.orderInner({ noun: 'bet', verb: 'settle', target: { id: row.id }, input: {} })
    await expect(vera.undo(await lastSeq())).rejects.toMatchObject({ kind: 'forbidden' })
    await order('bet', 'edit', row.id, { pin: '9999' })
    await expect(vera.undo(await lastSeq())).rejects.toMatchObject({ kind: 'refused' })
    await expect(vera.undo(1e9)).rejects.toMatchObject({ kind: 'missing', message: 'There is no such change.' })
  })

  test('of a request takes all of it back, newest first, and keeps what people wrote since', async () => {
    const source = (externalId: string) => ({ connection: 'sheet', externalId })
    const before = await vera.upsert('first', [{ noun: 'team', source: source('kept'), values: { name: 'As it was' } }])
    expect(before.created).toBe(1)
    await vera.upsert('batch', [
      { noun: 'team', source: source('kept'), values: { name: 'Renamed' } },
      { noun: 'team', source: source('new'), values: { name: 'Brand new', group: 'g' } },
    ])
    await vera.upsert('batch', [{ noun: 'team', source: source('new'), values: { group: 'h' } }])
    const [kept, fresh] = await Promise.all(['kept', 'new'].map(async (id) => (await vera.read('team', { filter: { 'source.externalId': id } })).items[0]))
    await order('team', 'edit', kept?.id ?? '', { group: 'by hand' })
    await vera.undoBatch('batch')
    expect(await vera.one('team', kept?.id ?? '')).toMatchObject({ name: 'As it was', group: 'by hand' })
    expect(await vera.one('team', fresh?.id ?? '')).toMatchObject({ archivedAt: expect.any(String), group: null })
    const changes = await lastSeq()
    await vera.undoBatch('batch')
    expect(await lastSeq()).toBe(changes)
    await expect(company.as('viewer').undoBatch('batch')).rejects.toMatchObject({ kind: 'forbidden' })
    expect(await vera.upsert('again', [{ noun: 'team', source: source('new'), values: { name: 'Brand new' } }])).toMatchObject({ updated: 1 })
    expect(await vera.one('team', fresh?.id ?? '')).toMatchObject({ archivedAt: null })
  })
})

describe('reads as of the past', () => {
  test('show a row as it stood, and none before it was made', async () => {
    const row = await order('bet', 'create', null, { title: 'Old title', size: 1 })
    await order('bet', 'edit', row.id, { title: 'New title' })
    expect(await vera.one('bet', row.id, row.updatedAt)).toEqual(row)
    await expect(vera.one('bet', row.id, '2026-11-15')).rejects.toMatchObject({ kind: 'missing' })
    const listed = async (asOf: string, search: string) => (await vera.read('bet', { asOf, search })).items.map(({ id }) => id)
    expect(await listed(row.updatedAt, 'old title')).toEqual([row.id])
    expect(await listed(row.updatedAt, 'new title')).toEqual([])
    expect(await listed('2026-11-16', 'new title')).toEqual([row.id])
    expect(await listed('2026-11-15', 'title')).toEqual([])
  })

  test.each(['2026', 'yesterday', '2026-02-30', '', '2026-11-16T09:00', "2026-11-16'"])('refuse the moment “%s”', async (asOf) => {
    await expect(vera.read('bet', { asOf })).rejects.toMatchObject({ kind: 'invalid', hint: expect.stringContaining('asOf=2026-11-16') })
  })
})

type Command = {
  readonly verb: 'create' | 'edit' | 'start' | 'archive' | 'restore' | 'undo'
  readonly at: number
  readonly size: number | null
  readonly labels: readonly string[]
}

const command: fc.Arbitrary<Command> = fc.record({
  verb: fc.constantFrom('create', 'edit', 'edit', 'start', 'archive', 'restore', 'undo'),
  at: fc.nat(4),
  size: fc.option(fc.nat(3)),
  labels: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
})

/** What the verbs do, in plain terms: the other computation of the same state. */
interface Model {
  readonly size: number | null
  readonly labels: readonly string[] | null
  readonly stage: unknown
  readonly archived: boolean
}

function applied(model: Model, { verb, size, labels }: Command): Model | null {
  if (verb === 'archive') return { ...model, archived: true }
  if (verb === 'restore') return { ...model, archived: false }
  if (model.archived || (verb === 'start' && model.stage === 'live')) return null
  return verb === 'start' ? { ...model, stage: 'live' } : { ...model, size, labels }
}

const modelOf = (row: AnyRow): unknown => ({ size: row['size'], labels: row['labels'], stage: row['stage'], archived: row.archivedAt !== null })
const fieldsOf = ({ version: _, updatedAt: __, archivedAt, ...row }: AnyRow): unknown => ({ ...row, archived: archivedAt !== null })

test('whatever is done: the state is the model’s, the past stays readable from both ends, and undo gives back what was', async () => {
  const all: { readonly at: string; readonly rows: readonly AnyRow[] }[] = []
  const readAt = async (at: string, ids: readonly string[]): Promise<readonly AnyRow[]> =>
    (await vera.read('bet', { asOf: at, archived: true, filter: { id: ids }, sort: 'createdAt', limit: 500 })).items
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 14 }), async (commands) => {
      const first = await order('bet', 'create', null, { title: `Bet at ${company.now()}` })
      const models = new Map<string, Model>([[first.id, { size: null, labels: null, stage: 'idea', archived: false }]])
      const past: { readonly at: string; readonly rows: readonly AnyRow[] }[] = []
      for (const next of commands) {
        const id = [...models.keys()][next.at % models.size] ?? ''
        await step(next, id, models)
        const rows = await Promise.all([...models.keys()].map((each) => vera.one('bet', each)))
        expect(Object.fromEntries(rows.map((row) => [row.id, modelOf(row)]))).toEqual(Object.fromEntries(models))
        past.push({ at: company.now(), rows })
      }
      for (const { at, rows } of past) {
        expect(await readAt(at, [...models.keys()])).toEqual(rows)
        all.push({ at, rows })
      }
      for (const row of past.at(-1)?.rows ?? []) expect(await replayed(row)).toEqual(stateOf(row))
    }),
    { numRuns: 25 },
  )
  for (const { at, rows } of all)
    // the record has gone on, and the first half of it is read from its beginning
    expect(
      await readAt(
        at,
        rows.map(({ id }) => id),
      ),
    ).toEqual(rows)
  expect(await vera.verify()).toMatchObject({ valid: true })
})

async function step(next: Command, id: string, models: Map<string, Model>): Promise<void> {
  const model = models.get(id)
  if (!model) return
  if (next.verb === 'create') {
    const row = await order('bet', 'create', null, { title: `Bet at ${company.now()}`, size: next.size, labels: next.labels })
    models.set(row.id, { size: next.size, labels: next.labels, stage: 'idea', archived: false })
  } else if (next.verb === 'undo') await doAndUndo(id)
  else {
    const expected = applied(model, next)
    const input = next.verb === 'edit' ? { size: next.size, labels: next.labels } : {}
    if (expected) models.set(id, expected)
    if (expected) await order('bet', next.verb, id, input)
    else await expect(order('bet', next.verb, id, input)).rejects.toMatchObject({ kind: 'refused' })
  }
}

/** Does something and takes it back: but for version and time nothing is different. */
async function doAndUndo(id: string): Promise<void> {
  const before = await vera.one('bet', id)
  await (before.archivedAt ? order('bet', 'restore', id) : order('bet', 'edit', id, { size: 77, labels: ['undo'], odds: 0.25 }))
  expect(fieldsOf(await vera.undo(await lastSeq()))).toEqual(fieldsOf(before))
}

/** What verbs can change of a bet. */
const spoken = [...Object.keys(toys.noun('bet').fields), 'archivedAt']

/** The state that the record alone gives: images laid over one another, oldest first. */
async function replayed(row: AnyRow): Promise<unknown> {
  const { items } = await vera.changes({ object: row.id, limit: 1000 })
  const empty: Record<string, unknown> = Object.fromEntries(spoken.map((name) => [name, null]))
  return items.toReversed().reduce((state, { after }) => ({ ...state, ...after }), empty)
}

const stateOf = (row: AnyRow): unknown => Object.fromEntries(spoken.map((name) => [name, row[name]]))

test('what a verb did to several objects is taken back whole, given back whole, and not at all when one of them has changed since', async () => {
  const bet = await vera.order({ noun: 'bet', verb: 'pitch', target: {}, input: { title: 'Both or neither', team: 'Made with a bet' } })
  const team = (await vera.read('team', { filter: { name: 'Made with a bet' } })).items[0]
  const isGone = async () => [
    (await vera.one('bet', bet.id)).archivedAt !== null,
    (await vera.read('team', { filter: { name: 'Made with a bet' }, archived: true })).items[0]?.archivedAt !== null,
  ]
  const [{ seq } = { seq: 0 }] = (await vera.changes({ object: bet.id, limit: 1 })).items
  await vera.undo(seq)
  expect(await isGone()).toEqual([true, true])
  await vera.undo(await lastSeq())
  expect(await isGone()).toEqual([false, false])
  const [{ seq: again } = { seq: 0 }] = (await vera.changes({ object: bet.id, limit: 1 })).items
  await vera.order({ noun: 'team', verb: 'archive', target: { id: team?.id ?? '' }, input: {} })
  await expect(vera.undo(again)).rejects.toMatchObject({ kind: 'conflict', details: { code: 'changed-since' } })
  expect(await isGone()).toEqual([false, true])
})

test('of two changes of one object by one verb both are taken back', async () => {
  const bet = await vera.order({ noun: 'bet', verb: 'create', target: {}, input: { title: 'Taken up', size: 5 } })
  expect(await vera.order({ noun: 'bet', verb: 'adopt', target: { id: bet.id }, input: {} })).toMatchObject({ size: 1, stage: 'live' })
  expect(await vera.undo(await lastSeq())).toMatchObject({ size: 5, stage: bet['stage'] })
})
