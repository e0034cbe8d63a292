import { afterAll, beforeAll, expect, test } from 'vitest'
import { at, testHouse, type Reply, type TestHouse } from './testHouse.ts'

/** A plan comes over from the tool where it lived: ids kept, everything above its parts, a second import an update, and all of it taken back at once. */
let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
  await house.cli('workspace', 'create', 'oak')
})
afterAll(() => house.stop())

const heading = 'Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Assignee,Parent,Due date,Custom field (Votes)'
const issues = [
  'Read the badge,OAK-3,9003,Story,Done,OAK,Oakroom,,9002,,',
  'Door by badge,OAK-2,9002,Epic,To Do,OAK,Oakroom,,9001,30/Nov/26 5:00 PM,41',
  'Rooms in the browser,OAK-1,9001,Initiative,In Progress,OAK,Oakroom,Somebody Else,,,',
  'Door squeaks,OAK-4,9004,Bug,To Do,OAK,Oakroom,,9002,,',
  ',OAK-5,9005,Epic,To Do,OAK,Oakroom,,,,',
]
const bring = async (rows: readonly string[], ...flags: readonly string[]): Promise<Reply> =>
  await house.json('import', await house.folder(`oak-${(made += 1)}`, { 'jira.csv': [heading, ...rows].join('\n') }), '--workspace', 'oak', ...flags)
let made = 0
const list = async (noun: string): Promise<readonly unknown[]> => [at(await house.json(noun, 'list', '--workspace', 'oak', '--sort', 'title'), 'items')].flat()
const counts = (report: Reply): unknown[] => ['created', 'updated', 'unchanged'].map((word) => at(report, 'files', 0, word))

test('a dry run tells what would come in, and writes nothing', async () => {
  const report = await bring(issues, '--dry-run')
  expect(at(report, 'files', 0, 'recognisedAs')).toBe('Jira issues')
  expect(counts(report)).toEqual([4, 0, 0])
  expect(await list('feature')).toEqual([])
})

test('the tree stands as it stood there, whatever the order of the rows; what does not fit is told', async () => {
  const report = await bring(issues)
  expect(counts(report)).toEqual([4, 0, 0])
  expect(at(report, 'files', 0, 'quarantined')).toEqual([expect.objectContaining({ row: 6, column: 'Summary', reason: 'The issue has no summary.' })])
  const notes = JSON.stringify(at(report, 'files', 0, 'notes'))
  expect(notes).toContain('It tells of 1 product, 1 initiative, 2 features.')
  expect(notes).toContain('Left out, since they are work and no plan: 1 bug.')
  expect(notes).toContain('1 owner is not known here')
  const [bet] = await list('initiative')
  const [epic, story] = await list('feature')
  expect(bet).toMatchObject({ title: 'Rooms in the browser', horizon: 'now', sourceStatus: 'In Progress', stage: 'idea', source: { externalId: 'OAK-1' } })
  expect(epic).toMatchObject({
    title: 'Door by badge',
    level: 'epic',
    initiative: at(bet, 'id'),
    parent: null,
    timeframe: '2026-11-30',
    beside: [{ name: 'Custom field (Votes)', value: '41' }],
  })
  expect(story).toMatchObject({ title: 'Read the badge', level: 'requirement', parent: at(epic, 'id'), delivery: 'done' })
})

test('the same file changes nothing, a changed one what it changes; the import is taken back whole', async () => {
  expect(counts(await bring(issues))).toEqual([0, 0, 4])
  const changed = await bring(issues.map((row) => row.replace('Door by badge,OAK-2,9002,Epic,To Do', 'Door by badge,OAK-2,9002,Epic,Done')))
  expect(counts(changed)).toEqual([0, 1, 3])
  const delivery = async () => at((await list('feature'))[0], 'delivery')
  expect(await delivery()).toBe('done')
  await house.cli('import', 'undo', String(changed['import']), '--workspace', 'oak')
  expect(await delivery()).toBe('todo')
})

test('no import commits a bet: its state there is told beside, and our own gate stays', async () => {
  await bring(['Lights by badge,OAK-9,9009,Initiative,Done,OAK,Oakroom,,,,'])
  const bet = (await list('initiative')).find((one) => at(one, 'title') === 'Lights by badge')
  expect(bet).toMatchObject({ stage: 'idea', sourceStatus: 'Done' })
})

