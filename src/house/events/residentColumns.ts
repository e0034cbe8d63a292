import type { ColumnBudget } from '#engines/analytics/columns/budget.ts'
import { sortedEvents, type Column, type Events } from '#engines/analytics/columns/events.ts'
import { memoryHead, memorySource } from '#engines/analytics/columns/memorySource.ts'
import { eventRows } from '#engines/analytics/dialect/events.ts'
import type { FactSnapshot } from '#platform/columnar/factReader.ts'
import { growing } from './grownColumns.ts'
import { codesOf, readProperty, type Known, type StoredColumns } from './knownEvents.ts'
import { markOf, noTail, type Laid } from './laterEvents.ts'

/** Reads the events of a workspace into memory. */
export async function residentColumns(state: FactSnapshot, known: Known, budget: ColumnBudget): Promise<StoredColumns> {
  const mark = await markOf(state)
  const events = await readEvents(state, known)
  const properties = new Map<string, Column>()
  const add: Laid['add'] = async (name, at) => {
    let codes: Int32Array = new Int32Array()
    const values = await readProperty(at, name, [null], (read) => (codes = read), mark.last)
    properties.set(name, { codes, values })
  }
  const laid: Laid = {
    head: memoryHead(events),
    source: memorySource(events, (property) => properties.get(property)?.codes),
    mark,
    valuesOf: (name) => properties.get(name)?.values,
    laid: () => properties.keys(),
    add,
    hold: () => undefined,
    leave: () => undefined,
  }
  return {
    position: state.position,
    events: () => ({ ...events, properties: new Map([...properties].filter(([, { values }]) => values.length > 0)) }),
    has: (name) => properties.has(name),
    add,
    close: () => undefined,
    grow() {
      const later = { ...noTail(known, mark), values: new Map([...properties].map(([name, { values }]) => [name, values])) }
      return growing(laid, later, budget)
    },
  }
}

async function readEvents(state: FactSnapshot, { counts: _, ...known }: Known): Promise<Events> {
  const columns = await state.columns(eventRows(null))
  const ts = columns.get('ts') ?? new Float64Array()
  const received = columns.get('received') ?? new Float64Array()
  return sortedEvents({
    ...known,
    length: ts.length,
    ts,
    seq: Uint32Array.from(ts, (_, row) => row),
    received: received.some((at) => !Number.isNaN(at)) ? received.map((at, row) => (Number.isNaN(at) ? (ts[row] ?? 0) : at)) : null,
    name: codesOf(columns.get('name')).map((code) => code - 1),
    person: codesOf(columns.get('person')),
    account: codesOf(columns.get('account')),
    session: codesOf(columns.get('session')),
    properties: new Map(),
    passive: new Set(),
  })
}
