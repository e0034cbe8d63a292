import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkIdentity, drillDown, type Values } from './identities.ts'
import type { IdentityEdge } from './tree.ts'

const table = (rows: Readonly<Record<string, Readonly<Record<string, number | null>>>>): Values =>
  new Map(Object.entries(rows).map(([id, row]) => [id, new Map(Object.entries(row))]))
const edge = (operation: IdentityEdge['operation'], ids: readonly string[], tolerance?: number): IdentityEdge => ({
  kind: 'identity',
  whole: 'whole',
  operation,
  parts: ids.map((id) => ({ id })),
  ...(tolerance === undefined ? {} : { tolerance }),
})

describe('checks', () => {
  test('revenue is accounts times revenue per account in October and not in November', () => {
    const values = table({
      whole: { '2026-10': 120_000, '2026-11': 121_000, '2026-12': 5, '2027-01': null },
      accounts: { '2026-10': 400, '2026-11': 400, '2026-12': null, '2027-01': 1 },
      arpa: { '2026-10': 300, '2026-11': 300, '2026-12': 3, '2027-01': 1 },
    })
    expect(checkIdentity(edge('product', ['accounts', 'arpa']), values, ['2026-10', '2026-11', '2026-12', '2027-01'])).toEqual([
      { period: '2026-10', state: 'holds', stated: 120_000, computed: 120_000, difference: 0 },
      { period: '2026-11', state: 'broken', stated: 121_000, computed: 120_000, difference: 1000 },
      { period: '2026-12', state: 'unknown', stated: 5, computed: null, difference: null },
      { period: '2027-01', state: 'unknown', stated: null, computed: 1, difference: null },
    ])
    expect(checkIdentity(edge('product', ['accounts', 'arpa'], 0.01), values, ['2026-11'])[0]?.state).toBe('holds')
  })
  test('a sum takes signs, a ratio without denominator is unknown', () => {
    const values = table({ whole: { p: 70 }, new: { p: 100 }, churn: { p: 30 }, none: { p: 0 } })
    const net: IdentityEdge = { ...edge('sum', []), parts: [{ id: 'new' }, { id: 'churn', sign: -1 }] }
    expect(checkIdentity(net, values, ['p'])[0]?.state).toBe('holds')
    expect(checkIdentity(edge('ratio', ['new', 'none']), values, ['p'])[0]).toMatchObject({ state: 'unknown', computed: null })
    expect(() => checkIdentity(edge('sum', ['new', 'churn'], -1), values, ['p'])).toThrow('zero or more')
  })
})

describe('drilling down', () => {
  test('the parts sum to the computed change, whatever the operation', () => {
    const side = fc.record({ a: fc.integer({ min: -50, max: 99 }), b: fc.integer({ min: 1, max: 99 }) })
    fc.assert(
      fc.property(side, side, fc.constantFrom('sum', 'product', 'ratio'), (before, after, operation) => {
        const of = ({ a, b }: typeof before) => (operation === 'sum' ? a + b : operation === 'product' ? a * b : a / b)
        const values = table({ a: { m: before.a, n: after.a }, b: { m: before.b, n: after.b } })
        const parts = drillDown(edge(operation, ['a', 'b']), values, 'm', 'n')
        expect(parts?.reduce((total, { part }) => total + part, 0)).toBeCloseTo(of(after) - of(before), 6)
      }),
    )
  })
  test('what is not measured cannot be drilled into', () => {
    expect(drillDown(edge('sum', ['a', 'b']), table({ a: { m: 1, n: 2 } }), 'm', 'n')).toBeNull()
  })
})
