import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seatPrice, seatPriceTier, type LineEnd, type LinePair } from './seatPriceTier.ts'

const pair = (account: string, before: LineEnd | null, after: LineEnd | null): LinePair => ({ account, line: `${account}-1`, before, after })
const team = (quantity: bigint, price: bigint): LineEnd => ({ plan: 'Team', quantity, price })

test('seat and price parts of a line are exact in whole money', () => {
  const money = fc.bigInt({ min: 0n, max: 10n ** 12n })
  fc.assert(
    fc.property(money, money, money, money, (q0, p0, q1, p1) => {
      const { seat, price } = seatPrice({ quantity: q0, price: p0 }, { quantity: q1, price: p1 })
      expect(seat + price).toBe(q1 * p1 - q0 * p0)
    }),
  )
})

test('ten seats at 20 that become twelve at 22: 40 by seats, 24 by price', () => {
  const split = seatPriceTier([pair('Quill Press', team(10n, 20n), team(12n, 22n))])
  expect(split).toMatchObject({ change: 64n, seat: 40n, price: 24n, tier: 0n, begun: 0n, ended: 0n })
})

test('a plan change is all tier; begun and ended lines stand apart', () => {
  const split = seatPriceTier([
    pair('Quill Press', team(10n, 20n), { plan: 'Scale', quantity: 8n, price: 40n }),
    pair('Oxbow Cycles', null, team(3n, 20n)),
    pair('Tidemark Bank', team(5n, 20n), null),
  ])
  expect(split).toMatchObject({ change: 120n + 60n - 100n, tier: 120n, begun: 60n, ended: -100n, seat: 0n, price: 0n })
  expect(split.byAccount.get('Tidemark Bank')).toMatchObject({ ended: -100n, begun: 0n })
})

test('the parts sum to the change, per account and in total, and nothing is left over', () => {
  const end = fc.option(
    fc.record({ plan: fc.constantFrom('Team', 'Scale'), quantity: fc.bigInt({ min: 0n, max: 500n }), price: fc.bigInt({ min: 0n, max: 10n ** 9n }) }),
  )
  const line = fc.tuple(fc.constantFrom('a', 'b', 'c'), end, end).map(([account, before, after]) => pair(account, before, after))
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      const { change, byAccount, ...parts } = seatPriceTier(lines)
      const sum = ({ seat, price, tier, begun, ended }: typeof parts) => seat + price + tier + begun + ended
      expect(sum(parts)).toBe(change)
      const amount = (one: LineEnd | null) => (one ? one.quantity * one.price : 0n)
      for (const [account, own] of byAccount) {
        const moved = lines.filter((each) => each.account === account).reduce((total, { before, after }) => total + amount(after) - amount(before), 0n)
        expect(sum(own)).toBe(moved)
      }
    }),
  )
})
