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
