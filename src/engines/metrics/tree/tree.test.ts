import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultsOf, leadOf, sayEdge, type Edge, type HypothesisEdge, type IdentityEdge, type Tree } from './tree.ts'

const nodes = ['arr', 'accounts', 'arpa', 'activation', 'retention', 'csat'].map((id) => ({ id, name: id.toUpperCase() }))
const product: IdentityEdge = { kind: 'identity', whole: 'arr', operation: 'product', parts: [{ id: 'accounts' }, { id: 'arpa' }] }
const belief = (from: string, to: string, lag: number): HypothesisEdge => ({
  kind: 'hypothesis',
  id: `${from}-${to}`,
  from,
  to,
  lag,
  sign: 1,
  confidence: 0.6,
  evidence: 'opinion',
})
const tree = (...edges: Edge[]): Tree => ({ nodes, edges })

describe('faults', () => {
  test('a sound tree has none', () => {
    expect(faultsOf(tree(product, belief('activation', 'retention', 2), { kind: 'guardrail', of: 'activation', guard: 'csat' }))).toEqual([])
  })
  test('a circle of identities is named from end to end', () => {
    const back: IdentityEdge = { kind: 'identity', whole: 'accounts', operation: 'sum', parts: [{ id: 'arr' }, { id: 'csat' }] }
    expect(faultsOf(tree(product, back))).toEqual(['Identities run in a circle: ARR → ACCOUNTS → ARR.'])
  })
  test.each([
    [belief('activation', 'unknown', 1), 'unknown, which is not in the tree'],
    [belief('activation', 'activation', 1), 'its own input'],
    [belief('activation', 'retention', -1), 'whole periods from 0'],
    [{ ...belief('activation', 'retention', 1), confidence: 2 }, 'between 0 and 1'],
    [{ ...product, operation: 'ratio', parts: [{ id: 'accounts' }] } as const, 'ratio of two metrics, not of 1'],
    [{ ...product, parts: [{ id: 'accounts' }] }, 'two parts or more'],
    [{ kind: 'guardrail', of: 'csat', guard: 'csat' } as const, 'cannot guard itself'],
  ])('%o', (edge, words) => {
    expect(faultsOf(tree(edge)).join(' ')).toContain(words)
  })
  test('one id twice is a fault', () => {
    expect(faultsOf({ nodes: [...nodes, { id: 'arr', name: 'Again' }], edges: [] })).toEqual(['Two metrics of the tree have one id.'])
  })
  test('identities that only point to later metrics never run in a circle, and one arrow back does', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 20 }), (pairs) => {
        const many = Array.from({ length: 12 }, (_, id) => ({ id: `m${id}`, name: `m${id}` }))
        const down = pairs.map(([a, b]): IdentityEdge => ({
          kind: 'identity',
          whole: `m${Math.min(a, b)}`,
          operation: 'sum',
          parts: [{ id: `m${Math.max(a, b) + 1}` }, { id: 'm11' }],
        }))
        expect(faultsOf({ nodes: many, edges: down })).toEqual([])
        const first = down[0]
        const back: IdentityEdge = { kind: 'identity', whole: 'm11', operation: 'sum', parts: [{ id: first?.whole ?? '' }, { id: 'm10' }] }
        expect(faultsOf({ nodes: many, edges: [...down, back] }).some((fault) => fault.includes('circle'))).toBe(true)
      }),
    )
  })
})

test('leads add up along the longest belief, and a belief in a circle ends', () => {
  const lead = leadOf(tree(belief('activation', 'retention', 2), belief('retention', 'arr', 3), belief('activation', 'arr', 1)))
  expect(lead.get('activation')).toEqual({ role: 'input', lead: 5 })
  expect(lead.get('retention')).toEqual({ role: 'between', lead: 3 })
  expect(lead.get('arr')).toEqual({ role: 'outcome', lead: 0 })
  expect(lead.get('csat')).toEqual({ role: 'apart', lead: 0 })
  expect(leadOf(tree(belief('activation', 'retention', 2), belief('retention', 'activation', 1))).get('activation')?.role).toBe('between')
})

test('only an experiment may be told as a cause', () => {
  const nameOf = (id: string) => id
  expect(sayEdge(belief('activation', 'retention', 2), nameOf)).toBe('activation may raise retention; an opinion, no experiment yet')
  expect(sayEdge({ ...belief('price', 'churn', 2), evidence: 'regression', sign: -1 }, nameOf)).toBe('price may lower churn; a correlation, no experiment yet')
  expect(sayEdge({ ...belief('activation', 'retention', 2), evidence: 'experiment' }, nameOf)).toBe('activation raises retention, by experiment')
  expect(sayEdge(product, nameOf)).toBe('arr is the product of accounts, arpa')
  expect(sayEdge({ kind: 'guardrail', of: 'activation', guard: 'csat' }, nameOf)).toBe('csat guards activation')
})
