import type { Context, Held, UpsertCounts } from '#kernel'

/** Rows of a report that are listed one by one; all of them are stored with the import. */
export const listed = 10_000

/** What became of one file so far. */
export interface Tally {
  readonly file: string
  created: number
  updated: number
  unchanged: number
  heldCount: number
  readonly held: Held[]
  readonly also: { fact: string; created: number; updated: number; unchanged: number }[]
}

export const newTally = (file: string): Tally => ({ file, created: 0, updated: 0, unchanged: 0, heldCount: 0, held: [], also: [] })

export function add(tally: Tally, counts: UpsertCounts): void {
  tally.created += counts.created
  tally.updated += counts.updated
  tally.unchanged += counts.unchanged
}

/** Rows held back go to the store in portions, so that a file of nothing but faults stays in bounded memory. */
export interface Holder {
  hold(tally: Tally, held: readonly Held[]): Promise<void>
  flush(tally: Tally): Promise<void>
}

/** A report lists what a person reads; the cells stay with the import. */
function asListed({ answeredBy: _, cells: __, ...told }: Held): Held {
  return told
}

export function holderOf(ctx: Context, batch: string, dryRun: boolean): Holder {
  const waiting: Held[] = []
  const flush = async (tally: Tally): Promise<void> => {
    const portion = waiting.splice(0)
    if (portion.length > 0 && !dryRun) await ctx.hold(batch, tally.file, portion)
  }
  return {
    flush,
    async hold(tally, held) {
      for (const one of held) {
        tally.heldCount++
        if (tally.held.length < listed) tally.held.push(asListed(one))
        waiting.push(one)
        if (waiting.length >= 1000) await flush(tally)
      }
    },
  }
}
