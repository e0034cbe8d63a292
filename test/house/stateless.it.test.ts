import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../structure/source.ts'
import { manifest, tables } from './bakery.ts'
import { facts } from './smallCompany.ts'
import { at, testHouse, type Reply, type TestHouse } from './testHouse.ts'

/** `throughline measure <metric> --facts DIR`: numbers from a folder, each counted by hand in smallCompany.ts. */
let house: TestHouse
let dir: string
beforeAll(async () => {
  house = await testHouse()
  dir = await house.folder('facts', facts)
})
afterAll(() => house.stop())

const measure = (metric: string, ...more: readonly string[]): Promise<Reply> =>
  house.json('measure', metric, '--facts', dir, '--as-of', '2024-12-31', '--from', '2024-01-01', ...more)
const point = (answer: Reply, period: string): unknown =>
  at(
    answer,
    'points',
    [...Array(60).keys()].findIndex((index) => at(answer, 'points', index, 'period') === period),
  )

describe('every metric as a person would count it', () => {
  test.each([
    // 2,150 of the 2,000 that Acme, Bolt and Crux paid a year before; Dune came later and does not count
    ['net-revenue-retention', 1.075, 2150, 2000, 3],
    // least of then and now: 1,000 + 200 + 450
    ['gross-revenue-retention', 0.825, 1650, 2000, 3],
    ['logo-churn-rate', 0, 0, 4, 4],
    ['annual-recurring-revenue', 29_400, 29_400, null, 4],
    ['ticket-rate', 0.75, 3, 4, 4],
    ['csat', 0.5, 3, 6, 6],
    ['active-accounts', 2, 2, null, 2],
    ['feature-adoption', 0.5, 2, 4, 4],
    ['slo-attainment', 2 / 3, 2, 3, 3],
    ['error-budget', 0.5, 5, 1000, 1],
    ['service-level', 0.995, 995, 1000, 1000],
  ])('%s is %d', async (metric, value, numerator, denominator, n) => {
    const answer = await measure(metric)
    expect(answer['value']).toBeCloseTo(value, 12)
    expect(answer).toMatchObject({ numerator, denominator, n, trust: { state: 'trusted' } })
  })

  test('every month of the movements opens where the one before closed, and holds its one event', async () => {
    const { points } = await measure('mrr-movements')
    const flows = { new: 0, expansion: 0, contraction: 0, churn: 0, reactivation: 0, fx: 0, transfer: 0 }
    const expected = [
      ['2024-01', 2000, {}, 2000],
      ['2024-02', 2000, { new: 300 }, 2300],
      ['2024-03', 2300, {}, 2300],
      ['2024-04', 2300, { contraction: 150 }, 2150],
      ['2024-05', 2150, {}, 2150],
      ['2024-06', 2150, { expansion: 500 }, 2650],
      ['2024-07', 2650, {}, 2650],
      ['2024-08', 2650, {}, 2650],
      ['2024-09', 2650, { churn: 400 }, 2250],
      ['2024-10', 2250, {}, 2250],
      ['2024-11', 2250, { reactivation: 200 }, 2450],
      ['2024-12', 2450, {}, 2450],
    ] as const
    expect(points).toMatchObject(expected.map(([period, opening, flow, closing]) => ({ period, opening, ...flows, ...flow, closing, value: closing })))
    expect(points).toMatchObject(expected.map(([, , flow]) => ({ logos: { ...flows, ...Object.fromEntries(Object.keys(flow).map((name) => [name, 1])) } })))
  })

  test('a quarter opens as its first month and closes as its last', async () => {
    const answer = await measure('mrr-movements', '--grain', 'quarter')
    expect(point(answer, '2024-Q4')).toMatchObject({ opening: 2250, reactivation: 200, closing: 2450, logos: { opening: 3, reactivation: 1, closing: 4 } })
  })

  test('tickets are divided by the days that accounts paid, not by their number', async () => {
    // November: three accounts all month, Bolt for 21 of 30 days
    expect(at(point(await measure('ticket-rate'), '2024-11'), 'value')).toBeCloseTo(2 / 3.7, 12)
  })

  test('the month in which Bolt left shows one of four logos gone', async () => {
    expect(point(await measure('logo-churn-rate'), '2024-09')).toMatchObject({ value: 0.25, numerator: 1, denominator: 4 })
  })

  test('groups carry their own numerators and denominators, which add up to the whole', async () => {
    const { groups } = await measure('net-revenue-retention', '--by', 'segment')
    expect(groups).toMatchObject([
      { key: 'enterprise', value: 1.5, numerator: 1500, denominator: 1000, n: 1 },
      { key: 'smb', value: 0.65, numerator: 650, denominator: 1000, n: 2 },
    ])
  })
})

