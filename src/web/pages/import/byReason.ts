import type { PlanFile } from '#web/contract.ts'

type Quarantined = PlanFile['quarantined'][number]

/** Reasons that differ only in a quoted value are one reason. */
export function byReason(held: readonly Quarantined[]): readonly { readonly reason: string; readonly rows: readonly Quarantined[] }[] {
  const groups = Map.groupBy(held, ({ reason, column }) => named(column, reason.replace(/“[^”]*”/g, '“…”')))
  return [...groups].map(([reason, rows]) => ({
    reason: rows.length === 1 && rows[0] ? named(rows[0].column, rows[0].reason) : reason,
    rows,
  }))
}

/** The column stands before its reason, unless the reason names it. */
const named = (column: string | null, reason: string): string => (column && !reason.startsWith(column) ? `${column}: ${reason}` : reason)
