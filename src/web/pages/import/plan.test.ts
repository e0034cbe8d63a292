import { expect, test } from 'vitest'
import { byReason } from './byReason.ts'
import { mapped } from './useImport.ts'

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

test('a changed mapping has the shape of the mapping file, and keeps what was decided before', () => {
  const first = mapped({ files: {} }, 'subs.csv', 'Kunde', { fact: 'subscription', column: 'account_id' })
  const second = mapped(first, 'subs.csv', 'Beginn', { fact: 'subscription', column: 'start' }, 'dayFirst')
  expect(mapped(second, 'subs.csv', 'Notes', null)).toEqual({
    files: { 'subs.csv': { dates: 'dayFirst', columns: { Kunde: 'subscription.account_id', Beginn: 'subscription.start', Notes: null } } },
  })
})
