import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeSegment, encodeSegment, joinedSegments, type Segment } from './segment.ts'

const anySegment = (isCounted: boolean): fc.Arbitrary<Segment> =>
  fc
    .array(
      fc.record({
        at: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
        account: fc.nat(2),
        actor: fc.integer({ min: -1, max: 1 }),
        name: fc.nat(1),
        often: fc.double({ noNaN: true }),
      }),
    )
    .map((rows) => ({
      after: -1,
      upTo: rows.length - 1,
      gone: 2,
      at: Int32Array.from(rows, ({ at }) => at),
      account: Int32Array.from(rows, ({ account }) => account),
      actor: Int32Array.from(rows, ({ actor }) => actor),
      name: Int32Array.from(rows, ({ name }) => name),
      quantity: isCounted ? Float64Array.from(rows, ({ often }) => often) : new Float64Array(),
      accounts: ['acme', 'bolt “ü”', 'crux'],
      actors: ['ann', '~7'],
      names: ['report', 'alert'],
    }))

const bytes = (segment: Segment): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.concat(encodeSegment(segment)))

const told = ({ at, account, actor, name, quantity, accounts, actors, names }: Segment): unknown[] =>
  Array.from(at, (each, row) => [each, accounts[account[row] ?? -1], actors[actor[row] ?? -1], names[name[row] ?? -1], quantity[row] ?? 1])

test('a segment comes back as it was written, with and without quantities', () => {
  fc.assert(
    fc.property(fc.oneof(anySegment(true), anySegment(false)), (segment) => {
      expect(decodeSegment(bytes(segment))).toEqual(segment)
    }),
  )
})

test('what was cut off, or is something else, is no segment', () => {
  fc.assert(
    fc.property(anySegment(true), fc.nat(), (segment, cut) => {
      const whole = bytes(segment)
      expect(decodeSegment(whole.slice(0, cut % whole.length))).toBeNull()
    }),
  )
  expect(decodeSegment(Uint8Array.from(Buffer.from('no segment at all')))).toBeNull()
})

test('segments joined tell the same rows, whatever their lists', () => {
  fc.assert(
    fc.property(anySegment(false), anySegment(true), (one, other) => {
      const second = { ...other, accounts: ['crux', 'dune', 'acme'], names: ['login', 'report'] }
      expect(told(joinedSegments([one, second]))).toEqual([...told(one), ...told(second)])
    }),
  )
})
