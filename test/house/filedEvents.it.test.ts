import { readdirSync, readlinkSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answer, type Answer } from '#engines/analytics/answer.ts'
import type { Events } from '#engines/analytics/columns/events.ts'
import { readQuery } from '#engines/analytics/query/resolve.ts'
import { factReader, type FactReader } from '#platform/columnar/factReader.ts'
import { join } from 'node:path'
import { eventShelf } from '../../src/house/events/eventColumns.ts'
import { cohorts, makers, now, randomEvents, segments } from '../clickhouse/randomQueries.ts'
import { testHouse, type TestHouse } from './testHouse.ts'

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`
const csv = (rows: ReturnType<typeof randomEvents>): string =>
  `event_id,account_id,user_id,ts,received_at,name,props\n${rows
    .map(({ id, account, person, ts, received, name }, place) =>
      [
        id,
        account ?? '',
        person ?? '',
        new Date(ts).toISOString(),
        new Date(received ?? ts).toISOString(),
        cell(name),
        cell(`{"plan":"${place % 3 ? 'pro' : 'free'}"}`),
      ].join(','),
    )
    .join('\n')}`

/** Imported events, kept in memory by one shelf and put into files by another whose budget holds a few hundred rows. */
describe('the events of a workspace whose columns lie in files', () => {
  let house: TestHouse
  let [reader, workspace, folder]: [FactReader | null, string, string] = [null, '', '']
  const rows = randomEvents(3, 3000).filter(({ account }) => account !== null)
  const shelves = { resident: eventShelf(), filed: eventShelf({ bytes: 20_000, mostAtOnce: 100 }) }

  beforeAll(async () => {
    house = await testHouse()
    await house.company('small')
    await house.json('import', await house.folder('facts', { 'event.csv': csv(rows) }), '--workspace', 'small')
    workspace = (await house.app.workspaces.list())[0]?.id ?? ''
    folder = join(house.app.store.beside(workspace), 'columns')
    reader = await fresh()
  })
  afterAll(() => house.stop())

  const fresh = async (): Promise<FactReader> =>
    factReader(house.app.store, workspace, house.app.registry.facts.keys(), await house.app.store.position(workspace))
  const within = async <T>(
    shelf: ReturnType<typeof eventShelf>,
    work: (events: Events) => T | Promise<T>,
    properties: readonly string[] = ['plan'],
    by = reader,
  ): Promise<T> => {
    if (!by) throw new Error('There is no store.')
    return await shelf.within({ workspace, reader: by, properties, folder }, async (events) => work(events))
  }
  const both = <T>(work: (kept: Events, filed: Events) => T): Promise<T> =>
    within(shelves.resident, (kept) => within(shelves.filed, (filed) => work(kept, filed)))
  const ask = (events: Events, query: Readonly<Record<string, unknown>>): Answer => answer(readQuery(query), { events, now, segments, cohorts })

  test('lie in files in the one case and not in the other, and are the same', () =>
    both((kept, filed) => {
      expect([kept.filed === undefined, filed.filed === undefined]).toEqual([true, false])
      expect([filed.length, filed.names, filed.persons, [...filed.runs]]).toEqual([kept.length, kept.names, kept.persons, [...kept.runs]])
      expect(filed.ts).toEqual(kept.ts)
      expect(filed.received).toEqual(kept.received)
      expect(rowsOf(filed)).toEqual(rowsOf(kept))
      expect(filed.knownBy).toBe(kept.knownBy)
    }))

  test.each(Object.keys(makers))('answer as resident ones do: %s', (kind) =>
    both((kept, filed) => {
      for (let seed = 0; seed < 15; seed++) {
        const query = {
          ...makers[kind]?.(seed),
          ...(seed % 3 === 0 && kind !== 'adoption' && kind !== 'lifecycle' ? { breakdown: [{ by: 'event.plan' }] } : {}),
        }
        expect(ask(filed, query)).toEqual(ask(kept, query))
      }
    }),
  )

  test('a property that is asked for later is there, and who asked before reads on while more events are read', async () => {
    expect(await within(shelves.filed, ({ properties }) => properties.has('never sent'), ['never sent'])).toBe(false)
    await within(shelves.filed, async (before) => {
      const [ts, length] = [[...before.ts], before.length]
      const more = csv(randomEvents(4, 50).map((row) => ({ ...row, id: `more ${row.id}`, account: 'acc 1' })))
      await house.json('import', await house.folder('more', { 'event.csv': more }), '--workspace', 'small')
      reader = await fresh()
      await both((kept, filed) => {
        expect(filed.length).toBe(length + 50)
        expect(rowsOf(filed)).toEqual(rowsOf(kept))
      })
      expect([...before.person].length).toBe(length)
      expect([...before.ts]).toEqual(ts)
    })
  })

  let arrived = 0
  /** One event, of a person and a name that go before all others. */
  const event = (): Promise<void> => {
    const id = `a${String(arrived++).padStart(3, '0')}`
    return receive('event', ['event_id', 'ts', 'account_id', 'user_id', 'name'], [id, Date.UTC(2026, 1, 1), 'acc 0', id, `Arrived ${9 - (arrived % 9)}`])
  }
  /** Somebody turns out to be a person who goes before all others. */
  const alias = (): Promise<void> => {
    const [first, other] = [`a${900 - arrived++}`, `p${arrived % 40}`]
    return receive('event_link', ['link_id', 'kind', 'person', 'other', 'group_type', 'ts'], [first, 'alias', first, other, null, Date.UTC(2026, 1, 1)])
  }
  const receive = async (table: string, columns: readonly string[], row: readonly (string | number | null)[]): Promise<void> => {
    await house.app.store.receive(workspace, { at: new Date().toISOString(), source: 'sdk/EVS-1', tables: [{ table, columns, rows: [row] }] })
    await house.app.store.position(workspace) // it is in its table now
  }
  /** The same store, in which something comes before every statement. */
  const disturbed = async (between: () => Promise<void>): Promise<FactReader> => {
    const own = await fresh()
    const snapshot: FactReader['snapshot'] = (work) =>
      own.snapshot((state) =>
        work({ ...state, ask: (query) => between().then(() => state.ask(query)), columns: (query) => between().then(() => state.columns(query)) }),
      )
    return { ...own, snapshot }
  }

  test.each([
    ['events', event],
    ['links', alias],
  ])('%s that come between the statements belong to the next reading', async (_, between) => {
    const expected = await within(eventShelf(), rowsOf, ['plan'], await fresh())
    for (const limits of [{}, { bytes: 20_000, mostAtOnce: 100 }]) {
      const before = await within(eventShelf(), rowsOf, ['plan'], await fresh())
      expect(await within(eventShelf(limits), rowsOf, ['plan'], await disturbed(between))).toEqual(before)
    }
    expect(await within(eventShelf(), rowsOf, ['plan'], await fresh())).not.toEqual(expected)
  })

  test.skipIf(process.platform !== 'linux')('columns of former states give their room on the disk back', async () => {
    const shelf = eventShelf({ bytes: 20_000, mostAtOnce: 100 })
    const before = openColumns() // others may be let go of meanwhile
    for (let time = 0; time < 3; time++) {
      await event()
      await within(shelf, ({ ts }) => ts.length, ['plan'], await fresh())
    }
    expect(openColumns().difference(before).size).toBe(6)
  })

  test.each([
    ['an event', event],
    ['a link', alias],
  ])('a property that is asked for after %s came stands at its rows', async (_, between) => {
    for (const limits of [{}, { bytes: 20_000, mostAtOnce: 100 }]) {
      const [shelf, stale] = [eventShelf(limits), await fresh()]
      await within(shelf, ({ length }) => length, [], stale)
      await between()
      expect(await within(shelf, rowsOf, ['plan'], stale)).toEqual(await within(eventShelf(), rowsOf, ['plan'], await fresh()))
    }
  })
})

/** Files of columns that this process holds open. */
const openColumns = (): Set<string> =>
  new Set(
    readdirSync('/proc/self/fd').flatMap((file) => {
      try {
        const path = readlinkSync(`/proc/self/fd/${file}`)
        return path.endsWith('.column (deleted)') ? [path] : []
      } catch {
        return [] // that of the list itself
      }
    }),
  )

/** Every event with whom and what it names. */
const rowsOf = ({ ts, name, person, account, names, persons, accounts, properties }: Events): unknown[] => {
  const plan = properties.get('plan')
  const codes = plan?.codes
  return Array.from(ts, (at, row) => [names[name[row] ?? 0], at, persons[person[row] ?? 0], accounts[account[row] ?? 0], plan?.values[codes?.[row] ?? -1]])
}
