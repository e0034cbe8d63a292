import { eventHouse } from '../../src/house/events/eventHouse.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { servedHouse, type ServedHouse } from './served.ts'

/** Tracking plans of other tools, taken into the plan of a workspace and written out of it. */
let served: ServedHouse
beforeAll(async () => {
  served = await servedHouse()
})
afterAll(() => served.stop())

const segment = (properties: object) =>
  JSON.stringify({ rules: [{ type: 'TRACK', key: 'Invited', jsonSchema: { properties: { properties: { properties } } } }] })
const take = (text: string, dryRun = false) => eventHouse(served.house.app).importPlan(served.scope, text, dryRun)
const written = async () => JSON.parse(await eventHouse(served.house.app).exportPlan(served.scope, 'json-schema'))['$defs']['Invited']['properties']

test('what a file is silent about stays: the class of privacy and what a property means', async () => {
  await take(
    JSON.stringify({ title: 'Invited', properties: { whom: { type: 'string', 'x-class': 'personal', description: 'Who is asked in.', examples: ['Vera'] } } }),
  )
  expect(await take(segment({ whom: { type: 'string' } }))).toMatchObject({ unchanged: ['Invited'], updated: [] })
  expect(await take(segment({ whom: { type: 'string' }, role: { type: 'string' } }))).toMatchObject({ updated: ['Invited'] })
  expect(await written()).toEqual({
    whom: { type: 'string', description: 'Who is asked in.', examples: ['Vera'], 'x-class': 'personal' },
    role: { type: 'string' },
  })
  expect(await take(segment({ whom: { type: 'string', description: 'A guest.' }, role: { type: 'string' } }))).toMatchObject({ updated: ['Invited'] })
  expect((await written()).whom).toMatchObject({ description: 'A guest.', 'x-class': 'personal' })
})

test('of an event that a file tells twice the last version counts', async () => {
  const iglu = (version: string, properties: object) => ({ self: { vendor: 'com.acme', name: 'shared', format: 'jsonschema', version }, properties })
  const text = JSON.stringify([iglu('1-0-0', { with: { type: 'string' } }), iglu('1-0-1', { with: { type: 'string' }, size: { type: 'integer' } })])
  expect(await take(text)).toMatchObject({ created: ['shared'] })
  expect(await take(text, true)).toMatchObject({ unchanged: ['shared'], created: [], updated: [] })
})

const own = (title: string, properties: object) => JSON.stringify({ title, properties })
const classesOf = async (name: string) => {
  const { properties } = JSON.parse(await eventHouse(served.house.app).exportPlan(served.scope, 'json-schema'))['$defs'][name]
  return Object.fromEntries(Object.entries<Record<string, unknown>>(properties).map(([key, one]) => [key, one['x-class'] ?? null]))
}

test('the form of a value and a flag never lower a class of privacy, an explicit class does', async () => {
  await take(own('Paid', { token: { type: 'string', 'x-class': 'secret' }, mail: { type: 'string', 'x-class': 'internal' } }))
  const guess = { token: { type: 'string', format: 'email' }, mail: { type: 'string', 'x-pii': true }, other: { type: 'string', format: 'email' } }
  await take(own('Paid', guess))
  expect(await classesOf('Paid')).toEqual({ token: 'secret', mail: 'personal', other: 'personal' })
  await take(own('Paid', { ...guess, token: { type: 'string', 'x-class': 'internal' } }))
  expect(await classesOf('Paid')).toMatchObject({ token: 'internal' })
})

test('a property that the file does not name stays with its class, and the dry run says so', async () => {
  await take(own('Called', { phone: { type: 'string', 'x-class': 'personal' }, long: { type: 'integer' } }))
  const shorter = own('Called', { long: { type: 'integer' }, at: { type: 'string' } })
  expect(await take(shorter, true)).toMatchObject({ updated: ['Called'], stays: ['Called: phone'] })
  await take(shorter)
  expect(await classesOf('Called')).toEqual({ long: null, at: null, phone: 'personal' })
  expect(await take(shorter)).toMatchObject({ unchanged: ['Called'], stays: ['Called: phone'] })
})

test('an event that was archived comes back with its classes of privacy', async () => {
  await take(own('Left', { why: { type: 'string', 'x-class': 'personal' } }))
  const { items } = await served.scope.read('eventDefinition', { filter: { eventName: 'Left' } })
  await served.scope.perform('eventDefinition', 'archive', { id: items[0]?.id ?? '' }, {})
  expect(await take(own('Left', { why: { type: 'string' } }))).toMatchObject({ created: ['Left'] })
  expect(await classesOf('Left')).toEqual({ why: 'personal' })
})

test('a plan is taken in whole or not at all, and the dry run refuses what the import would', async () => {
  const schema = (title: string, more: object) => [title, { title, type: 'object', properties: { one: { type: 'string', ...more } } }]
  const text = JSON.stringify({ $defs: Object.fromEntries([schema('A', {}), schema('B', { 'x-class': 'odd' }), schema('C', {})]) })
  for (const dryRun of [true, false]) await expect(take(text, dryRun)).rejects.toThrow('B: “one”: “class”: “odd” is not one of the choices.')
  expect((await served.scope.read('eventDefinition', { filter: { eventName: 'A' } })).items).toEqual([])
})

test('words that are too long for the plan are cut, and named', async () => {
  const text = own('Told', { one: { type: 'string', description: 'x'.repeat(500), examples: ['y'.repeat(201)] } })
  const left = ['Told: one beyond 400 characters of its description', 'Told: the example of one']
  expect(await take(text, true)).toMatchObject({ created: ['Told'], left })
  expect(await take(text)).toMatchObject({ created: ['Told'], left })
  expect(await take(text)).toMatchObject({ unchanged: ['Told'] })
})
