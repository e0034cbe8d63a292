import { Problem } from '#kernel'
import type { Journal } from './journal.ts'
import type { Projection } from './projection.ts'
import { decode, encode, type Entry } from './records.ts'

/** The entry that begins at a place of the journal; null where none does. */
export async function entryAt(journal: Pick<Journal, 'read'>, place: number): Promise<Entry | null> {
  for await (const { position, payload } of journal.read(place)) return position === place ? decode(payload) : null
  return null
}

/** Applies what the journal holds beyond the store, then gives up the batches whose end never came. */
export async function replay(journal: Journal, projection: Projection): Promise<void> {
  const from = await projection.appliedUpTo()
  if (from > journal.end) {
    throw new Problem(
      'unavailable',
      `The analytical store has seen more than its journal holds (byte ${from} of ${journal.end}).`,
      'A part of the journal is missing. Restore the data folder from a backup as a whole.',
      { code: 'journal-damaged' },
    )
  }
  for await (const { position, payload } of journal.read(from)) await projection.apply(decode(payload), position)
  await projection.flush()
  for (const batch of projection.open.keys()) {
    await journal.append(encode({ kind: 'abort', batch }))
    await projection.drop(batch)
  }
}
