import { describe, expect, test } from 'vitest'
import { Problem, type AnyRow } from '#kernel'
import { bringReleases, settledReleases } from './releases.ts'
import { given, nameOf, table, told } from './testing/exported.ts'
import { external, releaseOf, type Told } from './tool.ts'

const product = 'project/OAK'
const feature = (id: string): Told => ({ noun: 'feature', id, values: {} })
const carried = (name: string, id: string): Told => releaseOf({ product, name, feature: id })
/** One release, as all rows of a file together tell of it. */
const joined = (name: string, ids: readonly string[]): Told => ({ ...carried(name, ''), values: { ...carried(name, '').values, features: ids.map(external) } })

/** A row of the record; its own id is that of its source with a sign before it. */
function row(noun: string, id: string, values: Readonly<Record<string, unknown>> = {}, connection: string | null = 'jira'): AnyRow {
  const at = '2026-11-01T00:00:00.000Z'
  const source = connection === null ? null : { connection, externalId: id }
  return { id: `#${id}`, key: `${noun}-${id}`, version: 1, createdAt: at, updatedAt: at, archivedAt: null, source, custom: {}, ...values }
}
const version = (name: string, features: readonly string[], state = 'parkingLot', connection: string | null = 'jira'): AnyRow =>
  row('release', `release/${product}/${name}`, { title: name, product: `#${product}`, features: features.map((id) => `#${id}`), state }, connection)

async function settled(told: readonly Told[], releases: readonly AnyRow[] = [], features: readonly string[] = [], isPlacing = true) {
  const rows: Readonly<Record<string, readonly AnyRow[]>> = {
    release: releases,
    product: [row('product', product)],
    feature: features.map((id) => row('feature', id)),
  }
  const all = new Map<string, Told>()
  for (const one of told) all.set(all.has(one.id) ? `${one.id} ` : one.id, one)
  const answer = await settledReleases({ read: async (noun) => ({ items: rows[noun] ?? [], next: null, total: 0 }) }, 'jira', all, isPlacing)
  const lines = [...answer.told.values()].filter(({ noun }) => noun === 'release')
  return { notes: answer.notes, features: Object.fromEntries(lines.map(({ id, values }) => [id.split('/').at(-1), values['features']])), lines }
}

describe('what is in a release that comes in', () => {
  test('is what the rows of features say, a number is its version', async () => {
    const { features, lines } = await settled([feature('A'), carried('8.2.0', 'A')])
    expect(features).toEqual({ '8.2.0': [external('A')] })
    expect(lines[0]?.values).toMatchObject({ title: '8.2.0', versionName: '8.2.0', product: external(product) })
  })

  test('moves with its feature, and keeps what the file does not tell of', async () => {
    const before = [version('Spring', ['A', 'B']), version('Summer', [])]
    const { features } = await settled([feature('A'), carried('Summer', 'A')], before, ['A', 'B'])
    expect(features).toEqual({ Spring: ['#B'], Summer: [external('A')] })
  })

  test('leaves a release whose features this file does not tell of alone', async () => {
    const { features } = await settled([feature('C'), carried('Summer', 'C')], [version('Spring', ['A'])], ['A'])
    expect(features).toEqual({ Summer: [external('C')] })
  })

  test('stays where a person put it, in an open release of the same product', async () => {
    const { features } = await settled([feature('A'), carried('Spring', 'A')], [version('Ours', ['A'], 'planned', null)], ['A'])
    expect(features).toEqual({ Spring: [] })
    const over = await settled([feature('A'), carried('Spring', 'A')], [version('Ours', ['A'], 'cancelled', null)], ['A'])
    expect(over.features).toEqual({ Spring: [external('A')] })
  })

  test('stays where it is when the table has no column of releases, or a row that names one says of no product', async () => {
    const before = [version('Spring', ['A', 'B'])]
    const without = await settled([feature('A'), feature('B')], before, ['A', 'B'], false)
    expect(without.lines).toEqual([])
    const list = await settled([feature('A'), releaseOf({ id: 'uuid-1', product, name: 'Spring' })], before, ['A', 'B'], false)
    expect(list.features).toEqual({ Spring: ['#A', '#B'] })
    const nowhere = await settled([{ ...feature('A'), values: { releases: ['Spring'] } }, feature('B')], before, ['A', 'B'])
    expect(nowhere.features).toEqual({ Spring: ['#A'] })
  })

  test('keeps its order, so that the same files write nothing, page by page and with their rows in another order', async () => {
    const before = [version('Spring', ['A', 'B', 'C'])]
    const page = async (...ids: readonly string[]) => (await settled([...ids.map(feature), joined('Spring', ids)], before, ['A', 'B', 'C'])).features['Spring']
    for (const ids of [['A'], ['B', 'C'], ['C', 'A', 'B']]) expect(await page(...ids)).toEqual(['#A', '#B', '#C'])
    expect(await page('D', 'B')).toEqual(['#A', '#B', '#C', external('D')])
  })

  test('is not taken out of a frozen release of its source into the next one', async () => {
    const before = [version('8.2.0', ['A'], 'frozen'), version('8.3.0', ['B'])]
    const { features } = await settled([feature('A'), carried('8.3.0', 'A')], before, ['A', 'B'])
    expect(features).toEqual({ '8.3.0': ['#B'] })
  })

  test.each(['frozen', 'released', 'rolledBack', 'cancelled'])('is not touched once it is %s here', async (state) => {
    const { features, notes } = await settled([feature('B'), carried('Spring', 'B')], [version('Spring', ['A'], state)], ['A', 'B'])
    expect(features).toEqual({ Spring: undefined })
    expect(notes).toEqual(['A release is frozen, shipped or called off here: what is in it stays as it is.'])
  })
})

