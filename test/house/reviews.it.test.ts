import { afterAll, beforeAll, expect, test } from 'vitest'
import * as facts from '#facts'
import * as metrics from '#metrics'
import * as objects from '#objects'
import { registry } from '#runtime/registry.ts'
import { scope } from '#runtime/scope.ts'
import { exports } from './smallCompany.ts'
import { at, testHouse, type Reply, type TestHouse } from './testHouse.ts'
import { ownerOf, type Visitor } from './visitor.ts'

/** A review from draft to frozen, while the facts move on beneath it. */
let house: TestHouse
let owner: Visitor
beforeAll(async () => {
  house = await testHouse()
  await house.json('import', await house.folder('first', exports), '--workspace', 'harborlight')
  owner = await ownerOf(house, 'harborlight')
})
afterAll(() => house.stop())

const figure = (review: Reply, key: string): unknown => [at(review, 'figures', 'rows')].flat().find((row) => at(row, 'key') === key)
const generate = async (): Promise<Reply> => (await owner('POST', '/api/v1/reviews/generate', { body: { kind: 'mbr', period: '2024-12' } })).body

test('frozen figures do not move when newer facts arrive, and the comparison shows what did', async () => {
  const draft = await generate()
  expect(draft).toMatchObject({
    state: 'draft',
    kind: 'mbr',
    period: '2024-12',
    name: 'Monthly business review December 2024',
    asOf: '2024-12-31T23:59:59.000Z',
  })
  expect(figure(draft, 'annual-recurring-revenue')).toMatchObject({
    value: 29_400,
    n: 4,
    prior: { period: '2024-11', value: 29_400 },
    trust: { state: 'trusted' },
  })

  const worded = await owner('POST', `/api/v1/reviews/${String(draft['id'])}/edit`, {
    body: { headline: 'Steady water', wentWell: 'Bolt came back.' },
    headers: { 'if-match': '"1"' },
  })
  const frozen = await owner('POST', `/api/v1/reviews/${String(draft['id'])}/freeze`, { headers: { 'if-match': `"${String(worded.body['version'])}"` } })
  expect(frozen).toMatchObject({
    status: 200,
    body: { state: 'frozen', headline: 'Steady water', frozenBy: expect.any(String), signature: expect.stringMatching(/^[0-9a-f]{64}$/) },
  })

  await house.json(
    'import',
    await house.folder('second', { 'billing.csv': exports['billing.csv'].replace('S2,acme,2024-06-01,,1500', 'S2,acme,2024-06-01,,1800') }),
    '--workspace',
    'harborlight',
  )
  expect((await owner('GET', '/api/v1/metrics/annual-recurring-revenue?asOf=2024-12-31')).body).toMatchObject({ value: 33_000 })
  const after = (await owner('GET', `/api/v1/reviews/${String(draft['id'])}`)).body
  expect(after['figures']).toEqual(frozen.body['figures'])
  expect(after['signature']).toBe(frozen.body['signature'])

  const { items } = (await owner('GET', `/api/v1/reviews/${String(draft['id'])}/compare`)).body
  expect([items].flat().find((one) => at(one, 'metric') === 'annual-recurring-revenue')).toEqual({
    metric: 'annual-recurring-revenue',
    name: 'Annual recurring revenue',
    frozen: 29_400,
    now: 33_000,
    difference: 3600,
    because: 'Facts arrived or were corrected since.',
  })
  expect([items].flat().find((one) => at(one, 'metric') === 'logo-churn-rate')).toMatchObject({ difference: 0, because: null })
})

