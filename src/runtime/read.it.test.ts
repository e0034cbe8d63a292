import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toyCompany, toys, type ToyCompany } from '#test/support/toyCompany.ts'
import type { AnyRow, Page, Query, Role } from '#kernel'
import { listInMemory } from './read.ts'

let company: ToyCompany
const teams: AnyRow[] = []
const bets: AnyRow[] = []

beforeAll(async () => {
  company = await toyCompany()
  const create = (noun: string, input: unknown) => company.as('owner').order({ noun, verb: 'create', target: {}, input })
  for (const name of ['atlas', 'borealis', 'cirrus']) teams.push(await create('team', { name }))
  for (let index = 0; index < 30; index += 1)
    bets.push(
      await create('bet', {
        title: `bet ${index % 10} ${'abc'[index % 3]}${index}`,
        team: index % 4 === 3 ? null : teams[index % 4]?.id,
        backers: teams.slice(0, index % 4).map(({ id }) => id),
        labels: ['x', 'y', 'z'].slice(index % 3),
        size: index % 5 === 0 ? null : index % 7,
        odds: index / 8,
        startsOn: index % 3 === 0 ? null : `2026-0${1 + (index % 9)}-1${index % 10}`,
        dueAt: `2026-12-${String(index + 1).padStart(2, '0')}T10:00:00Z`,
        lead: index % 2 ? `person${index}@harborlight.example` : null,
        pin: 'hush',
      }),
    )
  await company.as('owner').order({ noun: 'bet', verb: 'archive', target: { id: bets[7]?.id ?? '' }, input: {} })
  for (let index = 0; index < 30; index += 4) await company.as('owner').order({ noun: 'bet', verb: 'start', target: { id: bets[index]?.id ?? '' }, input: {} })
})
afterAll(() => company.db.drop())

const list = (query: Query, role: Role = 'owner', noun = 'bet'): Promise<Page> => company.as(role).read(noun, query)
const titles = async (query: Query, role: Role = 'owner') => (await list({ sort: 'title', limit: 100, ...query }, role)).items.map((row) => row['title'])
const all = async (query: Query): Promise<AnyRow[]> => {
  const rows: AnyRow[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Page = await list({ ...query, ...(cursor ? { cursor } : {}) })
    rows.push(...page.items)
    cursor = page.next
  }
  return rows
}

