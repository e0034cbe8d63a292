import { expect, test } from 'vitest'
import { rowOf } from '#test/support/rowOf.ts'
import type { AnyRow, Context } from '#kernel'
import { planNeeds } from './planNeeds.ts'

const row = (id: string, values: object): AnyRow =>
  rowOf(id.toUpperCase(), { id, createdAt: '2026-11-01T08:00:00.000Z', updatedAt: '2026-11-01T08:00:00.000Z', ...values })

/** A reader of the given rows; it looks at the filters by equality or by membership alone. */
const reader = (rows: Readonly<Record<string, readonly AnyRow[]>>): Context =>
  Object({
    me: { id: 'vera', name: 'Vera', role: 'owner', door: 'web' },
    read: (noun: string, { filter = {} }: { filter?: Readonly<Record<string, unknown>> }) => {
      const fits = (one: AnyRow): boolean =>
        Object.entries(filter).every(([name, wanted]) => [wanted].flat().some((value) => [one[name]].flat().includes(value)))
      const items = (rows[noun] ?? []).filter(fits)
      return Promise.resolve({ items, next: null, total: items.length })
    },
  })
const says = async (rows: Readonly<Record<string, readonly AnyRow[]>>, day: string) => (await planNeeds(reader(rows), day)).map(({ title }) => title)

test('a running bet of one’s own is quiet on the fifteenth day after its last word, and from its making when there is none', async () => {
  const said = { title: 'Alerts', stage: 'delivering', owner: 'vera', lastUpdate: { at: '2026-11-10T08:00:00.000Z' } }
  const initiative = [row('a', said), row('b', { ...said, owner: 'ines' }), row('c', { ...said, stage: 'measuring' })]
  expect(await says({ initiative }, '2026-11-24')).toEqual([])
  expect(await says({ initiative }, '2026-11-25')).toEqual(['“Alerts” has had no word for 15 days'])
  expect(await says({ initiative: [row('d', { ...said, title: 'Export', lastUpdate: null })] }, '2026-11-16')).toEqual(['“Export” has had no word for 15 days'])
})

test('a kill criterion stands there from its day on for a month, for whoever decides, while none has fired', async () => {
  const kill = { metric: 'gross-revenue-retention', comparison: 'below', value: 0.88, judged: 'fromThatDay', by: '2026-11-16', decider: null }
  const one = (more: object = {}) => ({
    businessCase: [row('biz', { title: 'Sign-on', state: 'approved', sponsor: 'vera', killCriteria: [kill], raised: null, ...more })],
  })
  const title = 'The day of a kill criterion has come: Sign-on'
  expect(await says(one(), '2026-11-15')).toEqual([])
  expect(await says(one(), '2026-11-16')).toEqual([title])
  expect(await says(one(), '2026-12-16')).toEqual([title])
  expect(await says(one(), '2026-12-17')).toEqual([])
  const fired = { criterion: 'x', on: '2026-11-10' }
  expect(await says(one({ raised: [fired] }), '2026-11-16')).toEqual([])
  expect(await says(one({ raised: [{ ...fired, recoveredOn: '2026-11-14' }] }), '2026-11-16')).toEqual([title])
  expect(await says(one({ killCriteria: [{ ...kill, decider: 'ines' }] }), '2026-11-16')).toEqual([])
  expect((await planNeeds(reader(one()), '2026-11-16'))[0]?.says).toBe('BIZ · gross-revenue-retention below 0.88, judged from 16 Nov 2026')
})
