import { QueryRefusal } from '../refusal.ts'
import type { Scalar } from '../query/parts.ts'
import { columnOf, type Column, type Events } from './events.ts'

/** A property of events, of their persons or of their accounts, row by row: a code into `values`, −1 where there is none. */
export interface Reading {
  readonly at: (row: number) => number
  readonly values: readonly Scalar[]
}

const unknown: Reading = { at: () => -1, values: [] }

/** How a property is read at a row. One that nobody ever sent reads as “none”, and the answer warns of it. */
export function readingOf(events: Events, ref: string, unknowns: Set<string>): Reading {
  const [scope = '', ...rest] = ref.split('.')
  if (scope === 'event') return rowReading(events.properties.get(rest.join('.')), ref, unknowns)
  const [owner, name] = scope === 'group' ? [rest[0] ?? '', rest.slice(1).join('.')] : [scope, rest.join('.')]
  if (owner !== 'person' && owner !== 'account')
    throw new QueryRefusal(ref, `properties of the group “${owner}” are not kept.`, 'Use account.… or a property of the event.', 'unsupported')
  return profileReading(columnOf(events, owner, name), events[owner], ref, unknowns)
}

function rowReading(column: Column | undefined, ref: string, unknowns: Set<string>): Reading {
  if (!column) return missing(ref, unknowns)
  const { codes, values } = column
  return { at: (row) => codes[row] ?? -1, values }
}

function profileReading(column: Column | undefined, ids: Uint32Array, ref: string, unknowns: Set<string>): Reading {
  if (!column) return missing(ref, unknowns)
  const { codes, values } = column
  return { at: (row) => codes[ids[row] ?? 0] ?? -1, values }
}

function missing(ref: string, unknowns: Set<string>): Reading {
  unknowns.add(ref)
  return unknown
}
