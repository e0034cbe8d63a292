import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openFactStore, type Row, type TableShape } from './store.ts'
import { writing } from './values.ts'

const shape: TableShape = {
  name: 'sampler',
  key: ['id'],
  columns: [
    { name: 'id', type: 'VARCHAR' },
    { name: 'text', type: 'VARCHAR' },
    { name: 'whole', type: 'BIGINT' },
    { name: 'real', type: 'DOUBLE' },
    { name: 'yes', type: 'BOOLEAN' },
    { name: 'day', type: 'DATE' },
    { name: 'instant', type: 'TIMESTAMP' },
    { name: 'list', type: 'VARCHAR[]' },
  ],
}

/** Texts that look like the marks between cells and for empty ones, and everything else that Unicode has. */
const marks = fc.array(fc.constantFrom('\u001D', '\u001E', '0', '1', '', ' ', '"', '\n', 'a'), { maxLength: 6 }).map((parts) => parts.join(''))
const text = fc.oneof(
  marks,
  fc.string({ unit: 'binary' }).map((some) => some.replaceAll('\0', '')),
)
const instant = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }).map((date) => date.toISOString())
const row = fc.tuple(
  fc.option(text),
  fc.option(fc.maxSafeInteger()),
  fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)),
  fc.option(fc.boolean()),
  fc.option(instant.map((value) => value.slice(0, 10))),
  fc.option(instant),
  fc.option(fc.array(text, { maxLength: 3 })),
)

test('whatever a row holds comes back as it was given, also what looks like the marks of the crossing', { timeout: 60_000 }, async () => {
  const home = mkdtempSync(join(tmpdir(), 'throughline-facts-'))
  const store = await openFactStore({ home })
  try {
    let count = 0
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), async (values) => {
        const id = String((count += 1))
        const rows: Row[] = values.map((one, index) => [`${id}-${String(index).padStart(3, '0')}`, ...one])
        await store.ingest('company', { id, source: id, recordedAt: '2026-01-01T00:00:00Z', fact: shape, rows: [rows] })
        const back = await store.query('company', `select id, "text", whole, real, yes, day, instant, list from sampler where source_id = '${id}' order by id`)
        expect(back.rows).toEqual(rows)
      }),
      { numRuns: 25 },
    )
  } finally {
    await store.close()
    rmSync(home, { recursive: true, force: true })
  }
})

test('an instant is kept in the form that the store reads, whatever zone it names', () => {
  fc.assert(
    fc.property(instant, fc.integer({ min: -14 * 60, max: 14 * 60 }), (utc, ahead) => {
      fc.pre(!/^(0001-01-01|9999-12-31)/.test(utc))
      const local = new Date(Date.parse(utc) + ahead * 60_000).toISOString().slice(0, -1)
      const zone = `${ahead < 0 ? '-' : '+'}${String(Math.trunc(Math.abs(ahead) / 60)).padStart(2, '0')}:${String(Math.abs(ahead) % 60).padStart(2, '0')}`
      expect(writing.TIMESTAMP.text(local + zone)).toBe(utc)
      expect(writing.TIMESTAMP.text(utc)).toBe(utc)
    }),
  )
  for (const wrong of [
    '2023-02-29T00:00:00Z',
    '2024-12-31T24:00:00Z',
    '2024-12-31T09:60:00.000Z',
    '2024-13-01T09:00:00Z',
    '2024-1x-01T09:00:00Z',
    '2024-12-31',
  ])
    expect(writing.TIMESTAMP.text(wrong)).toBeUndefined()
  for (const wrong of ['2023-02-29', '2024-12-3x', '24-12-31', '2024/12/31']) expect(writing.DATE.text(wrong)).toBeUndefined()
})
