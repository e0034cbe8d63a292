import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocate, type Charge, type CostClass } from './allocate.ts'
import { apportion } from '../../numbers/apportion.ts'
import { chargesByMonth } from './charges.ts'

const weight = fc.bigInt({ min: 0n, max: 10n ** 15n })

describe('apportion', () => {
  test('Hamilton’s bill of 1792: 120 seats by the census of 1790, as it was passed and vetoed (Balinski and Young, Fair Representation, 1982)', () => {
    const people = [630560n, 475327n, 432879n, 353523n, 331589n, 278514n, 236841n, 206236n, 179570n, 141822n, 85533n, 70835n, 68705n, 68446n, 55540n]
    expect(apportion(120n, people)).toEqual([21n, 16n, 14n, 12n, 11n, 9n, 8n, 7n, 6n, 5n, 3n, 2n, 2n, 2n, 2n])
  })

  test('parts sum to the amount, each within one unit of its share; credits are split as their opposite', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.array(weight, { minLength: 1, maxLength: 8 }), (amount, weights) => {
        const parts = apportion(amount, weights)
        const whole = weights.reduce((sum, one) => sum + one, 0n)
        if (whole === 0n) expect(parts).toBeNull()
        else {
          expect(parts?.reduce((sum, one) => sum + one, 0n)).toBe(amount)
          parts?.forEach((part, at) => {
            const off = part * whole - amount * (weights[at] ?? 0n)
            expect(off < whole && off > -whole).toBe(true)
          })
          expect(apportion(-amount, weights)).toEqual(parts?.map((part) => -part))
        }
      }),
    )
  })

  test('a weight below zero is refused', () => {
    expect(() => apportion(1n, [-1n])).toThrow('zero or more')
  })
})

const charge = (amount: bigint, costClass: CostClass | null, more: Partial<Charge> = {}): Charge => ({
  amount,
  costClass,
  product: null,
  service: 'compute',
  split: null,
  ...more,
})

describe('allocate', () => {
  test('each class goes where it belongs, and the remainder says why it is one', () => {
    const { products, unallocated, opex, total } = allocate(
      [
        charge(100n, 'direct_cogs', { product: 'core' }),
        charge(10n, 'shared_cogs'),
        charge(7n, 'support', { product: 'connect' }),
        charge(50n, null, { service: 'observability' }),
        charge(9n, 'direct_cogs'),
        charge(1000n, 'shared_cogs', { split: new Map([['core', 600_000n]]) }),
        charge(5n, 'opex', { product: 'core' }),
      ],
      new Map([
        ['core', 2n],
        ['connect', 1n],
      ]),
    )
    expect(products.get('core')).toEqual({ direct: 100n, shared: 607n, support: 0n })
    expect(products.get('connect')).toEqual({ direct: 0n, shared: 3n, support: 7n })
    expect(unallocated.map(({ amount, because }) => [amount, because])).toEqual([
      [50n, 'no class'],
      [9n, 'direct without a product'],
      [400n, 'left by its split'],
    ])
    expect([opex, total]).toEqual([5n, 1181n])
  })

  test('without weights a shared charge stays unallocated; a split above the whole is refused', () => {
    expect(allocate([charge(10n, 'shared_cogs')], new Map()).unallocated).toEqual([{ amount: 10n, service: 'compute', because: 'nothing to weigh by' }])
    expect(() => allocate([charge(10n, 'shared_cogs', { split: new Map([['core', 1_000_001n]]) })], new Map())).toThrow('at most 1')
  })

  test('allocated + unallocated + opex = total, to the micro-unit, under any weights and any order (property 22)', () => {
    const product = fc.constantFrom('core', 'insights', 'connect')
    const charges = fc.array(
      fc.record({
        amount: fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }),
        costClass: fc.constantFrom<CostClass | null>('direct_cogs', 'shared_cogs', 'support', 'opex', null),
        product: fc.option(product),
        service: fc.constantFrom('compute', 'storage'),
        split: fc.option(fc.tuple(fc.nat(500_000), fc.nat(500_000)).map(([a, b]) => new Map([['core', BigInt(a)], ['connect', BigInt(b)]]))), // prettier-ignore
      }),
      { maxLength: 20 },
    )
    const weights = fc.uniqueArray(fc.tuple(product, weight), { selector: ([name]) => name }).map((pairs) => new Map(pairs))
    fc.assert(
      fc.property(charges, weights, (given, by) => {
        const sums = (some: readonly Charge[]) => {
          const { products, unallocated, opex, total } = allocate(some, by)
          const allocated = [...products.values()].reduce((sum, { direct, shared, support }) => sum + direct + shared + support, 0n)
          const left = unallocated.reduce((sum, { amount }) => sum + amount, 0n)
          expect(allocated + left + opex).toBe(total)
          return [allocated, left, opex, total]
        }
        expect(sums(given)[3]).toBe(given.reduce((sum, { amount }) => sum + amount, 0n))
        expect(sums(given.toReversed())).toEqual(sums(given))
      }),
    )
  })
})

describe('charges', () => {
  const row = (more: Readonly<Record<string, unknown>>) => ({
    period_start: '2024-12-01T00:00:00.000Z',
    period_end: '2025-01-01T00:00:00.000Z',
    effective_cost: 310_000_001,
    currency: 'USD',
    service: 'compute',
    tags: null,
    cost_class: 'shared_cogs',
    product_id: null,
    ...more,
  })
  const none = () => null

  test('a line of one month is that month’s; one across months is split by days, exactly; its end is not inside (FOCUS ChargePeriodEnd)', () => {
    expect([...chargesByMonth([row({})], 'USD', none).keys()]).toEqual(['2024-12'])
    const months = chargesByMonth([row({ period_start: '2024-11-16T00:00:00Z', period_end: '2024-12-17T00:00:00Z' })], 'USD', none)
    // 15 days of November and 16 of December
    expect([...months].map(([month, charges]) => [month, charges[0]?.amount])).toEqual([
      ['2024-11', 150_000_000n],
      ['2024-12', 160_000_001n],
    ])
  })

  test('a foreign charge is converted at its month’s rate and rounded once; without a rate it is refused by name', () => {
    const foreign = row({ currency: 'EUR', effective_cost: 5 })
    expect(chargesByMonth([foreign], 'USD', () => 1.1).get('2024-12')?.[0]?.amount).toBe(6n) // 5.5, to the even
    expect(() => chargesByMonth([foreign], 'USD', none)).toThrow('no rate from EUR to USD for 2024-12')
  })

  test('tags name the products that share a charge; other tags and broken ones say nothing', () => {
    const split = (tags: unknown) => chargesByMonth([row({ tags })], 'USD', none).get('2024-12')?.[0]?.split
    expect(split('{"split": {"core": 0.6, "connect": 0.25}}')).toEqual(new Map([['core', 600_000n], ['connect', 250_000n]])) // prettier-ignore
    expect([split('{"team": "core"}'), split('{'), split(null)]).toEqual([null, null, null])
  })

  test('months of a long line sum to it, whatever its ends', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.integer({ min: 1, max: 400 }), fc.integer({ min: -1e9, max: 1e9 }), (from, length, cost) => {
        const day = (offset: number) => new Date(Date.parse('2023-01-01T00:00:00Z') + offset * 86_400_000).toISOString()
        const months = chargesByMonth([row({ period_start: day(from), period_end: day(from + length), effective_cost: cost })], 'USD', none)
        expect([...months.values()].flat().reduce((sum, { amount }) => sum + amount, 0n)).toBe(BigInt(cost))
      }),
    )
  })
})
