import type { LedgerHistory } from '#engines/metrics/forecast/ledgerHistory.ts'
import { contractOf } from '#engines/metrics/revenue/contractOf.ts'

type Row = Readonly<Record<string, unknown>>

/** Contract lines and accounts as they are stored; the builder reads them. */
export interface ContractRows {
  readonly accounts: readonly Row[]
  readonly lines: readonly Row[]
}

interface Asked {
  readonly asOf: string
  readonly part: { readonly by: string; readonly value: string } | null
}

/** A ledger of month-ends with the contracts of its accounts, as far as both had begun on the as-of day; of one part of the business where it is asked. */
export function historyOf(balances: ReadonlyMap<string, ReadonlyMap<string, number>>, { accounts, lines }: ContractRows, { asOf, part }: Asked): LedgerHistory {
  const begun = (row: Row, column: string): boolean => row[column] === null || row[column] === undefined || String(row[column]).slice(0, 10) <= asOf
  const known = new Map(
    accounts
      .filter((row) => begun(row, 'valid_from'))
      .toSorted((a, b) => (String(a['valid_from'] ?? '') < String(b['valid_from'] ?? '') ? -1 : 1))
      .map((row) => [String(row['id']), row]),
  )
  const within = part ? (account: string) => String(known.get(account)?.[part.by] ?? '(none)') === part.value : () => true
  const wanted = new Map([...balances].map(([month, paid]) => [month, new Map([...paid].filter(([account]) => within(account)))]))
  const own = new Set([...wanted.values()].flatMap((month) => [...month.keys()]))
  return {
    balances: wanted,
    lines: lines.flatMap((row) => {
      const line = contractOf(row)
      const account = line && begun(row, 'start') ? accountIn(own, line.account, known) : null
      return line && account !== null ? [{ ...line, account }] : []
    }),
    segmentOf: (account) => String(known.get(account)?.['segment'] ?? 'all'),
    graceDays: 30,
  }
}

/** The account of the ledger that a line counts for: the one that it was merged into, or the parent, or its own, whichever stands there; null for none. */
function accountIn(own: ReadonlySet<string>, id: string, known: ReadonlyMap<string, Row>): string | null {
  const seen = new Set<string>()
  let at = id
  while (!seen.has(at)) {
    seen.add(at)
    const row = known.get(at)
    const next = row?.['merged_into'] ?? row?.['parent_id']
    if (typeof next !== 'string' || next === '') break
    at = next
  }
  return own.has(at) ? at : own.has(id) ? id : null
}
