import { expect, test } from 'vitest'
import type { SourceTable } from '#kernel'
import { decimalsOf, planAvailability, sloOf, windowReader } from './availability.ts'
import { readDictionaries } from './metricsDictionary.ts'
import type { FilePlan } from './plan.ts'
import { planTrees } from './planTrees.ts'
import { readProductTree } from './productTree.ts'
import { toMarkdown } from './toMarkdown.ts'

const entry = {
  name: 'Uptime',
  org: 'Platform',
  definition: 'Share of <b>good</b> minutes, see <a href="https://status.harborlight.example/slo">the page</a>.',
  target: 'at or above 99.9%',
  is_key: true,
  health: { level: 2, reasons: ['One <i>long</i> outage'] },
  urls: ['/relative', 'https://harborlight.example/uptime'],
}

test('a dictionary entry becomes a metric with its target as written and as read', () => {
  const [dictionary] = readDictionaries([{ file: 'platform.yml', tree: [entry] }], new Map())
  expect(dictionary?.metrics[0]).toMatchObject({
    row: 1,
    externalId: 'platform/uptime',
    values: {
      name: 'Uptime',
      metricKey: 'uptime',
      origin: 'dictionary',
      team: 'Platform',
      isKey: 'yes',
      health: 'atRisk',
      healthNotes: [{ note: 'One _long_ outage' }],
      targetText: 'at or above 99.9%',
      targetState: 'parsed',
      direction: 'up',
      unit: 'percent',
      definition: 'Share of **good** minutes, see [the page](https://status.harborlight.example/slo).',
      links: [{ address: 'https://harborlight.example/uptime' }],
    },
  })
})

test('a target that was read becomes a draft without a day, in the unit of its words', () => {
  const asked: readonly (readonly [name: string, target: string])[] = [
    ['Uptime', 'at or above 99.9%'],
    ['Time to restore service', '< 4 hours'],
    ['Cost of hosting', 'at most $12k per month'],
    ['Tickets open', 'between 20 and 40'],
    ['Feeling', 'better than last year'],
    ['Later', 'TBD'],
  ]
  const [dictionary] = readDictionaries([{ file: 'a.yml', tree: asked.map(([name, target]) => ({ ...entry, name, target })) }], new Map())
  expect(dictionary?.metrics.map(({ target }) => target && [target['direction'], target['target'], target['upper'], target['unit'], target['by']])).toEqual([
    ['up', 0.999, null, null, undefined],
    ['down', 4, null, 'hours', undefined],
    ['down', 12_000, null, 'USD per month', undefined],
    ['within', 20, 40, null, undefined],
    null,
    null,
  ])
  expect(dictionary?.metrics[1]?.target).toMatchObject({
    name: 'Time to restore service: < 4 hours',
    rationale: expect.stringContaining('does not count as reached'),
  })
  expect(dictionary?.notes.at(-1)).toBe('4 of the targets are drafts without a day: give them a day and a baseline, and agree them.')
})

test('a target of a metric that is computed here is set in its own unit and direction, or by a person', () => {
  const read = (name: string, target: string) => readDictionaries([{ file: 'a.yml', tree: [{ ...entry, name, target }] }], new Map())[0]
  expect(read('Net revenue retention', 'at least 110%')?.metrics[0]?.target).toMatchObject({ target: 1.1, direction: 'up', unit: null })
  for (const [name, target, says] of [
    ['Net revenue retention', 'below 110%', 'points down'],
    ['Annual recurring revenue', 'at least $5m', 'in another unit (money)'],
    ['Csat', 'at least 79 out of 100', 'in another unit (ratio)'],
    ['Ticket rate', 'at most 3 per account per month', 'in another unit (ratePerAccount)'],
    ['Csat', 'at least 120%', 'is a share of a whole'],
  ] as const) {
    const dictionary = read(name, target)
    expect(dictionary?.metrics[0]).toMatchObject({ target: null, values: { targetState: 'parsed', targetText: target } })
    expect(dictionary?.notes.join(' ')).toContain(says)
  }
})

