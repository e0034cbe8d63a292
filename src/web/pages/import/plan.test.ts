import { expect, test } from 'vitest'
import { byReason } from './byReason.ts'

test('reasons that differ only in the quoted value are one reason', () => {
  const groups = byReason([
    { row: 88, column: 'country', reason: '“XX” is not a country' },
    { row: 90, column: 'country', reason: '“YY” is not a country' },
    { row: 12, column: null, reason: 'usage_id appears twice' },
  ])
  expect(groups.map(({ reason, rows }) => [reason, rows.length])).toEqual([
    ['country: “…” is not a country', 2],
    ['usage_id appears twice', 1],
  ])
})