describe('conventions', () => {
  test('a shorter window compares with its own beginning', async () => {
    // September to December: Acme 1500, Crux 450, Dune 300 paid at both ends; Bolt was away
    expect(await measure('net-revenue-retention', '--window', '3m')).toMatchObject({ value: 1, denominator: 2250, window: '3m' })
  })

  test('a switch as a flag, in a file and with --set gives the same policy and the same number', async () => {
    const file = await house.folder('policies', { 'late.yaml': 'end_date: inclusive\n', 'late.json': '{"end_date": "inclusive"}' })
    const answers = [
      await measure('mrr-movements', '--end-date', 'inclusive'),
      await measure('mrr-movements', '--set', 'end_date=inclusive'),
      await measure('mrr-movements', '--policy', join(file, 'late.yaml')),
      await measure('mrr-movements', '--policy', join(file, 'late.json')),
    ]
    expect(new Set(answers.map((answer) => JSON.stringify([answer['policy'], answer['points']])))).toHaveLength(1)
    expect(at(answers[0], 'policy', 'switches', 'end_date')).toBe('inclusive')
    expect(at(answers[0], 'policy', 'id')).not.toBe(at(await measure('mrr-movements'), 'policy', 'id'))
  })

  test('presets answer under their own name, and a preset nobody knows is refused', async () => {
    expect(at(await measure('net-revenue-retention', '--policy', 'chartmogul'), 'policy', 'preset')).toBe('chartmogul')
    const refused = await house.cli('measure', 'net-revenue-retention', '--facts', dir, '--policy', 'astrology', '--json')
    expect(refused).toMatchObject({ exit: 1, out: '' })
    expect(at(JSON.parse(refused.err), 'problem', 'code')).toBe('unknown-policy')
  })

  test('amounts in micro-units and in units of the currency mean the same money', async () => {
    const micros = facts['subscription.csv'].replace(/,(\d+),USD/g, (_, units: string) => `,${units}000000,USD`)
    const folder = await house.folder('micros', { ...facts, 'subscription.csv': micros })
    const asked = ['measure', 'mrr-movements', '--as-of', '2024-12-31', '--from', '2024-01-01'] as const
    const [units, guessed, told] = [
      await house.json(...asked, '--facts', dir),
      await house.json(...asked, '--facts', folder),
      await house.json(...asked, '--facts', folder, '--amounts', 'micros'),
    ]
    expect(guessed['points']).toEqual(units['points'])
    expect(told['points']).toEqual(units['points'])
    const uneven = facts['subscription.csv'].replace(/,(\d+),USD/g, (_, amount: string) => `,${amount}333333,USD`) // thirds of a price, as a discount makes them
    const odd = await house.folder('uneven', { ...facts, 'subscription.csv': uneven })
    expect(at(await house.json(...asked, '--facts', odd), 'points', 0, 'opening')).toBeCloseTo(2000.999999, 6)
  })

  test('a foreign currency is converted at the plan rate of its month, and refused by name where none is given', async () => {
    const euro = facts['subscription.csv'].replace('S2,acme,2024-06-01,,1500,USD', 'S2,acme,2024-06-01,,1500,EUR')
    const without = await house.folder('euro', { ...facts, 'subscription.csv': euro })
    const refused = await house.cli('measure', 'annual-recurring-revenue', '--facts', without, '--as-of', '2024-12-31', '--json')
    expect(refused.exit).toBe(1)
    expect(refused.err).toMatch(/EUR/)
    const rated = await house.folder('rated', { ...facts, 'subscription.csv': euro, 'fx_rate.csv': 'month,currency,kind,rate\n2022-01-01,EUR,plan,1.2\n' })
    // 1500 EUR are 1800 USD; the other three pay 950
    expect(await house.json('measure', 'annual-recurring-revenue', '--facts', rated, '--as-of', '2024-12-31')).toMatchObject({ value: 33_000 })
  })
})

