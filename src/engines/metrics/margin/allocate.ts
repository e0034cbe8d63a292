import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { apportion } from '../../numbers/apportion.ts'

export type CostClass = 'direct_cogs' | 'shared_cogs' | 'support' | 'opex'

/** A charge of one month, in whole micro-units of the reporting currency. */
export interface Charge {
  readonly amount: bigint
  /** Null when nobody has said whose it is. */
  readonly costClass: CostClass | null
  readonly product: string | null
  readonly service: string
  /** Shares of products in millionths, when the charge names them; what is missing to a million stays unallocated. */
  readonly split: ReadonlyMap<string, bigint> | null
}

/** What the products of a month are weighed by when a shared charge is allocated. */
export type Weights = ReadonlyMap<string, bigint>

export interface ProductCost {
  readonly direct: bigint
  readonly shared: bigint
  readonly support: bigint
}

export interface Allocation {
  readonly products: ReadonlyMap<string, ProductCost>
  /** Charges that no product bears: unclassified, direct without a product, what a split leaves, shared with nothing to weigh by. */
  readonly unallocated: readonly { readonly amount: bigint; readonly service: string; readonly because: string }[]
  /** Costs of running the company: in no margin. */
  readonly opex: bigint
  readonly total: bigint
}

const million = 1_000_000n

/** Gives every charge to products or to the remainder. Allocated + unallocated + opex = total, to the micro-unit; the remainder is never spread. */
export function allocate(charges: readonly Charge[], weights: Weights): Allocation {
  const products = new Map<string, { direct: bigint; shared: bigint; support: bigint }>()
  const unallocated: { amount: bigint; service: string; because: string }[] = []
  let [opex, total] = [0n, 0n]
  const give = (product: string, kind: keyof ProductCost, amount: bigint): void => {
    if (amount === 0n) return
    const cost = products.get(product) ?? { direct: 0n, shared: 0n, support: 0n }
    cost[kind] += amount
    products.set(product, cost)
  }
  for (const charge of charges) {
    total += charge.amount
    if (charge.costClass === 'opex') {
      opex += charge.amount
      continue
    }
    const { parts, left, because } = partsOf(charge, weights)
    for (const [product, amount] of parts) give(product, kinds[charge.costClass ?? 'shared_cogs'], amount)
    if (left !== 0n) unallocated.push({ amount: left, service: charge.service, because })
  }
  return { products, unallocated, opex, total }
}

const kinds = { direct_cogs: 'direct', shared_cogs: 'shared', support: 'support' } as const

interface Parts {
  readonly parts: readonly (readonly [string, bigint])[]
  readonly left: bigint
  readonly because: string
}

function partsOf({ amount, costClass, product, split }: Charge, weights: Weights): Parts {
  if (costClass === null) return { parts: [], left: amount, because: 'no class' }
  if (product !== null) return { parts: [[product, amount]], left: 0n, because: '' }
  if (split !== null) return splitOf(amount, split)
  if (costClass === 'direct_cogs') return { parts: [], left: amount, because: 'direct without a product' }
  const shares = apportion(amount, [...weights.values()])
  if (shares === null) return { parts: [], left: amount, because: 'nothing to weigh by' }
  return { parts: [...weights.keys()].map((name, at) => [name, shares[at] ?? 0n]), left: 0n, because: '' }
}

function splitOf(amount: bigint, split: ReadonlyMap<string, bigint>): Parts {
  const claimed = [...split.values()].reduce((sum, share) => sum + share, 0n)
  if (claimed > million) throw new OutOfRange(`A split gives away ${Number(claimed) / 1e6} of a charge; at most 1 can be given.`)
  const shares = apportion(amount, [...split.values(), million - claimed]) ?? []
  return { parts: [...split.keys()].map((name, at) => [name, shares[at] ?? 0n]), left: shares.at(-1) ?? 0n, because: 'left by its split' }
}
