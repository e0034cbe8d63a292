import { afterAll, beforeAll, expect, test } from 'vitest'
import { at, testHouse, type Reply, type TestHouse } from './testHouse.ts'

/** A metrics dictionary comes in by the command line: its targets become drafts that people give a day, and no import undoes what people agreed. */
let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
  await house.company('acme')
})
afterAll(() => house.stop())

const dictionary = (uptime: string, retention = 'at least 110%'): string =>
  [
    ['Uptime', uptime],
    ['Net revenue retention', retention],
    ['Morale', 'better than last year'],
    ['Handovers', 'TBD'],
  ]
    .map(
      ([name, target]) => `- name: ${name}\n  org: Platform\n  definition: What ${name} says.\n  target: "${target}"\n  is_key: true\n  health: { level: 2 }\n`,
    )
    .join('')
const bring = async (text: string, ...flags: readonly string[]): Promise<Reply> =>
  await house.json('import', await house.folder('dictionary', { 'platform.yml': text }), '-w', 'acme', ...flags)
const targets = async (): Promise<readonly unknown[]> => [at(await house.json('metricTarget', 'list', '--sort', 'name', '-w', 'acme'), 'items')].flat()
const counts = (report: Reply): unknown => [at(report, 'files', 0, 'created'), at(report, 'files', 0, 'unchanged'), at(report, 'files', 0, 'objects')]

test('targets that can be read become drafts without a day, the rest is left to people; the dry run says the same and writes nothing', async () => {
  const tried = await bring(dictionary('at or above 99.9%'), '--dry-run')
  expect(counts(tried)).toEqual([4, 0, { noun: 'metricTarget', created: 2, updated: 0, unchanged: 0 }])
  expect(await targets()).toEqual([])
  expect(counts(await bring(dictionary('at or above 99.9%')))).toEqual(counts(tried))
  expect(await targets()).toMatchObject([
    { name: 'Net revenue retention: at least 110%', target: 1.1, by: null, state: 'draft', direction: 'up' },
    { name: 'Uptime: at or above 99.9%', target: 0.999, by: null, state: 'draft', direction: 'up' },
  ])
  expect(counts(await bring(dictionary('at or above 99.9%')))).toEqual([0, 4, { noun: 'metricTarget', created: 0, updated: 0, unchanged: 2 }])
  const review = await house.json('metric', 'list', '--filter', 'targetState=needsReview', '-w', 'acme')
  expect(at(review, 'items')).toMatchObject([{ name: 'Morale', targetText: 'better than last year', targetReason: expect.stringContaining('baseline') }])
})

test('it is agreed once it has a day and a baseline, stands on the scorecard from then on, and a changed file leaves it as agreed', async () => {
  const row = (await targets())[0]
  const [id, uptime] = [String(at(row, 'id')), String(at((await targets())[1], 'id'))]
  const scope = await house.app.workspaces.operate('acme', 'cli')
  await expect(scope.perform('metricTarget', 'agree', { id }, {})).rejects.toMatchObject({ message: 'It names no day.' })
  await scope.perform('metricTarget', 'edit', { id }, { by: '2030-12-31', baseline: 1.02 })
  await scope.perform('metricTarget', 'agree', { id }, {})
  const changed = await bring(dictionary('at or above 99.95%', 'at least 150%'))
  expect(at(changed, 'files', 0, 'objects')).toEqual({ noun: 'metricTarget', created: 0, updated: 1, unchanged: 0 })
  expect(await scope.one('metricTarget', id)).toMatchObject({ state: 'agreed', target: 1.1, by: '2030-12-31' })
  expect(await scope.one('metricTarget', uptime)).toMatchObject({ state: 'draft', target: 0.9995, by: null })
})

test('taking the first import back takes its drafts with it', async () => {
  await house.company('bolt')
  const folder = await house.folder('one', { 'platform.yml': dictionary('at or above 99.9%') })
  const report = await house.json('import', folder, '-w', 'bolt')
  await house.json('import', 'undo', String(report['import']), '-w', 'bolt')
  expect(at(await house.json('metricTarget', 'list', '-w', 'bolt'), 'items')).toEqual([])
})
