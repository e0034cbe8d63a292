import { expect, test } from 'vitest'
import { rowOf } from '#test/support/rowOf.ts'
import type { AnyRow } from '#kernel'
import type { ObjectiveLine } from '#web/pages/goals/contract.ts'
import { cascadeOf } from './cascade.ts'

const row = (key: string, values: object): AnyRow => rowOf(key, { id: key, ...values })
const objective = (key: string, values: Partial<ObjectiveLine> = {}): ObjectiveLine => ({
  id: key,
  key,
  title: key,
  level: 'company',
  period: '2026-Q4',
  pillar: 'Keep',
  parent: null,
  owner: 'Vera',
  state: 'active',
  score: null,
  band: null,
  keyResults: [],
  ...values,
})
const bet = (key: string, values: object = {}) =>
  row(key, { title: key, stage: 'delivering', objectives: ['O1'], outcome: [{ metric: 'nrr', target: 1 }], effort: { likely: 10 }, ...values })

test('every orphan is listed by kind with the step that mends it, and what is whole is not', () => {
  const pillars = [row('P1', { title: 'Keep', state: 'active', order: 1 }), row('P2', { title: 'Trust', state: 'active', order: 2 })]
  const cascade = cascadeOf(
    pillars,
    [objective('O1'), objective('O2', { pillar: null }), objective('O3', { state: 'closed' })],
    [bet('B1'), bet('B2', { objectives: [], outcome: [] }), bet('B3', { objectives: [], mandatory: true }), bet('B4', { stage: 'stopped', objectives: [] })],
  )
  expect(cascade.orphans.map(({ key, lacks }) => `${key} ${lacks.split('.')[0]}`)).toEqual([
    'P2 No objective serves it',
    'O1 No key result tells it',
    'O2 It serves no pillar',
    'O2 No key result tells it',
    'B2 It serves no objective',
    'B2 It promises no outcome',
  ])
  expect(cascade.pillars.map(({ title, objectives }) => [title, objectives.map((one) => one.bets.map(({ key }) => key))])).toEqual([
    ['Keep', [['B1']]],
    ['Trust', []],
  ])
  expect(cascade.coverage).toBeCloseTo(1 / 3, 12)
})

test('nothing sized has no coverage', () => expect(cascadeOf([], [], [bet('B1', { effort: null })]).coverage).toBeNull())
