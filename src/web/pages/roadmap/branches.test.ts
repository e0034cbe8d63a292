import { expect, test } from 'vitest'
import { rowOf } from '#test/support/rowOf.ts'
import { branchesOf, featuresBelow, linesOf, stepOf, strays, type Unfolded } from './branches.ts'

const bet = (key: string, values: object = {}) =>
  rowOf(key, { title: `Bet ${key}`, stage: 'committed', horizon: 'now', objectives: ['O'], teams: ['Core'], ...values })
const feature = (key: string, values: object = {}) =>
  rowOf(key, { title: `Feature ${key}`, level: 'feature', stage: 'planned', initiative: 'id-INI-1', parent: null, ...values })
const names = new Map([['O', 'Win the mid-market']])
const shut: Unfolded = { turned: new Set(), times: new Map() }
const turned = (...ids: readonly string[]): Unfolded => ({ ...shut, turned: new Set(ids) })
const rows = [
  feature('FEA-1', { level: 'epic' }),
  feature('FEA-2', { parent: 'id-FEA-1', initiative: null, stage: 'released' }),
  feature('FEA-3', { stage: 'released' }),
  feature('FEA-4', { stage: 'declined' }),
  feature('FEA-5', { parent: 'id-FEA-4' }),
]
const tree = (group?: string) => branchesOf([bet('INI-1'), bet('INI-2', { objectives: [] })], { group, names, features: featuresBelow(rows) })
const told = (unfolded: Unfolded, group?: string) => linesOf(tree(group), unfolded).map(({ level, branch, isOpen }) => [level, branch?.says, isOpen])

test('bets stand below their objective and say what they hold; features come when their bet is opened, and parts when theirs is', () => {
  expect(told(shut)).toEqual([
    [1, 'Win the mid-market', true],
    [2, 'Bet INI-1', false],
    [1, 'No objective', true],
    [2, 'Bet INI-2', null],
  ])
  const [, first] = linesOf(tree(), shut)
  expect(first?.branch?.beside).toBe('Now, committed; 3 features, 1 released')
  const bets = first?.id ?? ''
  expect(told(turned(bets, `${bets.split('/')[0]}/id-FEA-1`)).slice(1, 6)).toEqual([
    [2, 'Bet INI-1', true],
    [3, 'Feature FEA-1', true],
    [4, 'Feature FEA-2', null],
    [3, 'Feature FEA-3', null],
    [3, 'Feature FEA-5', null],
  ])
})

test('another cut puts objectives beneath it', () => {
  expect(told(shut, 'squad').map(([level, says]) => `${String(level)} ${String(says)}`)).toEqual([
    '1 Core',
    '2 Win the mid-market',
    '3 Bet INI-1',
    '2 No objective',
    '3 Bet INI-2',
  ])
})

test('ten thousand bets are closed at first; fifty are drawn when they are opened, and fifty more at a press', () => {
  const many = branchesOf(
    Array.from({ length: 10_000 }, (_, n) => bet(`INI-${n}`)),
    { group: undefined, names, features: featuresBelow([]) },
  )
  expect(linesOf(many, shut)).toHaveLength(1)
  const open = linesOf(many, turned('Win the mid-market'))
  expect([open.length, open.at(-1)?.more, open.at(-1)?.siblings]).toEqual([52, { of: 'Win the mid-market', left: 9950 }, 10_000])
  expect(linesOf(many, { ...turned('Win the mid-market'), times: new Map([['Win the mid-market', 2]]) })).toHaveLength(102)
})

test('features that are parts of each other stand below their bet, and none is lost; those without a bet stand by themselves', () => {
  const circle = [feature('FEA-1', { parent: 'id-FEA-2' }), feature('FEA-2', { parent: 'id-FEA-1' }), feature('FEA-3', { parent: 'id-FEA-3' })]
  const { ofBet, ofFeature, ofNone } = featuresBelow([...circle, feature('FEA-4', { initiative: null })])
  expect(ofBet.get('id-INI-1')?.map(({ key }) => key)).toEqual(['FEA-1', 'FEA-2', 'FEA-3'])
  expect(ofFeature.size).toBe(0)
  expect(ofNone.map(({ key }) => key)).toEqual(['FEA-4'])
  expect(strays({ ofBet, ofFeature, ofNone }, [bet('INI-1')]).map(({ says, beside }) => [says, beside])).toEqual([['No bet', '1 feature']])
  expect(strays(featuresBelow(circle), [bet('INI-1')])).toEqual([])
})

test('features of a bet that is over or archived, which the tree does not show, stand below a head of their own with their parts', () => {
  const [others, ...more] = strays(featuresBelow([...rows, feature('FEA-6', { initiative: 'id-INI-9' })]), [bet('INI-9')])
  expect([others?.says, others?.beside, more]).toEqual(['Other bets', '3 features', []])
  expect(others?.below().map(({ key, holds }) => [key, holds])).toEqual([
    ['FEA-1', 1],
    ['FEA-3', 0],
    ['FEA-5', 0],
  ])
})

test.each([
  ['ArrowDown', 0, { to: 1 }],
  ['ArrowUp', 0, { to: 0 }],
  ['End', 0, { to: 3 }],
  ['Home', 3, { to: 0 }],
  ['ArrowRight', 0, { to: 1 }],
  ['ArrowRight', 1, { turn: 'Win the mid-market/id-INI-1' }],
  ['ArrowRight', 3, null],
  ['ArrowLeft', 0, { turn: 'Win the mid-market' }],
  ['ArrowLeft', 1, { to: 0 }],
  ['ArrowLeft', 3, { to: 2 }],
  ['a', 0, null],
] as const)('%s at line %i', (key, at, step) => expect(stepOf(key, linesOf(tree(), shut), at)).toEqual(step))
