import type { Query } from './kinds.ts'

/** A number that another day gives to others, so that a rule cannot be made of it. */
export interface Passing {
  /** After the name of the number. */
  readonly says: string
  readonly hint: string
}

/** Where the parts of a number’s name give a line of the breakdown and a bucket of time. */
const places: Readonly<Record<string, { readonly line?: number; readonly bucket?: number }>> = {
  cell: { line: 0, bucket: 1 },
  bin: { line: 0 },
  point: { line: 1, bucket: 2 },
  entered: { bucket: 0 },
  state: { bucket: 0 },
  feature: { line: 1 },
  cohort: { line: 0, bucket: 1 },
}

/** Numbers whose name gives the line behind an @. */
const lined: ReadonlySet<string> = new Set(['step', 'state', 'link'])

/** Does a `drill` name its number by a place that passes: a line by its rank, or a bucket of a range that moves on? Null where it names the same thing for good. */
export function passingIn(query: Query, drill: string): Passing | null {
  const [, isBefore, own = ''] = /^(?:beside:\d+\/)?(before\/)?(.*)$/s.exec(drill) ?? []
  const [what = '', ...parts] = own.split(':')
  const { line, bucket } = places[what] ?? {}
  const namesLine = lined.has(what) ? own.includes('@') : line !== undefined && parts[line] !== undefined && query.breakdown.length > 0
  if (namesLine)
    return {
      says: 'names a line of the breakdown by its rank, which another day gives to another line',
      hint: 'Keep exactly these as a static cohort, or ask of that line alone: put its value into “where”.',
    }
  const range = isBefore && typeof query.compareTo === 'object' && query.compareTo !== null ? query.compareTo : query.range
  if (bucket === undefined || parts[bucket] === undefined || 'from' in range) return null
  return {
    says: 'names a bucket of a range that moves on, and so another one each time',
    hint: 'Keep exactly these as a static cohort, or ask a range of fixed days: {"from", "to"}.',
  }
}
