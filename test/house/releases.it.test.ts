import { afterAll, beforeAll, expect, test } from 'vitest'
import { setClock } from '#platform/clock.ts'
import { createSample } from '../../src/house/sampleCompany.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { invited, ownerOf, type Answer, type Visitor } from './visitor.ts'

/** Releases of the made-up company over REST: what is in them, what holds them, what they ship and what slipped past them. */
let house: TestHouse
let owner: Visitor
beforeAll(async () => {
  house = await testHouse({ clock: setClock('2026-11-16T09:00:00.000Z') })
  await createSample(house.app)
  owner = await ownerOf(house, 'harborlight')
})
afterAll(() => house.stop())

const read = async (path: string) => (await owner('GET', `/api/v1/${path}`)).body
const list = async (path: string): Promise<readonly unknown[]> => [(await read(path))['items']].flat()
const post = (path: string, body: unknown = {}): Promise<Answer> => owner('POST', `/api/v1/${path}`, { body })
const lines = async (): Promise<readonly unknown[]> => [(await read('plan/releases'))['lines']].flat()
const line = async (title: string): Promise<unknown> => (await lines()).find((one) => at(one, 'title') === title)
const idOf = async (title: string): Promise<string> => String(at(await line(title), 'id'))
const featureOf = async (title: string): Promise<string> => String(at((await list('features?limit=100')).find((one) => at(one, 'title') === title), 'id')) // prettier-ignore
const features = (of: unknown): readonly unknown[] => [at(of, 'features')].flat()
const shared = async (audience: string): Promise<unknown> => (await post('sharing/preview', { subject: 'list', of: 'release', name: 'Releases', audience })).body['view'] // prettier-ignore

test('each release of the sample tells what it is, and the day in danger is told with its reason', async () => {
  const all = await lines()
  expect(all.map((one) => [at(one, 'title'), at(one, 'state'), at(one, 'outlook', 'level')])).toEqual([
    ['Shared home', 'released', undefined],
    ['Self-service single sign-on', 'released', undefined],
    ['Alerts for teams, beta', 'released', undefined],
    ['Alerts for teams', 'frozen', 'onTrack'],
    ['Regional data export', 'planned', 'atRisk'],
    ['Audit log for regulated buyers', 'planned', 'onTrack'],
    ['Connectors by partners', 'parkingLot', 'undated'],
  ])
  // forecast +53 days, moved by the 21 days that the read path is late: +74, where customers were told +65
  expect(at(all[4], 'outlook')).toMatchObject({ promised: '2027-01-20', promisedAs: 'external', half: '2027-01-14', likely: '2027-01-29', days: 9 })
  expect(at(all[4], 'outlook', 'says')).toMatch(
    /^FEA-\d+ Export that stays in its region is expected by 29 Jan 2027, as its people say with a chance of 85%, 9 days after the day that customers were told, 20 Jan 2027: INI-\d+ waits for DEP-\d+ Query engine, read path, promised for 28 Dec 2026, 21 days after it is needed\.$/,
  )
  expect(at(all[3], 'scope')).toMatchObject({
    frozenOn: '2026-11-07',
    removed: [],
    resized: [],
    weeks: 6,
    added: [{ title: 'Alerts in chat', on: '2026-11-12' }],
  })
  expect(features(all[3]).map((one) => at(one, 'holds'))).toEqual([
    [expect.stringMatching(/^waits for DEP-\d+ On-call runbook rehearsed$/)],
    [expect.stringMatching(/^waits for DEP-\d+ On-call runbook rehearsed$/)],
    ['is not done', expect.stringMatching(/^waits for DEP-\d+ On-call runbook rehearsed$/)],
  ])
  expect(at(await read('plan/releases'), 'unplaced')).toMatchObject([{ title: 'Certificates checked before they apply' }])
})

test('defects are those of the metric, release by release; one younger than 90 days is not judged, one without a record is unknown', async () => {
  const { items } = await read('metrics/escaped-defects/behind?period=2026-11')
  const behind = (id: string): unknown => [items].flat().find((row) => at(row, 'account') === id)
  for (const [title, id] of [
    ['Shared home', 'shared-home'],
    ['Self-service single sign-on', 'self-service-sso'],
  ] as const) {
    const own = behind(id)
    expect(at(own, 'movement')).toBeNull()
    expect(at(await line(title), 'defects')).toMatchObject({ state: 'judged', before: at(own, 'opening'), after: at(own, 'closing'), share: at(own, 'change') })
  }
  expect(Number(at(await line('Self-service single sign-on'), 'defects', 'share'))).toBeGreaterThan(0.5)
  expect(at(await line('Alerts for teams, beta'), 'defects')).toMatchObject({ state: 'tooEarly', judgedOn: '2026-12-14', share: null })
  const id = await idOf('Shared home')
  await post(`releases/${id}/edit`, { record: 'home' })
  expect(at(await read(`plan/releases/${id}`), 'line', 'defects')).toMatchObject({ state: 'unknown', share: null, lacks: 'No release in the records of delivery has the id “home”.' }) // prettier-ignore
  await post(`releases/${id}/edit`, { record: 'shared-home' })
})