describe('what is refused', () => {
  test('a column that a metric cannot do without is named, with its file', async () => {
    const folder = await house.folder('cut', { 'subscription.csv': 'id,start,mrr\nS1,2023-01-01,100\n' })
    const { exit, err } = await house.cli('measure', 'net-revenue-retention', '--facts', folder, '--json')
    expect(exit).toBe(1)
    expect(at(JSON.parse(err), 'problem')).toMatchObject({
      kind: 'refused',
      code: 'missing-column',
      detail: 'subscription.csv has no column “account_id”, which every subscription needs.',
      at: { file: 'subscription.csv', column: 'account_id' },
    })
  })

  test('a faulty file that the metric does not read is left out and told; one that it reads is refused', async () => {
    const folder = await house.folder('faulty-beside', { ...facts, 'defect.csv': 'id,phase\nD1,post_release\n', 'release.csv': 'id,released_at\nR1,soon\n' })
    const [without, beside] = [await measure('csat'), await house.json('measure', 'csat', '--facts', folder, '--as-of', '2024-12-31', '--from', '2024-01-01')]
    expect(beside['points']).toEqual(without['points'])
    const told = [/^defect\.csv is left out, and this metric does not read it: .*“found_at”/, /^release\.csv is left out, and this metric does not read it: /]
    expect(beside['notes']).toEqual(expect.arrayContaining(told.map((each) => expect.stringMatching(each))))
    expect((await house.cli('measure', 'deployment-frequency', '--facts', folder)).exit).toBe(1)
  })

  test.each([
    ['a date that is none', 'S1,acme,soon,,10,USD', 'start', 2],
    ['an amount that is none', 'S1,acme,2024-01-01,,lots,USD', 'mrr', 2],
    ['an empty key', ',acme,2024-01-01,,10,USD', 'id', 2],
  ])('%s is told with file, row and column', async (what, row, column, at_) => {
    const folder = await house.folder(`bad-${what.replaceAll(' ', '-')}`, { 'subscription.csv': `id,account_id,start,end,mrr,currency\n${row}\n` })
    const { exit, err, out } = await house.cli('measure', 'mrr-movements', '--facts', folder, '--json')
    expect({ exit, out }).toEqual({ exit: 1, out: '' })
    expect(at(JSON.parse(err), 'problem', 'at')).toEqual({ file: 'subscription.csv', row: at_, column })
  })

  test('a metric, a dimension and a grain that nobody knows are told from one another', async () => {
    const code = async (...args: readonly string[]) => {
      const { exit, err } = await house.cli('measure', ...args, '--facts', dir, '--json')
      return [exit, at(JSON.parse(err), 'problem', 'code')]
    }
    expect(await code('net-revenue-retension')).toEqual([1, 'missing'])
    expect(await code('csat', '--by', 'shoe-size')).toEqual([1, 'dimension_not_allowed'])
    expect(await code('csat', '--grain', 'fortnight')).toEqual([2, 'usage'])
    expect(await code('net-revenue-retention', '--grain', 'week')).toEqual([1, 'unsupported'])
    expect(await code('csat', '--as-of', 'yesterday')).toEqual([1, 'invalid'])
    expect(await code('csat', '--tea', 'black')).toEqual([2, 'usage'])
  })

  test('an empty folder and a missing one say what to put there', async () => {
    const empty = await house.folder('empty', {})
    expect((await house.cli('measure', 'csat', '--facts', empty)).err).toMatch(
      /^throughline: .*holds no fact file\. Name them after their facts: .*subscription\.csv/,
    )
    expect((await house.cli('measure', 'csat', '--facts', join(empty, 'nowhere'))).err).toMatch(/^throughline: There is no folder/)
  })
})

describe('events that name nobody, and none of which is a sign-in', () => {
  const events =
    'event_id,account_id,ts,name\n1,acme,2024-09-03T00:00:00Z,feature_1\n2,bolt,2024-09-06T00:00:00Z,feature_2\n3,acme,2024-12-01T00:00:00Z,feature_2'
  const toldOf = async (lines: string, metric: string, ...more: readonly string[]): Promise<Reply> => {
    const folder = await house.folder('plain', {
      'account.csv':
        'id,created_at,kickoff_at\nacme,2024-09-01T00:00:00Z,2024-09-01T00:00:00Z\nbolt,2024-09-05T00:00:00Z,2024-09-05T00:00:00Z\nnew,2024-11-20T00:00:00Z,',
      'event.csv': lines,
    })
    const answer = await house.json('measure', metric, '--facts', folder, '--as-of', '2024-12-31', ...more)
    return {
      september: at(
        answer,
        'points',
        (answer['points'] as { period: string }[]).findIndex(({ period }) => period === '2024-09'),
      ),
      ...answer,
    }
  }
  const told = (metric: string, ...more: readonly string[]) => toldOf(events, metric, ...more)

  test('start no clock with the very event that would stop it: no time to value is not 0 days', async () => {
    const { september, notes } = await told('time-to-value')
    expect(september).toMatchObject({ value: null, reason: 'no_denominator' })
    expect(notes).toContainEqual(expect.stringContaining('the same event would start and end the clock'))
    expect(await told('time-to-value', '--start', 'kickoff')).toMatchObject({ september: { value: 1, n: 2 } })
    expect(await told('time-to-value', '--set', 'milestone_count=2')).toMatchObject({ september: { value: null, reason: 'not_reached', n: 2 } })
  })

  test('whoever begins with the outcome is left out alone, whatever others of the log do, and is counted', async () => {
    const stray = `${events}\n4,new,2024-11-20T00:00:00Z,page_viewed\n5,new,2024-11-23T00:00:00Z,feature_1`
    const { september, value, n, notes } = await toldOf(stray, 'time-to-value')
    expect(september).toMatchObject({ value: null, reason: 'no_denominator' })
    expect([value, n]).toEqual([3, 1])
    expect(notes).toContainEqual(expect.stringContaining('2 accounts show no sign-in apart from the outcome'))
    expect((await toldOf(stray, 'time-to-value', '--as-of', '2024-11-10'))['value']).toBeNull()
  })

  test('a sign-in in the second of the outcome is one: 0 days were measured', async () => {
    const { september, notes } = await toldOf(`${events}\n4,acme,2024-09-03T00:00:00Z,page_viewed`, 'time-to-value')
    expect(september).toMatchObject({ value: 0, n: 1 })
    expect(notes).toContainEqual(expect.stringContaining('1 account shows no sign-in'))
  })

  test('of an empty log nothing is said but that it is empty', async () => {
    const { value, notes } = await toldOf('event_id,account_id,ts,name', 'time-to-value')
    expect(value).toBeNull()
    expect(notes).not.toContainEqual(expect.stringContaining('clock'))
  })

  test('leave the cohorts of people empty, with the reason', async () => {
    const nobody = '3 events do not say who acted: nobody is counted for them.'
    expect(await told('cohort-retention')).toMatchObject({ value: null, notes: [expect.anything(), nobody] })
    expect((await told('cohort-retention', '--set', 'member=account'))['notes']).not.toContain(nobody)
  })
})

