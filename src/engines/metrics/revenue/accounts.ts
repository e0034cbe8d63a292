import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { type Account, type FindingLog } from './input.ts'
import { dayOf, NEVER } from './lines.ts'
import { type RevenuePolicy } from './policy.ts'
import { type Register } from './register.ts'
import { growing, keeper, nameOf, once } from '../../numbers/once.ts'

/** Accounts by their number in the register, with their versions in time: who owns whose lines, and which attributes held on a day. */
export type Accounts = {
  readonly register: Register
  readonly ids: readonly string[]
  /** How many there are; other numbers of the register are nobody here. */
  readonly count: number
  readonly isInternal: Uint8Array
  /** Some account has more than one version, so that attributes depend on the day. */
  readonly isDated: boolean
  /**
   * The account that stands for each account: its survivor after merges, then the top of its parents. Under `merges: churn_and_new` a merge
   * holds from its day on, read at `ownerDay`; parents are read at `parentDay`. The same days give the same array, so that a caller may compare.
   */
  roots(ownerDay: number, parentDay: number): Int32Array
  /** The version that held on a day: the first one for the days before it. */
  versionAt(account: number, day: number): Account
  /** Its versions in the order of time; nothing for nobody. */
  versionsOf(account: number): readonly Account[] | undefined
}

export type AccountTerms = { readonly policy: RevenuePolicy; readonly asOf: number; readonly knownAt: number }

/** Accounts of the table and those that only lines name, all of which are registered. A cycle among parents or merges is a RangeError that shows it. */
export function readAccounts(rows: readonly Account[], lineAccounts: Iterable<string>, register: Register, terms: AccountTerms, log: FindingLog): Accounts {
  const versions = versionsOf(rows, terms, log)
  const lists = listsIn(versions, nameOf(register), () => listsBy(register, versions)).slice()
  let count = versions.size
  for (const id of lineAccounts) {
    if (versions.has(id)) continue
    if (rows.length > 0) log.note('unknown_account', 'error', 'lines belong to accounts that do not exist; each counts as an account of its own', id)
    lists[register.numberOf(id) ?? 0] = [{ id }]
    count += 1
  }
  const { ids, width } = register
  const known: Known = (id) => {
    const number = register.numberOf(id)
    return number !== undefined && lists[number] !== none ? number : undefined
  }
  const versionAt = (account: number, day: number): Account => {
    const list = lists[account] ?? none
    let place = list.length - 1
    while (place > 0 && dayOf(list[place]?.valid_from, -NEVER) > day) place--
    return list[place] ?? { id: ids[account] ?? '' }
  }
  const isInternal = new Uint8Array(width)
  lists.forEach((list, account) => list[list.length - 1]?.is_internal && (isInternal[account] = 1))
  const isLinked = isLinkedIn(rows)
  if (isLinked) noteParents(lists, known, log)
  return {
    register,
    ids,
    count,
    isInternal,
    isDated: lists.some((list) => list.length > 1),
    versionAt,
    versionsOf: (account) => lists[account],
    roots: isLinked ? rootReader(lists, register, known, versionAt, terms.policy) : selfReader(register),
  }
}

const none: readonly Account[] = []
const isLinkedIn = once((rows: readonly Account[]) => rows.some((row) => row.parent_id || row.merged_into))

/** Versions by the number of their account: ledgers of one table have the same. */
const listsIn = keeper<ReadonlyMap<string, readonly Account[]>, readonly (readonly Account[])[]>(2)

function listsBy(register: Register, versions: ReadonlyMap<string, readonly Account[]>): readonly (readonly Account[])[] {
  const lists: (readonly Account[])[] = Array.from({ length: register.width }, () => none)
  for (const [id, list] of versions) lists[register.numberOf(id) ?? 0] = list
  return lists
}

/** The number of an account that is there. */
type Known = (id: string) => number | undefined

/** Accounts with one version each are read once, and go on with whoever comes. */
function versionsOf(rows: readonly Account[], terms: AccountTerms, log: FindingLog): ReadonlyMap<string, readonly Account[]> {
  if (terms.knownAt !== NEVER)
    return versionsById(
      rows.filter((row) => dayOf(row.recorded_at, -NEVER) <= terms.knownAt),
      terms,
      log,
    )
  return (
    keptAlone(
      rows,
      '',
      () => aloneIn(new Map(), rows),
      (before, more) => before && aloneIn(before, more),
    ) ?? versionsById(rows, terms, log)
  )
}

const keptAlone = growing<Account, ReadonlyMap<string, readonly Account[]> | null>(1)

/** The same map with more accounts; null as soon as one of them has a second row. */
function aloneIn(before: ReadonlyMap<string, readonly Account[]>, more: readonly Account[]): ReadonlyMap<string, readonly Account[]> | null {
  const all = new Map(before)
  for (const row of more) {
    if (all.has(row.id)) return null
    all.set(row.id, alone(row))
  }
  return all
}

function versionsById(rows: readonly Account[], terms: AccountTerms, log: FindingLog): ReadonlyMap<string, readonly Account[]> {
  const versions = new Map<string, readonly Account[]>()
  for (const [id, list] of Map.groupBy(rows, (row) => row.id))
    versions.set(id, list.length === 1 && list[0] ? alone(list[0]) : distinct(list, id, terms.asOf, log))
  return versions
}

