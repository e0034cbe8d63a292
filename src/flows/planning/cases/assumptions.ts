import type { AnyRow, Context } from '#kernel'
import { number, reader, text } from '../reading.ts'
import { boundedState, readBounded, type BoundedLine } from './live.ts'

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
  readonly live: BoundedLine | null
  readonly says: string | null
}

export async function assumptionsOf(ctx: Context, row: AnyRow, names: ReadonlyMap<string, string>, today: string, asOf?: string): Promise<AssumptionLine[]> {
  const ids = Array.isArray(row['assumptions']) ? row['assumptions'].map(String) : []
  const read = reader(ctx, asOf)
  return await Promise.all(
    ids.map(async (id): Promise<AssumptionLine> => {
      const one = await ctx.find('assumption', id, asOf)
      const live = await readBounded(read, one, names)
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
  if (live) return boundedState(live)
  const until = text(one['holdsUntil'])
  if (until !== '' && until < today) return 'expired'
  return said === 'holding' ? 'holding' : 'untested'
}
