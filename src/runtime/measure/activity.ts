import { noActivity, withPieces, type Activity, type Piece } from '#engines/metrics/activity/activity.ts'
import { pieceFrom } from '#engines/metrics/activity/codes.ts'
import { activityCounted, activityMark, activityRows, activityTexts, type Reading, type TextColumn } from '#engines/metrics/dialect/activity.ts'
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
  if (facts.isPast) return { activity: withPieces(noActivity, [await pieceOf(facts, { places: null, isLinked: false, salt: 0 })]), last: -1, gone: 0 }
  const [mark] = await facts.ask(activityMark)
  const [last, gone, isLinked] = [Number(mark?.['last'] ?? -1), Number(mark?.['gone'] ?? 0), Number(mark?.['linked'] ?? 0) > 0]
  const kept = before && before.gone === gone && before.last <= last ? before : null
  const pieces: Piece[] = []
  for (let after = kept?.last ?? -1; after < last; after += step)
    pieces.push(await pieceOf(facts, { places: { after, upTo: Math.min(after + step, last) }, isLinked, salt: 0 }))
  return { activity: withPieces(kept?.activity ?? noActivity, pieces), last, gone }
}

async function pieceOf(facts: Facts, reading: Reading): Promise<Piece> {
  const texts = async (name: TextColumn) => {
    const column = await facts.vectors(activityTexts(name, reading))
    return { texts: column.texts('text'), codes: [...column.numbers('code')] }
  }
  const [counted] = await facts.ask(activityCounted(reading))
  const rows = facts.vectors(activityRows(reading, Number(counted?.['counted'] ?? 0) > 0))
  const [{ numbers }, ...lists] = await Promise.all([rows, texts('account_id'), texts('user_id'), texts('name')])
  return pieceFrom(numbers, lists) ?? (await pieceOf(facts, { ...reading, salt: reading.salt + 1 }))
}
