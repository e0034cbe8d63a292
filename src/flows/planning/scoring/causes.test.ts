import { expect, test } from 'vitest'
import { rowOf } from '#test/support/rowOf.ts'
import { causesOf, type ObjectLine, type Standing } from './causes.ts'
import type { BetInput } from './inputs.ts'
import type { Score } from './methods.ts'

const input = (name: string, value: number, more: Partial<BetInput> = {}): BetInput => ({
  name,
  value,
  low: null,
  high: null,
  source: 'judgement',
  from: null,
  metric: null,
  asOf: '2026-10-01',
  age: 1,
  limit: null,
  stale: null,
  row: null,
  instead: null,
  ...more,
})
const score = (formula: string | null = null): Score => ({
  id: 'rice',
  reads: ['reach', 'confidence', 'impact', 'duration'],
  cost: 1,
  formula: formula === null ? null : { id: 'F', key: 'SFM-1', version: 1, name: 'Ours', formula, means: null },
  of: () => ({ value: 1 }),
})
const standing = (on: string, value: number, inputs: readonly BetInput[], more: Partial<Standing> = {}): Standing => ({
  on,
  bet: { row: rowOf('INI-1'), inputs },
  score: score(),
  value,
  rank: 1,
  ...more,
})
const line = (on: string, who: string, before: object, after: object, why: string | null = null): ObjectLine => ({
  recordedAt: `${on}T10:00:00.000Z`,
  actorName: who,
  why,
  before: { ...before },
  after: { ...after },
})
const records: Readonly<Record<string, readonly ObjectLine[]>> = {
  'id-INI-1': [
    line('2026-11-20', 'Vera', { title: 'A' }, { title: 'B' }),
    line('2026-11-12', 'Ines', { confidence: 0.5 }, { confidence: 0.8 }, 'Three pilots paid.'),
    line('2026-10-12', 'Dana', { confidence: 0.4 }, { confidence: 0.5 }),
  ],
  S: [line('2026-11-05', 'Dana', { value: 1, note: 'x' }, { value: 2, note: 'x' })],
  F: [line('2026-11-03', 'Vera', { formula: 'a' }, { formula: 'b' })],
}
const recordOf = async (id: string): Promise<readonly ObjectLine[]> => records[id] ?? []
const moved = (then: Standing, now: Standing) => causesOf(then, now, recordOf)
const [then, now] = ['2026-10-31', '2026-11-30']

test('a person, with the reason, is told from the record of the bet or of the figure that is kept for it, in those days alone', async () => {
  const row = { id: 'S', key: 'SIN-1', version: 2 }
  expect(
    await moved(
      standing(then, 1, [input('confidence', 0.5), input('impact', 1, { row })]),
      standing(now, 2, [input('confidence', 0.8), input('impact', 2, { row })]),
    ),
  ).toEqual([
    { input: 'confidence', from: 0.5, to: 0.8, by: 'person', who: 'Ines', on: '2026-11-12', why: 'Three pilots paid.' },
    { input: 'impact', from: 1, to: 2, by: 'person', who: 'Dana', on: '2026-11-05', why: null },
  ])
})

test('a metric, customers and the plan of a squad move an input without anybody; an input may come and go', async () => {
  const causes = await moved(
    standing(then, 1, [input('reach', 10, { source: 'metric' }), input('duration', 4)]),
    standing(now, 2, [input('reach', 12, { source: 'metric' }), input('duration', 5), input('impact', 3, { source: 'customers' })]),
  )
  expect(causes.map(({ input: name, from, to, by, who }) => [name, from, to, by, who])).toEqual([
    ['reach', 10, 12, 'metric', null],
    ['impact', null, 3, 'customers', null],
    ['duration', 4, 5, 'squad', null],
  ])
})

test('a formula that was rewritten is a cause; where nothing of its own moved, others did; where nothing moved there is none', async () => {
  expect(await moved(standing(then, 1, [], { score: score('a') }), standing(now, 2, [], { score: score('b') }))).toEqual([
    { input: null, from: null, to: null, by: 'formula', who: 'Vera', on: '2026-11-03', why: null },
  ])
  expect((await moved(standing(then, 1, []), standing(now, 1, [], { rank: 3 }))).map(({ by }) => by)).toEqual(['others'])
  expect(await moved(standing(then, 1, []), standing(now, 1, []))).toEqual([])
  expect(await moved(standing(then, 1, [], { bet: null }), standing(now, 1, [input('reach', 1)], { rank: 2 }))).toEqual([])
})
