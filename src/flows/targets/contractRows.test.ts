import { describe, expect, test } from 'vitest'
import { historyOf } from './contractRows.ts'

const account = (id: string, more: object = {}) => ({
  id,
  parent_id: null,
  merged_into: null,
  segment: 'Enterprise',
  region: 'Europe',
  valid_from: null,
  ...more,
})
const row = (id: string, account_id: string, more: object = {}) => ({
  id,
  account_id,
  product_id: 'core',
  start: '2025-01-15',
  end: null,
  term_months: 12,
  mrr: 100_000_000,
  status: 'paid',
  kind: 'recurring',
  ...more,
})
const balances = new Map([
  ['2026-09', new Map([['tidemark', 300]])],
  [
    '2026-10',
    new Map([
      ['tidemark', 300],
      ['oxbow', 100],
    ]),
  ],
])
const asked = { asOf: '2026-11-16', part: null }

describe('the contracts behind a ledger', () => {
  test('are those of its accounts: lines of a child or of a merged account count for the one that stands there', () => {
    const accounts = [account('tidemark'), account('tidemark-uk', { parent_id: 'tidemark' }), account('old-oxbow', { merged_into: 'oxbow' }), account('oxbow')]
    const lines = [row('1', 'tidemark'), row('2', 'tidemark-uk'), row('3', 'old-oxbow'), row('4', 'stranger'), row('5', 'oxbow', { status: 'trial' })]
    expect(historyOf(balances, { accounts, lines }, asked).lines.map(({ id, account: of }) => [id, of])).toEqual([
      ['1', 'tidemark'],
      ['2', 'tidemark'],
      ['3', 'oxbow'],
    ])
  })
  test('of a part are those of the accounts of the part, in its month-ends and in its lines', () => {
    const accounts = [account('tidemark'), account('oxbow', { region: 'Americas' })]
    const told = historyOf(balances, { accounts, lines: [row('1', 'tidemark'), row('2', 'oxbow')] }, { ...asked, part: { by: 'region', value: 'Americas' } })
    expect([...(told.balances.get('2026-10') ?? [])]).toEqual([['oxbow', 100]])
    expect(told.lines.map(({ id }) => id)).toEqual(['2'])
  })
  test('had begun on the as-of day, and an account is in the segment of that day', () => {
    const accounts = [account('tidemark', { segment: 'Small business', valid_from: '2024-01-01' }), account('tidemark', { valid_from: '2026-11-20' })]
    const lines = [row('1', 'tidemark'), row('2', 'tidemark', { start: '2026-11-17' })]
    const then = historyOf(balances, { accounts, lines }, asked)
    expect([then.lines.map(({ id }) => id), then.segmentOf('tidemark')]).toEqual([['1'], 'Small business'])
    const later = historyOf(balances, { accounts, lines }, { ...asked, asOf: '2026-11-20' })
    expect([later.lines.map(({ id }) => id), later.segmentOf('tidemark'), later.segmentOf('stranger')]).toEqual([['1', '2'], 'Enterprise', 'all'])
  })
  test('survive accounts that name each other as parents', () => {
    const accounts = [account('tidemark', { parent_id: 'oxbow' }), account('oxbow', { parent_id: 'tidemark' })]
    expect(historyOf(balances, { accounts, lines: [row('1', 'tidemark')] }, asked).lines).toHaveLength(1)
  })
})
