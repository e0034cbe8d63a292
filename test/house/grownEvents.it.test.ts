import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answer, cohortMembers } from '#engines/analytics/answer.ts'
import type { Events } from '#engines/analytics/columns/events.ts'
import { withoutInternal } from '#engines/analytics/columns/internal.ts'
import { readQuery } from '#engines/analytics/query/resolve.ts'
import { chance } from '#engines/analytics/testing/chance.ts'
import { factReader, type FactReader } from '#platform/columnar/factReader.ts'
import { eventShelf } from '../../src/house/events/eventColumns.ts'
import { cohorts, makers, now, segments, start } from '../clickhouse/randomQueries.ts'
import { testHouse, type TestHouse } from './testHouse.ts'

const hour = 3_600_000
const columns = ['event_id', 'ts', 'received_at', 'account_id', 'user_id', 'anonymous_id', 'session_id', 'name', 'props']
type Cell = string | number | null

/** Events at whole hours, so that many of those that came before and after share a moment and a name; ids in no order, and new names, people and values on the way. */
function randomRows(seed: number, n: number): Cell[][] {
  const { below, pick } = chance(seed)
  const some = (prefix: string, count: number): string | null => (below(6) === 0 ? null : `${prefix}${below(count + seed * 2)}`)
  return Array.from({ length: n }, (_, place) => {
    const ts = start + below(24 * 30) * hour
    const user = some('p', 12)
    return [
      `${below(1e9)}-${seed}-${place}`,
      ts,
      below(3) === 0 ? ts + below(5) * hour : null,
      `acc ${below(4 + seed)}`,
      user,
      user === null ? `d${below(8)}` : null,
      below(2) === 0 ? null : `s${below(20 + seed)}`,
      pick(['start', 'back', 'back', 'other', "it's \\ odd", `new ${below(1 + seed)}`]),
      pick([null, '{"plan":"pro"}', '{"plan":"free","seats":1}', `{"plan":"p${seed}","seats":1.0}`, '{"plan":["no","scalar"]}']),
    ]
  })
}

/** What is known of some who act, and of some who never do; some are our own. */
const known = {
  'account.csv': `id,name,created_at,is_internal,plan\n${[0, 1, 2, 5, 90].map((at) => `acc ${at},Account ${at},2026-03-${10 + (at % 9)},${at === 2},${at % 2 ? 'pro' : 'free'}`).join('\n')}\n`,
  'app_user.csv': `id,account_id,role,created_at,is_internal,is_service\n${[1, 3, 5, 14, 95].map((at) => `p${at},acc ${at % 3},member,2026-03-${10 + (at % 9)},false,${at === 5}`).join('\n')}\n`,
}

