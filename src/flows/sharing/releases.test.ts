import fc from 'fast-check'
import { expect, test } from 'vitest'
import { feature, release } from '#objects'
import type { AnyRow, Context, Noun, Query } from '#kernel'
import { releaseFields } from './audiences.ts'
import { sharedList } from './list.ts'

const stamps = { version: 1, createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z', archivedAt: null, source: null, custom: {} }
const blankOf = (noun: Noun): object => Object.fromEntries(Object.keys(noun.fields).map((name) => [name, null]))
const idOf = (n: number): string => `00000000-0000-7000-8000-00000000000${n}`
const featureRow = (n: number, values: object): AnyRow => ({
  ...blankOf(feature.feature),
  ...stamps,
  id: idOf(n),
  key: `FEA-${n}`,
  title: `Inner ${n}`,
  ...values,
})
const features = [featureRow(1, { publicName: 'Roles by group' }), featureRow(2, {}), featureRow(3, { publicName: 'Add people by file' })]
const row = (n: number, values: object): AnyRow => ({ ...blankOf(release.release), ...stamps, id: idOf(n), key: `REL-${n}`, ...values })
const rows = [
  row(4, { title: 'Project Quayside', state: 'planned', externalDate: '2027-02-01', internalDate: '2027-01-10', features: [idOf(1), idOf(2), idOf(3)] }),
  row(5, { title: 'Not told', state: 'frozen', internalDate: '2026-12-10', features: [idOf(1)] }),
  row(6, { title: 'Core 8.1', state: 'released', externalDate: '2026-11-20', releasedOn: '2026-11-22', features: [idOf(2)] }),
]

const coming = ['candidate', 'planned', 'inProgress', 'released', 'deprecated'].flatMap((stage) =>
  [null, 'doing', 'done'].map((delivery) => ({ stage, delivery })),
)
const gone = [{ stage: 'declined' }, { stage: 'removed' }, { stage: 'inProgress', delivery: 'cancelled' }]

const over = (releases: readonly AnyRow[], known: readonly AnyRow[]): Pick<Context, 'read' | 'workspace' | 'now'> => ({
  workspace: { id: 'w', slug: 'harborlight', name: 'Harborlight', currency: 'USD', timeZone: 'UTC' },
  now: () => '2026-11-16T08:00:00.000Z',
  read: async (noun: string, { filter = {} }: Query = {}) => {
    const all = noun === 'release' ? releases : noun === 'feature' ? known : []
    const items = all.filter((one) => Object.entries(filter).every(([name, wanted]) => [wanted].flat().includes(Object(one)[name])))
    return { items, next: null, total: items.length }
  },
})
const nounOf = (name: string): Noun => (name === 'feature' ? feature.feature : release.release)
const listed = (audience: 'gtm' | 'customer', releases = rows, known = features, more: object = {}) =>
  sharedList(over(releases, known), nounOf, { audience, noun: release.release, ...more })
const bytes = async (...given: Parameters<typeof listed>): Promise<string> => JSON.stringify(await listed(...given))

test('customers read told days, the soonest first, with names that were approved; go-to-market reads titles and public words too', async () => {
  expect((await listed('customer')).rows).toEqual([
    ['20 Nov 2026', null],
    ['1 Feb 2027', 'Add people by file; Roles by group'],
  ])
  expect((await listed('gtm')).rows).toEqual([
    ['Core 8.1', 'Shipped', '20 Nov 2026', null],
    ['Project Quayside', 'Planned', '1 Feb 2027', 'Add people by file; Roles by group'],
    ['Not told', 'In progress', null, 'Roles by group'],
  ])
})

test('two companies that differ only in what is hidden give the same bytes, in whichever order their rows come', async () => {
  const any = fc.oneof(fc.constant(null), fc.string(), fc.integer(), fc.constantFrom('2027-01-01', '2026-12-24'), fc.array(fc.string()))
  const sources: Readonly<Record<string, readonly string[]>> = { label: ['state'], told: ['features'] }
  for (const audience of ['gtm', 'customer'] as const) {
    const shown = releaseFields[audience].flatMap((name) => sources[name] ?? [name])
    const hidden = [...Object.keys(release.release.fields), 'key', 'version', 'createdAt', 'source'].filter((name) => !shown.includes(name))
    expect(hidden).toEqual(expect.arrayContaining(['internalDate', 'window', 'owner', 'frozenScope', 'lateChanges', 'reason', 'releasedOn', 'record']))
    const inner = [...Object.keys(feature.feature.fields), 'key'].filter((name) => !['publicName', 'stage', 'delivery'].includes(name))
    const varied = (some: readonly AnyRow[], names: readonly string[]) =>
      fc.tuple(...some.map((one) => fc.record(Object.fromEntries(names.map((name) => [name, any]))).map((values): AnyRow => ({ ...one, ...values }))))
    const expected = await bytes(audience)
    await fc.assert(
      fc.asyncProperty(varied(rows, hidden), varied(features, inner), fc.constantFrom(...coming), fc.boolean(), async (releases, known, stand, turned) => {
        const some = known.map((one) => ({ ...one, ...stand }))
        expect(await bytes(audience, turned ? releases.toReversed() : releases, some)).toBe(expected)
      }),
      { numRuns: 60 },
    )
  }
})

test('a feature that was declined, removed or cancelled is promised to nobody, as if its name had never been approved', async () => {
  const listedFeatures = (known: readonly AnyRow[]) => sharedList(over(rows, known), nounOf, { audience: 'customer', noun: feature.feature })
  const [first, ...others] = features
  for (const stand of gone) {
    const [left, unnamed] = [{ ...stand }, { publicName: null }].map((more) => [{ ...first, ...more } as AnyRow, ...others])
    for (const audience of ['gtm', 'customer'] as const) expect(await bytes(audience, rows, left)).toBe(await bytes(audience, rows, unnamed))
    expect((await listedFeatures(left ?? [])).rows).toEqual([['Add people by file']])
  }
})

test('what is deprecated customers still have: it is told until it is removed', async () => {
  const old = [featureRow(1, { publicName: 'Roles by group', stage: 'deprecated' })]
  expect((await listed('customer', rows, old)).rows[1]).toEqual(['1 Feb 2027', 'Roles by group'])
  expect((await sharedList(over(rows, old), nounOf, { audience: 'customer', noun: feature.feature })).rows).toEqual([['Roles by group']])
})

test('those outside read when it is expected, not by the word of the record', async () => {
  expect((await listed('customer')).columns.map(({ says }) => says)).toEqual(['Expected', 'Features'])
  expect((await listed('gtm')).columns.map(({ says }) => says)).toEqual(['Title', 'Label', 'Expected', 'Features'])
})

test('customers: a release without a told day and a feature without an approved name leave no trace', async () => {
  const expected = await bytes('customer')
  const more = [...rows, row(7, { title: 'Secret', state: 'planned', internalDate: '2027-03-01', features: [idOf(2)] })]
  const wider = rows.map((one) => ({ ...one, features: [...[one['features']].flat(), idOf(8)] }))
  expect(await bytes('customer', more)).toBe(expected)
  expect(await bytes('customer', wider, [...features, featureRow(8, { title: 'Unannounced' })])).toBe(expected)
})

test('the judge is awake: another day and another approved name make another answer', async () => {
  const expected = await bytes('customer')
  expect(await bytes('customer', rows.map((one) => ({ ...one, externalDate: one['externalDate'] && '2027-05-05' })))).not.toBe(expected) // prettier-ignore
  expect(await bytes('customer', rows, features.map((one) => ({ ...one, publicName: 'Other' })))).not.toBe(expected) // prettier-ignore
})

test('a list of features for customers holds the approved names and no empty line for the others', async () => {
  const { rows: names } = await sharedList(over(rows, features), nounOf, { audience: 'customer', noun: feature.feature })
  expect(names).toEqual([['Add people by file'], ['Roles by group']])
})

test('a filter or a sort by what is hidden is refused, one by what is seen is not', async () => {
  await expect(listed('customer', rows, features, { sort: 'internalDate' })).rejects.toThrow('“internalDate”')
  await expect(listed('gtm', rows, features, { filter: { owner: 'x' } })).rejects.toThrow('“owner”')
  expect((await listed('gtm', rows, features, { filter: { label: 'Planned' }, columns: ['title'] })).rows).toEqual([['Project Quayside']])
  expect((await listed('customer', rows, features, { sort: '-externalDate', columns: ['externalDate'] })).rows).toEqual([['1 Feb 2027'], ['20 Nov 2026']])
})
