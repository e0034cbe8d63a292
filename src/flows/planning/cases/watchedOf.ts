import { watch, type Watched } from '#engines/portfolio/business/watching.ts'
import { recordsIn, type AnyRow, type Context } from '#kernel'
import { number, reader, text } from '../reading.ts'
import { readLine, type LiveLine } from './live.ts'

/** A kill criterion with what it reads now. */
export interface WatchedLine extends LiveLine {
  /** What tells it from the others of its case, and one episode of it from the next. */
  readonly criterion: string
  readonly comparison: 'below' | 'above'
  readonly limit: number
  readonly judged: 'always' | 'fromThatDay'
  readonly by: string
  readonly action: string
  readonly decider: string | null
  readonly state: Watched
  /** The decision that it asked for last, while that episode lasts. */
  readonly decision: string | null
}

/** Each kill criterion of a case against its live metric. */
export async function watchedOf(ctx: Context, row: AnyRow, names: ReadonlyMap<string, string>, today: string, asOf?: string): Promise<WatchedLine[]> {
  const read = reader(ctx, asOf)
  const raised = recordsIn(row['raised'])
  return await Promise.all(
    recordsIn(row['killCriteria']).map(async (one): Promise<WatchedLine> => {
      const line = await readLine(read, one, names)
      const terms = {
        comparison: one['comparison'] === 'above' ? ('above' as const) : ('below' as const),
        limit: number(one['value']) ?? 0,
        judged: one['judged'] === 'fromThatDay' ? ('fromThatDay' as const) : ('always' as const),
        by: text(one['by']),
      }
      const criterion = [line.metric, line.part, terms.comparison, terms.limit, terms.by].filter((word) => word !== null).join(' ')
      const open = raised.findLast((each) => each['criterion'] === criterion && !each['recoveredOn'])
      return {
        ...line,
        ...terms,
        criterion,
        action: text(one['action']),
        decider: text(one['decider']) || text(row['sponsor']) || null,
        state: watch({ ...terms, value: terms.limit }, line, today),
        decision: open ? text(open['decision']) : null,
      }
    }),
  )
}
