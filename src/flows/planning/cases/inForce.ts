import type { AnyRow, Context } from '#kernel'
import { text } from '../reading.ts'

/** The version of a case that was approved and holds: the row itself, or, while it is revised, the row as it was then. Null before the first approval and after the end. */
export async function inForce(ctx: Pick<Context, 'find'>, row: AnyRow): Promise<AnyRow | null> {
  const at = text(row['approvedAt'])
  if (at === '' || row['state'] === 'rejected') return null
  return row['state'] === 'approved' || row['state'] === 'closed' ? row : await ctx.find('businessCase', row.id, at)
}
