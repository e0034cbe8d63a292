import { happenings } from '#engines/analytics/dialect/happenings.ts'
import { Problem, type Context } from '#kernel'
import type { Ask } from './account.ts'

/** Something on a date that may explain a line. */
export interface Happened {
  /** A day: 2026-03-31. */
  readonly on: string
  readonly kind: 'release' | 'incident' | 'launch' | 'pricing' | 'definition' | 'processChange' | 'other'
  readonly says: string
  /** The note that tells it; null for what the facts tell. */
  readonly key: string | null
}

const kinds = ['launch', 'incident', 'pricing', 'definition', 'processChange', 'other'] as const

/** Releases, incidents and the notes that people wrote, between two days, oldest first. Minor incidents (p2, p3) are left to their own pages. */
export async function marksOf(ctx: Context, ask: Ask, from: string, to: string): Promise<{ readonly items: readonly Happened[] }> {
  for (const day of [from, to])
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) throw new Problem('invalid', `“${day}” is not a day.`, 'Write it as 2026-03-31.')
  const [facts, notes] = await Promise.all([
    ask(happenings(`${from}T00:00:00`, `${to}T23:59:59.999`)),
    ctx.read('note', { filter: { on: { gte: from, lte: to } }, sort: 'on', limit: 200 }),
  ])
  const told = facts.flatMap((row): Happened[] => {
    const isIncident = row['kind'] === 'incident'
    if (isIncident && row['severity'] !== 'p0' && row['severity'] !== 'p1') return []
    const says = isIncident ? `Incident ${String(row['severity']).toUpperCase()}: ${String(row['says'])}` : `Release ${String(row['says'])}`
    return [{ on: new Date(Number(row['at'])).toISOString().slice(0, 10), kind: isIncident ? 'incident' : 'release', says, key: null }]
  })
  const written = notes.items.map((row): Happened => ({
    on: String(row['on']),
    kind: kinds.find((kind) => kind === row['kind']) ?? 'other',
    says: String(row['name']),
    key: row.key,
  }))
  return { items: [...told, ...written].toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)) }
}
