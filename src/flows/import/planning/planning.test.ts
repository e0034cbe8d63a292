import { describe, expect, test } from 'vitest'
import { planningColumns, planningTool } from './planning.ts'
import { given, nameOf, table, told } from './testing/exported.ts'

describe('Jira', () => {
  const headings = [
    'Summary',
    'Issue key',
    'Issue id',
    'Issue Type',
    'Status',
    'Project key',
    'Project name',
    'Assignee',
    'Parent',
    'Due date',
    'Labels',
    'Labels (2)',
    'Custom field (Story Points)',
    'Created',
  ]
  const row = (...cells: readonly string[]) => table(headings, cells)
  test('an initiative is a bet, an epic and a story are features with what stands above them', () => {
    const all = table(
      headings,
      [
        'Rooms in the browser',
        'OAK-1',
        '9001',
        'Initiative',
        'In Progress',
        'OAK',
        'Oakroom',
        'Ada Byron',
        '',
        '20/Dec/26 5:00 PM',
        '',
        '',
        '',
        '01/Jan/26 9:00 AM',
      ],
      ['Door by badge', 'OAK-2', '9002', 'Epic', 'To Do', 'OAK', 'Oakroom', '', '9001', '', 'doors', 'badge', '', ''],
      ['Read the badge', 'OAK-3', '9003', 'Story', 'Done', 'OAK', 'Oakroom', '', '9002', '', '', '', '5', ''],
    )
    expect(nameOf(all)).toBe('Jira issues')
    const [product, bet, , epic, , story] = told(all)
    expect(product).toEqual({ noun: 'product', id: 'project/OAK', values: { name: 'Oakroom', kind: 'product' } })
    expect(bet).toMatchObject({
      noun: 'initiative',
      id: 'OAK-1',
      alias: '#9001',
      owner: 'Ada Byron',
      values: { horizon: 'now', timeframe: '2026-12-20', sourceStatus: 'In Progress' },
    })
    expect(epic).toMatchObject({ noun: 'feature', id: 'OAK-2', above: '#9001', values: { level: 'epic', delivery: 'todo', labels: ['doors', 'badge'] } })
    expect(story).toMatchObject({
      noun: 'feature',
      above: '#9002',
      values: { level: 'requirement', delivery: 'done', beside: [{ name: 'Custom field (Story Points)', value: '5' }] },
    })
  })
  test('bugs and sub-tasks are work, not plans; a row without a key or a summary is held', () => {
    expect(given(row('Door squeaks', 'OAK-4', '', 'Bug', 'To Do', 'OAK'))).toEqual([{ leftOut: 'bug' }])
    expect(given(row('', 'OAK-5', '', 'Epic', 'To Do', 'OAK'))).toEqual([{ fault: 'The issue has no summary.', column: 'Summary' }])
    expect(given(row('Door', '', '', 'Epic', 'To Do', 'OAK'))).toEqual([{ fault: 'The issue has no key.', column: 'Issue key' }])
  })
  test('a title beyond 140 characters is cut, and stands whole in the text', () => {
    const long = 'Door '.repeat(40).trim()
    const [, epic] = told(row(long, 'OAK-6', '', 'Epic', 'To Do', 'OAK'))
    expect(String(epic?.values['title'])).toHaveLength(140)
    expect(epic?.values['problem']).toBe(long)
  })
})

test('Linear issues become requirements of their projects; days of work say more than the name of a state', () => {
  const issues = table(
    [
      'ID',
      'Team',
      'Title',
      'Description',
      'Status',
      'Estimate',
      'Priority',
      'Project',
      'Creator',
      'Assignee',
      'Labels',
      'Cycle Number',
      'Started',
      'Completed',
      'Canceled',
      'Due Date',
      'Parent issue',
    ],
    [
      'OAK-7',
      'Rooms',
      'Book a room twice a week',
      '',
      'Whatever',
      '3',
      'High',
      'Booking',
      'ada',
      'ada@oak.example',
      'calendar, Growth',
      '',
      '2026-10-01',
      '',
      '',
      '2026-11-30',
      '',
    ],
    ['OAK-8', 'Rooms', 'Repeat for a year', '', 'Done', '', '', 'Booking', '', '', '', '', '2026-10-01', '2026-10-09', '', '', 'OAK-7'],
    ['OAK-9', 'Rooms', 'Twice on Sunday', '', 'Todo', '', '', 'Booking', '', '', 'Bug', '', '', '', '', '', ''],
  )
  expect(nameOf(issues)).toBe('Linear issues')
  const [bet, first, , second] = told(issues)
  expect(bet).toEqual({ noun: 'initiative', id: 'project/Booking', values: { title: 'Booking' } })
  expect(first).toMatchObject({
    noun: 'feature',
    id: 'OAK-7',
    above: 'project/Booking',
    owner: 'ada@oak.example',
    values: { delivery: 'doing', timeframe: '2026-11-30', teams: ['Rooms'], labels: ['calendar', 'Growth'] },
  })
  expect(second).toMatchObject({ id: 'OAK-8', above: 'OAK-7', values: { delivery: 'done' } })
  expect(given(issues)[2]).toEqual({ leftOut: 'bug' })
})

