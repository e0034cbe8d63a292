import type { FactStore } from '../store.ts'
import type { Places, Segment } from './segment.ts'
import { fileUpTo, segmentsBetween, type Shelved } from './segmentFiles.ts'
import { sealedOf } from './sealedOf.ts'

/** The events of a workspace as segments: what stands in files is not asked of the store again. */
export interface FactSegments {
  /** Events between two places, oldest first; `read` reads those that stand in no file. */
  between(places: Places, read: Shelved['read']): Promise<readonly Segment[]>
  /** Files what came since the last time, up to a place; false when that is not worth a file. */
  file(upTo: number, read: Shelved['read']): Promise<boolean>
  /** A number that grows whenever somebody turns out to be somebody else. */
  links(): Promise<number>
  /** Who is known under another name now: raw and canonical. */
  persons(): Promise<ReadonlyMap<string, string>>
}

/** Fewer rows than `fewest` are not worth a file. */
export function factSegments(store: FactStore, ws: string, fewest = 20_000): FactSegments {
  const goneIn: Shelved['goneIn'] = async (places) => {
    const counts = places.map(
      ({ after, upTo }) => `(select count(*) from store."event" where known_to is not null and rowid > ${whole(after)} and rowid <= ${whole(upTo)})`,
    )
    const [row = []] = (await store.query(ws, `select ${counts.join(', ')}`)).rows
    return row.map(Number)
  }
  return {
    between: async (places, read) => await segmentsBetween({ ...(await sealedOf(store, ws)), fewest, goneIn, read }, places),
    file: async (upTo, read) => await fileUpTo({ ...(await sealedOf(store, ws)), fewest, goneIn, read }, upTo),
    links: async () => Number((await store.query(ws, 'select coalesce(max(links), 0) from store.progress')).rows[0]?.[0]),
    persons: async () =>
      new Map((await store.query(ws, 'select raw, canonical from store.person_link')).rows.map(([raw, canonical]) => [String(raw), String(canonical)])),
  }
}

const whole = (place: number): number => Math.trunc(place)