test('what is frozen refuses to be measured again or frozen twice, and leaves its words open until it is sent', async () => {
  const { id } = await generate()
  await owner('POST', `/api/v1/reviews/${String(id)}/freeze`)
  expect(await owner('POST', `/api/v1/reviews/${String(id)}/refresh`)).toMatchObject({ status: 422, body: { detail: 'Frozen numbers do not move.' } })
  expect(await owner('POST', `/api/v1/reviews/${String(id)}/freeze`)).toMatchObject({ status: 422, body: { detail: 'It is frozen already.' } })
  expect(await owner('POST', `/api/v1/reviews/${String(id)}/edit`, { body: { headline: 'A better line' } })).toMatchObject({
    status: 200,
    body: { headline: 'A better line' },
  })
  expect(await owner('POST', `/api/v1/reviews/${String(id)}/edit`, { body: { figures: {} } })).toMatchObject({ status: 400, body: { field: 'figures' } })
})

test('freezing a version that somebody has changed meanwhile is a 412, and it stays a draft', async () => {
  const { id } = await generate()
  await owner('POST', `/api/v1/reviews/${String(id)}/edit`, { body: { headline: 'Changed' } })
  expect(await owner('POST', `/api/v1/reviews/${String(id)}/freeze`, { headers: { 'if-match': '"1"' } })).toMatchObject({
    status: 412,
    body: { more: { current: { version: 2, headline: 'Changed' } } },
  })
  expect((await owner('GET', `/api/v1/reviews/${String(id)}`)).body).toMatchObject({ state: 'draft' })
})

test('the PDF of a review comes in both papers under its key', async () => {
  const { id, key } = await generate()
  for (const paper of ['a4', 'letter']) {
    const answer = await owner('GET', `/api/v1/reviews/${String(id)}/pdf?paper=${paper}`)
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${String(key)}.pdf"`)
    expect(answer.text.slice(0, 5)).toBe('%PDF-')
  }
})

test('a question that was saved with a word when that changed nothing of its kind stands on a review, and is refused when it is saved anew', async () => {
  await house.json('import', await house.folder('uses', { 'event.csv': uses }), '--workspace', 'harborlight')
  const steps = [{ event: 'opened' }, { event: 'paid' }]
  const spec = { kind: 'funnel', steps, range: { last: 4, unit: 'week' }, strictIgnores: [{ event: 'closed' }] }
  const given = { title: 'Who pays', kind: 'funnel', spec }
  expect(await owner('POST', '/api/v1/analyses', { body: given })).toMatchObject({ status: 400, body: { field: 'strictIgnores' } })
  const { workspace, me } = await house.app.workspaces.operate('harborlight', 'test')
  const before = scope({ ...house.app.ground, registry: registry(objects, facts, metrics) }, workspace, me)
  const saved = await before.order({ noun: 'analysis', verb: 'create', target: {}, input: given })
  const draft = await generate()
  const on = await owner('POST', `/api/v1/reviews/${String(draft['id'])}/refresh`, { body: { questions: [saved.key] } })
  expect(on).toMatchObject({ status: 200 })
  expect(at(on.body, 'figures', 'answers')).toMatchObject([{ key: saved.key, conclusion: expect.stringMatching(/of 2 accounts came through/) }])
})

test('a period that nobody can review is refused with the reason', async () => {
  const ask = async (period: string, kind = 'mbr') => await owner('POST', '/api/v1/reviews/generate', { body: { kind, period } })
  expect(await ask('2024-13')).toMatchObject({ status: 400, body: { detail: expect.stringContaining('2024-13') } })
  expect(await ask('2999-01')).toMatchObject({ status: 422, body: { detail: 'January 2999 has not begun yet.' } })
  expect(await ask('2024-12', 'seance')).toMatchObject({ status: 400, body: { detail: '“seance” is not a kind of review.' } })
})

