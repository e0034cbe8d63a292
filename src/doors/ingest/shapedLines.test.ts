import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { lineReader } from './shapedLines.ts'

const naming = new Set(['name', 'event'])
const names = fc.constantFrom('a', 'b', 'name', 'event', 'props', 'ä', '$x.y', 'a-b', '1', '__proto__', 'constructor', 'with space', 'q"t', 'l\u0001n')
const text = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', '\uD83D', '"', '\\', '}', '{"a":1}', 'null', '\u2028'),
)
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(-0, 1e300, 1e-7, 2 ** 60))
const plain = fc.oneof(text, number, fc.boolean(), fc.constant(null))
const record = fc.array(fc.tuple(names, fc.oneof(plain, fc.array(plain, { maxLength: 3 }))), { maxLength: 5 }).map((fields) => Object.fromEntries(fields))
const event = fc
  .array(fc.tuple(names, fc.oneof({ weight: 4, arbitrary: plain }, record, fc.array(record, { maxLength: 2 }))), { maxLength: 6 })
  .map((fields) => Object.fromEntries(fields))

/** As clients write JSON: packed, with a space behind commas and colons, or over several lines. */
const written = fc.tuple(event, fc.constantFrom('packed', 'spaced', 'wide')).map(([value, how]) => {
  if (how === 'packed') return JSON.stringify(value)
  return how === 'wide' ? JSON.stringify(value, null, 1) : JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ')
})
/** The same line with one character more, less, or another. */
const broken = fc
  .tuple(written, fc.nat(), fc.constantFrom('', '"', '}', '{', ',', ':', '\\', '\t', '\u0000', '0', '.', '-', 'e', ' ', 'x'), fc.boolean())
  .map(([line, place, other, isIn]) => line.slice(0, place % (line.length + 1)) + other + line.slice((place % (line.length + 1)) + (isIn ? 0 : 1)))

function readBy(read: (line: string) => unknown, line: string): unknown {
  try {
    return { value: read(line) }
  } catch (error) {
    return error instanceof SyntaxError ? 'no JSON' : error
  }
}

/** What a value is, the order of its names and the sign of a zero included. */
const shown = (value: unknown): string => JSON.stringify(value, (_, one: unknown) => (Object.is(one, -0) ? 'minus zero' : one))

describe('lines of JSON', () => {
  test('are read as JSON.parse reads them, whatever was read before', () => {
    const read = lineReader(naming)
    fc.assert(
      fc.property(fc.array(fc.oneof(written, broken), { minLength: 1, maxLength: 30 }), (lines) => {
        for (const line of [...lines, ...lines]) {
          const [own, usual] = [readBy(read, line), readBy(JSON.parse, line)]
          expect({ line, isSame: isDeepStrictEqual(own, usual) }).toEqual({ line, isSame: true })
          expect(shown(own)).toBe(shown(usual))
        }
      }),
      { numRuns: 300 },
    )
  })

  test('of one shape with one character changed are read so too', () => {
    const lines = [
      '{"id":"e-1","name":"opened","at":12.5,"on":true,"of":null,"props":{"plan":"team","size":3,"in":{"a":[1]}},"tags":["x"]}',
      '{"name": "closed", "props": {"plan": "free", "size": -1e3}}',
    ]
    const read = lineReader(naming)
    const others = ['"', '\\', '}', '{', ']', '[', ',', ':', '\n', '\u0001', '0', '.', '-', 'e', ' ', 'x', '', '\uD800', '""', '{}']
    for (const line of lines)
      for (let place = 0; place <= line.length; place += 1)
        for (const other of others)
          for (const cut of [0, 1]) {
            const changed = line.slice(0, place) + other + line.slice(place + cut)
            expect(readBy(read, line)).toStrictEqual({ value: JSON.parse(line) })
            expect({ changed, is: readBy(read, changed) }).toStrictEqual({ changed, is: readBy(JSON.parse, changed) })
          }
  })

  test('of more shapes than are kept are read all the same, and later ones of one shape again', () => {
    const read = lineReader(naming)
    for (let index = 0; index < 3_000; index += 1) {
      const line = JSON.stringify({ name: `event ${index % 700}`, [`own${index}`]: index, props: { [`p${index % 50}`]: 'x' } })
      expect(read(line)).toStrictEqual(JSON.parse(line))
    }
  })

  test('whose names nobody sends any more make room for those that are sent', () => {
    const read = lineReader(naming)
    const lineOf = (name: string, size: number): string => JSON.stringify({ name, props: { size, kind: 'trend' } })
    for (let at = 0; at < 600; at++) read(lineOf(`made up ${at}`, at))
    /** How many records of a hundred lines are left to JSON.parse. */
    const slow = (): number => {
      const parse = vi.spyOn(JSON, 'parse')
      for (let at = 0; at < 100; at++) read(lineOf('opened', at))
      const { length } = parse.mock.calls
      parse.mockRestore()
      return length
    }
    expect(slow()).toBe(100)
    for (let at = 0; at < 65_536; at++) read(lineOf('opened', at))
    expect(slow()).toBe(0)
  })

  test('of any length are read, with and without an escape in a record of theirs', () => {
    const read = lineReader(naming)
    const lineOf = (texts: number, text: string): string => JSON.stringify({ name: 'opened', props: { list: Array<string>(texts).fill(text) } })
    for (const texts of [1, 2, 300, 1_000_000])
      for (const text of ['a', 'a "b"']) expect(isDeepStrictEqual(read(lineOf(texts, text)), JSON.parse(lineOf(texts, text)))).toBe(true)
  })
})
