import { afterAll, beforeAll, expect, test } from 'vitest'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { invited, ownerOf, type Visitor } from './visitor.ts'

/** Numbers from what is known about people: for administrators alone, at every door that measures. */
let house: TestHouse
let owner: Visitor
const people: Record<string, Visitor> = {}
beforeAll(async () => {
  house = await testHouse()
  await house.company('quiet')
  owner = await ownerOf(house, 'quiet')
  for (const role of ['viewer', 'editor', 'admin']) people[role] = (await invited(house, owner, role)).visit
})
afterAll(() => house.stop())

const asked = async (who: Visitor | undefined, path: string) => {
  const { status, body } = (await who?.('GET', `/api/v1/${path}`)) ?? { status: 0, body: {} }
  return { status, code: at(body, 'code') }
}

test.each(['competency-growth', 'offer-acceptance', 'regretted-attrition', 'quality-of-hire'])('%s is refused by name below its role', async (metric) => {
  const refused = { status: 403, code: 'no_permission' }
  expect(await asked(people['viewer'], `metrics/${metric}`)).toEqual(refused)
  expect(await asked(people['editor'], `metrics/${metric}`)).toEqual(refused)
  expect(await asked(people['editor'], `metrics/${metric}/behind?period=2024-Q4`)).toEqual(refused)
  expect((await people['editor']?.('POST', '/api/v1/measure', { body: { metric } }))?.body).toMatchObject({ code: 'no_permission' })
  expect(await asked(people['admin'], `metrics/${metric}`)).toMatchObject({ status: 200 })
  expect(await asked(owner, `metrics/${metric}`)).toMatchObject({ status: 200 })
})

test('a scorecard holds what its reader may see, and a review what every reader may see', async () => {
  const keys = async (who: Visitor | undefined) => [(await who?.('GET', '/api/v1/scorecard'))?.body['items']].flat().map((item) => at(item, 'key'))
  expect(await keys(people['viewer'])).not.toContain('regretted-attrition')
  expect(await keys(people['viewer'])).toContain('stakeholder-satisfaction')
  expect(await keys(owner)).toContain('regretted-attrition')
})

test('rows about people are in no free query, not even of an owner', async () => {
  for (const metric of ['pulse_score_average', 'hiring_count', 'assessment_level_average'])
    expect(JSON.stringify((await owner('POST', '/api/v1/query', { body: { metrics: [metric] } })).body)).toContain('unknown_metric')
})

test('what is only counted in groups is for every viewer', async () => {
  expect(await asked(people['viewer'], 'metrics/stakeholder-satisfaction')).toMatchObject({ status: 200 })
  expect(await asked(people['viewer'], 'metrics/incident-rate')).toMatchObject({ status: 200 })
})
