import { waitingCheck } from '../../numbers/waitingCheck.ts'

type Row = Readonly<Record<string, unknown>>

/** Rows of a fact that were put aside at import, and what their absence does to figures that read it. */
export interface Waiting {
  readonly check: string
  readonly severity: 'error' | 'warn'
  readonly says: string
  readonly count: number
  /** Rows that are in, and those that wait. */
  readonly of: number
  readonly samples: readonly never[]
  /** The civil day since which the first of them waits. */
  readonly since: string
}

/** Beyond this share of its rows an input lacks too much: what reads it is not to be trusted. Below it, figures are provisional. Our default (kpis.md §1). */
const most = 0.05

/**
 * From rows with the columns fact, repeats, rows and since (`waitingRows` of the dialect), and how many rows of the fact are in. Ids that several rows have are a
 * finding by themselves, whose rows are not counted here again. Null when none waits.
 */
export function waitingIn(fact: string, rows: readonly Row[], total: number, sayDay: (day: string) => string): Waiting | null {
  const own = rows.filter((row) => row['fact'] === fact && row['repeats'] !== true)
  const count = own.reduce((sum, row) => sum + Number(row['rows']), 0)
  if (count === 0) return null
  const since = own.map((row) => String(row['since']).slice(0, 10)).toSorted()[0] ?? ''
  return {
    check: waitingCheck(fact),
    severity: count > most * (total + count) ? 'error' : 'warn',
    says: `rows of ${fact.replaceAll('_', ' ')} ${count === 1 ? 'waits' : 'wait'} at import since ${sayDay(since)}, so that figures may be short of ${count === 1 ? 'it' : 'them'}`,
    count,
    of: total + count,
    samples: [],
    since,
  }
}
