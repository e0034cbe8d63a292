import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode, encode, encodeWithin, type StreamEntry } from './records.ts'
import { packedText, unpackedText } from './streamForm.ts'

const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('', '\n', '{"a":"b"}', '\uD83D', '\uDE00', '😀', '\u0000'),
)
const cell = fc.oneof(text, fc.double(), fc.boolean(), fc.constant(null))
/** Columns of texts, of numbers, of nothing, and of everything. */
const column = fc.constantFrom(text, fc.option(text), fc.integer(), fc.constant(null), fc.constant('same'), cell)
const table = fc
  .record({ table: fc.constantFrom('event', 'event_link'), columns: fc.array(column, { maxLength: 6 }), count: fc.nat(12) })
  .chain(({ table: name, columns, count }) =>
    fc
      .array(fc.tuple(...columns), { minLength: count, maxLength: count })
      .map((rows) => ({ table: name, columns: columns.map((_, place) => `c${place}`), rows })),
  )
const entry = fc
  .record({ at: fc.constant('2026-01-02T03:04:05.000Z'), source: text, tables: fc.array(table, { maxLength: 3 }) })
  .map((said): StreamEntry => ({ kind: 'stream', ...said }))

/** As JSON keeps it: a number that is none is nothing. */
function asJson(given: unknown): StreamEntry {
  const written = JSON.stringify(given)
  return JSON.parse(written)
}

describe('rows of a stream in the journal', () => {
  test('come out as JSON would have kept them, by column or not', () => {
    fc.assert(
      fc.property(entry, (one) => {
        expect(decode(encode(one))).toEqual(asJson(one))
      }),
      { numRuns: 500 },
    )
  })

  test('stand by column unless a row is none of its table or a character is half', () => {
    const rows = [
      ['é', 1],
      [null, 2],
    ]
    const given = (of: unknown[]): StreamEntry => asJson({ kind: 'stream', at: '', source: '', tables: [{ table: 'event', columns: ['a', 'b'], rows: of }] })
    expect(packedText(given(rows))).toBe(
      '{"kind":"columns","at":"","source":"","tables":[{"table":"event","columns":["a","b"],"count":2,"cells":[{"texts":[1,-1]},[1,2]]}]}\né',
    )
    for (const odd of [
      [['a']],
      [['a', 1, 2]],
      ['ab'],
      [null],
      [
        ['\uD83D', 1],
        ['\uDE00', 2],
      ].slice(0, 1),
    ]) {
      expect(packedText(given(odd))).toBeNull()
      expect(decode(encode(given(odd)))).toEqual(given(odd))
    }
  })

  test('two halves of a character in two rows stay two', () => {
    const one: StreamEntry = { kind: 'stream', at: '', source: '', tables: [{ table: 'event', columns: ['a'], rows: [['\uD83D'], ['\uDE00']] }] }
    expect(decode(encode(one))).toEqual(one)
  })

  test('a text of another form is none of these', () => {
    expect(unpackedText('{"kind":"stream","at":"","source":"","tables":[]}')).toBeNull()
  })

  test('with less in them fit where they stood, in the form of before too', () => {
    const rows = Array.from({ length: 200 }, (_, row) => [`e-${row}`, row, `{"plan":"team","size":${row}}`, null])
    const one: StreamEntry = { kind: 'stream', at: '2026-01-02', source: 'sdk/1', tables: [{ table: 'event', columns: ['a', 'b', 'c', 'd'], rows }] }
    const { length } = encode(one)
    for (let left = 199; left >= 0; left -= 1) {
      const less: StreamEntry = { ...one, tables: [{ table: 'event', columns: ['a', 'b', 'c', 'd'], rows: rows.slice(0, left) }] }
      const within = encodeWithin(less, length)
      expect(within.length).toBe(length)
      expect(decode(Buffer.from(within))).toEqual(less)
    }
  })
})
