import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { indexAt, noActivity, secondsOf, withPieces } from './activity.ts'
import { inOrder } from './order.ts'
import { anyLog } from '#test/support/anyLog.ts'
import { activityOf, eventsOf, pieceOf, type Happened } from './testing/log.ts'

const told = (log: readonly Happened[]): string[] => log.map((one) => JSON.stringify([one.at, one.account, one.actor, one.name])).toSorted()

describe('events as columns', () => {
  test('hold every event once, oldest first, whatever the order and the pieces that they came in', () => {
    fc.assert(
      fc.property(anyLog(), fc.nat(), (log, seed) => {
        const cut = log.length === 0 ? 0 : seed % log.length
        const activity = withPieces(withPieces(noActivity, [pieceOf(log.slice(cut))]), [pieceOf(log.slice(0, cut)), pieceOf([])])
        expect(told(eventsOf(activity))).toEqual(told(log))
        expect(eventsOf(activity).map(({ at }) => at)).toEqual(log.map(({ at }) => at).toSorted((a, b) => a - b))
      }),
    )
  })

  test('an older state stays what it was when more comes', () => {
    fc.assert(
      fc.property(anyLog(), anyLog(), (first, more) => {
        const before = activityOf(first)
        const then = eventsOf(before)
        withPieces(before, [pieceOf(more)])
        expect(eventsOf(before)).toEqual(then)
      }),
    )
  })

  test('what comes later is added in place, without moving what is known', () => {
    const before = withPieces(activityOf([{ at: 5, account: 'acme', actor: null, name: 'report' }]), [
      pieceOf(Array.from({ length: 20 }, (_, at) => ({ at: at + 6, account: 'bolt', actor: 'ann', name: 'alert' }))),
    ])
    const after = withPieces(before, [pieceOf([{ at: 99, account: 'acme', actor: 'ann', name: 'report' }])])
    expect(after.at.buffer).toBe(before.at.buffer)
    expect([before.length, after.length]).toEqual([21, 22])
  })

  test('a quantity is kept from the first event that has one on', () => {
    const once = activityOf([{ at: 5, account: 'acme', actor: null, name: 'report' }])
    expect(once.quantity).toBeNull()
    const piece = pieceOf([{ at: 1, account: 'bolt', actor: null, name: 'report' }])
    expect(withPieces(once, [{ ...piece, quantity: [2.5] }]).quantity?.slice(0, 2)).toEqual(Float64Array.from([2.5, 1]))
  })

  test('the first row at an instant is found as by looking at each', () => {
    fc.assert(
      fc.property(anyLog(), fc.nat(60 * 86_400), (log, at) => {
        expect(indexAt(activityOf(log), at)).toBe(log.filter((one) => one.at < at).length)
      }),
    )
  })

  test('instants in the forms of the store mean the same', () => {
    expect(secondsOf('2000-01-02')).toBe(86_400)
    expect(['2000-01-01T00:01:00Z', '2000-01-01 00:01:00', '2000-01-01T01:01:00+01:00'].map(secondsOf)).toEqual([60, 60, 60])
    expect(secondsOf('1999-12-31T23:59:59.500Z')).toBe(-1)
  })
})

test('the radix order is that of a comparison, for all whole numbers of 32 bits', () => {
  fc.assert(
    fc.property(fc.int32Array(), (values) => {
      const sorted = Array.from(values, (value, place) => ({ value, place })).toSorted((a, b) => a.value - b.value || a.place - b.place)
      expect([...inOrder(values)]).toEqual(sorted.map(({ place }) => place))
    }),
  )
})
