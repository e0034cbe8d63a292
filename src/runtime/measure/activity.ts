import { noActivity, withPieces, type Activity } from '#engines/metrics/activity/activity.ts'
import { readPiece } from '#engines/metrics/activity/reading.ts'
import type { FactSegments } from '#platform/columnar/sealed/factSegments.ts'
import type { Facts } from './facts.ts'

/** Events as columns, with the making of the store, the place in it up to which they were read, and how many of its rows had been replaced, or persons found to be others, by then. */
export interface Read {
  readonly activity: Activity
  readonly state: string
  readonly last: number
  readonly gone: number
}

/** What came since is added; when rows were replaced or taken back, all is put together again. A state of the past is read whole. */
export async function readActivity(facts: Facts, segments: FactSegments, before: Read | null): Promise<Read> {
  if (facts.isPast) return { activity: withPieces(noActivity, [await readPiece(facts, { places: null, salt: 0 })]), state: '', last: -1, gone: 0 }
  const state = facts.positionOf([])
  const [{ last, gone: replaced }, links] = await Promise.all([facts.mark('event'), segments.links()])
  const gone = replaced + links
  const kept = before?.state === state && before.gone === gone && before.last <= last ? before : null
  const persons = await segments.persons()
  const pieces = await segments.between({ after: kept?.last ?? -1, upTo: last }, (places) => readPiece(facts, { places, salt: 0 }))
  const named = pieces.map((piece) => (persons.size === 0 ? piece : { ...piece, actors: piece.actors.map((raw) => persons.get(raw) ?? raw) }))
  return { activity: withPieces(kept?.activity ?? noActivity, named), state, last, gone }
}

/** Files the events that came since, so that a later process need not ask the store for them; false when they are few. */
export async function fileActivity(facts: Facts, segments: FactSegments): Promise<boolean> {
  return await segments.file((await facts.mark('event')).last, (places) => readPiece(facts, { places, salt: 0 }))
}
