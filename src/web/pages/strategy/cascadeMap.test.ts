import { expect, test } from 'vitest'
import { rowOf } from '#test/support/rowOf.ts'
import type { AnyRow } from '#kernel'
import type { Cascade } from './cascade.ts'
import { cascadeMap, threadOf, type Saying } from './cascadeMap.ts'

const row = (key: string, values: object): AnyRow => rowOf(key, { id: key, ...values })
const say: Saying = {
  ofKeyResult: ({ key }) => key,
  ofBet: () => ({ says: 'Now', state: null }),
  ofMetric: ({ metric, part }) => ({ title: [metric, part].filter(Boolean).join(' '), says: '', state: null }),
}
const keyResult = (key: string, metric: string | null, part: string | null = null) => ({ id: key, key, title: key, metric, part, standing: 'onTrack' })
const bet = (key: string, metric: string, segment: string | null = null) => row(key, { title: key, outcome: [{ metric, segment, target: 1 }] })

/** One pillar, one objective with two key results, and as many bets as told. */
function cascade(bets: readonly AnyRow[], orphans: Cascade['orphans'] = [], keyResults = [keyResult('K1', 'nrr'), keyResult('K2', null)]): Cascade {
  const objective = { id: 'O1', key: 'O1', title: 'Keep them', score: 0.5, band: 'amber', keyResults }
  // the map reads no more of an objective than this
  const pillars: unknown = [{ title: 'Keep', row: row('P1', { title: 'Keep' }), objectives: [{ objective, bets }] }]
  return { pillars: isPillars(pillars) ? pillars : [], orphans, coverage: null }
}
const isPillars = (value: unknown): value is Cascade['pillars'] => Array.isArray(value)

const lines = ({ edges }: ReturnType<typeof cascadeMap>) => edges.map(({ from, to }) => `${from} > ${to}`).toSorted()

test('a bet hangs on the key result whose metric it moves, else on the objective; what measures stands last', () => {
  const map = cascadeMap(cascade([bet('B1', 'nrr'), bet('B2', 'csat')]), say)
  expect(lines(map)).toEqual(['pillar Keep > O1', 'O1 > K1', 'O1 > K2', 'K1 > B1', 'B1 > metric nrr', 'O1 > B2', 'B2 > metric csat'].toSorted())
  expect(map.nodes.map(({ id, column }) => `${column} ${id}`).toSorted()).toEqual(
    ['0 pillar Keep', '1 O1', '2 K1', '2 K2', '3 B1', '3 B2', '4 metric csat', '4 metric nrr'].toSorted(),
  )
})

test('each part of a metric is a node of its own; a key result of a part is moved by that part alone, one of the whole by any', () => {
  const bets = [bet('B1', 'adoption', 'Insights'), bet('B2', 'adoption'), bet('B3', 'nrr', 'Mid-market')]
  const map = cascadeMap(cascade(bets, [], [keyResult('K1', 'adoption', 'insights'), keyResult('K2', 'nrr'), keyResult('K3', 'nrr', 'Enterprise')]), say)
  expect(lines(map).filter((line) => /^(K|B)|B2$/.test(line))).toEqual(
    [
      'K1 > B1',
      'K2 > B3',
      'O1 > B2',
      'B1 > metric adoption insights',
      'B2 > metric adoption',
      'B3 > metric nrr mid-market',
      'K3 > metric nrr enterprise',
    ].toSorted(),
  )
  expect(map.nodes.find(({ id }) => id === 'metric adoption insights')).toMatchObject({ title: 'adoption Insights', opens: { page: 'metrics/adoption' } })
})

test('a key result that no bet moves leads to its metric itself', () => expect(lines(cascadeMap(cascade([]), say))).toContain('K1 > metric nrr'))

test('a thread is followed both ways, and takes no other branch with it', () => {
  const { edges } = cascadeMap(cascade([bet('B1', 'nrr'), bet('B2', 'csat')]), say)
  expect([...threadOf(edges, 'B2')].toSorted()).toEqual(['B2', 'O1', 'metric csat', 'pillar Keep'])
  expect([...threadOf(edges, 'metric nrr')].toSorted()).toEqual(['B1', 'K1', 'O1', 'metric nrr', 'pillar Keep'])
})

test('of ten thousand bets a few stand by themselves and the others as one node that opens them', () => {
  const map = cascadeMap(cascade(Array.from({ length: 10_000 }, (_none, n) => bet(`B${n}`, 'csat'))), say)
  expect(map.nodes.filter(({ column }) => column === 3)).toHaveLength(7)
  expect(map.nodes.find(({ id }) => id === 'more O1')).toMatchObject({ title: '9,994 more bets', opens: { page: 'roadmap', words: { goal: 'O1' } } })
})

test('an orphan stands in its column with every reason and no line; one that is drawn already says it there', () => {
  const lacks = ['It serves no objective. Link one.', 'It promises no outcome. Name one.'].map((said) => ({
    address: 'initiative:B9',
    key: 'B9',
    title: 'Stray',
    lacks: said,
  }))
  const map = cascadeMap(cascade([], [...lacks, { address: 'objective:O1', key: 'O1', title: 'Keep them', lacks: 'No key result tells it. Add one.' }]), say)
  expect(map.nodes.find(({ title }) => title === 'Stray')).toMatchObject({ column: 3, isOrphan: true, says: 'It serves no objective; It promises no outcome' })
  expect(map.nodes.find(({ id }) => id === 'O1')).toMatchObject({ isOrphan: true, says: 'No key result tells it' })
  expect(map.edges.some(({ from, to }) => `${from}${to}`.includes('B9'))).toBe(false)
})