test('whoever answers for a release in danger reads it on Today, and nobody else', async () => {
  const needs = (body: unknown): readonly unknown[] => [at(body, 'needs')].flat().filter((need) => at(need, 'noun') === 'release')
  expect(needs(await read('today'))).toMatchObject([{ title: 'Regional data export is in danger', due: '20 Jan 2027' }])
  const { visit } = await invited(house, owner, 'editor', 'Nora Lind')
  expect(needs((await visit('GET', '/api/v1/today')).body)).toEqual([])
})

test('customers read the day that they were told and approved names; nothing else of a release leaves, whatever it holds', async () => {
  const customers = await shared('customer')
  expect(at(customers, 'columns')).toMatchObject([{ name: 'externalDate' }, { name: 'features' }])
  expect(at(customers, 'rows')).toEqual([
    ['14 Dec 2026', 'Alerts where you talk; Your alerts, once a day'],
    ['20 Jan 2027', 'Exports that stay in your region'],
  ])
  expect([at(await shared('gtm'), 'rows')].flat()).toHaveLength(7)
  expect(JSON.stringify(await shared('gtm'))).not.toMatch(/2027-01-13|13 Jan 2027|Exports on a schedule|Tomas|REL-/)
  const before = JSON.stringify(customers)
  const id = await idOf('Regional data export')
  await post(`releases/${id}/edit`, { title: 'Project Quayside', internalDate: '2027-01-02', window: '2027-01', versionName: 'secret', group: 'secret' })
  await post('releases', { title: 'Another secret', product: at(await line('Project Quayside'), 'product', 'id') })
  expect(JSON.stringify(await shared('customer'))).toBe(before)
  await post(`releases/${id}/edit`, { title: 'Regional data export' })
  const refused = await post('sharing/preview', { subject: 'list', of: 'release', name: 'x', audience: 'customer', filter: { state: 'planned' } })
  expect(refused.body['detail']).toContain('“state”')
  const names = (await post('sharing/preview', { subject: 'list', of: 'feature', name: 'x', audience: 'customer' })).body['view']
  expect([at(names, 'rows')].flat(2)).toEqual([at(names, 'rows')].flat(2).filter((name) => name !== null))
})

test('what is cancelled blocks its release, stands on Today with what to do, and is promised to customers no more', async () => {
  const path = `features/${await featureOf('Export that stays in its region')}/edit`
  await post(path, { delivery: 'cancelled' })
  const says = expect.stringMatching(/^FEA-\d+ Export that stays in its region was cancelled where it is built: take it out, or it cannot ship\./)
  expect(at(await line('Regional data export'), 'outlook')).toMatchObject({ level: 'blocked', says })
  const needs = [at(await read('today'), 'needs')].flat().filter((need) => at(need, 'noun') === 'release')
  expect(needs).toMatchObject([{ title: 'Regional data export is in danger', says: expect.stringContaining('take it out') }])
  expect([at(await shared('customer'), 'rows')].flat()).toContainEqual(['20 Jan 2027', null])
  const names = (await post('sharing/preview', { subject: 'list', of: 'feature', name: 'x', audience: 'customer' })).body['view']
  expect(JSON.stringify(names)).toContain('Alerts where you talk')
  expect(JSON.stringify(names)).not.toContain('Exports that stay in your region')
  await post(path, { delivery: 'doing' })
})

test('one that is added with features takes none that another open release of the product holds', async () => {
  const [holder, taken] = [await line('Alerts for teams'), await featureOf('Alerts in chat')]
  const given = { title: 'Alerts again', product: at(holder, 'product', 'id') }
  const refused = await post('releases', { ...given, features: [taken] })
  expect(refused.body['detail']).toMatch(/^FEA-\d+ is in REL-\d+ Alerts for teams\.$/)
  const free = await featureOf('Certificates checked before they apply')
  const added = (await post('releases', { ...given, features: [free] })).body
  expect(added).toMatchObject({ title: 'Alerts again', features: [free], state: 'parkingLot', environment: 'production' })
  await post(`releases/${String(added['id'])}/cancel`, { reason: 'It was only tried.' })
})