describe('a filter', () => {
  test.each<[Record<string, unknown>, (row: AnyRow) => boolean]>([
    [{ stage: 'live' }, (row) => row['stage'] === 'live'],
    [{ size: [1, 2] }, (row) => row['size'] === 1 || row['size'] === 2],
    [{ size: { in: ['3'] } }, (row) => row['size'] === 3],
    [{ size: null }, (row) => row['size'] === null],
    [{ size: { is: null } }, (row) => row['size'] === null],
    [{ size: { not: null } }, (row) => row['size'] !== null],
    [{ size: { not: 3 } }, (row) => row['size'] !== 3],
    [{ size: { gte: 2, lt: 5 } }, (row) => Number(row['size'] ?? -1) >= 2 && Number(row['size']) < 5],
    [{ odds: { gt: '1.5', lte: 3 } }, (row) => Number(row['odds']) > 1.5 && Number(row['odds']) <= 3],
    [{ startsOn: { gte: '2026-05-01' } }, (row) => String(row['startsOn'] ?? '') >= '2026-05-01'],
    [{ dueAt: { lt: '2026-12-20T10:00:00+01:00' } }, (row) => String(row['dueAt']) < '2026-12-20T09:00:00.000Z'],
    [{ labels: 'x' }, (row) => [row['labels']].flat().includes('x')],
    [{ labels: ['x', 'y'] }, (row) => [row['labels']].flat().some((label) => label === 'x' || label === 'y')],
    [{ size: [] }, () => false],
    [{ lead: 'PERSON3@harborlight.example' }, (row) => row['lead'] === 'person3@harborlight.example'],
    [{ key: 'bet-4' }, (row) => row.key === 'BET-4'],
    [{ version: { gt: 1 } }, (row) => row.version > 1],
    [{ createdAt: { gte: '2026-11-16', lte: '2026-11-16T23:00:00Z' } }, () => true],
    [{ 'source.connection': 'sheet' }, () => false],
  ])('%j finds what a reader would', async (filter, fits) => {
    const whole = await list({ limit: 100 })
    const found = await list({ filter, limit: 100 })
    expect(found.items.map(({ id }) => id)).toEqual(whole.items.filter(fits).map(({ id }) => id))
    expect(found.total).toBe(found.items.length)
  })

  test('by a reference finds the rows that point there, alone or among several', async () => {
    expect((await list({ filter: { team: teams[0]?.id } })).total).toBe(8)
    expect((await list({ filter: { backers: teams[2]?.id }, archived: true })).total).toBe(7)
    expect((await list({ filter: { backers: [teams[1]?.id, teams[2]?.id] } })).items.every((row) => [row['backers']].flat().length >= 2)).toBe(true)
  })

  test.each<[Record<string, unknown>, object]>([
    [{ colour: 'red' }, { code: 'unknown-filter' }],
    [{ budget: '1 EUR' }, { code: 'unknown-filter' }],
    [{ health: 'good' }, { code: 'unknown-filter' }],
    [{ pin: 'hush' }, { code: 'unknown-filter' }],
    [{ constructor: 'x' }, { code: 'unknown-filter' }],
    [{ size: { like: '1' } }, { code: 'unknown-filter' }],
    [{ size: { constructor: 1 } }, { code: 'unknown-filter' }],
    [{ labels: { gte: 'x' } }, { code: 'unknown-filter' }],
    [{ size: 'many' }, { at: { field: 'size' } }],
    [{ team: 'x' }, { at: { field: 'team' } }],
    [{ id: '-'.repeat(36) }, { at: { field: 'id' } }],
  ])('%j is refused by name', async (filter, details) => {
    await expect(list({ filter })).rejects.toMatchObject({ kind: 'invalid', details })
  })

  test.each<Query>([
    { filter: { createdAt: { gte: 'soon' } } },
    { filter: { 'source.externalId': 'a\u0000b' } },
    { filter: { version: 'x' } },
    { search: 'a\u0000b' },
    { filter: { startsOn: '0000-01-01' } },
  ])('%j is the asker’s mistake, not a failure of ours', async (query) => {
    await expect(list(query)).rejects.toMatchObject({ kind: 'invalid' })
  })
})

describe('a sort', () => {
  test('puts rows without a value last, up and down', async () => {
    const sizes = async (sort: string) => (await all({ sort, limit: 7 })).map((row) => row['size'])
    const [up, down] = [await sizes('size'), await sizes('-size')]
    expect(up.filter((size) => size !== null)).toEqual(up.filter((size) => size !== null).toSorted((a, b) => Number(a) - Number(b)))
    expect(down.filter((size) => size !== null)).toEqual(down.filter((size) => size !== null).toSorted((a, b) => Number(b) - Number(a)))
    for (const each of [up, down]) expect(each.slice(each.indexOf(null)).every((size) => size === null)).toBe(true)
  })

  test.each(['colour', 'budget', 'pin', '-pin', 'health', 'labels', 'constructor', 'search', 'workspace_id'])('by “%s” is refused by name', async (sort) => {
    await expect(list({ sort })).rejects.toMatchObject({
      kind: 'invalid',
      message: `bets cannot be sorted by “${sort.replace('-', '')}”.`,
      details: { code: 'unknown-sort' },
    })
  })
})

