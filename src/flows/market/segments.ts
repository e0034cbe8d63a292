import { partition } from '#engines/portfolio/market/partition.ts'
import { isRecord, recordsIn, type AnyRow } from '#kernel'
import { account, segment as rules } from '#objects'
import { retentionOf, type Revenue } from './revenue.ts'

/** Figures of some accounts. Revenue is of a year, at the end of the closed month; null without a ledger. */
export interface Share {
  readonly accounts: number
  readonly accountShare: number | null
  readonly paying: number | null
  readonly arr: number | null
  readonly arrShare: number | null
  readonly nrr: number | null
  /** How many accounts the retention rests on. */
  readonly nrrN: number
}

export interface Size {
  readonly what: string
  readonly amount: { readonly amount: number; readonly currency: string }
  readonly accounts: number | null
  readonly year: string
  readonly method: string
  readonly source: string
}

export interface SegmentLine extends Share {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly state: string
  readonly isIcp: boolean
  readonly priority: string | null
  readonly fit: number | null
  readonly version: number
  /** The rule in words; null when it cannot be read, and then `lacks` says why. */
  readonly rule: string | null
  readonly lacks: string | null
  /** Accounts that fit the rule, those included that an earlier segment holds. */
  readonly fitting: number
  readonly sizing: readonly Size[]
}

export interface Segmentation {
  readonly name: string
  readonly segments: readonly SegmentLine[]
  /** Accounts that fit no rule, and revenue of accounts that no record tells. */
  readonly other: Share
}

export interface Whole {
  /** Customers, prospects and partners, our own accounts left out. */
  readonly accounts: number
  readonly paying: number | null
  readonly arr: number | null
  readonly nrr: number | null
  readonly month: string | null
  readonly currency: string | null
  /** Revenue of ids that no account bears, which stands under other. */
  readonly unplaced: number
}

/** Everybody that the market is counted over, former customers included: they belong to the retention of the year in which they left. */
export const marketOf = (accounts: readonly AnyRow[]): readonly AnyRow[] => accounts.filter(rules.isOfMarket)

/** Active segments, each account in the first of its segmentation that it fits, and the rest: together they are the base. */
export function segmentations(rows: readonly AnyRow[], accounts: readonly AnyRow[], revenue: Revenue | null): readonly Segmentation[] {
  const active = rows.filter((row) => row['state'] === 'active')
  const names = [...new Set(active.map((row) => String(row['segmentation'])))].toSorted()
  return names.map((name) => {
    const own = active.filter((row) => row['segmentation'] === name)
    const parts = own.map((row) => ({ id: row.id, order: Number(row['order'] ?? 0), test: testOf(rules.compile(row['rule']).rule) }))
    const { parts: found, other } = partition(parts, accounts)
    const lines = own.map((row) => lineOf(row, found.get(row.id)?.members ?? [], accounts, revenue))
    const turn = new Map(parts.map(({ id, order }) => [id, order]))
    return {
      name,
      segments: lines.toSorted((a, b) => (turn.get(a.id) ?? 0) - (turn.get(b.id) ?? 0) || (a.id < b.id ? -1 : 1)),
      other: withUnplaced(shareOf(other, accounts, revenue), revenue, accounts),
    }
  })
}

const testOf =
  (rule: rules.AccountRule | null) =>
  (row: AnyRow): boolean =>
    rule !== null && rules.matches(rule, row)

/** One segment with what is known of its members. */
export function lineOf(row: AnyRow, members: readonly AnyRow[], accounts: readonly AnyRow[], revenue: Revenue | null): SegmentLine {
  const { rule, wrong } = rules.compile(row['rule'])
  return {
    id: row.id,
    key: row.key,
    title: String(row['title']),
    state: String(row['state']),
    isIcp: row['isIcp'] === true,
    priority: textIn(row['priority']),
    fit: numberIn(row['fit']),
    version: numberIn(row['definitionVersion']) ?? 1,
    rule: rule && rules.saysRule(rule),
    lacks: wrong && wrong.reason,
    fitting: rule ? accounts.filter((each) => rules.isCurrent(each) && rules.matches(rule, each)).length : 0,
    sizing: sizesIn(row['sizing']),
    ...shareOf(members, accounts, revenue),
  }
}

/** Counts are of accounts of today; retention is of all members who paid a year ago, those who left since included. */
export function shareOf(members: readonly AnyRow[], accounts: readonly AnyRow[], revenue: Revenue | null): Share {
  const [own, all] = [members.filter(rules.isCurrent).length, accounts.filter(rules.isCurrent).length]
  const counted = { accounts: own, accountShare: all === 0 ? null : own / all }
  if (!revenue) return { ...counted, paying: null, arr: null, arrShare: null, nrr: null, nrrN: 0 }
  const ids = members.map(account.factIdOf)
  const paid = ids.flatMap((id) => revenue.arr.get(id) ?? [])
  const arr = paid.reduce((sum, each) => sum + each, 0)
  const { value, n } = retentionOf(ids, revenue.kept)
  return { ...counted, paying: paid.length, arr, arrShare: revenue.total === 0 ? null : arr / revenue.total, nrr: value, nrrN: n }
}

/** Nothing of the revenue falls under the table: what no account bears is other. */
function withUnplaced(other: Share, revenue: Revenue | null, accounts: readonly AnyRow[]): Share {
  const unplaced = unplacedOf(revenue, accounts)
  if (!revenue || unplaced === 0) return other
  const arr = (other.arr ?? 0) + unplaced
  return { ...other, arr, arrShare: revenue.total === 0 ? null : arr / revenue.total }
}

function unplacedOf(revenue: Revenue | null, accounts: readonly AnyRow[]): number {
  if (!revenue) return 0
  const known = new Set(accounts.map(account.factIdOf))
  return [...revenue.arr].reduce((sum, [id, amount]) => (known.has(id) ? sum : sum + amount), 0)
}

export const baseOf = (accounts: readonly AnyRow[], revenue: Revenue | null): Whole => ({
  accounts: accounts.filter(rules.isCurrent).length,
  paying: revenue ? revenue.arr.size : null,
  arr: revenue ? revenue.total : null,
  nrr: revenue ? revenue.retention : null,
  month: revenue ? revenue.month : null,
  currency: revenue ? revenue.currency : null,
  unplaced: unplacedOf(revenue, accounts),
})

function sizesIn(value: unknown): Size[] {
  return recordsIn(value).flatMap((one) => {
    const money = one['amount']
    if (!isRecord(money)) return []
    return [
      {
        what: String(one['what']),
        amount: { amount: Number(money['amount']), currency: String(money['currency']) },
        accounts: numberIn(one['accounts']),
        year: String(one['year']),
        method: String(one['method']),
        source: String(one['source']),
      },
    ]
  })
}

export const textIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
export const numberIn = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)
