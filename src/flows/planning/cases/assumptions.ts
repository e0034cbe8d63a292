import type { AnyRow, Context } from '#kernel'
import { number, reader, text } from '../reading.ts'
import { readLine, type LiveLine } from './live.ts'

/** An assumption with what its metric says now; without one, what a person last said. */
export interface AssumptionLine {
  readonly id: string
  readonly key: string
  readonly statement: string
  readonly importance: number | null
  readonly certainty: number | null
  readonly owner: string | null
  readonly state: 'untested' | 'holding' | 'broken' | 'expired' | 'unknown' | 'retired'
  /** Where its metric is read: what it says, and between what it holds. */
  readonly live: (LiveLine & { readonly atLeast: number | null; readonly atMost: number | null }) | null
  readonly says: string | null
}

export async function assumptionsOf(ctx: Context, row: AnyRow, names: ReadonlyMap<string, string>, today: string, asOf?: string): Promise<AssumptionLine[]> {
  const ids = Array.isArray(row['assumptions']) ? row['assumptions'].map(String) : []
  const read = reader(ctx, asOf)
  return await Promise.all(
    ids.map(async (id): Promise<AssumptionLine> => {
      const one = await ctx.find('assumption', id, asOf)
      const bounds = { atLeast: number(one['atLeast']), atMost: number(one['atMost']) }
      const isRead = text(one['metric']) !== '' && (bounds.atLeast !== null || bounds.atMost !== null)
      const live = isRead ? { ...(await readLine(read, one, names)), ...bounds } : null
      return {
        id: one.id,
        key: one.key,
        statement: text(one['statement']),
        importance: number(one['importance']),
        certainty: number(one['certainty']),
        owner: text(one['owner']) || null,
        state: stateOf(one, live, today),
        live,
        says: live?.lacks ?? (text(one['evidence']) || null),
      }
    }),
  )
}

/** What a person broke stays broken until a person says otherwise; then the metric speaks, and without one the last look counts until its day. */
function stateOf(one: AnyRow, live: AssumptionLine['live'], today: string): AssumptionLine['state'] {
  const said = text(one['state'])
  if (said === 'retired' || said === 'broken') return said
  if (live) {
    if (live.value === null || !live.isTrusted) return 'unknown'
    return (live.atLeast !== null && live.value < live.atLeast) || (live.atMost !== null && live.value > live.atMost) ? 'broken' : 'holding'
  }
  const until = text(one['holdsUntil'])
  if (until !== '' && until < today) return 'expired'
  return said === 'holding' ? 'holding' : 'untested'
}
