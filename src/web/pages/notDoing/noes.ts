import { addDays } from '#engines/numbers/dates.ts'
import { recordsIn, type AnyRow } from '#kernel'

/** One thing that we leave undone: a bet that was declined, or what a pillar leaves for its own sake. */
export interface No {
  readonly noun: 'initiative' | 'pillar'
  readonly row: AnyRow
  readonly what: string
  readonly kind: string | null
  readonly why: string
  readonly owner: string | null
  readonly reviewOn: string | null
  readonly isDue: boolean
  /** What a yes would cost of the yearly value of the plan, as the newest kept scenario found it; null when none has priced it. */
  readonly price: { readonly low: number; readonly high: number | null; readonly on: string; readonly scenario: string } | null
}

/** Everything on the list: what is due first, the longest overdue on top; what has no day to look again counts as due. */
export function noesOf(bets: readonly AnyRow[], pillars: readonly AnyRow[], scenarios: readonly AnyRow[], today: string): No[] {
  const declined = bets
    .filter((row) => row['stage'] === 'declined')
    .map((row): Omit<No, 'isDue'> => ({
      noun: 'initiative',
      row,
      what: textOf(row['title']) ?? row.key,
      kind: textOf(row['declinedFor']),
      why: textOf(row['reason']) ?? '',
      owner: textOf(row['owner']),
      reviewOn: textOf(row['reviewOn']),
      price: priceOf(row.id, scenarios),
    }))
  const left = pillars
    .filter((row) => row['state'] === 'active')
    .flatMap((row) =>
      recordsIn(row['notDoing']).map((one): Omit<No, 'isDue'> => ({
        noun: 'pillar',
        row,
        what: textOf(one['what']) ?? '',
        kind: null,
        why: textOf(one['why']) ?? '',
        owner: textOf(row['owner']),
        reviewOn: textOf(one['reviewOn']),
        price: null,
      })),
    )
  return [...declined, ...left]
    .map((one): No => ({ ...one, isDue: one.reviewOn === null || one.reviewOn <= today }))
    .toSorted((a, b) => (a.reviewOn ?? '').localeCompare(b.reviewOn ?? '') || a.what.localeCompare(b.what))
}

function priceOf(id: string, scenarios: readonly AnyRow[]): No['price'] {
  const newest = scenarios.toSorted((a, b) => String(b['solvedAt']).localeCompare(String(a['solvedAt'])))
  for (const row of newest) {
    const own = recordsIn(row['prices']).find((one) => one['initiative'] === id)
    if (own && typeof own['low'] === 'number')
      return { low: own['low'], high: typeof own['high'] === 'number' ? own['high'] : null, on: String(row['solvedAt']), scenario: row.key }
  }
  return null
}

/** The day on which a no is looked at again when nobody says otherwise: half a year on. */
export const nextLook = (today: string): string => addDays(today, 182)

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
