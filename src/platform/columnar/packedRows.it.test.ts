import { expect, test } from 'vitest'
import { vectorRows } from './fillChunk.ts'
import { packedRows, type PackedRows } from './packedRows.ts'

const chunksOf = 8
const text = 'x'.repeat(8_192)
const bytes = chunksOf * vectorRows * text.length

/** Rows of a table that waited, were written, and left their chunks to the next ones. */
function written(): PackedRows {
  const packed = packedRows({ name: 'event', key: ['id'], columns: [{ name: 'id', type: 'VARCHAR' }] })
  const rows = Array.from({ length: vectorRows }, () => [text])
  for (let position = 0; position < chunksOf; position += 1) packed.add(rows, { at: 0, source: 'sdk/EVS-1', position })
  packed.giveBack(packed.take(false).chunks)
  return packed
}

test('chunks that were given back hold none of their texts: others have that memory', () => {
  const resting = [written()]
  const before = process.memoryUsage.rss()
  resting.push(written())
  expect(process.memoryUsage.rss() - before).toBeLessThan(bytes / 4)
  expect(resting.map(({ rows }) => rows)).toEqual([0, 0])
})