test('a target that could mean two things goes to review with its words kept, a missing one is absent', () => {
  const [dictionary] = readDictionaries(
    [
      {
        file: 'a.yml',
        tree: [
          { ...entry, name: 'A', target: 'better than last year' },
          { ...entry, name: 'B', target: null },
          { ...entry, name: 'C', target: 0.25 },
        ],
      },
    ],
    new Map(),
  )
  const states = dictionary?.metrics.map((one) => [one.values['targetText'], one.values['targetState'], typeof one.values['targetReason']])
  expect(states).toEqual([
    ['better than last year', 'needsReview', 'string'],
    [null, 'absent', 'object'],
    ['0.25', 'needsReview', 'string'],
  ])
})

test('two metrics of one name both arrive, the later under its team, and a second import gives the same keys', () => {
  const trees = [
    { file: 'a.yml', tree: [entry] },
    {
      file: 'b.yml',
      tree: [
        { ...entry, org: 'Web' },
        { ...entry, org: 'Web' },
      ],
    },
  ]
  const first = readDictionaries(trees, new Map())
  const keys = first.flatMap((one) => one.metrics.map((metric) => metric.values.metricKey))
  expect(keys.slice(0, 2)).toEqual(['uptime', 'uptime-web'])
  expect(first[1]?.notes[0]).toContain('also stands in a.yml, entry 1')
  const taken = new Map(first.flatMap((one) => one.metrics.map((metric): [string, string] => [metric.values.metricKey, metric.externalId])))
  expect(readDictionaries(trees, taken).flatMap((one) => one.metrics.map((metric) => metric.values.metricKey))).toEqual(keys)
  expect(readDictionaries([trees[0] ?? { file: '', tree: [] }], new Map([['uptime', 'other/1']]))[0]?.metrics[0]?.values.metricKey).toBe('uptime-platform')
})

test('an entry without a name is held back, not lost', () => {
  const list = Array.from({ length: 12 }, (_, n) => (n === 4 ? { ...entry, name: ' ' } : { ...entry, name: `M${n}` }))
  expect(readDictionaries([{ file: 'a.yml', tree: list }], new Map())[0]?.held).toMatchObject([{ row: 5, column: 'name' }])
})

const sections = { file: 'sections.yml', tree: { dev: { name: 'Dev' }, ops: { name: 'Ops' } } }
const stages = {
  file: 'stages.yml',
  tree: {
    stages: {
      plan: { display_name: 'Plan', section: 'dev', spend: 1, groups: { boards: { name: 'Boards', features: ['kanban'] } } },
      run: { display_name: 'Run', section: 'ops', groups: {} },
    },
  },
}
const features = {
  file: 'features.yml',
  tree: {
    kanban: { name: 'Kanban', stage: 'plan', maturity: 'complete', description: 'Cards' },
    logs: { name: 'Logs', stage: 'run' },
    lost: { name: 'Lost', stage: 'nowhere' },
    more: { name: 'More', stage: 'run' },
    most: { name: 'Most', stage: 'run' },
  },
}

test('documents that refer to one another are a hierarchy in any order; a map tied to nothing is not', () => {
  for (const trees of [
    [sections, stages, features],
    [features, sections, stages],
  ]) {
    const { nodes } = readProductTree([...trees, { file: 'people.yml', tree: { vera: { name: 'Vera' }, dana: { name: 'Dana' } } }])
    expect(Object.fromEntries(nodes.map((node) => [node.externalId, [node.values['kind'], node.parent]]))).toEqual({
      'sections/dev': ['line', null],
      'sections/ops': ['line', null],
      'stages/plan': ['product', 'sections/dev'],
      'stages/run': ['product', 'sections/ops'],
      'stages/plan/boards': ['area', 'stages/plan'],
      'features/kanban': ['area', 'stages/plan/boards'],
      'features/logs': ['area', 'stages/run'],
      'features/lost': ['area', null],
      'features/more': ['area', 'stages/run'],
      'features/most': ['area', 'stages/run'],
    })
    const places = nodes.map((node) => node.externalId)
    for (const node of nodes) if (node.parent !== null) expect(places.indexOf(node.parent)).toBeLessThan(places.indexOf(node.externalId))
  }
})

