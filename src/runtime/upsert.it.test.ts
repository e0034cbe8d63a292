import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toyCompany, type ToyCompany } from '#test/support/toyCompany.ts'
import { withClient } from '#platform/postgres/connectPostgres.ts'
import type { AnyRow, Role, Upsert, UpsertCounts } from '#kernel'

let company: ToyCompany
beforeAll(async () => {
  company = await toyCompany()
})
afterAll(() => company.db.drop())

const item = (noun: string, externalId: string, values: Record<string, unknown>, connection = 'sheet'): Upsert => ({
  noun,
  source: { connection, externalId },
  values,
})
const upsert = (items: readonly Upsert[], role: Role = 'editor', dryRun = false): Promise<UpsertCounts> => company.as(role).upsert('batch', items, { dryRun })
const found = async (noun: string, externalId: string): Promise<AnyRow> => {
  const { items } = await company.as('owner').read(noun, { filter: { 'source.externalId': externalId }, archived: true })
  expect(items).toHaveLength(1)
  return items[0] ?? expect.unreachable()
}
const ref = (externalId: string) => ({ externalId })
const lastSeq = async () => (await company.as('owner').changes({ limit: 1 })).items[0]?.seq

test('running a batch twice changes nothing the second time, to the last change', async () => {
  const items = [
    item('team', 't1', { name: 'Atlas', from: '2026-01-01' }),
    item('bet', 'b1', { title: 'Maps', team: ref('t1'), budget: '10 EUR', labels: ['x', 'y'], odds: 0.3 }),
  ]
  expect(await upsert(items)).toEqual({ created: 2, updated: 0, unchanged: 0 })
  const seq = await lastSeq()
  expect(await upsert(items)).toEqual({ created: 0, updated: 0, unchanged: 2 })
  expect(await lastSeq()).toBe(seq)
  expect(await found('bet', 'b1')).toMatchObject({ version: 1, source: { connection: 'sheet', externalId: 'b1' }, team: (await found('team', 't1')).id })
})

test('a changed value updates that row alone, and fields that the batch does not name stay', async () => {
  await upsert([item('team', 't2', { name: 'Borealis', group: 'north' }), item('team', 't3', { name: 'Cirrus' })])
  expect(await upsert([item('team', 't2', { name: 'Borealis II' }), item('team', 't3', { name: 'Cirrus' })])).toEqual({ created: 0, updated: 1, unchanged: 1 })
  expect(await found('team', 't2')).toMatchObject({ name: 'Borealis II', group: 'north', version: 2 })
})

test('values that do not fit each other are refused by whatever door they come', async () => {
  const unfit = { kind: 'refused', message: expect.stringMatching(/^((u\d|BET-\d+): )?A bet of 99 is never sure\.$/), details: { code: 'unfit' } }
  await expect(upsert([item('bet', 'u1', { title: 'Sure', size: 99, odds: 1 })])).rejects.toMatchObject(unfit)
  await expect(upsert([item('bet', 'u1', { title: 'Sure', size: 99, odds: 1 })], 'editor', true)).rejects.toMatchObject(unfit)
  const owner = company.as('owner')
  await expect(owner.perform('bet', 'create', {}, { title: 'Sure', size: 99, odds: 1 })).rejects.toMatchObject(unfit)
  const made = await owner.perform('bet', 'create', {}, { title: 'Large', size: 99, odds: 0.5 })
  await expect(owner.perform('bet', 'edit', { id: made.id }, { odds: 1 })).rejects.toMatchObject(unfit)
  await expect(upsert([item('bet', 'u2', { title: 'Small', odds: 1 }), item('bet', 'u2', { size: 99 })])).rejects.toMatchObject(unfit)
  await owner.perform('bet', 'archive', { id: made.id }, {})
  expect(await owner.perform('bet', 'edit', { id: (await owner.perform('bet', 'restore', { id: made.id }, {})).id }, { size: 98, odds: 1 })).toMatchObject({
    size: 98,
    odds: 1,
  })
})

test('an undo that would leave values that do not fit each other is refused, and so the row stays open to every other verb', async () => {
  const owner = company.as('owner')
  const { id, key } = await owner.perform('bet', 'create', {}, { title: 'Undone', size: 99, odds: 0.5 })
  await owner.perform('bet', 'edit', { id }, { size: 1 })
  const { items } = await owner.changes({ object: id })
  await owner.perform('bet', 'edit', { id }, { odds: 1 })
  await expect(owner.undo(Math.max(...items.map(({ seq }) => seq)))).rejects.toMatchObject({
    kind: 'refused',
    message: `${key}: A bet of 99 is never sure.`,
    hint: 'Undo the later change first, or edit it by hand.',
    details: { code: 'unfit' },
  })
  expect(await owner.perform('bet', 'start', { id }, {})).toMatchObject({ size: 1, odds: 1, stage: 'live' })
})