test('Linear projects are bets', () => {
  const projects = table(
    ['Name', 'Summary', 'Status', 'Milestones', 'Lead', 'Start date', 'Target date', 'Teams'],
    ['Booking', 'Rooms by anybody', 'Planned', '', 'Ada Byron', '2026-10-05', '2026-12-18', 'Rooms'],
  )
  expect(told(projects)).toEqual(
    [
      {
        noun: 'initiative',
        id: 'project/Booking',
        owner: 'Ada Byron',
        values: {
          title: 'Booking',
          hypothesis: 'Rooms by anybody',
          horizon: 'next',
          sourceStatus: 'Planned',
          teams: ['Rooms'],
          timeframe: '2026-Q4',
          beside: [],
        },
      },
    ].map((one) => ({ ...one, values: Object.fromEntries(Object.entries(one.values).filter(([name]) => name !== 'beside')) })),
  )
})

describe('Productboard', () => {
  const headings = [
    'Productboard URL',
    'Type',
    'Name',
    'Description',
    'Status',
    'Parent ID',
    'Owner email',
    'Timeframe',
    'User impact score',
    'Customer importance score',
    'Effort',
  ]
  const link = (id: string) => `https://oak.productboard.example/entity-detail/features/${id}`
  test('products, objectives, key results, bets and features keep their ids, and no score is lost', () => {
    const items = table(
      headings,
      [link('prod-00001'), 'Product', 'Oakroom', '', '', '', '', '', '', '', ''],
      [link('obj-000001'), 'Objective', 'Rooms fill themselves', '', 'On track', '', '', 'Q4 2026', '', '', ''],
      [link('kr-0000001'), 'Key result', 'Half of the rooms by badge', '', '', 'obj-000001', '', 'Q4 2026', '', '', ''],
      [link('feat-00001'), 'Feature', 'Door by badge', 'Nobody likes keys', 'Planned', 'prod-00001', 'ada@oak.example', 'Nov 2026', '84', '2.4', '8'],
      [link('sub-000001'), 'Subfeature', 'Lost badge', '', 'New idea', 'feat-00001', '', '', '', '', ''],
    )
    expect(nameOf(items)).toBe('Productboard items')
    const [product, objective, result, feature, sub] = told(items)
    expect(product).toMatchObject({ noun: 'product', id: 'prod-00001', values: { name: 'Oakroom', kind: 'product' } })
    expect(objective).toMatchObject({ noun: 'objective', id: 'obj-000001', values: { period: '2026-Q4' } })
    expect(result).toMatchObject({ noun: 'keyResult', above: 'obj-000001', values: { start: '2026-10-01', due: '2026-12-31' } })
    expect(feature).toMatchObject({
      noun: 'feature',
      id: 'feat-00001',
      above: 'prod-00001',
      values: {
        timeframe: '2026-11',
        delivery: 'todo',
        sourceStatus: 'Planned',
        beside: [
          { name: 'User impact score', value: '84' },
          { name: 'Customer importance score', value: '2.4' },
          { name: 'Effort', value: '8' },
        ],
      },
    })
    expect(sub).toMatchObject({ values: { level: 'subfeature' }, above: 'feat-00001' })
  })
  test('an objective without a time is held, since no period can be made up', () => {
    expect(given(table(headings, [link('obj-000002'), 'Objective', 'More rooms', '', '', '', '', '', '', '', '']))).toEqual([
      { fault: 'The objective “More rooms” has no timeframe.', column: 'Timeframe' },
    ])
  })
})

