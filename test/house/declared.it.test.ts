import { afterAll, beforeAll, expect, test } from 'vitest'
import { setClock } from '#platform/clock.ts'
import { facts } from './smallCompany.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { invited, ownerOf, type Visitor } from './visitor.ts'

/**
 * What people declared between two figures stands before what happened in the world, and apart from it. Tickets of a month: 10, 11 and 9 in turn in 2023; 20, 21
 * and 19 in 2024, when chats began to count. Two of each month are of the lowest priority, which version 2 leaves out from July 2024 on.
 */
const months = Array.from({ length: 19 }, (_, index) => ({ month: `${2023 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`, index }))
const ticketsOf = (index: number): number => (index < 12 ? 10 : 20) + ([0, 1, -1][index % 3] ?? 0)
const tickets = months.flatMap(({ month, index }) =>
  Array.from({ length: ticketsOf(index) }, (_, n) => `${month}-${n},acme,${month}-02T10:00:00Z,${n < 2 ? 'p4' : 'p2'}`),
)
const counted = (filter: string): string =>
  `metrics:\n  - name: tickets_seen\n    label: Tickets seen\n    type: simple\n    type_params: { measure: ticket_count }\n    unit: count\n    direction: down\n    owner: owner@harbor.example\n${filter}`
const later = counted(`    filter: "{{ Dimension('ticket__priority') }} != 'p4'"\n`)

const clock = setClock('2024-07-05T09:00:00.000Z')
const moveTo = (instant: string): void => clock.advance(Date.parse(instant) - clock.millis())
let house: TestHouse
let owner: Visitor
let admin: Visitor
beforeAll(async () => {
  house = await testHouse({ clock })
  await house.company('harbor')
  const files = { ...facts, 'ticket.csv': ['id,account_id,created_at,priority', ...tickets].join('\n') }
  const { 'account.csv': account, 'subscription.csv': subscription, 'ticket.csv': ticket } = files
  await house.json(
    'import',
    await house.folder('facts', { 'account.csv': account, 'subscription.csv': subscription, 'ticket.csv': ticket }),
    '--workspace',
    'harbor',
  )
  owner = await ownerOf(house, 'harbor')
  admin = (await invited(house, owner, 'admin')).visit
  await owner('POST', '/api/v1/metric-definitions', { body: { text: counted('') } })
})
afterAll(() => house.stop())

const explain = async (metric: string, period: string, against: string, asOf: string) =>
  (await owner('GET', `/api/v1/metrics/${metric}/explain?period=${period}&against=${against}&asOf=${asOf}`)).body

test('a declared change of the process is told first, with the step of the level that goes with it', async () => {
  expect((await explain('tickets-seen', '2024-01', '2023-12', '2024-07-31'))['declared']).toEqual([])
  const change = { name: 'Chats count as tickets', metrics: ['tickets-seen'], on: '2024-01-01', cause: 'The chat desk moved.' }
  expect((await owner('POST', '/api/v1/processChanges', { body: change })).status).toBe(201)
  const told = await explain('tickets-seen', '2024-01', '2023-12', '2024-07-31')
  // levels 10 and 20; December lies one below the old level, January on the new one
  expect(told).toMatchObject({ change: 11, declared: [{ kind: 'process', on: '2024-01-01', level: { before: 1, shift: 10, after: 0 }, reports: null }] })
  expect(told['sentence']).toMatch(
    /^Tickets seen rose from 9 in December 2023 to 20 in January 2024 \(\+11\)\. A change of the process was declared for 1 Jan 2024: Chats count as tickets\. The level went up by 10 with it; the remaining \+1 is where the two periods lie around their levels\./,
  )
  const asked = (await owner('GET', `/api/v1/ask?q=${encodeURIComponent('why did tickets seen change in January 2024')}`)).body
  expect(asked['sentence']).toContain('A change of the process was declared for 1 Jan 2024: Chats count as tickets.')
  expect(at(asked, 'why', 'declared', 0)).toMatchObject({ to: expect.stringMatching(/^n\/processChanges\/PCH-/) })
})

test('a step inside one process names no change; neither does another metric', async () => {
  expect((await explain('tickets-seen', '2024-03', '2024-02', '2024-07-31'))['declared']).toEqual([])
  expect((await explain('ticket-rate', '2024-01', '2023-12', '2024-07-31'))['declared']).toEqual([])
})

test('with too few periods since, the change is named and no part is given to it', async () => {
  const [early] = [(await explain('tickets-seen', '2024-01', '2023-12', '2024-03-31'))['declared']].flat()
  expect(early).toMatchObject({ level: null, says: expect.stringContaining('too few periods on one side') })
})