describe('a cursor', () => {
  test.each(['-updatedAt', 'title', '-size', 'size', 'startsOn', '-dueAt', 'odds', 'lead', '-stage', 'key', 'id', '-id'])(
    'walks every row once, sorted by %s',
    async (sort) => {
      const walked = await all({ sort, limit: 4 })
      const whole = await list({ sort, limit: 100 })
      expect(walked).toEqual(whole.items)
      expect(whole.total).toBe(29)
    },
  )

  test('neither repeats nor skips a row when others come in meanwhile', async () => {
    const first = await list({ sort: 'title', limit: 10 })
    const names = ['bet 0 0', 'bet 5 m', 'zzz']
    const added = await Promise.all(names.map((title) => company.as('owner').order({ noun: 'bet', verb: 'create', target: {}, input: { title } })))
    const rest = await all({ sort: 'title', limit: 10, cursor: first.next ?? '' })
    const seen = [...first.items, ...rest].map(({ id }) => id)
    expect(new Set(seen).size).toBe(seen.length)
    for (const row of bets.filter(({ id }) => id !== bets[7]?.id)) expect(seen).toContain(row.id)
    for (const { id } of added) await company.as('owner').order({ noun: 'bet', verb: 'archive', target: { id }, input: {} })
  })

  test('the total follows every change of the record, for each question apart', async () => {
    const totals = async () =>
      (await Promise.all([{ limit: 2 }, { limit: 2, archived: true }, { limit: 2, search: 'bet 1' }].map((query) => list(query)))).map(({ total }) => total)
    const before = await totals()
    expect(await totals()).toEqual(before)
    const { id } = await company.as('owner').order({ noun: 'bet', verb: 'create', target: {}, input: { title: 'bet 1 counted' } })
    expect(await totals()).toEqual(before.map((total) => total + 1))
    await company.as('owner').order({ noun: 'bet', verb: 'archive', target: { id }, input: {} })
    expect(await totals()).toEqual(before.map((total, index) => total + (index === 1 ? 1 : 0)))
  })

  test('of another question, or made up, is refused', async () => {
    const { next } = await list({ sort: 'title', limit: 3 })
    const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const id = bets[0]?.id
    const bad = [
      `${next}`.slice(3),
      'x',
      made(['size', 1, id]),
      made(['title', {}, id]),
      made(['title', 'a', "'; drop"]),
      made(['title', 'a']),
      made({}),
      made('title'),
    ]
    for (const cursor of bad) await expect(list({ sort: 'title', cursor })).rejects.toMatchObject({ kind: 'invalid', details: { code: 'bad-cursor' } })
    await expect(list({ sort: '-title', cursor: next ?? '' })).rejects.toMatchObject({ kind: 'invalid' })
    for (const value of ['soon', 'a\u0000'])
      await expect(list({ sort: 'dueAt', cursor: made(['dueAt', value, id]) })).rejects.toMatchObject({ kind: 'invalid' })
  })
})

test('limits are kept between 1 and 500', async () => {
  const lengths = await Promise.all([0, -5, 1, 2.9, 10_000].map(async (limit) => (await list({ limit })).items.length))
  expect(lengths).toEqual([1, 1, 1, 2, 29])
})

test('search finds every word anywhere in the words of a row, and takes % and _ as they are', async () => {
  expect(await titles({ search: 'bet 3' })).toEqual(await titles({ filter: {}, search: '3 BET' }))
  expect((await titles({ search: 'a0' })).length).toBe(1)
  expect(await titles({ search: '%' })).toEqual([])
  expect(await titles({ search: 'b_t' })).toEqual([])
  expect(await titles({ search: 'hush' })).toEqual([])
  expect(await titles({ search: 'person3@' })).toHaveLength(1)
  expect(await titles({ search: 'live' })).toHaveLength(8)
})

