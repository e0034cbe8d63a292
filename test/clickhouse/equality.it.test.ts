import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answer } from '#engines/analytics/answer.ts'
import { collector, isScalar } from '#engines/analytics/columns/collect.ts'
import { holds } from '#engines/analytics/columns/where.ts'
import type { Condition } from '#engines/analytics/query/parts.ts'
import { withoutInternal } from '#engines/analytics/columns/internal.ts'
import { askedThere, clickHouseQuestion } from '#engines/analytics/dialect/clickhouse/answer.ts'
import { eventTables } from '#engines/analytics/dialect/clickhouse/schema.ts'
import { asofFunnel, windowFunnel } from '#engines/analytics/dialect/funnel.ts'
import { readCohort } from '#engines/analytics/query/cohort.ts'
import { readQuery } from '#engines/analytics/query/resolve.ts'
import { frameOf } from '#engines/analytics/frame.ts'
import { openTables, type TableStore } from '#platform/columnar/tableStore.ts'
import { chdb } from './chdb.ts'
import { isQueryRefusal } from '#engines/analytics/refusal.ts'
import { chance } from '#engines/analytics/testing/chance.ts'
import { bearersOf, eventValue, lookedUp, lookupsOf } from '#engines/analytics/dialect/clickhouse/property.ts'
import { conditionSql } from '#engines/analytics/dialect/clickhouse/condition.ts'
import { everyCondition, profiles, propertyNames, seasoned } from './randomProperties.ts'
import { cohorts, makers, now, randomEvents, segments } from './randomQueries.ts'

const peer = chdb()
if (peer.why !== null) console.warn(`Skipped: ${peer.why}`)
const seeds = 3
const each = 32
const eachSeasoned = Number(process.env['ROUNDS'] ?? 40)

const accounts = Array.from({ length: 14 }, (_, place) => ({
  id: `acc ${place}`,
  created: place % 3 === 0 ? null : Date.UTC(2026, 2, 10 + place),
  properties: profiles.account(place),
}))
const persons = Array.from({ length: 20 }, (_, place) => ({
  id: `p${place}`,
  properties: profiles.person(place),
  ...(place === 3 ? { created: Date.UTC(2026, 3, 7) } : {}),
}))

