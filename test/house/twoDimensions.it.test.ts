import { afterAll, beforeAll, expect, test } from 'vitest'
import { wayOf } from '#engines/metrics/ways/ways.ts'
import { metrics } from '#web/vocabulary.ts'
import { createSample } from '../../src/house/sampleCompany.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { ownerOf, type Visitor } from './visitor.ts'

/** Every pair of dimensions of every metric, over the made-up company: the cells of a value add up to what that value is alone, or the pair is refused with its reason. */
let house: TestHouse
let owner: Visitor
beforeAll(async () => {
  house = await testHouse()
  await createSample(house.app)
  owner = await ownerOf(house, 'harborlight')
})
afterAll(() => house.stop())

const groupsOf = (answer: unknown): unknown[] => [at(answer, 'groups')].flat()
const sum = (groups: readonly unknown[], part: string): number => groups.reduce((total: number, group) => total + Number(at(group, part) ?? 0), 0)
/** Where an account can be counted in two cells and once in their sum, or where a cell has the base of the whole. */
const overlaps = new Set([
  'active-accounts',
  'daily-active-users',
  'weekly-active-users',
  'monthly-active-users',
  'stickiness',
  'time-to-value',
  'lead-time-for-changes',
  'time-to-restore',
])

test('what is told of its own rows is told by every two of its dimensions', async () => {
  const own = Object.entries(metrics).filter(([, { compute }]) => compute && wayOf(compute)?.pairs === 'own')
  expect(own.map(([key]) => key).toSorted()).toEqual([
    'change-failure-rate',
    'deployment-frequency',
    'incident-rate',
    'lead-time-for-changes',
    'time-to-restore',
  ])
  for (const [key, { dimensions }] of own)
    for (const [place, one] of dimensions.entries())
      for (const other of dimensions.slice(place + 1)) {
        const { status, body } = await owner('GET', `/api/v1/metrics/${key}?by=${one},${other}&from=2026-01-01`)
        expect([key, one, other, status, body['detail']]).toEqual([key, one, other, 200, undefined])
      }
})

test('cells of a value add up to it, or the pair is refused with a reason', async () => {
  const wrong: unknown[] = []
  let [crossed, refused, told] = [0, 0, 0]
  for (const [key, { dimensions }] of Object.entries(metrics)) {
    const pairs = dimensions.flatMap((one, place) => dimensions.slice(place + 1, place + 3).map((other): [string, string] => [one, other]))
    for (const [one, other] of pairs.slice(0, 4)) {
      const { status, body } = await owner('GET', `/api/v1/metrics/${key}?by=${one},${other}&from=2026-01-01`)
      if (status !== 200) {
        refused++
        if (status !== 422 || String(body['detail']).length < 20 || !String(body['hint']).includes('alone'))
          wrong.push([key, one, other, status, body['detail']])
        continue
      }
      crossed++
      if (overlaps.has(key)) continue
      const alone = (await owner('GET', `/api/v1/metrics/${key}?by=${one}&from=2026-01-01`)).body
      for (const group of groupsOf(alone)) {
        const cells = groupsOf(body).filter((cell) => String(at(cell, 'key')).startsWith(`${String(at(group, 'key'))} · `))
        if (sum(cells, 'numerator') > 0) told++
        for (const part of ['numerator', 'denominator'])
          if (Math.abs(sum(cells, part) - Number(at(group, part) ?? 0)) > 1e-6 * Math.max(1, Math.abs(Number(at(group, part) ?? 0))))
            wrong.push([key, one, other, at(group, 'key'), part, sum(cells, part), at(group, part)])
      }
    }
  }
  expect(wrong).toEqual([])
  expect(crossed).toBeGreaterThan(40)
  expect(refused).toBeGreaterThan(10)
  expect(told).toBeGreaterThan(100)
})
