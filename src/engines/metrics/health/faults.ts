import { distributionOf, type Bucket } from './distribution.ts'
import { volumeOf } from './volume.ts'
import { isWaiting } from '../../numbers/waitingCheck.ts'

type Row = Readonly<Record<string, unknown>>

/** What a check of rows found: the first of its rows show it. */
export interface Fault {
  readonly count: number
  readonly of: number
  readonly samples: readonly { readonly key: string; readonly shows: string; readonly row?: number; readonly file?: string }[]
}

/** From rows with the columns bad, total, key and shows; null when none breaks the rule. The parts of a key are told with spaces. */
export function brokenIn(rows: readonly Row[]): Fault | null {
  const count = Number(rows[0]?.['bad'] ?? 0)
  if (count === 0) return null
  return { count, of: Number(rows[0]?.['total'] ?? 0), samples: rows.map((row) => ({ key: keyOf(String(row['key'])), shows: String(row['shows']) })) }
}

/** The key of a row at its source, its parts told with spaces. */
export const keyOf = (sourceKey: string): string =>
  sourceKey
    .split('\u001f')
    .filter((part) => part !== '')
    .join(' ')

/** From rows with the columns bad, total, key, file and row: ids that several rows have. Those that wait are no part of the total yet. */
export function repeatedIn(rows: readonly Row[]): Fault | null {
  const count = Number(rows[0]?.['bad'] ?? 0)
  if (count === 0) return null
  const samples = rows.map((row) => ({
    key: String(row['key']),
    row: Number(row['row']),
    file: String(row['file']),
    shows: `row ${String(row['row'])} of ${String(row['file'])} repeats the id with other values`,
  }))
  return { count, of: Number(rows[0]?.['total'] ?? 0) + count, samples }
}

/** Fewer rows than usual, and a make-up that is not the usual one, on closed months alone; `split` has the months of each dimension. */
export function shiftsIn(
  fact: string,
  all: readonly (Bucket & { readonly state: 'closed' | 'open' | 'immature' })[],
  split: readonly { readonly dimension: string; readonly buckets: readonly Bucket[] }[],
): { readonly check: string; readonly says: string; readonly count: number }[] {
  const months = all.map(({ period, counts, state }) => ({ period, state, rows: Object.values(counts).reduce((sum, rows) => sum + rows, 0) }))
  const volume = volumeOf(fact.replaceAll('_', ' '), months)
  const fewer = volume.state === 'silent' || volume.state === 'low' ? [{ check: 'volume', says: volume.says, count: volume.rows ?? 0 }] : []
  const moved = split.flatMap(({ dimension, buckets }) => distributionOf(dimension, buckets).findings.slice(0, 1))
  const shares = moved.map(({ dimension, says }) => ({ check: `${dimension}-share`, says, count: 0 }))
  return [...fewer, ...shares].map((one) => ({ ...one, says: one.says.replace(/\.$/, '') }))
}

/** Keys of the metrics that a check touches: those that name it (a trailing dot names a whole fact), else those that read its fact. Rows that wait are missing to whoever reads their fact. */
export function touchedBy(
  check: string,
  fact: string,
  metrics: Iterable<readonly [string, { readonly checks?: readonly string[]; readonly inputs: readonly string[] }]>,
): string[] {
  return [...metrics].flatMap(([key, { checks, inputs }]) => {
    if (checks && !isWaiting(check)) return isNamed(check, checks) ? [key] : []
    return inputs.includes(fact) ? [key] : []
  })
}

/** Is it among the checks that a metric names? A trailing dot names a whole fact. */
export const isNamed = (check: string, checks: readonly string[]): boolean =>
  checks.some((named) => (named.endsWith('.') ? check.startsWith(named) : check === named))
