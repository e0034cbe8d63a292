import { columnBudget } from '../columns/budget.ts'
import type { Events } from '../columns/events.ts'
import { filedEvents } from '../columns/filed.ts'
import type { ColumnSource } from '../columns/source.ts'

/** Events at hand as if they lay in files, read under a budget of so many bytes. */
export function asFiled(events: Events, bytes: number): Events {
  const { ts, received, properties } = events
  const source: ColumnSource = {
    floats: (column, from, into, at, size) => copied(column === 'ts' ? ts : (received ?? ts), from, into, at, size),
    whole: (column, from, into, at, size) => copied(events[column], from, into, at, size),
    codes: (property, from, into, at, size) => copied(properties.get(property)?.codes ?? new Int32Array(), from, into, at, size),
  }
  const head = {
    ...events,
    newest: ts.reduce((last, each) => Math.max(last, each), -Infinity),
    isReceived: received !== null,
    properties: new Map([...properties].map(([name, { values }]) => [name, values])),
  }
  return filedEvents(head, source, columnBudget(bytes))
}

function copied<T extends Float64Array | Uint32Array | Int32Array>(column: T, from: number, into: T, at: number, size: number): void {
  for (let row = 0; row < size; row++) into[at + row] = column[from + row] ?? 0
}
