import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { persons } from '#engines/identity/persons.ts'
import { openFactStore, type FactStore, type Row, type StoreOptions, type TableShape } from '#platform/columnar/store.ts'

type Table = Parameters<FactStore['receive']>[1]['tables'][number]
const linkColumns = ['link_id', 'kind', 'person', 'other', 'group_type', 'ts']

/** For each test of a file a store of events in a folder of its own; they have these columns beside their id and time. */
export function eventStore(more: TableShape['columns'] = []) {
  const shape: TableShape = { name: 'event', key: ['event_id'], columns: [{ name: 'event_id', type: 'VARCHAR' }, { name: 'ts', type: 'TIMESTAMP' }, ...more] }
  const columns = shape.columns.map(({ name }) => name)
  let home: string
  let store: FactStore

  const open = async (options: Partial<StoreOptions> = {}): Promise<void> => {
    store = await openFactStore({ home, facts: [shape], persons, ...options })
  }
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'throughline-events-'))
    await open()
  })
  afterEach(async () => {
    await store.close()
    await rm(home, { recursive: true, force: true })
  })

  const receive = (...tables: readonly Table[]): Promise<void> => store.receive('ws', { at: '2026-11-02T10:00:00.000Z', source: 'sdk/EVS-1', tables })
  return {
    shape,
    get home() {
      return home
    },
    get store() {
      return store
    },
    /** Opens it again, after it was closed. */
    open,
    receive,
    /** Events arrive, and links of persons with them. */
    arrive: (rows: readonly Row[], links: readonly Row[] = []): Promise<void> =>
      receive({ table: 'event', columns, rows }, { table: 'event_link', columns: linkColumns, rows: links }),
  }
}
