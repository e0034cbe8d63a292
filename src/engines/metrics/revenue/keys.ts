import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { keeper, nameOf } from '../../numbers/once.ts'
import { cellOf, columnsIn } from '../series/pairs.ts'
import { type Accounts } from './accounts.ts'
import { type Core } from './core.ts'
import { type Account } from './input.ts'
import { NEVER } from './lines.ts'

/** A dimension of the account (segment, industry, region, plan, channel, use_case), `product` under the product grain, or any function of the account's version. */
export type GroupBy = string | ((account: Account, part: string) => string | null | undefined)

/** Group of every unit on a day, as numbers with their names; a name keeps its number. A day of NEVER reads the latest version. The same groups are the same array. */
export type KeyTable = { readonly names: readonly string[]; on(day: number): Int32Array }

/** Kept per dimension of the same book. A function is of one ledger. */
export function keyTable(core: Core, by: GroupBy): KeyTable {
  const holder = typeof by === 'string' ? core.units.book : core
  const tables = keyTables.get(holder) ?? new Map<GroupBy, Dimension>()
  keyTables.set(holder, tables)
  const table = tables.get(by) ?? newDimension(reader(by))
  tables.set(by, table)
  return { names: table.names, on: (day) => table.on(core, day) }
}

type Dimension = { readonly names: readonly string[]; on(core: Core, day: number): Int32Array }

const keyTables = new WeakMap<object, Map<GroupBy, Dimension>>()

/** Days of which a dimension is kept; beyond, the one that was read longest ago goes. */
const mostDays = 128

/** The groups of a day, and the accounts that they were read of. */
interface Known {
  readonly accounts: Accounts
  readonly keys: Int32Array
}

function newDimension(keyOf: ReturnType<typeof reader>): Dimension {
  const names: string[] = []
  const places = new Map<string, number>()
  const byDay = new Map<number, Known>()
  const place = (name: string): number => {
    const known = places.get(name) ?? names.length
    if (known === names.length) names.push(name)
    places.set(name, known)
    return known
  }
  const read = ({ accounts, units }: Core, day: number, before: Known | undefined): Int32Array => {
    const stays = (account: number): boolean => isSameVersions(before?.accounts.versionsOf(account), accounts.versionsOf(account))
    const keys = new Int32Array(units.count())
    for (let unit = 0; unit < keys.length; unit++) {
      const account = units.account(unit)
      const known = before?.keys[unit]
      keys[unit] = known !== undefined && stays(account) ? known : place(keyOf(accounts.versionAt(account, day), units.part(unit)) || '(none)')
    }
    return before?.keys.length === keys.length && comparedAnew(before.keys, keys).length === 0 ? before.keys : keys
  }
  return {
    names,
    on(core, asked) {
      const day = core.accounts.isDated ? asked : NEVER
      const held = byDay.get(day)
      if (held && held.accounts === core.accounts && held.keys.length === core.units.count()) return held.keys
      const keys = read(core, day, held)
      byDay.delete(day)
      byDay.set(day, { accounts: core.accounts, keys })
      for (const old of byDay.size > mostDays ? byDay.keys().take(1) : []) byDay.delete(old)
      return keys
    },
  }
}

const isSameVersions = (some: readonly Account[] | undefined, others: readonly Account[] | undefined): boolean =>
  some === others || (some !== undefined && some.length === others?.length && some.every((one, place) => one === others[place]))

/** Units that are not in one group under two readings. All months ask of the same two. */
export function differing(some: Int32Array, others: Int32Array): readonly number[] {
  return compared(some, nameOf(others), () => comparedAnew(some, others))
}

/** By name: an old reading would hold all that came after it. */
const compared = keeper<Int32Array, readonly number[]>(1)

function comparedAnew(some: Int32Array, others: Int32Array): readonly number[] {
  const found: number[] = []
  if (some === others) return found
  for (let unit = 0; unit < Math.max(some.length, others.length); unit++) if (some[unit] !== others[unit]) found.push(unit)
  return found
}

function reader(by: GroupBy): (account: Account, part: string) => string | null | undefined {
  if (typeof by === 'function') return by
  if (by === 'product' || by === 'line') return (_, part) => part
  if (by.includes(',')) {
    const readers = new Map(columnsIn(by).map((one) => [one, reader(one)]))
    return (account, part) => cellOf(by, (one) => readers.get(one)?.(account, part) || '(none)')
  }
  const dimension = dimensions.find((each) => each === by)
  if (!dimension) throw new OutOfRange(`"${by}" is not a dimension of revenue. Known: ${[...dimensions, 'product'].join(', ')}.`)
  return (account) => account[dimension]
}

const dimensions = ['segment', 'industry', 'region', 'plan', 'channel', 'use_case', 'id', 'name', 'parent_id'] as const
