import type { Scalar } from '../query/parts.ts'
import type { Events } from './events.ts'

export type FloatColumn = 'ts' | 'received'
export type WholeColumn = 'seq' | 'person' | 'account' | 'session'

/** Columns of events in files, in the order of (name, time, arrival): each copies `size` rows from row `from` on to place `at`. */
export interface ColumnSource {
  floats(column: FloatColumn, from: number, into: Float64Array, at: number, size: number): void
  whole(column: WholeColumn, from: number, into: Uint32Array, at: number, size: number): void
  codes(property: string, from: number, into: Int32Array, at: number, size: number): void
  /** What these columns go on from, where they do. */
  readonly grown?: Grown
}

/** Columns that were laid out, and the persons and accounts of what came since; `persons` says whom each person turned out to be (null: nobody did). */
export interface Grown {
  readonly from: ColumnSource
  readonly rows: number
  readonly later: Readonly<Record<'person' | 'account', Uint32Array>>
  readonly persons: Uint32Array | null
}

/** The codes of rows none of which bears the property. */
export const borneByNone = (into: Int32Array, at: number, size: number): Int32Array => into.fill(-1, at, at + size)

/** What is known of events in files without reading a column. */
export interface FiledHead extends Pick<Events, 'runs' | 'names' | 'persons' | 'accounts' | 'sessions' | 'profiles' | 'passive' | 'knownBy'> {
  readonly newest: number
  /** Does the source say when events reached us? */
  readonly isReceived: boolean
  /** The values of each property that was filed. */
  readonly properties: ReadonlyMap<string, readonly Scalar[]>
}
