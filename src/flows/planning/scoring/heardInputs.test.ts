import { expect, test } from 'vitest'
import { rowOf } from '#test/support/rowOf.ts'
import { Problem, type AnyRow, type Context, type Query } from '#kernel'
import { heardFor } from '../opportunities/heard.ts'
import { heardByBet } from './heardInputs.ts'
import { inputsOf } from './inputs.ts'

const row = (id: string, values: object): AnyRow => rowOf(id, { id, updatedAt: '2026-11-10T08:00:00Z', ...values })
/** A context over rows in memory, in which nobody knows who pays. */
const over = (all: Readonly<Record<string, readonly AnyRow[]>>): Context => {
  const known: Partial<Context> = {
    read: async (noun: string, { filter = {} }: Query = {}) => {
      const items = (all[noun] ?? []).filter((one) => Object.entries(filter).every(([name, wanted]) => [wanted].flat().includes(one[name])))
      return { items, next: null, total: items.length }
    },
    measure: async () => {
      throw new Problem('refused', 'There is no revenue.')
    },
  }
  return known as Context
}
const accounts = Array.from({ length: 8 }, (_, n) => row(`A${n}`, { name: `Account ${n}` }))
const said = (n: number, importance: number) =>
  row(`F${n}-${importance}`, { account: `A${n}`, theme: 'seats', signal: 'signal', importance, saidAt: `2026-10-0${n + 1}T09:00:00Z` })
const opportunity = (values: object = {}) => row('OPP-1', { themes: ['seats'], initiatives: ['bet'], state: 'validated', ...values })
const heard = async (feedback: readonly AnyRow[], ...rows: readonly AnyRow[]) =>
  heardByBet(await heardFor(over({ opportunity: rows, feedback, account: accounts })), '2026-11-28')('bet')

test('importance is the share of accounts whose strongest voice is 2 or 3, once five were heard; louder accounts count once', async () => {
  const voices = [said(0, 3), said(0, 1), said(1, 2), said(2, 1), said(3, 0), said(4, 2)]
  const [importance, asking, ...others] = await heard(voices, opportunity())
  expect(importance).toMatchObject({ name: 'importance', value: 6, from: 'OPP-1, 5 accounts heard', asOf: '2026-10-05', isLive: false })
  expect(Number(importance?.low) < 6 && Number(importance?.high) > 6).toBe(true)
  expect(asking).toMatchObject({ name: 'accounts', value: 5, isLive: true, asOf: '2026-11-28' })
  expect(others).toEqual([]) // nobody knows who pays: no revenue, rather than none of it
  const again = await heard([...voices, ...Array.from({ length: 9 }, (_, n) => ({ ...said(0, 3), id: `again${n}`, key: `again${n}` }))], opportunity())
  expect(again[0]?.value).toBe(6)
  expect((await heard(voices.slice(0, 5), opportunity())).map(({ name }) => name)).toEqual(['accounts'])
})

test('a survey tells both, that of the opportunity which is served worst; a declined one tells nothing', async () => {
  const survey = { importance: 8, satisfaction: 3, n: 40, on: '2026-09-01', basis: 'Administrators' }
  const other = row('OPP-2', { initiatives: ['bet'], state: 'new', survey: { ...survey, importance: 9, satisfaction: 8.5 } })
  expect((await heard([], opportunity({ survey }), other)).slice(0, 2)).toMatchObject([
    { name: 'importance', value: 8, from: 'OPP-1, 40 asked', asOf: '2026-09-01' },
    { name: 'satisfaction', value: 3 },
  ])
  expect(await heard([], opportunity({ survey, state: 'declined' }))).toEqual([])
  expect(heardByBet(await heardFor(over({ opportunity: [opportunity({ survey })], account: accounts })), '2026-11-28')('another')).toEqual([])
})

test('what was heard is looked up by theme, id and parent: two thousand bets over a thousand opportunities take no scan for each', async () => {
  let reads = 0
  const counted = (one: AnyRow): AnyRow => new Proxy(one, { get: (of, name) => ((reads += 1), Reflect.get(of, name)) })
  const themed = Array.from({ length: 1000 }, (_, n) =>
    counted(row(`OPP-${n}`, { themes: [`theme ${n}`], initiatives: [`bet ${n}`, `bet ${n + 1000}`], state: 'new' })),
  )
  const voices = Array.from({ length: 5000 }, (_, n) => counted({ ...said(n % 8, 2), id: `V${n}`, key: `V${n}`, theme: `theme ${n % 1000}` }))
  const saidFor = heardByBet(await heardFor(over({ opportunity: themed, feedback: voices, account: accounts })), '2026-11-28')
  const read = reads
  const told = Array.from({ length: 2000 }, (_, n) => saidFor(`bet ${n}`))
  expect(told.map((inputs) => inputs.find(({ name }) => name === 'accounts')?.value)).toEqual(Array.from({ length: 2000 }, () => expect.any(Number)))
  expect(told[3]).toBe(told[1003]) // told once for both
  expect(reads - read).toBeLessThan(200_000)
})

test('a part tells for what it is part of, a voice named by its id counts, and a circle is walked once', async () => {
  const root = opportunity({ themes: [], parent: 'OPP-3' })
  const parts = [row('OPP-2', { parent: 'OPP-1', themes: ['seats'], state: 'new' }), row('OPP-3', { parent: 'OPP-2', evidence: ['N1'], state: 'new' })]
  const named = row('N1', { account: 'A7', theme: 'prices', signal: 'noise', importance: 3, saidAt: '2026-10-20T09:00:00Z' })
  const told = await heard([said(0, 3), said(1, 2), named], root, ...parts)
  expect(told.find(({ name }) => name === 'accounts')?.value).toBe(3)
})

test('what customers say is stale after 90 days, and stands beside a judgement instead of replacing it', async () => {
  const told = await heard([], opportunity({ survey: { importance: 8, satisfaction: 3, n: 40, on: '2026-08-29' } }))
  const kept = row('SIN-1', { name: 'importance', value: 6, origin: 'judgement', asOf: '2026-11-01' })
  const inputs = inputsOf(row('bet', {}), [{ row: kept, reading: null }], () => null, '2026-11-28', told)
  expect(inputs.find(({ name }) => name === 'importance')).toMatchObject({ value: 6, source: 'judgement', instead: { value: 8, from: 'OPP-1, 40 asked' } })
  expect(inputs.find(({ name }) => name === 'satisfaction')).toMatchObject({ value: 3, source: 'customers', stale: '91 days old, limit 90', instead: null })
})
