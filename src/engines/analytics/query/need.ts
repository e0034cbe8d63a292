import type { Need } from '../columns/events.ts'
import type { Span } from '../calendar/span.ts'
import type { Query } from './kinds.ts'
import { millisOf } from './parts.ts'

const day = 86_400_000
/** Which events a question can read at all, given the stretch that it is about (and the one that it is compared with): more than it reads, never less. */
export function needOf(query: Query, spans: readonly Span[]): Need {
  const names = isOfAll(query) ? null : [...namesIn(query)]
  const [from, to] = [Math.min(...spans.map((span) => span.from)), Math.max(...spans.map((span) => span.to))]
  const isWhole = bySession(query) || query.kind === 'retention' || query.kind === 'activation' || query.kind === 'adoption' || query.kind === 'lifecycle'
  if (isWhole) return { names: bySession(query) ? null : names, from: -Infinity, to: Infinity }
  if (query.kind === 'trend' && query.series.some(({ math }) => math === 'active')) return { names, from: from - 60 * day, to }
  if (query.kind === 'funnel' && query.tail === 'window') return { names, from, to: to + millisOf(query.window, 'window') + 1 }
  return { names, from, to }
}

/** Does it ask for events of every name, or of more than it names? */
function isOfAll(query: Query): boolean {
  if (query.kind === 'funnel' && query.order === 'strict') return true
  if (query.kind === 'activation' && query.t0 === 'actor_created') return true
  if (query.kind === 'adoption' && query.breakdown.length > 0) return true // its line is that of its first event of all
  return namesIn(query).has('*')
}

/** Are sessions counted, or chains within one? They are numbered over all events. */
export const bySession = (query: Query): boolean =>
  query.actor === 'session' || (query.kind === 'funnel' && (query.count === 'sessions' || query.window.unit === 'session'))

/** Every name that a selection of the question bears. */
export function namesIn(query: unknown, found = new Set<string>()): Set<string> {
  if (typeof query !== 'object' || query === null) return found
  for (const [key, own] of Object.entries(query)) {
    if (key === 'event') for (const name of [own].flat()) found.add(String(name))
    else namesIn(own, found)
  }
  return found
}
