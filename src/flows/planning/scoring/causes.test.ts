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
  kept: null,
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
  until: `${on}T23:59:59.999Z`,
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
const moved = (then: Standing, now: Standing) => causesOf(then, now, recordOf, 'UTC')
const [then, now] = ['2026-10-31', '2026-11-30']

test('a person, with the reason, is told from the record of the bet or of the figure that is kept for it, in those days alone', async () => {
  const held = { kept: 'S' }
  expect(
    await moved(
      standing(then, 1, [input('confidence', 0.5), input('impact', 1, held)]),
      standing(now, 2, [input('confidence', 0.8), input('impact', 2, held)]),
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

const size = (low: number, likely: number): object => ({ effort: { low, likely, high: 90 } })
const worth = (likely: number, delay: number | null): object => ({
  value: { likely: { amount: likely, currency: 'USD' }, costOfDelayPerWeek: delay === null ? null : { amount: delay, currency: 'USD' } },
})
const said = (before: object, after: object) => ({ before, after })

test.each([
  ['effort', said(size(20, 40), size(20, 65)), said({ teams: ['Web'] }, { teams: ['Core'] })],
  ['effort', said(size(20, 40), size(20, 65)), said(size(20, 65), size(30, 65))],
  ['duration', said({ teams: ['Web'] }, { teams: ['Core', 'Web'] }), said({ teams: ['Core', 'Web'] }, { teams: ['Core'] })],
  ['duration', said(size(20, 40), size(20, 65)), said(size(20, 65), size(30, 65))],
  ['value', said(worth(520, 9), worth(1040, 9)), said(worth(1040, 9), worth(1040, 20))],
  ['costOfDelay', said(worth(520, 9), worth(520, 20)), said(worth(520, 20), worth(1040, 20))],
  ['costOfDelay', said(worth(520, null), worth(1040, null)), said(worth(1040, null), worth(1040, 20))],
  ['impact', said({ value: 1 }, { value: 2 }), said({ low: 1, high: 2 }, { low: 2, high: 3 })],
  ['impact', said({ value: 1 }, { value: 2 }), said({ origin: 'judgement' }, { origin: 'estimate' })],
  ['impact', said({ archivedAt: null }, { archivedAt: '2026-11-12' }), said({ note: null }, { note: 'Put away.' })],
])('%s was moved by who changed what it is read from, not by who touched the same field after: %j', async (name, mover, toucher) => {
  const lines = [line('2026-11-20', 'Vera', toucher.before, toucher.after), line('2026-11-12', 'Ines', mover.before, mover.after)]
  const [reads, held] = [{ score: { ...score(), reads: [name] } }, name === 'impact' ? { kept: 'S' } : {}]
  const causes = await causesOf(standing(then, 1, [input(name, 1, held)], reads), standing(now, 2, [input(name, 2, held)], reads), async () => lines, 'UTC')
  expect(causes.map(({ who }) => who)).toEqual(['Ines'])
})

test.each([
  [said({ part: 'segment = Mid-market' }, { part: 'segment = Enterprise' }), 'metric', 'metric', 'person'],
  [said({ metric: 'active-users' }, { metric: 'active-accounts' }), 'metric', 'metric', 'person'],
  [said({ origin: 'judgement' }, { origin: 'metric' }), 'judgement', 'metric', 'person'],
  [said({ origin: 'metric' }, { origin: 'judgement' }), 'metric', 'judgement', 'person'],
  [said({ value: 10 }, { value: 12 }), 'metric', 'metric', 'metric'], // the last value is kept beside the live one
] as const)('an input is moved by who binds it to another metric or part, else by the metric: %j', async ({ before, after }, was, is, by) => {
  const read = (value: number, source: BetInput['source']): BetInput => input('reach', value, { source, kept: 'R' })
  const record = async (id: string): Promise<readonly ObjectLine[]> => (id === 'R' ? [line('2026-11-12', 'Ines', before, after)] : [])
  const causes = await causesOf(standing(then, 1, [read(10, was)]), standing(now, 2, [read(12, is)]), record, 'UTC')
  expect(causes.map((cause) => [cause.by, cause.who])).toEqual([[by, by === 'person' ? 'Ines' : null]])
})
