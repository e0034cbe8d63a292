import type { Journal } from './journal.ts'
import { decode, encodeWithin, type Entry } from './records.ts'

/** A record of the journal as it is written anew in its place once something has left it; null where nothing has. */
export const anew =
  (without: (entry: Entry) => Entry | null) =>
  (payload: Buffer): Uint8Array | null => {
    const less = without(decode(payload))
    return less && encodeWithin(less, payload.length)
  }

/** An entry of the journal without the rows that were held before an instant; null where it has none. */
export function withoutHeldBefore(before: string, entry: Entry): Entry | null {
  if (entry.kind !== 'stream' || before === '') return null
  const until = Date.parse(before)
  const tables = entry.tables.map((table) => {
    const at = table.table === 'event_held' ? table.columns.indexOf('received_at') : -1
    return at < 0 ? table : { ...table, rows: table.rows.filter((row) => Number(row[at]) >= until) }
  })
  return tables.some(({ rows }, at) => rows.length < (entry.tables[at]?.rows.length ?? 0)) ? { ...entry, tables } : null
}

interface Forgotten {
  readonly persons: Set<string>
  readonly sealed: Set<string>
  readonly places: Set<number>
  /** What was held before this instant has gone. */
  readonly expired: string
}

/** Whom a journal was told to forget: by their names, where these still stand, and by what they are sealed as. */
export async function forgottenIn(journal: Journal): Promise<Forgotten> {
  const [persons, sealed, places] = [new Set<string>(), new Set<string>(), new Set<number>()]
  let expired = ''
  for await (const { position, payload } of journal.read()) {
    const entry = decode(payload)
    if (entry.kind === 'expire' && entry.before > expired) expired = entry.before
    if (entry.kind === 'sealed') for (const name of entry.names) sealed.add(name)
    if (entry.kind !== 'forget') continue
    places.add(position)
    for (const person of entry.persons) persons.add(person)
  }
  return { persons, sealed, places, expired }
}
