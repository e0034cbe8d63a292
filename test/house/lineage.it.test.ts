import { afterAll, beforeAll, expect, test } from 'vitest'
import { setClock } from '#platform/clock.ts'
import { facts } from './smallCompany.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { ownerOf, type Visitor } from './visitor.ts'

/** Every look at this clock takes a millisecond, so that an import ends later than it begins. */
const still = setClock('2025-01-16T09:00:00.000Z')
const ticking = {
  ...still,
  now: () => {
    still.advance(1)
    return still.now()
  },
}
let house: TestHouse
let owner: Visitor
beforeAll(async () => {
  house = await testHouse({ clock: ticking })
  const { 'account.csv': account, 'subscription.csv': subscription } = facts
  await house.json('import', await house.folder('accounts', { 'account.csv': account }), '--workspace', 'harborlight')
  still.advance(3 * 86_400_000)
  await house.json('import', await house.folder('ledger', { 'subscription.csv': subscription }), '--workspace', 'harborlight')
  owner = await ownerOf(house, 'harborlight')
})
afterAll(() => house.stop())

test('the lineage of a metric tells when an import was finished, the last one first', async () => {
  const imports = [(await owner('GET', '/api/v1/imports?sort=-finishedAt')).body['items']].flat()
  expect(imports).toHaveLength(2)
  for (const one of imports) expect(String(at(one, 'finishedAt')) > String(at(one, 'createdAt'))).toBe(true)
  const brought = [(await owner('GET', '/api/v1/metrics/annual-recurring-revenue/record')).body['brought']].flat()
  expect(brought.map((one) => [at(one, 'fact'), at(one, 'import', 'at')])).toEqual([
    ['subscription', at(imports[0], 'finishedAt')],
    ['account', at(imports[1], 'finishedAt')],
  ])
})
