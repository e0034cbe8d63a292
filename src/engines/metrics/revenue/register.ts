import { type Account } from './input.ts'

/**
 * Numbers of accounts, in the order in which they came: another account moves nobody's number. Numbers that nobody has yet are there too, so that what is kept
 * for each number stays as wide as it is. An account that goes keeps its number.
 */
export interface Register {
  /** Ids by number. */
  readonly ids: readonly string[]
  /** How many numbers there are, taken or not. */
  readonly width: number
  numberOf(id: string): number | undefined
  /** Gives an account a number, or tells the one that it has; null where none is left. */
  enter(id: string): number | null
  /** All numbers that are taken, in the order of the ids. */
  inOrder(): Int32Array
}

/** Those whose tables go on from one another. `register` is another one when the numbers of the last ran out. */
export interface Company {
  register: Register
}

const companies = new WeakMap<object, Company>()

/** So many of the first rows are looked at: a table in which one of them still stands goes on from the table before it. */
const looked = 8

/** The company that a table is of. */
export function companyOf(table: readonly Account[]): Company {
  const marks: readonly object[] = [table, ...table.slice(0, looked)]
  const company = marks.map((mark) => companies.get(mark)).find((known) => known !== undefined) ?? { register: newRegister([]) }
  for (const mark of marks) companies.set(mark, company)
  return company
}

/** The register of a company with all of some accounts in it. `ids` gives those that a register may not have yet, or all. */
export function registerWith(company: Company, ids: (before: Register | null) => Iterable<string>): Register {
  const { register } = company
  for (const id of ids(register)) if (register.enter(id) === null) return (company.register = newRegister(ids(null)))
  return register
}

function newRegister(first: Iterable<string>): Register {
  const ids = [...new Set(first)].sort()
  const width = ids.length + Math.max(8, ids.length >> 3)
  const numbers = new Map(ids.map((id, number) => [id, number]))
  let order = Int32Array.from(numbers.values())
  return {
    ids,
    width,
    numberOf: (id) => numbers.get(id),
    enter(id) {
      const known = numbers.get(id)
      if (known !== undefined || ids.length === width) return known ?? null
      numbers.set(id, ids.length)
      return ids.push(id) - 1
    },
    inOrder() {
      if (order.length < ids.length) order = withMore(order, ids)
      return order
    },
  }
}

/** The order of some numbers, with all others behind them taken into it. */
function withMore(order: Int32Array, ids: readonly string[]): Int32Array<ArrayBuffer> {
  const idOf = (number: number | undefined): string => ids[number ?? 0] ?? ''
  const more = Array.from({ length: ids.length - order.length }, (_, index) => order.length + index).sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
  const all = new Int32Array(ids.length)
  let [done, written] = [0, 0]
  for (const number of more) {
    let [low, high] = [done, order.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (idOf(order[middle]) < idOf(number)) low = middle + 1
      else high = middle
    }
    all.set(order.subarray(done, low), written)
    written += low - done
    all[written++] = number
    done = low
  }
  all.set(order.subarray(done), written)
  return all
}
