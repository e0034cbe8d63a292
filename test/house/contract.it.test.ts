import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shape } from './shape.ts'
import { exports, facts } from './smallCompany.ts'
import { at, testHouse, type Reply, type TestHouse } from './testHouse.ts'

/** The machine-readable contract of docs/guide: what scripts read stays as it is, until somebody changes a snapshot on purpose. */
let house: TestHouse
let imported: Reply
beforeAll(async () => {
  house = await testHouse()
  await house.folder('exports', exports)
  imported = await house.json('import', 'exports', '--workspace', 'demo')
})
afterAll(() => house.stop())

const measured = (metric: string, ...more: readonly string[]): Promise<Reply> =>
  house.json('measure', metric, '--workspace', 'demo', '--as-of', '2024-12-31', '--from', '2024-01-01', ...more)

describe('measure', () => {
  test('prints one line of JSON with the number, its proof and its points', async () => {
    const { out, err, exit } = await house.cli(
      'measure',
      'net-revenue-retention',
      '--workspace',
      'demo',
      '--as-of',
      '2024-12-31',
      '--grain',
      'month',
      '--window',
      '12m',
      '--json',
    )
    expect({ exit, err, lines: out.split('\n').length }).toEqual({ exit: 0, err: '', lines: 1 })
    const { policy, ...answer } = JSON.parse(out)
    expect({ ...answer, policy: { ...policy, switches: {}, assumed: [] } }).toMatchObject({
      metric: 'net-revenue-retention',
      version: 1,
      asOf: '2024-12-31',
      unit: 'ratio',
      value: 1.075,
      numerator: 2150,
      denominator: 2000,
      n: 3,
      grain: 'month',
      window: '12m',
    })
    expect(shape({ ...answer, policy: { ...policy, switches: {} } })).toMatchSnapshot()
  })

  test('with --by, every group carries the same members as the whole', async () => {
    const { by, groups } = await measured('logo-churn-rate', '--by', 'region')
    expect(by).toBe('region')
    expect(shape(groups)).toMatchSnapshot()
    expect([groups].flat().map((group) => at(group, 'key'))).toEqual(['EU', 'US'])
  })

  test('a point of mrr-movements is flat: amounts beside the period, accounts under logos', async () => {
    const { points } = await measured('mrr-movements')
    expect(shape(points)).toMatchSnapshot()
    expect(at(points, 10)).toMatchObject({
      period: '2024-11',
      opening: 2250,
      reactivation: 200,
      closing: 2450,
      logos: { opening: 3, reactivation: 1, closing: 4 },
    })
  })

  test('a number from a workspace equals the same number from a folder', async () => {
    const dir = await house.folder('facts', facts)
    const folder = await house.json('measure', 'mrr-movements', '--facts', dir, '--as-of', '2024-12-31', '--from', '2024-01-01')
    expect((await measured('mrr-movements'))['points']).toEqual(folder['points'])
  })

  test('where no value can be given there is null with a reason, never zero', async () => {
    expect(await measured('slo-attainment')).toMatchObject({ value: null, reason: 'no_data', interval: null, numerator: null, denominator: null })
    expect(await house.json('measure', 'net-revenue-retention', '--workspace', 'demo', '--as-of', '2023-06-30')).toMatchObject({
      value: null,
      reason: 'no_denominator',
    })
  })

  test('the query that an answer carries gives exactly that answer again', async () => {
    const answer = await measured('logo-churn-rate', '--by', 'region')
    const request = at(answer, 'query', 'request')
    const flags = Object.entries(request ?? {}).flatMap(([name, value]) => (name === 'metric' ? [] : [`--${name === 'asOf' ? 'as-of' : name}`, String(value)]))
    expect(await house.json('measure', String(at(request, 'metric')), '--workspace', 'demo', ...flags)).toEqual(answer)
  })

  test('weeks and quarters are written as ISO periods', async () => {
    expect(at((await measured('active-accounts', '--grain', 'week'))['points'], 0, 'period')).toBe('2024-W01')
    expect(at((await measured('csat', '--grain', 'quarter'))['points'], 3, 'period')).toBe('2024-Q4')
  })
})

