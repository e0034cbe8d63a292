import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '#platform/clock.ts'
import { facts } from './smallCompany.ts'
import { at, testHouse, type Reply, type TestHouse } from './testHouse.ts'
import { invited, ownerOf, type Visitor } from './visitor.ts'

/** Metrics that people define: from a file to a certified number, by two persons. Numbers are counted by hand in smallCompany.ts. */
let house: TestHouse
let owner: Visitor
let admin: Visitor
const day = '2025-01-15T09:00:00.000Z'
const clock = { ...systemClock, millis: () => Date.parse(day), now: () => day }

const own = `metrics:
  - name: p1_share
    label: P1 tickets of all tickets
    question: How often is it urgent?
    type: ratio
    type_params:
      numerator: { name: ticket_count, filter: "{{ Dimension('ticket__priority') }} = 'p1'" }
      denominator: ticket_count
    dimensions: [account__segment, ticket__priority]
    unit: percent
    direction: down
    maturity: 7
    owner: owner@harbor.example
`
const narrower = own.replace('denominator: ticket_count', `denominator: { name: ticket_count, filter: "{{ Dimension('ticket__merged_into') }} is null" }`)

/** Two metrics that need each other. */
const circle = ['first', 'second']
  .map((name, place, all) => `  - { name: ${name}, type: derived, type_params: { expr: ${all[1 - place]} + 1, metrics: [${all[1 - place]}] } }`)
  .reduce((text, line) => `${text}\n${line}`, 'metrics:')
beforeAll(async () => {
  house = await testHouse({ clock })
  await house.company('harbor')
  const dir = await house.folder('facts', { 'account.csv': facts['account.csv'], 'ticket.csv': facts['ticket.csv'] })
  await house.json('import', dir, '--workspace', 'harbor')
  await house.folder('own', { 'own.yaml': own, 'narrower.yaml': narrower, 'words.yaml': own.replace('How often', 'How very often') })
  owner = await ownerOf(house, 'harbor')
  admin = (await invited(house, owner, 'admin')).visit
})
afterAll(() => house.stop())

const metrics = (...args: readonly string[]): Promise<Reply> => house.json('metrics', ...args, '--workspace', 'harbor')
const point = (answer: Reply, period: string): unknown => {
  const points = answer['points']
  return Array.isArray(points) ? points.find((one: unknown) => at({ one }, 'one', 'period') === period) : undefined
}

