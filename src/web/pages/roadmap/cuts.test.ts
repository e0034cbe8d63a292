import { expect, test } from 'vitest'
import { rowOf } from '#test/support/rowOf.ts'
import type { AnyRow } from '#kernel'
import { cuts, cutSays, groupedBy, narrowed } from './cuts.ts'

const ines = '01980000-0000-7000-8000-000000000001'
const names = new Map([[ines, 'Ines Falk']])
const bets = [
  rowOf('A', { teams: ['Core', 'Web'], investment: 'growth', owner: ines }),
  rowOf('B', { teams: ['Web'], investment: 'growth', owner: null }),
  rowOf('C', { teams: null, investment: 'platform', owner: ines, objectives: ['o1'] }),
]
const keys = (rows: readonly AnyRow[]) => rows.map(({ key }) => key)

test('every part of the address narrows further; a bet of two squads is in both', () => {
  expect(keys(narrowed(bets, { squad: 'Web' }))).toEqual(['A', 'B'])
  expect(keys(narrowed(bets, { squad: 'Web', who: ines }))).toEqual(['A'])
  expect(keys(narrowed(bets, { goal: 'o1', lens: 'timeline' }))).toEqual(['C'])
  expect(keys(narrowed(bets, { kind: 'nothing' }))).toEqual([])
  expect(keys(narrowed(bets, {}))).toEqual(['A', 'B', 'C'])
})

test('groups stand by name, each bet once, and those without a value come last', () => {
  const by = (id: string) => groupedBy(bets, cuts.find((cut) => cut.id === id) ?? cuts[0], names).map(({ name, bets: own }) => [name, keys(own)])
  expect(by('squad')).toEqual([
    ['Core', ['A']],
    ['Web', ['B']],
    ['No squad', ['C']],
  ])
  expect(by('who')).toEqual([
    ['Ines Falk', ['A', 'C']],
    ['No owner', ['B']],
  ])
  expect(by('kind')).toEqual([
    ['Growth', ['A', 'B']],
    ['Platform', ['C']],
  ])
  expect(cutSays('01980000-0000-7000-8000-000000000009', names)).toContain('gone')
})