test('saved questions stand on a draft as they were answered, are frozen with it, and are taken off', async () => {
  await house.json('import', await house.folder('uses', { 'event.csv': uses }), '--workspace', 'harborlight')
  const spec = { kind: 'funnel', steps: [{ event: 'opened' }, { event: 'paid' }], range: { last: 4, unit: 'week' } }
  const saved = (await owner('POST', '/api/v1/analyses', { body: { title: 'Paid after opening', kind: 'funnel', spec } })).body
  const draft = await generate()
  const path = `/api/v1/reviews/${String(draft['id'])}`
  const on = await owner('POST', `${path}/refresh`, { body: { questions: [saved['key']] }, headers: { 'if-match': `"${String(draft['version'])}"` } })
  expect(on).toMatchObject({ status: 200, body: { questions: [saved['id']], version: 2 } })
  expect(at(on.body, 'figures', 'answers')).toMatchObject([
    {
      key: saved['key'],
      title: 'Paid after opening',
      conclusion: '50.0% of 2 accounts came through; most are lost before “paid”',
      lines: [
        { label: 'opened', count: 2, share: 1 },
        { label: 'paid', count: 1, share: 0.5 },
      ],
    },
  ])
  // measured again without a word about questions, they stay
  expect((await owner('POST', `${path}/refresh`)).body).toMatchObject({ questions: [saved['id']] })
  expect(await owner('POST', `${path}/refresh`, { body: { questions: ['ANL-99'] } })).toMatchObject({ status: 404 })
  expect(await owner('POST', `${path}/refresh`, { body: { questions: 'all' } })).toMatchObject({ status: 400, body: { field: 'questions' } })
  const cohort = (await owner('POST', '/api/v1/analyses', { body: { title: 'Payers', kind: 'cohort', spec: { kind: 'cohort', def: { ids: ['acme'] } } } })).body
  expect(await owner('POST', `${path}/refresh`, { body: { questions: [cohort['id']] } })).toMatchObject({ status: 422 })

  const other = await generate()
  const frozen = (await owner('POST', `/api/v1/reviews/${String(other['id'])}/freeze`)).body
  const asked = (await owner('POST', `${path}/freeze`)).body
  expect(asked['signature']).not.toBe(frozen['signature'])
  expect(await owner('POST', `${path}/refresh`, { body: { questions: [] } })).toMatchObject({ status: 422, body: { detail: 'Frozen numbers do not move.' } })
  const compared = async () => at((await owner('GET', `${path}/compare`)).body, 'answers', 0)
  expect(await compared()).toMatchObject({ key: saved['key'], because: null })
  await house.json('import', await house.folder('late', { 'event.csv': late }), '--workspace', 'harborlight')
  expect(await compared()).toMatchObject({
    frozen: { lines: [{ count: 2 }, { count: 1 }] },
    now: { lines: [{ count: 2 }, { count: 2 }] },
    because: 'Events arrived or were corrected since.',
  })
  await owner('POST', `/api/v1/analyses/${String(saved['id'])}/edit`, { body: { spec: { ...spec, steps: [{ event: 'paid' }, { event: 'opened' }] } } })
  expect(await compared()).toMatchObject({ because: 'The question was changed since.' })
  await owner('POST', `/api/v1/analyses/${String(saved['id'])}/archive`)
  expect(await compared()).toMatchObject({ now: null, because: 'The question was archived since.' })
  await owner('POST', `/api/v1/analyses/${String(saved['id'])}/restore`)

  const third = await generate()
  await owner('POST', `/api/v1/reviews/${String(third['id'])}/refresh`, { body: { questions: [saved['id']] } })
  const off = (await owner('POST', `/api/v1/reviews/${String(third['id'])}/refresh`, { body: { questions: [] } })).body
  expect([off['questions'], at(off, 'figures', 'answers')]).toEqual([[], []])
})

const uses = `event_id,ts,account_id,user_id,name
u1,2024-12-10T09:00:00Z,acme,ann,opened
u2,2024-12-11T09:00:00Z,acme,ann,paid
u3,2024-12-12T09:00:00Z,bolt,bob,opened
u4,2025-01-02T09:00:00Z,bolt,bob,paid
`

const late = `event_id,ts,account_id,user_id,name
u5,2024-12-13T09:00:00Z,bolt,bob,paid
`
