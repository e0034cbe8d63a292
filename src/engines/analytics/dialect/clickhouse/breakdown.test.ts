import { expect, test } from 'vitest'
import { readQuery } from '../../query/resolve.ts'
import { askedThere, assertCounted } from './answer.ts'
import { bearersOf } from './property.ts'
import type { Rows } from './rows.ts'

const accounts = Array.from({ length: 7_000 }, (_, place) => ({ id: `account ${place}`, created: null, properties: { name: `Name ${place}`, seats: place } }))
const place = {
  table: 'events',
  workspace: 'w1',
  now: Date.UTC(2026, 5, 1),
  names: ['a'],
  passive: new Set<string>(),
  own: { accounts: [], persons: [] },
  accounts,
  profiles: { account: bearersOf(accounts), person: new Map() },
  segments: new Map([['Many', { title: 'Many', accounts: accounts.slice(0, 5_000).map(({ id }) => id), former: [], note: null }]]),
}
const trend = (series: number, more: Readonly<Record<string, unknown>>) =>
  readQuery({
    kind: 'trend',
    range: { from: '2026-01-05', to: '2026-02-02' },
    series: Array.from({ length: series }, () => ({ sel: { event: 'a' }, math: 'total' })),
    ...more,
  })
const sent: string[] = []
const ask = async (statement: string): Promise<Rows> => {
  sent.push(statement)
  return []
}

test('a breakdown by what thousands bear is one look into a table for each row', async () => {
  for (const bins of [null, 3])
    await askedThere(trend(1, { breakdown: [{ by: bins === null ? 'account.name' : 'account.seats', bins }] }), place, { ask, kept: ask })
  const lines = sent.filter((statement) => statement.includes(' AS line'))
  expect(lines.map((statement) => [statement.split('transform(account, ').length, statement.includes(' IN (')])).toEqual([
    [2, true],
    [2, true],
  ])
  expect(lines.map((statement) => statement.includes('account IN'))).toEqual([false, false])
})

test('lines of so many series that their statement grows too long are left to the kernels, and it is not sent', async () => {
  const query = trend(4, { where: { segment: 'Many' }, breakdown: [{ by: 'event.plan' }] })
  assertCounted(query, place)
  sent.length = 0
  await expect(askedThere(query, place, { ask, kept: ask })).rejects.toThrow('a question with so many names is not counted in ClickHouse')
  expect(sent.map((statement) => statement.length).filter((length) => length > 250_000)).toEqual([])
})
