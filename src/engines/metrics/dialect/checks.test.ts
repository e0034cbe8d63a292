import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { screening, violations } from './checks.ts'
import type { UnkeyedRule } from './rules.ts'
import { rowsByMonth } from './volume.ts'

/** Each rule on rows that were made by hand: the ones that break it, the ones that only look so, and the empty ones. */
let duck: DuckDBConnection
beforeAll(async () => {
  duck = await (await DuckDBInstance.create(':memory:')).connect()
  await duck.run(`
    create table account (source_key varchar, id varchar, parent_id varchar, created_at timestamp, closed_at timestamp, claimed_churned boolean, recorded_at timestamp);
    insert into account values
      ('acme', 'acme', null, '2024-01-10 15:00', null, false, '2025-01-01'),
      ('bolt', 'bolt', 'acme', '2024-01-10', '2024-01-09', true, '2025-01-01'),
      ('crux', 'crux', 'ghost', '2024-01-10', '2024-01-10', false, '2025-01-01'),
      ('dune', 'dune', null, null, null, null, '2025-01-01'),
      ('erg', 'erg', null, '2024-01-10', null, true, '2025-01-01');
    create table subscription (source_key varchar, id varchar, account_id varchar, start date, "end" date, status varchar, mrr bigint, unit_amount bigint, claimed_churned boolean, recorded_at timestamp);
    insert into subscription values
      ('S1', 'S1', 'acme', '2024-01-10', null, 'paid', 100, null, false, '2025-01-01'),
      ('S2', 'S2', 'bolt', '2024-02-01', '2024-06-01', 'paid', 100, null, false, '2025-01-01'),
      ('S3', 'S3', 'crux', '2024-02-01', '2024-06-01', 'paid', -5, null, true, '2025-01-01'),
      ('S4', 'S4', 'crux', '2024-06-01', '2024-05-01', 'paid', 0, null, null, '2025-01-01'),
      ('S5', 'S5', 'erg', '2024-02-01', null, 'trial', 100, null, true, '2025-01-01'),
      ('S6', 'S6', 'bolt', '2024-02-01', '2025-01-01', null, null, 70, null, '2025-01-01');
  `)
})
afterAll(() => duck.closeSync())

async function broken(
  fact: string,
  rule: UnkeyedRule,
  { today = '2024-07-01', sample = 10 } = {},
): Promise<{ bad: number; total: number; rows: [unknown, unknown][] }> {
  const { text, values } = violations(fact, rule, today, sample)
  const found = (await duck.runAndReadAll(text, values.map(String))).getRowObjectsJS()
  return {
    bad: Number(found[0]?.['bad']),
    total: Number(found[0]?.['total']),
    rows: found.filter((row) => row['key'] !== null).map((row) => [row['key'], row['shows']]),
  }
}

describe('within one row', () => {
  test('not before another column; the same day and an empty one are no fault', async () => {
    expect(await broken('account', { rule: 'notBefore', column: 'closed_at', other: 'created_at' })).toEqual({
      bad: 1,
      total: 5,
      rows: [['bolt', 'closed_at 2024-01-09, created_at 2024-01-10']],
    })
    expect(await broken('subscription', { rule: 'notBefore', column: 'end', other: 'start' })).toMatchObject({
      bad: 1,
      rows: [['S4', 'end 2024-05-01, start 2024-06-01']],
    })
  })

  test('at least; the least itself is no fault', async () => {
    expect(await broken('subscription', { rule: 'atLeast', column: 'mrr', least: 0 })).toEqual({ bad: 1, total: 6, rows: [['S3', 'mrr -5']] })
  })

  test('a churn flag against the end date, both ways; rows without a flag are not counted', async () => {
    expect(await broken('subscription', { rule: 'endedStatus', column: 'claimed_churned', end: 'end' })).toEqual({
      bad: 2,
      total: 4,
      rows: [
        ['S2', 'ended on 2024-06-01, not flagged'],
        ['S5', 'flagged as churned without an end'],
      ],
    })
  })
})

describe('against another fact', () => {
  test('a flag of churn against the ledger of the day, both ways; trials and free lines do not pay', async () => {
    const rule: UnkeyedRule = { rule: 'claimedChurn', column: 'claimed_churned', by: 'id' }
    // bolt is flagged and S6 runs until the year's end; crux is not flagged and its only paying line never was one
    expect((await broken('account', rule)).rows).toEqual([['bolt', 'flagged as churned, 1 of 2 paid subscriptions run']])
    expect((await broken('account', rule, { today: '2025-02-01' })).rows).toEqual([])
    expect((await broken('account', rule, { today: '2023-12-31' })).rows).toEqual([['acme', 'not flagged, 0 of 1 paid subscriptions run']])
  })
})

test('samples are the first rows by key, and the count tells all', async () => {
  const rule: UnkeyedRule = { rule: 'endedStatus', column: 'claimed_churned', end: 'end' }
  expect(await broken('subscription', rule, { sample: 1 })).toMatchObject({ bad: 2, rows: [['S2', 'ended on 2024-06-01, not flagged']] })
})

test('a name that is no plain word is refused before it reaches any text', () => {
  expect(() => violations('account; drop table account', { rule: 'atLeast', column: 'mrr', least: 0 }, '2024-07-01', 5)).toThrow(RangeError)
  expect(() => violations('account', { rule: 'atLeast', column: 'mrr" or 1=1 --', least: 0 }, '2024-07-01', 5)).toThrow(RangeError)
})

describe('checks that follow from a definition', () => {
  const rules: readonly UnkeyedRule[] = [
    { rule: 'present', column: 'status' },
    { rule: 'oneOf', column: 'status', choices: ['paid'] },
    { rule: 'present', column: 'id' },
  ]
  test('one scan counts all of them, as each counts by itself', async () => {
    const { text, values } = screening('subscription', rules)
    const [row] = (await duck.runAndReadAll(text, values.map(String))).getRowObjectsJS()
    const alone = await Promise.all(rules.map(async (rule) => (await broken('subscription', rule)).bad))
    expect([row?.['b0'], row?.['b1'], row?.['b2'], row?.['total']].map(Number)).toEqual([...alone, 6])
    expect(alone).toEqual([1, 1, 0])
  })
  test('rows are counted by month and by the values of a column', async () => {
    const { text, values } = rowsByMonth('subscription', 'start', 'status')
    const rows = (await duck.runAndReadAll(text, values.map(String))).getRowObjectsJS()
    expect(rows.map(({ period, value, rows: n }) => `${String(period)} ${String(value)} ${String(n)}`)).toEqual([
      '2024-01 paid 1',
      '2024-02 nothing 1',
      '2024-02 paid 2',
      '2024-02 trial 1',
      '2024-06 paid 1',
    ])
  })
})
