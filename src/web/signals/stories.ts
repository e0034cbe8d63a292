import type { SignalEntry } from './contract.ts'

/** One thing that happened: the signal that says most, and the others that the same part moved in the same period. */
export interface Story {
  readonly lead: SignalEntry
  readonly also: readonly SignalEntry[]
}

/** Signals of one theme that one part moved in one period are one story, in the order of their first; what no part explains stands alone. */
export function storiesOf(entries: readonly SignalEntry[]): readonly Story[] {
  return [...Map.groupBy(entries, storyOf).values()].flatMap((own) => {
    const lead = own.find(({ metric }) => metric === 'net-revenue-retention') ?? own[0]
    return lead ? [{ lead, also: own.filter((one) => one !== lead) }] : []
  })
}

const storyOf = ({ key, kind, part, period, theme }: SignalEntry): string =>
  kind === 'newSignal' && part !== null ? JSON.stringify([theme, period, part]) : key
