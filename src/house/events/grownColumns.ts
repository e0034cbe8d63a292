import type { ColumnBudget } from '#engines/analytics/columns/budget.ts'
import { filedEvents } from '#engines/analytics/columns/filed.ts'
import { runsWith, withTail, type Tail } from '#engines/analytics/columns/grown.ts'
import type { Growing, StoredColumns } from './knownEvents.ts'
import { codesRead, laterIn, placesOf, type Laid, type Late, type Later } from './laterEvents.ts'

interface Held {
  readonly position: string
  readonly budget: ColumnBudget
}

/** Columns as they were laid out, in files or in memory, with what came since, which is small and held in memory. */
export function grownColumns(laid: Laid, later: Later, { position, budget }: Held): StoredColumns {
  laid.hold()
  const { rows, lists, values, identified } = later
  const codes = new Map<string, Int32Array>()
  const codesIn = (name: string): void =>
    void codes.set(
      name,
      Int32Array.from(rows, (row) => row.codes.get(name) ?? -1),
    )
  for (const name of values.keys()) codesIn(name)
  const tail = tailOf(later, codes)
  const isAsLaid = rows.length === 0 && identified.size === 0
  const told = new Map([...values].filter(([, own]) => own.length > 0))
  const head = {
    ...laid.head,
    ...lists,
    profiles: { ...laid.head.profiles, person: { ...laid.head.profiles.person, ...(identified.size > 0 ? { gone: new Set(identified.keys()) } : {}) } },
    runs: runsWith(laid.head.runs, lists.names.length, tail),
    newest: rows.reduce((last, { ts }) => Math.max(last, ts), laid.head.newest),
    knownBy: rows.reduce((last, { ts, received }) => Math.max(last, received ?? ts), laid.head.knownBy),
    isReceived: laid.head.isReceived || rows.some(({ received }) => received !== null),
    passive: new Set<string>(),
    properties: told,
  }
  const events = filedEvents(head, isAsLaid ? laid.source : withTail(laid.source, tail, { runs: head.runs, moved: movedBy(lists.names, head.runs) }), budget)
  return {
    position,
    events: () => events,
    has: (name) => values.has(name),
    async add(name, state) {
      if (!laid.valuesOf(name)) await laid.add(name, state)
      const own = await codesRead(state, name, laid.valuesOf(name) ?? [], rows, placesOf(laid.mark, later.mark))
      values.set(name, own)
      codesIn(name)
      if (own.length > 0) told.set(name, own)
    },
    close: () => laid.leave(),
    grow: () => growing(laid, later, budget),
  }
}

/** Holds on to what was laid out, until it is known whether it can be gone on from. */
export function growing(laid: Laid, before: Later, budget: ColumnBudget): Growing {
  laid.hold()
  let isHeld = true
  return {
    over: async (state) => {
      const later = await laterIn(state, laid, before)
      return later && grownColumns(laid, later, { position: state.position, budget })
    },
    leave: () => {
      if (isHeld) laid.leave()
      isHeld = false
    },
  }
}

function tailOf({ rows, lists, identified }: Later, codes: Tail['codes']): Tail {
  const whole = (of: (row: Late) => number): Uint32Array => Uint32Array.from(rows, of)
  const floats = (of: (row: Late) => number): Float64Array => Float64Array.from(rows, of)
  return {
    name: whole(({ name }) => name),
    after: whole(({ after }) => after),
    floats: { ts: floats(({ ts }) => ts), received: floats(({ ts, received }) => received ?? ts) },
    whole: { person: whole(({ person }) => person), account: whole(({ account }) => account), session: whole(({ session }) => session) },
    codes,
    persons: identified.size === 0 ? null : whoIsWho(lists.persons.length, identified),
  }
}

function whoIsWho(size: number, identified: Later['identified']): Uint32Array {
  const found = new Uint32Array(size)
  for (let code = 0; code < size; code++) found[code] = code
  for (const [device, person] of identified) found[device] = person
  return found
}

/** Names in the order in which the store has them, which is that of their bytes; those that are new stand last in the lists. */
function movedBy(names: readonly string[], runs: Uint32Array): Int32Array {
  const moved = new Int32Array(names.length)
  const ordered = names.map((name, code) => ({ code, bytes: Buffer.from(name) })).toSorted((a, b) => Buffer.compare(a.bytes, b.bytes))
  let at = 0
  for (const { code } of ordered) {
    moved[code] = at - (runs[code] ?? 0)
    at += (runs[code + 1] ?? 0) - (runs[code] ?? 0)
  }
  return moved
}