describe('a definition comes in', () => {
  test('a dry run tells what it would do, and keeps nothing', async () => {
    expect(await metrics('import', 'own/own.yaml', '--dry-run')).toMatchObject({
      format: 'own',
      dryRun: true,
      metrics: [{ key: 'p1-share', action: 'define', faults: [] }],
    })
    expect(await metrics('list')).toEqual({ items: [] })
  })

  test('it is kept as a draft, and measured like any other metric at every door', async () => {
    await metrics('import', 'own/own.yaml')
    const answer = await house.json('measure', 'p1-share', '--workspace', 'harbor', '--as-of', '2024-12-31', '--from', '2024-11-01')
    // December: T1 of T1 to T5. November: none of T6 and T7.
    expect(answer).toMatchObject({ value: 0.2, numerator: 1, denominator: 5, n: 5, unit: 'ratio', version: 1, trust: { state: 'trusted' } })
    expect(point(answer, '2024-11')).toMatchObject({ value: 0, numerator: 0, denominator: 2, n: 2 })
    expect(at(answer, 'interval', 'low')).toBeCloseTo(0.036223, 5) // Wilson’s interval of 1 in 5
    expect(answer['notes']).toContain('A draft definition, which nobody has certified yet.')
    const { status, body } = await owner('GET', '/api/v1/metrics/p1-share?asOf=2024-12-31&from=2024-12-01&by=account__segment')
    expect([status, body['definition']]).toEqual([200, answer['definition']])
    expect(body['groups']).toMatchObject([
      { key: 'enterprise', numerator: 1, denominator: 1 },
      { key: 'smb', numerator: 0, denominator: 4 },
    ])
  })

  test('it stands wherever metrics stand: scorecard, definition, explanation, question in words, query', async () => {
    const { body: card } = await owner('GET', '/api/v1/scorecard?asOf=2024-12-31')
    expect([card['items']].flat().find((item) => at(item, 'key') === 'p1-share')).toMatchObject({
      value: 0.2,
      prior: { period: '2024-11', value: 0 },
      why: expect.stringMatching(/^A draft that nobody has certified/),
    })
    expect((await owner('GET', '/api/v1/metrics/p1-share/definition')).body).toMatchObject({
      name: 'P1 tickets of all tickets',
      question: 'How often is it urgent?',
      isDraft: true,
      dimensions: ['account__segment', 'ticket__priority'],
    })
    expect((await owner('GET', '/api/v1/metrics/p1-share/explain?asOf=2024-12-31')).body).toMatchObject({ before: 0, after: 0.2, change: 0.2 })
    expect((await owner('GET', `/api/v1/ask?q=${encodeURIComponent('P1 tickets of all tickets in December 2024')}&asOf=2024-12-31`)).body).toMatchObject({
      kind: 'answer',
      metric: { key: 'p1-share' },
      measurements: [{ value: 0.2 }],
    })
    const query = { metrics: ['p1_share'], groupBy: ['account__segment'], asOf: '2024-12-31' }
    expect((await owner('POST', '/api/v1/query', { body: query })).body['rows']).toEqual([
      { account__segment: 'enterprise', 'p1-share': 1 },
      { account__segment: 'smb', 'p1-share': 0 },
    ])
  })

  test('behind a period stand its accounts, and their parts add up to the number', async () => {
    const { body } = await owner('GET', '/api/v1/metrics/p1-share/behind?period=2024-12&asOf=2024-12-31')
    const items = [body['items']].flat()
    const total = (side: string) => items.reduce((sum: number, item) => sum + Number(at(item, side) ?? 0), 0)
    expect([total('closing'), total('opening')]).toEqual([1, 5])
    expect(items[0]).toMatchObject({ closing: 1, opening: 1 })
    expect(at(items[0], 'name')).not.toBeNull()
  })

  test('a dimension that it does not have is refused, and so is a window', async () => {
    expect((await owner('GET', '/api/v1/metrics/p1-share?by=region')).body).toMatchObject({ code: 'dimension_not_allowed' })
    expect((await owner('GET', '/api/v1/metrics/p1-share?window=12m')).body).toMatchObject({ code: 'unsupported' })
  })

  test('the same file again changes nothing; other words are the same version', async () => {
    expect(at(await metrics('import', 'own/own.yaml'), 'metrics', 0, 'action')).toBe('unchanged')
    expect(at(await metrics('import', 'own/words.yaml'), 'metrics', 0, 'action')).toBe('words')
    expect(at(await metrics('list'), 'items', 0, 'version')).toBe(1)
  })

  test.each([
    ['a metric that needs itself', own.replace('denominator: ticket_count', 'denominator: p1_share'), 'p1_share needs p1_share'],
    ['a measure that is not there', own.replace('denominator: ticket_count', 'denominator: tickets'), 'There is no metric “tickets”.'],
    ['a dimension that fans out', own.replace('[account__segment, ticket__priority]', '[account__plan_id]'), 'fan-out'],
    ['a policy that is none', `${own}    policy: mine\n`, 'There is no policy “mine”.'],
    ['an owner who is not here', own.replace('owner@harbor.example', 'eve@harbor.example'), 'Nobody here has the address'],
    ['amounts of several currencies', own.replace('denominator: ticket_count', 'denominator: subscription_mrr'), 'several currencies'],
    ['a key of an engine', own.replace('name: p1_share', 'name: ticket_rate'), 'is computed by an engine of its own'],
    ['a circle through others', circle, 'needs'],
    ['a dimension that is none', own.replace('[account__segment, ticket__priority]', '[account__colour]'), '“account__colour” is not a dimension of'],
    ['a text that holds nothing', '\n', 'The file holds no metric.'],
    ['a text that is no YAML', 'metrics: [', 'not YAML'],
  ])('%s is refused by name, and nothing is kept', async (_, text, message) => {
    const { status, body } = await owner('POST', '/api/v1/metric-definitions', { body: { text } })
    expect([status, String(body['detail'])]).toEqual([422, expect.stringContaining(message)])
    expect(body['hint']).not.toBe('')
  })
})

