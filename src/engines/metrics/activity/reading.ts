import { activityCounted, activityRows, activityTexts, activityTold, type Reading, type TextColumn } from '../dialect/activity.ts'
import type { SqlText } from '../dialect/sql.ts'
import { pieceFrom, pieceOfTexts, type NumberedPiece } from './codes.ts'

/** Who runs the texts of the dialect. */
interface Asking {
  ask(query: SqlText): Promise<readonly Readonly<Record<string, unknown>>[]>
  vectors(query: SqlText): Promise<{ numbers(column: string): Float64Array; texts(column: string): readonly string[] }>
}

/** So few rows are told as they are: what makes numbers of their texts would take longer than they do. */
const few = 20_000

/** Events as a piece of numbers and texts. When two texts have the same number, all are asked for again with other numbers. */
export async function readPiece({ ask, vectors }: Asking, reading: Reading): Promise<NumberedPiece> {
  if (reading.places && reading.places.upTo - reading.places.after <= few) {
    const told = await vectors(activityTold(reading))
    return pieceOfTexts(told.numbers, told.texts)
  }
  const texts = async (name: TextColumn) => {
    const column = await vectors(activityTexts(name, reading))
    return { texts: column.texts('text'), codes: [...column.numbers('code')] }
  }
  const [counted] = await ask(activityCounted(reading))
  const rows = vectors(activityRows(reading, Number(counted?.['counted'] ?? 0) > 0))
  const [{ numbers }, ...lists] = await Promise.all([rows, texts('account_id'), texts('user_id'), texts('name')])
  return pieceFrom(numbers, lists) ?? (await readPiece({ ask, vectors }, { ...reading, salt: reading.salt + 1 }))
}
