import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { DuckDBInstance, listValue, type DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { random } from '../../numbers/random.ts'
import type { KeyedRule } from '../dialect/rules.ts'
import type { SqlText } from '../dialect/sql.ts'
import { columnsLookedUp, countKeyed, type KeyedCounts, type KeyedReading, type KeyedRules } from './keyedCounts.ts'

/** Rows that were made by hand, then rows that come at random: what is carried on is held against a join of all rows with all that are looked up. */
let duck: DuckDBConnection
beforeAll(async () => {
  duck = await (await DuckDBInstance.create(':memory:')).connect()
})
afterAll(() => duck.closeSync())

const asked = async ({ text, values }: SqlText): Promise<Record<string, unknown>[]> => {
  const given = values.map((value) => (typeof value === 'object' && value !== null ? listValue([...value]) : value))
  return (await duck.runAndReadAll(text, given)).getRowObjectsJson()
}
const facts: KeyedReading = {
  rows: async (fact, columns) => await asked({ text: `SELECT ${columns.map((one) => `"${one}"`).join(', ')} FROM "${fact}"`, values: [] }),
  vectors: async (query) => {
    const rows = await asked(query)
    return {
      numbers: (column) => Float64Array.from(rows, (row) => (row[column] === null ? Number.NaN : Number(row[column]))),
      texts: (column) => rows.map((row) => String(row[column])),
    }
  },
}
const all = { before: null, more: null, all: null }

describe('by hand', () => {
  beforeAll(async () => {
    await duck.run(`
    create or replace table account (source_key varchar, id varchar, parent_id varchar, created_at timestamp, recorded_at timestamp);
    insert into account values
      ('acme', 'acme', null, '2024-01-10 15:00', '2025-01-01'), ('bolt', 'bolt', 'acme', '2024-01-10', '2025-01-01'),
      ('crux', 'crux', 'ghost', '2024-01-10', '2025-01-01'), ('dune', 'dune', null, null, '2025-01-01');
    create or replace table subscription (source_key varchar, id varchar, start date, "end" date, recorded_at timestamp);
    insert into subscription values ('S1', 'S1', '2024-01-10', null, '2025-01-01'), ('S2', 'S2', '2024-02-01', '2024-06-01', '2025-01-01');
    create or replace table event (source_key varchar, ts timestamp, account_id varchar, subscription_id varchar);
    insert into event values
      ('E1', '2024-01-10 00:00', 'acme', 'S1'), ('E2', '2024-01-09 23:59:59', 'acme', null), ('E3', '2024-05-31 23:59', 'bolt', 'S2'), ('E4', '2024-06-01 00:00', 'bolt', 'S2'),
      ('E5', '2024-01-31', 'bolt', 'S2'), ('E6', '2030-01-01', 'acme', 'S1'), ('E7', '2024-03-01', 'ghost', 'S9'), ('E8', '2024-03-01', null, null), ('E9', '2020-03-01', 'dune', null);
  `)
  })
  const faultOf = async (fact: string, rule: KeyedRule) => {
    const by = rule.rule === 'known' ? rule.column : rule.by
    const { faults } = await countKeyed({ fact, by, rules: [rule], columns: columnsLookedUp([rule], rule.fact) }, { facts, sample: 5, ...all })
    return faults[0] ?? null
  }

  test('known: a name that nobody bears; an empty one is no fault', async () => {
    expect(await faultOf('account', { rule: 'known', column: 'parent_id', fact: 'account', key: 'id' })).toEqual({
      count: 1,
      of: 4,
      samples: [{ key: 'crux', shows: 'parent_id ghost' }],
    })
    expect(await faultOf('event', { rule: 'known', column: 'account_id', fact: 'account', key: 'id' })).toEqual({
      count: 1,
      of: 9,
      samples: [{ key: 'E7', shows: 'account_id ghost' }],
    })
  })

  test('not before the other began, by civil day: an hour earlier on the same day is no fault, nor what has no beginning', async () => {
    expect(await faultOf('event', { rule: 'notBeforeOther', column: 'ts', fact: 'account', by: 'account_id', key: 'id', start: 'created_at' })).toEqual({
      count: 1,
      of: 9,
      samples: [{ key: 'E2', shows: 'ts 2024-01-09, account since 2024-01-10' }],
    })
  })

  test('within: the first day belongs to it, the end does not, what runs on has no end; a key is shown by its first row', async () => {
    const rule: KeyedRule = { rule: 'within', column: 'ts', fact: 'subscription', by: 'subscription_id', key: 'id', start: 'start', end: 'end' }
    expect(await faultOf('event', rule)).toEqual({
      count: 2,
      of: 6,
      samples: [{ key: 'E4', shows: 'ts 2024-06-01, subscription from 2024-02-01 to 2024-06-01' }],
    })
  })

  test('of a key that is told again behind what was read, the newer row holds', async () => {
    const told = [{ id: 'acme', created_at: '2024-01-10', recorded_at: '2025-01-01' }]
    const later = [...told, { id: 'acme', created_at: '2024-01-09', recorded_at: '2025-01-02' }]
    const asked: KeyedRules = {
      fact: 'event',
      by: 'account_id',
      rules: [{ rule: 'notBeforeOther', column: 'ts', fact: 'account', by: 'account_id', key: 'id', start: 'created_at' }],
      columns: ['created_at'],
    }
    const faultsBy = async (rows: readonly Readonly<Record<string, unknown>>[]) =>
      (await countKeyed(asked, { facts: { ...facts, rows: async () => rows }, sample: 5, ...all })).faults[0]?.count
    expect(await faultsBy(told)).toBe(1)
    expect(await faultsBy(later)).toBeUndefined()
  })

  test('where no row names anybody nobody is looked up', async () => {
    await duck.run('create or replace table plain (source_key varchar, account_id varchar); insert into plain values (1, null)')
    const reading = { ...facts, rows: () => Promise.reject(new Error('Nobody is asked for.')) }
    const rules: KeyedRules = { fact: 'plain', by: 'account_id', rules: [{ rule: 'known', column: 'account_id', fact: 'account', key: 'id' }], columns: [] }
    const first = await countKeyed(rules, { facts: reading, sample: 5, ...all })
    expect(first.faults).toEqual([null])
  })
})

const rules: KeyedRules['rules'] = [
  { rule: 'known', column: 'named', fact: 'other', key: 'id' },
  { rule: 'within', column: 'ts', fact: 'other', by: 'named', key: 'id', start: 'start', end: 'end' },
]
/** The same by one join of all rows with the newest row of each key. */
const joined = async (): Promise<[number, number]> => {
  const [row] = await asked({
    text: `WITH newest AS (SELECT * FROM other QUALIFY row_number() OVER (PARTITION BY id ORDER BY recorded_at DESC, start DESC NULLS LAST, "end" DESC NULLS LAST) = 1)
SELECT count(*) FILTER (WHERE f.named IS NOT NULL AND f.named NOT IN (SELECT id FROM other)) AS unknown,
  count(*) FILTER (WHERE CAST(f.ts AS DATE) < o.start OR CAST(f.ts AS DATE) >= o."end") AS outside FROM store.said f LEFT JOIN newest o ON o.id = f.named`,
    values: [],
  })
  return [Number(row?.['unknown']), Number(row?.['outside'])]
}

test.each([1, 2, 3, 4])(
  'whatever comes to the rows and to those that they name, counts that are carried on are those of a join of everything (%i)',
  async (seed) => {
    const { int } = random(seed, 'keyed')
    const below = (n: number): number => int(0, n - 1)
    const key = (): string => ['a', 'b', 'c', 'd', 'e', ''][below(6)] ?? ''
    const day = (nothing: number): string | null => (below(nothing) === 0 ? null : `2024-01-0${1 + below(4)}`)
    const counts = { carried: 0, otherEnds: 0 }
    for (let run = 0; run < 12; run++) {
      await duck.run(`create schema if not exists store; create or replace table store.said (source_key varchar, named varchar, ts timestamp, known_to timestamp, is_tombstone boolean);
create or replace table other (id varchar, start date, "end" date, recorded_at timestamp)`)
      let [before, last]: [KeyedCounts | null, number] = [null, -1]
      for (let place = 0; place < 12; place++) {
        const rows = Array.from({ length: below(4) }, () => [below(9) === 0 ? null : key(), day(9)])
        for (const row of rows) await duck.run('insert into store.said values (uuid(), $1, cast($2 as timestamp) + interval 5 hour, null, false)', row)
        if (below(6) === 0) await duck.run('delete from other where id = $1', [key()])
        for (let n = below(3); n > 0; n--) {
          const recorded = 2 * place + below(3)
          await duck.run("insert into other values ($1, cast($2 as date), cast($3 as date), timestamp '2025-01-01' + to_microseconds($4))", [
            key(),
            day(4),
            day(2),
            recorded,
          ])
        }
        if (below(5) === 0) {
          await duck.run('update other set "end" = "end" + 1 where id = $1', [key()])
          counts.otherEnds++
        }
        const upTo: number = last + rows.length
        const more = before && { after: last, upTo }
        const now: KeyedCounts = await countKeyed(
          { fact: 'said', by: 'named', rules, columns: ['start', 'end'] },
          { facts, sample: 5, before, more, all: { after: -1, upTo } },
        )
        const told: (number | undefined)[] = now.faults.map((fault) => fault?.count ?? 0)
        expect(told).toEqual(await joined())
        counts.carried += before ? (told[1] ?? 0) : 0
        ;[before, last] = [now, upTo]
      }
    }
    expect(counts.carried).toBeGreaterThan(200)
    expect(counts.otherEnds).toBeGreaterThan(10)
  },
)

test('what was carried on is spent: who goes on from it a second time counts everything', async () => {
  await duck.run(`create schema if not exists store; create or replace table store.said (source_key varchar, named varchar, ts timestamp, known_to timestamp, is_tombstone boolean);
create or replace table other (id varchar, start date, "end" date, recorded_at timestamp); insert into store.said values ('1', 'x', null, null, false), ('2', 'x', null, null, false)`)
  const asking: KeyedRules = { fact: 'said', by: 'named', rules, columns: ['start', 'end'] }
  const first = await countKeyed(asking, { facts, sample: 5, before: null, more: null, all: { after: -1, upTo: 0 } })
  const go = async () => await countKeyed(asking, { facts, sample: 5, before: first, more: { after: 0, upTo: 1 }, all: { after: -1, upTo: 1 } })
  const [one, other] = await Promise.all([go(), go()])
  expect([first, one, other].map(({ faults }) => faults[0]?.count)).toEqual([1, 2, 2])
})

test('two sources may have the same key: of two such rows the earlier is shown, whichever came first', async () => {
  await duck.run(`create schema if not exists store; create or replace table store.said (source_key varchar, named varchar, ts timestamp, known_to timestamp, is_tombstone boolean);
create or replace table other (id varchar, start date, "end" date, recorded_at timestamp); insert into other values ('x', '2024-02-01', null, '2025-01-01');
insert into store.said values ('1', 'x', '2024-01-02', null, false), ('1', 'x', '2024-01-01', null, false), ('1', 'x', '2024-01-03', null, false)`)
  const asking: KeyedRules = { fact: 'said', by: 'named', rules, columns: ['start', 'end'] }
  for (const cut of [0, 1, 2]) {
    const first = await countKeyed(asking, { facts, sample: 5, before: null, more: null, all: { after: -1, upTo: cut } })
    const { faults } = await countKeyed(asking, { facts, sample: 5, before: first, more: { after: cut, upTo: 2 }, all: { after: -1, upTo: 2 } })
    expect(faults[1]).toMatchObject({ count: 3, samples: [{ key: '1', shows: 'ts 2024-01-01, other from 2024-02-01 to nothing' }] })
  }
})

test('of a state that was gone on from nothing is kept but its counts', async () => {
  setFlagsFromString('--expose-gc')
  /** Its id can be watched. */
  const watched = () => ({ toString: () => 'acme' })
  const [old, later] = [{ id: watched() as object | null }, { id: watched() }]
  const seen = new WeakRef(old.id ?? old)
  const reading = (other: object): KeyedReading => ({
    ...facts,
    rows: async () => [{ ...other, recorded_at: '2025-01-01' }],
  })
  const said = { fact: 'said', by: 'named', rules, columns: [] } as const
  await duck.run(`create schema if not exists store; create or replace table store.said (source_key varchar, named varchar, ts timestamp, known_to timestamp, is_tombstone boolean);
insert into store.said values ('1', 'x', null, null, false)`)
  const all = { after: -1, upTo: 0 }
  let counts = await countKeyed(said, { facts: reading(old), sample: 5, before: null, more: null, all })
  old.id = null
  for (let state = 0; state < 2; state++)
    counts = await countKeyed(said, { facts: reading(later), sample: 5, before: counts, more: { after: 0, upTo: 0 }, all })
  await new Promise(setImmediate)
  runInNewContext('gc')()
  expect(seen.deref()).toBeUndefined()
  expect(counts.faults[0]?.count).toBe(1)
})
