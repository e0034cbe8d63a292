import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rowOrder } from './order.ts'

test('rows stand by name, then by time over any span of years, then as they came', () => {
  const row = fc.record({ name: fc.nat({ max: 3 }), ts: fc.oneof(fc.nat({ max: 4 }), fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 })) })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
      const order = [
        ...rowOrder(
          Uint32Array.from(rows, ({ name }) => name),
          Float64Array.from(rows, ({ ts }) => ts),
          rows.length,
        ),
      ]
      const wanted = rows.map((_, at) => at).toSorted((a, b) => (rows[a]?.name ?? 0) - (rows[b]?.name ?? 0) || (rows[a]?.ts ?? 0) - (rows[b]?.ts ?? 0) || a - b)
      expect(order).toEqual(wanted)
    }),
  )
})