test('a row of an Aha! list tells of goal, initiative, epic and feature, each under the one before', () => {
  const list = table(
    [
      'Product name',
      'Goal reference #',
      'Goal name',
      'Goal time frame',
      'Initiative reference #',
      'Initiative name',
      'Initiative status',
      'Epic reference #',
      'Epic name',
      'Feature reference #',
      'Feature name',
      'Feature status',
      'Feature due date',
      'Feature score',
      'Release name',
      'Idea votes',
    ],
    [
      'Oakroom',
      'OAK-G-1',
      'Rooms fill themselves',
      '2026-H2',
      'OAK-S-1',
      'Booking',
      'In progress',
      'OAK-E-1',
      'Doors',
      'OAK-11',
      'Door by badge',
      'Shipped',
      '2026-11-30',
      '41',
      'Winter',
      '',
    ],
  )
  expect(nameOf(list)).toBe('Aha! list')
  const [product, goal, bet, epic, feature, release] = told(list)
  expect(release).toMatchObject({ noun: 'release', id: 'release/product/Oakroom/Winter', values: { title: 'Winter', features: [{ externalId: 'OAK-11' }] } })
  expect(product).toMatchObject({ noun: 'product', id: 'product/Oakroom' })
  expect(goal).toMatchObject({ noun: 'objective', id: 'OAK-G-1', above: null, values: { period: '2026-H2' } })
  expect(bet).toMatchObject({ noun: 'initiative', above: 'OAK-G-1', values: { horizon: 'now', products: [{ externalId: 'product/Oakroom' }] } })
  expect(epic).toMatchObject({ noun: 'feature', above: 'OAK-S-1', values: { level: 'epic' } })
  expect(feature).toMatchObject({
    above: 'OAK-E-1',
    values: { delivery: 'done', timeframe: '2026-11-30', releases: ['Winter'], beside: [{ name: 'Feature score', value: '41' }] },
  })
})

test('modules of Plane are bets with their dates', () => {
  const items = table(
    [
      'ID',
      'Project',
      'Name',
      'State',
      'Priority',
      'Assignee',
      'Labels',
      'Cycle Name',
      'Module Name',
      'Module Start Date',
      'Module Target Date',
      'Start Date',
      'Target Date',
    ],
    ['OAK-12', 'Oakroom', 'Door by badge', 'In Progress', 'high', '', '', '', 'Booking', '2026-10-05', '2026-12-18', '', '2026-11-30'],
  )
  expect(nameOf(items)).toBe('Plane work items')
  expect(told(items)).toMatchObject([
    { noun: 'product', id: 'project/Oakroom' },
    { noun: 'initiative', id: 'module/Oakroom/Booking', values: { timeframe: '2026-Q4' } },
    { noun: 'feature', id: 'OAK-12', above: 'module/Oakroom/Booking', values: { delivery: 'doing', timeframe: '2026-11-30' } },
  ])
})

describe('sheets', () => {
  test('key results keep baseline and target; a share in percent is a fraction', () => {
    const sheet = table(
      ['Objective', 'Level', 'Key result', 'Baseline', 'Target', 'Quarter', 'Type'],
      ['Rooms fill themselves', 'Company', 'Rooms opened by badge', '12%', '50%', 'Q4 2026', 'Committed'],
      ['Rooms fill themselves', 'Company', 'Minutes at the door', '4', '1', 'Q4 2026', 'Stretch'],
      ['Rooms fill themselves', 'Company', 'Doors certified', '', '', 'Q4 2026', ''],
    )
    expect(nameOf(sheet)).toBe('objectives and key results')
    const results = told(sheet).filter(({ noun }) => noun === 'keyResult')
    expect(results.map(({ values }) => values)).toMatchObject([
      { kind: 'increase', type: 'committed', baseline: 0.12, target: 0.5, start: '2026-10-01', due: '2026-12-31' },
      { kind: 'decrease', type: 'stretch', baseline: 4, target: 1 },
      { kind: 'milestone' },
    ])
    expect(new Set(results.map(({ above }) => above)).size).toBe(1)
    expect(given(table(['Objective', 'Key result'], ['Rooms', 'Doors']))).toEqual([
      { fault: 'The objective “Rooms” has no period that can be read.', column: 'Period' },
    ])
  })
  test('a roadmap has titles and lanes', () => {
    expect(told(table(['Initiative', 'Horizon', 'Quarter', 'Effort (weeks)', 'Squad'], ['Booking', 'Next', 'Q1 2027', '12', 'Rooms']))).toMatchObject([
      { noun: 'initiative', id: 'roadmap/Booking', values: { horizon: 'next', timeframe: '2027-Q1', teams: ['Rooms'] } },
    ])
  })
})

test('tables of facts are none of a planning tool', () => {
  for (const headings of [
    ['account_id', 'name', 'segment', 'created_at'],
    ['ticket_id', 'account_id', 'created_at', 'status', 'priority'],
    ['feature_id', 'name', 'released_on'],
  ])
    expect(planningTool(table(headings))).toBeNull()
})

test('every column is told, and none is lost in silence', () => {
  const one = table(['Initiative', 'Horizon', 'Sponsor'], ['Booking', 'Now', 'Sales'])
  const tool = planningTool(one)
  expect(tool && planningColumns(one, tool).map(({ theirs, readAs }) => [theirs, readAs])).toEqual([
    ['Initiative', 'Becomes title.'],
    ['Horizon', 'Becomes horizon.'],
    ['Sponsor', 'Kept beside, under its own name.'],
  ])
  expect(told(one)[0]?.values['beside']).toEqual([{ name: 'Sponsor', value: 'Sales' }])
})