test('a row whose values did not fit before anybody asked is refused only where what the rule reads is written', async () => {
  const owner = company.as('owner')
  await upsert([item('bet', 'old', { title: 'Old', size: 99, odds: 0.5 })])
  const { id, key } = await found('bet', 'old')
  await withClient(company.db.urls.admin, (client) => client.query('update app.bet set odds = 1 where id = $1', [id]))
  expect(await owner.perform('bet', 'edit', { id }, { title: 'Old, with a better name' })).toMatchObject({ size: 99, odds: 1 })
  expect(await owner.perform('bet', 'start', { id }, {})).toMatchObject({ stage: 'live' })
  expect(await upsert([item('bet', 'old', { labels: ['old'], size: 99, odds: 1 })])).toMatchObject({ updated: 1 })
  await owner.perform('bet', 'edit', { id }, { size: 5 })
  await expect(owner.perform('bet', 'edit', { id }, { size: 99 })).rejects.toMatchObject({ message: `${key}: A bet of 99 is never sure.` })
  await expect(upsert([item('bet', 'fine', { title: 'Fine' }), item('bet', 'old', { size: 99 })])).rejects.toMatchObject({
    message: `${key}: A bet of 99 is never sure.`,
  })
})

test('values made from a version that has changed since are a conflict, and nothing of the batch is kept', async () => {
  await upsert([item('team', 'v1', { name: 'Delta' })])
  await company.as('owner').perform('team', 'edit', { id: (await found('team', 'v1')).id }, { group: 'south' })
  const late = upsert([item('team', 'v2', { name: 'Echo' }), { ...item('team', 'v1', { name: 'Delta II' }), version: 1 }])
  await expect(late).rejects.toMatchObject({ kind: 'conflict', details: { code: 'stale-version', more: { current: { version: 2 } } } })
  expect(await found('team', 'v1')).toMatchObject({ name: 'Delta', group: 'south' })
  expect(await upsert([{ ...item('team', 'v1', { name: 'Delta II' }), version: 2 }])).toEqual({ created: 0, updated: 1, unchanged: 0 })
})

test('references by external id are found inside the batch in any order, outside it, and across nouns', async () => {
  await upsert([item('team', 'root', { name: 'Root' })])
  await upsert([
    item('bet', 'b2', { title: 'Child first', team: ref('leaf'), backers: [ref('root'), ref('leaf'), ref('nowhere')] }),
    item('team', 'leaf', { name: 'Leaf', parent: ref('root') }),
  ])
  const [root, leaf, bet] = [await found('team', 'root'), await found('team', 'leaf'), await found('bet', 'b2')]
  expect(leaf['parent']).toBe(root.id)
  expect(bet).toMatchObject({ team: leaf.id, backers: [root.id, leaf.id] })
})

test('an external id of another connection is another object', async () => {
  await upsert([
    item('team', 'same', { name: 'From the sheet' }),
    item('team', 'same', { name: 'From the tracker' }, 'tracker'),
    item('bet', 'b3', { title: 'Whose?', team: ref('same') }, 'tracker'),
  ])
  const { items } = await company.as('viewer').read('team', { filter: { 'source.externalId': 'same', 'source.connection': 'tracker' } })
  expect(items.map((row) => row['name'])).toEqual(['From the tracker'])
  expect((await found('bet', 'b3'))['team']).toBe(items[0]?.id)
})

test('two items for one object are one object, the later words added to the earlier', async () => {
  expect(await upsert([item('team', 'twice', { name: 'First', group: 'g' }), item('team', 'twice', { name: 'Second' })])).toEqual({
    created: 1,
    updated: 0,
    unchanged: 0,
  })
  expect(await found('team', 'twice')).toMatchObject({ name: 'Second', group: 'g', version: 1 })
})

test('a dry run counts as the run would, and writes nothing', async () => {
  const items = [item('team', 'dry', { name: 'Dry' }), item('bet', 'dry', { title: 'Dry', team: ref('dry') })]
  const seq = await lastSeq()
  expect(await upsert(items, 'editor', true)).toEqual({ created: 2, updated: 0, unchanged: 0 })
  expect(await lastSeq()).toBe(seq)
  expect((await company.as('viewer').read('team', { search: 'dry' })).total).toBe(0)
  await expect(upsert([item('team', 'dry', {})], 'editor', true)).rejects.toMatchObject({ kind: 'invalid' })
})

test('a fault in one item leaves nothing of the batch', async () => {
  const bad: [Upsert, object][] = [
    [item('team', 'x', { name: '' }), { kind: 'invalid', details: { at: { field: 'name' } } }],
    [item('team', 'x', { name: 'X', from: 'soon' }), { kind: 'invalid', details: { at: { field: 'from' } } }],
    [item('team', 'x', { name: 'X', colour: 'red' }), { kind: 'invalid', details: { code: 'unknown-field' } }],
    [item('bet', 'x', { title: 'X', stage: 'live' }), { kind: 'invalid', details: { code: 'unknown-field' } }],
    [item('bet', 'x', { title: 'X', team: company.ground.newId() }), { kind: 'invalid', details: { at: { field: 'team' } } }],
    [item('team', 'x', { name: 'Good one' }), { kind: 'conflict', message: 'Another team has the same name.', details: { code: 'duplicate' } }],
    [item('team', '', { name: 'X' }), { kind: 'invalid' }],
    [item('team', 'a\u0000b', { name: 'X' }), { kind: 'invalid' }],
    [item('nothing', 'x', {}), { kind: 'missing' }],
  ]
  for (const [one, problem] of bad) await expect(upsert([item('team', 'good', { name: 'Good one' }), one])).rejects.toMatchObject(problem)
  expect((await company.as('viewer').read('team', { search: 'good one' })).total).toBe(0)
})

