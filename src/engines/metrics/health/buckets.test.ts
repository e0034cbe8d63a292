import { expect, test } from 'vitest'
import { bucketsOf } from './buckets.ts'
import { volumeOf } from './volume.ts'

const row = (period: string, rows: number, value = '') => ({ period, rows: BigInt(rows), value })

test('months between two others are there without rows; the month of today is open', () => {
  expect(bucketsOf([row('2026-01', 4, 'p1'), row('2026-01', 6, 'p2'), row('2026-03', 5, 'p1')], '2026-03-15')).toEqual([
    { period: '2026-01', counts: { p1: 4, p2: 6 }, state: 'closed' },
    { period: '2026-02', counts: {}, state: 'closed' },
    { period: '2026-03', counts: { p1: 5 }, state: 'open' },
  ])
})
test('a feed that stopped has empty months up to the last closed one, and its silence is found', () => {
  const usual = Array.from({ length: 7 }, (_, index) => row(`2026-0${index + 1}`, 100 + (index % 3)))
  const buckets = bucketsOf(usual, '2026-09-10')
  expect(buckets.at(-1)).toEqual({ period: '2026-08', counts: {}, state: 'closed' })
  const volumes = buckets.map(({ period, counts, state }) => ({ period, state, rows: Object.values(counts).reduce((sum, rows) => sum + rows, 0) }))
  expect(volumeOf('ticket', volumes)).toMatchObject({ state: 'silent', period: '2026-08' })
})
test('nothing counted is no bucket', () => expect(bucketsOf([], '2026-09-10')).toEqual([]))