test('a new version is apart from the world: both figures are computed alike, and the reports of both times are told', async () => {
  moveTo('2024-07-20T09:00:00.000Z')
  await owner('POST', '/api/v1/metric-definitions', { body: { text: later, why: 'The lowest priority asks for nothing.' } })
  moveTo('2024-08-02T09:00:00.000Z')
  const told = await explain('tickets-seen', '2024-07', '2024-06', '2024-08-02')
  // reports: 19 under version 1, then 18 under version 2; the world added one, the words cost two
  expect(told).toMatchObject({
    before: 17,
    after: 18,
    declared: [{ kind: 'definition', on: '2024-07-20', reports: { change: -1, world: 1, definition: -2, interaction: 0 } }],
  })
  expect(told['sentence']).toContain(
    'The definition became version 2 on 20 Jul 2024 (The lowest priority asks for nothing). Both figures here are computed by version 2, so that it is no part of their change; a reader of the report of June 2024 and of the later one saw −1, of which −2 is the definition and +1 the world.',
  )
  expect((await explain('tickets-seen', '2024-05', '2024-04', '2024-08-02'))['declared']).toEqual([])
})

test('another policy of revenue is named in the same way', async () => {
  moveTo('2024-10-10T09:00:00.000Z')
  const proposed = await owner('POST', '/api/v1/policies/proposals', {
    body: { policy: { churn_recognised: 'month_complete' }, reason: 'As the board counts.' },
  })
  expect((await admin('POST', `/api/v1/policies/proposals/${String(proposed.body['id'])}/adopt`, { body: {} })).status).toBe(200)
  const told = await explain('annual-recurring-revenue', '2024-10', '2024-09', '2024-11-30')
  const [declared] = [told['declared']].flat()
  expect(declared).toMatchObject({ kind: 'policy', on: '2024-10-10' })
  const { change, world, definition } = Object(at({ declared }, 'declared', 'reports')) as Record<string, number>
  expect(Number(world) + Number(definition)).toBeCloseTo(Number(change), 6)
})

test('every metric that follows the policy is told of its change: those of the ledger, and those for each paying account', async () => {
  for (const metric of ['average-revenue-per-account', 'paying-customers', 'net-mrr-churn'])
    expect([metric, (await explain(metric, '2024-10', '2024-09', '2024-11-30'))['declared']]).toEqual([
      metric,
      [expect.objectContaining({ kind: 'policy', on: '2024-10-10' })],
    ])
  const ask = async (text: string) => (await owner('GET', `/api/v1/ask?q=${encodeURIComponent(text)}`)).body
  expect(await ask('ARPA in September 2024 vs policy stripe')).toMatchObject({ kind: 'answer' })
  expect([at(await ask('how are paying customers defined'), 'table', 'rows')].flat().map((row) => at(row, 'label'))).toContain('Policy')
})

test('a noted change is told beside a declared one of the same day, unless it is the same one', async () => {
  const note = (name: string, kind: string) => owner('POST', '/api/v1/notes', { body: { name, on: '2024-01-01', kind, metrics: ['tickets-seen'] } })
  await note('Chats count as tickets', 'processChange')
  expect([(await explain('tickets-seen', '2024-01', '2023-12', '2024-07-31'))['declared']].flat()).toHaveLength(1)
  await note('Night shift opened', 'processChange')
  const told = [(await explain('tickets-seen', '2024-01', '2023-12', '2024-07-31'))['declared']].flat()
  expect(told.map((one) => at(one, 'name'))).toEqual(['Chats count as tickets', 'Night shift opened'])
  await owner('POST', '/api/v1/notes', { body: { name: 'Elsewhere', on: '2024-01-01', kind: 'processChange', metrics: ['ticket-rate'] } })
  await owner('POST', '/api/v1/notes', { body: { name: 'The day before', on: '2023-12-31', kind: 'processChange', metrics: ['tickets-seen'] } })
  await owner('POST', '/api/v1/notes', { body: { name: 'The last day', on: '2024-01-31', kind: 'definition', metrics: ['csat', 'tickets-seen'] } })
  await owner('POST', '/api/v1/notes', { body: { name: 'The day after', on: '2024-02-01', kind: 'definition', metrics: ['tickets-seen'] } })
  const around = [(await explain('tickets-seen', '2024-01', '2023-12', '2024-07-31'))['declared']].flat()
  expect(around.map((one) => at(one, 'name'))).toEqual(['Chats count as tickets', 'Night shift opened', 'The last day'])
  const uses = [(await owner('GET', '/api/v1/metrics/ticket-rate/record')).body['uses']].flat()
  expect(uses.filter((one) => at(one, 'noun') === 'note').map((one) => at(one, 'title'))).toEqual(['Elsewhere'])
})
