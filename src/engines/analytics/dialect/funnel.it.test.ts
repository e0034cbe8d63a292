import { describe, expect, test } from 'vitest'
import { openTables } from '#platform/columnar/tableStore.ts'
import { collector, type GivenEvent } from '../columns/collect.ts'
import { frameOf } from '../frame.ts'
import { foldedSteps, judged } from '../funnel/funnel.ts'
import { readQuery } from '../query/resolve.ts'
import { chance } from '../testing/chance.ts'
import { asofFunnel, windowFunnel } from './funnel.ts'

const start = Date.UTC(2026, 0, 5)
const range = { from: '2026-01-05', to: '2026-01-06' }

function randomEvents(seed: number): GivenEvent[] {
  const { below, pick } = chance(seed)
  return Array.from({ length: 400 }, () => ({
    name: pick(['a', 'b', 'c', 'd']),
    ts: start - 3_600_000 + below(520) * 180_000,
    person: `p${below(30)}`,
    account: `acc${below(6)}`,
  }))
}

function funnelOf(more: Readonly<Record<string, unknown>>) {
  const query = readQuery({ kind: 'funnel', range, steps: [{ event: 'a' }, { event: 'b' }, { event: ['c', 'd'] }], window: { n: 2, unit: 'hour' }, ...more })
  if (query.kind !== 'funnel') throw new Error('not a funnel')
  return query
}

describe('DuckDB’s ASOF joins count what the kernels count', () => {
  test.each(['person', { group: 'account' }])('for %j, with either tail and either end of the window', async (actor) => {
    for (let seed = 0; seed < 12; seed++) {
      const given = randomEvents(seed)
      const own = collector()
      for (const event of given) own.add(event)
      const events = own.events()
      const frames = [{}, { tail: 'range' }, { windowEndInclusive: false }].map((more) => frameOf(events, funnelOf({ actor, ...more }), start + 864_000_000))
      const at = frames[0]?.actors.at ?? (() => 0)
      const rows = Array.from({ length: events.length }, (_, row) => [String(at(row)), String(events.ts[row]), events.names[events.name[row] ?? 0] ?? ''])
      const columns = [
        { name: 'k', type: 'INT' },
        { name: 't', type: 'INT' },
        { name: 'e', type: 'STRING' },
      ] as const
      const store = await openTables([{ name: 'rows', columns, rows }])
      for (const { query, ...frame } of frames) {
        if (query.kind !== 'funnel') throw new Error('not a funnel')
        const answered = await store.query(asofFunnel(query, { table: 'rows', span: frame.span }))
        const counts = foldedSteps(query, judged({ ...frame, query }, query)).steps.map(({ count }) => count)
        expect({ seed, counts: answered.rows.map(([, n]) => Number(n)) }).toEqual({ seed, counts })
      }
      store.close()
    }
  })

  test('what they would count otherwise is refused', () => {
    for (const more of [{ order: 'strict' }, { reentry: 'first_entry' }, { steps: [{ event: 'a' }, { event: 'a' }] }, { holdConstant: ['event.p'] }])
      for (const dialect of [asofFunnel, windowFunnel])
        expect(() => dialect(funnelOf(more), { table: 'rows', span: { from: 0, to: 1 } })).toThrow('not counted in SQL')
  })
})