describe('what a role may not read', () => {
  test('is null in rows, and is neither found, filtered nor sorted by', async () => {
    const row = bets[3] ?? expect.unreachable()
    expect(row['lead']).toBe('person3@harborlight.example')
    expect(await company.as('contributor').one('bet', row.id)).toMatchObject({ lead: 'person3@harborlight.example' })
    for (const read of [await company.as('viewer').one('bet', row.id), await company.as('viewer').one('bet', row.key, '2026-11-16')])
      expect(read).toMatchObject({ lead: null, title: row['title'] })
    expect((await list({ filter: { key: row.key } }, 'viewer')).items[0]).toMatchObject({ lead: null })
    await expect(list({ filter: { lead: 'person3@harborlight.example' } }, 'viewer')).rejects.toMatchObject({ details: { code: 'unknown-filter' } })
    await expect(list({ sort: 'lead' }, 'viewer')).rejects.toMatchObject({ details: { code: 'unknown-sort' } })
    for (const asOf of [undefined, '2026-11-16']) {
      expect(await titles({ search: 'person3@', ...(asOf ? { asOf } : {}) }, 'viewer')).toEqual([])
      expect(await titles({ search: 'person3@', ...(asOf ? { asOf } : {}) }, 'contributor')).toHaveLength(1)
      expect(await titles({ search: String(row['title']), ...(asOf ? { asOf } : {}) }, 'viewer')).toEqual([row['title']])
    }
    expect(await company.as('viewer').search('person3@')).toEqual([])
    expect(await company.as('contributor').search('person3@')).toMatchObject([{ id: row.id }])
  })

  test('is left empty in the history, too', async () => {
    const id = bets[3]?.id ?? ''
    expect((await company.as('viewer').changes({ object: id })).items.at(-1)?.after).toMatchObject({ lead: null, pin: '(secret)', title: bets[3]?.['title'] })
    expect((await company.as('contributor').changes({ object: id })).items.at(-1)?.after).toMatchObject({
      lead: 'person3@harborlight.example',
      pin: '(secret)',
    })
  })

  test('a whole noun: neither rows, history, search nor the log of everything shows it', async () => {
    const memo = await company.as('admin').order({ noun: 'memo', verb: 'create', target: {}, input: { body: 'Layoffs in spring' } })
    const viewer = company.as('editor')
    await expect(viewer.one('memo', memo.id)).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(viewer.read('memo')).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(viewer.changes({ noun: 'memo' })).rejects.toMatchObject({ kind: 'forbidden' })
    expect((await viewer.changes({ object: memo.id })).items).toEqual([])
    expect((await viewer.changes({ limit: 1000 })).items.some(({ noun }) => noun === 'memo')).toBe(false)
    expect(await viewer.search('layoffs')).toEqual([])
    expect(await company.as('admin').search('layoffs spring')).toMatchObject([{ noun: 'memo', key: memo.key }])
  })

  test('a guest reads no noun that is for viewers', async () => {
    await expect(list({}, 'guest')).rejects.toMatchObject({ kind: 'forbidden', message: 'The role guest may not read bets.' })
    expect(await company.as('guest').search('bet')).toEqual([])
  })
})

test('search over all nouns puts an exact key first, then titles that begin with the word', async () => {
  const hits = await company.as('viewer').search('bet-2', 5)
  expect(hits[0]).toMatchObject({ noun: 'bet', key: 'BET-2', says: 'Something that a team tries.' })
  expect((await company.as('viewer').search('atlas')).map(({ title }) => title)).toEqual(['atlas'])
  expect(await company.as('viewer').search('   ')).toEqual([])
  expect(await company.as('viewer').search('bet', 3)).toHaveLength(3)
})

test('a key reads a row as its id does', async () => {
  const row = bets[2] ?? expect.unreachable()
  for (const name of [row.key, row.key.toLowerCase()]) expect((await company.as('viewer').one('bet', name)).id).toBe(row.id)
})

test('lists in memory, of a past day, answer as the database would', async () => {
  const rows = (await list({ limit: 500, archived: true })).items
  const value: Record<string, fc.Arbitrary<unknown>> = {
    size: fc.nat(7),
    odds: fc.double({ min: 0, max: 4, noNaN: true }),
    startsOn: fc.constantFrom('2026-03-12', '2026-05-01'),
    stage: fc.constantFrom('idea', 'live'),
  }
  const condition = fc.constantFrom(...Object.entries(value)).chain(([name, some]) =>
    fc.oneof(
      fc.record({ [name]: some }),
      fc.record({ [name]: fc.array(some, { maxLength: 3 }) }),
      fc.record({ [name]: fc.constant(null) }),
      fc.constantFrom('gte', 'lte', 'gt', 'lt', 'not').chain((operator) => fc.record({ [name]: fc.record({ [operator]: some }) })),
      fc.record({ labels: fc.subarray(['x', 'y', 'z'], { minLength: 1 }) }),
    ),
  )
  const query = fc.record({
    filter: fc.oneof(condition, fc.constant({})),
    sort: fc.constantFrom('title', '-title', 'size', '-size', 'startsOn', '-startsOn', '-dueAt', 'odds', 'createdAt'),
    limit: fc.integer({ min: 1, max: 12 }),
    archived: fc.boolean(),
    search: fc.constantFrom('', 'bet', '1', 'a', 'live x'),
  })
  await fc.assert(
    fc.asyncProperty(query, async (asked) => {
      let [stored, remembered] = [await list(asked), listInMemory(toys.noun('bet'), rows, asked, 'owner')]
      expect(remembered).toEqual(stored)
      while (stored.next) {
        const next = { ...asked, cursor: stored.next }
        ;[stored, remembered] = [await list(next), listInMemory(toys.noun('bet'), rows, next, 'owner')]
        expect(remembered).toEqual(stored)
      }
    }),
    { numRuns: 60 },
  )
})
