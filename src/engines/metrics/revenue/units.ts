import { type Accounts } from './accounts.ts'
import { type Line } from './lines.ts'
import { type RevenuePolicy } from './policy.ts'

/**
 * Atoms are the smallest holders of revenue that never change (an account, an account's product, a line); units are what is counted as a customer
 * under the policy's grain. Which unit holds an atom may change in time, as accounts merge or change their parent.
 */
export type Units = {
  readonly atomCount: number
  /** Atom of each line; -1 leaves the line out. */
  readonly atomOf: Int32Array
  readonly atomAccount: Int32Array
  /** Units that exist so far; maps of other days may add to them under the product grain. */
  count(): number
  /** Unit of each atom, with owners and parents read on the two days. */
  map(ownerDay: number, parentDay: number): Int32Array
  account(unit: number): number
  /** Product under the product grain, line under the subscription grain, else empty. */
  part(unit: number): string
}

export function units(lines: readonly Line[], accounts: Accounts, policy: RevenuePolicy, includeInternal: boolean): Units {
  const lineAccounts = Int32Array.from(lines, (line) => accounts.indexOf.get(line.account) ?? -1)
  const isOut = (account: number): boolean => account < 0 || (!includeInternal && accounts.isInternal[account] === 1)
  if (policy.grain === 'parent' || policy.grain === 'billing_account') {
    const everyone = Int32Array.from(accounts.ids, (_, account) => account)
    return {
      atomCount: accounts.ids.length,
      atomOf: lineAccounts.map((account) => (isOut(account) ? -1 : account)),
      atomAccount: everyone,
      count: () => accounts.ids.length,
      map: (ownerDay, parentDay) => accounts.roots(ownerDay, parentDay),
      account: (unit) => unit,
      part: () => '',
    }
  }
  const partOf = (line: Line): string => (policy.grain === 'product' ? line.product : line.id)
  const atoms = interned()
  const atomOf = Int32Array.from(lines, (line, index) => (isOut(lineAccounts[index] ?? -1) ? -1 : atoms.place(lineAccounts[index] ?? 0, partOf(line))))
  const atomAccount = Int32Array.from(atoms.accounts)
  if (policy.grain === 'subscription') {
    const self = Int32Array.from(atoms.accounts, (_, atom) => atom)
    return {
      atomCount: self.length,
      atomOf,
      atomAccount,
      count: () => self.length,
      map: () => self,
      account: (unit) => atomAccount[unit] ?? 0,
      part: (unit) => atoms.parts[unit] ?? '',
    }
  }
  const held = interned()
  const maps = new Map<Int32Array, Int32Array>()
  return {
    atomCount: atomAccount.length,
    atomOf,
    atomAccount,
    count: () => held.accounts.length,
    map(ownerDay, parentDay) {
      const roots = accounts.roots(ownerDay, parentDay)
      const known = maps.get(roots) ?? atomAccount.map((account, atom) => held.place(roots[account] ?? account, atoms.parts[atom] ?? ''))
      maps.set(roots, known)
      return known
    },
    account: (unit) => held.accounts[unit] ?? 0,
    part: (unit) => held.parts[unit] ?? '',
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