test('it takes the role that creating and editing take, and honours what a noun goes without', async () => {
  await expect(upsert([item('team', 'v', { name: 'V' })], 'viewer')).rejects.toMatchObject({ kind: 'forbidden' })
  await expect(upsert([item('memo', 'm', { body: 'V' })], 'editor')).rejects.toMatchObject({ kind: 'forbidden' })
  expect(await upsert([item('memo', 'm', { body: 'V' })], 'admin')).toMatchObject({ created: 1 })
  await expect(upsert([item('memo', 'm', { body: 'W' })], 'admin')).rejects.toMatchObject({ kind: 'refused', message: 'What was written stays.' })
})

test('an archived object that its source still has comes back', async () => {
  await upsert([item('team', 'back', { name: 'Back' })])
  await company.as('editor').order({ noun: 'team', verb: 'archive', target: { id: (await found('team', 'back')).id }, input: {} })
  expect(await upsert([item('team', 'back', { name: 'Back' })])).toEqual({ created: 0, updated: 1, unchanged: 0 })
  expect(await found('team', 'back')).toMatchObject({ archivedAt: null, version: 3 })
})

test('ten thousand objects with references come in by one statement each few thousand, with their keys in order', async () => {
  const many = Array.from({ length: 10_000 }, (_, index) => item('bet', `m${index}`, { title: `Many ${index}`, team: ref('root'), size: index }))
  expect(await upsert(many)).toEqual({ created: 10_000, updated: 0, unchanged: 0 })
  expect(await upsert(many)).toEqual({ created: 0, updated: 0, unchanged: 10_000 })
  const [first, last] = [await found('bet', 'm0'), await found('bet', 'm9999')]
  expect(Number(last.key.slice(4)) - Number(first.key.slice(4))).toBe(9999)
  expect(await company.as('viewer').verify()).toMatchObject({ valid: true })
})

/** What somebody said of the one team: an import its values, a person an edit, or that it is gone. */
interface Statement {
  readonly batch: string | null
  readonly values: Readonly<Record<string, string>>
  readonly isThere: boolean | null
}

/** An independent model: of all that was said and not taken back, the last word on a field is its value, and the last on the team whether it is there. */
function last(statements: readonly Statement[]): Record<string, unknown> {
  const isThere = statements.findLast((one) => one.isThere !== null)?.isThere ?? false
  const value = (field: string) => statements.findLast(({ values }) => field in values)?.values[field] ?? null
  return { isThere, ...(isThere ? { name: value('name'), group: value('group') } : {}) }
}

test('whatever imports say, people change and imports are taken back: what stands is the last word of those who stand', async () => {
  const word = fc.constantFrom('one', 'two')
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('import' as const), name: word, group: fc.option(word, { nil: undefined }) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('undo' as const), pick: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('edit' as const), group: word }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('archive' as const) }) },
  )
  const owner = company.as('owner')
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      const external = `model ${(run += 1)}`
      let said: Statement[] = []
      const now = async () => (await owner.read('team', { filter: { 'source.externalId': external }, archived: true })).items[0]
      for (const [index, one] of steps.entries()) {
        const row = await now()
        if (one.kind === 'import') {
          const [batch, values] = [`${external}: ${index}`, { name: `${external} ${one.name}`, ...(one.group === undefined ? {} : { group: one.group }) }]
          await owner.upsert(batch, [item('team', external, values)])
          said.push({ batch, values, isThere: true })
        } else if (one.kind === 'undo') {
          const batches = said.flatMap(({ batch }) => batch ?? [])
          const batch = batches[one.pick % Math.max(batches.length, 1)]
          if (batch === undefined) continue
          await owner.undoBatch(batch)
          said = said.filter((statement) => statement.batch !== batch)
        } else if (row && row.archivedAt === null) {
          if (one.kind === 'archive') {
            await owner.perform('team', 'archive', { id: row.id }, {})
            said.push({ batch: null, values: {}, isThere: false })
          } else if (row['group'] !== one.group) {
            await owner.perform('team', 'edit', { id: row.id }, { group: one.group })
            said.push({ batch: null, values: { group: one.group }, isThere: null })
          }
        }
        const found = await now()
        const isThere = found?.archivedAt === null
        expect({ isThere, ...(isThere ? { name: found['name'], group: found['group'] } : {}) }).toEqual(last(said))
      }
    }),
    { numRuns: 60, endOnFailure: true },
  )
})