test('it ships when all is done and delivered, and its features with it on that day; what keeps it is named before', async () => {
  const id = await idOf('Alerts for teams')
  const ship = (body: object = {}) => post(`releases/${id}/ship`, body)
  expect((await ship()).body['detail']).toMatch(
    /^FEA-\d+ Alerts for teams waits for DEP-\d+ On-call runbook rehearsed; FEA-\d+ A digest of alerts each morning waits for DEP-\d+ On-call runbook rehearsed; FEA-\d+ Alerts in chat is not done and waits for DEP-\d+ On-call runbook rehearsed\.$/,
  )
  const chat = await featureOf('Alerts in chat')
  expect((await post(`features/${chat}/release`, { on: '2026-11-16' })).body['detail']).toMatch(/^Its bet waits for DEP-\d+ On-call runbook rehearsed\.$/)
  const runbook = (await list('dependencies?limit=100')).find((one) => at(one, 'title') === 'On-call runbook rehearsed')
  await post(`dependencies/${String(at(runbook, 'id'))}/deliver`)
  expect((await ship()).body['detail']).toMatch(/^FEA-\d+ Alerts in chat is not done\.$/)
  expect((await post(`releases/${id}/takeOut`, { feature: chat })).body['detail']).toBe('Its scope is frozen.')
  expect((await post(`releases/${id}/takeOut`, { feature: chat, reason: 'Chat comes with 5.5.' })).status).toBe(200)
  expect(at(await read(`plan/releases/${id}`), 'line', 'scope')).toMatchObject({ added: [], removed: [], weeks: 0 })
  const key = String(at(await line('Alerts for teams'), 'key'))
  const shown = await house.json('release', 'ship', key, '--workspace', 'harborlight')
  expect(shown).toMatchObject({ state: 'released', releasedOn: '2026-11-16', override: null })
  expect(at(await line('Alerts for teams'), 'defects')).toMatchObject({
    state: 'tooEarly',
    judgedOn: '2027-02-14',
    after: null,
    lacks: expect.stringContaining('No release in the records'),
  })
  const digest = (await list('features?limit=100')).find((one) => at(one, 'title') === 'A digest of alerts each morning')
  expect(digest).toMatchObject({ stage: 'released', releasedOn: '2026-11-16' })
  expect((await post(`releases/${id}/putIn`, { feature: chat })).body['detail']).toBe('It is released; nothing comes in any more.')
})

test('it is rolled back with a reason: its features are built again, an incident is noted, and what it held may come with another', async () => {
  const id = await idOf('Alerts for teams')
  const back = await post(`releases/${id}/rollBack`, { reason: 'Alerts fired twice.', incident: true })
  expect(back.body).toMatchObject({ state: 'rolledBack', rolledBackOn: '2026-11-16', externalDate: null })
  const digest = (await list('features?limit=100')).find((one) => at(one, 'title') === 'A digest of alerts each morning')
  expect(digest).toMatchObject({ stage: 'inProgress', releasedOn: null, reason: 'Alerts fired twice.' })
  expect((await list('notes?kind=incident&limit=50')).map((one) => at(one, 'name'))).toContain('Alerts for teams rolled back')
  expect(at(await shared('customer'), 'rows')).toEqual([['20 Jan 2027', 'Exports that stay in your region']])
  const again = await post('releases', { title: 'Alerts, again', product: at(await line('Alerts for teams'), 'product', 'id') })
  expect((await post(`releases/${String(again.body['id'])}/putIn`, { feature: at(digest, 'id') })).status).toBe(200)
})

test('what nobody built ships by no decision; what is not done ships by one that was taken, which stands with it and with its features', async () => {
  const id = await idOf('Regional data export')
  const decided = at((await list('decisions?state=decided&limit=1'))[0], 'id')
  const late = (await post('features', { title: 'Exports by mail', initiative: at((await list('initiatives?limit=1'))[0], 'id') })).body
  expect((await post(`releases/${id}/putIn`, { feature: late['id'] })).status).toBe(200)
  expect((await post(`releases/${id}/ship`, { override: decided })).body['detail']).toBe(`${String(late['key'])} Exports by mail is not begun.`)
  await post(`releases/${id}/takeOut`, { feature: late['id'] })
  expect((await post(`releases/${id}/ship`, { override: decided })).body).toMatchObject({ state: 'released', override: decided })
  const carried = (await list('features?limit=100')).find((one) => at(one, 'title') === 'Exports on a schedule')
  expect(carried).toMatchObject({ stage: 'released', override: decided })
})

test('a release that shipped years ago is judged beside those of this year, by the same records', async () => {
  const [{ items }, before] = [await read('metrics/escaped-defects/behind?period=2025-05'), at(await line('Shared home'), 'defects')]
  const own = [items].flat().find((row) => at(row, 'account') === 'core-2025-01')
  const shippedOn = '2025-01-28'
  const made = (await post('features', { title: 'Exports', initiative: at((await list('initiatives?stage=idea&limit=1'))[0], 'id'), delivery: 'done' })).body
  for (const verb of ['plan', 'build']) expect((await post(`features/${String(made['id'])}/${verb}`)).status).toBe(200)
  const { product, owner: member } = Object(await line('Shared home'))
  const old = (await post('releases', { title: 'Core 7.0', product: at(product, 'id'), owner: at(member, 'id'), window: '2025-01', record: 'core-2025-01' }))
    .body
  for (const [verb, input] of [
    ['plan', {}],
    ['putIn', { feature: made['id'] }],
    ['ship', { on: shippedOn }],
  ] as const)
    // prettier-ignore
    expect((await post(`releases/${String(old['id'])}/${verb}`, input)).status).toBe(200)
  expect(at(await line('Core 7.0'), 'defects')).toMatchObject({
    state: 'judged',
    before: at(own, 'opening'),
    after: at(own, 'closing'),
    share: at(own, 'change'),
  })
  expect(at(await line('Shared home'), 'defects')).toEqual(before)
})
