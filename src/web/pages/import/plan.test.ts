import { expect, test } from 'vitest'
import { byReason } from './byReason.ts'
import { leadOf, losing, waitingFile } from './leadOf.ts'
import { held, mapped } from './useImport.ts'

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

test('an error takes the trust of metrics, a warning takes none, and the first thing found is told as everywhere', () => {
  const found = { fact: 'ticket', samples: [] }
  const warning = { ...found, check: 'a', severity: 'warn', says: 'No row of event since December 2024', count: 1, of: 0, metrics: ['csat', 'nps'] } as const
  const error = { ...found, check: 'b', severity: 'error', says: 'tickets are older than their account', count: 1, of: 20, metrics: ['csat'] } as const
  const plan = { upload: 'u', files: [], totals: { created: 0, updated: 0, unchanged: 0, held: 0 } }
  expect(losing([warning, error])).toEqual(['csat'])
  expect(leadOf({ ...plan, quality: [warning, error] })).toBe('No row can go in. 1 of 20 tickets are older than their account, so one metric loses trust.')
  expect(leadOf({ ...plan, quality: [warning] })).toBe('No row can go in. No row of event since December 2024.')
})

test('a file that waits for a decision is in no count of rows, and holds the import up until it is read or left out', () => {
  const file = { bytes: 0, form: null, sure: 1, created: 2, updated: 0, unchanged: 0, quarantined: [], quarantinedCount: 0, columns: [] }
  const good = { ...file, file: 'accounts.csv', recognisedAs: 'account', rows: 2 }
  const open = { ...file, file: 'lines.csv', recognisedAs: 'subscription', rows: 3, trouble: { reason: 'Day and month cannot be told apart.', hint: '' } }
  const plan = { upload: 'u', files: [good, open], quality: [], totals: { created: 2, updated: 0, unchanged: 0, held: 0 } }
  expect([leadOf(plan), waitingFile(plan)]).toEqual(['All 2 rows can go in. 1 file is left out.', 'lines.csv'])
  expect(waitingFile({ ...plan, files: [good, { ...open, recognisedAs: null }] })).toBeNull()
  expect(held({ files: { 'lines.csv': { columns: { a: 'account.id' }, dates: 'dayFirst' } } }, 'lines.csv', null)).toEqual({
    files: { 'lines.csv': { columns: {}, fact: null } },
  })
})