describe('import', () => {
  test('reports every file with its counts, and what the checks found', () => {
    expect(shape(imported)).toMatchSnapshot()
    expect([imported['files']].flat().toSorted((a, b) => (String(at(a, 'recognisedAs')) < String(at(b, 'recognisedAs')) ? -1 : 1))).toMatchObject([
      { file: 'companies.csv', recognisedAs: 'account', created: 4, updated: 0, unchanged: 0, quarantined: [] },
      { file: 'billing.csv', recognisedAs: 'subscription', created: 7, updated: 0, unchanged: 0, quarantined: [] },
      { file: 'helpdesk.csv', recognisedAs: 'ticket', created: 5, updated: 0, unchanged: 0, quarantined: [] },
    ])
  })

  test('a dry run shows the mapping and writes nothing', async () => {
    const report = await house.json('import', 'exports', '--workspace', 'dry', '--dry-run')
    expect(report).toMatchObject({ import: null, dryRun: true, quality: [] })
    const file = [report['files']].flat().find((one) => at(one, 'file') === 'billing.csv')
    expect(file).toMatchObject({ recognisedAs: 'subscription', created: 7, updated: 0, unchanged: 0, quarantined: [] })
    expect([at(file, 'columns')].flat()).toContainEqual(
      expect.objectContaining({ theirs: 'mrr_amount', ours: { fact: 'subscription', column: 'mrr' }, state: 'matched' }),
    )
    await expect(house.json('imports', 'list', '--workspace', 'dry')).rejects.toThrow('There is no workspace') // not even the workspace was made
  })
})

describe('exit codes and errors', () => {
  test.each([
    ['nothing to do', [], 2],
    ['an unknown command', ['conquer'], 2],
    ['an unknown flag', ['import', '--colour', 'red'], 2],
    ['a missing argument', ['measure'], 2],
    ['a switch that nobody knows', ['measure', 'NRR', '--workspace', 'demo', '--discount', 'none'], 2],
    ['a workspace that is not there', ['measure', 'csat', '--workspace', 'nowhere'], 1],
    ['a path that is not there', ['import', 'nowhere.csv', '--workspace', 'demo'], 1],
    ['a verb that refuses', ['review', 'create', '--period', '2024-13', '--workspace', 'demo'], 1],
    ['help', ['help'], 0],
    ['help for a command', ['measure', '--help'], 0],
  ])('%s ends with its code', async (what, args, exit) => {
    const plain = await house.cli(...(what === 'nothing to do' ? ['import'] : args))
    expect(plain.exit).toBe(exit)
    if (exit === 0) return expect(plain).toMatchObject({ err: '', out: expect.stringContaining('throughline') })
    expect(plain.out).toBe('')
    expect(plain.err).toMatch(/^throughline: [^\n]+$/)
    const asJson = await house.cli(...(what === 'nothing to do' ? ['import'] : args), '--json')
    expect(asJson).toMatchObject({ exit, out: '' })
    expect(Object.keys(JSON.parse(asJson.err))).toEqual(expect.arrayContaining(['type', 'title', 'status', 'detail', 'code']))
    expect(Object.keys(JSON.parse(asJson.err).problem)).toEqual(expect.arrayContaining(['kind', 'code', 'detail', 'hint']))
  })
})

describe('review', () => {
  test('writes a PDF of the month, and says what it wrote', async () => {
    const answer = await house.json('review', 'create', '--kind', 'mbr', '--period', '2024-12', '--workspace', 'demo', '--out', 'review.pdf')
    expect(shape(answer)).toEqual({ headline: 'string', key: 'string', out: 'string', review: 'string' })
    const [bytes, { size }] = [await readFile(join(house.cwd, 'review.pdf')), await stat(join(house.cwd, 'review.pdf'))]
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(size).toBeGreaterThan(10_000)
  })
})