test('a release with a row of its own takes what others say by its name, in this file and in later ones', async () => {
  const own = releaseOf({ id: 'uuid-1', product, name: 'Spring', values: { window: '2027-Q1' } })
  const { lines } = await settled([feature('A'), carried('Spring', 'A'), own])
  expect(lines).toMatchObject([{ id: 'uuid-1', values: { window: '2027-Q1', features: [external('A')] } }])
  const known = { ...version('Spring', ['A']), source: { connection: 'jira', externalId: 'uuid-1' } }
  const later = await settled([feature('B'), carried('Spring', 'B')], [known], ['A', 'B'])
  expect(later.lines).toMatchObject([{ id: 'uuid-1', values: { features: ['#A', external('B')] } }])
})

test('a release that features named first keeps its id when a list of releases comes, and the other way about', async () => {
  const list = releaseOf({ id: 'OAK-R-4', product, name: 'Winter', values: { window: '2027-Q1' } })
  const named = version('Winter', ['A'])
  expect((await settled([list], [named], ['A'])).lines).toMatchObject([{ id: idOf(named), values: { window: '2027-Q1', features: ['#A'] } }])
  expect((await settled([feature('A'), carried('Winter', 'A'), list], [named], ['A'])).lines).toMatchObject([{ id: idOf(named) }])
  const listed = { ...named, source: { connection: 'jira', externalId: 'OAK-R-4' } }
  expect((await settled([feature('B'), carried('Winter', 'B')], [listed], ['A'])).lines).toMatchObject([{ id: 'OAK-R-4' }])
  expect((await settled([list, feature('B'), carried('Winter', 'B')], [listed], ['A'])).lines).toMatchObject([{ id: 'OAK-R-4' }])
})
const idOf = ({ source }: AnyRow): string => source?.externalId ?? ''