test('a document of unknown meaning is reported with what to do, and stops nothing', () => {
  const plans = planTrees([sections, stages, { file: 'jobs.yml', tree: [{ slug: 'a', when: { x: 1 } }] }], () => true)
  expect(plans.map((plan) => plan.recognisedAs)).toEqual(['product hierarchy', 'product hierarchy', null])
  expect(plans[2]?.trouble?.hint).toContain('Leave it out')
})

test.each([['99.58'], ['99.95'], ['100'], ['0'], ['99.9999'], ['97.3']])('a published %s % is reproduced exactly in whole parts', async (percent) => {
  const table = availability([
    ['2024-02', percent],
    ['2024-03', '99.9'],
  ])
  const plan = planAvailability(table, blank, null)
  if (!plan) throw new Error('not recognised')
  const outcome = windowReader(plan, await decimalsOf(table, plan))({ row: 2, cells: ['2024-02', percent] })
  if (!outcome || !('row' in outcome)) throw new Error('held')
  const { good, valid } = outcome.row.values
  expect(Number.isSafeInteger(good) && Number.isSafeInteger(valid)).toBe(true)
  expect(BigInt(Number(good)) * 1_000_000n).toBe(BigInt(Number(valid)) * BigInt(Math.round(Number(percent) * 10_000)))
  expect(outcome.row.values).toMatchObject({ start: '2024-02-01T00:00:00.000Z', end: '2024-03-01T00:00:00.000Z' })
})

test('the level’s target is assumed and said, unless the mapping knows better; a wrong percentage is held', () => {
  const table = availability([
    ['2024-02', '99.9'],
    ['2024-03', '99.8'],
  ])
  const [assumed, told] = [planAvailability(table, blank, null), planAvailability(table, blank, { columns: {}, target: 0.999 })]
  expect([assumed && sloOf(assumed)['target'], told && sloOf(told)['target']]).toEqual([0.9995, 0.999])
  expect(assumed?.notes.join()).toContain('assumed')
  expect(assumed && windowReader(assumed, 2)({ row: 3, cells: ['2024-13', '99'] })).toMatchObject({ held: { row: 3, column: 'month' } })
  expect(assumed && windowReader(assumed, 2)({ row: 4, cells: ['2024-12', '120'] })).toMatchObject({ held: { row: 4, column: 'availability_pct' } })
})

test.each([
  ['<p>One</p><p>Two<br>three</p>', 'One\n\nTwo\nthree'],
  ['<ul><li>a</li><li>b</li></ul>', '- a\n- b'],
  ['x <script>alert(1)</script>y <style>p{}</style>z', 'x y z'],
  ['<a href="javascript:alert(1)">go</a>', 'go'],
  ['a &amp; b &#8805; &lt;c&gt;', 'a & b ≥ <c>'],
  ['5 < 6 and 7 > 6', '5 < 6 and 7 > 6'],
])('%s reads as Markdown', (html, markdown) => expect(toMarkdown(html)).toBe(markdown))

function availability(cells: readonly (readonly string[])[]): SourceTable {
  const rows = cells.map((one, index) => ({ row: index + 2, cells: one }))
  return {
    file: 'checkout-availability.csv',
    headings: ['month', 'availability_pct'],
    headingRow: 1,
    form: { kind: 'csv', notes: [] },
    bytes: 1,
    sample: rows,
    async *rows() {
      yield* rows
    },
  }
}

const blank: FilePlan = {
  file: 'checkout-availability.csv',
  bytes: 1,
  form: { kind: 'csv', notes: [] },
  recognisedAs: null,
  sure: 0,
  reasons: [],
  rows: null,
  columns: [],
  readings: [],
  forms: { dates: 'dayFirst', numbers: 'decimalPoint', zone: 'UTC', currency: 'EUR' },
  notes: [],
}
