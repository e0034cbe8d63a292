import { BIGINT, BOOLEAN, DATE, DOUBLE, DuckDBDataChunk, DuckDBInstance, TIMESTAMP, VARCHAR, type DuckDBType } from '@duckdb/node-api'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillColumn, vectorRows } from './fillChunk.ts'
import { writing, type Value } from './values.ts'

const date = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }).map((one) => one.toISOString())
const micros = fc.tuple(date, fc.integer({ min: 0, max: 999 })).map(([text, rest]) => `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`)
/** Texts around the twelve bytes that stand in the column itself, and far beyond, in every script. */
const text = fc.oneof(
  fc.string({ minLength: 10, maxLength: 14 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ minLength: 300, maxLength: 900 }),
  fc.constantFrom('', 'é', '𝒳𝒳𝒳', '\uD83D', 'a'.repeat(12), 'a'.repeat(13)),
)

const cases: readonly Case[] = [
  { type: 'VARCHAR', vector: VARCHAR, values: text.map((one) => one.replaceAll('\0', '')) },
  { type: 'VARCHAR', vector: VARCHAR, values: fc.oneof(fc.string({ maxLength: 14 }), fc.string({ minLength: 12, maxLength: 900 })) },
  { type: 'BIGINT', vector: BIGINT, values: fc.maxSafeInteger() },
  { type: 'DOUBLE', vector: DOUBLE, values: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { type: 'BOOLEAN', vector: BOOLEAN, values: fc.boolean() },
  { type: 'DATE', vector: DATE, values: date.map((one) => one.slice(0, 10)) },
  {
    type: 'TIMESTAMP',
    vector: TIMESTAMP,
    values: fc.oneof(
      date,
      micros,
      date.map((one) => `${one.slice(0, 19)}Z`),
    ),
  },
]

interface Case {
  readonly type: keyof typeof fillColumn
  readonly vector: DuckDBType
  readonly values: fc.Arbitrary<NonNullable<Value>>
}

test.each(cases)(
  'a column of $type is filled as the store itself would read it from texts, chunk after chunk, with gaps and without',
  async ({ type, vector, values }) => {
    const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
    await connection.run(`create table filled (place BIGINT, spoken VARCHAR, "value" ${type})`)
    const appender = await connection.createAppender('filled')
    const chunk = DuckDBDataChunk.create([BIGINT, VARCHAR, vector], vectorRows)
    const [full, gaps] = fc.sample(fc.array(values, { minLength: 300, maxLength: 300 }), { numRuns: 2, seed: 7 })
    const chunks: Value[][] = [
      Array.from({ length: vectorRows }, (_, row) => full?.[row % 300] ?? null),
      Array.from({ length: 1_001 }, (_, row) => (row % 3 === 1 ? null : (gaps?.[row % 300] ?? null))),
      Array.from({ length: 7 }, () => null),
      full?.slice(0, 65) ?? [],
    ]
    for (const own of chunks) {
      chunk.reset()
      chunk.rowCount = own.length
      fillColumn.BIGINT(chunk, 0, [...own.keys()])
      chunk.setColumnValues(
        1,
        own.map((value) => (value === null ? null : (writing[type].text(value) ?? null))),
      )
      fillColumn[type](chunk, 2, own)
      appender.appendDataChunk(chunk)
    }
    appender.closeSync()
    const odd = await connection.run(`select place, spoken, "value" from filled where "value" is distinct from spoken::${type} limit 3`)
    expect(await odd.getRowsJson()).toEqual([])
    const counted = await connection.run('select count(*), count("value"), sum(place) from filled')
    const there = chunks.flat().filter((value) => value !== null).length
    expect(await counted.getRowsJson()).toEqual([[String(3_121), String(there), String(2_096_128 + 500_500 + 21 + 2_080)]])
  },
)

test('halves of a character in two rows next to each other stay two, and shift nothing of the rows behind them', async () => {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
  await connection.run('create table filled ("value" VARCHAR)')
  const appender = await connection.createAppender('filled')
  const chunk = DuckDBDataChunk.create([VARCHAR], 5)
  fillColumn.VARCHAR(chunk, 0, ['ends \uD83D', '\uDE00 begins, longer than twelve bytes', null, 'plain', 'plain, longer than twelve bytes'])
  appender.appendDataChunk(chunk)
  appender.closeSync()
  expect(await (await connection.run('from filled')).getRowsJson()).toEqual([
    ['ends \uFFFD'],
    ['\uFFFD begins, longer than twelve bytes'],
    [null],
    ['plain'],
    ['plain, longer than twelve bytes'],
  ])
})