describe('the exports of tools', () => {
  test('every fix version of an issue of Jira is one, of its project; an initiative names none', () => {
    const issues = table(
      ['Summary', 'Issue key', 'Issue Type', 'Status', 'Project key', 'Fix versions', 'Fix versions (2)'],
      ['Door by badge', 'OAK-2', 'Epic', 'To Do', 'OAK', '8.2.0', 'Spring'],
      ['Rooms', 'OAK-1', 'Initiative', 'To Do', 'OAK', 'Spring', ''],
    )
    const versions = told({ ...issues, headings: issues.headings.map((heading) => heading.replace(' (2)', '')) }).filter(({ noun }) => noun === 'release')
    expect(versions.map(({ id, values }) => [id, values['versionName'], values['features']])).toEqual([
      ['release/project/OAK/8.2.0', '8.2.0', [{ externalId: 'OAK-2' }]],
      ['release/project/OAK/Spring', undefined, [{ externalId: 'OAK-2' }]],
    ])
  })
  test('a list of releases of Aha! keeps reference, dates, owner and status', () => {
    const list = table(
      ['Workspace name', 'Release reference #', 'Release name', 'Release status', 'Release start date', 'Release date', 'Release assigned to'],
      ['Oakroom', 'OAK-R-4', 'Winter', 'On track', '2027-01-11', '2027-03-20', 'Ada Byron'],
      ['', 'OAK-R-5', 'Summer', '', '', '', ''],
    )
    expect(nameOf(list)).toBe('Aha! list')
    expect(given(list)).toMatchObject([
      {
        told: [
          { noun: 'product' },
          {
            noun: 'release',
            id: 'OAK-R-4',
            alias: 'release/product/Oakroom/Winter',
            owner: 'Ada Byron',
            values: { sourceStatus: 'On track', window: '2027-Q1', internalDate: '2027-03-20', product: { externalId: 'product/Oakroom' } },
          },
        ],
      },
      { leftOut: 'row without a record' },
    ])
  })
  test('a release of Productboard has a row of its own, or is named by its features', () => {
    const board = table(
      ['Productboard URL', 'Type', 'Name', 'Status', 'Product', 'Release', 'Release group', 'Timeframe'],
      ['https://oak.productboard.com/entity-detail/features/feat-1', 'Feature', 'Door by badge', 'Planned', 'Oakroom', 'Winter', '', ''],
      ['https://oak.productboard.com/entity-detail/releases/rel-1', 'Release', 'Winter', 'In progress', 'Oakroom', '', 'Quarterly', 'Q1 2027'],
      ['https://oak.productboard.com/entity-detail/releases/rel-2', 'Release', 'Nowhere', '', '', '', '', ''],
    )
    expect(told(board).filter(({ noun }) => noun === 'release')).toMatchObject([
      { id: 'release/product/Oakroom/Winter', values: { features: [{ externalId: 'feat-1' }] } },
      { id: 'rel-1', alias: 'release/product/Oakroom/Winter', values: { group: 'Quarterly', window: '2027-Q1', sourceStatus: 'In progress' } },
    ])
    expect(given(board)[2]).toEqual({ leftOut: 'release without a product' })
  })
  test('a cycle is a span of work, and makes none', () => {
    const items = table(
      ['ID', 'Project', 'Name', 'State', 'Priority', 'Cycle Name', 'Module Name'],
      ['OAK-12', 'Oakroom', 'Door', 'Done', 'high', 'Cycle 7', ''],
    )
    expect(told(items).map(({ noun }) => noun)).toEqual(['product', 'feature'])
    expect(told(items)[1]?.values['beside']).toEqual([
      { name: 'Priority', value: 'high' },
      { name: 'Cycle Name', value: 'Cycle 7' },
    ])
  })
})

describe('releases that are changed while they come in', () => {
  const all = (...names: readonly string[]) => new Map(names.map((name) => [name, { ...carried(name, 'A'), id: name }]))
  const stale = new Problem('conflict', 'REL-1 has changed.', '', { code: 'stale-version' })

  test('are settled anew, and what is in already stays', async () => {
    const brought: string[][] = []
    let [settled, isStale] = [0, true]
    await bringReleases(
      all('Spring', 'Summer', 'Autumn'),
      async () => ((settled += 1), { told: all('Spring', 'Autumn', 'Winter', 'Summer') }),
      async (items) => {
        const names = items.map(({ id }) => id)
        if (names.includes('Summer') && isStale) {
          isStale = false
          throw stale
        }
        brought.push(names)
      },
      1,
    )
    expect([settled, brought]).toEqual([1, [['Spring'], ['Autumn'], ['Summer']]])
  })

  test('are given up when they never rest, or for another fault at once', async () => {
    let tries = 0
    const failing = (fault: Problem) =>
      bringReleases(
        all('Spring'),
        async () => ({ told: all('Spring') }),
        async () => {
          tries += 1
          throw fault
        },
        500,
      )
    await expect(failing(stale)).rejects.toBe(stale)
    expect(tries).toBe(5)
    await expect(failing(new Problem('invalid', 'No.'))).rejects.toThrow('No.')
    expect(tries).toBe(6)
  })

  test('carry the version that they were read at', async () => {
    const { lines } = await settled([feature('A'), carried('Summer', 'A')], [version('Spring', ['A']), version('Summer', [])], ['A'])
    expect(lines.map((one) => one.version)).toEqual([1, 1])
    expect((await settled([feature('A'), carried('Winter', 'A')])).lines[0]?.version).toBeUndefined()
  })
})
