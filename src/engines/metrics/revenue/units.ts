import { keeper, once } from '../../numbers/once.ts'
import { type Accounts } from './accounts.ts'
import { type Line } from './lines.ts'
import { type RevenuePolicy } from './policy.ts'
import { type Register } from './register.ts'

/**
 * Atoms are the smallest holders of revenue that never change (an account, an account's product, a line); units are what is counted as a customer
 * under the policy's grain. Which unit holds an atom may change in time, as accounts merge or change their parent.
 */
export type Holders = {
  /** The same for all holders whose atoms and units are numbered alike, so that what follows from their numbers may be kept with it. */
  readonly book: object
  readonly atomCount: number
  /** All units in the order in which they are told; null where that of their numbers is. */
  order(): Int32Array | null
  /** Units that exist so far; maps of other days may add to them where products are numbered as they come. */
  count(): number
  /** Unit of each atom, with owners and parents read on the two days. */
  map(ownerDay: number, parentDay: number): Int32Array
  account(unit: number): number
  /** Product under the product grain, line under the subscription grain, else empty. */
  part(unit: number): string
  /** Atoms of some lines, whose accounts are given; -1 leaves a line out. */
  atoms(lines: readonly Line[], accountOf: Int32Array): Int32Array
}

export type Units = Omit<Holders, 'atoms'> & {
  /** Atom of each line; -1 leaves the line out. */
  readonly atomOf: Int32Array
}

/** So many products of accounts for each line are numbered whether somebody has them or not. */
const mostEmpty = 4

/** All products of some lines, where every product of every account is numbered; null where they are too many, and are numbered as lines come. */
export function everyProduct(lines: readonly Line[], accounts: number): readonly string[] | null {
  const products = productsOf(lines)
  return accounts * products.length <= mostEmpty * lines.length ? products : null
}

const productsOf = once((lines: readonly Line[]): readonly string[] => {
  const products = new Set<string>()
  for (const { product } of lines) products.add(product)
  return [...products].toSorted()
})

/**
 * `accountOf` is the account of each line, -1 for those that are left out; `products` are those of `everyProduct`; `terms` name all that pages of a book follow from
 * besides lines and who holds them.
 */
export function holdersOf(
  lines: readonly Line[],
  accountOf: Int32Array,
  accounts: Accounts,
  policy: RevenuePolicy,
  products: readonly string[] | null,
  terms: string,
): Holders {
  const { register } = accounts
  if (policy.grain === 'parent' || policy.grain === 'billing_account') {
    const size = register.width
    const map: Holders['map'] = (ownerDay, parentDay) => accounts.roots(ownerDay, parentDay)
    const book = books(register, terms, () => ({}))
    return { book, atomCount: size, order: register.inOrder, count: () => size, map, account: (unit) => unit, part: () => '', atoms: (_, all) => all }
  }
  if (policy.grain === 'product' && products) return everyPair(accounts, products, terms)
  const partOf = (line: Line): string => (policy.grain === 'product' ? line.product : line.id)
  const own = interned()
  const atoms: Holders['atoms'] = (some, all) => eachAtom(some, all, (account, line) => own.place(account, partOf(line)))
  atoms(lines, accountOf)
  const atomCount = own.accounts.length
  const order = (): null => null
  if (policy.grain === 'subscription') {
    const self = Int32Array.from(own.accounts, (_, atom) => atom)
    const map = (): Int32Array => self
    return { book: {}, atomCount, order, atoms, count: () => atomCount, map, account: (unit) => own.accounts[unit] ?? 0, part: (unit) => own.parts[unit] ?? '' }
  }
  const held = interned()
  const map = byRoots((roots) => Int32Array.from(own.accounts, (account, atom) => held.place(roots[account] ?? account, own.parts[atom] ?? '')))
  return {
    book: {},
    atomCount,
    order,
    atoms,
    count: () => held.accounts.length,
    map: (ownerDay, parentDay) => map(accounts.roots(ownerDay, parentDay)),
    account: (unit) => held.accounts[unit] ?? 0,
    part: (unit) => held.parts[unit] ?? '',
  }
}

/** Units of lines: the holders, and who among them holds each line. */
export function units(lines: readonly Line[], accountOf: Int32Array, holders: Holders): Units {
  const { atoms, ...rest } = holders
  return { ...rest, atomOf: atoms(lines, accountOf) }
}

function eachAtom(lines: readonly Line[], accountOf: Int32Array, atom: (account: number, line: Line) => number): Int32Array {
  const atoms = new Int32Array(lines.length)
  lines.forEach((line, place) => {
    const account = accountOf[place] ?? -1
    atoms[place] = account < 0 ? -1 : atom(account, line)
  })
  return atoms
}

/** Every product of every account in the order of both, whether somebody has it or not: another line changes the place of none. */
function everyPair({ register, roots }: Accounts, products: readonly string[], terms: string): Holders {
  const [size, places] = [products.length, new Map(products.map((product, place) => [product, place]))]
  const count = register.width * size
  const own = JSON.stringify(products)
  const pairs = (some: Int32Array, length: number): Int32Array =>
    keptPairs(some, own, () => Int32Array.from({ length }, (_, pair) => (some[Math.floor(pair / size)] ?? 0) * size + (pair % size)))
  return {
    book: books(register, `${own} ${terms}`, () => ({})),
    atomCount: count,
    order: () => pairs(register.inOrder(), register.ids.length * size),
    count: () => count,
    map: (ownerDay, parentDay) => pairs(roots(ownerDay, parentDay), count),
    account: (unit) => Math.floor(unit / size),
    part: (unit) => products[unit % size] ?? '',
    atoms: (lines, accountOf) => eachAtom(lines, accountOf, (account, line) => account * size + (places.get(line.product) ?? 0)),
  }
}

const books = keeper<Register, object>(48)
/** The same accounts by number give the same pairs. */
const keptPairs = keeper<Int32Array, Int32Array>(2)

/** The same roots give the same map. */
function byRoots(make: (roots: Int32Array) => Int32Array): (roots: Int32Array) => Int32Array {
  const maps = new Map<Int32Array, Int32Array>()
  return (roots) => {
    const map = maps.get(roots) ?? make(roots)
    maps.set(roots, map)
    return map
  }
}

/** Gives a place to each pair of an account and a part, in the order in which they come. */
function interned(): { readonly accounts: number[]; readonly parts: string[]; place(account: number, part: string): number } {
  const byPart = new Map<string, Map<number, number>>()
  const accounts: number[] = []
  const parts: string[] = []
  return {
    accounts,
    parts,
    place(account, part) {
      const places = byPart.get(part) ?? new Map<number, number>()
      if (places.size === 0) byPart.set(part, places)
      const known = places.get(account)
      if (known !== undefined) return known
      places.set(account, accounts.length)
      accounts.push(account)
      parts.push(part)
      return accounts.length - 1
    },
  }
}