describe('two persons certify', () => {
  test('who wrote it is refused, somebody else with passing checks is not', async () => {
    const certify = (who: Visitor): ReturnType<Visitor> => who('POST', '/api/v1/metric-definitions/p1-share/certify', { body: {} })
    expect((await certify(owner)).body['detail']).toContain('You wrote this definition yourself.')
    expect((await certify(admin)).body).toMatchObject({ row: { state: 'certified' }, checked: { passes: true } })
  })

  test('another meaning of a certified metric is a proposal with a reason, shown beside the series that counts', async () => {
    expect((await owner('POST', '/api/v1/metric-definitions', { body: { text: narrower } })).body).toMatchObject({ code: 'why-needed' })
    const { body } = await owner('POST', '/api/v1/metric-definitions', { body: { text: narrower, why: 'merged tickets are no tickets' } })
    expect(body).toMatchObject({ metrics: [{ action: 'propose' }] })
    const told = (await admin('GET', '/api/v1/metrics/p1-share/restatement?version=proposed')).body
    expect(point(told, '2024-12')).toMatchObject({ before: 0.2, after: 0.25 }) // T4 is merged into T3
    expect(at(told, 'difference', 'changes', 1, 'says')).toContain('The denominator') // after the words that changed with it
    expect((await house.json('measure', 'p1-share', '--workspace', 'harbor', '--as-of', '2024-12-31'))['value']).toBe(0.2)
  })

  test('the second person’s word makes it count, as version 2, with its effect on the line', async () => {
    const certified = await admin('POST', '/api/v1/metric-definitions/p1-share/certify', { body: {} })
    expect(certified.body).toMatchObject({ row: { definitionVersion: 2, state: 'certified', proposal: null } })
    expect(certified.body['effect']).toContain('merged tickets are no tickets')
    const answer = await house.json('measure', 'p1-share', '--workspace', 'harbor', '--as-of', '2024-12-31')
    expect(answer).toMatchObject({ value: 0.25, version: 2, notes: [] })
    expect((await owner('GET', '/api/v1/notes')).body).toMatchObject({ items: [{ kind: 'definition', metrics: ['p1-share'] }] })
    expect(await metrics('diff', 'p1-share')).toMatchObject({ from: '1', to: '2', changesMeaning: true })
    expect(await metrics('restatement', 'p1-share', '--to', '1')).toMatchObject({ before: { version: 1 }, after: { version: 2 } })
  })

  test('two who change it at once: the second proposal is refused, nobody certifies what came after they looked, and a second hand makes no author', async () => {
    const editor = (await invited(house, owner, 'editor')).visit
    const send = (who: Visitor, priority: string, options: object = {}) =>
      who('POST', '/api/v1/metric-definitions', { body: { text: narrower.replace("= 'p1'", `= '${priority}'`), why: `${priority} counts` }, ...options })
    const seenBy = async (who: Visitor) => Number((await who('GET', '/api/v1/metric-definitions/p1-share')).body['revision'])
    const before = await seenBy(editor)
    expect((await send(admin, 'p2')).status).toBe(201)
    expect((await send(editor, 'p3')).body).toMatchObject({ code: 'refused', detail: 'Another revision waits already, by somebody else.' })
    expect((await send(editor, 'p2')).body).toMatchObject({ metrics: [{ action: 'unchanged' }] }) // and who wrote it stays so
    expect((await send(admin, 'p3', { headers: { 'if-match': `"${before}"` } })).body).toMatchObject({ code: 'stale-version' })
    const certify = (who: Visitor, seen: number) =>
      who('POST', '/api/v1/metric-definitions/p1-share/certify', { body: {}, headers: { 'if-match': `"${seen}"` } })
    const looked = await seenBy(owner)
    expect((await send(admin, 'p3', { headers: { 'if-match': `"${looked}"` } })).body).toMatchObject({ metrics: [{ action: 'propose', revision: looked + 1 }] })
    expect((await certify(owner, looked)).body).toMatchObject({
      code: 'stale-version',
      detail: 'P1 tickets of all tickets has changed since you looked at it.',
    })
    expect((await certify(admin, await seenBy(admin))).body['detail']).toBe('You wrote this definition yourself.')
    const [row] = [at((await owner('GET', '/api/v1/metrics?metricKey=p1-share')).body, 'items', 0, 'id')]
    expect((await owner('POST', `/api/v1/metrics/${String(row)}/decline`, { body: { reason: 'p1 stays' } })).status).toBe(200)
  })

  test('who may only look sees what a text with an owner would say, and keeps nothing', async () => {
    const viewer = (await invited(house, owner, 'viewer')).visit
    const tried = await viewer('POST', '/api/v1/metric-definitions/preview', { body: { text: own.replace('name: p1_share', 'name: p1_looked') } })
    expect([tried.status, at(tried.body, 'measurement', 'metric')]).toEqual([200, 'p1-looked'])
    expect((await viewer('POST', '/api/v1/metric-definitions', { body: { text: own.replace('name: p1_share', 'name: p1_looked') } })).status).toBe(403)
  })

  test('what rests on it is listed before it ends', async () => {
    const [row] = [at((await owner('GET', '/api/v1/metrics?metricKey=p1-share')).body, 'items', 0, 'id')]
    const target = { name: 'P1 below 20 %', metric: row, direction: 'down', target: 0.2, by: '2025-12-31' }
    await owner('POST', '/api/v1/metricTargets', { body: target })
    const rests = `name: p1_growth\ntype: derived\ntype_params: { expr: now - before, metrics: [{ name: p1_share, alias: now }, { name: p1_share, alias: before, offset_window: 1 month }] }\n`
    await owner('POST', '/api/v1/metric-definitions', { body: { text: rests } })
    expect(await metrics('dependants', 'p1-share')).toMatchObject({ items: [{ noun: 'metricTarget' }, { noun: 'metric', how: 'takes it as an input' }] })
    const growth = await house.json('measure', 'p1-growth', '--workspace', 'harbor', '--as-of', '2024-12-31')
    expect(growth['value']).toBeNull() // November has no P1 ticket: the semantic layer has no rows there, and no zero
  })
})