/** ClickHouse (chdb in this process) against the kernels and, for funnels, DuckDB: the same numbers on random events, over many random queries of each kind. */
describe.skipIf(peer.session === null)('ClickHouse gives the answers of the kernels', () => {
  const ask = (sql: string): unknown[][] =>
    (peer.session?.query(sql, 'JSONCompactEachRow') ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))

  beforeAll(() => {
    for (const sql of eventTables({ table: 'events', cluster: null })) peer.session?.query(sql)
    for (let seed = 0; seed < seeds; seed++)
      peer.session?.query(
        `INSERT INTO events (workspace, name, account, ts, received, event_id, person, session, props) FORMAT JSONCompactEachRow ${randomEvents(seed)
          .map(({ id, name, ts, received, person, account, props }) =>
            JSON.stringify([`w${seed}`, name, account ?? '', ts, received, id, person ?? '', '', props]),
          )
          .join('\n')}`,
      )
  })
  afterAll(() => void (peer.session && peer.close()))

  const placesOf = (seed: number) => {
    const own = collector()
    for (const event of randomEvents(seed)) own.add(event)
    const events = own.events({ account: accounts, person: persons })
    const sql = {
      table: 'events',
      workspace: `w${seed}`,
      now,
      names: events.names,
      passive: new Set(['other']),
      own: { accounts: ['acc 5'], persons: ['p7'] },
      accounts,
      persons: persons.map(({ id, created = null }) => ({ id, created })).filter(({ created }) => created !== null),
      profiles: { account: bearersOf(accounts), person: bearersOf(persons) },
      segments,
      cohorts,
    }
    return { kernel: { events: { ...events, passive: sql.passive }, now, segments, cohorts }, sql }
  }
  const places = Array.from({ length: seeds }, (_, seed) => placesOf(seed))

  const asker = { ask: async (sql: string) => ask(sql), kept: async (sql: string) => ask(sql) }
  const isEqual = async (kind: string, made: Readonly<Record<string, unknown>>, round: number): Promise<void> => {
    const place = places[round % seeds]
    const given = { ...made, internal: round % 4 === 0 ? 'include' : 'leave_out' }
    const query = readQuery(given)
    if (!place) return
    const events = query.internal === 'include' ? place.kernel.events : withoutInternal(place.kernel.events)
    const theirs = await askedThere(query, place.sql, asker)
    const ours = answer(query, { ...place.kernel, events })
    const isOnce = kind !== 'trend' && kind !== 'adoption' // there the kernel reads some rows several times
    const beside = ours.beside?.map((each, at) => ({ ...each, n: isOnce ? each.n : theirs.beside?.[at]?.n }))
    const expected = { ...ours, beside, n: isOnce ? ours.n : theirs.n, cost: { rowsRead: isOnce ? ours.n : theirs.n, engine: 'clickhouse' } }
    expect({ given, ...asSent(theirs) }).toEqual({ given, ...asSent(expected) })
  }

  test.each(Object.keys(makers))('%s', async (kind) => {
    for (let round = 0; round < each; round++) await isEqual(kind, { ...makers[kind]?.(round) }, round)
    expect.assertions(each)
  })

  test.each(Object.keys(makers))('%s with conditions on properties, breakdowns and numbers of them', async (kind) => {
    let left = 0
    for (let round = 0; round < eachSeasoned; round++)
      await isEqual(kind, seasoned(chance(round * 31 + 5), kind, { ...makers[kind]?.(round) }), round).catch((error: unknown) => {
        if (!isQueryRefusal(error) || error.code !== 'unsupported') throw error
        left++
      })
    expect(left).toBeLessThan(eachSeasoned / 4) // what the walks of funnels alone tell is left to the kernels
  })

  test('each operator with each value passes the rows of each property that the kernels pass', () => {
    const [place, events] = [places[0], randomEvents(0)]
    if (!place) return
    const prop = (name: string) => `event.${name}`
    const asked = readQuery({
      ...makers['stickiness']?.(1),
      where: { all: propertyNames.map((name) => ({ prop: prop(name), op: 'regex', value: 'a' })) },
    })
    for (const lookup of lookupsOf(asked, place.sql)) {
      const looked = lookedUp(lookup, ask(lookup.statement))
      const conditions = everyCondition.map(({ op, value }): Condition => ({ prop: prop(lookup.name), op, value }))
      const counts = conditions.map((each) => `countIf(${conditionSql(each, eventValue(lookup.name, 'where'), looked, 'where')})`)
      const [row = []] = ask(`SELECT ${counts.join(', ')} FROM events WHERE workspace = 'w0'`)
      const scalarsOf = events.map(({ properties }) => properties?.[lookup.name]).map((value) => (isScalar(value) ? value : null))
      const expected = conditions.map((each) => scalarsOf.filter((value) => holds(each, value)).length)
      const told = (numbers: readonly unknown[]) => conditions.map(({ op, value }, at) => `${op} ${JSON.stringify(value)}: ${String(numbers[at])}`)
      expect([lookup.name, ...told(row)]).toEqual([lookup.name, ...told(expected)])
    }
    expect.assertions(propertyNames.length)
  })

  test('a cohort with about as many names as a statement may bear is read, and many who came later are left out of a rule of several parts', () => {
    const place = places[0]
    if (!place) return
    const did = (event: string) => ({ did: { event }, in: { from: '2026-03-16', to: '2026-04-20' } })
    const ids = Array.from({ length: 6_000 }, (_, at) => `00000000-5d5c-73e5-82ec-${String(at).padStart(12, '0')}`)
    const defs = { named: { any: [{ ids }, did('start')] }, mixed: { any: [{ all: [did('start'), { not: did('other') }] }, { not: did('back') }] } }
    const later = Array.from({ length: 1_500 }, (_, at) => ({ id: ids[at] ?? '', created: now + 1 }))
    for (const [name, def] of Object.entries(defs)) {
      const own = new Map([[name, readCohort({ kind: 'cohort', def })]])
      const query = readQuery({
        kind: 'stickiness',
        range: { from: '2026-03-16', to: '2026-04-20' },
        actor: { group: 'account' },
        sel: { event: 'back' },
        where: { cohort: name },
      })
      const known = name === 'mixed' ? [...accounts, ...later] : accounts
      const { statements, answer: told } = clickHouseQuestion(query, { ...place.sql, accounts: known, cohorts: own })
      expect(told(statements.map(ask)).data).toEqual(answer(query, { ...place.kernel, events: withoutInternal(place.kernel.events), cohorts: own }).data)
    }
  })

  test('funnels count what DuckDB’s ASOF joins and ClickHouse’s own windowFunnel count', async () => {
    for (const [seed, { kernel, sql }] of places.entries()) {
      const store = await tableOf(seed)
      for (let round = 0; round < 6; round++) {
        const query = readQuery({
          ...makers['funnel']?.(round),
          range: { from: '2026-03-20', to: '2026-04-08' },
          asOf: '2027-01-01',
          compareTo: undefined,
          where: null,
          view: 'steps',
          internal: 'include',
        })
        if (query.kind !== 'funnel') throw new Error('not a funnel')
        const { span } = frameOf(kernel.events, query, now)
        const key = query.actor === 'person' ? 'person' : 'account'
        const duck = await store.query(asofFunnel(query, { table: key, span }))
        peer.session?.query(
          `CREATE OR REPLACE VIEW plain AS SELECT ${key} AS kk, if(${key} = '', 0, 1 + cityHash64(${key}) % 1000000007) AS k, ts AS t, name AS e FROM events WHERE workspace = 'w${seed}'`,
        )
        const question = clickHouseQuestion(query, sql)
        const own = question.answer(question.statements.map(ask)).data
        const counts = [Reflect.get(Object(own), 'steps')].flat().map((step) => Number(Reflect.get(step, 'count')))
        const window = windowFunnel(query, { table: 'plain', span }).replaceAll("it''s \\", "it''s \\\\")
        expect({ round, duck: duck.rows.map(([, n]) => Number(n)), window: ask(window).map(([, n]) => Number(n)) }).toEqual({
          round,
          duck: counts,
          window: counts,
        })
      }
      store.close()
    }
  })
})

/** An answer as whoever asked gets it. */
function asSent(answered: unknown): Readonly<Record<string, unknown>> {
  const text = JSON.stringify(answered)
  return JSON.parse(text)
}

/** The same events for DuckDB, with actors as numbers. */
async function tableOf(seed: number): Promise<TableStore> {
  const events = randomEvents(seed)
  const columns = [
    { name: 'k', type: 'INT' },
    { name: 't', type: 'INT' },
    { name: 'e', type: 'STRING' },
  ] as const
  const tables = (['person', 'account'] as const).map((name) => {
    const ids = ['', ...new Set(events.map((event) => event[name] ?? ''))].filter((id, place) => place === 0 || id !== '')
    return { name, columns, rows: events.map((event) => [String(ids.indexOf(event[name] ?? '')), String(event.ts), event.name]) }
  })
  return await openTables(tables)
}
