import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvCell, csvOf } from './csv.ts'

test('what a spreadsheet would run as a formula is text', () => {
  expect(['=1+1', '+1', '-1', '@a', '\t=1'].map(csvCell)).toEqual([`"'=1+1"`, `"'+1"`, `"'-1"`, `"'@a"`, `"'\t=1"`])
})

test('a negative number stays a number, and null is an empty cell', () => {
  expect(csvOf([['a', -0.5, null]])).toBe('"a",-0.5,')
})

test('an independent reader reads every plain text back', () => {
  const cell = fc.string().filter((text) => !/^[=+\-@\t\r\n\0]/.test(text))
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      expect(parse(csvOf(rows), { relax_column_count: true, skip_empty_lines: false })).toEqual(rows.map((row) => [...row]))
    }),
  )
})