test('a manifest over any tables is rewritten in the form of another tool and back: the same text, and the same answers', async () => {
  await house.folder('shared', { 'all.yaml': manifest })
  await house.folder('bakery', { 'bakery.yaml': '../shared/all.yaml\n' }) // a link that lost its kind holds its path
  await house.folder('asked', {
    'tables.json': JSON.stringify(Object.fromEntries(tables.map(({ name, columns, rows }) => [name, { columns, rows }]))),
    'query.json': JSON.stringify({ metrics: ['amount'], groupBy: ['order__is_gift'] }),
  })
  const converted = async (from: string, format: string, out: string): Promise<string> => {
    const { files } = await house.json('metrics', 'convert', from, '--format', format, '--out', out)
    return await readFile(join(house.cwd, String(at(files, 0))), 'utf8')
  }
  const rewritten = await converted('bakery', 'metricflow', 'flow')
  expect(rewritten).toContain('create_metric: true')
  expect(await converted('flow', 'metricflow', 'flow2')).toBe(rewritten)
  expect(await converted('bakery', 'osi', 'osi')).toContain('datasets:')
  expect(await converted('osi', 'metricflow', 'flow3')).toBe(rewritten)
  for (const read of ['bakery', 'flow3']) {
    const { rows } = await house.json('query', '--manifest', read, '--tables', 'asked/tables.json', '--query', 'asked/query.json')
    expect([rows].flat()).toEqual([
      { order__is_gift: false, amount: 55 },
      { order__is_gift: true, amount: 50 },
    ])
  }
  expect((await house.cli('metrics', 'convert', 'flow', '--format', 'osi', '--out', 'flow/out')).err).toContain('lies within')
  const own = await house.folder('own', { 'own.yaml': 'metrics: []' })
  expect((await house.cli('metrics', 'convert', own, '--format', 'osi', '--out', 'never')).err).toContain('no tables but the facts')
  expect((await house.cli('metrics', 'convert', 'bakery', '--out', 'never')).err).toContain('--format')
})

test('two runs on machines in other time zones and languages give the same bytes', async () => {
  const run = async (env: Readonly<Record<string, string>>): Promise<string> => {
    const args = [join(root, 'src/main.ts'), 'measure', 'ticket-rate', '--facts', dir, '--as-of', '2024-12-31', '--by', 'region', '--json']
    return (await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env } })).stdout
  }
  const plain = await run({ TZ: 'UTC', LANG: 'C' })
  expect(JSON.parse(plain)).toMatchObject({ metric: 'ticket-rate', value: 0.75 })
  expect(await run({ TZ: 'Pacific/Auckland', LANG: 'de_DE.UTF-8' })).toBe(plain)
  expect(await run({ TZ: 'America/Los_Angeles' })).toBe(plain)
})

test('whoever stops reading what is printed gets no stack, and the command ends as it would', async () => {
  const args = [join(root, 'src/main.ts'), 'measure', 'ticket-rate', '--facts', dir, '--as-of', '2024-12-31', '--json']
  const command = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  command.stdout.destroy()
  let said = ''
  command.stderr.on('data', (text: Buffer) => (said += text.toString()))
  expect([(await once(command, 'close'))[0], said]).toEqual([0, ''])
})
