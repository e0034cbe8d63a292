import { expect, test } from 'vitest'
import { barWidth, layPaths, mayBeCut, nextLink, stepName, type PlacedLink } from './pathLayout.ts'

const node = (level: number, name: string, n: number) => ({ level, name, n })
const link = (level: number, from: string, to: string, n: number) => ({ level, from, to, n, medianSec: null, drill: `${level} ${from} ${to}` })
const nodes = [node(0, 'home', 10), node(1, 'Other', 4), node(1, 'list', 3), node(1, 'help', 2), node(2, 'export', 2), node(2, 'home', 1)]
const links = [
  link(0, 'home', 'list', 3),
  link(0, 'home', 'help', 2),
  link(0, 'home', 'Other', 4),
  link(1, 'list', 'export', 1),
  link(1, 'list', 'home', 1),
  link(1, 'help', 'export', 1),
]
const laid = layPaths(nodes, links, 300, true)
const edges = ({ y1, y2, width }: PlacedLink) => [y1 - width / 2, y1 + width / 2, y2 - width / 2, y2 + width / 2]

test('columns stand by step, the commonest on top and “Other” below, never closer than words need', () => {
  expect(laid.nodes.filter(({ level }) => level === 1).map(({ name }) => name)).toEqual(['list', 'help', 'Other'])
  expect([laid.step, laid.width]).toEqual([140, 420])
  expect(layPaths(nodes, links, 900, true).step).toBe(300)
  for (const level of laid.levels) {
    const own = laid.nodes.filter((each) => each.level === level)
    own.slice(1).forEach(({ y }, at) => expect(y - (own[at]?.y ?? 0)).toBeGreaterThanOrEqual(Math.max(34, own[at]?.height ?? 0)))
    expect(Math.max(...own.map(({ y, height }) => y + height))).toBeLessThanOrEqual(laid.height + 0.001)
  }
})

test('bands fill their nodes from the top, next to each other, and what no band takes ends there', () => {
  const home = laid.nodes[0]
  const leaving = laid.links.filter(({ level }) => level === 0).map(edges)
  expect(leaving.toSorted(([a = 0], [b = 0]) => a - b).map(([from, to]) => [from, to])).toEqual([
    [0, 72],
    [72, 120],
    [120, 216],
  ])
  expect(home?.height).toBe(240)
  expect(laid.nodes.map(({ name, ends }) => [name, ends])).toEqual([
    ['home', 1],
    ['list', 1],
    ['help', 1],
    ['Other', 4],
    ['export', null],
    ['home', null],
  ])
  for (const { x1, x2, level } of laid.links) expect([x1, x2]).toEqual([level * 140 + barWidth, (level + 1) * 140])
  expect(layPaths(nodes, links, 300, false).nodes.every(({ ends }) => ends === null)).toBe(true)
})

test('arrow keys walk within a step and along the path, and stop at its ends', () => {
  const walk = (...keys: readonly string[]): string | undefined =>
    keys.reduce<PlacedLink | null>((from, key) => from && nextLink(laid.links, from, key), laid.links[0] ?? null)?.drill
  expect(walk('ArrowDown')).toBe('0 home help')
  expect(walk('End')).toBe('0 home Other')
  expect(walk('End', 'ArrowDown')).toBeUndefined()
  expect(walk('ArrowRight')).toBe('1 list export')
  expect(walk('ArrowDown', 'ArrowRight', 'ArrowLeft')).toBe('0 home help')
  expect(walk('End', 'ArrowRight')).toBeUndefined()
})

test('a step has one name: from the beginning, or back from an end that all have in common', () => {
  const names = (more: object) => [0, 1, 2].map((level) => stepName({ kind: 'paths', startAt: null, endAt: null, maxSteps: 3, ...more }, level))
  expect(names({})).toEqual(['Step 1', 'Step 2', 'Step 3'])
  expect(names({ endAt: { event: 'paid' } })).toEqual(['2 before the end', '1 before the end', 'End'])
  expect(names({ startAt: { event: 'open' }, endAt: { event: 'paid' } })).toEqual(['Step 1', 'Step 2', 'Step 3'])
})

test('names that may not fit are told in full elsewhere', () => {
  expect([mayBeCut('open', 112), mayBeCut('integration_connected', 112)]).toEqual([false, true])
})
