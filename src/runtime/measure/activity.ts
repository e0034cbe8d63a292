import { noActivity, withPieces, type Activity, type Piece } from '#engines/metrics/activity/activity.ts'
import { activityMark, activityRows, activityTexts, type Places } from '#engines/metrics/dialect/activity.ts'
import type { Facts } from './facts.ts'

/** Events as columns, with the place in the store up to which they were read and how many of its rows had been replaced by then. */
export interface Read {
  readonly activity: Activity
  readonly last: number
  readonly gone: number
}

/** How many rows are read at a time, so that memory stays small. */
const step = 1_000_000

/** What came since is added; when rows were replaced or taken back, all is read again. A state of the past is read whole. */
export async function readActivity(facts: Facts, before: Read | null): Promise<Read> {
  if (facts.isPast) return { activity: withPieces(noActivity, [await pieceOf(facts, null)]), last: -1, gone: 0 }
  const [mark] = await facts.ask(activityMark)
  const [last, gone] = [Number(mark?.['last'] ?? -1), Number(mark?.['gone'] ?? 0)]
  const kept = before && before.gone === gone && before.last <= last ? before : null
  const pieces: Piece[] = []
  for (let after = kept?.last ?? -1; after < last; after += step) pieces.push(await pieceOf(facts, { after, upTo: Math.min(after + step, last) }))
  return { activity: withPieces(kept?.activity ?? noActivity, pieces), last, gone }
}

async function pieceOf(facts: Facts, places: Places): Promise<Piece> {
  const texts = async (column: 'account_id' | 'user_id' | 'name') => (await facts.ask(activityTexts(column, places))).map((row) => String(row['text']))
  const [accounts, actors, names] = [await texts('account_id'), await texts('user_id'), await texts('name')]
  const column = await facts.columns(activityRows(places))
  const numbers = (name: string): ArrayLike<number> => column.get(name) ?? []
  const piece = { at: numbers('at'), account: numbers('account'), actor: numbers('actor'), name: numbers('name'), quantity: numbers('quantity') }
  return { ...piece, accounts, actors, names }
}
