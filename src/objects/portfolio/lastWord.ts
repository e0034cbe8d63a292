import { isRecord, type AnyRow } from '#kernel'
import { isInFlight } from './stages.ts'

export const healths = ['onTrack', 'atRisk', 'offTrack'] as const
/** Days after which what was said of a bet no longer counts (portfolio reference ). */
export const quietDays = 14

/** What was said last of a bet that somebody reports on, and since when nothing was; null of others: one that waits, or has shipped, owes no word. */
export function lastWord(row: AnyRow): { readonly health: (typeof healths)[number] | null; readonly at: string | null; readonly since: string } | null {
  if (!isInFlight(row['stage'])) return null
  const at = isRecord(row['lastUpdate']) && typeof row['lastUpdate']['at'] === 'string' ? row['lastUpdate']['at'] : null
  return { health: healths.find((one) => one === row['health']) ?? null, at, since: at ?? row.updatedAt }
}
