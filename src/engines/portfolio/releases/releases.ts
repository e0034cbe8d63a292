import { addDays, daysBetween } from '../../numbers/dates.ts'

/** What is known of when a feature is done. */
export interface Timing {
  /** The last day of its own time; null without one. */
  readonly due: string | null
  /** The bet that it serves: the last day of its time, and the days on which it lands with a chance of 50 and of 85 %, what it waits for counted in. */
  readonly bet: { readonly due: string | null; readonly half: string | null; readonly likely: string | null } | null
}

/** The days on which something is done with a chance of 50 and of 85 %. */
export interface Expected {
  readonly half: string
  readonly likely: string
  /** It should have been done before today and is not. */
  readonly isOverdue: boolean
}

/**
 * When a feature is done. The forecast of its bet goes before a time that somebody wrote down; a feature that is due before its bet is a part
 * that comes first, and moves by as many days as its bet is late. Nothing that is not done is done before today. Null when nothing says a day.
 */
export function expectedOf({ due, bet }: Timing, today: string): Expected | null {
  const told = toldOf(due, bet)
  if (told === null) return null
  const isOverdue = told.likely < today
  return { half: later(told.half, today), likely: later(told.likely, today), isOverdue }
}

function toldOf(due: string | null, bet: Timing['bet']): { readonly half: string; readonly likely: string } | null {
  const [half, likely] = [bet?.half ?? bet?.likely ?? null, bet?.likely ?? null]
  if (half === null || likely === null) return due === null ? null : { half: due, likely: due }
  if (due === null || !bet?.due || due === bet.due) return { half, likely }
  if (due > bet.due) return { half: later(half, due), likely: later(likely, due) }
  const moved = (day: string): string => addDays(due, Math.max(0, daysBetween(bet.due ?? day, day)))
  return { half: moved(half), likely: moved(likely) }
}

const later = (a: string, b: string): string => (a > b ? a : b)

export interface Outlook {
  /** `done`: nothing is left to do. `undated`: no day is promised. `unknown`: nothing says when a part of it is done. `blocked`: a part of it will not come. */
  readonly level: 'blocked' | 'done' | 'onTrack' | 'atRisk' | 'late' | 'unknown' | 'undated'
  readonly half: string | null
  readonly likely: string | null
  /** What comes last; null when nothing is open, or no day is known. */
  readonly last: string | null
  /** Days after the promised day; 0 when it is kept. */
  readonly days: number
  /** Open features of which nothing says a day. */
  readonly unknown: readonly string[]
  /** What will not come and has to be taken out before it ships. */
  readonly gone: readonly string[]
}

/** Whoever answers for it has to do something. */
export const isInDanger = ({ level }: Pick<Outlook, 'level'>): boolean => level === 'blocked' || level === 'late' || level === 'atRisk'

interface Open {
  readonly id: string
  readonly expected: Expected | null
}

/**
 * Whether a promised day is kept, from the slowest feature: late when the even chance lies after it, or it has passed; at risk when the day with a
 * chance of 85 % does. A feature without a day makes a kept promise unknown, never a broken one. What is gone blocks it, whatever the days of the rest.
 */
export function outlookOf(promised: string | null, open: readonly Open[], today: string, gone: readonly string[] = []): Outlook {
  const rest = outlookOfRest(promised, open, today)
  return gone.length > 0 ? { ...rest, level: 'blocked', gone } : rest
}

function outlookOfRest(promised: string | null, open: readonly Open[], today: string): Outlook {
  const dated = open.flatMap(({ id, expected }) => (expected ? [{ id, ...expected }] : []))
  const last = dated.reduce<(typeof dated)[number] | null>((slowest, one) => (slowest === null || one.likely > slowest.likely ? one : slowest), null)
  const half = dated.reduce<string | null>((latest, one) => (latest === null || one.half > latest ? one.half : latest), null)
  const unknown = open.filter(({ expected }) => expected === null).map(({ id }) => id)
  const told = { half, likely: last?.likely ?? null, last: last?.id ?? null, unknown, gone: [] }
  if (promised === null) return { ...told, level: open.length === 0 ? 'done' : 'undated', days: 0 }
  const lands = later(last?.likely ?? today, today)
  const days = Math.max(0, daysBetween(promised, lands))
  if (promised < today || (half !== null && half > promised)) return { ...told, level: 'late', days }
  if (days > 0) return { ...told, level: 'atRisk', days }
  return { ...told, level: open.length === 0 ? 'done' : unknown.length > 0 ? 'unknown' : 'onTrack', days }
}

export interface Sized {
  readonly id: string
  /** Person-weeks; null when nobody has sized it. */
  readonly effort: number | null
}

/** Person-weeks of those that are sized, and how many are not. */
export const effortOf = (some: readonly Sized[]): { readonly weeks: number; readonly unsized: number } => ({
  weeks: some.reduce((sum, { effort }) => sum + (effort ?? 0), 0),
  unsized: some.filter(({ effort }) => effort === null).length,
})

export interface ScopeChange {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  /** In both, with another size than it had. */
  readonly resized: readonly { readonly id: string; readonly from: number | null; readonly to: number | null }[]
  /** Person-weeks that came on top, less those that went; what nobody has sized counts as none and is told apart. */
  readonly weeks: number
}

/** What a frozen scope has become. Something that came in and went out again is no change. */
export function scopeChange(frozen: readonly Sized[], now: readonly Sized[]): ScopeChange {
  const [before, after] = [new Map(frozen.map((one) => [one.id, one])), new Map(now.map((one) => [one.id, one]))]
  return {
    added: now.filter(({ id }) => !before.has(id)).map(({ id }) => id),
    removed: frozen.filter(({ id }) => !after.has(id)).map(({ id }) => id),
    resized: now.flatMap(({ id, effort }) => {
      const was = before.get(id)
      return was && was.effort !== effort ? [{ id, from: was.effort, to: effort }] : []
    }),
    weeks: effortOf(now).weeks - effortOf(frozen).weeks,
  }
}
