import { canonical, isRecord } from '#kernel'

/** A place within a structured value, as “steps 2 event”, and what stood and stands there; undefined where nothing did or does. */
export interface Moved {
  readonly place: string
  readonly before: unknown
  readonly after: unknown
}

/** Where two structured values differ, leaf by leaf, in the order of the newer one. Lists are counted from one. */
export function movedWithin(before: unknown, after: unknown, path: readonly string[] = []): Moved[] {
  if (same(before) === same(after)) return []
  const [old, now] = [partsOf(before), partsOf(after)]
  if (!old || !now || Array.isArray(before) !== Array.isArray(after)) return [{ place: path.join(' '), before, after }]
  const names = [...now.keys(), ...[...old.keys()].filter((name) => !now.has(name))]
  return names.flatMap((name) => movedWithin(old.get(name), now.get(name), [...path, name]))
}

const same = (value: unknown): string => (value === undefined ? '' : canonical(value))

function partsOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (Array.isArray(value)) return new Map(value.map((one: unknown, at) => [String(at + 1), one]))
  return isRecord(value) ? new Map(Object.entries(value)) : null
}

/** A value within a structure, short: “none”, a word, or its beginning. */
export function sayWithin(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'none'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