test.each(['own', 'metricflow', 'osi'])('definitions leave as %s, and come back as they were', async (format) => {
  const { files } = await metrics('export', '--format', format, '--out', `out-${format}`)
  const back = await metrics('import', ...(Array.isArray(files) ? files.map(String) : []), '--dry-run')
  expect(back).toMatchObject({ format, faults: [], metrics: [{ action: 'unchanged' }, { action: 'unchanged' }] })
})

test('a definition is offered in the grains that the semantic layer answers, and refused in others by naming them', async () => {
  const grainsOf = async (key: string) => (await owner('GET', `/api/v1/metrics/${key}/definition`)).body['grains']
  expect(await grainsOf('p1-share')).toEqual(['day', 'week', 'month', 'quarter'])
  const sinceMonth = `name: p1_since\ntype: derived\ntype_params: { expr: now - start, metrics: [{ name: ticket_count, alias: now }, { name: ticket_count, alias: start, offset_to_grain: month }] }\n`
  expect((await owner('POST', '/api/v1/metric-definitions', { body: { text: sinceMonth } })).status).toBeLessThan(300)
  expect(await grainsOf('p1-since')).toEqual(['day', 'month'])
  expect((await owner('GET', '/api/v1/metrics/p1-since?grain=week')).body).toMatchObject({
    detail: 'ticket_count at the start of the month has no value by week: it is told by day and month, not by week.',
  })
})

test('a contract of a source is held against the facts: what it lacks breaks', async () => {
  const contract = {
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id: 'helpdesk',
    version: '1.0.0',
    status: 'active',
    schema: [{ name: 'ticket', properties: [{ name: 'id', logicalType: 'string' }] }],
  }
  await house.folder('contracts', { 'helpdesk.json': JSON.stringify(contract) })
  const { exit, out } = await house.cli('metrics', 'contract', 'contracts/helpdesk.json', '--workspace', 'harbor', '--json')
  expect([exit, out]).toEqual([1, expect.stringContaining('The column ticket.created_at is gone.')])
})

test('a text is tried before it is kept: faults with their paths, and the number that it would give', async () => {
  const broken = await owner('POST', '/api/v1/metric-definitions/preview', { body: { text: own.replace('direction: down', 'direction: sideways') } })
  expect(broken.body).toMatchObject({ measurement: null, import: { faults: [{ path: 'metrics.0.direction' }] } })
  const tried = await owner('POST', '/api/v1/metric-definitions/preview', { body: { text: own.replace('name: p1_share', 'name: p1_tried') } })
  expect(tried.body).toMatchObject({ refused: null, import: { metrics: [{ action: 'define' }] }, measurement: { metric: 'p1-tried', unit: 'ratio' } })
  expect((await owner('GET', '/api/v1/metric-definitions/p1-tried')).status).toBe(404)
})

test('a target of rows among others stays within them; of one count over another it may be anything', async () => {
  const among = own.replace('name: p1_share', 'name: p1_among')
  const over = own
    .replace('name: p1_share', 'name: p1_over')
    .replace('denominator: ticket_count', `denominator: { name: ticket_count, filter: "{{ Dimension('ticket__priority') }} = 'p2'" }`)
  await house.folder('shares', { 'among.yaml': among, 'over.yaml': over })
  for (const [key, set, asked] of [
    ['p1-among', 400, 400],
    ['p1-over', 201, 200],
  ] as const) {
    await metrics('import', `shares/${key.slice(3)}.yaml`)
    const row = at((await owner('GET', `/api/v1/metrics?metricKey=${key}`)).body, 'items', 0)
    const target = { name: key, metric: at({ row }, 'row', 'id'), direction: 'up', target: 1.2 }
    expect((await owner('POST', '/api/v1/metricTargets', { body: target })).status).toBe(set)
    expect((await owner('GET', `/api/v1/metrics/${key}/target-check?target=1.2`)).status).toBe(asked)
  }
})