describe('what comes after columns were laid out', () => {
  let house: TestHouse
  let [workspace, folder, batch]: [string, string, number] = ['', '', 0]
  const limits = { bytes: 20_000, mostAtOnce: 100 }

  beforeAll(async () => {
    house = await testHouse()
    await house.company('small')
    workspace = (await house.app.workspaces.list())[0]?.id ?? ''
    folder = join(house.app.store.beside(workspace), 'columns')
    await house.json('import', await house.folder('facts', known), '--workspace', 'small')
    await receive('event', columns, randomRows(0, 700))
  })
  afterAll(() => house.stop())

  const receive = async (table: string, names: readonly string[], rows: readonly (readonly Cell[])[]): Promise<void> => {
    await house.app.store.receive(workspace, { at: new Date(now).toISOString(), source: 'sdk/EVS-1', tables: [{ table, columns: names, rows: [...rows] }] })
    await house.app.store.position(workspace) // they are in their table now
  }
  const link = (kind: string, person: string, other: string): Promise<void> =>
    receive('event_link', ['link_id', 'kind', 'person', 'other', 'group_type', 'ts'], [[`l${batch++}`, kind, person, other, null, now]])

  /** The store, counting how often all events are read. */
  const counted = async (): Promise<{ readonly reader: FactReader; readonly layouts: () => number }> => {
    const { store, registry } = house.app
    const reader = factReader(store, workspace, registry.facts.keys(), await store.position(workspace))
    let layouts = 0
    const snapshot: FactReader['snapshot'] = (work) =>
      reader.snapshot((state) => work({ ...state, ask: (query) => ((layouts += query.text.includes('TABLE codes_of_name') ? 1 : 0), state.ask(query)) }))
    return { reader: { ...reader, snapshot }, layouts: () => layouts }
  }
  const within = async <T>(shelf: ReturnType<typeof eventShelf>, work: (events: Events) => T, properties = ['plan', 'seats', 'beta']) => {
    const { reader, layouts } = await counted()
    const own = await shelf.within({ workspace, reader, properties, folder }, async (events) => work(events))
    return { own, layouts: layouts() }
  }

  /** Everything that can be seen of events and of the answers about them, told by names. */
  const seen = (events: Events, seed: number): Record<string, unknown> => {
    const place = { events: seed % 2 === 0 ? events : withoutInternal(events), now, segments, cohorts }
    const queries = Object.entries(makers).map(([kind, make]) => ({
      ...make(seed),
      ...(seed % 2 === 0 && kind !== 'adoption' && kind !== 'lifecycle' ? { breakdown: [{ by: 'event.plan' }] } : {}),
    }))
    return {
      rows: rowsByName(events),
      answers: queries.map((query) => answer(readQuery(query), place)),
      paths: answer(readQuery({ kind: 'paths', actor: 'person', range: { from: '2026-03-01', to: '2026-04-09' } }), place),
      listed: cohortMembers({ kind: 'cohort', actor: 'person', def: { ids: ['~d1', '~d2', '~d7', 'p3', 'p9'] } }, place),
      absent: cohortMembers({ kind: 'cohort', actor: 'person', def: { notDid: { event: 'start' }, in: { from: '2026-03-16', to: '2026-03-20' } } }, place),
      size: events.length,
    }
  }

  const arrivals: readonly (readonly [string, (seed: number) => Promise<void>, boolean])[] = [
    ['a few events', (seed) => receive('event', columns, randomRows(seed, 40)), true],
    [
      'a property that no event bore before',
      (seed) =>
        receive(
          'event',
          columns,
          randomRows(seed, 20).map((row) => [...row.slice(0, 8), '{"beta":"yes"}']),
        ),
      true,
    ],
    ['many more', (seed) => receive('event', columns, randomRows(seed, 200)), true],
    ['a new device of somebody known', () => link('identify', 'p3', '~d1'), true],
    ['a device of somebody whose mail address tells the account', () => link('identify', 'p2', '~d5').then(() => link('domain', 'p2', 'acc 1')), true],
    ['events of that device', (seed) => receive('event', columns, randomRows(seed, 30)), true],
    ['two devices of somebody new', () => link('identify', 'newcomer', '~d2').then(() => link('identify', 'newcomer', '~d3')), true],
    ['a device again, by somebody else', () => link('identify', 'p4', '~d1'), true],
    ['two who turn out to be one', () => link('alias', 'p5', 'p6'), false],
    ['events after all that', (seed) => receive('event', columns, randomRows(seed, 60)), true],
  ]

  test('is answered for as if all had been laid out together, and what was laid out stays', async () => {
    const [shelf, kept] = [eventShelf(limits), eventShelf()]
    for (const one of [shelf, kept]) await within(one, ({ length }) => length, ['plan'])
    for (const [at, [what, arrive, stays]] of arrivals.entries()) {
      await arrive(at + 1)
      const [grown, fresh, resident] = [
        await within(shelf, (events) => seen(events, at)),
        await within(eventShelf(limits), (events) => seen(events, at)),
        await within(kept, (events) => seen(events, at)),
      ]
      expect({ what, layouts: [grown, fresh, resident].map(({ layouts }) => layouts) }).toEqual({ what, layouts: [stays ? 0 : 1, 1, stays ? 0 : 1] })
      expect({ what, ...grown.own }).toEqual({ what, ...fresh.own })
      expect({ what, ...grown.own }).toEqual({ what, ...resident.own })
    }
  })
})

/** Every event with whom and what it names, in the order of its name. */
function rowsByName({ ts, received, name, person, account, session, names, persons, accounts, sessions, properties }: Events): Record<string, unknown[]> {
  const codes = [...properties].map(
    ([key, { codes: own, values }]) =>
      (row: number) =>
        [key, values[own[row] ?? -1]] as const,
  )
  const found: Record<string, unknown[]> = {}
  Array.from(ts, (at, row) => {
    const own = (found[names[name[row] ?? 0] ?? ''] ??= [])
    const told = codes.map((of) => of(row)).toSorted(([a], [b]) => (a < b ? -1 : 1))
    own.push([at, received?.[row] ?? at, persons[person[row] ?? 0], accounts[account[row] ?? 0], sessions[session[row] ?? 0], told])
  })
  return found
}
