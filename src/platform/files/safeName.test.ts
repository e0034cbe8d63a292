import { join, normalize } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeName } from './safeName.ts'

test.each([
  ['report.csv', 'report.csv'],
  ['../../etc/passwd', 'passwd'],
  ['a\\..\\back.csv', 'back.csv'],
  ['C:\\Users\\Ann\\Umsätze 2026.csv', 'Umsätze 2026.csv'],
  ['売上.xlsx', '売上.xlsx'],
  ['.hidden', 'hidden'],
  ['a<b>|"c?.csv', 'a_b_c_.csv'],
  ['line\r\nbreak\0.csv', 'line_break_.csv'],
  ['NUL.csv', '_NUL.csv'],
  ['trailing. ', 'trailing'],
  ['..', 'file-7'],
  ['', 'file-7'],
  ['/', 'file-7'],
])('%j is kept as %j', (given, kept) => expect(safeName(given, 'file-7')).toBe(kept))

test('a long name keeps its end', () => {
  expect(safeName(`${'ä'.repeat(300)}.csv`, '')).toMatch(/^ä+\.csv$/)
  expect(Buffer.byteLength(safeName(`${'売'.repeat(300)}.xlsx`, ''))).toBeLessThanOrEqual(180)
})

test('whatever it is called, it stays in its folder and has a name', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('.', '/', '\\', ' ', 'a', ':') })), (name) => {
      const safe = safeName(name, 'file')
      expect(normalize(join('/folder', safe))).toBe(`/folder/${safe}`)
      expect(safe).not.toMatch(/^\.|[\\/:*?"<>|\p{Cc}]|[. ]$/u)
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(181)
      expect(safeName(safe, 'file')).toBe(safe)
    }),
  )
})
