import { QueryRefusal } from '../refusal.ts'
import type { Scalar } from '../query/parts.ts'
import { columnOf, type Column, type Events, type History } from './events.ts'
import { versionAt } from './history.ts'

/** A property of events, of their persons or of their accounts, row by row: a code into `values`, −1 where there is none. */
export interface Reading {
  readonly at: (row: number) => number
  readonly values: readonly Scalar[]
}

const unknown: Reading = { at: () => -1, values: [] }

/** Where a reader notes what the answer must warn of. */
export interface Noting {
  readonly unknowns: Set<string>
  /** Properties of persons and accounts are read as they were at the event, and those of which nothing bears a day are noted; null: as they are now. */
  readonly undated: Set<string> | null
}

/** How a property is read at a row. One that nobody ever sent reads as “none”, and the answer warns of it. */
export function readingOf(events: Events, ref: string, noting: Noting): Reading {
  const [scope = '', ...rest] = ref.split('.')
  if (scope === 'event') return rowReading(events.properties.get(rest.join('.')), ref, noting)
  const [owner, name] = scope === 'group' ? [rest[0] ?? '', rest.slice(1).join('.')] : [scope, rest.join('.')]
  if (owner !== 'person' && owner !== 'account')
    throw new QueryRefusal(ref, `properties of the group “${owner}” are not kept.`, 'Use account.… or a property of the event.', 'unsupported')
  const column = columnOf(events, owner, name)
  if (!column) return missing(ref, noting)
  const { history: all, histories } = events.profiles[owner]
  const own = histories?.get(name)
  const [history, dated] = own ? [own, own.columns.get('value')] : [all, all?.columns.get(name)]
  if (noting.undated && history && dated) return datedReading(events, owner, column, { history, dated })
  if (noting.undated && name !== 'id') noting.undated.add(ref)
  const { codes, values } = column
  const ids = events[owner]
  return { at: (row) => codes[ids[row] ?? 0] ?? -1, values }
}

function rowReading(column: Column | undefined, ref: string, noting: Noting): Reading {
  if (!column) return missing(ref, noting)
  const { codes, values } = column
  return { at: (row) => codes[row] ?? -1, values }
}

/** What was said of whoever acted by the time of the event; of those of whom nothing was said over time, what is known. */
function datedReading(
  events: Events,
  owner: 'person' | 'account',
  { codes, values }: Column,
  { history, dated }: { readonly history: History; readonly dated: Int32Array },
): Reading {
  const [ids, { ts }] = [events[owner], events]
  const at = (row: number): number => {
    const key = ids[row] ?? 0
    const version = versionAt(history, key, ts[row] ?? 0)
    return (version === null ? codes[key] : dated[version]) ?? -1
  }
  return { at, values }
}

function missing(ref: string, { unknowns }: Noting): Reading {
  unknowns.add(ref)
  return unknown
}
