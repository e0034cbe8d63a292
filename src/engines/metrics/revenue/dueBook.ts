import { growing, nameOf } from '../../numbers/once.ts'
import { renewalsIn, type Contract, type Renewal } from './renewals.ts'

/** What fell due month by month, of some contracts; within a month in the order of time, then of the contracts' ids. */
export interface DueBook {
  /** `month` is civil: '2024-12'. What was asked of the contracts before them, and is still so, is the same list. */
  due(month: string, graceDays: number): readonly Renewal[]
}

interface Kept extends DueBook {
  readonly byAccount: ReadonlyMap<string, readonly Contract[]>
  readonly months: ReadonlyMap<string, Month>
}

interface Month {
  readonly month: string
  readonly graceDays: number
  readonly due: readonly Renewal[]
}

const mostMonths = 80
const newest = new WeakMap<object, Kept>()
const books = growing<Contract, Kept>(2)

/** `of` names whose contracts they are: the book of the contracts that came before is gone on from, account by account. */
export function dueBook(contracts: readonly Contract[], of: object): DueBook {
  const make = (): Kept => {
    const [byAccount, before] = [Map.groupBy(contracts, ({ account }) => account), newest.get(of)]
    return newBook(contracts, byAccount, before && { book: before, touched: touchedIn(before.byAccount, byAccount) })
  }
  const grow = (book: Kept, more: readonly Contract[]): Kept => {
    const [byAccount, come] = [new Map(book.byAccount), Map.groupBy(more, ({ account }) => account)]
    for (const [account, own] of come) byAccount.set(account, [...(byAccount.get(account) ?? []), ...own])
    return newBook(contracts, byAccount, { book, touched: new Set(come.keys()) })
  }
  const book = books(contracts, nameOf(of), make, grow)
  newest.set(of, book)
  return book
}

interface Before {
  readonly book: Kept
  readonly touched: ReadonlySet<string>
}

function newBook(contracts: readonly Contract[], byAccount: Kept['byAccount'], before: Before | undefined): Kept {
  const months = new Map<string, Month>()
  if (before) {
    const { book, touched } = before
    const some = [...touched].flatMap((account) => byAccount.get(account) ?? [])
    for (const [key, { month, graceDays, due }] of book.months) months.set(key, { month, graceDays, due: goneOn(due, touched, dueOf(some, month, graceDays)) })
  }
  return {
    byAccount,
    months,
    due(month, graceDays) {
      const key = `${month} ${graceDays}`
      const found = months.get(key) ?? { month, graceDays, due: dueOf(contracts, month, graceDays) }
      months.delete(key)
      months.set(key, found)
      for (const old of months.size > mostMonths ? months.keys().take(months.size - mostMonths) : []) months.delete(old)
      return found.due
    },
  }
}

/** Accounts whose contracts are not what they were. */
function touchedIn(before: Kept['byAccount'], now: Kept['byAccount']): ReadonlySet<string> {
  const touched = new Set(before.keys().filter((account) => !now.has(account)))
  for (const [account, own] of now) {
    const had = before.get(account)
    if (had?.length !== own.length || own.some((one, place) => one !== had[place])) touched.add(account)
  }
  return touched
}

const dueOf = (contracts: readonly Contract[], month: string, graceDays: number): Renewal[] => renewalsIn(contracts, month, graceDays).toSorted(inOrder)

const keyOf = ({ due, contract }: Renewal): string => `${due} ${contract.id} ${contract.account}`
const inOrder = (a: Renewal, b: Renewal): number => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0)

/** What was due, with that of the accounts that changed told anew; the same list where nothing came of it. */
function goneOn(due: readonly Renewal[], touched: ReadonlySet<string>, anew: readonly Renewal[]): readonly Renewal[] {
  const [left, stays] = [due.filter(({ contract }) => touched.has(contract.account)), due.filter(({ contract }) => !touched.has(contract.account))]
  const isSame = left.length === anew.length && left.every((one, place) => isSameRenewal(one, anew[place]))
  return isSame ? due : [...stays, ...anew].toSorted(inOrder)
}

const isSameRenewal = (one: Renewal, other: Renewal | undefined): boolean =>
  one.contract === other?.contract && one.due === other.due && one.isRenewed === other.isRenewed
