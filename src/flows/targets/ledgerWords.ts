import type { LedgerAhead, LedgerMeasure } from '#engines/metrics/forecast/ledgerAhead.ts'
import type { Seen } from '#engines/metrics/forecast/renewalRates.ts'
import { showNumber } from '#engines/numbers/showNumber.ts'

/** How a roll was made, in words: what comes up, what was cancelled, how renewals were kept (as they were seen), growth, and months without a figure. */
export function ledgerWords({ due, ending, seen, growth, points }: LedgerAhead, measure: LedgerMeasure): string {
  const bare = points.flatMap(({ period, mean }) => (mean === null ? [period] : []))
  return [
    `Contracts rolled ahead: ${share(due)} of the money comes up for renewal${ending > 0 ? ` and ${share(ending)} has been cancelled and ends` : ''}.`,
    `Renewals are kept as those of the same segment and term were in the last twelve months: ${seen
      .toSorted((a, b) => b.due - a.due)
      .map(seenWords)
      .join(', ')}.`,
    `Between renewals the money grows ${showNumber(growth, 'ratio', { signed: true, decimals: 2 })} a month.`,
    measure === 'total'
      ? 'New business comes in at its mean of six months.'
      : 'Later months take in later cohorts; it cannot look further than the cohorts that pay today.',
    ...(bare.length > 0
      ? [
          `${bare.join(', ')} ${bare.length === 1 ? 'has' : 'have'} no figure, since nobody paid in the month that ${bare.length === 1 ? 'it is' : 'they are'} counted from.`,
        ]
      : []),
  ].join(' ')
}

const share = (part: number): string => showNumber(part, 'ratio')

/** What was seen, and nothing that was added to it. */
function seenWords({ segment, termMonths, kept, due, weight }: Seen): string {
  const name = `${segment}, ${termMonths === null ? 'by the month' : (terms[termMonths] ?? `${termMonths} months`)}`
  if (due === 0) return `${name} none seen yet${weight > 2 ? ', so that the others stand for it' : ''}`
  return `${name} ${showNumber(kept, 'count')} of ${showNumber(due, 'count')}${due < 20 ? ' (few, and drawn toward the others)' : ''}`
}

const terms: Readonly<Record<number, string>> = { 1: 'monthly', 3: 'quarterly', 6: 'half-yearly', 12: 'yearly' }
