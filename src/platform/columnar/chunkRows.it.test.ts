import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOfChunk } from './chunkRows.ts'
import { fromStore, type Value } from './values.ts'

let duck: DuckDBConnection
beforeAll(async () => {
  duck = await (await DuckDBInstance.create(':memory:')).connect()
})
afterAll(() => duck.closeSync())

/** Rows read in place, beside the same rows asked value by value. */
async function both(sql: string): Promise<readonly [Value[][], Value[][]]> {
  const [quick, slow]: [Value[][], Value[][]] = [[], []]
  const result = await duck.stream(sql)
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    quick.push(...rowsOfChunk(chunk))
    slow.push(...chunk.getRows().map((row) => row.map(fromStore)))
  }
  return [quick, slow]
}

const values = {
  'texts, short and long, plain and not': `case i % 5 when 0 then 'a' when 1 then 'exactly12 ab' when 2 then 'Zürich' when 3 then repeat('long ', 9) else '' end`,
  days: `date '2024-02-27' + (i % 4)::integer`,
  instants: `timestamp '1969-12-31 23:59:59.999999' + to_microseconds(i * 1000333)`,
  'whole numbers': 'i * 1000003 - 7',
  'small whole numbers': '(i - 900)::integer',
  'numbers with fractions': 'i / 7.0::double',
  'yes and no': 'i % 3 = 0',
  decimals: '(i / 8)::decimal(9, 3)',
  lists: `[i::varchar, 'x']`,
  uuids: `md5(i::varchar)::uuid`,
}

test.each(Object.entries(values))('%s are read in place as they are asked one by one, with gaps and without', async (_, value) => {
  for (const gaps of ['false', 'i % 7 = 3', 'true']) {
    const [quick, slow] = await both(`select i, case when ${gaps} then null else ${value} end as v, 'z' as last from range(5000) r(i)`)
    expect(quick.length).toBe(5000)
    expect(quick).toEqual(slow)
  }
})
