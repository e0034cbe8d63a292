import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answer, type Answer } from '#engines/analytics/answer.ts'
import type { Events } from '#engines/analytics/columns/events.ts'
import { readQuery } from '#engines/analytics/query/resolve.ts'
import { factReader, type FactReader } from '#platform/columnar/factReader.ts'
import { join } from 'node:path'
import { eventShelf } from '../../src/house/events/eventColumns.ts'
import { makers, now, randomEvents, segments } from '../clickhouse/randomQueries.ts'
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
  const shelves = { resident: eventShelf(), filed: eventShelf({ bytes: 20_000 }) }

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
  const of = async (name: keyof typeof shelves, properties: readonly string[] = ['plan']): Promise<Events> => {
    if (!reader) throw new Error('There is no store.')
    return await shelves[name].of(workspace, reader, properties, folder)
  }
  const ask = (events: Events, query: Readonly<Record<string, unknown>>): Answer => answer(readQuery(query), { events, now, segments })

  test('lie in files in the one case and not in the other, and are the same', async () => {
    const [kept, filed] = [await of('resident'), await of('filed')]
    expect([kept.filed === undefined, filed.filed === undefined]).toEqual([true, false])
    expect([filed.length, filed.names, filed.persons, [...filed.runs]]).toEqual([kept.length, kept.names, kept.persons, [...kept.runs]])
    expect(filed.ts).toEqual(kept.ts)
    expect(filed.received).toEqual(kept.received)
    expect(filed.properties.get('plan')).toEqual(kept.properties.get('plan'))
    expect(filed.knownBy).toBe(kept.knownBy)
  })

  test.each(Object.keys(makers))('answer as resident ones do: %s', async (kind) => {
    const [kept, filed] = [await of('resident'), await of('filed')]
    for (let seed = 0; seed < 15; seed++) {
      const query = { ...makers[kind]?.(seed), ...(seed % 3 === 0 && kind !== 'adoption' ? { breakdown: [{ by: 'event.plan' }] } : {}) }
      expect(ask(filed, query)).toEqual(ask(kept, query))
    }
  })

  test('a property that is asked for later is there, and more events are read when they came', async () => {
    const before = await of('filed', [])
    expect((await of('filed', ['never sent'])).properties.has('never sent')).toBe(false)
    await house.json(
      'import',
      await house.folder('more', { 'event.csv': csv(randomEvents(4, 50).map((row) => ({ ...row, id: `more ${row.id}`, account: 'acc 1' }))) }),
      '--workspace',
      'small',
    )
    reader = await fresh()
    const [kept, filed] = [await of('resident'), await of('filed')]
    expect(filed.length).toBe(before.length + 50)
    expect(filed.ts).toEqual(kept.ts)
    expect(before.ts.length).toBe(before.length) // who still holds the former ones goes on reading them
  })
})