test('fix versions come in as releases with their features; another file moves them, our own gate stays, and all of it is taken back', async () => {
  await house.cli('workspace', 'create', 'elm')
  const versions = `${heading},Fix versions,Fix versions`
  const rows = ['Badges,ELM-1,9101,Epic,To Do,ELM,Elmroom,,,,,Spring,8.2.0', 'Doors,ELM-2,9102,Epic,To Do,ELM,Elmroom,,,,,Spring,']
  const into = async (...lines: readonly string[]): Promise<Reply> =>
    await house.json('import', await house.folder(`elm-${(made += 1)}`, { 'jira.csv': [versions, ...lines].join('\n') }), '--workspace', 'elm')
  const carried = async (): Promise<Readonly<Record<string, unknown>>> => {
    const [releases, features] = await Promise.all(
      ['release', 'feature'].map(async (noun) => [at(await house.json(noun, 'list', '--workspace', 'elm'), 'items')].flat()),
    )
    const keys = new Map(features?.map((one) => [at(one, 'id'), at(one, 'source', 'externalId')]))
    return Object.fromEntries(
      (releases ?? []).map((one) => [
        at(one, 'title'),
        [at(one, 'features') ?? []]
          .flat()
          .map((id) => keys.get(id))
          .toSorted(),
      ]),
    )
  }
  const first = await into(...rows)
  expect(counts(first)).toEqual([5, 0, 0])
  expect(JSON.stringify(at(first, 'files', 0, 'notes'))).toContain('1 product, 2 features, 2 releases.')
  expect(await carried()).toEqual({ Spring: ['ELM-1', 'ELM-2'], '8.2.0': ['ELM-1'] })
  expect(counts(await into(...rows))).toEqual([0, 0, 5])
  expect(counts(await into(...rows.toReversed()))).toEqual([0, 0, 5])
  for (const row of rows) expect(counts(await into(row))[1]).toBe(0) // a page of the same export
  const withoutVersions = rows.map((row) => row.split(',').slice(0, -2).join(','))
  const bare = await house.folder(`elm-${(made += 1)}`, { 'jira.csv': [heading, ...withoutVersions].join('\n') })
  expect(counts(await house.json('import', bare, '--workspace', 'elm'))).toEqual([0, 0, 3])
  expect(await carried()).toEqual({ Spring: ['ELM-1', 'ELM-2'], '8.2.0': ['ELM-1'] })
  const moved = await into('Doors,ELM-2,9102,Epic,To Do,ELM,Elmroom,,,,,8.2.0,')
  expect(await carried()).toEqual({ Spring: ['ELM-1'], '8.2.0': ['ELM-1', 'ELM-2'] })
  const spring = [at(await house.json('release', 'list', '--workspace', 'elm'), 'items')].flat().find((one) => at(one, 'title') === 'Spring')
  expect(spring).toMatchObject({ state: 'parkingLot', source: { externalId: 'release/project/ELM/Spring' } })
  const byHand = await house.cli('release', 'edit', String(at(spring, 'key')), '--input', '{"features":[]}', '--workspace', 'elm')
  expect(byHand.err).toContain('What is in it is not edited')
  await house.cli('import', 'undo', String(moved['import']), '--workspace', 'elm')
  expect(await carried()).toEqual({ Spring: ['ELM-1', 'ELM-2'], '8.2.0': ['ELM-1'] })
})

test('a release that a list of features named first is the same one when a list of releases follows', async () => {
  await house.cli('workspace', 'create', 'fir')
  const files = {
    'features.csv': 'Workspace name,Feature reference #,Feature name,Release name\nFirroom,FIR-1,Badges,Winter\nFirroom,FIR-2,Doors,Winter',
    'releases.csv': 'Workspace name,Release reference #,Release name,Release date\nFirroom,FIR-R-4,Winter,2027-03-20',
  }
  const again = async (): Promise<readonly unknown[]> => {
    await house.json('import', await house.folder(`fir-${(made += 1)}`, files), '--workspace', 'fir')
    return [at(await house.json('release', 'list', '--workspace', 'fir'), 'items')].flat()
  }
  for (const rows of [await again(), await again()]) {
    expect(rows).toMatchObject([{ title: 'Winter', internalDate: '2027-03-20', source: { externalId: 'release/product/Firroom/Winter' } }])
    expect([at(rows[0], 'features')].flat()).toHaveLength(2)
  }
})