/** The same row is the same list of versions. */
const alone = once((row: Account): readonly Account[] => [row])

/** One version per day of validity, in order; of two that differ, one is kept whatever the order of the rows. Versions of the future are not there yet. */
function distinct(list: readonly Account[], id: string, asOf: number, log: FindingLog): Account[] {
  const byDay = new Map<number, Account>()
  for (const row of list) {
    const day = dayOf(row.valid_from, -NEVER)
    const held = byDay.get(day)
    if (held && content(held) !== content(row)) log.note('account_contradiction', 'error', 'accounts appear twice from the same day with different content', id)
    if (!held || content(row) > content(held)) byDay.set(day, row)
  }
  const ordered = [...byDay].sort(([a], [b]) => a - b)
  const present = ordered.filter(([day], place) => place === 0 || day <= asOf)
  return present.map(([, row]) => row)
}

function content(row: Account): string {
  const { recorded_at: _, ...rest } = row
  return JSON.stringify(
    Object.entries(rest)
      .filter(([, value]) => value !== null && value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

function noteParents(lists: readonly (readonly Account[])[], known: Known, log: FindingLog): void {
  for (const list of lists) {
    for (const { id, parent_id, merged_into } of list) {
      if (parent_id && known(parent_id) === undefined)
        log.note('unknown_parent', 'warn', 'accounts name a parent that does not exist; each counts as its own parent', id)
      if (merged_into && known(merged_into) === undefined)
        log.note('unknown_survivor', 'warn', 'accounts were merged into one that does not exist; each counts for itself', id)
    }
  }
}

function rootReader(
  lists: readonly (readonly Account[])[],
  register: Register,
  isKnown: Known,
  versionAt: Accounts['versionAt'],
  policy: RevenuePolicy,
): Accounts['roots'] {
  const isDated = (list: readonly Account[]): boolean => list.length > 1 || (policy.merges === 'churn_and_new' && Boolean(list[0]?.merged_into))
  const changes = [...new Set(lists.filter(isDated).flatMap((list) => list.map((version) => dayOf(version.valid_from, -NEVER))))].sort((a, b) => a - b)
  const epoch = (day: number): number => changes.filter((change) => change <= day).length
  const mergeDay = (ownerDay: number): number => (policy.merges === 'follow_survivor' ? NEVER : ownerDay)
  const known = new Map<string, Int32Array>()
  return (ownerDay, parentDay) => {
    const key = `${epoch(mergeDay(ownerDay))} ${policy.grain === 'parent' || policy.grain === 'product' ? epoch(parentDay) : 0}`
    const held = known.get(key)
    if (held) return held
    const survivor = (account: number): number => linked(isKnown, mergedInto(versionAt(account, mergeDay(ownerDay)), mergeDay(ownerDay), policy), account)
    const parent = (account: number): number => linked(isKnown, versionAt(account, parentDay).parent_id, account)
    const owners = tops(register, survivor, 'merged into')
    const up =
      policy.grain === 'parent' || policy.grain === 'product'
        ? (account: number): number => owners[parent(account)] ?? account
        : (account: number): number => account
    const parents = tops(register, up, 'parent')
    const roots = owners.map((owner) => parents[owner] ?? owner)
    const same = sameRoots(register, roots)
    known.set(key, same)
    return same
  }
}

/** Everybody is their own where no row names a parent or a survivor. */
function selfReader(register: Register): Accounts['roots'] {
  const self = sameRoots(
    register,
    Int32Array.from({ length: register.width }, (_, account) => account),
  )
  return () => self
}

/** The same roots are one array, whoever came since. */
function sameRoots(register: Register, roots: Int32Array): Int32Array {
  const all = knownRoots(register, '', () => [])
  const at = all.findIndex((one) => one.every((root, account) => root === roots[account]))
  const [same = roots] = at < 0 ? [] : all.splice(at, 1)
  all.unshift(same)
  all.splice(mostRoots)
  return same
}

const mostRoots = 160
const knownRoots = keeper<Register, Int32Array[]>(1)

/** A first version holds for the days before it, but a merge that it records happened on its day. */
function mergedInto(version: Account, day: number, policy: RevenuePolicy): string | null | undefined {
  return policy.merges === 'follow_survivor' || dayOf(version.valid_from, -NEVER) <= day ? version.merged_into : null
}

function linked(known: Known, id: string | null | undefined, self: number): number {
  return id ? (known(id) ?? self) : self
}

/** Follows a link from every account to its end; each account is visited once. */
function tops(register: Register, next: (account: number) => number, word: string): Int32Array {
  const { ids, width } = register
  const top = Int32Array.from({ length: width }, (_, number) => (number < ids.length ? -1 : number))
  for (const account of register.inOrder()) {
    if (next(account) === account) {
      top[account] = account
      continue
    }
    const chain: number[] = []
    const onChain = new Set<number>()
    let at = account
    while ((top[at] ?? 0) < 0 && next(at) !== at) {
      if (onChain.has(at))
        throw new OutOfRange(`Accounts form a circle (${word}): ${[...chain.slice(chain.indexOf(at)), at].map((each) => ids[each]).join(' -> ')}.`)
      chain.push(at)
      onChain.add(at)
      at = next(at)
    }
    const end = (top[at] ?? -1) < 0 ? at : (top[at] ?? at)
    top[at] = end
    for (const each of chain) top[each] = end
  }
  return top
}
