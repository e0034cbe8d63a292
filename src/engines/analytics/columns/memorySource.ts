import type { Events } from './events.ts'
import { borneByNone, type ColumnSource, type FiledHead } from './source.ts'

/** Events at hand, to be read as those in files are; `codesOf` gives the codes of a property. */
export function memorySource(events: Events, codesOf: (property: string) => Int32Array | undefined): ColumnSource {
  const { ts, received } = events
  return {
    floats: (column, from, into, at, size) => into.set((column === 'ts' ? ts : (received ?? ts)).subarray(from, from + size), at),
    whole: (column, from, into, at, size) => into.set(events[column].subarray(from, from + size), at),
    codes: (property, from, into, at, size) => {
      const own = codesOf(property)
      if (own && own.length > 0) into.set(own.subarray(from, from + size), at)
      else borneByNone(into, at, size)
    },
  }
}

/** What would be known of events at hand if they lay in files. */
export function memoryHead({ ts, received, knownBy, runs, names, persons, accounts, sessions, profiles, passive, properties }: Events): FiledHead {
  return {
    names,
    persons,
    accounts,
    sessions,
    profiles,
    runs,
    knownBy,
    passive,
    newest: ts.reduce((last, at) => Math.max(last, at), -Infinity),
    isReceived: received !== null,
    properties: new Map([...properties].map(([name, { values }]) => [name, values])),
  }
}
