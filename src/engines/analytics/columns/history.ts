import type { History } from './events.ts'

/** What a source says of somebody from an instant on (milliseconds); null or absent: from the beginning. Several of one id are versions, of which the newest is what is known now. */
export interface GivenVersion {
  readonly id: string
  readonly since?: number | null
  readonly properties?: Readonly<Record<string, unknown>>
}

/**
 * What was said of persons or accounts over time, by their dense numbers; undefined where nothing bears a day. What bears none held from the beginning; of
 * several of one instant the last holds. `codeOf` gives −1 for what is no value.
 */
export function historyOf(
  given: readonly GivenVersion[],
  size: number,
  placeOf: (id: string) => number,
  codeOf: (name: string, value: unknown) => number,
): History | undefined {
  if (!given.some(({ since }) => since != null)) return undefined
  const versions = given
    .map(({ id, since, properties }) => ({ place: placeOf(id), from: since ?? -Infinity, properties: properties ?? {} }))
    .toSorted((a, b) => a.place - b.place || compared(a.from, b.from))
  const start = new Uint32Array(size + 1)
  for (const { place } of versions) start[place + 1] = (start[place + 1] ?? 0) + 1
  for (let place = 0; place < size; place++) start[place + 1] = (start[place + 1] ?? 0) + (start[place] ?? 0)
  const columns = new Map<string, Int32Array>()
  for (const [row, { properties }] of versions.entries())
    for (const [name, value] of Object.entries(properties)) {
      const own = columns.get(name) ?? new Int32Array(versions.length).fill(-1)
      columns.set(name, own)
      own[row] = codeOf(name, value)
    }
  return { start, from: Float64Array.from(versions, ({ from }) => from), columns }
}

const compared = (a: number, b: number): number => (a === b ? 0 : a - b)

/** The place of what held of somebody at an instant: −1 before anything was said, null where nothing was said over time. */
export function versionAt({ start, from }: History, key: number, instant: number): number | null {
  const [first, last] = [start[key] ?? 0, start[key + 1] ?? 0]
  if (first === last) return null
  let place = last - 1
  while (place >= first && (from[place] ?? 0) > instant) place--
  return place < first ? -1 : place
}
